//! The gateway's own counters and gauges, to be exported beside those of the conventions.

use gate_metrics::catalogue::{self, MetricKind};
use gate_telemetry::{MetricSource, Sample, SampleKind};
use metrics::Unit;

use crate::metrics::{Collector, Exposition};

/// What a scrape would show, but for histograms: calls and requests are timed by the conventions already.
pub(crate) struct Counted {
    pub(crate) exposition: Exposition,
    pub(crate) collector: Collector,
}

impl MetricSource for Counted {
    fn samples(&self, each: &mut dyn FnMut(Sample<'_>)) {
        // Without asking the store how it is, which may take its time.
        self.collector.collect(None);
        for (name, labels, value) in self.exposition.text().lines().filter_map(series) {
            let Some(metric) = catalogue::all().find(|metric| metric.name == name) else { continue };
            let kind = match metric.kind {
                MetricKind::Counter => SampleKind::Counter,
                MetricKind::Gauge => SampleKind::Gauge,
                _ => continue,
            };
            let labels: Vec<_> = labels.iter().map(|(name, value)| (*name, value.as_str())).collect();
            each(Sample::new(kind, name, &labels, value).unit(unit(metric.unit)).about(metric.help));
        }
    }
}

/// By UCUM.
fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Seconds => "s",
        Unit::Bytes => "By",
        _ => "1",
    }
}

type Series<'a> = (&'a str, Vec<(&'a str, String)>, f64);

/// A line of Prometheus's text format: `name{label="value"} 7`. None of a comment.
fn series(line: &str) -> Option<Series<'_>> {
    let end = line.find(['{', ' '])?;
    let (name, mut rest) = line.split_at(end);
    let mut labels = Vec::new();
    if let Some(within) = rest.strip_prefix('{') {
        rest = within;
        while !rest.starts_with('}') {
            let (label, value) = rest.trim_start_matches(',').split_once("=\"")?;
            let (value, after) = unescaped(value)?;
            labels.push((label, value));
            rest = after;
        }
        rest = rest.strip_prefix('}')?;
    }
    Some((name, labels, rest.trim().parse().ok()?))
}

/// A text up to its closing quote, and what is behind that.
fn unescaped(text: &str) -> Option<(String, &str)> {
    let (mut value, mut rest) = (String::new(), text.char_indices());
    while let Some((at, character)) = rest.next() {
        match character {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => match rest.next()?.1 {
                'n' => value.push('\n'),
                escaped => value.push(escaped),
            },
            character => value.push(character),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_are_read_from_the_text() {
        assert_eq!(series("up 1"), Some(("up", vec![], 1.0)));
        let labels = vec![("server", "a \"b\"".to_owned()), ("tool", "c\\d\n,}".to_owned())];
        let line = r#"calls_total{server="a \"b\"",tool="c\\d\n,}"} 12.5"#;
        assert_eq!(series(line), Some(("calls_total", labels, 12.5)));
        for none in ["# HELP up Up.", "", "up", "up{", "up{a=\"b} 1", "up{a} 1", "up x"] {
            assert_eq!(series(none), None, "{none}");
        }
    }
}
