//! What was done, by whom and when.

use backend::{
    activity::{ActivityQuery, Entry, Verb},
    page::Page,
};
use jiff::{civil::Date, tz::TimeZone};
use leptos::prelude::*;

use super::{Asker, Place, View, failed::in_query, page};
use crate::{
    components::{EmptyState, Icon, Time, icon, pager},
    islands::ListControls,
};

/// Rows on a page.
const SIZE: u32 = 50;

/// The audit trail, searched and filtered.
#[component]
pub fn ActivityPage() -> impl IntoView {
    page(Place::Activity, |asker| async move {
        let filter = Filter::of(&asker);
        let entries = asker
            .backend
            .activity()
            .list(&asker.actor, &filter.query())
            .await?;
        Ok(View::new("Activity", list(&filter, entries)))
    })
}

/// What the address asks for.
#[derive(Debug, Default)]
struct Filter {
    search: String,
    verb: Option<Verb>,
    from: Option<Date>,
    to: Option<Date>,
    page: u32,
}

impl Filter {
    fn of(asker: &Asker) -> Self {
        Self {
            search: asker.query("q").trim().to_owned(),
            verb: Verb::from_id(&asker.query("verb")),
            from: asker.query("from").parse().ok(),
            to: asker.query("to").parse().ok(),
            page: asker.query("page").parse().unwrap_or(1).max(1),
        }
    }

    fn query(&self) -> ActivityQuery {
        ActivityQuery {
            search: self.search.clone(),
            verb: self.verb,
            from: self.from.and_then(begin),
            until: self.to.and_then(|day| day.tomorrow().ok()).and_then(begin),
            page: self.page,
            size: SIZE,
        }
    }

    fn is_narrow(&self) -> bool {
        !self.search.is_empty() || self.verb.is_some() || self.from.is_some() || self.to.is_some()
    }

    /// `path` with this filter and page `page`.
    fn address(&self, path: &str, page: u32) -> String {
        let mut parts = Vec::new();
        if !self.search.is_empty() {
            parts.push(format!("q={}", in_query(&self.search)));
        }
        parts.extend(self.verb.map(|verb| format!("verb={}", verb.id())));
        parts.extend(self.from.map(|day| format!("from={day}")));
        parts.extend(self.to.map(|day| format!("to={day}")));
        if page > 1 {
            parts.push(format!("page={page}"));
        }
        if parts.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{}", parts.join("&"))
        }
    }
}

/// When a day begins in UTC, Unix milliseconds.
fn begin(day: Date) -> Option<i64> {
    day.to_zoned(TimeZone::UTC)
        .ok()
        .map(|at| at.timestamp().as_millisecond())
}

fn list(filter: &Filter, entries: Page<Entry>) -> AnyView {
    view! {
        {head(filter, entries.total)}
        {tools(filter)}
        {if entries.rows.is_empty() { nothing(filter) } else { table(filter, entries) }}
        <ListControls />
    }
    .into_any()
}

fn head(filter: &Filter, total: u64) -> AnyView {
    view! {
        <div class="head">
            <h1>"Activity " <span class="count">{total}</span></h1>
            <p>
                "Who did what, and when. Each entry holds a hash of the one before it: "
                <code>"keyrack verify"</code> " on the server tells whether one was changed or taken out."
            </p>
            <div class="do">
                <a class="btn" href=filter.address("/activity.csv", 1) download="activity.csv">
                    "CSV"
                </a>
            </div>
        </div>
    }
    .into_any()
}

fn tools(filter: &Filter) -> AnyView {
    view! {
        <form class="tools" method="get" action="/activity" role="search">
            <div class="search">
                <Icon draw=icon::SEARCH />
                <input
                    type="search"
                    name="q"
                    value=filter.search.clone()
                    placeholder="Search person, object, detail"
                    aria-label="Search activity"
                    autocomplete="off"
                />
                <kbd aria-hidden="true" class="live">"/"</kbd>
            </div>
            {verbs(filter.verb)} {day("from", "From", filter.from)} {day("to", "To", filter.to)}
            <button class="btn">"Show"</button>
            {filter
                .is_narrow()
                .then(|| {
                    view! {
                        <a class="btn quiet" href="/activity">
                            "Show all"
                        </a>
                    }
                })}
        </form>
    }
    .into_any()
}

fn verbs(now: Option<Verb>) -> AnyView {
    view! {
        <select name="verb" aria-label="What was done" data-submit="">
            <option value="">"Everything"</option>
            {Verb::ALL
                .iter()
                .map(|verb| {
                    view! {
                        <option value=verb.id() selected=now == Some(*verb)>
                            {capitalised(verb.label())}
                        </option>
                    }
                })
                .collect_view()}
        </select>
    }
    .into_any()
}

fn day(name: &'static str, label: &'static str, now: Option<Date>) -> AnyView {
    view! {
        <label class="with-label">
            {label} <input type="date" name=name value=now.map(|day| day.to_string()).unwrap_or_default() />
        </label>
    }
    .into_any()
}

/// “added secret” as “Added secret”.
fn capitalised(label: &str) -> String {
    let mut chars = label.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

fn table(filter: &Filter, entries: Page<Entry>) -> AnyView {
    let pages = pager(&entries, |number| filter.address("/activity", number));
    view! {
        <div class="card">
            <div class="scroll">
                <table role="table">
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col" aria-sort="descending">
                                <span>"When"</span>
                            </th>
                            <th role="columnheader" scope="col">"Who"</th>
                            <th role="columnheader" scope="col">"What"</th>
                            <th role="columnheader" scope="col">"Object"</th>
                            <th role="columnheader" scope="col">"Detail"</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{entries.rows.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            {pages}
        </div>
    }
    .into_any()
}

fn row(entry: Entry) -> AnyView {
    let detail_label = (!entry.detail.is_empty()).then_some("Detail");
    view! {
        <tr role="row">
            <td role="cell" data-label="When">
                <span>
                    <Time at=entry.at /> <span class="sub">{format!("no. {}", entry.number)}</span>
                </span>
            </td>
            <td role="cell" data-label="Who">{entry.actor}</td>
            <td role="cell" data-label="What">{entry.verb.label()}</td>
            <td role="cell" data-label="Object" class="mono">{entry.object}</td>
            <td role="cell" data-label=detail_label class="wrap">{entry.detail}</td>
        </tr>
    }
    .into_any()
}

/// Nothing yet, nothing that matches, or past the end.
fn nothing(filter: &Filter) -> AnyView {
    if !filter.is_narrow() && filter.page <= 1 {
        return view! {
            <div class="card">
                <EmptyState
                    title="Nothing yet"
                    text="Every change to secrets and people, and every sign-in, is written down here."
                />
            </div>
        }
        .into_any();
    }
    let (title, text) = if filter.page > 1 {
        (
            "No entries on this page",
            "The list is shorter than this page number.",
        )
    } else {
        (
            "Nothing matches",
            "No entry fits this search and these dates. Dates are days in UTC.",
        )
    };
    let href = if filter.page > 1 {
        filter.address("/activity", 1)
    } else {
        "/activity".to_owned()
    };
    let label = if filter.page > 1 {
        "To the first page"
    } else {
        "Show all"
    };
    view! {
        <div class="card">
            <EmptyState title=title text=text>
                <a class="btn" href=href>
                    {label}
                </a>
            </EmptyState>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_is_included() {
        let filter = Filter {
            from: "2026-11-20".parse().ok(),
            to: "2026-11-20".parse().ok(),
            ..Filter::default()
        };
        let query = filter.query();
        let day = 24 * 60 * 60 * 1000;
        assert_eq!(
            query
                .from
                .zip(query.until)
                .map(|(from, until)| until - from),
            Some(day)
        );
    }

    #[test]
    fn the_address_of_the_csv_has_the_same_filter() {
        let filter = Filter {
            search: "a b".into(),
            verb: Some(Verb::SecretAdded),
            to: "2026-11-20".parse().ok(),
            page: 4,
            ..Filter::default()
        };
        assert_eq!(
            filter.address("/activity.csv", 1),
            "/activity.csv?q=a%20b&verb=secret.added&to=2026-11-20"
        );
        assert_eq!(Filter::default().address("/activity", 1), "/activity");
    }
}
