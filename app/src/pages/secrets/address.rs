//! The state of the list, all of it in the address.

use backend::{
    people::SecretsView,
    secrets::{ListQuery, Sort},
};
use domain::kind::Kind;

use crate::{
    forms::secrets_view,
    pages::{Asker, in_query},
};

/// Tiles on a page: a multiple of two and three columns.
const TILES: u32 = 24;
/// Rows of a table on a page.
const ROWS: u32 = 50;

/// Which part of the list is shown, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Address {
    /// Words to look for.
    pub(super) search: String,
    /// Only this kind.
    pub(super) kind: Option<Kind>,
    /// The order.
    pub(super) sort: Sort,
    /// The page, from 1.
    pub(super) page: u32,
    /// Tiles or table, where the address says so.
    pub(super) view: Option<SecretsView>,
}

impl Address {
    /// The state in the asker's address. What is not understood is as if it were not there.
    pub(super) fn of(asker: &Asker) -> Self {
        Self {
            search: asker.query("q").trim().chars().take(200).collect(),
            kind: Kind::from_id(&asker.query("kind")),
            sort: sort_from_id(&asker.query("sort")).unwrap_or_default(),
            page: asker.query("page").parse().unwrap_or(1).max(1),
            view: secrets_view(&asker.query("view")),
        }
    }

    /// Whether it narrows the list.
    pub(super) fn is_filtered(&self) -> bool {
        !self.search.is_empty() || self.kind.is_some()
    }

    /// The question to storage.
    pub(super) fn query(&self, view: SecretsView, removed: bool) -> ListQuery {
        ListQuery {
            search: self.search.clone(),
            kind: self.kind,
            sort: self.sort,
            page: self.page.max(1),
            size: match view {
                SecretsView::Tiles => TILES,
                SecretsView::Table => ROWS,
            },
            removed,
        }
    }

    /// The same with another kind, from the first page.
    pub(super) fn with_kind(&self, kind: Option<Kind>) -> Self {
        Self {
            kind,
            page: 1,
            ..self.clone()
        }
    }

    /// The same on another page.
    pub(super) fn with_page(&self, page: u32) -> Self {
        Self {
            page,
            ..self.clone()
        }
    }

    /// The same in another view, from the first page: pages of the views differ in length.
    pub(super) fn with_view(&self, view: SecretsView) -> Self {
        Self {
            view: Some(view),
            page: 1,
            ..self.clone()
        }
    }

    /// The address below `path`; says only what differs from the beginning.
    pub(super) fn to_path(&self, path: &str) -> String {
        let mut parts = Vec::new();
        if !self.search.is_empty() {
            parts.push(format!("q={}", in_query(&self.search)));
        }
        if let Some(kind) = self.kind {
            parts.push(format!("kind={}", kind.id()));
        }
        if self.sort != Sort::default() {
            parts.push(format!("sort={}", sort_id(self.sort)));
        }
        if let Some(view) = self.view {
            parts.push(format!("view={}", view_id(view)));
        }
        if self.page > 1 {
            parts.push(format!("page={}", self.page));
        }
        if parts.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{}", parts.join("&"))
        }
    }
}

/// The orders, in the order of the select.
pub(super) const SORTS: &[(Sort, &str, &str)] = &[
    (Sort::RecentlyChanged, "changed", "Recently changed"),
    (Sort::LongestUnchanged, "unchanged", "Longest unchanged"),
    (Sort::Name, "name", "Name, a to z"),
    (Sort::NameDescending, "name-desc", "Name, z to a"),
    (Sort::RecentlyAdded, "added", "Recently added"),
    (Sort::FirstAdded, "first-added", "First added"),
];

/// The id of an order in the address.
pub(super) fn sort_id(sort: Sort) -> &'static str {
    SORTS
        .iter()
        .find(|(one, ..)| *one == sort)
        .map_or("changed", |(_, id, _)| *id)
}

fn sort_from_id(id: &str) -> Option<Sort> {
    SORTS
        .iter()
        .find(|(_, one, _)| *one == id)
        .map(|(sort, ..)| *sort)
}

/// The id of a view in the address.
pub(super) fn view_id(view: SecretsView) -> &'static str {
    match view {
        SecretsView::Tiles => "tiles",
        SecretsView::Table => "table",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_only_what_differs() {
        assert_eq!(
            Address {
                page: 1,
                ..Address::default()
            }
            .to_path("/secrets"),
            "/secrets"
        );
        let all = Address {
            search: "a&b ü".into(),
            kind: Some(Kind::ImagePull),
            sort: Sort::Name,
            page: 3,
            view: Some(SecretsView::Table),
        };
        assert_eq!(
            all.to_path("/secrets"),
            "/secrets?q=a%26b%20%C3%BC&kind=image-pull&sort=name&view=table&page=3"
        );
    }

    #[test]
    fn every_order_has_its_own_id() {
        for (sort, id, _) in SORTS {
            assert_eq!(sort_from_id(id), Some(*sort));
            assert_eq!(sort_id(*sort), *id);
        }
    }
}
