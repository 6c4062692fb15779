//! What every request shares.

use std::{sync::Arc, time::Duration};

use backend::Backend;

use super::{assets::Site, client::Proxies, cookies::Cookies};
use crate::config::PublicUrl;

/// What every request shares.
pub struct Edge {
    /// The use cases.
    pub backend: Backend,
    /// The built assets.
    pub site: Site,
    /// How cookies are set.
    pub cookies: Cookies,
    /// How browsers reach the server.
    pub public: PublicUrl,
    /// Whether [`Self::public`] was configured, so that other host names are refused.
    pub public_is_configured: bool,
    /// Proxies that may name the client.
    pub proxies: Proxies,
    /// Time for the body of a request.
    pub body_timeout: Duration,
    /// Patterns of the addresses that show a page.
    pub pages: Vec<String>,
}

/// [`Edge`], as handlers get it.
pub type Shared = Arc<Edge>;
