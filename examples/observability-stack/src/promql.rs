//! As much of PromQL as it takes to tell which metrics and labels an expression names. Whether it is well formed
//! is for Prometheus to say.

use std::collections::BTreeSet;

use gate_metrics::catalogue::{self, Metric, MetricKind};

/// What an expression names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expression {
    /// Its series, in their order.
    pub selectors: Vec<Selector>,
    /// The labels that it groups, matches or joins by.
    pub grouping: BTreeSet<String>,
}

/// A metric, and the labels that it is selected by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selector {
    /// The name, as Prometheus has it: with `_bucket` where it is of a histogram.
    pub metric: String,
    /// The names of the labels between its braces.
    pub labels: BTreeSet<String>,
}

/// What Prometheus itself says of every target and of every alert.
const PROMETHEUS: [(&str, &[&str]); 4] = [
    ("up", &[]),
    ("scrape_duration_seconds", &[]),
    ("scrape_samples_scraped", &[]),
    ("ALERTS", &["alertname", "alertstate", "severity", "server", "reason"]),
];

/// The labels that Prometheus gives every series.
const TARGET: [&str; 2] = ["instance", "job"];

const GROUPING: [&str; 6] = ["by", "without", "on", "ignoring", "group_left", "group_right"];
const OPERATORS: [&str; 6] = ["and", "or", "unless", "bool", "offset", "atan2"];

impl Expression {
    /// Reads an expression in which no variables are left.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut expression = Self::default();
        let mut rest = text;
        let mut grouping = false;
        while let Some(token) = next(&mut rest) {
            if grouping && token == "(" {
                expression.grouping.extend(list(&mut rest));
            } else if token == "{" {
                let labels = matchers(&mut rest);
                if let Some(selector) = expression.selectors.last_mut() {
                    selector.labels.extend(labels);
                }
            } else if is_metric(token, rest) {
                expression.selectors.push(Selector { metric: token.to_owned(), ..Selector::default() });
            }
            grouping = GROUPING.contains(&token);
        }
        expression
    }

    /// What it names that does not exist.
    #[must_use]
    pub fn unknown(&self) -> Vec<String> {
        let mut unknown = Vec::new();
        let mut known = BTreeSet::new();
        for selector in &self.selectors {
            match selector.known_labels() {
                None => unknown.push(selector.metric.clone()),
                Some(labels) => {
                    let odd = selector.labels.iter().filter(|label| !labels.contains(label.as_str()));
                    unknown.extend(odd.map(|label| format!("{}{{{label}}}", selector.metric)));
                    known.extend(labels);
                }
            }
        }
        let odd = self.grouping.iter().filter(|label| !known.contains(label.as_str()));
        unknown.extend(odd.map(|label| format!("by ({label})")));
        unknown
    }
}

impl Selector {
    /// Its entry in the catalogue.
    #[must_use]
    pub fn metric(&self) -> Option<&'static Metric> {
        let histogram = ["_bucket", "_sum", "_count"].iter().find_map(|part| self.metric.strip_suffix(part));
        catalogue::all().find(|metric| match metric.kind {
            MetricKind::Histogram => Some(metric.name) == histogram,
            _ => metric.name == self.metric,
        })
    }

    fn known_labels(&self) -> Option<BTreeSet<&'static str>> {
        let own = match PROMETHEUS.iter().find(|(name, _)| *name == self.metric) {
            Some((_, labels)) => labels,
            None => self.metric()?.labels,
        };
        let le = self.metric.ends_with("_bucket").then_some("le");
        Some(own.iter().copied().chain(TARGET).chain(le).collect())
    }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == ':'
}

/// A name, a number, a text, or one sign; ranges are left out.
fn next<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let text = rest.trim_start();
    let first = text.chars().next()?;
    let length = match first {
        '"' | '\'' | '`' => text_length(text, first),
        '[' => text.find(']').map_or(text.len(), |end| end + 1),
        _ if is_name(first) || first == '.' => text.find(|c| !is_name(c) && c != '.').unwrap_or(text.len()),
        _ => first.len_utf8(),
    };
    let (token, after) = text.split_at(length);
    *rest = after;
    Some(token)
}

fn text_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote != '`' => escaped = true,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Whether a token is a metric's name, and no function, operator or number.
fn is_metric(token: &str, rest: &str) -> bool {
    let starts = token.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let is_word = GROUPING.contains(&token) || OPERATORS.contains(&token);
    let mut after = rest;
    let is_called = matches!(next(&mut after), Some("(" | "by" | "without"));
    starts && !is_word && !is_called
}

/// `one, two)`
fn list(rest: &mut &str) -> Vec<String> {
    let mut names = Vec::new();
    while let Some(token) = next(rest).filter(|token| *token != ")") {
        if token.starts_with(is_name) {
            names.push(token.to_owned());
        }
    }
    names
}

/// `one="a", two=~"b"}`
fn matchers(rest: &mut &str) -> Vec<String> {
    let mut names = Vec::new();
    while let Some(token) = next(rest).filter(|token| *token != "}") {
        if token.starts_with(is_name) {
            names.push(token.to_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<(String, Vec<String>)>, Vec<String>) {
        let Expression { selectors, grouping } = Expression::read(text);
        let selectors = selectors.into_iter().map(|it| (it.metric, it.labels.into_iter().collect()));
        (selectors.collect(), grouping.into_iter().collect())
    }

    #[test]
    fn metrics_and_labels_are_told_from_all_else() {
        let (selectors, grouping) = read(
            r#"histogram_quantile(0.99, sum by (le, tool) (rate(a_bucket{x="},\" b", y=~'c'}[5m]))) > bool 1e3
               and on (job) group_left () sum(up) without (job) unless d:e{z!="f"} offset 5m"#,
        );
        let names: Vec<_> = selectors.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["a_bucket", "up", "d:e"]);
        assert_eq!(selectors[0].1, ["x", "y"]);
        assert_eq!(selectors[2].1, ["z"]);
        assert_eq!(grouping, ["job", "le", "tool"]);
    }

    #[test]
    fn what_does_not_exist_is_named() {
        let unknown = |text| Expression::read(text).unknown();
        assert!(unknown("sum by (le, server) (rate(tool_latency_seconds_bucket[1m]))").is_empty());
        assert!(unknown(r#"up{job="x"} == 0"#).is_empty());
        assert_eq!(unknown("tool_calls"), ["tool_calls"]);
        assert_eq!(unknown("tool_latency_seconds"), ["tool_latency_seconds"]);
        assert_eq!(unknown("tool_calls_total_bucket"), ["tool_calls_total_bucket"]);
        assert_eq!(unknown(r#"tokens_total{tool="x"}"#), ["tokens_total{tool}"]);
        assert_eq!(unknown(r#"tokens_total{le="1"}"#), ["tokens_total{le}"]);
        assert_eq!(unknown("sum by (user) (tokens_total)"), ["by (user)"]);
    }
}
