//! What the fields of registry logins begin with.

use domain::kinds::image_pull::ImagePullIdentity;

use super::MAX_ROWS;

/// The beginning: which way is chosen, and the rows. Never holds a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImagePullBegin {
    /// Whether JSON is chosen instead of rows.
    pub json: bool,
    /// The rows.
    pub rows: Vec<RowBegin>,
    /// Name of the field that takes the focus, e.g. `rows.1.host`.
    pub focus: Option<String>,
}

/// The beginning of one row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowBegin {
    /// Registry host.
    pub host: String,
    /// User name.
    pub username: String,
    /// Id of the provider preset, or empty.
    pub preset: String,
    /// Whether a password for this host is stored.
    pub stored: bool,
}

impl ImagePullBegin {
    /// One row with nothing in it.
    pub fn empty() -> Self {
        Self {
            rows: vec![RowBegin::default()],
            ..Self::default()
        }
    }

    /// What is stored: hosts and user names.
    pub fn stored(identity: &ImagePullIdentity) -> Self {
        let row = |login: &domain::kinds::image_pull::LoginIdentity| RowBegin {
            host: login.host.clone(),
            username: login.username.clone(),
            preset: String::new(),
            stored: true,
        };
        Self {
            rows: identity.logins.iter().map(row).collect(),
            ..Self::default()
        }
    }

    /// The rows as they were typed; `text` gives the text of a field, e.g. `host.1`. Rows are
    /// counted by their hosts.
    pub fn typed<'a>(text: impl Fn(&str) -> Option<&'a str>) -> Vec<RowBegin> {
        let part = |part: &str, number: usize| text(&format!("{part}.{number}"));
        let rows = (0..MAX_ROWS)
            .rev()
            .find(|number| part("host", *number).is_some())
            .map_or(0, |last| last.saturating_add(1));
        let text = |name: &str, number: usize| part(name, number).unwrap_or_default().to_owned();
        (0..rows)
            .map(|number| RowBegin {
                host: text("host", number),
                username: text("username", number),
                preset: text("preset", number),
                stored: false,
            })
            .collect()
    }
}
