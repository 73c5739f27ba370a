//! What can be told of the dashboards and alerts without a Prometheus: that they name only what exists, that
//! all that exists is somewhere to be seen, and that they can be read.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashSet},
};

use gate_metrics::catalogue;
use gate_trace::semconv;
use observability_stack::{
    Dashboard, Expression, Panel, alerts, dashboards, fill_in, label_values, legend_labels,
};
use serde_json::Value;

/// As it is with one minute, and with all that variables can be.
fn filled(text: &str) -> String {
    fill_in(text, |name| if name.starts_with("__") { "1m".to_owned() } else { ".*".to_owned() })
}

fn read() -> Vec<Dashboard> {
    dashboards().expect("the dashboards can be read")
}

/// Every expression, with the place where it is.
fn expressions() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for dashboard in read() {
        for panel in &dashboard.panels {
            let place = format!("{}: {}", dashboard.title(), panel.title);
            all.extend(panel.queries.iter().map(|query| (place.clone(), filled(&query.expr))));
        }
        for (name, query) in &dashboard.variables {
            let (series, _) = label_values(query).expect("label_values(series, label)");
            all.push((format!("{}: ${name}", dashboard.title()), filled(series)));
        }
    }
    all.extend(alerts().expect("the alerts can be read").into_iter().map(|alert| (alert.name, alert.expr)));
    all
}

#[test]
fn nothing_is_named_that_does_not_exist() {
    let expressions = expressions();
    assert!(expressions.len() > 100, "there are {}", expressions.len());
    let mut wrong = Vec::new();
    for (place, text) in &expressions {
        let expression = Expression::read(text);
        assert!(!expression.selectors.is_empty(), "{place}: {text} names no metric");
        wrong.extend(expression.unknown().into_iter().map(|unknown| format!("{place}: {unknown}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn variables_and_legends_name_labels_that_are_there() {
    for dashboard in read() {
        for (name, query) in &dashboard.variables {
            let (series, label) = label_values(query).expect("label_values(series, label)");
            let series = format!("sum by ({label}) ({})", filled(series));
            assert!(Expression::read(&series).unknown().is_empty(), "{}: ${name}", dashboard.title());
        }
        for panel in &dashboard.panels {
            for query in &panel.queries {
                let expression = Expression::read(&filled(&query.expr));
                let named = |label: &str| {
                    expression.grouping.contains(label)
                        || query.expr.starts_with("scrape_") && label == "instance"
                };
                let odd: Vec<_> = legend_labels(&query.legend).filter(|label| !named(label)).collect();
                assert!(odd.is_empty(), "{}: {}: no {odd:?}", dashboard.title(), panel.title);
            }
        }
    }
}

#[test]
fn every_metric_is_somewhere_to_be_seen() {
    let mut shown = HashSet::new();
    for (_, text) in expressions() {
        shown.extend(Expression::read(&text).selectors.iter().filter_map(|it| Some(it.metric()?.name)));
    }
    let unseen: Vec<_> =
        catalogue::all().map(|metric| metric.name).filter(|it| !shown.contains(it)).collect();
    assert!(unseen.is_empty(), "on no dashboard: {unseen:?}");
}

#[test]
fn each_variable_is_one_that_the_dashboard_has() {
    let of_grafana = ["__rate_interval", "__range", "datasource", "__url_time_range", "__from", "__to"];
    for dashboard in read() {
        let known: BTreeSet<_> = dashboard.variables.iter().map(|(name, _)| name.as_str()).collect();
        let used = RefCell::new(BTreeSet::new());
        let note = |text: &str| {
            fill_in(text, |name| {
                used.borrow_mut().insert(name.to_owned());
                String::new()
            });
        };
        for panel in &dashboard.panels {
            panel.queries.iter().for_each(|query| note(&query.expr));
            panel.links().for_each(note);
        }
        let odd = used.into_inner().into_iter().filter(|name| {
            let is_of_series = name.starts_with("__field.labels.") || name.starts_with("__data.fields.");
            !known.contains(name.as_str()) && !of_grafana.contains(&name.as_str()) && !is_of_series
        });
        assert_eq!(odd.collect::<Vec<_>>(), Vec::<String>::new(), "{}", dashboard.title());
    }
}

#[test]
fn links_lead_to_dashboards_to_audit_rows_and_to_traces() {
    let dashboards = read();
    let uids: HashSet<_> = dashboards.iter().filter_map(|it| it.json["uid"].as_str()).collect();
    assert_eq!(uids.len(), dashboards.len());
    let (mut to_rows, mut to_traces) = (0, 0);
    for (dashboard, panel) in dashboards.iter().flat_map(|it| it.panels.iter().map(move |panel| (it, panel)))
    {
        for link in panel.links() {
            let is_dashboard = link.strip_prefix("/d/").and_then(|rest| rest.split('?').next());
            let is_row = link.starts_with("/api/datasources/proxy/uid/audit/api/v1/audit/tool-calls?");
            to_rows += usize::from(is_row);
            let is_search = searches_traces(link);
            to_traces += usize::from(is_search);
            let leads_on = is_row || is_search || is_dashboard.is_some_and(|uid| uids.contains(uid));
            assert!(leads_on, "{}: {}: {link}", dashboard.title(), panel.title);
        }
    }
    assert!(to_rows > 20 && to_traces > 5, "there are {to_rows} and {to_traces}");
    let text = std::fs::read_to_string(observability_stack::root().join("prometheus/alerts.yml")).unwrap();
    let linked: Vec<_> = text.lines().filter_map(|line| line.split_once("dashboard: ")).collect();
    assert_eq!(linked.len(), alerts().unwrap().len(), "each alert has a dashboard");
    for (_, link) in linked {
        let uid = link.trim_matches('"').trim_start_matches("/d/").split('?').next().unwrap_or_default();
        assert!(uids.contains(uid), "{link}");
    }
}

/// Whether this link has Grafana ask Tempo for the traces of what a series is of, by attributes that spans have.
fn searches_traces(link: &str) -> bool {
    let Some(asked) = link.strip_prefix("/explore?schemaVersion=1&orgId=1&") else { return false };
    let panes = form_urlencoded::parse(asked.as_bytes()).find(|(name, _)| name == "panes");
    let Some(Ok(panes)) = panes.map(|(_, text)| serde_json::from_str::<Value>(&text)) else { return false };
    let query = &panes["t"]["queries"][0];
    let Some(asked) = query["query"].as_str() else { return false };
    let names: Vec<_> = asked.split("span.").skip(1).filter_map(|rest| rest.split(' ').next()).collect();
    query["datasource"]["uid"] == "tempo"
        && !names.is_empty()
        && names.iter().all(|name| semconv::ATTRIBUTES.contains(name))
        && asked.contains("${__field.labels.")
}

#[test]
fn panels_can_be_read() {
    for dashboard in read() {
        let title = dashboard.title();
        let ids: HashSet<_> = dashboard.panels.iter().map(|panel| panel.json["id"].as_u64()).collect();
        assert!(ids.len() == dashboard.panels.len() && !ids.contains(&None), "{title}: ids are given once");
        for panel in &dashboard.panels {
            let place = format!("{title}: {}", panel.title);
            assert!(
                panel.json["description"].as_str().is_some_and(|it| it.ends_with('.')),
                "{place}: no description"
            );
            if ["stat", "timeseries", "bargauge"].iter().any(|kind| panel.json["type"] == *kind) {
                assert!(panel.json["fieldConfig"]["defaults"]["unit"].is_string(), "{place}: no unit");
            }
            if panel.json["type"] == "timeseries" {
                let named = panel.queries.iter().all(|query| !query.legend.is_empty());
                assert!(named, "{place}: a legend is missing");
            }
            let names: HashSet<_> = targets(panel).map(|target| target["refId"].as_str()).collect();
            assert_eq!(names.len(), targets(panel).count(), "{place}: refIds are given once");
        }
        overlap_nowhere(&dashboard);
    }
}

fn targets(panel: &Panel) -> impl Iterator<Item = &Value> {
    panel.json["targets"].as_array().into_iter().flatten()
}

/// Each cell of Grafana's grid, which is 24 wide, belongs to one panel.
fn overlap_nowhere(dashboard: &Dashboard) {
    let mut taken = BTreeMap::new();
    for panel in dashboard.json["panels"].as_array().expect("panels") {
        let title = panel["title"].as_str().unwrap_or_default();
        let [x, y, w, h] = ["x", "y", "w", "h"].map(|of| panel["gridPos"][of].as_u64().expect("a number"));
        assert!(x + w <= 24, "{}: {title} is too far to the right", dashboard.title());
        for cell in (x..x + w).flat_map(|x| (y..y + h).map(move |y| (x, y))) {
            if let Some(other) = taken.insert(cell, title) {
                panic!("{}: {title} is over {other}", dashboard.title());
            }
        }
    }
}

#[test]
fn the_gateways_settings_can_be_meant() {
    let text = std::fs::read_to_string(observability_stack::root().join("gateway.toml")).unwrap();
    mcp_gateway::Config::from_toml(&text).unwrap().check().unwrap();
}
