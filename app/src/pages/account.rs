//! The own account: password, sessions, and how the pages look.

use backend::people::{PersonSummary, Preferences, SecretsView, SessionSummary};
use leptos::prelude::*;

use super::{
    Asker, Place, View, page,
    posted::{fault, summary},
    welcome::password_fields,
};
use crate::components::{Icon, TextField, ThemeChoice, Time, icon};

/// The own account.
#[component]
pub fn AccountPage() -> impl IntoView {
    page(Place::Account, |asker| async move {
        let people = asker.backend.people();
        let sessions = people.sessions(&asker.actor).await?;
        let preferences = people.preferences(&asker.actor).await?;
        let me = people.me(&asker.actor).await?;
        Ok(View::new(
            "Account",
            sheet(&asker, &me, sessions, preferences),
        ))
    })
}

fn sheet(
    asker: &Asker,
    me: &PersonSummary,
    sessions: Vec<SessionSummary>,
    preferences: Preferences,
) -> AnyView {
    view! {
        <div class="head">
            <h1>"Account"</h1>
            <p>"Your own password, your sessions, and how pages look to you."</p>
            <div class="do">
                <form method="post" action="/sign-out">
                    <button class="btn">
                        <Icon draw=icon::SIGN_OUT />
                        "Sign out"
                    </button>
                </form>
            </div>
        </div>
        {summary(asker)}
        <div class="cols">
            <div class="stack">{password_card(asker, me)} {sessions_card(sessions)}</div>
            <aside class="stack" aria-label="Facts and settings">
                {facts(asker, me)} {looks(preferences)}
            </aside>
        </div>
    }
    .into_any()
}

fn facts(asker: &Asker, me: &PersonSummary) -> AnyView {
    let role = asker.actor.role();
    view! {
        <section class="card">
            <header>
                <h2>"You"</h2>
            </header>
            <div class="in">
                <dl class="facts">
                    <dt>"Display name"</dt>
                    <dd>{asker.actor.name().to_owned()}</dd>
                    <dt>"Sign-in name"</dt>
                    <dd class="mono">{me.login.clone()}</dd>
                    <dt>"Role"</dt>
                    <dd>
                        {role.label()} <span class="sub">{role.explanation()}</span>
                    </dd>
                </dl>
            </div>
        </section>
    }
    .into_any()
}

fn password_card(asker: &Asker, me: &PersonSummary) -> AnyView {
    view! {
        <form class="card" method="post" action="/account">
            <header>
                <h2>"Change password"</h2>
                <p>"Your other sessions end when it is changed."</p>
            </header>
            <div class="in form">
                <input type="hidden" name="do" value="password" />
                {username(&me.login)}
                <TextField
                    name="current"
                    label="Current password"
                    kind="password"
                    error=fault(asker, "current")
                    autocomplete="current-password"
                    required=true
                />
                {password_fields(asker)}
                <div class="actions">
                    <button class="btn primary">"Change password"</button>
                </div>
            </div>
        </form>
    }
    .into_any()
}

/// Tells a password manager whose password this is.
fn username(login: &str) -> AnyView {
    view! { <input type="text" name="login" value=login.to_owned() autocomplete="username" hidden readonly /> }
        .into_any()
}

fn sessions_card(sessions: Vec<SessionSummary>) -> AnyView {
    let others = sessions.iter().filter(|session| !session.current).count();
    view! {
        <section class="card">
            <header>
                <h2>"Sessions"</h2>
                <span class="count">{sessions.len()}</span>
                {(others > 0).then(end_others)}
                <p>"Where you are signed in. End one that you do not know, and change the password."</p>
            </header>
            <ul class="sessions">{sessions.into_iter().map(session).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn end_others() -> AnyView {
    view! {
        <form class="do" method="post" action="/account">
            <button class="btn small" name="do" value="end-others">
                "End all others"
            </button>
        </form>
    }
    .into_any()
}

fn session(session: SessionSummary) -> AnyView {
    let SessionSummary {
        id,
        created_at,
        seen_at,
        agent,
        address,
        current,
    } = session;
    let agent = if agent.is_empty() {
        "Unknown browser".to_owned()
    } else {
        agent
    };
    let label = format!("End the session of {agent}, {address}");
    view! {
        <li>
            <div>
                {agent} " " {current.then(|| view! { <span class="chip here">"This one"</span> })}
                <small>
                    "from " <span class="mono">{address}</span> ", signed in " <Time at=created_at />
                    ", last seen " <Time at=seen_at />
                </small>
            </div>
            {(!current)
                .then(|| {
                    view! {
                        <form method="post" action="/account">
                            <input type="hidden" name="session" value=id />
                            <button class="btn small" name="do" value="end" aria-label=label>
                                "End"
                            </button>
                        </form>
                    }
                })}
        </li>
    }
    .into_any()
}

fn looks(preferences: Preferences) -> AnyView {
    view! {
        <section class="card">
            <header>
                <h2>"How pages look"</h2>
            </header>
            <div class="in stack">
                <div class="field">
                    <span class="label">"Theme"</span>
                    <ThemeChoice />
                    <span class="hint">"Kept in this browser."</span>
                </div>
                <div class="field">
                    <span class="label">"Secrets as"</span>
                    {views(preferences.secrets_view)}
                    <span class="hint">"Kept with your account."</span>
                </div>
            </div>
        </section>
    }
    .into_any()
}

fn views(now: SecretsView) -> AnyView {
    let choice = |view: SecretsView, id: &'static str, label: &'static str| {
        view! {
            <button name="view" value=id aria-pressed=if view == now { "true" } else { "false" }>
                {label}
            </button>
        }
    };
    view! {
        <form method="post" action="/preferences">
            <input type="hidden" name="to" value="/account" />
            <span class="seg" role="group" aria-label="Secrets as">
                {choice(SecretsView::Tiles, "tiles", "Tiles")}
                {choice(SecretsView::Table, "table", "Table")}
            </span>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_session_but_this_one_can_be_ended() {
        let one = |current| SessionSummary {
            id: "s7".to_owned(),
            created_at: 0,
            seen_at: 0,
            agent: "Firefox on Linux".to_owned(),
            address: "10.0.0.1".to_owned(),
            current,
        };
        let this = Owner::new().with(|| session(one(true)).to_html());
        assert!(
            this.contains("This one") && !this.contains("<form"),
            "{this}"
        );
        let other = Owner::new().with(|| session(one(false)).to_html());
        assert!(
            other.contains(r#"value="s7""#) && other.contains(r#"method="post""#),
            "{other}"
        );
    }
}
