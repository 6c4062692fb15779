//! A rack of its own for each test, on either database.

use backend::{
    Backend, Database, Options,
    access::{Actor, PersonId},
    people::{Accept, Client, Invite},
    secrets::{ListQuery, NewSecret, Sort},
};
use domain::{
    kinds::image_pull::{ImagePullInput, RegistryRow},
    material::MaterialInput,
    name::SecretName,
    role::Role,
    value::ValueText,
};
use sqlx::Executor;

/// A password that the rules accept.
pub const PASSWORD: &str = "harbour lantern quilt meadow";

/// A rack in a folder of its own.
pub struct Rack {
    pub backend: Backend,
    pub options: Options,
    pub folder: tempfile::TempDir,
    pub administrator: Actor,
}

/// Makes two tests of one: on SQLite and on PostgreSQL.
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($rack:ident: Rack) $body:block)*) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn run($rack: $crate::support::Rack) $body

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                run($crate::support::Rack::sqlite().await).await;
            }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(rack) = $crate::support::Rack::postgres().await {
                    run(rack).await;
                }
            }
        }
    )*};
}
pub(crate) use on_both;

impl Rack {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite(folder.path().join("keyrack.db"));
        Self::on(folder, database).await
    }

    /// `None` where no server is named; on CI that is a failure, as nothing may be skipped there.
    pub async fn postgres() -> Option<Self> {
        let Ok(server) = std::env::var("KEYRACK_TEST_POSTGRES") else {
            assert!(
                std::env::var("CI").is_err(),
                "KEYRACK_TEST_POSTGRES is not set"
            );
            return None;
        };
        let name = format!("keyrack_{}", uuid::Uuid::new_v4().simple());
        let pool = sqlx::PgPool::connect(&server).await.unwrap();
        pool.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}")))
            .await
            .unwrap();
        pool.close().await;
        let (base, _) = server.rsplit_once('/').unwrap();
        let folder = tempfile::tempdir().unwrap();
        Some(Self::on(folder, Database::Postgres(format!("{base}/{name}"))).await)
    }

    async fn on(folder: tempfile::TempDir, database: Database) -> Self {
        let options = Options {
            database,
            key_ring: folder.path().join("key-ring"),
            keep_removed_days: 30,
        };
        let backend = Backend::open(&options).await.unwrap();
        let administrator = first_administrator(&backend).await;
        Self {
            backend,
            options,
            folder,
            administrator,
        }
    }

    /// Closes the rack and opens the same data again.
    pub async fn reopen(&mut self) {
        self.backend.close().await;
        self.backend = Backend::open(&self.options).await.unwrap();
    }

    /// Somebody with a role, signed in.
    pub async fn person(&self, login: &str, role: Role) -> (PersonId, Actor) {
        let invite = Invite {
            login: login.into(),
            display_name: format!("{login} of the tests"),
            role,
        };
        let link = self
            .backend
            .people()
            .invite(&self.administrator, invite)
            .await
            .unwrap();
        let id = link.person.unwrap().id;
        let session = self
            .backend
            .people()
            .accept_link(&link.token, accept(login), &Client::default())
            .await
            .unwrap();
        (
            id,
            self.backend.people().authenticate(&session).await.unwrap(),
        )
    }

    pub async fn add(&self, name: &str, password: &str) -> backend::secrets::Saved {
        self.backend
            .secrets()
            .create(&self.administrator, new_secret(name, password))
            .await
            .unwrap()
    }

    pub async fn names(&self, query: ListQuery) -> Vec<String> {
        let list = self
            .backend
            .secrets()
            .list(&self.administrator, &query)
            .await
            .unwrap();
        list.page
            .rows
            .iter()
            .map(|row| row.name.as_str().to_owned())
            .collect()
    }

    /// Runs a statement around every rule, as somebody who holds the database could.
    pub async fn tamper(&self, sql: &'static str) -> u64 {
        match &self.options.database {
            Database::Sqlite(path) => {
                let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
                let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
                let done = sqlx::query(sql)
                    .execute(&pool)
                    .await
                    .unwrap()
                    .rows_affected();
                pool.close().await;
                done
            }
            Database::Postgres(url) => {
                let pool = sqlx::PgPool::connect(url).await.unwrap();
                let done = sqlx::query(sql)
                    .execute(&pool)
                    .await
                    .unwrap()
                    .rows_affected();
                pool.close().await;
                done
            }
        }
    }

    /// Bytes out of an SQLite file.
    pub async fn bytes(&self, sql: &'static str) -> Vec<u8> {
        let Database::Sqlite(path) = &self.options.database else {
            panic!("SQLite only")
        };
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
        let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
        let bytes = sqlx::query_scalar(sql).fetch_one(&pool).await.unwrap();
        pool.close().await;
        bytes
    }

    /// One number out of storage.
    pub async fn number(&self, sql: &'static str) -> i64 {
        match &self.options.database {
            Database::Sqlite(path) => {
                let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
                let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
                let number = sqlx::query_scalar(sql).fetch_one(&pool).await.unwrap();
                pool.close().await;
                number
            }
            Database::Postgres(url) => {
                let pool = sqlx::PgPool::connect(url).await.unwrap();
                let number = sqlx::query_scalar(sql).fetch_one(&pool).await.unwrap();
                pool.close().await;
                number
            }
        }
    }
}

async fn first_administrator(backend: &Backend) -> Actor {
    let link = backend
        .people()
        .first_administrator_link()
        .await
        .unwrap()
        .unwrap();
    let session = backend
        .people()
        .accept_link(&link.token, accept("root"), &Client::default())
        .await
        .unwrap();
    backend.people().authenticate(&session).await.unwrap()
}

pub fn accept(login: &str) -> Accept {
    Accept {
        login: login.into(),
        display_name: format!("{login} of the tests"),
        password: ValueText::new(PASSWORD.to_owned()),
        password_again: ValueText::new(PASSWORD.to_owned()),
    }
}

pub fn name(text: &str) -> SecretName {
    SecretName::parse(text).unwrap()
}

pub fn row(host: &str, username: &str, password: Option<&str>) -> RegistryRow {
    RegistryRow {
        host: host.into(),
        username: username.into(),
        password: password.map(|password| ValueText::new(password.to_owned())),
    }
}

pub fn rows(rows: Vec<RegistryRow>) -> MaterialInput {
    MaterialInput::ImagePull(ImagePullInput::Rows(rows))
}

pub fn new_secret(name: &str, password: &str) -> NewSecret {
    NewSecret {
        name: name.into(),
        display_name: String::new(),
        description: String::new(),
        material: rows(vec![row("ghcr.io", "bot", Some(password))]),
    }
}

pub fn all() -> ListQuery {
    ListQuery {
        search: String::new(),
        kind: None,
        sort: Sort::Name,
        page: 1,
        size: 50,
        removed: false,
    }
}
