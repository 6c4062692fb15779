//! A look into storage around every rule, as somebody who holds the database has.

use std::collections::BTreeMap;

use backend::Database;
use sqlx::{AssertSqlSafe, Executor, PgPool, SqlitePool, sqlite::SqliteConnectOptions};

/// Every row as text, by table.
pub type Stored = BTreeMap<String, Vec<String>>;

/// Tables of the trail: a refusal is written there although nothing was changed.
const TRAIL: [&str; 2] = ["activity", "activity_head"];

/// The same without the trail.
pub fn without_trail(mut stored: Stored) -> Stored {
    stored.retain(|table, _| !TRAIL.contains(&table.as_str()));
    stored
}

/// Everything that is stored, but for when sessions were last seen and who holds a lease.
pub async fn read(database: &Database) -> Stored {
    match database {
        Database::Sqlite(path) => {
            let pool = open(path).await;
            let stored = read_sqlite(&pool).await;
            pool.close().await;
            stored
        }
        Database::Postgres(url) => {
            let pool = PgPool::connect(url).await.unwrap();
            let stored = read_postgres(&pool).await;
            pool.close().await;
            stored
        }
    }
}

/// A second look at a SQLite file that is being served.
pub async fn open(path: &std::path::Path) -> SqlitePool {
    SqlitePool::connect_with(SqliteConnectOptions::new().filename(path))
        .await
        .unwrap()
}

fn is_told(table: &str) -> bool {
    !table.starts_with("sqlite_") && !table.starts_with("_sqlx") && table != "leases"
}

async fn read_sqlite(pool: &SqlitePool) -> Stored {
    let tables: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_master WHERE type = 'table'")
            .fetch_all(pool)
            .await
            .unwrap();
    let mut stored = Stored::new();
    for table in tables.into_iter().filter(|table| is_told(table)) {
        let columns: Vec<String> =
            sqlx::query_scalar("SELECT name FROM pragma_table_info($1) WHERE name <> 'seen_at'")
                .bind(&table)
                .fetch_all(pool)
                .await
                .unwrap();
        let row = columns
            .iter()
            .map(|column| format!("quote({column})"))
            .collect::<Vec<_>>()
            .join("||'|'||");
        let rows = sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT {row} FROM {table} ORDER BY 1"
        )));
        stored.insert(table, rows.fetch_all(pool).await.unwrap());
    }
    stored
}

async fn read_postgres(pool: &PgPool) -> Stored {
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let mut stored = Stored::new();
    for table in tables.into_iter().filter(|table| is_told(table)) {
        let columns: Vec<String> = sqlx::query_scalar(
            "SELECT column_name::text FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name = $1 AND column_name <> 'seen_at'",
        )
        .bind(&table)
        .fetch_all(pool)
        .await
        .unwrap();
        let row = columns
            .iter()
            .map(|column| format!("{column}::text"))
            .collect::<Vec<_>>()
            .join(", ");
        let rows = sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT concat_ws('|', {row}) FROM {table} ORDER BY 1"
        )));
        stored.insert(table, rows.fetch_all(pool).await.unwrap());
    }
    stored
}

/// A new database on the server that the environment names.
pub async fn new_postgres_database() -> Option<String> {
    let Ok(server) = std::env::var("KEYRACK_TEST_POSTGRES") else {
        assert!(
            std::env::var("CI").is_err(),
            "KEYRACK_TEST_POSTGRES is not set"
        );
        return None;
    };
    let name = format!("keyrack_{}", uuid::Uuid::new_v4().simple());
    let pool = PgPool::connect(&server).await.unwrap();
    pool.execute(AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .await
        .unwrap();
    pool.close().await;
    let (base, _) = server.rsplit_once('/').unwrap();
    Some(format!("{base}/{name}"))
}
