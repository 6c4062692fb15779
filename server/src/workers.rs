//! Work that goes on beside requests.

use std::time::Duration;

use backend::{Backend, access::Actor};
use tokio_util::sync::CancellationToken;

const HOUR: Duration = Duration::from_secs(60 * 60);

/// Destroys what was removed long enough ago and forgets what has ended: now, and every hour
/// until stopped.
pub async fn upkeep(backend: Backend, stop: CancellationToken) {
    let actor = Actor::system("upkeep");
    loop {
        once(&backend, &actor).await;
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(HOUR) => {}
        }
    }
}

async fn once(backend: &Backend, actor: &Actor) {
    match backend.secrets().destroy_expired(actor).await {
        Ok(0) => {}
        Ok(secrets) => tracing::info!(secrets, "destroyed removed secrets that are no longer kept"),
        Err(error) => {
            tracing::warn!(reason = %error, "removed secrets could not be destroyed; tried again in an hour")
        }
    }
    if let Err(error) = backend.people().forget_ended(actor).await {
        tracing::warn!(reason = %error, "ended sessions could not be forgotten; tried again in an hour");
    }
}
