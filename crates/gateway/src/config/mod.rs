//! What an operator can set.

mod audit;
mod check;
mod load;
mod masking;
mod metrics;

use std::{
    collections::BTreeMap,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use gate_telemetry::Settings;
use serde::{Deserialize, Deserializer};

pub use self::{
    audit::{AuditConfig, Durability, Fsync, OnFull, Payload, PayloadConfig, StoreSetting},
    check::ConfigError,
    masking::{MaskRuleConfig, MaskStyle, MaskingConfig},
    metrics::{MetricsConfig, MetricsToken},
};

/// The gateway's settings. The defaults run a demo.
///
/// ```
/// use mcp_gateway::Config;
///
/// let config = Config::from_toml(r#"
///     listen = "127.0.0.1:9090"
///     [upstreams.github]
///     url = "https://mcp.example.com/mcp"
/// "#)?;
/// assert_eq!(config.listen.port(), 9090);
/// # Ok::<(), mcp_gateway::ConfigError>(())
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where data is kept.
    pub data_dir: PathBuf,
    /// A file with the key that seals credentials which are kept, if it is not minted beside the data.
    pub master_key_file: Option<PathBuf>,
    /// The servers behind the gateway, by name.
    pub upstreams: BTreeMap<String, UpstreamConfig>,
    /// Who may reach the gateway.
    pub access: AccessConfig,
    /// The audit trail.
    pub audit: AuditConfig,
    /// What is masked in what is stored and logged.
    pub masking: MaskingConfig,
    /// The Prometheus endpoint.
    pub metrics: MetricsConfig,
    /// What is exported, and where to.
    pub telemetry: Settings,
    /// Log lines.
    pub log: LogConfig,
    /// Bounds on requests, and on the time a shutdown takes.
    pub limits: LimitsConfig,
}

/// One server behind the gateway: either of the two.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct UpstreamConfig {
    /// Its MCP endpoint.
    pub url: Option<String>,
    /// The name of a service that runs inside the gateway.
    pub builtin: Option<String>,
    /// Where trace context goes along.
    pub propagate: Propagation,
    /// Whether baggage goes along with it.
    pub baggage: bool,
}

/// Where a request to a server says which trace it belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Propagation {
    /// In its headers, and in the `_meta` of its messages: the one change that is made to a body.
    #[default]
    Both,
    /// In its headers.
    Header,
    /// Nowhere: what the client has sent passes as it came.
    Off,
}

/// Who may reach the gateway.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct AccessConfig {
    /// Host names that requests may be for, besides those of this machine.
    pub allowed_hosts: Vec<String>,
    /// Origins of web pages that may call, besides those of this machine, as `https://app.example.com`.
    pub allowed_origins: Vec<String>,
    /// Listens beyond this machine although nobody is asked who they are.
    pub insecure_allow_remote: bool,
    /// Whether the traces that clients name are continued.
    pub trust_trace_context: bool,
}

/// Log lines. The binary sets them up; the library makes them and leaves the rest to its user.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct LogConfig {
    /// Which lines, as a filter such as `info,gate_trace=debug`.
    pub level: String,
    /// `json`, `pretty`, or `auto`: pretty on a terminal, else JSON.
    pub format: LogFormat,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Pretty on a terminal, JSON elsewhere.
    #[default]
    Auto,
    /// One JSON object a line.
    Json,
    /// For people.
    Pretty,
}

/// Bounds.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct LimitsConfig {
    /// The largest JSON request body, in bytes.
    pub max_body: usize,
    /// How long an upstream may take to send the head of a response, in seconds.
    #[serde(deserialize_with = "seconds")]
    pub head_timeout: Duration,
    /// How long a shutdown waits for calls that are under way, in seconds.
    #[serde(deserialize_with = "seconds")]
    pub drain: Duration,
}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let seconds = f64::deserialize(deserializer)?;
    Duration::try_from_secs_f64(seconds).map_err(|_| serde::de::Error::custom("not a number of seconds"))
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            data_dir: PathBuf::from("data"),
            master_key_file: None,
            upstreams: BTreeMap::new(),
            access: AccessConfig::default(),
            audit: AuditConfig::default(),
            masking: MaskingConfig::default(),
            metrics: MetricsConfig::default(),
            telemetry: Settings::default(),
            log: LogConfig::default(),
            limits: LimitsConfig::default(),
        }
    }
}

impl Default for AccessConfig {
    fn default() -> Self {
        Self {
            allowed_hosts: Vec::new(),
            allowed_origins: Vec::new(),
            insecure_allow_remote: false,
            trust_trace_context: true,
        }
    }
}

impl Default for LogConfig {
    fn default() -> Self {
        // The demo server's library says a lot about each request.
        Self { level: "info,rmcp=warn".to_owned(), format: LogFormat::default() }
    }
}

impl Default for LimitsConfig {
    fn default() -> Self {
        Self { max_body: 4 << 20, head_timeout: Duration::from_secs(300), drain: Duration::from_secs(10) }
    }
}
