//! The buttons among the rows of registry logins, for browsers without scripting: a row more, a
//! row less, a row filled for a provider. The form comes back with what was typed, but for values.

use domain::kinds::image_pull::Preset;

use super::{Fields, FormState, image_pull};
use crate::kinds::image_pull::{ImagePullBegin, MAX_ROWS, RowBegin};

/// Name of the buttons.
const BUTTON: &str = "do";

/// What a button asks for; its value in the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rearrange {
    /// A row more: `add`.
    Add,
    /// The row of this number less: `remove.2`.
    Remove(usize),
    /// A row for this provider: `preset.github`.
    Fill(&'static Preset),
}

impl Rearrange {
    fn parse(value: &str) -> Option<Self> {
        match value.split_once('.') {
            Some(("remove", number)) => number.parse().ok().map(Self::Remove),
            Some(("preset", id)) => Preset::from_id(id).map(Self::Fill),
            Some(_) => None,
            None => (value == "add").then_some(Self::Add),
        }
    }

    /// Rearranges the rows; gives the name of the field to go on with.
    fn apply(self, rows: &mut Vec<RowBegin>) -> Option<String> {
        match self {
            Self::Add => {
                append(rows)?;
                Some(field(rows.len().checked_sub(1)?, "host"))
            }
            Self::Remove(number) => {
                if number < rows.len() {
                    rows.remove(number);
                }
                if rows.is_empty() {
                    rows.push(RowBegin::default());
                }
                let next = number.min(rows.len().saturating_sub(1));
                Some(field(next, "host"))
            }
            Self::Fill(preset) => fill(rows, preset),
        }
    }
}

/// The form again when one of the buttons was pressed instead of the one that saves.
pub(super) fn rearranged(fields: &Fields, mut typed: Vec<(String, String)>) -> Option<FormState> {
    let asked = Rearrange::parse(fields.find(BUTTON)?)?;
    let mut rows = ImagePullBegin::typed(|name| {
        let found = typed.iter().find(|(key, _)| key == name)?;
        Some(found.1.as_str())
    });
    let focus = asked.apply(&mut rows);
    typed.retain(|(name, _)| !name.contains('.'));
    for (number, row) in rows.into_iter().enumerate() {
        let parts = [
            ("host", row.host),
            ("username", row.username),
            ("preset", row.preset),
        ];
        typed.extend(parts.map(|(part, text)| (format!("{part}.{number}"), text)));
    }
    Some(FormState {
        typed,
        focus,
        sentence: image_pull::holds_value(fields)
            .then(|| "What was typed as a value is not sent back. Type it again.".to_owned()),
        status: 200,
        ..FormState::default()
    })
}

fn field(number: usize, part: &str) -> String {
    format!("rows.{number}.{part}")
}

fn append(rows: &mut Vec<RowBegin>) -> Option<&mut RowBegin> {
    if rows.len() < MAX_ROWS {
        rows.push(RowBegin::default());
        return rows.last_mut();
    }
    None
}

/// Fills the last row if nobody typed a host into it; else a new one.
fn fill(rows: &mut Vec<RowBegin>, preset: &'static Preset) -> Option<String> {
    let row = if rows.last().is_some_and(is_open) {
        rows.last_mut()?
    } else {
        append(rows)?
    };
    let before = Preset::from_id(&row.preset);
    if row.username.is_empty()
        || before.is_some_and(|before| before.fixed_username() == row.username)
    {
        row.username = preset.fixed_username().to_owned();
    }
    row.host = preset.host.to_owned();
    row.preset = preset.id.to_owned();
    let part = if preset.host.is_empty() {
        "host"
    } else {
        "username"
    };
    Some(field(rows.len().checked_sub(1)?, part))
}

fn is_open(row: &RowBegin) -> bool {
    row.host.is_empty()
        || Preset::from_id(&row.preset).is_some_and(|preset| preset.host == row.host)
}

#[cfg(test)]
mod tests {
    use domain::value::ValueText;

    use super::*;

    fn pressed(button: &str, pairs: &[(&str, &str)]) -> Option<FormState> {
        let pairs = pairs.iter().copied().chain([(BUTTON, button)]);
        let pairs = pairs.map(|(name, text)| (name.to_owned(), ValueText::new(text)));
        let fields = Fields::new(pairs.collect(), None);
        rearranged(&fields, image_pull::typed(&fields))
    }

    fn hosts(state: &FormState) -> Vec<&str> {
        let hosts = state
            .typed
            .iter()
            .filter(|(name, _)| name.starts_with("host."));
        hosts.map(|(_, text)| text.as_str()).collect()
    }

    const TWO: &[(&str, &str)] = &[
        ("host.0", "ghcr.io"),
        ("username.0", "bot"),
        ("password.0", "hunter2"),
        ("host.1", "quay.io"),
    ];

    #[test]
    fn a_row_more_keeps_what_was_typed_but_for_values() {
        let state = pressed("add", TWO).unwrap();
        assert_eq!(hosts(&state), ["ghcr.io", "quay.io", ""]);
        assert_eq!(state.focus.as_deref(), Some("rows.2.host"));
        assert_eq!(state.typed("username.0"), Some("bot"));
        assert!(state.sentence.as_ref().unwrap().contains("again"));
        assert!(!format!("{state:?}").contains("hunter2"));
    }

    #[test]
    fn a_row_less_moves_up_those_below() {
        let state = pressed("remove.0", TWO).unwrap();
        assert_eq!(hosts(&state), ["quay.io"]);
        assert_eq!(state.typed("username.0"), Some(""));
        let state = pressed("remove.0", &[("host.0", "ghcr.io")]).unwrap();
        assert_eq!(hosts(&state), [""], "one row is left to type into");
        assert_eq!(state.sentence, None);
    }

    #[test]
    fn a_provider_fills_the_last_row_and_never_one_that_has_a_host() {
        assert_eq!(
            hosts(&pressed("preset.github", &[("host.0", "")]).unwrap()),
            ["ghcr.io"]
        );
        assert_eq!(
            hosts(&pressed("preset.github", TWO).unwrap()),
            ["ghcr.io", "quay.io", "ghcr.io"],
        );
        let other = [
            ("host.0", "ghcr.io"),
            ("preset.0", "github"),
            ("username.0", "bot"),
        ];
        let state = pressed("preset.nvidia-ngc", &other).unwrap();
        assert_eq!(hosts(&state), ["nvcr.io"]);
        assert_eq!(
            state.typed("username.0"),
            Some("bot"),
            "what was typed stays"
        );
    }

    #[test]
    fn there_are_never_more_rows_than_can_be_saved() {
        let last = format!("host.{}", MAX_ROWS - 1);
        let state = pressed("add", &[(last.as_str(), "ghcr.io")]).unwrap();
        assert_eq!(hosts(&state).len(), MAX_ROWS);
    }

    #[test]
    fn other_buttons_are_not_ours() {
        for button in ["", "save", "remove.", "remove.x", "preset.none", "other.1"] {
            assert!(pressed(button, TWO).is_none(), "{button}");
        }
        assert_eq!(
            hosts(&pressed("remove.99", TWO).unwrap()),
            ["ghcr.io", "quay.io"]
        );
    }
}
