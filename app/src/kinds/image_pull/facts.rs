//! Registry logins in full, on the detail page.

use domain::kinds::image_pull::ImagePullIdentity;
use leptos::prelude::*;

/// A table of registries and user names.
#[component]
pub fn ImagePullFacts(
    /// The identity.
    identity: ImagePullIdentity,
) -> impl IntoView {
    view! {
        <table class="rows">
            <thead>
                <tr>
                    <th scope="col">"Registry host"</th>
                    <th scope="col">"User name"</th>
                </tr>
            </thead>
            <tbody>
                {identity
                    .logins
                    .into_iter()
                    .map(|login| {
                        let label = login.label();
                        let stored_as = (label != login.host).then(|| login.host.clone());
                        view! {
                            <tr>
                                <td data-label="Registry host" class="mono">
                                    {label}
                                    {stored_as.map(|host| view! { <span class="sub">{host}</span> })}
                                </td>
                                <td data-label="User name" class="mono">
                                    {login.username}
                                </td>
                            </tr>
                        }
                    })
                    .collect_view()}
            </tbody>
        </table>
    }
}
