//! A rack of its own for a test, served inside the test's process.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::{
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    time::Duration,
};

use backend::people::{Accept, Client, Token};
use domain::value::ValueText;
use reqwest::{RequestBuilder, Response, header::HeaderMap};
use server::{
    config::{Config, Key, Layers, key},
    serve::{self, Running},
};
use tempfile::TempDir;

/// A password that the rules take.
pub const PASSWORD: &str = "brass-hook-window-4117";

/// A served rack with an empty folder of its own.
pub struct Rack {
    pub running: Running,
    pub http: reqwest::Client,
    pub folder: TempDir,
}

/// Starts a rack on a free port of loopback.
pub async fn start() -> Rack {
    start_with(&[]).await
}

/// The same with some settings.
pub async fn start_with(settings: &[(&'static Key, &str)]) -> Rack {
    let folder = tempfile::tempdir().unwrap();
    let config = config(folder.path(), settings);
    let running = serve::start(&config).await.unwrap();
    Rack {
        running,
        http: client(),
        folder,
    }
}

/// The configuration of a rack in a folder.
pub fn config(folder: &Path, settings: &[(&'static Key, &str)]) -> Config {
    let mut layers = Layers::default();
    layers.set_flag(&key::DATA, folder.join("data").display().to_string());
    layers.set_flag(&key::LISTEN, "127.0.0.1:0".to_owned());
    for (key, text) in settings {
        layers.set_flag(key, (*text).to_owned());
    }
    Config::from_layers(&layers).unwrap()
}

/// A client that follows no redirect and keeps no cookie.
pub fn client() -> reqwest::Client {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

impl Rack {
    /// The whole address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.address())
    }

    /// A request as a browser makes it for a link.
    pub async fn get(&self, path: &str) -> Response {
        self.http
            .get(self.url(path))
            .header("accept", "text/html")
            .send()
            .await
            .unwrap()
    }

    /// A request as our own pages make it for a form.
    pub fn post(&self, path: &str) -> RequestBuilder {
        self.http
            .post(self.url(path))
            .header("accept", "text/html")
            .header("sec-fetch-site", "same-origin")
    }

    /// Makes the first administrator, and returns the cookie of the session.
    pub async fn sign_up(&self) -> String {
        let link = self.running.first_administrator().unwrap();
        let token = Token::new(link.rsplit_once('/').unwrap().1.to_owned());
        let accept = Accept {
            login: "admin".into(),
            display_name: "Administrator".into(),
            password: ValueText::new(PASSWORD),
            password_again: ValueText::new(PASSWORD),
        };
        let session = self
            .running
            .backend()
            .people()
            .accept_link(&token, accept, &Client::default())
            .await
            .unwrap();
        format!("keyrack={}", session.expose())
    }

    /// Sends bytes as they are, and returns what comes back until the server closes or is silent.
    pub fn raw(&self, request: &str) -> String {
        self.exchange(request).0
    }

    /// The same for a request that the server must answer by closing.
    pub fn raw_until_closed(&self, request: &str) -> String {
        let (answer, closed) = self.exchange(request);
        assert!(closed, "the server kept the connection open");
        answer
    }

    /// What came, and whether the server closed.
    fn exchange(&self, request: &str) -> (String, bool) {
        let mut closed = false;
        let mut stream = TcpStream::connect(self.running.address()).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(5)))
            .unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let mut buffer = [0; 4096];
        while let Ok(read) = stream.read(&mut buffer) {
            if read == 0 {
                closed = true;
                break;
            }
            answer.extend_from_slice(&buffer[..read]);
        }
        (String::from_utf8_lossy(&answer).into_owned(), closed)
    }
}

/// A header as text; empty when there is none.
pub fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}
