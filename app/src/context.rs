//! What the server puts into the context of every page and server function.

use domain::{login::LoginName, name::SecretName};
use http::HeaderValue;

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

macro_rules! flashes {
    ($($(#[$doc:meta])* $name:ident($what:ty) = $id:literal, $before:literal, $after:literal;)*
     --- $($(#[$plain_doc:meta])* $plain:ident = $plain_id:literal, $sentence:literal;)*) => {
        /// What was just done, told once on the next page. A closed set: nobody can make a page
        /// say something else by setting the cookie.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Flash {
            $($(#[$doc])* $name($what),)*
            $($(#[$plain_doc])* $plain,)*
        }

        impl Flash {
            /// The value of the cookie `flash`. Only cookie octets (RFC 6265, 4.1.1).
            pub fn to_cookie(&self) -> String {
                match self {
                    $(Self::$name(what) => format!(concat!($id, ":{}"), what),)*
                    $(Self::$plain => $plain_id.to_owned(),)*
                }
            }

            /// The flash of a cookie, if it is one of ours.
            pub fn from_cookie(cookie: &str) -> Option<Self> {
                match cookie.split_once(':') {
                    $(Some(($id, what)) => <$what>::parse(what).ok().map(Self::$name),)*
                    Some(_) => None,
                    None => match cookie {
                        $($plain_id => Some(Self::$plain),)*
                        _ => None,
                    },
                }
            }

            /// The sentence on the page.
            pub fn sentence(&self) -> String {
                match self {
                    $(Self::$name(what) => format!(concat!($before, "{}", $after), what),)*
                    $(Self::$plain => $sentence.to_owned(),)*
                }
            }
        }
    };
}

flashes! {
    /// A secret was added.
    SecretAdded(SecretName) = "secret-added", "Added ", ". The value is sealed; nobody can read it back.";
    /// A secret's texts were changed.
    SecretEdited(SecretName) = "secret-edited", "Saved ", ". The stored value was kept.";
    /// A secret's value was replaced.
    ValueReplaced(SecretName) = "value-replaced", "Replaced the value of ", ".";
    /// A secret was removed.
    SecretRemoved(SecretName) = "secret-removed", "Removed ", ". It can be restored from Removed.";
    /// A secret was put back.
    SecretRestored(SecretName) = "secret-restored", "Restored ", ".";
    /// Nothing differed from what is stored.
    SecretUnchanged(SecretName) = "secret-unchanged", "Nothing was changed in ", ".";
    /// A person was disabled.
    PersonDisabled(LoginName) = "person-disabled", "Disabled ", ". Every session has ended.";
    /// A person was enabled.
    PersonEnabled(LoginName) = "person-enabled", "Enabled ", ".";
    /// A role was changed.
    RoleChanged(LoginName) = "role-changed", "Changed the role of ", ".";
    ---
    /// The own password was changed.
    PasswordChanged = "password-changed", "Password changed. Your other sessions have ended.";
    /// One of the own sessions was ended.
    SessionEnded = "session-ended", "The session has ended.";
    /// All other own sessions were ended.
    OtherSessionsEnded = "other-sessions-ended", "Your other sessions have ended.";
    /// Signed out.
    SignedOut = "signed-out", "You are signed out.";
    /// Signed up through a one-time link.
    Welcome = "welcome", "You are signed in. Hang the first key on the rack.";
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

/// How the flash cookie is set by server functions; the server puts it into the context.
#[derive(Clone, Copy, Debug, Default)]
pub struct FlashCookie {
    /// Whether browsers reach the server over TLS only.
    pub secure: bool,
}

impl FlashCookie {
    /// Name of the cookie.
    pub const NAME: &'static str = "flash";

    /// The header that sets it: gone after a minute when nobody looks.
    pub fn set(self, flash: &Flash) -> Option<HeaderValue> {
        let secure = if self.secure { "; Secure" } else { "" };
        let cookie = format!(
            "{}={}; Path=/; SameSite=Lax; Max-Age=60; HttpOnly{secure}",
            Self::NAME,
            flash.to_cookie()
        );
        HeaderValue::from_str(&cookie).ok()
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
    fn a_flash_survives_the_cookie_and_nothing_else_does() {
        let name = SecretName::parse("ghcr-pull").unwrap();
        for flash in [
            Flash::SecretAdded(name.clone()),
            Flash::SecretRemoved(name),
            Flash::Welcome,
        ] {
            let cookie = flash.to_cookie();
            assert!(
                cookie
                    .chars()
                    .all(|c| c.is_ascii_graphic() && !"\",;\\".contains(c))
            );
            assert_eq!(Flash::from_cookie(&cookie), Some(flash));
        }
        for forged in [
            "secret-added:<script>",
            "secret-added:",
            "hello",
            "",
            "x:y",
            "welcome:x",
        ] {
            assert_eq!(Flash::from_cookie(forged), None, "{forged}");
        }
    }

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
