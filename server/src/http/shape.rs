//! Requests that no honest client sends are refused before anything looks at them: addresses
//! that could be read in two ways, and hosts that are not ours.

use std::net::IpAddr;

use http::{HeaderMap, Uri, header, uri::Authority};

/// Whether a path has one reading only (RFC 3986, 6.2.2): no empty or dot segments, nothing
/// encoded that need not be or that would separate segments, no path parameters.
pub fn is_canonical(path: &str) -> bool {
    path.starts_with('/')
        && !path.contains([';', '\\'])
        && !path.contains("//")
        && !path.split('/').any(|segment| matches!(segment, "." | ".."))
        && is_needed_encoding(path.as_bytes())
}

/// Every `%` begins two hexadecimal digits of a byte that could not stand there itself.
fn is_needed_encoding(path: &[u8]) -> bool {
    let mut rest = path;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first == b'%' {
            let Some(([high, low], after)) = after.split_first_chunk::<2>() else {
                return false;
            };
            rest = after;
            match byte(*high, *low) {
                Some(byte) if !is_forbidden(byte) => {}
                _ => return false,
            }
        }
    }
    true
}

fn byte(high: u8, low: u8) -> Option<u8> {
    let digit = |c: u8| {
        char::from(c)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    digit(high)?.checked_mul(16)?.checked_add(digit(low)?)
}

/// Unreserved characters are never encoded; these others never belong into a path of ours.
fn is_forbidden(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/' | b'\\' | b'%' | b';')
        || byte.is_ascii_control()
}

/// The host that was asked, if there is exactly one and it is a host.
pub fn host<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> Option<&'a str> {
    let mut named = headers.get_all(header::HOST).iter();
    let header = match (named.next(), named.next()) {
        (Some(value), None) => Some(value.to_str().ok()?),
        (None, _) => None,
        (Some(_), Some(_)) => return None,
    };
    let host = match (uri.authority().map(Authority::as_str), header) {
        (Some(asked), Some(header)) if !asked.eq_ignore_ascii_case(header) => return None,
        (Some(asked), _) => asked,
        (None, header) => header?,
    };
    host.parse::<Authority>()
        .is_ok_and(|parsed| !host.contains('@') && !parsed.host().is_empty())
        .then_some(host)
}

/// Whether a host is ours: any while none is configured; else the configured one, or an address
/// of this machine, by which it is probed. Keeps a page of another site from reaching us under
/// its own name (DNS rebinding).
pub fn is_our_host(host: &str, configured: Option<&str>) -> bool {
    configured.is_none_or(|configured| host.eq_ignore_ascii_case(configured) || is_address(host))
}

fn is_address(host: &str) -> bool {
    host.parse::<Authority>().is_ok_and(|parsed| {
        let name = parsed.host().trim_start_matches('[').trim_end_matches(']');
        name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_addresses_are_canonical() {
        for path in [
            "/",
            "/secrets",
            "/secrets/ghcr-pull.eu",
            "/welcome/Ab_-9",
            "/assets/keyrack.0123456789.js",
            "/x%20y",
            "/%C3%BC",
        ] {
            assert!(is_canonical(path), "{path}");
        }
    }

    #[test]
    fn addresses_with_two_readings_are_not() {
        for path in [
            "",
            "secrets",
            "//",
            "//secrets",
            "/secrets//",
            "/./secrets",
            "/secrets/.",
            "/a/../b",
            "/..",
            "/%2e%2e/x",
            "/%2E/x",
            "/a%2fb",
            "/a%2Fb",
            "/a%5cb",
            "/a\\b",
            "/%252e",
            "/a;x=1",
            "/a%3bx",
            "/%00",
            "/%0a",
            "/%7f",
            "/%",
            "/%2",
            "/%zz",
            "/%73ecrets",
            "/secrets%7e",
        ] {
            assert!(!is_canonical(path), "{path}");
        }
    }

    fn asked(uri: &str, hosts: &[&str]) -> Option<String> {
        let uri: Uri = uri.parse().unwrap();
        let headers = hosts
            .iter()
            .map(|host| (header::HOST, host.parse().unwrap()))
            .collect();
        host(&uri, &headers).map(str::to_owned)
    }

    #[test]
    fn exactly_one_host_is_needed() {
        assert_eq!(asked("/", &["h:1"]).as_deref(), Some("h:1"));
        assert_eq!(asked("http://h:1/", &[]).as_deref(), Some("h:1"));
        assert_eq!(asked("http://h:1/", &["h:1"]).as_deref(), Some("h:1"));
        for (uri, hosts) in [
            ("/", &[][..]),
            ("/", &["a", "b"]),
            ("/", &[""]),
            ("/", &["u@h"]),
            ("/", &["a b"]),
            ("http://h/", &["other"]),
        ] {
            assert_eq!(asked(uri, hosts), None, "{uri} {hosts:?}");
        }
    }

    #[test]
    fn a_configured_host_keeps_other_names_out() {
        let ours = Some("keyrack.example.org");
        assert!(is_our_host("anything", None));
        for host in [
            "keyrack.example.org",
            "Keyrack.Example.Org",
            "127.0.0.1:3000",
            "[::1]:3000",
            "localhost:3000",
            "10.0.0.7",
        ] {
            assert!(is_our_host(host, ours), "{host}");
        }
        for host in [
            "evil.example",
            "keyrack.example.org.evil.example",
            "keyrack.example.org:99",
        ] {
            assert!(!is_our_host(host, ours), "{host}");
        }
    }
}
