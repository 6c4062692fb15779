//! The password of a person's own account.
//!
//! Source of the rules: OWASP ASVS 5.0, 6.2: length counts, no rules of composition (6.2.5), at
//! least 64 characters are taken (6.2.9), common ones are refused (6.2.4), and it is verified
//! exactly as received (6.2.8), so nothing is trimmed or normalised.

use crate::value::ValueText;

/// Fewest characters.
pub const MIN_CHARS: usize = 12;

/// Most bytes of UTF-8: bounds the work of hashing.
pub const MAX_BYTES: usize = 1024;

/// The rule a password breaks. `Display` is the sentence for the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Nothing was typed.
    #[error("Enter a password.")]
    Empty,
    /// Fewer than [`MIN_CHARS`] characters.
    #[error(
        "The password has fewer than 12 characters. Use 12 or more; a few random words are good."
    )]
    TooShort,
    /// More than [`MAX_BYTES`] bytes.
    #[error("The password has more than 1,024 bytes. Use a shorter one.")]
    TooLong,
    /// It is on the list of common passwords, or one short pattern over and over.
    #[error(
        "The password is easy to guess. Use a few random words, or let a password manager make one."
    )]
    Common,
    /// It is the sign-in name, or the sign-in name with a few characters around it.
    #[error("The password is too close to the sign-in name. Choose another one.")]
    LoginName,
}

/// Judges a new password against the rules and the person's sign-in name.
///
/// # Errors
/// The first rule that is broken.
pub fn check(password: &ValueText, login: &str) -> Result<(), PasswordError> {
    let text = password.expose();
    if text.is_empty() {
        return Err(PasswordError::Empty);
    }
    if text.len() > MAX_BYTES {
        return Err(PasswordError::TooLong);
    }
    if text.chars().count() < MIN_CHARS {
        return Err(PasswordError::TooShort);
    }
    if is_close_to(text, login.trim()) {
        return Err(PasswordError::LoginName);
    }
    if is_common(text) {
        return Err(PasswordError::Common);
    }
    Ok(())
}

/// The name itself, in any case, with fewer than four characters more; or the name repeated.
fn is_close_to(text: &str, login: &str) -> bool {
    if login.is_empty() {
        return false;
    }
    let mut rest = text.len();
    let mut found = 0;
    let mut bytes = text.as_bytes();
    while let Some((_, tail)) = bytes.split_first() {
        match bytes.get(..login.len()) {
            Some(head) if head.eq_ignore_ascii_case(login.as_bytes()) => {
                found += 1;
                rest = rest.saturating_sub(login.len());
                bytes = bytes.get(login.len()..).unwrap_or_default();
            }
            _ => bytes = tail,
        }
    }
    found > 0 && rest < 4
}

fn is_common(text: &str) -> bool {
    COMMON
        .iter()
        .any(|common| common.eq_ignore_ascii_case(text))
        || is_pattern(text)
        || is_run(text)
}

/// A pattern of up to four characters over and over: `aaaaaaaaaaaa`, `12ab12ab12ab`.
fn is_pattern(text: &str) -> bool {
    (1..=4).any(|period| {
        text.chars()
            .zip(text.chars().skip(period))
            .all(|(one, other)| one.eq_ignore_ascii_case(&other))
    })
}

/// Neighbours in the order of characters or of the keyboard: `abcdefghijkl`, `0123456789012`.
fn is_run(text: &str) -> bool {
    const ROWS: [&str; 7] = [
        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
        "012345678901234567890123456789",
        "123456789012345678901234567890-=",
        "qwertyuiopqwertyuiop",
        "qwertyuiopasdfghjklzxcvbnm",
        "qwertzuiopasdfghjklyxcvbnm",
        "zyxwvutsrqponmlkjihgfedcba9876543210987654321098765432109876543210",
    ];
    ROWS.iter().any(|row| {
        row.len() >= text.len()
            && row
                .as_bytes()
                .windows(text.len())
                .any(|part| part.eq_ignore_ascii_case(text.as_bytes()))
    })
}

/// Common passwords of twelve characters and more. Shorter ones are refused by their length.
const COMMON: &[&str] = &[
    "1q2w3e4r5t6y",
    "1q2w3e4r5t6y7u8i",
    "1qaz2wsx3edc",
    "1qaz2wsx3edc4rfv",
    "adminadmin123",
    "administrator",
    "administrator1",
    "administrator123",
    "basketball123",
    "changeme1234",
    "changemenow1",
    "changeme12345",
    "chocolate1234",
    "correcthorse",
    "correct horse battery staple",
    "correcthorsebatterystaple",
    "defaultpassword",
    "football1234",
    "hello1234567",
    "helloworld12",
    "helloworld123",
    "hunter2hunter2",
    "iloveyou1234",
    "iloveyou12345",
    "iloveyouforever",
    "keyrackkeyrack",
    "keyrack12345",
    "keyrackadmin",
    "keyrackpassword",
    "letmein12345",
    "letmeinplease",
    "liverpool123",
    "liverpoolfc1",
    "manchester123",
    "mypassword12",
    "mypassword123",
    "p@ssw0rd1234",
    "p@ssw0rd12345",
    "p@ssword1234",
    "pa$$w0rd1234",
    "passw0rd1234",
    "passw0rd12345",
    "password!123",
    "password1234",
    "password12345",
    "password123456",
    "password1234567",
    "password123!",
    "password1!password1!",
    "password2023",
    "password2024",
    "password2025",
    "password2026",
    "passwordpassword",
    "q1w2e3r4t5y6",
    "q1w2e3r4t5y6u7i8",
    "qazwsxedcrfv",
    "qwerty123456",
    "qwerty1234567",
    "qwerty12345678",
    "qwertyqwerty",
    "qwertyuiop12",
    "qwertyuiop123",
    "secretsecret",
    "sunshine1234",
    "superman1234",
    "thisisapassword",
    "unbelievable",
    "verysecretpassword",
    "welcome12345",
    "welcome123456",
    "welcome1welcome1",
    "zaq12wsxcde3",
    "zaq1xsw2cde3",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(text: &str) -> Result<(), PasswordError> {
        check(&ValueText::new(text), "ada.mensah")
    }

    #[test]
    fn long_random_words_pass_with_any_characters() {
        for good in [
            "tin roof gravel hat",
            "          x  y",
            "пароль-из-слов",
            "🔑🔑 keys and 🔒🔒🔒",
            "Zw9$kk2!aLqP",
        ] {
            assert_eq!(judge(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn each_rule_has_its_error() {
        assert_eq!(judge(""), Err(PasswordError::Empty));
        assert_eq!(judge("elevenchars"), Err(PasswordError::TooShort));
        // Eleven characters are eleven, however many bytes they take.
        assert_eq!(judge(&"🔑".repeat(11)), Err(PasswordError::TooShort));
        let words = "tin roof gravel ".repeat(64);
        assert_eq!(judge(&words), Ok(()));
        assert_eq!(judge(&format!("{words}!")), Err(PasswordError::TooLong));
        for common in [
            "password1234",
            "PassWord1234",
            "aaaaaaaaaaaa",
            "123412341234",
            "abcdefghijklmn",
            "123456789012",
            "qwertyuiopasdf",
        ] {
            assert_eq!(judge(common), Err(PasswordError::Common), "{common}");
        }
        for close in ["ada.mensah12", "Ada.Mensah!!", "ada.mensahada.mensah"] {
            assert_eq!(judge(close), Err(PasswordError::LoginName), "{close}");
        }
        assert_eq!(judge("ada.mensah likes tea"), Ok(()));
    }

    #[test]
    fn the_list_holds_only_what_the_length_lets_through() {
        for common in COMMON {
            assert!(common.chars().count() >= MIN_CHARS, "{common}");
        }
    }

    #[test]
    fn a_limit_in_the_sentence_is_the_limit_in_the_code() {
        assert!(
            PasswordError::TooShort
                .to_string()
                .contains(&MIN_CHARS.to_string())
        );
        assert!(
            PasswordError::TooLong
                .to_string()
                .replace(',', "")
                .contains(&MAX_BYTES.to_string())
        );
    }
}
