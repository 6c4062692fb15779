//! What a browser loads before `/secrets` is complete, after brotli.

use super::Bench;
use super::serving::{Cores, Serving};
use super::table::{Table, thousands};
use crate::error::{Doing, Result};
use crate::site::Manifest;

/// Bytes by type.
pub fn measure(bench: &Bench<'_>, table: &mut Table) -> Result<()> {
    let serving = Serving::start_signed_in(bench, "first-load", Cores::All)?;
    let mut client = serving.client()?;
    client.encodings = "br, gzip";
    let page = client.get("/secrets")?;
    let coding = page
        .headers
        .get("content-encoding")
        .cloned()
        .unwrap_or_else(|| "uncompressed".to_owned());
    let html = u64::try_from(page.body.len()).unwrap_or(u64::MAX);
    client.encodings = "identity";
    let page = client.get("/secrets")?;
    let page = String::from_utf8_lossy(&page.body).into_owned();
    let [css, script, wasm] = [".css", ".js", ".wasm"].map(|suffix| of_type(bench, &page, suffix));
    let (css, script, wasm) = (css?, script?, wasm?);
    table.row("HTML", bytes(html), format!("as sent: {coding}"));
    table.row("CSS", bytes(css), "");
    table.row("JavaScript", bytes(script), "");
    table.row("WebAssembly", bytes(wasm), "aim: under 110 KB");
    table.row(
        "together",
        bytes(html + css + script + wasm),
        "aim: under 150 KB",
    );
    Ok(())
}

/// All files with that ending that the page refers to, as a browser gets them.
fn of_type(bench: &Bench<'_>, page: &str, suffix: &str) -> Result<u64> {
    let manifest = Manifest::read(&bench.site)?;
    let mut sum = 0;
    for name in manifest
        .0
        .values()
        .filter(|name| name.ends_with(suffix) && page.contains(&format!("/assets/{name}")))
    {
        let compressed = bench.site.join(format!("{name}.br"));
        let path = if compressed.is_file() {
            compressed
        } else {
            bench.site.join(name)
        };
        sum += std::fs::metadata(&path)
            .doing(|| format!("read {}", path.display()))?
            .len();
    }
    Ok(sum)
}

fn bytes(count: u64) -> String {
    format!("{} bytes", thousands(count))
}
