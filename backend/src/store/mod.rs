//! Storage: one set of SQL over SQLite and PostgreSQL. Private to this crate; reading and
//! changing records takes a grant, see [`crate::access::Grant`].

mod connection;
pub(crate) mod dialect;
mod failure;
mod gathered;
mod open;
mod schema;
mod script;
mod sqlite;
mod writer;

pub(crate) use connection::{Connection, on};
pub(crate) use failure::{failure, internal};
pub(crate) use gathered::Gathered;
pub(crate) use open::Store;
pub(crate) use script::{Script, then};
pub(crate) use writer::Transaction;

#[cfg(test)]
pub(crate) mod testing {
    //! A store of its own for each test.

    use std::sync::Arc;

    use aws_lc_rs::hmac;

    use super::Store;
    use crate::{Database, activity::ChainKey};

    /// On an SQLite file in a folder that goes with the test.
    pub(crate) async fn store() -> (tempfile::TempDir, Arc<Store>) {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite(folder.path().join("keyrack.db"));
        let store = Store::open(&database).await.unwrap();
        let key = hmac::Key::new(hmac::HMAC_SHA256, &[7; 32]);
        store.set_audit_key(Arc::new(ChainKey::new(key)));
        (folder, Arc::new(store))
    }
}
