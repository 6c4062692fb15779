//! How a field is called in the form, in faults, and in the page.

/// The element id of a form field: `rows.0.host` becomes `f-rows-0-host`.
pub fn field_id(field: &str) -> String {
    let mut id = String::from("f-");
    id.extend(
        field
            .chars()
            .map(|ch| if ch == '.' || ch == '_' { '-' } else { ch }),
    );
    id
}

/// The title of a form's summary: what was said, or how many things are wrong.
pub fn summary_title(sentence: Option<&str>, faults: usize) -> String {
    match (sentence, faults) {
        (Some(sentence), _) => sentence.to_owned(),
        (None, 1) => "One thing needs attention.".to_owned(),
        (None, more) => {
            let mut title = more.to_string();
            title.push_str(" things need attention.");
            title
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_made_of_what_css_and_addresses_take_as_it_is() {
        assert_eq!(field_id("rows.12.host"), "f-rows-12-host");
        assert_eq!(field_id("display_name"), "f-display-name");
    }

    #[test]
    fn the_title_counts_unless_there_is_a_sentence() {
        assert_eq!(summary_title(None, 1), "One thing needs attention.");
        assert_eq!(summary_title(None, 3), "3 things need attention.");
        assert_eq!(summary_title(Some("Sign in again."), 3), "Sign in again.");
    }
}
