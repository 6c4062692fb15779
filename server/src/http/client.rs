//! Where a request comes from, in words for the list of sessions.

use std::net::{IpAddr, SocketAddr};

use backend::people::Client;
use http::{HeaderMap, header};

/// Proxies whose `X-Forwarded-For` is believed; none by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies(Vec<IpAddr>);

impl Proxies {
    /// Reads addresses separated by commas; an empty text names none.
    pub fn parse(text: &str) -> Option<Self> {
        let texts = text
            .split(',')
            .map(str::trim)
            .filter(|text| !text.is_empty());
        texts
            .map(|text| text.parse().ok())
            .collect::<Option<Vec<_>>>()
            .map(Self)
    }

    /// The client's address: the peer's, or behind trusted proxies the last one that is none.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let peer = peer.to_canonical();
        if !self.0.contains(&peer) {
            return peer;
        }
        let named = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok());
        let addresses: Vec<&str> = named
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .collect();
        let mut client = peer;
        for address in addresses.iter().rev() {
            match address.parse::<IpAddr>() {
                Ok(address) => client = address.to_canonical(),
                Err(_) => break,
            }
            if !self.0.contains(&client) {
                break;
            }
        }
        client
    }
}

/// The client of a request.
pub fn of(peer: SocketAddr, headers: &HeaderMap, proxies: &Proxies) -> Client {
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    Client {
        address: proxies.client(peer.ip(), headers).to_string(),
        agent: agent_in_words(agent),
    }
}

const BROWSERS: &[(&str, &str)] = &[
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];

const SYSTEMS: &[(&str, &str)] = &[
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// "Firefox on Linux": enough to know one's own session again, and nothing of what was sent.
fn agent_in_words(agent: &str) -> String {
    let find = |words: &[(&str, &'static str)]| {
        words
            .iter()
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, word)| *word)
    };
    match (find(BROWSERS), find(SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        (None, Some(system)) => format!("Unknown browser on {system}"),
        (None, None) => "Unknown browser".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forwarded(values: &[&str]) -> HeaderMap {
        values
            .iter()
            .map(|value| ("x-forwarded-for".parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    fn client(proxies: &str, peer: &str, values: &[&str]) -> String {
        let proxies = Proxies::parse(proxies).unwrap();
        proxies
            .client(peer.parse().unwrap(), &forwarded(values))
            .to_string()
    }

    #[test]
    fn nobody_is_believed_by_default() {
        assert_eq!(client("", "10.0.0.9", &["1.2.3.4"]), "10.0.0.9");
        assert_eq!(client("10.0.0.1", "10.0.0.9", &["1.2.3.4"]), "10.0.0.9");
    }

    #[test]
    fn behind_trusted_proxies_the_last_foreign_address_counts() {
        assert_eq!(
            client("10.0.0.1", "10.0.0.1", &["6.6.6.6, 1.2.3.4"]),
            "1.2.3.4"
        );
        assert_eq!(
            client(
                "10.0.0.1,10.0.0.2",
                "10.0.0.1",
                &["6.6.6.6", "1.2.3.4, 10.0.0.2"]
            ),
            "1.2.3.4"
        );
        assert_eq!(client("10.0.0.1", "10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", "10.0.0.1", &["nonsense"]), "10.0.0.1");
        assert_eq!(
            client("10.0.0.1", "::ffff:10.0.0.1", &["1.2.3.4"]),
            "1.2.3.4"
        );
    }

    #[test]
    fn only_addresses_can_be_trusted() {
        assert!(Proxies::parse("proxy.example").is_none());
    }

    #[test]
    fn agents_are_told_in_words() {
        for (agent, words) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox on Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
            ),
            ("curl/8.9", "curl"),
            ("<script>", "Unknown browser"),
        ] {
            assert_eq!(agent_in_words(agent), words);
        }
    }
}
