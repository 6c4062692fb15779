//! A server inside the test's own process, on a free port, over data of its own.

use backend::Database;
use server::{
    config::{Config, Layers, key},
    serve::{self, Running},
};

use super::{Cast, Site, storage};

/// A server with people of every role.
pub struct Served {
    pub running: Running,
    pub site: Site,
    pub cast: Cast,
    pub database: Database,
    pub folder: tempfile::TempDir,
}

impl Served {
    pub async fn sqlite() -> Self {
        Self::with(None, &[]).await
    }

    /// With further settings.
    pub async fn configured(settings: &[(&'static key::Key, &str)]) -> Self {
        Self::with(None, settings).await
    }

    /// `None` where no PostgreSQL is named; on CI that is a failure, as nothing may be skipped there.
    pub async fn postgres() -> Option<Self> {
        let url = storage::new_postgres_database().await?;
        Some(Self::with(Some(url), &[]).await)
    }

    async fn with(database: Option<String>, settings: &[(&'static key::Key, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut layers = Layers::default();
        layers.set_flag(&key::DATA, folder.path().join("data").display().to_string());
        layers.set_flag(&key::LISTEN, "127.0.0.1:0".into());
        if let Some(url) = database {
            layers.set_flag(&key::DATABASE, url);
        }
        for (key, text) in settings {
            layers.set_flag(key, (*text).to_owned());
        }
        let config = Config::from_layers(&layers).unwrap();
        let running = serve::start(&config).await.unwrap();
        let site = Site::new(running.url());
        let cast = Cast::new(&site, running.first_administrator().unwrap()).await;
        Self {
            database: config.database.expose().clone(),
            running,
            site,
            cast,
            folder,
        }
    }

    /// All that is stored, but for when sessions were last seen.
    pub async fn stored(&self) -> storage::Stored {
        storage::read(&self.database).await
    }
}
