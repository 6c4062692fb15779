//! A served site as a client sees it. Every answer is kept for sweeps.

use std::sync::{Arc, Mutex};

use super::{Answer, Ask};

/// Name of the session cookie over plain HTTP.
pub const SESSION: &str = "keyrack";

/// A served site.
#[derive(Clone)]
pub struct Site {
    pub url: String,
    http: reqwest::Client,
    kept: Arc<Mutex<Vec<(String, Answer)>>>,
}

impl Site {
    pub fn new(url: &str) -> Self {
        // Building a client asks for it, also where only plain HTTP is spoken.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            url: url.to_owned(),
            http,
            kept: Arc::default(),
        }
    }

    /// Host and port.
    pub fn host(&self) -> &str {
        self.url.split_once("://").unwrap().1
    }

    /// Sends a request and reads the whole answer.
    pub async fn send(&self, ask: Ask) -> Answer {
        let what = format!("{} {}", ask.method, ask.path);
        let answer = self
            .try_send(ask)
            .await
            .unwrap_or_else(|error| panic!("{what}: {error:?}"));
        self.kept.lock().unwrap().push((what, answer.clone()));
        answer
    }

    /// The same, where the connection may break.
    pub async fn try_send(&self, ask: Ask) -> Result<Answer, reqwest::Error> {
        let answer = self.request(ask).send().await?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Ok(Answer {
            status,
            headers,
            body: answer.bytes().await?.to_vec(),
        })
    }

    /// Every answer so far, with what was asked.
    pub fn kept(&self) -> Vec<(String, Answer)> {
        self.kept.lock().unwrap().clone()
    }

    fn request(&self, ask: Ask) -> reqwest::RequestBuilder {
        let (kind, bytes) = ask.body.encoded();
        let method = ask.method.parse().unwrap();
        let mut request = self
            .http
            .request(method, format!("{}{}", self.url, ask.path));
        if ask.own_page && ask.is_unsafe() {
            request = request
                .header("origin", &self.url)
                .header("sec-fetch-site", "same-origin");
        }
        if let Some(session) = &ask.session {
            request = request.header("cookie", format!("{SESSION}={session}"));
        }
        for (name, value) in &ask.headers {
            request = request.header(name, value);
        }
        if kind.is_empty() {
            request
        } else {
            request.header("content-type", kind).body(bytes)
        }
    }
}
