//! The tables of metrics in `docs/metrics.md` and in this crate's README are the ones of the code.
//!
//! After a change of the catalogue, `UPDATE_DOCS=1 cargo test -p gate-metrics --test catalogue_docs` writes
//! them anew.

#![expect(clippy::unwrap_used, reason = "what fails in a helper fails its test")]

use std::{fmt::Write as _, fs, path::Path};

use gate_metrics::catalogue::{self, Metric, MetricKind, Source};

const BEGIN: &str = "<!-- metrics: made by crates/metrics/tests/catalogue_docs.rs -->\n";
const END: &str = "<!-- end of metrics -->\n";

#[test]
fn the_page_is_up_to_date() {
    let mut text = String::new();
    let sections: [(&str, &[&str]); 7] = [
        ("HTTP", &["http_"]),
        ("Calls", &["tool_", "mcp_", "tokens_", "errors_"]),
        (
            "The gateway and its servers",
            &["build_", "server", "upstream_", "active_", "authent", "redactions_"],
        ),
        ("The audit trail", &["audit_"]),
        ("Export", &["telemetry_"]),
        ("The process", &["process_"]),
        ("The metrics themselves", &["metric_"]),
    ];
    let mut told = 0;
    for (title, prefixes) in sections {
        writeln!(text, "### {title}\n").unwrap();
        let of_section = |metric: &&Metric| prefixes.iter().any(|prefix| metric.name.starts_with(prefix));
        let metrics: Vec<_> = catalogue::all().filter(of_section).collect();
        told += metrics.len();
        text.push_str("| name | kind | labels | tells | moves when | from |\n|---|---|---|---|---|---|\n");
        metrics.into_iter().for_each(|metric| row(&mut text, metric));
        text.push('\n');
    }
    assert_eq!(told, catalogue::all().count(), "every metric is in one section");
    check("../../docs/metrics.md", &text);
}

#[test]
fn the_readme_is_up_to_date() {
    let mut text = "| name | kind | labels |\n|---|---|---|\n".to_owned();
    for metric in catalogue::all().filter(|metric| metric.source == Source::Layer) {
        writeln!(text, "| `{}` | {} | {} |", metric.name, metric.kind.as_str(), labels(metric)).unwrap();
    }
    check("README.md", &text);
}

fn row(text: &mut String, metric: &Metric) {
    let source = match metric.source {
        Source::Layer => "`MetricsLayer`",
        _ => "gateway",
    };
    let Metric { name, help, moves, .. } = *metric;
    let moves = moves.trim_end_matches('.');
    let (kind, labels) = (kind(metric), labels(metric));
    writeln!(text, "| `{name}` | {kind} | {labels} | {help} | {moves} | {source} |").unwrap();
}

fn kind(metric: &Metric) -> String {
    match metric.kind {
        MetricKind::Histogram => {
            let bounds = [metric.buckets.first().unwrap(), metric.buckets.last().unwrap()];
            format!("histogram, {} to {}", bounds[0], bounds[1])
        }
        kind => kind.as_str().to_owned(),
    }
}

fn labels(metric: &Metric) -> String {
    let labels: Vec<_> = metric.labels.iter().map(|label| format!("`{label}`")).collect();
    labels.join(", ")
}

fn check(file: &str, table: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let page = fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(BEGIN).expect("the table's beginning is marked");
    let (_, after) = rest.split_once(END).expect("the table's end is marked");
    let fresh = format!("{before}{BEGIN}\n{table}\n{END}{after}").replace("\n\n\n", "\n\n");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &fresh).unwrap();
    } else {
        assert!(fresh == page, "{file} is not up to date; see the head of this test");
    }
}
