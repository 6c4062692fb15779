//! How a field is called in the form, in faults, and in the page.

use domain::faults::Fault;

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

/// The title of a form's summary, and the faults to list below it. The title is what was said,
/// or the one fault that belongs to no field, or how many things are wrong.
pub fn summary<'a>(sentence: Option<&str>, faults: &'a [Fault]) -> (String, &'a [Fault]) {
    let title = match (sentence, faults) {
        (Some(sentence), _) => sentence.to_owned(),
        (None, [Fault { field, message }]) if field.is_empty() => return (message.clone(), &[]),
        (None, [_]) => "One thing needs attention.".to_owned(),
        (None, more) => {
            let mut title = more.len().to_string();
            title.push_str(" things need attention.");
            title
        }
    };
    (title, faults)
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
    fn the_title_counts_unless_there_is_one_thing_to_say() {
        let field = Fault::new("name", "Enter a name.");
        let form = Fault::new("", "Sign-in name and password do not match.");
        let one = [field.clone()];
        assert_eq!(
            summary(None, &one),
            ("One thing needs attention.".into(), &one[..])
        );
        let two = [form.clone(), field];
        assert_eq!(
            summary(None, &two),
            ("2 things need attention.".into(), &two[..])
        );
        assert_eq!(
            summary(Some("Sign in again."), &two),
            ("Sign in again.".into(), &two[..])
        );
        assert_eq!(
            summary(None, std::slice::from_ref(&form)),
            (form.message.clone(), &[][..])
        );
    }
}
