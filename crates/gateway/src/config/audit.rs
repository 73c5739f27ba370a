//! How calls are recorded.

use std::{fmt, fs, path::PathBuf, time::Duration};

use gate_audit::{PayloadPolicy, PayloadRule, chain::ChainKey};
use serde::Deserialize;

use super::{Config, ConfigError, seconds};
use crate::key::Key;

/// The audit trail.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct AuditConfig {
    /// Whether calls are recorded.
    pub enabled: bool,
    /// `sqlite`, which is `audit.db` in the data directory, `sqlite:PATH`, or, with the feature `postgres`,
    /// `postgres://USER@HOST/DATABASE`.
    pub store: StoreSetting,
    /// What happens to a call when there is no room to record it.
    pub on_full: OnFull,
    /// How long `wait` waits, in seconds.
    #[serde(deserialize_with = "seconds")]
    pub wait: Duration,
    /// How many records may be under way, from the beginning of their exchange until they are in the
    /// journal, or stored, before there is no room.
    pub max_pending: usize,
    /// How many bytes the payloads of those records may have before there is no room.
    pub max_pending_bytes: usize,
    /// How many bytes of arguments, and of a response, a record keeps.
    pub max_payload: usize,
    /// What a record survives.
    pub durability: Durability,
    /// When the journal reaches the disk itself.
    pub fsync: Fsync,
    /// How much the journal may hold, in bytes.
    pub journal_max_bytes: u64,
    /// What happens to a call when the journal is full.
    pub on_exhausted: OnFull,
    /// How long a result, or a call, is held until its record is durable, in seconds.
    #[serde(deserialize_with = "seconds")]
    pub durable_within: Duration,
    /// Whether what was held in vain is let go.
    pub fail_open: bool,
    /// Whether calls are recorded before they are made, too.
    pub intent: bool,
    /// What is kept of the payloads of some servers and tools.
    pub policy: Vec<PayloadConfig>,
    /// Protocol methods whose calls are not recorded; with `*` at the end, all that begin so.
    pub skip_methods: Vec<String>,
    /// How many requests a second that failed to authenticate are recorded.
    pub failed_authentications: u32,
    /// For how many days records are kept; for ever if 0.
    pub retention_days: u32,
    /// How many records are kept: the newest.
    pub retention_max_rows: Option<u64>,
    /// How many bytes of records are kept: of the newest.
    pub retention_max_bytes: Option<u64>,
    /// How often the chain's head is logged, if it has moved, in seconds.
    #[serde(deserialize_with = "seconds")]
    pub anchor_every: Duration,
    /// A file with the key of the chain. Without one, it is minted and kept in the data directory.
    pub chain_key_file: Option<PathBuf>,
    /// This gateway's name in its records; by default, this machine's.
    pub instance: Option<String>,
}

/// Where the trail is kept, as it was set. `Debug` shows no more than the kind of what is no file: a URL may
/// have a password in it.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct StoreSetting(String);

impl StoreSetting {
    /// As it was set.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for StoreSetting {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for StoreSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.split(':').next() {
            Some("sqlite") => fmt::Debug::fmt(&self.0, f),
            Some(kind @ ("postgres" | "postgresql")) => write!(f, "\"{kind}:***\""),
            _ => f.write_str("\"***\""),
        }
    }
}

/// What happens to a call when there is no room to record it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnFull {
    /// It waits for room, and is refused (503) if there is none in time.
    #[default]
    Wait,
    /// It is refused (503).
    Refuse,
    /// It is served, and counted as not recorded.
    Drop,
}

/// What a record survives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Durability {
    /// The death of the process, once it is in the journal: milliseconds after the call.
    #[default]
    Journal,
    /// Nothing, until it is stored.
    Async,
    /// As `journal`, and no result is let go before.
    BeforeResponse,
}

/// When the journal reaches the disk itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fsync {
    /// With each batch.
    Always,
    /// Within a second.
    #[default]
    Interval,
    /// When the system sees fit.
    Never,
}

/// What is kept of the payloads of a server, a tool, or both.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct PayloadConfig {
    /// The server; any, if there is none.
    pub server: Option<String>,
    /// The tool, prompt or resource; any, if there is none.
    pub tool: Option<String>,
    /// What is kept.
    pub payload: Payload,
}

/// What is kept of a payload.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Payload {
    /// The masked text.
    #[default]
    Masked,
    /// A keyed digest.
    Digest,
    /// Its size.
    Off,
}

impl Default for AuditConfig {
    fn default() -> Self {
        Self {
            enabled: true,
            store: StoreSetting::from("sqlite"),
            on_full: OnFull::default(),
            wait: Duration::from_secs(5),
            max_pending: 65_536,
            max_pending_bytes: 64 << 20,
            max_payload: 64 << 10,
            durability: Durability::default(),
            fsync: Fsync::default(),
            journal_max_bytes: 1 << 30,
            on_exhausted: OnFull::default(),
            durable_within: Duration::from_secs(5),
            fail_open: false,
            intent: false,
            policy: Vec::new(),
            skip_methods: Vec::new(),
            failed_authentications: 100,
            retention_days: 90,
            retention_max_rows: None,
            retention_max_bytes: None,
            anchor_every: Duration::from_secs(300),
            chain_key_file: None,
            instance: None,
        }
    }
}

impl AuditConfig {
    pub(crate) fn instance(&self) -> String {
        let of_machine = || fs::read_to_string("/proc/sys/kernel/hostname").ok();
        let name = self.instance.clone().or_else(|| std::env::var("HOSTNAME").ok()).or_else(of_machine);
        name.map_or_else(|| "mcp-gateway".to_owned(), |name| name.trim().to_owned())
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        // A segment must have room for some records of the largest size.
        let least = (self.max_payload as u64).saturating_mul(16).max(1 << 20);
        if self.journal_max_bytes < least {
            return Err(ConfigError::new(format!("audit.journal_max_bytes: must be at least {least}")));
        }
        if self.anchor_every < Duration::from_millis(100) {
            return Err(ConfigError::new("audit.anchor_every: must be at least 0.1"));
        }
        if self.policy.iter().any(|rule| rule.server.is_none() && rule.tool.is_none()) {
            return Err(ConfigError::new("audit.policy: needs `server`, `tool`, or both"));
        }
        Ok(())
    }
}

impl PayloadConfig {
    pub(crate) fn rule(&self) -> PayloadRule {
        let rule = PayloadRule::new(match self.payload {
            Payload::Masked => PayloadPolicy::Masked,
            Payload::Digest => PayloadPolicy::Digest,
            Payload::Off => PayloadPolicy::Off,
        });
        let rule = self.server.iter().fold(rule, |rule, server| rule.server(server.as_str()));
        self.tool.iter().fold(rule, |rule, tool| rule.name(tool.as_str()))
    }
}

impl Config {
    /// The key that seals the trail: from `MCP_GATEWAY_AUDIT_KEY`, else from the file that is configured,
    /// else the one that is minted at the first start and kept beside the data.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or is too short.
    pub fn chain_key(&self) -> Result<ChainKey, ConfigError> {
        let make = |text: &str| ChainKey::new(text.as_bytes()).ok_or("must have at least 16 characters");
        self.key_of_chain().find(&self.data_dir, |name| std::env::var(name).ok(), make)
    }

    /// The same key, if there is one: none is minted.
    pub(crate) fn known_chain_key(&self) -> Result<Option<ChainKey>, ConfigError> {
        let is_there = self.key_of_chain().is_there(&self.data_dir, |name| std::env::var(name).ok());
        is_there.then(|| self.chain_key()).transpose()
    }

    fn key_of_chain(&self) -> Key<'_> {
        Key {
            variable: "MCP_GATEWAY_AUDIT_KEY",
            file: ("audit.chain_key_file", self.audit.chain_key_file.as_deref()),
            minted: "audit.key",
            wanted_by: "audit.enabled",
        }
    }
}
