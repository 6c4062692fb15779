//! The HTML document around every page.

use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

use crate::{
    context::{Assets, Bundle, PagePath, Theme},
    routes::App,
};

/// The document: what `render_app_async_with_context` and the page routes are given.
pub fn shell() -> impl IntoView {
    let assets = use_context::<Assets>().unwrap_or_default();
    let theme = use_context::<Theme>().unwrap_or_default();
    let path = use_context::<PagePath>().unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme_attribute(theme)>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" type="image/svg+xml" href=assets.favicon.clone() />
                <link rel="stylesheet" href=assets.css.clone() />
                {hydration(bundle(&assets, path.path()))}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

fn theme_attribute(theme: Theme) -> Option<&'static str> {
    match theme {
        Theme::System => None,
        Theme::Light | Theme::Dark => Some(theme.id()),
    }
}

/// Only pages with the form of a secret need its islands.
fn bundle<'a>(assets: &'a Assets, path: &str) -> &'a Bundle {
    let has_form =
        path == "/secrets/new" || (path.starts_with("/secrets/") && path.ends_with("/edit"));
    if has_form {
        &assets.forms
    } else {
        &assets.islands
    }
}

/// Loads the WebAssembly and brings each island to life, outer ones first. `data-islands` on the
/// document says when that is done.
fn hydration(bundle: &Bundle) -> AnyView {
    // Islands hydrate themselves: without this the server would write hydration data for all.
    if let Some(shared) = Owner::current_shared_context() {
        shared.set_is_hydrating(false);
    }
    let nonce = use_nonce();
    let script = format!(
        "import init, * as app from {js};\nawait init({{ module_or_path: {wasm} }});\n{HYDRATE}",
        js = quoted(&bundle.js),
        wasm = quoted(&bundle.wasm),
    );
    view! {
        <link rel="modulepreload" href=bundle.js.clone() />
        <link rel="preload" href=bundle.wasm.clone() r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
        <script type="module" nonce=nonce>
            {script}
        </script>
    }
    .into_any()
}

/// An address of ours as a JavaScript string.
fn quoted(address: &str) -> String {
    format!("{address:?}")
}

const HYDRATE: &str = r#"app.hydrate();
const walk = (node, hydrated) => {
  for (const child of node.children) {
    if (child.localName === "leptos-island") {
      hydrated?.();
      app[child.dataset.component]?.(child);
    }
    walk(child, child.localName === "leptos-children" ? child.$$on_hydrate : hydrated);
  }
};
walk(document.body);
document.documentElement.dataset.islands = "";
"#;
