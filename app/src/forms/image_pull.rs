//! The fields of registry logins in a posted form.

use domain::{
    faults::Faults,
    kinds::image_pull::{ImagePullInput, RegistryRow},
    value::ValueText,
};
use zeroize::Zeroize;

use super::{Fields, ValueFile};
use crate::kinds::image_pull::{FileFault, MAX_ROWS};

/// The one of the ways in that was used: a file if there is one, else the chosen one. Rows that
/// are all blank beside JSON mean the JSON.
///
/// # Errors
/// The fault of a file that is not taken.
pub(super) fn input(fields: &mut Fields) -> Result<ImagePullInput, Faults> {
    match fields.file() {
        Some(ValueFile::Read(bytes)) => return Ok(ImagePullInput::File(bytes)),
        Some(ValueFile::TooLarge) => return Err(fault(FileFault::TooLarge)),
        Some(ValueFile::OtherEnding) => return Err(fault(FileFault::OtherEnding)),
        None => {}
    }
    let rows = rows(fields);
    let json = fields.value("json").filter(|json| !json.is_empty());
    let blank = rows.iter().all(RegistryRow::is_blank);
    Ok(match json {
        Some(json) if blank || fields.text("way") == "json" => ImagePullInput::Json(json),
        None if fields.text("way") == "json" => ImagePullInput::Json(ValueText::new("")),
        _ => ImagePullInput::Rows(rows),
    })
}

/// Hosts and user names, to be shown again. Never passwords, never JSON, nor a host or a user name
/// with a password written into it.
pub(super) fn typed(fields: &Fields) -> Vec<(String, String)> {
    let names: Vec<String> = (0..MAX_ROWS)
        .flat_map(|number| ["host", "username", "preset"].map(|part| format!("{part}.{number}")))
        .collect();
    let mut typed = fields.typed(&names.iter().map(String::as_str).collect::<Vec<_>>());
    for (name, text) in &mut typed {
        let holds_value = match name.split_once('.') {
            Some(("host", _)) => text.contains('@'),
            Some(("username", _)) => text.contains(':'),
            _ => false,
        };
        if holds_value {
            text.zeroize();
        }
    }
    typed
}

/// Whether there is a value in the form, or a file.
pub(super) fn holds_value(fields: &Fields) -> bool {
    fields.has_file()
        || !fields.text("json").is_empty()
        || (0..MAX_ROWS).any(|number| !fields.text(&format!("password.{number}")).is_empty())
}

/// Every row up to the last one in the form; positions are those of the field names.
fn rows(fields: &mut Fields) -> Vec<RegistryRow> {
    // One more than there may be: then they are too many.
    let last = (0..=MAX_ROWS)
        .rev()
        .find(|number| fields.find(&format!("host.{number}")).is_some());
    let Some(last) = last else { return Vec::new() };
    (0..=last)
        .map(|number| RegistryRow {
            host: fields.text(&format!("host.{number}")).to_owned(),
            username: fields.text(&format!("username.{number}")).to_owned(),
            password: fields
                .value(&format!("password.{number}"))
                .filter(|password| !password.is_empty())
                .map(as_typed),
        })
        .collect()
}

/// With the line breaks that were typed: a plain form sends each as two characters (HTML,
/// “constructing the entry list”), a living one does not.
fn as_typed(password: ValueText) -> ValueText {
    if password.expose().contains("\r\n") {
        ValueText::new(password.expose().replace("\r\n", "\n"))
    } else {
        password
    }
}

fn fault(fault: FileFault) -> Faults {
    Faults::one("file", fault.to_string())
}

#[cfg(test)]
mod tests {
    use domain::value::ValueBytes;

    use super::*;

    fn fields(pairs: &[(&str, &str)], file: Option<ValueFile>) -> Fields {
        let pairs = pairs
            .iter()
            .map(|(name, text)| ((*name).to_owned(), ValueText::new(*text)));
        Fields::new(pairs.collect(), file)
    }

    #[test]
    fn a_file_comes_before_anything_else() {
        let mut form = fields(
            &[("way", "rows"), ("host.0", "ghcr.io")],
            Some(ValueFile::Read(ValueBytes::new(b"{}".to_vec()))),
        );
        assert!(matches!(input(&mut form), Ok(ImagePullInput::File(_))));
    }

    #[test]
    fn a_file_that_is_not_taken_is_a_fault_of_its_field() {
        let mut form = fields(&[], Some(ValueFile::TooLarge));
        let faults = input(&mut form).err().unwrap();
        assert!(faults.for_field("file").unwrap().contains("10,240"));
    }

    #[test]
    fn rows_keep_their_positions_and_json_counts_when_they_are_blank() {
        let mut form = fields(
            &[
                ("way", "rows"),
                ("host.0", ""),
                ("host.2", "ghcr.io"),
                ("password.2", "p"),
            ],
            None,
        );
        let Ok(ImagePullInput::Rows(rows)) = input(&mut form) else {
            panic!("rows expected")
        };
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[2].host, "ghcr.io");
        let mut form = fields(&[("way", "rows"), ("host.0", ""), ("json", "{}")], None);
        assert!(matches!(input(&mut form), Ok(ImagePullInput::Json(_))));
    }

    #[test]
    fn a_password_has_the_line_breaks_that_were_typed() {
        let mut form = fields(&[("host.0", "ghcr.io"), ("password.0", "a\r\nb\n")], None);
        let Ok(ImagePullInput::Rows(rows)) = input(&mut form) else {
            panic!("rows expected")
        };
        assert_eq!(rows[0].password.as_ref().unwrap().expose(), "a\nb\n");
    }

    #[test]
    fn rows_beyond_the_most_are_not_dropped_in_silence() {
        let names: Vec<String> = (0..=MAX_ROWS)
            .map(|number| format!("host.{number}"))
            .collect();
        let pairs: Vec<_> = names
            .iter()
            .map(|name| (name.as_str(), "ghcr.io"))
            .collect();
        let Ok(ImagePullInput::Rows(rows)) = input(&mut fields(&pairs, None)) else {
            panic!("rows expected")
        };
        assert_eq!(rows.len(), MAX_ROWS + 1);
    }

    #[test]
    fn what_is_shown_again_holds_no_value() {
        let form = fields(
            &[
                ("host.0", "ghcr.io"),
                ("username.0", "bot"),
                ("password.0", "hunter2"),
                ("json", "hunter3"),
                ("host.1", "https://me:hunter4@quay.io"),
                ("username.1", "me:hunter5"),
            ],
            None,
        );
        let shown = format!("{:?}", typed(&form));
        assert!(
            shown.contains("ghcr.io") && !shown.contains("hunter"),
            "{shown}"
        );
    }
}
