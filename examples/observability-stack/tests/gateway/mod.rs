//! A gateway on a socket, and those who use it in every way there is.

use std::{net::SocketAddr, time::Duration};

use gate_demo::DemoConfig;
use gate_telemetry::Telemetry;
use mcp_gateway::{Config, Gateway};
use rmcp::model::{GetPromptRequestParams, ReadResourceRequestParams};
use serde_json::{Value, json};
use tempfile::TempDir;
use testkit::{Lifecycle, McpClient};
use tokio::net::TcpListener;

const TOKEN: &str = "admin-token-of-this-test";

/// A server that answers, one that does not, and everything else as it is without settings.
pub(crate) const COMMON: &str = r#"
    [upstreams.demo]
    builtin = "demo"
    [upstreams.gone]
    url = "http://127.0.0.1:1/mcp"
    [audit]
    skip_methods = ["ping"]
    failed_authentications = 1
"#;

/// Series that are soon forgotten.
pub(crate) const FORGETFUL: &str = "[metrics]\nidle_timeout = 0.6";

/// Room for few series; and no time for a record to become durable, which is forgiven.
pub(crate) const SMALL: &str = r#"
    [metrics]
    series_budget = 9
    [audit]
    durability = "before-response"
    durable_within = 0
    fail_open = true
"#;

/// No time for that either, and it is not forgiven.
pub(crate) const STRICT: &str = r#"
    [audit]
    durability = "before-response"
    durable_within = 0
"#;

/// A gateway in this process.
pub(crate) struct Running {
    pub(crate) addr: SocketAddr,
    client: reqwest::Client,
    _data: TempDir,
}

impl Running {
    pub(crate) async fn start(toml: &str) -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut config = Config::from_toml(toml).unwrap();
        config.data_dir = data.path().join("data");
        let demo = gate_demo::service(DemoConfig::default());
        let builder = Gateway::builder(config).builtin("demo", demo).admin_token(TOKEN);
        let builder = builder.telemetry(Telemetry::builder().build());
        let gateway = builder.build().await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        tokio::spawn(gateway.serve(listener, std::future::pending()));
        Self { addr, client: reqwest::Client::new(), _data: data }
    }

    pub(crate) async fn metrics(&self) -> String {
        self.client.get(self.url("/metrics")).send().await.unwrap().text().await.unwrap()
    }

    /// A page of the admin API, as JSON.
    pub(crate) async fn get(&self, path: &str) -> (u16, Value) {
        let answer = self.client.get(self.url(path)).bearer_auth(TOKEN).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap_or_default())
    }

    /// All that a client of either era does, and then what goes wrong.
    pub(crate) async fn drive(&self) {
        for lifecycle in Lifecycle::BOTH {
            let client = McpClient::connect(&self.url("/mcp/demo"), lifecycle, &[]).await.unwrap();
            call_tools(&client).await;
            ask_for_the_rest(&client).await;
            // The stream of a session ends with it.
            client.close().await.unwrap();
        }
        self.call_a_server_that_is_gone().await;
        self.go_away().await;
        self.visit().await;
        self.guess().await;
    }

    /// Pages that are there, and one that is not.
    pub(crate) async fn visit(&self) {
        for path in ["/healthz", "/readyz", "/nowhere", "/api/v1/audit/tool-calls", "/api/v1/audit/stats"] {
            self.get(path).await;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }

    async fn call_a_server_that_is_gone(&self) {
        let answer = self.call("gone", "echo", &json!({})).send().await.unwrap();
        assert_eq!(answer.status(), 502);
    }

    /// Does not wait for the answer.
    async fn go_away(&self) {
        let request =
            self.call("demo", "slow", &json!({ "seconds": 60 })).timeout(Duration::from_millis(300));
        let waited = async { request.send().await?.bytes().await };
        assert!(waited.await.unwrap_err().is_timeout(), "a slow call is waited for");
    }

    /// Calls until a record was late, which the disk decides: then this counter has moved.
    pub(crate) async fn call_late(&self, counter: &str) {
        let before = self.count(counter).await;
        for _ in 0..1_000 {
            if self.count(counter).await != before {
                return;
            }
            let answer = self.call("demo", "echo", &json!({ "message": "late" })).send().await;
            // A response that is withheld may break off.
            let _ = async { answer?.bytes().await }.await;
        }
        panic!("{counter} does not move");
    }

    /// The value of a counter without labels.
    async fn count(&self, counter: &str) -> Option<String> {
        let text = self.metrics().await;
        let line = text.lines().find_map(|line| line.strip_prefix(counter)?.strip_prefix(' '));
        line.map(str::to_owned)
    }

    /// A call without a session.
    fn call(&self, server: &str, tool: &'static str, arguments: &Value) -> reqwest::RequestBuilder {
        let meta = json!({
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": {},
        });
        let params = json!({ "name": tool, "arguments": arguments, "_meta": meta });
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params });
        let request = self.client.post(self.url(&format!("/mcp/{server}"))).json(&body);
        request
            .header("accept", "application/json, text/event-stream")
            .header("mcp-protocol-version", "2026-07-28")
            .header("mcp-method", "tools/call")
            .header("mcp-name", tool)
    }

    /// Without the token.
    async fn guess(&self) {
        let answer = self.client.get(self.url("/api/v1/audit/tool-calls")).send().await.unwrap();
        assert_eq!(answer.status(), 401);
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.addr)
    }
}

async fn call_tools(client: &McpClient) {
    let calls = [
        ("echo", json!({ "message": "write to erika.mustermann@example.com" })),
        ("leak", json!({})),
        ("summarize", json!({ "text": "One sentence. And another." })),
        ("countdown", json!({ "from": 2, "interval_ms": 10 })),
        // Long enough for Prometheus to see it under way.
        ("slow", json!({ "seconds": 1.1 })),
        ("whoami", json!({})),
        ("fail", json!({})),
        ("boom", json!({})),
        ("no-such-tool", json!({})),
    ];
    for (tool, arguments) in calls {
        let result = client.call(tool, arguments).await;
        assert_eq!(result.is_err(), ["boom", "no-such-tool"].contains(&tool), "{tool}: {result:?}");
    }
    let pending = client.start("slow", json!({ "seconds": 60 })).await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    pending.cancel().await.unwrap();
}

async fn ask_for_the_rest(client: &McpClient) {
    let peer = client.peer();
    peer.list_all_tools().await.unwrap();
    let prompts = peer.list_all_prompts().await.unwrap();
    let resources = peer.list_all_resources().await.unwrap();
    // Whether they are answered is not the question.
    let _ = peer.get_prompt(GetPromptRequestParams::new(prompts[0].name.clone())).await;
    let _ = peer.read_resource(ReadResourceRequestParams::new(resources[0].uri.clone())).await;
}
