//! Filling in the first form of a page as a person would, without knowing its fields.

/// The password that measurements sign in with.
const PASSWORD: &str = "measure-twice-cut-once";

/// The fields of the page's first `method="post"` form with something sensible in each.
pub fn filled_in(page: &str) -> Vec<(String, String)> {
    let start = page.find("<form").unwrap_or(0);
    let form = page.get(start..).unwrap_or_default();
    let form = form.split("</form>").next().unwrap_or_default();
    form.split("<input")
        .skip(1)
        .filter_map(|rest| field(rest.split('>').next()?))
        .collect()
}

fn field(input: &str) -> Option<(String, String)> {
    let name = attribute(input, "name")?;
    let value = match attribute(input, "type").unwrap_or_default().as_str() {
        "hidden" => attribute(input, "value").unwrap_or_default(),
        "password" => PASSWORD.to_owned(),
        "submit" | "button" | "checkbox" => return None,
        _ => "measurer".to_owned(),
    };
    Some((name, value))
}

fn attribute(element: &str, name: &str) -> Option<String> {
    let start = format!(" {name}=\"");
    let rest = element.split_once(&start)?.1;
    Some(rest.split('"').next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_gets_what_its_type_asks_for() {
        let page = r#"<form method="post"><input type="hidden" name="token" value="t"/>
            <input type="text" name="login"><input name="p" type="password"><input type="submit"></form>
            <form><input name="other"></form>"#;
        let fields = filled_in(page);
        let names: Vec<_> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(
            names,
            [("token", "t"), ("login", "measurer"), ("p", PASSWORD)]
        );
    }
}
