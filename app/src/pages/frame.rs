//! The frame around a page: rail, main part, dialog.

use backend::{
    Error,
    access::{Actor, ReadActivity, ReadPeople, ReadSecrets},
    secrets::{ListQuery, Sort},
};
use domain::material::Note;
use leptos::prelude::*;
use leptos_meta::Title;

use super::{Asker, failed::failed};
use crate::{
    components::{Icon, ThemeChoice, icon},
    flash::Told,
};

/// Where in the rail a page belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The secrets.
    Secrets,
    /// The people.
    People,
    /// The audit trail.
    Activity,
    /// The own account.
    Account,
}

/// A page that is ready to be shown.
pub struct View {
    /// What the tab says, without “Keyrack”.
    pub title: String,
    /// The main part.
    pub main: AnyView,
    /// A dialog over it; the main part is inert then.
    pub dialog: Option<AnyView>,
    /// Secrets on the rack, when the page knows already.
    pub secrets: Option<u64>,
}

impl View {
    /// A page without a dialog.
    pub fn new(title: impl Into<String>, main: impl IntoAny) -> Self {
        Self {
            title: title.into(),
            main: main.into_any(),
            dialog: None,
            secrets: None,
        }
    }

    /// The same with a dialog over it.
    #[must_use]
    pub fn with_dialog(mut self, dialog: impl IntoAny) -> Self {
        self.dialog = Some(dialog.into_any());
        self
    }
}

/// A page inside the frame with the rail. `load` gets what it shows and makes the view of it.
pub fn page<F, Fut>(place: Place, load: F) -> AnyView
where
    F: FnOnce(Asker) -> Fut,
    Fut: Future<Output = Result<View, Error>> + Send + 'static,
{
    let Some(asker) = Asker::current() else {
        return ().into_any();
    };
    let loading = load(asker.clone());
    suspended(async move {
        let view = match loading.await {
            Ok(view) => view,
            Err(error) => failed(error, &asker),
        };
        let count = match view.secrets {
            Some(count) => Some(count),
            None => secrets_on_the_rack(&asker).await,
        };
        framed(view, place, &asker.actor, count)
    })
}

/// A page without the rail, for people who are not signed in.
pub fn open_page<F, Fut>(load: F) -> AnyView
where
    F: FnOnce(Asker) -> Fut,
    Fut: Future<Output = Result<View, Error>> + Send + 'static,
{
    let Some(asker) = Asker::current() else {
        return ().into_any();
    };
    let loading = load(asker.clone());
    suspended(async move {
        let view = match loading.await {
            Ok(view) => view,
            Err(error) => failed(error, &asker),
        };
        view! {
            <Title text=view.title />
            <main class="open" id="main" tabindex="-1">
                {flash()}
                {view.main}
            </main>
        }
        .into_any()
    })
}

fn suspended(future: impl Future<Output = AnyView> + Send + 'static) -> AnyView {
    view! { <Suspense>{Suspend::new(future)}</Suspense> }.into_any()
}

async fn secrets_on_the_rack(asker: &Asker) -> Option<u64> {
    if !asker.actor.may(ReadSecrets) {
        return None;
    }
    let query = ListQuery {
        search: String::new(),
        kind: None,
        sort: Sort::default(),
        page: 1,
        size: 1,
        removed: false,
    };
    asker
        .backend
        .secrets()
        .list(&asker.actor, &query)
        .await
        .ok()
        .map(|list| list.in_all)
}

fn framed(view: View, place: Place, actor: &Actor, count: Option<u64>) -> AnyView {
    let View {
        title,
        main,
        dialog,
        secrets: _,
    } = view;
    view! {
        <Title text=title />
        <div class="frame" inert=dialog.is_some()>
            <a class="skip" href="#main">
                "Skip to content"
            </a>
            <header class="rail">
                <a class="wordmark" href="/">
                    <Wordmark />
                    "Keyrack"
                </a>
                {main_nav(place, actor, count)}
                {me(actor)}
            </header>
            <main class="main" id="main" tabindex="-1">
                {flash()}
                {main}
            </main>
        </div>
        {dialog}
    }
    .into_any()
}

/// What was just done, read out and focused once.
fn flash() -> AnyView {
    let note = use_context::<Option<Told>>().flatten().map(note);
    let told = note.is_some();
    view! {
        <div role="status" class="flash" tabindex="-1" autofocus=told>
            {note}
        </div>
    }
    .into_any()
}

fn note(told: Told) -> AnyView {
    let notes = told.notes.iter().map(Note::sentence);
    view! {
        <div class="note good">
            <Icon draw=icon::CHECK />
            <div>
                <p>{told.done.sentence()}</p>
                {notes.map(|sentence| view! { <p>{sentence}</p> }).collect_view()}
            </div>
        </div>
    }
    .into_any()
}

fn main_nav(place: Place, actor: &Actor, count: Option<u64>) -> AnyView {
    let people = actor.may(ReadPeople);
    let activity = actor.may(ReadActivity);
    view! {
        <nav class="nav" aria-label="Main">
            {actor
                .may(ReadSecrets)
                .then(|| entry("/secrets", icon::SECRETS, "Secrets", place == Place::Secrets, count))}
            {(people || activity).then(|| view! { <small>"Administration"</small> })}
            {people.then(|| entry("/people", icon::PEOPLE, "People", place == Place::People, None))}
            {activity
                .then(|| entry("/activity", icon::ACTIVITY, "Activity", place == Place::Activity, None))}
        </nav>
    }
    .into_any()
}

fn entry(
    href: &'static str,
    draw: &'static str,
    label: &'static str,
    here: bool,
    count: Option<u64>,
) -> AnyView {
    view! {
        <a href=href aria-current=here.then_some("page")>
            <Icon draw=draw />
            {label}
            {count.map(|count| view! { <span class="n">{count}</span> })}
        </a>
    }
    .into_any()
}

fn me(actor: &Actor) -> AnyView {
    if !actor.is_signed_in() {
        return ().into_any();
    }
    view! {
        <div class="me">
            <a class="who" href="/account" title=actor.name().to_owned()>
                <span class="avatar" aria-hidden="true">
                    {initials(actor.name())}
                </span>
                <span class="name">
                    <b>{actor.name().to_owned()}</b>
                    <small>{actor.role().label()}</small>
                </span>
            </a>
            <ThemeChoice />
            <form method="post" action="/sign-out">
                <button class="btn quiet" aria-label="Sign out" title="Sign out">
                    <Icon draw=icon::SIGN_OUT />
                </button>
            </form>
        </div>
    }
    .into_any()
}

/// The first letters of the first two words.
fn initials(name: &str) -> String {
    name.split_whitespace()
        .take(2)
        .filter_map(|word| word.chars().next())
        .collect::<String>()
        .to_uppercase()
}

/// The mark: two keys on a rail.
#[component]
pub fn Wordmark() -> impl IntoView {
    view! {
        <svg
            viewBox="0 0 26 26"
            width="26"
            height="26"
            aria-hidden="true"
            inner_html=r#"<rect width="26" height="26" rx="7" fill="var(--brass)"/><path d="M4 6.500h18" stroke="var(--bg)" stroke-width="1.8" stroke-linecap="round"/><g fill="none" stroke="var(--bg)" stroke-width="1.7"><path d="M8 6.500v3M18 6.500v5"/><circle cx="8" cy="12.200" r="2.600"/><path d="M8 14.800v6M8 18.200h2.200" stroke-linecap="round"/><circle cx="18" cy="14.200" r="2.600"/><path d="M18 16.800v4.200" stroke-linecap="round"/></g>"#
        ></svg>
    }
}
