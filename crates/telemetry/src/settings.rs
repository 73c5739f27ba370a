//! What is exported, where to, and how.
//!
//! What is secret is a [`Secret`] from the moment it is read, is never written with the rest, and is kept and
//! passed apart as [`Credentials`].

use std::{collections::BTreeMap, fmt, mem, path::PathBuf, time::Duration};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Secret;

/// What an operator can say about export. The default exports nothing.
///
/// `Debug` shows no more of an address than where it leads to, and of options and attributes the names: whatever
/// has a value may have a secret in it, where it does not belong.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Settings {
    /// The name of the service in every span, metric and log record: `service.name`.
    pub service_name: String,
    /// The name of the [provider](crate::provider::Provider): `none`, `stdout`, `otlp`, `datadog`, ….
    pub provider: String,
    /// Where to, if the provider does not know it by itself or is to be overruled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// How it is sent, if the provider leaves a choice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protocol: Option<Protocol>,
    /// How bodies are compressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compression: Option<Compression>,
    /// How long one export may take, in seconds.
    #[serde(deserialize_with = "seconds", serialize_with = "as_seconds")]
    pub timeout: Duration,
    /// Whether spans are exported.
    pub traces: bool,
    /// Whether metrics are exported.
    pub metrics: bool,
    /// Whether log records are exported.
    pub logs: bool,
    /// Which part of the traces that begin here is sampled; a trace that began elsewhere is sampled if it
    /// was there.
    pub sample_ratio: f64,
    /// Whether calls that fail are exported although their trace is not sampled.
    pub keep_errors: bool,
    /// From which duration on calls are exported although their trace is not sampled, in seconds.
    #[serde(deserialize_with = "maybe_seconds", serialize_with = "maybe_as_seconds")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keep_slow: Option<Duration>,
    /// How often metrics are exported, in seconds.
    #[serde(deserialize_with = "seconds", serialize_with = "as_seconds")]
    pub metrics_interval: Duration,
    /// How spans and log records wait for each other.
    pub batch: BatchSettings,
    /// How the connection is secured.
    pub tls: TlsSettings,
    /// What the provider in question wants to know besides: `site`, `region`, `realm`, ….
    pub options: BTreeMap<String, String>,
    /// What it wants to know that nobody may see: `api_key`, `token`, ….
    #[serde(skip_serializing)]
    pub credentials: BTreeMap<String, Secret>,
    /// Headers to send along, whose values nobody may see.
    #[serde(skip_serializing)]
    pub headers: BTreeMap<String, Secret>,
    /// Attributes of the resource, besides the service's name: `deployment.environment.name`, ….
    pub resource: BTreeMap<String, String>,
}

/// How spans and log records are sent together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct BatchSettings {
    /// How many may wait. More are dropped, and counted.
    pub queue: usize,
    /// How many are sent together at most.
    pub size: usize,
    /// How long one waits for others, in seconds.
    #[serde(deserialize_with = "seconds", serialize_with = "as_seconds")]
    pub delay: Duration,
}

/// How the connection to the provider is secured.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct TlsSettings {
    /// A PEM file with the authorities that are trusted in place of the system's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca_file: Option<PathBuf>,
    /// A PEM file with our certificate, for those who ask for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cert_file: Option<PathBuf>,
    /// A PEM file with its key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_file: Option<PathBuf>,
}

/// How OTLP is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Protocol {
    /// gRPC.
    #[default]
    #[serde(rename = "grpc")]
    Grpc,
    /// Protocol buffers over HTTP.
    #[serde(rename = "http/protobuf")]
    HttpProtobuf,
    /// JSON over HTTP.
    #[serde(rename = "http/json")]
    HttpJson,
}

impl Protocol {
    /// As settings name it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Grpc => "grpc",
            Self::HttpProtobuf => "http/protobuf",
            Self::HttpJson => "http/json",
        }
    }
}

/// How bodies are compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Compression {
    /// Not at all.
    #[default]
    None,
    /// By gzip.
    Gzip,
}

/// How the name of a credential begins that is a header.
pub const HEADER: &str = "header.";

/// What is secret about a destination: API keys, tokens, and the values of headers (`header.NAME`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credentials(BTreeMap<String, Secret>);

impl Settings {
    /// Takes out what is secret.
    #[must_use]
    pub fn take_credentials(&mut self) -> Credentials {
        let headers = mem::take(&mut self.headers).into_iter();
        let headers = headers.map(|(name, value)| (format!("{HEADER}{name}"), value));
        Credentials(mem::take(&mut self.credentials).into_iter().chain(headers).collect())
    }
}

impl Credentials {
    /// None.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, secret: Secret) -> Self {
        self.0.insert(name.into(), secret);
        self
    }

    /// Adds others, which go before those of the same name.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// The one of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Secret> {
        self.0.get(name)
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Secret)> {
        self.0.iter().map(|(name, secret)| (&**name, secret))
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            service_name: "mcp-gateway".to_owned(),
            provider: "none".to_owned(),
            endpoint: None,
            protocol: None,
            compression: None,
            timeout: Duration::from_secs(10),
            traces: true,
            metrics: false,
            logs: false,
            sample_ratio: 1.0,
            keep_errors: false,
            keep_slow: None,
            metrics_interval: Duration::from_secs(60),
            batch: BatchSettings::default(),
            tls: TlsSettings::default(),
            options: BTreeMap::new(),
            credentials: BTreeMap::new(),
            headers: BTreeMap::new(),
            resource: BTreeMap::new(),
        }
    }
}

impl Default for BatchSettings {
    /// The defaults of the OpenTelemetry specification, but for a longer queue and less delay.
    fn default() -> Self {
        Self { queue: 8192, size: 512, delay: Duration::from_secs(1) }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("service_name", &self.service_name)
            .field("provider", &self.provider)
            .field("endpoint", &self.endpoint.as_deref().map(public))
            .field("protocol", &self.protocol)
            .field("traces", &self.traces)
            .field("metrics", &self.metrics)
            .field("logs", &self.logs)
            .field("options", &self.options.keys())
            .field("resource", &self.resource.keys())
            .finish_non_exhaustive()
    }
}

/// A URL without what may be secret in it: user and password, query, fragment.
pub(crate) fn public(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit('@').next().unwrap_or_default();
    let separator = if scheme.is_empty() { "" } else { "://" };
    format!("{scheme}{separator}{host}{path}")
}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    duration(f64::deserialize(deserializer)?)
}

fn duration<E: serde::de::Error>(seconds: f64) -> Result<Duration, E> {
    Duration::try_from_secs_f64(seconds).map_err(|_| E::custom("not a number of seconds"))
}

fn as_seconds<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(duration.as_secs_f64())
}

fn maybe_seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    Option::deserialize(deserializer)?.map(duration).transpose()
}

fn maybe_as_seconds<S: Serializer>(duration: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    duration.map(|duration| duration.as_secs_f64()).serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_may_be_secret_is_in_debug() {
        let endpoint = Some(["https://me:hunter2@", "host:4318/v1?key=hunter2"].concat());
        let mut settings = Settings { endpoint, ..Settings::default() };
        let secret = || Secret::new("hunter2".to_owned());
        for table in [&mut settings.options, &mut settings.resource] {
            table.insert("api_key".to_owned(), "hunter2".to_owned());
        }
        for table in [&mut settings.credentials, &mut settings.headers] {
            table.insert("token".to_owned(), secret());
        }
        let shown = format!("{settings:?}");
        assert!(shown.contains("https://host:4318/v1") && shown.contains("api_key"), "{shown}");
        assert!(!shown.contains("hunter2"), "{shown}");
    }

    #[test]
    fn what_may_be_secret_in_an_endpoint_is_not_shown() {
        let of = |parts: [&str; 2]| public(&parts.concat());
        assert_eq!(of(["https://user:pass@", "host:4318/v1?key=x#y"]), "https://host:4318/v1");
        assert_eq!(of(["host", ":4317"]), "host:4317");
        assert_eq!(of(["u@", "host:4317?x"]), "host:4317");
        assert_eq!(of(["https://host/a@b", ""]), "https://host/a@b");
        assert_eq!(of(["", ""]), "");
    }
}
