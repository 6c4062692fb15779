//! Creating secrets by the form: validated, sealed, audited, on disk before the answer.

use std::time::Duration;

use super::Bench;
use super::http::Client;
use super::load::{self, Until, expect};
use super::rate::millis;
use super::serving::{Cores, Serving};
use super::table::{Table, thousands};
use crate::error::Result;

/// Connections at once.
const CONNECTIONS: [usize; 3] = [1, 16, 64];

/// A rate for each number of connections.
pub fn measure(bench: &Bench<'_>, table: &mut Table) -> Result<()> {
    for connections in CONNECTIONS {
        let data = format!("creating-{connections}");
        let serving = Serving::start_signed_in(bench, &data, Cores::All)?;
        let time = Until::Passed(Duration::from_secs(bench.seconds()));
        let outcome = load::run(&serving, connections, time, create)?;
        table.row(
            format!("connections at once: {connections}"),
            format!("{}/s", thousands(outcome.rate)),
            format!(
                "median {}, p99 {}{}",
                millis(outcome.median),
                millis(outcome.p99),
                aim(connections)
            ),
        );
    }
    Ok(())
}

fn aim(connections: usize) -> &'static str {
    match connections {
        16 => "; aim: over 6,000/s where bare SQLite commits 4,700/s",
        _ => "",
    }
}

/// Creates the secret with that number.
pub fn create(client: &mut Client, number: u64) -> Result<()> {
    let name = format!("registry-{number:06}");
    let host = format!("registry-{number}.example.com");
    let password = format!("pass-{number}-word");
    let answer = client.post(
        "/secrets/new",
        &[
            ("name", &name),
            ("display_name", "Registry of a team"),
            ("description", "Pulls the images of a team"),
            ("kind", "image-pull"),
            ("way", "rows"),
            ("host.0", &host),
            ("username.0", "robot"),
            ("password.0", &password),
        ],
    )?;
    expect(answer.status, 303, "creating a secret")
}
