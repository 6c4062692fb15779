//! What the server puts into the context of every page and server function.

/// Addresses of the built assets, e.g. `/assets/keyrack.1f3a.js`.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// The style sheet.
    pub css: String,
    /// The icon, SVG.
    pub favicon: String,
    /// The islands of every page.
    pub islands: Bundle,
    /// The same with those of pages that have a form.
    pub forms: Bundle,
}

/// Addresses of one build of the WebAssembly.
#[derive(Clone, Debug, Default)]
pub struct Bundle {
    /// The script that loads it.
    pub js: String,
    /// The WebAssembly.
    pub wasm: String,
}

/// Path and query of the page being shown, e.g. `/secrets?q=ghcr`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PagePath(pub String);

impl PagePath {
    /// The path without the query.
    pub fn path(&self) -> &str {
        self.0
            .split_once('?')
            .map_or(self.0.as_str(), |(path, _)| path)
    }
}

/// Scheme and host as the browser reached this site, e.g. `https://keyrack.example.org`; for
/// links that are handed over. Empty when unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin(pub String);

/// Light or dark, as a person chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every choice, in the order of the control.
    pub const ALL: &'static [Self] = &[Self::System, Self::Light, Self::Dark];

    /// The value in the cookie `theme` and in the form.
    pub fn id(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of a cookie or form value.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|theme| theme.id() == id)
    }

    /// The label of the control.
    pub fn label(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }
}

/// For how long removed secrets can be restored; the server puts it into the context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemovedKept {
    /// Days.
    pub days: u32,
}

impl Default for RemovedKept {
    /// The default of the configuration.
    fn default() -> Self {
        Self { days: 30 }
    }
}

/// A `next` or `to` address that stays on this site: one leading slash, nothing a browser takes
/// for another host. Anything else becomes `/secrets`.
pub fn local_address(address: &str) -> String {
    let mut chars = address.chars();
    let local = chars.next() == Some('/')
        && !matches!(chars.next(), Some('/' | '\\'))
        && address
            .chars()
            .all(|ch| ch.is_ascii_graphic() && ch != '\\');
    if local {
        address.to_owned()
    } else {
        "/secrets".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_other_hosts_are_not_followed() {
        assert_eq!(
            local_address("/secrets?q=a&view=table"),
            "/secrets?q=a&view=table"
        );
        for other in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "",
            "\\/x",
            "/\t/x",
            "/a\\b",
        ] {
            assert_eq!(local_address(other), "/secrets", "{other}");
        }
    }

    #[test]
    fn themes_are_found_by_id() {
        for theme in Theme::ALL {
            assert_eq!(Theme::from_id(theme.id()), Some(*theme));
        }
        assert_eq!(Theme::from_id("neon"), None);
    }
}
