//! How many commits SQLite does on this disk when nothing is around it: one row a transaction, WAL,
//! `synchronous=FULL`, as the storage uses it. Run by `cargo xtask bench`.
//!
//! Arguments: the database file to make, and for how many seconds. Prints commits per second.

#![allow(
    clippy::print_stdout,
    reason = "a command-line program talks on standard output"
)]

use std::time::{Duration, Instant};

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, query};

/// About the size of a secret's row with its version and audit entry.
const ROW: [u8; 512] = [7; 512];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments
        .next()
        .ok_or("first argument: the database file to make")?;
    let seconds = arguments
        .next()
        .ok_or("second argument: seconds")?
        .parse()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let rate = runtime.block_on(measure(&file, Duration::from_secs(seconds)))?;
    println!("{rate}");
    Ok(())
}

async fn measure(file: &str, time: Duration) -> Result<u64, Box<dyn std::error::Error>> {
    let mut connection = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .connect()
        .await?;
    query("CREATE TABLE entry (id INTEGER PRIMARY KEY, content BLOB NOT NULL)")
        .execute(&mut connection)
        .await?;
    let started = Instant::now();
    let mut count = 0;
    while started.elapsed() < time {
        insert(&mut connection).await?;
        count += 1;
    }
    let millis = u64::try_from(started.elapsed().as_millis())?.max(1);
    Ok(count * 1000 / millis)
}

/// Without `BEGIN` a statement is a transaction.
async fn insert(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    query("INSERT INTO entry (content) VALUES ($1)")
        .bind(&ROW[..])
        .execute(connection)
        .await?;
    Ok(())
}
