//! A running gateway, and a scripted upstream for it.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use gate_telemetry::Telemetry;
use mcp_gateway::{Config, Gateway, Stopped};
use serde_json::Value;
use tempfile::TempDir;
use testkit::{Recorded, Recorder, Reply};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use crate::wire::Ask;

/// How long to wait for what should come at once.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

const TOKEN: &str = "admin-token-of-this-test";

/// A gateway on a free port, in this process.
pub(crate) struct Running {
    pub(crate) addr: SocketAddr,
    data: TempDir,
    stop: oneshot::Sender<()>,
    served: JoinHandle<Stopped>,
}

impl Running {
    /// Starts one with these settings, in a fresh data directory. The demo server is there as a builtin.
    pub(crate) async fn start(toml: &str) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), toml).await
    }

    pub(crate) async fn start_in(data: TempDir, toml: &str) -> Self {
        Self::exporting_in(data, toml, None).await
    }

    /// One that exports by this.
    pub(crate) async fn exporting(toml: &str, telemetry: Telemetry) -> Self {
        Self::exporting_in(tempfile::tempdir().unwrap(), toml, Some(telemetry)).await
    }

    async fn exporting_in(data: TempDir, toml: &str, telemetry: Option<Telemetry>) -> Self {
        let mut config = Config::from_toml(toml).unwrap();
        config.data_dir = data.path().join("data");
        let demo = gate_demo::service(gate_demo::DemoConfig::default());
        let builder = Gateway::builder(config).builtin("demo", demo).admin_token(TOKEN);
        let builder = match telemetry {
            Some(telemetry) => builder.telemetry(telemetry),
            None => builder,
        };
        let gateway = builder.build().await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let served = tokio::spawn(gateway.serve(listener, async { _ = stopped.await }));
        Self { addr, data, stop, served }
    }

    /// One before this upstream, which it calls `u`.
    pub(crate) async fn before(upstream: &Scripted, more: &str) -> Self {
        let url = upstream.0.url("/mcp");
        Self::start(&format!("{more}\n[upstreams.u]\nurl = \"{url}\"\n")).await
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.addr)
    }

    pub(crate) fn database(&self) -> std::path::PathBuf {
        self.data.path().join("data/audit.db")
    }

    pub(crate) async fn get(&self, path: &str) -> (u16, String) {
        let answer = reqwest::Client::new().get(self.url(path)).bearer_auth(TOKEN).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// The audit rows that there are now.
    pub(crate) async fn rows_now(&self, query: &str) -> Vec<Value> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let (status, body) = self.get(&format!("/api/v1/audit/tool-calls?limit=200&{query}")).await;
            // That it was read is recorded, too, and meets the same limits.
            if status == 503 && Instant::now() < deadline {
                tokio::time::sleep(Duration::from_millis(20)).await;
                continue;
            }
            assert_eq!(status, 200, "{body}");
            let page: Value = serde_json::from_str(&body).unwrap();
            return page["items"].as_array().unwrap().clone();
        }
    }

    /// The one audit row that matches a query, once it is there.
    pub(crate) async fn row(&self, query: &str) -> Value {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let mut rows = self.rows_now(query).await;
            match rows.len() {
                1 => return rows.remove(0),
                0 => assert!(Instant::now() < deadline, "no row for {query}: {:#?}", self.rows_now("").await),
                _ => panic!("more than one row for {query}: {rows:#?}"),
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until a line of `/metrics` starts with `name{`, has all of `labels`, and has this value.
    pub(crate) async fn metric(&self, name: &str, labels: &[&str], expected: f64) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let (_, text) = self.get("/metrics").await;
            let is_it = |line: &&str| {
                line.strip_prefix(name).is_some_and(|rest| rest.starts_with('{'))
                    && labels.iter().all(|label| line.contains(label))
            };
            let values =
                text.lines().filter(is_it).filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok());
            let sum: f64 = values.sum();
            if sum == expected {
                return;
            }
            assert!(Instant::now() < deadline, "{name} {labels:?} is {sum}, not {expected}, in\n{text}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub(crate) fn data_dir(&self) -> std::path::PathBuf {
        self.data.path().join("data")
    }

    /// Asks it to stop, without waiting until it has.
    pub(crate) fn ask_to_stop(self) -> (JoinHandle<Stopped>, TempDir) {
        self.stop.send(()).unwrap();
        (self.served, self.data)
    }
}

/// An upstream that answers a test's requests as its script says, and the gateway's own with 404: the
/// gateway asks each server for its tools.
pub(crate) struct Scripted(pub(crate) Recorder);

impl Scripted {
    pub(crate) async fn start(script: impl Fn(&Recorded) -> Reply + Send + Sync + 'static) -> Self {
        let script = move |request: &Recorded| match is_ours(request) {
            true => script(request),
            false => Reply::new(404).body(""),
        };
        Self(Recorder::start(script).await.unwrap())
    }

    pub(crate) async fn always(reply: Reply) -> Self {
        Self::start(move |_| reply.clone()).await
    }

    /// The next request that a test sent.
    pub(crate) async fn request(&self) -> Recorded {
        loop {
            let request = self.0.request().await.unwrap();
            if is_ours(&request) {
                return request;
            }
        }
    }
}

fn is_ours(request: &Recorded) -> bool {
    request.header(Ask::MARK).next().is_some()
}

/// A `tools/call`, with the id `7`.
pub(crate) fn tool_call(name: &str) -> String {
    format!(
        r#"{{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{{"name":"{name}","arguments":{{}}}}}}"#
    )
}

/// The same in the era without sessions.
pub(crate) fn stateless_tool_call(name: &str) -> String {
    let meta = r#"{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"#;
    format!(
        r#"{{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{{"name":"{name}","arguments":{{}},"_meta":{meta}}}}}"#
    )
}
