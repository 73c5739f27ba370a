//! The variables of dashboards, filled in as Grafana does.

/// The expression, or link, with the value of each variable instead of it.
pub fn fill_in(text: &str, value: impl Fn(&str) -> String) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        filled.push_str(&rest[..at]);
        let (name, after) = variable(&rest[at + 1..]);
        filled.push_str(&if name.is_empty() { "$".to_owned() } else { value(name) });
        rest = after;
    }
    filled + rest
}

/// The name of a variable, without how it is to be formatted, and what follows: `name` or `{name:format}`.
fn variable(text: &str) -> (&str, &str) {
    if let Some((inside, after)) = text.strip_prefix('{').and_then(|text| text.split_once('}')) {
        return (inside.split(':').next().unwrap_or_default(), after);
    }
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    text.split_at(end)
}

/// The labels in a legend such as `{{server}} {{tool}}`.
pub fn legend_labels(legend: &str) -> impl Iterator<Item = &str> {
    legend.split("{{").skip(1).filter_map(|part| part.split_once("}}")).map(|(label, _)| label.trim())
}

/// The series and the label of `label_values(series, label)`, the query behind a variable.
#[must_use]
pub fn label_values(query: &str) -> Option<(&str, &str)> {
    let inside = query.strip_prefix("label_values(")?.strip_suffix(')')?;
    let (series, label) = inside.rsplit_once(',')?;
    Some((series.trim(), label.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_filled_in_however_they_are_written() {
        let text = r#"x{a=~"$server"}[$__rate_interval] ${tool} ${__from:date:iso}$"#;
        let filled = fill_in(text, |name| format!("<{name}>"));
        assert_eq!(filled, r#"x{a=~"<server>"}[<__rate_interval>] <tool> <__from>$"#);
    }

    #[test]
    fn what_a_variable_asks_for_is_read() {
        let read = label_values(r#"label_values(up{job=~"a,b"}, instance)"#);
        assert_eq!(read, Some((r#"up{job=~"a,b"}"#, "instance")));
        assert_eq!(label_values("query_result(up)"), None);
    }

    #[test]
    fn labels_of_a_legend_are_found() {
        assert_eq!(legend_labels("{{server}}: p99 {{ tool }}").collect::<Vec<_>>(), ["server", "tool"]);
    }
}
