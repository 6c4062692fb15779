//! Who asks for a page, and with what.

use backend::{Backend, access::Actor, people::Client};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

use crate::{context::PagePath, forms::FormState};

/// The request behind a page.
#[derive(Clone)]
pub struct Asker {
    /// The use cases.
    pub backend: Backend,
    /// Who asks.
    pub actor: Actor,
    /// Where the request comes from.
    pub client: Client,
    /// Path and query of the page.
    pub path: PagePath,
    /// The form to show again, if one was posted.
    pub form: Option<FormState>,
    params: ParamsMap,
    query: ParamsMap,
}

impl Asker {
    /// Reads the context of the request; `None` outside of one, as when routes are listed.
    pub fn current() -> Option<Self> {
        Some(Self {
            backend: use_context()?,
            actor: use_context()?,
            client: use_context().unwrap_or_default(),
            path: use_context().unwrap_or_default(),
            form: use_context::<Option<FormState>>().flatten(),
            // No route has matched where the page “not found” is shown.
            params: use_context::<ArcMemo<ParamsMap>>()
                .map(|params| params.get_untracked())
                .unwrap_or_default(),
            query: use_query_map().get_untracked(),
        })
    }

    /// A part of the path, e.g. `name` of `/secrets/{name}`; empty when there is none.
    pub fn param(&self, name: &str) -> String {
        self.params.get(name).unwrap_or_default()
    }

    /// A part of the query; empty when there is none.
    pub fn query(&self, name: &str) -> String {
        self.query.get(name).unwrap_or_default()
    }

    /// What was typed into a field when the form is shown again, else what it begins with.
    pub fn typed_or(&self, field: &str, begin: &str) -> String {
        self.form
            .as_ref()
            .and_then(|form| form.typed(field))
            .unwrap_or(begin)
            .to_owned()
    }
}
