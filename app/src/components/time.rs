//! Times: relative up to a week, then a date; exact in the title and for machines.

use jiff::{Timestamp, Unit, tz::TimeZone};
use leptos::prelude::*;

const MINUTE: i64 = 60 * 1000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A point in time.
#[component]
pub fn Time(
    /// Unix milliseconds.
    at: i64,
) -> impl IntoView {
    view! {
        <time datetime=machine(at) title=exact(at)>
            {relative(at)}
        </time>
    }
}

/// “2 h ago” up to a week, then “2 Sep” or, in another year, “2 Sep 2025”. `at` is Unix
/// milliseconds.
pub fn relative(at: i64) -> String {
    relative_to(at, Timestamp::now().as_millisecond())
}

/// A date in words, “21 December”, with the year when it is not this one. `at` is Unix
/// milliseconds.
pub fn date(at: i64) -> String {
    day(at, Timestamp::now().as_millisecond(), "%-d %B")
}

/// The date so many days from now, as [`date`].
pub fn date_after_days(days: u32) -> String {
    date(
        Timestamp::now()
            .as_millisecond()
            .saturating_add(i64::from(days).saturating_mul(DAY)),
    )
}

fn relative_to(at: i64, now: i64) -> String {
    let past = now.saturating_sub(at);
    if past < -MINUTE {
        return ahead(at, now, past.saturating_neg());
    }
    match past {
        ..MINUTE => "just now".to_owned(),
        MINUTE..HOUR => format!("{} min ago", past / MINUTE),
        HOUR..DAY => format!("{} h ago", past / HOUR),
        past if past < 2 * DAY => "1 day ago".to_owned(),
        past if past < 7 * DAY => format!("{} days ago", past / DAY),
        _ => day(at, now, "%-d %b"),
    }
}

fn ahead(at: i64, now: i64, left: i64) -> String {
    match left {
        ..HOUR => format!("in {} min", left / MINUTE),
        HOUR..DAY => format!("in {} h", left / HOUR),
        left if left < 7 * DAY => format!("in {} days", left.saturating_add(DAY - 1) / DAY),
        _ => day(at, now, "%-d %b"),
    }
}

fn day(at: i64, now: i64, format: &str) -> String {
    let (Some(at), Some(now)) = (zoned(at), zoned(now)) else {
        return String::new();
    };
    let day = at.strftime(format).to_string();
    if at.year() == now.year() {
        day
    } else {
        format!("{day} {}", at.year())
    }
}

fn zoned(at: i64) -> Option<jiff::Zoned> {
    Timestamp::from_millisecond(at)
        .ok()
        .map(|at| at.to_zoned(TimeZone::UTC))
}

/// RFC 3339, to the second.
fn machine(at: i64) -> String {
    Timestamp::from_millisecond(at)
        .ok()
        .and_then(|at| at.round(Unit::Second).ok())
        .map(|at| at.to_string())
        .unwrap_or_default()
}

fn exact(at: i64) -> String {
    zoned(at)
        .map(|at| at.strftime("%-d %B %Y, %H:%M:%S UTC").to_string())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-21T08:00:00Z.
    const NOW: i64 = 1_795_248_000_000;

    #[test]
    fn near_times_are_relative_and_far_ones_are_dates() {
        let cases = [
            (0, "just now"),
            (59_999, "just now"),
            (MINUTE, "1 min ago"),
            (HOUR, "1 h ago"),
            (DAY, "1 day ago"),
            (6 * DAY, "6 days ago"),
            (7 * DAY, "14 Nov"),
            (365 * DAY, "21 Nov 2025"),
            (-2 * HOUR, "in 2 h"),
            (-30 * DAY, "21 Dec"),
        ];
        for (past, words) in cases {
            assert_eq!(relative_to(NOW - past, NOW), words);
        }
    }

    #[test]
    fn the_exact_time_is_there_for_people_and_machines() {
        assert_eq!(machine(NOW), "2026-11-21T08:00:00Z");
        assert_eq!(exact(NOW), "21 November 2026, 08:00:00 UTC");
    }
}
