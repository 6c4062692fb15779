//! The audit trail as CSV: the same filters as the page, sent while it is read.

use axum::{
    body::{Body, Bytes},
    extract::{Query, Request, State},
    response::Response,
};
use backend::{
    Backend, Error,
    access::Actor,
    activity::{ActivityQuery, Entry, Verb},
};
use futures_util::stream;
use http::{HeaderValue, header};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{guard, pages, problem::Problem, state::Shared};

/// Entries read at a time.
const ROWS: u32 = 200;

const HEADINGS: [&str; 6] = ["number", "time", "actor", "verb", "object", "detail"];

/// Sends every entry that the filters let through, newest first.
pub async fn export(
    State(edge): State<Shared>,
    query: Query<Vec<(String, String)>>,
    request: Request,
) -> Response {
    let (asked, _) = request.into_parts();
    let actor = pages::actor(&asked);
    if !actor.is_signed_in() {
        return pages::sign_in_first(
            asked
                .uri
                .path_and_query()
                .map_or("/activity.csv", |path| path.as_str()),
        );
    }
    let filters = filters(&query.0, Timestamp::now().as_millisecond());
    let first = edge.backend.activity().list(&actor, &filters).await;
    match first {
        Ok(page) => answer(rows(edge.backend.clone(), actor, filters, page.rows)),
        Err(Error::NotFound) => pages::missing(&edge, &asked).await,
        Err(error) => guard::refuse(Problem::of(&error), &edge, &asked),
    }
}

fn answer(body: Body) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8; header=present"),
    );
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"activity.csv\""),
    );
    response
}

/// The filters of the Activity page: `q`, `verb`, and `from` and `to` as days in UTC. Entries made
/// from now on would shift what is read and are left out.
fn filters(query: &[(String, String)], now: i64) -> ActivityQuery {
    let get = |name: &str| {
        query
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.as_str())
    };
    let until = get("to")
        .parse::<Date>()
        .ok()
        .and_then(|day| day.tomorrow().ok())
        .and_then(begin);
    ActivityQuery {
        search: get("q").trim().to_owned(),
        verb: Verb::from_id(get("verb")),
        from: get("from").parse().ok().and_then(begin),
        until: Some(until.map_or(now, |until| until.min(now))),
        page: 1,
        size: ROWS,
    }
}

/// When a day begins, Unix milliseconds.
fn begin(day: Date) -> Option<i64> {
    day.to_zoned(TimeZone::UTC)
        .ok()
        .map(|begin| begin.timestamp().as_millisecond())
}

struct Reading {
    backend: Backend,
    actor: Actor,
    filters: ActivityQuery,
    rows: Option<Vec<Entry>>,
}

/// The heading and the first rows, then page by page.
fn rows(backend: Backend, actor: Actor, filters: ActivityQuery, first: Vec<Entry>) -> Body {
    let reading = Reading {
        backend,
        actor,
        filters,
        rows: Some(first),
    };
    Body::from_stream(stream::try_unfold(reading, |mut reading| async move {
        let heading = reading.rows.is_some();
        let entries = match reading.rows.take() {
            Some(entries) => entries,
            None => {
                reading.filters.page = reading.filters.page.saturating_add(1);
                reading
                    .backend
                    .activity()
                    .list(&reading.actor, &reading.filters)
                    .await?
                    .rows
            }
        };
        if entries.is_empty() && !heading {
            return Ok::<_, Error>(None);
        }
        Ok(Some((csv(heading, &entries), reading)))
    }))
}

fn csv(heading: bool, entries: &[Entry]) -> Bytes {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let mut write = |cells: [String; 6]| {
        // Writing to memory does not fail.
        let _ = writer.write_record(&cells);
    };
    if heading {
        write(HEADINGS.map(str::to_owned));
    }
    for entry in entries {
        let texts = [&entry.actor, entry.verb.id(), &entry.object, &entry.detail].map(cell);
        let [actor, verb, object, detail] = texts;
        write([
            entry.number.to_string(),
            time(entry.at),
            actor,
            verb,
            object,
            detail,
        ]);
    }
    writer
        .into_inner()
        .map_or_else(|_| Bytes::new(), Bytes::from)
}

fn time(at: i64) -> String {
    Timestamp::from_millisecond(at).map_or_else(|_| at.to_string(), |time| time.to_string())
}

/// A cell that no spreadsheet takes for a formula (OWASP, CSV Injection).
fn cell(text: &str) -> String {
    if text.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ]) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_those_of_the_page() {
        let query = [
            ("q", " a "),
            ("verb", "secret.added"),
            ("from", "2026-01-01"),
            ("to", "2026-01-01"),
            ("x", "y"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let expected = ActivityQuery {
            search: "a".into(),
            verb: Some(Verb::SecretAdded),
            from: Some(1_767_225_600_000),
            until: Some(1_767_312_000_000),
            page: 1,
            size: ROWS,
        };
        assert_eq!(filters(&query, i64::MAX), expected);
        assert_eq!(filters(&query, 5).until, Some(5));
        assert_eq!(filters(&[], 5).from, None);
    }

    #[test]
    fn rows_are_quoted_and_no_cell_is_a_formula() {
        let entry = Entry {
            number: 7,
            at: 1_700_000_000_123,
            actor: "=HYPERLINK(\"http://x\")".into(),
            verb: Verb::SecretAdded,
            object: "ghcr".into(),
            detail: "a, b\r\nc".into(),
        };
        let text = String::from_utf8(csv(true, &[entry]).to_vec()).unwrap();
        assert_eq!(
            text,
            "number,time,actor,verb,object,detail\r\n\
             7,2023-11-14T22:13:20.123Z,\"'=HYPERLINK(\"\"http://x\"\")\",secret.added,ghcr,\"a, b\r\nc\"\r\n"
        );
    }

    #[test]
    fn every_beginning_of_a_formula_is_taken_off() {
        for start in ['=', '+', '-', '@', '\t', '\r'] {
            assert!(cell(&format!("{start}1")).starts_with('\''));
        }
        assert_eq!(cell("a=1"), "a=1");
    }
}
