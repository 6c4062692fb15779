//! Says what would be stored.

use domain::kinds::image_pull::{ImagePullChange, ImagePullIdentity, Note, ReadConfig};

use crate::{
    islands::Preview,
    kinds::image_pull::{ImagePullForm, logins},
};

/// Of a new secret; `None` while it cannot be stored.
pub fn preview_new(form: ImagePullForm) -> Option<Preview> {
    let json = matches!(form, ImagePullForm::Json(_));
    form.into_input()
        .create()
        .ok()
        .map(|read| shown(&read, json, ""))
}

/// Of a change; `None` while it cannot be stored or changes nothing.
pub fn preview_change(form: ImagePullForm, stored: &ImagePullIdentity) -> Option<Preview> {
    let json = matches!(form, ImagePullForm::Json(_));
    match form.into_input().change(stored).ok()? {
        ImagePullChange::Keep => None,
        ImagePullChange::Merge(_) => Some(Preview {
            title: "The value changes. Passwords left empty are kept.".to_owned(),
            ..Preview::default()
        }),
        ImagePullChange::Replace(read) => {
            Some(shown(&read, json, " Saving replaces the stored value."))
        }
    }
}

fn shown(read: &ReadConfig, json: bool, then: &str) -> Preview {
    let logins = logins(&read.config.identity());
    let number = number(logins.len());
    let one = logins.len() == 1;
    let title = if json && is_plain(read) {
        let noun = if one { " registry." } else { " registries." };
        ["This is a Docker config.json with ", &number, noun, then].concat()
    } else {
        let noun = if one {
            " registry login."
        } else {
            " registry logins."
        };
        ["Understood: ", &number, noun, then].concat()
    };
    Preview {
        title,
        lines: logins
            .iter()
            .map(|login| [&login.place, " as ", &login.user].concat())
            .collect(),
        notes: read.notes.iter().map(Note::sentence).collect(),
    }
}

/// Whether what was read is a `config.json` as it is, not something around or before it.
fn is_plain(read: &ReadConfig) -> bool {
    !read.notes.iter().any(|note| {
        matches!(
            note,
            Note::DockercfgForm | Note::TakenFromSecret | Note::Base64Undone
        )
    })
}

fn number(number: usize) -> String {
    const WORDS: [&str; 10] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    ];
    WORDS
        .get(number)
        .map_or_else(|| number.to_string(), |word| (*word).to_owned())
}
