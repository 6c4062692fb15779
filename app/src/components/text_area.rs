//! The only place that may write a `textarea`: in this version of Leptos its children are put
//! into the page raw by the server, which would let a stored text break out of it.

use leptos::prelude::*;

/// A text area with its text escaped.
#[component]
pub fn TextArea(
    /// Id, also of its field.
    #[prop(into)]
    id: String,
    /// Name in the form.
    #[prop(into)]
    name: String,
    /// The text to begin with. Never a value.
    #[prop(into, optional)]
    text: String,
    /// Lines shown.
    #[prop(default = 4)]
    rows: u8,
    /// Ids of what describes it.
    #[prop(into, optional)]
    describedby: Option<String>,
    /// Whether its content is wrong.
    #[prop(optional)]
    invalid: bool,
    /// Shown as dots, for values of several lines.
    #[prop(optional)]
    masked: bool,
    /// For values: no spelling check, no completion, no capitals.
    #[prop(optional)]
    value: bool,
    /// Shown while it is empty.
    #[prop(into, optional)]
    placeholder: Option<String>,
) -> impl IntoView {
    view! {
        <textarea
            id=id
            name=name
            rows=rows.to_string()
            class:masked=masked
            class:mono=value
            class:prose=!value
            aria-describedby=describedby
            aria-invalid=invalid.then_some("true")
            placeholder=placeholder
            autocomplete="off"
            autocapitalize=value.then_some("none")
            spellcheck=value.then_some("false")
            inner_html=escaped(&text)
        ></textarea>
    }
}

/// The text as the content of a `textarea`. The parser swallows a first newline, so there is
/// always one more.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len().saturating_add(1));
    html.push('\n');
    for ch in text.chars() {
        match ch {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            other => html.push(other),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_the_text_stays_text() {
        let html = Owner::new().with(|| {
            view! { <TextArea id="d" name="d" text="</textarea><script>alert(1)</script>&amp;" /> }
                .to_html()
        });
        assert!(!html.contains("<script"), "{html}");
        assert_eq!(html.matches("</textarea>").count(), 1, "{html}");
        assert!(html.contains("&lt;/textarea&gt;&lt;script&gt;"), "{html}");
        assert!(html.contains("&amp;amp;"), "{html}");
    }

    /// The children of these are put into the page raw, so no other file may write them.
    #[test]
    fn no_other_file_writes_an_element_with_raw_children() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut folders = vec![root];
        let mut seen = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if !path.ends_with("components/text_area.rs") {
                    let text = std::fs::read_to_string(&path).unwrap();
                    for line in text
                        .lines()
                        .filter(|line| !line.trim_start().starts_with("assert"))
                    {
                        for raw in ["<textarea", "<style", "<noscript"] {
                            assert!(
                                !line.contains(raw),
                                "{raw} in {}: use TextArea",
                                path.display()
                            );
                        }
                    }
                    seen += 1;
                }
            }
        }
        assert!(seen > 50, "{seen} files");
    }

    #[test]
    fn a_first_newline_is_kept() {
        assert_eq!(escaped("\na"), "\n\na");
    }
}
