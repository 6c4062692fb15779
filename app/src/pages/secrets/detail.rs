//! One secret.

use backend::{
    Error,
    access::{Actor, EditSecret, RemoveSecret, RestoreSecret},
    secrets::{Removed, SecretDetail, SecretSummary},
};
use domain::identity::Identity;
use leptos::prelude::*;

use super::history::{activity, versions};
use crate::{
    actions::secrets::bodies::named,
    components::{Chip, KeyDrawing, Note, Time, Tone, date, relative},
    flash::{Flash, Told},
    kinds::{data_keys, image_pull::ImagePullFacts},
    pages::{Asker, Place, View, page},
};

/// Newest entries shown.
const ENTRIES: u32 = 20;

/// `/secrets/{name}`.
#[component]
pub fn SecretPage() -> impl IntoView {
    page(Place::Secrets, |asker| async move {
        Ok(detail(&asker).await?.0)
    })
}

/// The secret as a page, and what it shows; also what is behind the dialogs to edit and remove.
pub(super) async fn detail(asker: &Asker) -> Result<(View, SecretDetail), Error> {
    let name = named(&asker.param("name"))?;
    let secret = asker.backend.secrets().get(&asker.actor, &name).await?;
    let entries = asker
        .backend
        .activity()
        .of_secret(&asker.actor, &name, ENTRIES)
        .await?;
    let left = view! {
        {identity(&secret.summary)} {versions(&secret)} {activity(entries)}
    };
    let main = view! {
        {hero(&secret.summary, &asker.actor)}
        {secret.summary.removed.as_ref().map(|removed| gone(&secret.summary, removed, &asker.actor))}
        <div class="cols">
            <div class="stack">{left}</div>
            <aside class="stack" aria-label="About this secret">
                {facts(&secret.summary)}
            </aside>
        </div>
    };
    Ok((View::new(name.as_str(), main), secret))
}

fn hero(secret: &SecretSummary, actor: &Actor) -> AnyView {
    let name = secret.name.as_str().to_owned();
    let version = format!("Version {}", secret.value_version);
    let removed = secret.removed.is_some();
    let badge = if was_replaced() {
        "badge turned"
    } else {
        "badge"
    };
    view! {
        <nav class="crumbs" aria-label="Breadcrumb">
            <a href="/secrets">"Secrets"</a>
            " / "
            <span aria-current="page">{name.clone()}</span>
        </nav>
        <div class="hero">
            <div class=badge>
                <KeyDrawing kind=secret.kind version_id=secret.version_id.clone() large=true />
            </div>
            <div>
                <h1>{name.clone()}</h1>
                <div class="sub">
                    <Chip label=secret.kind.long_label() tone=Tone::Kind />
                    <Chip label=version tone=Tone::Kind />
                    {removed.then(|| view! { <Chip label="Removed" tone=Tone::Bad /> })}
                    <span>{secret.display_name.clone()}</span>
                </div>
            </div>
            {(!removed).then(|| hero_actions(&name, actor))}
        </div>
    }
    .into_any()
}

/// Whether the value was replaced just now: then the key turns.
fn was_replaced() -> bool {
    use_context::<Option<Told>>()
        .flatten()
        .is_some_and(|told| matches!(told.done, Flash::ValueReplaced(_)))
}

fn hero_actions(name: &str, actor: &Actor) -> AnyView {
    view! {
        <div class="do">
            {actor
                .may(EditSecret)
                .then(|| {
                    view! {
                        <a class="btn" id="edit" href=format!("/secrets/{name}/edit")>
                            "Edit"
                        </a>
                    }
                })}
            {actor
                .may(RemoveSecret)
                .then(|| {
                    view! {
                        <a class="btn danger" id="remove" href=format!("/secrets/{name}/remove")>
                            "Remove"
                        </a>
                    }
                })}
        </div>
    }
    .into_any()
}

fn gone(secret: &SecretSummary, removed: &Removed, actor: &Actor) -> AnyView {
    let title = format!("Removed by {}, {}.", removed.by, relative(removed.at));
    let until = date(removed.destroyed_at);
    let restore = actor.may(RestoreSecret).then(|| restore_button(secret));
    view! {
        <Note title=title tone=Tone::Warn>
            <p>
                "It can be restored until "
                {until}
                "; then its value is destroyed."
            </p>
            {restore}
        </Note>
    }
    .into_any()
}

/// A plain form that puts the secret back.
pub(super) fn restore_button(secret: &SecretSummary) -> AnyView {
    let name = secret.name.as_str();
    view! {
        <form method="post" action=format!("/secrets/{name}/restore")>
            <button class="btn" aria-label=format!("Restore {name}")>
                "Restore"
            </button>
        </form>
    }
    .into_any()
}

fn identity(secret: &SecretSummary) -> AnyView {
    let shown = match secret.identity.clone() {
        Identity::ImagePull(identity) => view! { <ImagePullFacts identity=identity /> }.into_any(),
    };
    view! {
        <section class="card" aria-labelledby="identity">
            <header>
                <h2 id="identity">"Identity"</h2>
            </header>
            {shown}
        </section>
    }
    .into_any()
}

fn facts(secret: &SecretSummary) -> AnyView {
    let description = secret.description.clone();
    view! {
        {(!description.is_empty())
            .then(|| {
                view! {
                    <section class="card" aria-labelledby="description">
                        <header>
                            <h2 id="description">"Description"</h2>
                        </header>
                        <p class="in lines">{description}</p>
                    </section>
                }
            })}
        <section class="card" aria-labelledby="facts">
            <header>
                <h2 id="facts">"Facts"</h2>
            </header>
            <div class="in">
                <dl class="facts">
                    <dt>"Kind"</dt>
                    <dd>{secret.kind.long_label()}</dd>
                    <dt>"Version"</dt>
                    <dd>{secret.value_version}</dd>
                    <dt>"Added"</dt>
                    <dd>
                        <Time at=secret.created_at />
                        " by "
                        {secret.created_by.clone()}
                    </dd>
                    <dt>"Changed"</dt>
                    <dd>
                        <Time at=secret.updated_at />
                        " by "
                        {secret.updated_by.clone()}
                    </dd>
                    <dt>"In Kubernetes"</dt>
                    <dd class="mono">{secret.kind.kubernetes_type()}</dd>
                    <dt>"Data keys"</dt>
                    <dd class="mono">{data_keys(secret.kind).join(", ")}</dd>
                    <dt>"Value"</dt>
                    <dd>"Sealed. Nobody can read it back."</dd>
                </dl>
            </div>
        </section>
    }
    .into_any()
}
