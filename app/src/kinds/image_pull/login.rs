//! One login in words.

use domain::kinds::image_pull::ImagePullIdentity;

/// One login of an identity: “ghcr.io as ml-bot”.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// The registry, as people call it.
    pub place: String,
    /// The user name.
    pub user: String,
}

/// The logins of an identity.
pub fn logins(identity: &ImagePullIdentity) -> Vec<Login> {
    identity
        .logins
        .iter()
        .map(|login| Login {
            place: login.label(),
            user: login.username.clone(),
        })
        .collect()
}
