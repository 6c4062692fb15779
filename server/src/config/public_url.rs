//! The address that browsers use.

use std::net::SocketAddr;

use http::{Uri, uri::Authority};

/// Scheme and host, such as `https://keyrack.example.org`; no path, query or user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    text: String,
    host: String,
    https: bool,
}

impl PublicUrl {
    /// Reads it; a closing `/` is dropped.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_suffix('/').unwrap_or(text).to_ascii_lowercase();
        // Browsers leave out the scheme's own port.
        let port = if text.starts_with("https:") {
            ":443"
        } else {
            ":80"
        };
        let text = text.strip_suffix(port).unwrap_or(&text).to_owned();
        let uri: Uri = text.parse().ok()?;
        let https = match uri.scheme_str()? {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let host = uri
            .authority()
            .map(Authority::as_str)
            .filter(|host| !host.contains('@'))?
            .to_owned();
        let (scheme, rest) = text.split_once("://")?;
        (rest == host && !host.is_empty()).then(|| Self {
            text: format!("{scheme}://{rest}"),
            host,
            https,
        })
    }

    /// The address of a server that no proxy stands before.
    pub fn of_listener(address: SocketAddr, https: bool) -> Self {
        let scheme = if https { "https" } else { "http" };
        let ip = match address {
            SocketAddr::V4(v4) if v4.ip().is_unspecified() => "127.0.0.1".to_owned(),
            SocketAddr::V6(v6) if v6.ip().is_unspecified() => "[::1]".to_owned(),
            SocketAddr::V4(v4) => v4.ip().to_string(),
            SocketAddr::V6(v6) => format!("[{}]", v6.ip()),
        };
        let host = format!("{ip}:{}", address.port());
        Self {
            text: format!("{scheme}://{host}"),
            host,
            https,
        }
    }

    /// The whole address without a closing `/`; also the origin that browsers name.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Host, with the port when it is not the scheme's own.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether browsers reach it over TLS.
    pub fn is_https(&self) -> bool {
        self.https
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_of_the_scheme_is_left_out_as_browsers_do() {
        for (text, host) in [
            ("https://keyrack.example.org:443", "keyrack.example.org"),
            ("http://keyrack.example.org:80/", "keyrack.example.org"),
            ("http://keyrack.example.org:443", "keyrack.example.org:443"),
        ] {
            assert_eq!(PublicUrl::parse(text).unwrap().host(), host, "{text}");
        }
    }

    #[test]
    fn scheme_and_host_are_taken() {
        let url = PublicUrl::parse("https://Keyrack.example.org:8443/").unwrap();
        assert_eq!(
            (url.as_str(), url.host(), url.is_https()),
            (
                "https://keyrack.example.org:8443",
                "keyrack.example.org:8443",
                true
            )
        );
        assert!(
            !PublicUrl::parse("http://localhost:3000")
                .unwrap()
                .is_https()
        );
    }

    #[test]
    fn paths_users_and_other_schemes_are_refused() {
        for text in [
            "keyrack.example.org",
            "https://",
            "https://h/path",
            "https://h?q",
            "https://u:p@h",
            "ftp://h",
            "https:///",
        ] {
            assert!(PublicUrl::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_listener_on_every_address_is_reached_on_loopback() {
        let url = PublicUrl::of_listener("0.0.0.0:3000".parse().unwrap(), false);
        assert_eq!(url.as_str(), "http://127.0.0.1:3000");
        assert_eq!(
            PublicUrl::of_listener("[::]:443".parse().unwrap(), true).as_str(),
            "https://[::1]:443"
        );
    }
}
