//! The one closure that puts things into Leptos' context, for pages and server functions alike.

use app::{
    context::{Assets, Origin, PagePath, RemovedKept, Theme},
    flash::{FlashCookie, Told},
    forms::FormState,
};
use backend::{Backend, access::Actor, people::Client};
use http::request::Parts;
use leptos::{
    nonce::Nonce,
    prelude::{provide_context, use_context},
};

/// Everything that the pages and server functions of one request are given.
#[derive(Clone)]
pub struct RequestContext {
    /// The use cases.
    pub backend: Backend,
    /// Who asks.
    pub actor: Actor,
    /// Where from.
    pub client: Client,
    /// The nonce of the answer's policy.
    pub nonce: Nonce,
    /// Names of the built assets.
    pub assets: Assets,
    /// Light or dark.
    pub theme: Theme,
    /// What was just done.
    pub told: Option<Told>,
    /// The form to show again.
    pub form: Option<FormState>,
    /// Path and query of the page.
    pub path: PagePath,
    /// Scheme and host for links that are handed over.
    pub origin: Origin,
    /// How server functions tell what was done.
    pub flash_cookie: FlashCookie,
}

/// Provides what [`RequestContext`] holds. Without one, as when routes are listed, nothing.
pub fn provide() {
    let Some(context) =
        use_context::<Parts>().and_then(|parts| parts.extensions.get::<RequestContext>().cloned())
    else {
        return;
    };
    provide_context(RemovedKept {
        days: context.backend.keep_removed_days(),
    });
    provide_context(context.backend);
    provide_context(context.actor);
    provide_context(context.client);
    provide_context(context.nonce);
    provide_context(context.assets);
    provide_context(context.theme);
    provide_context(context.told);
    provide_context(context.form);
    provide_context(context.path);
    provide_context(context.origin);
    provide_context(context.flash_cookie);
}
