//! Cookies: how the session's is called and protected, and those of flash and theme.

use http::{HeaderMap, HeaderValue, header};

/// How cookies are set on this server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cookies {
    secure: bool,
}

/// The cookie that tells what was just done, for one page.
pub const FLASH: &str = "flash";
/// The cookie with the choice of light or dark.
pub const THEME: &str = "theme";

const YEAR: u32 = 365 * 24 * 60 * 60;

impl Cookies {
    /// `secure` where browsers reach the server over TLS.
    pub fn new(secure: bool) -> Self {
        Self { secure }
    }

    /// The session cookie's name. The prefix makes browsers refuse it over plain HTTP, for a
    /// part of the site, or set by a neighbour in the domain (RFC 6265bis, 4.1.3.2).
    pub fn session_name(self) -> &'static str {
        if self.secure {
            "__Host-keyrack"
        } else {
            "keyrack"
        }
    }

    /// Sets the session cookie. It ends with the browser or, earlier, on the server.
    pub fn session(self, token: &str) -> Option<HeaderValue> {
        self.set(self.session_name(), token, None, true)
            .map(|mut value| {
                value.set_sensitive(true);
                value
            })
    }

    /// Takes the session cookie back.
    pub fn no_session(self) -> Option<HeaderValue> {
        self.set(self.session_name(), "", Some(0), true)
    }

    /// Tells the next page what was done.
    pub fn flash(self, flash: &str) -> Option<HeaderValue> {
        self.set(FLASH, flash, Some(60), true)
    }

    /// Takes the flash back after it was shown.
    pub fn no_flash(self) -> Option<HeaderValue> {
        self.set(FLASH, "", Some(0), true)
    }

    /// Remembers light or dark.
    pub fn theme(self, theme: &str) -> Option<HeaderValue> {
        self.set(THEME, theme, Some(YEAR), true)
    }

    fn set(
        self,
        name: &str,
        value: &str,
        seconds: Option<u32>,
        http_only: bool,
    ) -> Option<HeaderValue> {
        if !value.bytes().all(is_cookie_octet) {
            return None;
        }
        let mut cookie = format!("{name}={value}; Path=/; SameSite=Lax");
        if let Some(seconds) = seconds {
            cookie.push_str(&format!("; Max-Age={seconds}"));
        }
        if http_only {
            cookie.push_str("; HttpOnly");
        }
        if self.secure {
            cookie.push_str("; Secure");
        }
        HeaderValue::from_str(&cookie).ok()
    }
}

/// RFC 6265, 4.1.1.
fn is_cookie_octet(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\')
}

/// The value of the one cookie of this name; none when there are two, since the second could
/// have been planted by a neighbour in the domain.
pub fn get<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok());
    let mut found = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(found, _)| *found == name)
        .map(|(_, value)| value);
    let value = found.next()?;
    found.next().is_none().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[&str]) -> HeaderMap {
        lines
            .iter()
            .map(|line| (header::COOKIE, line.parse().unwrap()))
            .collect()
    }

    #[test]
    fn over_tls_the_session_cookie_is_bound_to_the_host() {
        let cookie = Cookies::new(true).session("abc").unwrap();
        assert_eq!(
            cookie.to_str().unwrap(),
            "__Host-keyrack=abc; Path=/; SameSite=Lax; HttpOnly; Secure"
        );
        let cookie = Cookies::new(false).session("abc").unwrap();
        assert_eq!(
            cookie.to_str().unwrap(),
            "keyrack=abc; Path=/; SameSite=Lax; HttpOnly"
        );
    }

    #[test]
    fn a_value_cannot_add_attributes() {
        for value in ["a; Domain=x", "a b", "a\"", "a\r\nX: y", "ü"] {
            assert!(Cookies::new(true).flash(value).is_none(), "{value}");
        }
    }

    #[test]
    fn a_cookie_is_found_among_others_and_not_when_doubled() {
        assert_eq!(
            get(&headers(&["a=1; keyrack=2", "b=3"]), "keyrack"),
            Some("2")
        );
        assert_eq!(get(&headers(&["xkeyrack=1; keyrackx=2"]), "keyrack"), None);
        assert_eq!(get(&headers(&["keyrack=1; keyrack=2"]), "keyrack"), None);
        assert_eq!(get(&headers(&["keyrack=1", "keyrack=2"]), "keyrack"), None);
    }
}
