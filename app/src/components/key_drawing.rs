//! A secret drawn as a key.

use domain::{
    cuts::{Depth, cuts},
    kind::Kind,
};
use leptos::prelude::*;

/// The key of one version of a secret: the bow names the kind, the cuts come from the version's
/// random id. Decorative; the version number says the same in words.
#[component]
pub fn KeyDrawing(
    /// The kind of the secret.
    kind: Kind,
    /// Random id of the current version.
    #[prop(into)]
    version_id: String,
    /// Wide, for the head of a page.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let (width, height) = if large { ("58", "20") } else { ("54", "19") };
    let drawing = format!(
        "<g fill=\"currentColor\">{}<path d=\"{}\"/></g><circle class=\"hole\" cx=\"7.5\" cy=\"12\" r=\"3\"/>",
        bow(kind),
        blade(&cuts(&version_id)),
    );
    view! {
        <svg
            class="key"
            viewBox="0 0 70 24"
            width=width
            height=height
            aria-hidden="true"
            inner_html=drawing
        ></svg>
    }
}

/// The bow, by kind.
fn bow(kind: Kind) -> &'static str {
    match kind {
        Kind::ImagePull => r#"<rect x="1" y="2" width="21" height="20" rx="6"/>"#,
    }
}

/// Where the flat of each cut begins, from the tip to the bow.
const CUTS: [(&str, &str); 6] = [
    ("63", "58.8"),
    ("56.3", "52.1"),
    ("49.6", "45.4"),
    ("42.9", "38.7"),
    ("36.2", "32"),
    ("29.5", "25.3"),
];

/// The blade with its cuts as an SVG path.
fn blade(depths: &[Depth; 6]) -> String {
    let mut path = String::from("M20 17.4H63l5-4.4L64.5 6.6");
    for ((from, to), depth) in CUTS.iter().zip(depths) {
        for part in ["L", from, " ", depth.y(), "H", to] {
            path.push_str(part);
        }
    }
    path.push_str("L22 6.6H20z");
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_version_is_another_key_and_the_same_version_the_same() {
        let draw = |id: &str| blade(&cuts(id));
        let first = draw("0199f3c0-0000-7000-8000-0123456789ab");
        assert_eq!(first, draw("0199f3c0-0000-7000-8000-0123456789ab"));
        assert_ne!(first, draw("0199f3c0-0000-7000-8000-0123456789ac"));
    }
}
