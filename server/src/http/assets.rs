//! The built assets: named by their content, compressed when built, exact names only.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
};

use app::context::{Assets, Bundle};
use axum::{
    body::{Body, Bytes},
    extract::{Path, Request, State},
    response::Response,
};
use http::{HeaderMap, HeaderValue, header};

use super::{compress, guard, problem::Problem, state::Shared};

/// The site as it was built into the program, sorted by name; empty in a build without one.
static BUILT_IN: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/site.rs"));

/// The file that says what each asset is called.
const MANIFEST: &str = "manifest.json";

/// A name carries the hash of its content, so what it names never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Where assets come from.
#[derive(Clone, Debug)]
pub enum Site {
    /// Built into the program.
    BuiltIn(Arc<Names>),
    /// A folder that is read anew for every request, for development.
    Folder(PathBuf),
}

impl Site {
    /// The folder that `KEYRACK_SITE` names, where the program was built for that, else what is
    /// built in.
    pub fn find() -> Self {
        let folder = if cfg!(feature = "assets-from-disk") {
            std::env::var_os("KEYRACK_SITE")
        } else {
            None
        };
        folder.map_or_else(
            || Self::BuiltIn(Arc::new(Names::of_built_in())),
            |folder| Self::Folder(folder.into()),
        )
    }

    /// What the assets are called now.
    pub fn names(&self) -> Arc<Names> {
        match self {
            Self::BuiltIn(names) => names.clone(),
            Self::Folder(folder) => Arc::new(
                std::fs::read(folder.join(MANIFEST))
                    .map_or_else(|_| Names::default(), |json| Names::parse(&json)),
            ),
        }
    }

    async fn read(&self, name: &str) -> Option<Bytes> {
        match self {
            Self::BuiltIn(_) => built_in(name).map(Bytes::from_static),
            Self::Folder(folder) => tokio::fs::read(folder.join(name))
                .await
                .ok()
                .map(Bytes::from),
        }
    }
}

fn built_in(name: &str) -> Option<&'static [u8]> {
    let at = BUILT_IN
        .binary_search_by_key(&name, |(known, _)| known)
        .ok()?;
    BUILT_IN.get(at).map(|(_, content)| *content)
}

/// What each asset is called, by its own name.
#[derive(Clone, Debug, Default)]
pub struct Names {
    by_name: BTreeMap<String, String>,
    known: BTreeSet<String>,
}

impl Names {
    fn of_built_in() -> Self {
        built_in(MANIFEST).map_or_else(Self::default, Self::parse)
    }

    fn parse(json: &[u8]) -> Self {
        let by_name: BTreeMap<String, String> = serde_json::from_slice(json).unwrap_or_default();
        let known = by_name
            .values()
            .filter(|name| is_plain(name))
            .cloned()
            .collect();
        Self { by_name, known }
    }

    fn address(&self, name: &str) -> String {
        format!(
            "/assets/{}",
            self.by_name.get(name).map_or(name, String::as_str)
        )
    }

    /// Address of the style sheet.
    pub fn css(&self) -> String {
        self.address("keyrack.css")
    }

    /// Address of the icon.
    pub fn favicon(&self) -> String {
        self.address("favicon.svg")
    }

    /// All that pages refer to.
    pub fn for_app(&self) -> Assets {
        Assets {
            css: self.css(),
            favicon: self.favicon(),
            islands: self.bundle("keyrack"),
            forms: self.bundle("keyrack-forms"),
        }
    }

    fn bundle(&self, name: &str) -> Bundle {
        Bundle {
            js: self.address(&format!("{name}.js")),
            wasm: self.address(&format!("{name}_bg.wasm")),
        }
    }
}

/// A name that cannot lead out of the folder.
fn is_plain(name: &str) -> bool {
    !name.starts_with('.')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
}

/// Serves an asset that the manifest names.
pub async fn serve(
    State(edge): State<Shared>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let (asked, _) = request.into_parts();
    if edge.site.names().known.contains(&name) {
        for (coding, ending) in codings(&asked.headers) {
            if let Some(content) = edge.site.read(&format!("{name}{ending}")).await {
                return answer(&name, content, coding);
            }
        }
    }
    guard::refuse(Problem::NotFound, &edge, &asked)
}

/// The forms to look for, best first.
fn codings(headers: &HeaderMap) -> Vec<(Option<HeaderValue>, &'static str)> {
    let forms = [("br", ".br"), ("gzip", ".gz")];
    let mut codings: Vec<_> = forms
        .into_iter()
        .filter(|(coding, _)| compress::takes(headers, coding))
        .map(|(coding, ending)| (Some(HeaderValue::from_static(coding)), ending))
        .collect();
    codings.push((None, ""));
    codings
}

fn answer(name: &str, content: Bytes, coding: Option<HeaderValue>) -> Response {
    let mut response = Response::new(Body::from(content));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, media_type(name));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(FOR_EVER));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        headers.insert(header::CONTENT_ENCODING, coding);
    }
    response
}

fn media_type(name: &str) -> HeaderValue {
    HeaderValue::from_static(
        match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "js" => "text/javascript; charset=utf-8",
            "wasm" => "application/wasm",
            "css" => "text/css; charset=utf-8",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "ico" => "image/x-icon",
            "webmanifest" => "application/manifest+json",
            _ => "application/octet-stream",
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compressed_forms_are_sent_to_those_who_take_them() {
        for (accepted, expected) in [
            ("gzip, deflate, br, zstd", vec![".br", ".gz", ""]),
            ("gzip;q=0.5", vec![".gz", ""]),
            ("br;q=0, gzip; q=0.000", vec![""]),
            ("brotli, xgzip", vec![""]),
            ("", vec![""]),
        ] {
            let headers = [(header::ACCEPT_ENCODING, accepted.parse().unwrap())]
                .into_iter()
                .collect();
            let endings: Vec<_> = codings(&headers)
                .into_iter()
                .map(|(_, ending)| ending)
                .collect();
            assert_eq!(endings, expected, "{accepted}");
        }
    }

    #[test]
    fn a_manifest_cannot_name_files_elsewhere() {
        let names = Names::parse(br#"{"a.css":"a.01.css","b":"../b","c":"/etc/passwd",".d":".d"}"#);
        assert_eq!(names.known.into_iter().collect::<Vec<_>>(), ["a.01.css"]);
    }

    #[test]
    fn pages_are_given_the_names_of_the_manifest() {
        let names = Names::parse(br#"{"keyrack.css":"keyrack.01.css"}"#);
        assert_eq!(names.css(), "/assets/keyrack.01.css");
    }
}
