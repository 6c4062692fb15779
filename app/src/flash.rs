//! What was just done, carried to the next page in a cookie and told there once.

use domain::{login::LoginName, material::Note, name::SecretName};
use http::HeaderValue;

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

/// What the next page tells: what was done, and what was mended or noticed on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What was done.
    pub done: Flash,
    /// What a person should know besides.
    pub notes: Vec<Note>,
}

impl From<Flash> for Told {
    fn from(done: Flash) -> Self {
        Self {
            done,
            notes: Vec::new(),
        }
    }
}

impl Told {
    /// Longest value of the cookie, in bytes: browsers take 4,096 with name and attributes
    /// (RFC 6265, 6.1). Notes beyond it are left out.
    const LONGEST: usize = 2048;
    /// Stands between the parts. In no name, and in no note's code.
    const BETWEEN: char = '~';

    /// The value of the cookie.
    pub fn to_cookie(&self) -> String {
        let mut cookie = self.done.to_cookie();
        for code in self.notes.iter().map(Note::code) {
            if cookie.len().saturating_add(code.len()) >= Self::LONGEST {
                break;
            }
            cookie.push(Self::BETWEEN);
            cookie.push_str(&code);
        }
        cookie
    }

    /// What a cookie says, if all of it is ours.
    pub fn from_cookie(cookie: &str) -> Option<Self> {
        let mut parts = cookie.split(Self::BETWEEN);
        Some(Self {
            done: Flash::from_cookie(parts.next()?)?,
            notes: parts.map(Note::from_code).collect::<Option<_>>()?,
        })
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
    pub fn set(self, told: &Told) -> Option<HeaderValue> {
        let secure = if self.secure { "; Secure" } else { "" };
        let cookie = format!(
            "{}={}; Path=/; SameSite=Lax; Max-Age=60; HttpOnly{secure}",
            Self::NAME,
            told.to_cookie()
        );
        HeaderValue::from_str(&cookie).ok()
    }
}

#[cfg(test)]
mod tests {
    use domain::kinds::image_pull::{self, RegistryHost};

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
    fn notes_go_with_it_as_far_as_a_cookie_holds() {
        let host = |number: usize| {
            let host = format!("{number}.{}", "a.".repeat(60) + "example");
            RegistryHost::parse(&host).unwrap()
        };
        let note = |number| Note::ImagePull(image_pull::Note::EcrUser { host: host(number) });
        let told = Told {
            done: Flash::SecretAdded(SecretName::parse("ghcr-pull").unwrap()),
            notes: vec![Note::ImagePull(image_pull::Note::DockerHubSpelled), note(0)],
        };
        assert_eq!(Told::from_cookie(&told.to_cookie()), Some(told.clone()));
        let many = Told {
            notes: (0..100).map(note).collect(),
            ..told
        };
        assert!(FlashCookie::default().set(&many).unwrap().len() < 4096);
        let less = Told::from_cookie(&many.to_cookie()).unwrap();
        assert!((2..100).contains(&less.notes.len()));
        assert_eq!(Told::from_cookie("welcome~image-pull.x"), None);
    }
}
