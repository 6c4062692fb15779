//! The WebAssembly entry: registers the islands of `app` and prepares their hydration. The
//! script in the document's head then hydrates each island it finds.

// Islands register themselves when their crate is linked.
extern crate app;

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once, before any island is hydrated.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
