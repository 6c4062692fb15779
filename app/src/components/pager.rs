//! Where one is in a list, and the way on.

use backend::page::Page;
use leptos::prelude::*;

/// “1 to 24 of 142” with links to the pages around.
#[component]
pub fn Pager(
    /// Number of the first row shown; 0 when there is none.
    first: u64,
    /// Number of the last row shown.
    last: u64,
    /// Rows in all.
    total: u64,
    /// Address of the page before.
    previous: Option<String>,
    /// Address of the page after.
    next: Option<String>,
) -> impl IntoView {
    let paged = previous.is_some() || next.is_some();
    view! {
        <nav class="pager" aria-label="Pages">
            <span>{format!("{first} to {last} of {total}")}</span>
            {paged
                .then(|| {
                    view! {
                        <span class="do">
                            {step(previous, "Previous", "prev")} {step(next, "Next", "next")}
                        </span>
                    }
                })}
        </nav>
    }
}

fn step(address: Option<String>, label: &'static str, rel: &'static str) -> AnyView {
    match address {
        Some(address) => view! { <a class="btn" href=address rel=rel>{label}</a> }.into_any(),
        None => view! { <span class="btn" aria-disabled="true">{label}</span> }.into_any(),
    }
}

/// The pager of a page of a list; `address` makes the address of a page number.
pub fn pager<T>(page: &Page<T>, address: impl Fn(u32) -> String) -> AnyView {
    if page.rows.is_empty() && page.number <= 1 {
        return ().into_any();
    }
    let previous =
        (page.number > 1).then(|| address(page.number.saturating_sub(1).min(page.pages())));
    let next = (page.number < page.pages()).then(|| address(page.number.saturating_add(1)));
    view! { <Pager first=page.first() last=page.last() total=page.total previous=previous next=next /> }
        .into_any()
}
