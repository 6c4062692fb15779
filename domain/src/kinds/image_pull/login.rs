//! The rules on one user name and password, the same for rows and JSON, and what is noticed
//! about a login that keeps them.

use super::config::RegistryLogin;
use super::notes::{Note, add};
use super::{MAX_PASSWORD_BYTES, MAX_USERNAME_CHARS};
use crate::text::Shown;
use crate::value::{ValueText, is_mask};

/// The rule a user name breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UsernameError {
    /// Nothing was typed.
    #[error("Enter the user name.")]
    Empty,
    /// Longer than [`MAX_USERNAME_CHARS`].
    #[error("The user name has more than 255 characters.")]
    TooLong,
    /// A colon separates user name and password (RFC 7617 section 2).
    #[error(
        "The user name has a colon at character {at}. Registries take what follows it for the password. Remove it."
    )]
    Colon {
        /// Its position, the first is 1.
        at: usize,
    },
    /// A control character (RFC 7617 section 2).
    #[error("{} at character {at} of the user name is not allowed. Remove it.", Shown(*ch))]
    Control {
        /// The character; it cannot be seen, so showing its code point quotes nothing.
        ch: char,
        /// Its position, the first is 1.
        at: usize,
    },
}

/// The rule a registry's password breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LoginPasswordError {
    /// Nothing was typed.
    #[error("Enter the password or token.")]
    Empty,
    /// Longer than [`MAX_PASSWORD_BYTES`].
    #[error("The password has more than 8,192 bytes.")]
    TooLong,
    /// Only stars or bullets.
    #[error(
        "This is the mask that pages show in place of a password. A mask is never stored. Enter the password itself."
    )]
    Mask,
}

/// Judges a user name.
///
/// # Errors
/// The first rule that is broken.
pub fn check_username(text: &str) -> Result<(), UsernameError> {
    if text.is_empty() {
        return Err(UsernameError::Empty);
    }
    for (index, ch) in text.chars().enumerate() {
        let at = index + 1;
        if at > MAX_USERNAME_CHARS {
            return Err(UsernameError::TooLong);
        }
        if ch == ':' {
            return Err(UsernameError::Colon { at });
        }
        if ch.is_control() {
            return Err(UsernameError::Control { ch, at });
        }
    }
    Ok(())
}

/// Judges a password. Any text passes, with colons, quotes, spaces at its ends and line breaks.
///
/// # Errors
/// The first rule that is broken.
pub fn check_password(password: &ValueText) -> Result<(), LoginPasswordError> {
    if password.is_empty() {
        return Err(LoginPasswordError::Empty);
    }
    if password.len() > MAX_PASSWORD_BYTES {
        return Err(LoginPasswordError::TooLong);
    }
    if is_mask(password.expose()) {
        return Err(LoginPasswordError::Mask);
    }
    Ok(())
}

/// What should be said about a login that was typed or read.
pub(super) fn notice(login: &RegistryLogin, notes: &mut Vec<Note>) {
    let host = || login.host.clone();
    let password = login.password.expose();
    if login.host.is_wildcard() {
        add(notes, Note::Wildcard { host: host() });
    }
    // The file of a Google key ends with a line break, which is none of its meaning.
    if password.trim() != password && !is_google_key(password) {
        add(notes, Note::PasswordEdges { host: host() });
    }
    let is_key_user = matches!(login.username.as_str(), "_json_key" | "_json_key_base64");
    if is_google_key(password) && !is_key_user {
        add(notes, Note::GoogleKeyUser { host: host() });
    }
    if login.host.is_ecr() {
        if login.username != "AWS" {
            add(notes, Note::EcrUser { host: host() });
        }
        add(notes, Note::EcrExpires { host: host() });
    }
}

/// Whether a text is a Google service account key, by its outside.
pub(super) fn is_google_key(text: &str) -> bool {
    text.trim_start().starts_with('{')
        && text.contains("\"service_account\"")
        && text.contains("\"private_key\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_names_of_every_provider_pass() {
        for name in [
            "AWS",
            "_json_key",
            "$oauthtoken",
            "robot$train+pull",
            "acme+pull",
            "gitlab+deploy-token-1",
            "ada@example.org",
            "Ünal",
            "a b",
            &"é".repeat(255),
        ] {
            assert_eq!(check_username(name), Ok(()), "{name}");
        }
    }

    #[test]
    fn each_user_name_rule_has_its_error() {
        assert_eq!(check_username(""), Err(UsernameError::Empty));
        assert_eq!(
            check_username("me:pass"),
            Err(UsernameError::Colon { at: 3 })
        );
        assert_eq!(
            check_username("me\n"),
            Err(UsernameError::Control { ch: '\n', at: 3 })
        );
        assert_eq!(
            check_username("me\u{0}"),
            Err(UsernameError::Control { ch: '\0', at: 3 })
        );
        assert_eq!(
            check_username(&"é".repeat(256)),
            Err(UsernameError::TooLong)
        );
        assert!(
            UsernameError::TooLong
                .to_string()
                .contains(&MAX_USERNAME_CHARS.to_string())
        );
    }

    #[test]
    fn passwords_pass_with_anything_in_them() {
        for password in [
            "a",
            "a:b:c",
            "\"'`",
            "$HOME ${X} {{y}}",
            " ends ",
            "🔑",
            "line\r\nline\n",
            "**",
            "a***",
        ] {
            assert_eq!(
                check_password(&ValueText::new(password)),
                Ok(()),
                "{password}"
            );
        }
        assert_eq!(
            check_password(&ValueText::new("x".repeat(MAX_PASSWORD_BYTES))),
            Ok(())
        );
    }

    #[test]
    fn each_password_rule_has_its_error() {
        let check = |text: &str| check_password(&ValueText::new(text));
        assert_eq!(check(""), Err(LoginPasswordError::Empty));
        assert_eq!(
            check(&"x".repeat(MAX_PASSWORD_BYTES + 1)),
            Err(LoginPasswordError::TooLong)
        );
        for mask in ["***", "******", "••••••"] {
            assert_eq!(check(mask), Err(LoginPasswordError::Mask));
        }
        assert!(
            LoginPasswordError::Mask
                .to_string()
                .contains("mask is never stored")
        );
    }
}
