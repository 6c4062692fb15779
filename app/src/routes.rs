//! Which address shows which page. Every page is rendered whole before it is sent, so that
//! status, redirect and title are right and nothing needs scripting.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};

use crate::pages::{
    account::AccountPage,
    activity::ActivityPage,
    home::HomePage,
    not_found::NotFoundPage,
    people::PeoplePage,
    people_invite::InvitePage,
    people_person::PersonPage,
    secrets::{
        EditSecretPage, NewSecretPage, RemoveSecretPage, RemovedPage, SecretPage, SecretsPage,
    },
    sign_in::SignInPage,
    welcome::{InvitationPage, WelcomePage},
};

/// Router and pages; what `generate_route_list` is given.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <leptos_meta::Title formatter=|title: String| format!("{title} · Keyrack") />
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/") view=HomePage ssr=SsrMode::Async />
                <Route path=path!("/secrets") view=SecretsPage ssr=SsrMode::Async />
                <Route path=path!("/secrets/new") view=NewSecretPage ssr=SsrMode::Async />
                <Route path=path!("/secrets/removed") view=RemovedPage ssr=SsrMode::Async />
                <Route path=path!("/secrets/:name") view=SecretPage ssr=SsrMode::Async />
                <Route path=path!("/secrets/:name/edit") view=EditSecretPage ssr=SsrMode::Async />
                <Route path=path!("/secrets/:name/remove") view=RemoveSecretPage ssr=SsrMode::Async />
                <Route path=path!("/activity") view=ActivityPage ssr=SsrMode::Async />
                <Route path=path!("/people") view=PeoplePage ssr=SsrMode::Async />
                <Route path=path!("/people/invite") view=InvitePage ssr=SsrMode::Async />
                <Route path=path!("/people/:id") view=PersonPage ssr=SsrMode::Async />
                <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async />
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
                <Route path=path!("/welcome/:token") view=WelcomePage ssr=SsrMode::Async />
                <Route path=path!("/invitation/:token") view=InvitationPage ssr=SsrMode::Async />
            </Routes>
        </Router>
    }
}
