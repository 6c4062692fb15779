//! Starting and stopping: lock, storage, workers, listener.

use std::{
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use axum_server::{Handle, tls_rustls::RustlsConfig};
use backend::{Backend, Options};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::{
    config::{Config, PublicUrl},
    exit::Failure,
    http::{
        assets::Site,
        cookies::Cookies,
        listener::{self, Stopper},
        routes,
        state::Edge,
        tls,
    },
    lock::DataLock,
    workers,
};

/// A server that serves.
pub struct Running {
    address: SocketAddr,
    public: PublicUrl,
    first_administrator: Option<String>,
    backend: Backend,
    stopper: Stopper,
    shutdown_timeout: Duration,
    workers: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
    listener: JoinHandle<std::io::Result<()>>,
    _lock: DataLock,
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Running {
    /// Where it listens, with the port that was taken for 0.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How browsers reach it, without a closing `/`.
    pub fn url(&self) -> &str {
        self.public.as_str()
    }

    /// The one-time link for the first administrator, while there is none.
    pub fn first_administrator(&self) -> Option<&str> {
        self.first_administrator.as_deref()
    }

    /// The rack that is served.
    pub fn backend(&self) -> &Backend {
        &self.backend
    }

    /// Takes no new connection, lets requests under way finish within the configured time, then
    /// closes storage.
    ///
    /// # Errors
    /// When the listener had broken.
    pub async fn stop(self) -> Result<(), Failure> {
        self.stopper.graceful_shutdown(Some(self.shutdown_timeout));
        self.finished().await
    }

    /// Waits until it was stopped or broke, then closes storage.
    ///
    /// # Errors
    /// When the listener broke.
    pub async fn finished(self) -> Result<(), Failure> {
        let ended = self.listener.await;
        self.workers.cancel();
        for task in self.tasks {
            let _ = task.await;
        }
        self.backend.close().await;
        match ended {
            Ok(Ok(())) => Ok(()),
            Ok(Err(reason)) => Err(Failure::Machine {
                what: "the listener broke",
                reason,
            }),
            Err(_) => Err(Failure::Refused(
                "the listener stopped by a defect; the log has its place",
            )),
        }
    }

    /// What stops it from elsewhere, such as a signal.
    pub fn stopper(&self) -> impl Fn() + Send + 'static {
        let (stopper, time) = (self.stopper.clone(), self.shutdown_timeout);
        move || stopper.graceful_shutdown(Some(time))
    }
}

/// What the backend is opened with.
pub fn options(config: &Config) -> Options {
    Options {
        database: config.database.expose().clone(),
        key_ring: config.key_ring.clone(),
        keep_removed_days: config.keep_removed_days,
    }
}

/// Takes the data folder, binds the configured address, and serves.
///
/// # Errors
/// One [`Failure`] for each reason not to start.
pub async fn start(config: &Config) -> Result<Running, Failure> {
    let lock = DataLock::take(&config.data)?;
    let listener = listener::bind(config.listen)?;
    serve(config, lock, listener).await
}

/// Serves on a listener that is bound already.
///
/// # Errors
/// As [`start`].
pub async fn serve(
    config: &Config,
    lock: DataLock,
    listener: TcpListener,
) -> Result<Running, Failure> {
    // Rendering pages needs it; a second start in one process finds it done.
    let _ = any_spawner::Executor::init_tokio();
    let tls = config
        .tls
        .as_ref()
        .map(tls::load)
        .transpose()?
        .map(RustlsConfig::from_config);
    let address = listener.local_addr().map_err(|reason| Failure::Listen {
        address: config.listen,
        reason,
    })?;
    let backend = Backend::open(&options(config)).await?;
    let public = config
        .public_url
        .clone()
        .unwrap_or_else(|| PublicUrl::of_listener(address, config.tls.is_some()));
    let first_administrator = first_administrator(&backend, &public).await?;
    let (workers, tasks) = work(config, &backend, tls.as_ref());
    let router = router(config, &backend, &public);
    let stopper = Handle::new();
    let serving = listener::serve(listener, router, tls, config.http, stopper.clone());
    Ok(Running {
        address,
        public,
        first_administrator,
        backend,
        stopper,
        shutdown_timeout: config.http.shutdown_timeout,
        workers,
        tasks,
        listener: tokio::spawn(serving),
        _lock: lock,
    })
}

/// The address of the page behind the one-time link for the first administrator.
///
/// # Errors
/// [`Failure::UseCase`] when storage does not answer.
pub async fn first_administrator(
    backend: &Backend,
    public: &PublicUrl,
) -> Result<Option<String>, Failure> {
    let link = backend.people().first_administrator_link().await?;
    Ok(link.map(|link| format!("{}/welcome/{}", public.as_str(), link.token.expose())))
}

fn work(
    config: &Config,
    backend: &Backend,
    tls: Option<&RustlsConfig>,
) -> (CancellationToken, Vec<JoinHandle<()>>) {
    let stop = CancellationToken::new();
    let mut tasks = vec![tokio::spawn(workers::upkeep(backend.clone(), stop.clone()))];
    if let Some((files, served)) = config.tls.clone().zip(tls.cloned()) {
        let stop = stop.clone();
        tasks.push(tokio::spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = tls::keep_fresh(files, served) => {}
            }
        }));
    }
    (stop, tasks)
}

fn router(config: &Config, backend: &Backend, public: &PublicUrl) -> axum::Router {
    let edge = Edge {
        backend: backend.clone(),
        site: Site::find(),
        cookies: Cookies::new(public.is_https()),
        public: public.clone(),
        public_is_configured: config.public_url.is_some(),
        proxies: config.trusted_proxies.clone(),
        body_timeout: config.http.body_timeout,
        pages: routes::page_patterns(),
    };
    routes::router(Arc::new(edge), &routes::table())
}
