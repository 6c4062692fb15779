//! A small HTTP/1.1 client: one connection, kept alive, that remembers its cookies.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::error::{Doing, Error, Result};

/// No answer in this time is a failure.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection.
pub struct Client {
    address: SocketAddr,
    stream: BufReader<TcpStream>,
    /// Cookies by name; a client made with those of another is signed in as the same person.
    pub cookies: BTreeMap<String, String>,
    /// Sent as `Accept-Encoding`.
    pub encodings: &'static str,
}

/// An answer.
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Header values by lower-case name; of a repeated one the last.
    pub headers: BTreeMap<String, String>,
    /// The body as it came, without chunking.
    pub body: Vec<u8>,
}

impl Response {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Client {
    /// Connects.
    ///
    /// # Errors
    /// When nobody listens.
    pub fn connect(address: SocketAddr) -> Result<Self> {
        let doing = || format!("connect to {address}");
        let stream = TcpStream::connect(address).doing(doing)?;
        stream.set_nodelay(true).doing(doing)?;
        stream.set_read_timeout(Some(PATIENCE)).doing(doing)?;
        let stream = BufReader::new(stream);
        Ok(Self {
            address,
            stream,
            cookies: BTreeMap::new(),
            encodings: "identity",
        })
    }

    /// `GET`.
    ///
    /// # Errors
    /// When the connection breaks or the answer is not HTTP.
    pub fn get(&mut self, path: &str) -> Result<Response> {
        self.send("GET", path, "")
    }

    /// `POST` of form fields, as a browser sends them from a page of the same site.
    ///
    /// # Errors
    /// When the connection breaks or the answer is not HTTP.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Response> {
        let pairs = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        self.send("POST", path, &body)
    }

    fn send(&mut self, method: &str, path: &str, body: &str) -> Result<Response> {
        let cookies = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        let cookies = cookies.collect::<Vec<_>>().join("; ");
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {address}\r\naccept: text/html\r\naccept-encoding: {}\r\n",
            self.encodings,
            address = self.address,
        );
        if !cookies.is_empty() {
            request.push_str(&format!("cookie: {cookies}\r\n"));
        }
        if method == "POST" {
            request.push_str(&format!(
                "origin: http://{}\r\nsec-fetch-site: same-origin\r\ncontent-length: {}\r\n\
                 content-type: application/x-www-form-urlencoded\r\n",
                self.address,
                body.len(),
            ));
        }
        request.push_str("\r\n");
        request.push_str(body);
        let address = self.address;
        let doing = || format!("send to {address}");
        self.stream
            .get_mut()
            .write_all(request.as_bytes())
            .doing(doing)?;
        self.receive()
    }

    fn receive(&mut self) -> Result<Response> {
        let status_line = self.line()?;
        let status = status_line
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok());
        let status = status.ok_or_else(|| malformed("a status line"))?;
        let headers = self.headers()?;
        let chunked = headers
            .get("transfer-encoding")
            .is_some_and(|coding| coding == "chunked");
        let length = headers
            .get("content-length")
            .and_then(|length| length.parse().ok());
        let body = if chunked {
            self.chunks()?
        } else {
            self.bytes(length.unwrap_or(0))?
        };
        Ok(Response {
            status,
            headers,
            body,
        })
    }

    fn headers(&mut self) -> Result<BTreeMap<String, String>> {
        let mut headers = BTreeMap::new();
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else {
                return Ok(headers);
            };
            let (name, value) = (name.to_ascii_lowercase(), value.trim().to_owned());
            if name == "set-cookie" {
                self.remember(&value);
            }
            headers.insert(name, value);
        }
    }

    fn remember(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        if let Some((name, value)) = pair.split_once('=') {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    fn chunks(&mut self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = self.line()?;
            let size = line.split(';').next().unwrap_or_default();
            let size = usize::from_str_radix(size, 16).map_err(|_| malformed("a chunk size"))?;
            body.extend(self.bytes(size)?);
            self.line()?;
            if size == 0 {
                return Ok(body);
            }
        }
    }

    fn bytes(&mut self, length: usize) -> Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.stream
            .read_exact(&mut bytes)
            .doing(|| "read an answer".to_owned())?;
        Ok(bytes)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        let read = self
            .stream
            .read_line(&mut line)
            .doing(|| "read an answer".to_owned())?;
        if read == 0 {
            return Err(malformed("more; the connection was closed"));
        }
        Ok(line.trim_end().to_owned())
    }
}

fn malformed(expected: &str) -> Error {
    Error::Unreadable {
        what: "answer".to_owned(),
        why: format!("expected {expected}"),
    }
}

/// Percent-encoding of everything but letters, digits and `-._~`.
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_encoded_as_a_browser_would() {
        assert_eq!(encoded("a b&c=é/"), "a%20b%26c%3D%C3%A9%2F");
    }
}
