//! Reads the fields of registry logins.

use web_sys::Element;

use crate::{
    actions::TypedValue,
    islands::dom,
    kinds::image_pull::{ImagePullForm, MAX_ROWS, RowForm},
};

/// The fields as they are now.
pub fn read(form: &Element) -> ImagePullForm {
    if dom::find(form, "#way-json:checked").is_some() {
        return ImagePullForm::Json(TypedValue::new(dom::text(form, "json")));
    }
    let mut rows: Vec<RowForm> = Vec::new();
    for row in dom::all(form, ".logins > .login") {
        let Some(number) = number(&row) else { continue };
        // A row that was removed is a blank one: positions stay as they are named.
        rows.resize_with(number.saturating_add(1), RowForm::default);
        if let Some(last) = rows.last_mut() {
            *last = read_row(&row, number);
        }
    }
    ImagePullForm::Rows(rows)
}

fn read_row(row: &Element, number: usize) -> RowForm {
    let number = number.to_string();
    let text = |part: &str| dom::text(row, &[part, ".", &number].concat());
    RowForm {
        host: text("host"),
        username: text("username"),
        password: TypedValue::new(text("password")),
    }
}

/// The number of a row, below [`MAX_ROWS`].
pub(super) fn number(row: &Element) -> Option<usize> {
    row.get_attribute("data-row")?
        .parse()
        .ok()
        .filter(|number| *number < MAX_ROWS)
}
