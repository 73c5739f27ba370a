//! Every expression of the dashboards and alerts, asked of a real Prometheus that has scraped a real gateway
//! while its features were in use.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod gateway;

use std::{
    collections::BTreeSet,
    fs,
    io::Write as _,
    process::Stdio,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use observability_stack::{Panel, Query, alerts, dashboards, fill_in, label_values, legend_labels, root};
use serde_json::Value;
use testkit::{Prometheus, otlp::OtlpReceiver};

use crate::gateway::Running;

/// How long the gateways are driven: for some scrapes more than a rate needs.
const DRIVEN: Duration = Duration::from_secs(15);
const RANGE: &str = "15s";

#[test]
fn configuration_and_rules_are_sound() {
    let folder = root().join("prometheus");
    for arguments in [
        ["check", "config", "prometheus.yml"],
        ["check", "rules", "alerts.yml"],
        ["test", "rules", "alerts_test.yml"],
    ] {
        let mut promtool = Prometheus::promtool().unwrap();
        let output = promtool.args(arguments).current_dir(&folder).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&said));
    }
    let tests = fs::read_to_string(folder.join("alerts_test.yml")).unwrap();
    for alert in alerts().unwrap() {
        let name = format!("alertname: {}\n", alert.name);
        let cases = tests.split(&name).skip(1);
        let raised = cases.clone().filter(|case| !next_line_is_empty(case)).count();
        assert!(raised > 0 && cases.count() > raised, "{} is tested both ways", alert.name);
    }
}

/// Whether `exp_alerts`, two lines below the name, is empty.
fn next_line_is_empty(case: &str) -> bool {
    case.lines().nth(1).is_some_and(|line| line.trim() == "exp_alerts: []")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_panel_and_every_alert_has_something_to_show() {
    let receiver = OtlpReceiver::start().await.unwrap();
    let common = Running::start(&format!("{}{}", gateway::COMMON, exporting(&receiver))).await;
    let small = Running::start(gateway::SMALL).await;
    let strict = Running::start(gateway::STRICT).await;
    let forgetful = Running::start(gateway::FORGETFUL).await;
    let prometheus = Prometheus::start(&config(&[&common, &small, &strict, &forgetful])).unwrap();
    let since = now();
    let mut rounds = 0;
    while rounds < 3 || now() - since < DRIVEN.as_secs_f64() {
        tokio::join!(
            common.drive(),
            small.visit(),
            small.call_late("audit_responses_released_total"),
            strict.call_late("audit_responses_withheld_total"),
            forgetful.visit()
        );
        rounds += 1;
    }
    check_metrics(&common.metrics().await);

    let asker = Asker { prometheus: &prometheus, client: reqwest::Client::new(), since, until: now() };
    let mut empty = Vec::new();
    let mut asked = 0;
    for dashboard in dashboards().unwrap() {
        for panel in &dashboard.panels {
            asked += panel.queries.len();
            let missing = asker.missing_of(panel).await;
            empty.extend(
                missing.into_iter().map(|what| format!("{}: {}: {what}", dashboard.title(), panel.title)),
            );
        }
        for (name, query) in &dashboard.variables {
            asked += 1;
            if asker.label_values(query).await.is_empty() {
                empty.push(format!("{}: ${name}: {query}", dashboard.title()));
            }
        }
    }
    for alert in alerts().unwrap() {
        asked += 1;
        if asker.instant(&alert.compared()).await.is_empty() {
            empty.push(format!("{}: {}", alert.name, alert.compared()));
        }
    }
    println!("{asked} expressions after {rounds} rounds, {} of them empty", empty.len());
    assert!(empty.is_empty(), "{empty:#?}");
    assert!(asked > 100, "{asked}");
    asker.check_rules().await;
    println!("{} links to audit rows, each to some", links_to_rows(&common).await);
}

/// Exports often.
fn exporting(receiver: &OtlpReceiver) -> String {
    let endpoint = receiver.endpoint();
    format!(
        "[telemetry]\nprovider = \"otlp\"\nendpoint = {endpoint:?}\nmetrics = true\nmetrics_interval = 0.5\n"
    )
}

/// How many links to audit rows there are; each asks for what the API has, and finds some.
async fn links_to_rows(gateway: &Running) -> usize {
    let links: BTreeSet<_> = dashboards()
        .unwrap()
        .iter()
        .flat_map(|dashboard| dashboard.panels.iter())
        .flat_map(|panel| panel.links().map(str::to_owned).collect::<Vec<_>>())
        .filter_map(|link| Some(link.strip_prefix("/api/datasources/proxy/uid/audit")?.to_owned()))
        .collect();
    let values = |server: &'static str, tool: &'static str, status: &'static str| {
        move |name: &str| match name {
            "__from" => String::from("2026-01-01T00:00:00.000Z"),
            "__to" => String::from("2126-01-01T00:00:00.000Z"),
            "__field.labels.server" | "__data.fields.Server" => String::from(server),
            "__field.labels.tool" | "__data.fields.Tool" => String::from(tool),
            "__field.labels.status" => String::from(status),
            name => panic!("a link with {name}"),
        }
    };
    for link in &links {
        let tool = if link.contains("status=error") { "fail" } else { "echo" };
        let path = fill_in(link, values("demo", tool, "tool_error"));
        let (status, body) = gateway.get(&path).await;
        assert_eq!(status, 200, "{path}: {body}");
        let found = body["items"].as_array().map_or(0, Vec::len);
        assert!(found > 0, "{path} leads to no row");
    }
    links.len()
}

/// The example's own configuration, with other targets, and faster.
fn config(gateways: &[&Running]) -> String {
    let text = fs::read_to_string(root().join("prometheus/prometheus.yml")).unwrap();
    let targets =
        gateways.iter().map(|gateway| format!("\"{}\"", gateway.addr)).collect::<Vec<_>>().join(", ");
    let rules = root().join("prometheus/alerts.yml").display().to_string();
    let changes = [("\"gateway:8080\"", targets.as_str()), ("alerts.yml", rules.as_str()), (": 15s", ": 1s")];
    changes.iter().fold(text, |text, (from, to)| {
        assert!(text.contains(from), "prometheus.yml says {from}");
        text.replace(from, to)
    })
}

fn check_metrics(text: &str) {
    let mut promtool = Prometheus::promtool().unwrap();
    promtool.args(["check", "metrics"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut promtool = promtool.spawn().unwrap();
    promtool.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = promtool.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success() && said.is_empty(), "{}", String::from_utf8_lossy(&said));
}

/// Asks Prometheus as Grafana does.
struct Asker<'a> {
    prometheus: &'a Prometheus,
    client: reqwest::Client,
    since: f64,
    until: f64,
}

impl Asker<'_> {
    /// The queries of a panel that have no result, or one without the labels of its legend; with all variables
    /// at `All`, and with one server.
    async fn missing_of(&self, panel: &Panel) -> Vec<String> {
        let mut missing = Vec::new();
        for query in &panel.queries {
            for server in [".*", "demo"] {
                let expr = filled(&query.without_stand_in(), server);
                let series = self.ask(&expr, query).await;
                let shown: Vec<_> = series.iter().filter(|series| has_a_number(series)).collect();
                let labels = |series: &Value| {
                    legend_labels(&query.legend).all(|label| series["metric"][label].is_string())
                };
                if shown.is_empty() || !shown.iter().all(|series| labels(series)) {
                    missing.push(expr);
                }
            }
        }
        missing
    }

    async fn ask(&self, expr: &str, query: &Query) -> Vec<Value> {
        if query.instant {
            return self.instant(expr).await;
        }
        let (start, end) = (self.since.to_string(), self.until.to_string());
        self.get("/api/v1/query_range", &[("query", expr), ("start", &start), ("end", &end), ("step", "1")])
            .await
    }

    async fn instant(&self, expr: &str) -> Vec<Value> {
        self.get("/api/v1/query", &[("query", expr), ("time", &self.until.to_string())]).await
    }

    /// What Grafana makes of `label_values(series, label)`.
    async fn label_values(&self, query: &str) -> Vec<Value> {
        let (series, label) = label_values(query).unwrap();
        let path = format!("/api/v1/label/{label}/values");
        self.get(&path, &[("match[]", &filled(series, ".*"))]).await
    }

    /// All rules are evaluated, and what was wrong is noticed, and nothing else.
    async fn check_rules(&self) {
        let url = self.prometheus.url("/api/v1/rules");
        let answer: Value = self.client.get(url).send().await.unwrap().json().await.unwrap();
        let groups = answer["data"]["groups"].as_array().unwrap();
        let rules: Vec<_> = groups.iter().flat_map(|group| group["rules"].as_array().unwrap()).collect();
        assert_eq!(rules.len(), alerts().unwrap().len());
        for rule in rules {
            assert_eq!(rule["health"], "ok", "{rule}");
        }
        let raised = self.instant("ALERTS").await;
        let raised: BTreeSet<_> = raised.iter().filter_map(|it| it["metric"]["alertname"].as_str()).collect();
        let expected =
            ["McpAuditIncomplete", "McpAuditRefused", "McpErrorRateHigh", "McpSeriesFolded", "McpServerDown"];
        assert_eq!(raised, BTreeSet::from(expected));
    }

    /// The data of the answer: a list, or a result that is one.
    async fn get(&self, path: &str, parameters: &[(&str, &str)]) -> Vec<Value> {
        let url = format!("{}?{}", self.prometheus.url(path), encode(parameters));
        let answer: Value = self.client.get(url).send().await.unwrap().json().await.unwrap();
        assert_eq!(answer["status"], "success", "{parameters:?}: {answer}");
        assert!(answer.get("warnings").is_none(), "{parameters:?}: {answer}");
        let data = &answer["data"];
        data.as_array().or(data["result"].as_array()).unwrap().clone()
    }
}

/// With this server, and all that other variables can be.
fn filled(text: &str, server: &str) -> String {
    let value = |name: &str| match name {
        // Grafana: four times the interval of scrapes, or more.
        "__rate_interval" => "4s",
        "__range" => RANGE,
        "server" => server,
        _ => ".*",
    };
    fill_in(text, |name| value(name).to_owned())
}

/// Whether a series, or a sample, has a number that can be drawn.
fn has_a_number(series: &Value) -> bool {
    let samples = series["values"].as_array().cloned().unwrap_or_else(|| vec![series["value"].clone()]);
    let number = |sample: &Value| sample[1].as_str().and_then(|text| text.parse::<f64>().ok());
    samples.iter().filter_map(number).any(f64::is_finite)
}

fn encode(parameters: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish()
}

fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs_f64()
}
