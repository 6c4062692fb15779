//! What the fields of registry logins begin with.

use domain::kinds::image_pull::{ImagePullIdentity, Preset};

/// The beginning: which way is chosen, and the rows. Never holds a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImagePullBegin {
    /// Whether JSON is chosen instead of rows.
    pub json: bool,
    /// The rows.
    pub rows: Vec<RowBegin>,
}

/// The beginning of one row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowBegin {
    /// Registry host.
    pub host: String,
    /// User name.
    pub username: String,
    /// Id of the provider preset, or empty.
    pub preset: String,
    /// Whether a password for this host is stored.
    pub stored: bool,
}

impl RowBegin {
    /// A row as a preset fills it.
    pub fn preset(preset: &Preset) -> Self {
        Self {
            host: preset.host.to_owned(),
            username: preset.fixed_username().to_owned(),
            preset: preset.id.to_owned(),
            stored: false,
        }
    }
}

impl ImagePullBegin {
    /// What is stored: hosts and user names.
    pub fn stored(identity: &ImagePullIdentity) -> Self {
        let row = |login: &domain::kinds::image_pull::LoginIdentity| RowBegin {
            host: login.host.clone(),
            username: login.username.clone(),
            preset: String::new(),
            stored: true,
        };
        Self {
            json: false,
            rows: identity.logins.iter().map(row).collect(),
        }
    }

    /// As many rows as asked for, and the last empty one filled by a preset.
    #[must_use]
    pub fn with_query(mut self, rows: usize, preset: Option<&Preset>) -> Self {
        let rows = rows.clamp(self.rows.len().max(1), super::MAX_ROWS);
        self.rows.resize_with(rows, RowBegin::default);
        if let (Some(preset), Some(last)) = (preset, self.rows.last_mut())
            && last.host.is_empty()
        {
            *last = RowBegin::preset(preset);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preset_fills_the_last_row_and_never_one_that_has_a_host() {
        let begin = ImagePullBegin::default().with_query(2, Preset::from_id("github"));
        let hosts: Vec<_> = begin.rows.iter().map(|row| row.host.as_str()).collect();
        assert_eq!(hosts, ["", "ghcr.io"]);
        let stored = ImagePullBegin {
            json: false,
            rows: vec![RowBegin {
                host: "quay.io".into(),
                stored: true,
                ..RowBegin::default()
            }],
        };
        assert_eq!(
            stored.clone().with_query(0, Preset::from_id("github")),
            stored
        );
    }

    #[test]
    fn the_number_of_rows_stays_within_limits() {
        assert_eq!(ImagePullBegin::default().with_query(0, None).rows.len(), 1);
        assert_eq!(
            ImagePullBegin::default()
                .with_query(usize::MAX, None)
                .rows
                .len(),
            super::super::MAX_ROWS
        );
    }
}
