//! A request, built by hand so that a test can leave anything out.

/// A part of a multipart form.
#[derive(Clone, Debug)]
pub struct Part {
    pub name: String,
    pub file_name: Option<String>,
    pub bytes: Vec<u8>,
}

impl Part {
    pub fn text(name: &str, text: &str) -> Self {
        Self {
            name: name.into(),
            file_name: None,
            bytes: text.into(),
        }
    }

    pub fn file(file_name: &str, bytes: &[u8]) -> Self {
        Self {
            name: "file".into(),
            file_name: Some(file_name.into()),
            bytes: bytes.into(),
        }
    }
}

/// What is sent.
#[derive(Clone, Debug, Default)]
pub enum Body {
    #[default]
    None,
    Form(Vec<(String, String)>),
    Json(serde_json::Value),
    Multipart(Vec<Part>),
    Raw(&'static str, Vec<u8>),
}

const BOUNDARY: &str = "7d1f3c0a9b5e";

impl Body {
    /// Pairs as an urlencoded form.
    pub fn form(pairs: &[(&str, &str)]) -> Self {
        Self::Form(
            pairs
                .iter()
                .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
                .collect(),
        )
    }

    /// Content type and bytes.
    pub fn encoded(&self) -> (String, Vec<u8>) {
        match self {
            Self::None => (String::new(), Vec::new()),
            Self::Form(pairs) => (
                "application/x-www-form-urlencoded".into(),
                urlencoded(pairs).into_bytes(),
            ),
            Self::Json(json) => ("application/json".into(), json.to_string().into_bytes()),
            Self::Multipart(parts) => (
                format!("multipart/form-data; boundary={BOUNDARY}"),
                multipart(parts),
            ),
            Self::Raw(kind, bytes) => ((*kind).to_owned(), bytes.clone()),
        }
    }
}

fn urlencoded(pairs: &[(String, String)]) -> String {
    let pairs = pairs
        .iter()
        .map(|(name, text)| format!("{}={}", percent(name), percent(text)));
    pairs.collect::<Vec<_>>().join("&")
}

/// Every byte that is no letter or digit as `%XX`.
pub fn percent(text: &str) -> String {
    let byte = |byte: u8| match byte {
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

fn multipart(parts: &[Part]) -> Vec<u8> {
    let mut body = Vec::new();
    for part in parts {
        body.extend(
            format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{}\"",
                part.name
            )
            .bytes(),
        );
        if let Some(name) = &part.file_name {
            body.extend(
                format!("; filename=\"{name}\"\r\nContent-Type: application/octet-stream").bytes(),
            );
        }
        body.extend(b"\r\n\r\n");
        body.extend(&part.bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    body
}

/// A request.
#[derive(Clone, Debug)]
pub struct Ask {
    pub method: String,
    pub path: String,
    pub session: Option<String>,
    pub headers: Vec<(String, String)>,
    pub body: Body,
    /// Whether it says that it comes from the site's own page.
    pub own_page: bool,
}

impl Ask {
    pub fn new(method: &str, path: impl Into<String>) -> Self {
        Self {
            method: method.into(),
            path: path.into(),
            session: None,
            headers: Vec::new(),
            body: Body::None,
            own_page: true,
        }
    }

    pub fn get(path: impl Into<String>) -> Self {
        Self::new("GET", path)
    }

    /// A form posted from the site's own page.
    pub fn form(path: impl Into<String>, pairs: &[(&str, &str)]) -> Self {
        Self::new("POST", path).body(Body::form(pairs))
    }

    /// A call of a server function from the site's own page.
    pub fn call(path: impl Into<String>, json: serde_json::Value) -> Self {
        Self::new("POST", path)
            .body(Body::Json(json))
            .header("accept", "application/json")
    }

    pub fn body(mut self, body: Body) -> Self {
        self.body = body;
        self
    }

    pub fn session(mut self, session: Option<&str>) -> Self {
        self.session = session.map(str::to_owned);
        self
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Without the headers that a browser adds on the site's own page.
    pub fn elsewhere(mut self) -> Self {
        self.own_page = false;
        self
    }

    /// Whether the method can change something.
    pub fn is_unsafe(&self) -> bool {
        !matches!(self.method.as_str(), "GET" | "HEAD" | "OPTIONS")
    }
}
