//! What happened to a secret: versions of its value, and activity.

use backend::{
    activity::Entry,
    secrets::{SecretDetail, VersionSummary},
};
use domain::kind::Kind;
use leptos::prelude::*;

use crate::components::{Chip, IdentityLines, KeyDrawing, Time, Tone};

/// Versions of the value, newest first.
pub(super) fn versions(secret: &SecretDetail) -> AnyView {
    let kind = secret.summary.kind;
    let versions = secret.versions.clone();
    view! {
        <section class="card">
            <header>
                <h2 id="versions">"Versions"</h2>
            </header>
            <div class="scroll" tabindex="0" role="region" aria-labelledby="versions">
                <table class="rows versions">
                    <thead>
                        <tr>
                            <th scope="col">"Version"</th>
                            <th scope="col">"Stored"</th>
                            <th scope="col">"Identity"</th>
                        </tr>
                    </thead>
                    <tbody>{versions.into_iter().map(|one| version(one, kind)).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn version(version: VersionSummary, kind: Kind) -> AnyView {
    view! {
        <tr>
            <th scope="row" data-label="Version">
                <span class="two">
                    <KeyDrawing kind=kind version_id=version.id />
                    {version.number}
                    {version.current.then(|| view! { <Chip label="Current" tone=Tone::Good /> })}
                </span>
            </th>
            <td data-label="Stored">
                <span>
                    <Time at=version.created_at />
                    <span class="sub">"by " {version.created_by}</span>
                </span>
            </td>
            <td data-label="Identity">
                <IdentityLines identity=version.identity most=2 />
            </td>
        </tr>
    }
    .into_any()
}

/// The newest entries about the secret.
pub(super) fn activity(entries: Vec<Entry>) -> AnyView {
    view! {
        <section class="card" aria-labelledby="activity">
            <header>
                <h2 id="activity">"Activity"</h2>
            </header>
            <ol class="timeline in">{entries.into_iter().map(entry).collect_view()}</ol>
        </section>
    }
    .into_any()
}

fn entry(entry: Entry) -> AnyView {
    view! {
        <li>
            <span>
                <b>{entry.actor}</b>
                " "
                {entry.verb.label()}
                " "
                {entry.object}
                {(!entry.detail.is_empty())
                    .then(|| view! { <span class="sub">{entry.detail}</span> })}
            </span>
            <Time at=entry.at />
        </li>
    }
    .into_any()
}
