//! The form of a secret, as a plain form and as the input of a server function.

use serde_json::{Value, json};

use super::{Ask, Body, Part};

/// How a value goes in.
#[derive(Clone, Debug)]
pub enum Way {
    /// Host, user name, password of each row.
    Rows(Vec<(String, String, String)>),
    Json(String),
    /// File name and bytes.
    File(String, Vec<u8>),
}

/// What is typed.
#[derive(Clone, Debug)]
pub struct SecretForm {
    pub name: String,
    pub display_name: String,
    pub description: String,
    pub version: i64,
    pub way: Way,
}

/// One row.
pub fn row(host: &str, username: &str, password: &str) -> Way {
    Way::Rows(vec![(host.into(), username.into(), password.into())])
}

/// A file with an ending that is taken.
pub fn file(bytes: impl Into<Vec<u8>>) -> Way {
    Way::File("config.json".into(), bytes.into())
}

impl SecretForm {
    pub fn new(name: &str, way: Way) -> Self {
        Self {
            name: name.into(),
            display_name: String::new(),
            description: String::new(),
            version: 0,
            way,
        }
    }

    pub fn display_name(mut self, text: &str) -> Self {
        self.display_name = text.into();
        self
    }

    pub fn description(mut self, text: &str) -> Self {
        self.description = text.into();
        self
    }

    pub fn version(mut self, version: i64) -> Self {
        self.version = version;
        self
    }

    /// The fields of a plain form, but for a file.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let way = if matches!(self.way, Way::Json(_)) {
            "json"
        } else {
            "rows"
        };
        let mut pairs: Vec<(String, String)> = [
            ("name", self.name.as_str()),
            ("display_name", &self.display_name),
            ("description", &self.description),
            ("kind", "image-pull"),
            ("way", way),
        ]
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .into();
        pairs.push(("version".into(), self.version.to_string()));
        match &self.way {
            Way::Rows(rows) => {
                for (number, (host, username, password)) in rows.iter().enumerate() {
                    pairs.push((format!("host.{number}"), host.clone()));
                    pairs.push((format!("username.{number}"), username.clone()));
                    pairs.push((format!("password.{number}"), password.clone()));
                }
            }
            Way::Json(json) => pairs.push(("json".into(), json.clone())),
            Way::File(..) => {}
        }
        pairs
    }

    /// As a browser without scripting sends it.
    pub fn multipart(&self) -> Body {
        let mut parts: Vec<Part> = self
            .pairs()
            .iter()
            .map(|(name, text)| Part::text(name, text))
            .collect();
        if let Way::File(name, bytes) = &self.way {
            parts.push(Part::file(name, bytes));
        }
        Body::Multipart(parts)
    }

    /// As other clients send it; a file has no place there.
    pub fn urlencoded(&self) -> Body {
        assert!(!matches!(self.way, Way::File(..)));
        Body::Form(self.pairs())
    }

    /// The input of the server function; a file is read by the browser and goes in as JSON.
    pub fn input(&self) -> Option<Value> {
        let material = match &self.way {
            Way::Rows(rows) => {
                let row = |(host, username, password): &(String, String, String)| json!({"host": host, "username": username, "password": password});
                json!({"image-pull": {"rows": rows.iter().map(row).collect::<Vec<_>>()}})
            }
            Way::Json(json) => json!({"image-pull": {"json": json}}),
            // The browser reads no file of another ending, and none that is no text.
            Way::File(name, _) if !name.to_lowercase().ends_with(".json") => return None,
            Way::File(_, bytes) => {
                json!({"image-pull": {"json": String::from_utf8(bytes.clone()).ok()?}})
            }
        };
        let Self {
            name,
            display_name,
            description,
            version,
            ..
        } = self;
        Some(json!({"form": {
            "name": name, "display_name": display_name, "description": description,
            "version": version, "material": material,
        }}))
    }

    /// Every request by which this form can be sent to add a secret.
    pub fn add(&self) -> Vec<Ask> {
        self.asks("/secrets/new", "/rpc/secrets/create")
    }

    /// Every request by which this form can be sent to change a secret.
    pub fn edit(&self) -> Vec<Ask> {
        self.asks(&format!("/secrets/{}/edit", self.name), "/rpc/secrets/edit")
    }

    fn asks(&self, page: &str, function: &str) -> Vec<Ask> {
        let mut asks = vec![Ask::new("POST", page).body(self.multipart())];
        if !matches!(self.way, Way::File(..)) {
            asks.push(Ask::new("POST", page).body(self.urlencoded()));
        }
        asks.extend(self.input().map(|input| Ask::call(function, input)));
        asks
    }
}
