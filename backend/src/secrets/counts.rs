//! The kept counts, so that no page has to count rows.

use std::collections::BTreeMap;

use domain::kind::Kind;

use crate::store::{Script, then};

/// Changes of counts in a transaction, by kind and whether removed; written with the commit.
#[derive(Clone, Default)]
pub(crate) struct Counts(BTreeMap<(&'static str, bool), i64>);

impl Counts {
    /// Adds `by` to the count of a kind, on the rack or removed.
    pub(super) fn add(&mut self, kind: Kind, removed: bool, by: i64) {
        let number = self.0.entry((kind.id(), removed)).or_default();
        *number = number.saturating_add(by);
    }

    /// Adds the statement that writes them, if there is anything to write.
    pub(crate) fn write(&self, script: &mut Script) {
        if self.0.is_empty() {
            return;
        }
        then!(
            script,
            "INSERT INTO secret_counts (kind, removed, number) ",
            all => {
                all.push_values(&self.0, |mut values, ((kind, removed), by)| {
                    values.push_bind(*kind).push_bind(*removed).push_bind(*by);
                })
                .push(" ON CONFLICT (kind, removed) DO UPDATE SET number = secret_counts.number + excluded.number")
            }
        );
    }
}
