//! Cross-site request forgery: every request that can change something must come from our own
//! pages, or from outside a browser.
//!
//! OWASP's Cross-Site Request Forgery Prevention Cheat Sheet, "Fetch Metadata headers": the
//! browser's own statement decides; where it is missing (plain HTTP to another machine, old
//! browsers) `Origin` must be ours; where both are missing the request is refused, because no
//! browser of the last years leaves both out. Programs without cookies that send neither name
//! themselves by an `Authorization` header, which no page of another site can add.

use http::{HeaderMap, Method, header};

/// Whether a request may go on.
pub fn allows(method: &Method, headers: &HeaderMap, host: Option<&str>, public: &str) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    let site = one(headers, "sec-fetch-site");
    let origin = one(headers, "origin");
    match (site, origin) {
        (Header::One("same-origin" | "none"), _) => true,
        (Header::One(_) | Header::Odd, _) | (_, Header::Odd) => false,
        (Header::None, Header::One(origin)) => is_ours(origin, host, public),
        (Header::None, Header::None) => {
            headers.contains_key(header::AUTHORIZATION) && !headers.contains_key(header::COOKIE)
        }
    }
}

/// The origin is the host that was asked, or the configured public address.
fn is_ours(origin: &str, host: Option<&str>, public: &str) -> bool {
    let asked = origin
        .split_once("://")
        .filter(|(scheme, _)| matches!(*scheme, "http" | "https"));
    origin == public
        || asked
            .zip(host)
            .is_some_and(|((_, named), host)| named.eq_ignore_ascii_case(host))
}

enum Header<'a> {
    None,
    One(&'a str),
    /// Twice, or not text.
    Odd,
}

fn one<'a>(headers: &'a HeaderMap, name: &str) -> Header<'a> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Header::None,
        (Some(value), None) => value.to_str().map_or(Header::Odd, Header::One),
        (Some(_), Some(_)) => Header::Odd,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "keyrack.example.org";
    const PUBLIC: &str = "https://keyrack.example.org";

    fn post(headers: &[(&str, &str)]) -> bool {
        let headers = headers
            .iter()
            .map(|(name, value)| {
                (
                    name.parse::<http::HeaderName>().unwrap(),
                    value.parse().unwrap(),
                )
            })
            .collect();
        allows(&Method::POST, &headers, Some(HOST), PUBLIC)
    }

    #[test]
    fn what_cannot_change_anything_passes() {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
            assert!(allows(&method, &HeaderMap::new(), None, PUBLIC));
        }
    }

    #[test]
    fn every_other_method_is_checked() {
        for method in [
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
            Method::TRACE,
            Method::CONNECT,
        ] {
            assert!(
                !allows(&method, &HeaderMap::new(), Some(HOST), PUBLIC),
                "{method}"
            );
        }
    }

    #[test]
    fn the_browsers_statement_decides() {
        for (site, passes) in [
            ("same-origin", true),
            ("none", true),
            ("same-site", false),
            ("cross-site", false),
            ("", false),
            ("Same-Origin", false),
        ] {
            assert_eq!(post(&[("sec-fetch-site", site)]), passes, "{site}");
        }
        assert!(!post(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", PUBLIC)
        ]));
        assert!(!post(&[
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-site", "cross-site")
        ]));
    }

    #[test]
    fn without_it_the_origin_must_be_ours() {
        for (origin, passes) in [
            ("https://keyrack.example.org", true),
            ("http://keyrack.example.org", true),
            ("https://KEYRACK.example.org", true),
            ("https://keyrack.example.org:8443", false),
            ("https://evil.example", false),
            ("https://keyrack.example.org.evil.example", false),
            ("https://sub.keyrack.example.org", false),
            ("null", false),
            ("", false),
            ("ftp://keyrack.example.org", false),
        ] {
            assert_eq!(post(&[("origin", origin)]), passes, "{origin}");
        }
    }

    #[test]
    fn with_neither_only_a_program_without_cookies_passes() {
        assert!(!post(&[]));
        assert!(!post(&[("cookie", "keyrack=1")]));
        assert!(!post(&[("content-type", "text/plain")]));
        assert!(post(&[("authorization", "Bearer x")]));
        assert!(!post(&[
            ("authorization", "Bearer x"),
            ("cookie", "keyrack=1")
        ]));
    }

    #[test]
    fn behind_a_proxy_that_renames_the_host_the_public_address_counts() {
        let headers = [(header::ORIGIN, PUBLIC.parse().unwrap())]
            .into_iter()
            .collect();
        assert!(allows(
            &Method::POST,
            &headers,
            Some("10.0.0.7:3000"),
            PUBLIC
        ));
    }
}
