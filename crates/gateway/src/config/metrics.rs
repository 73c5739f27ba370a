//! The Prometheus endpoint.

use std::{fmt, net::SocketAddr, time::Duration};

use serde::Deserialize;

use super::{Config, ConfigError, seconds};

/// The Prometheus endpoint.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct MetricsConfig {
    /// Whether `/metrics` is there.
    pub enabled: bool,
    /// Where it is, if it is to have an address of its own; else where the gateway listens.
    pub listen: Option<SocketAddr>,
    /// What a scrape has to bring as `Authorization: Bearer`, if anything.
    pub token: Option<MetricsToken>,
    /// How many series a metric may have.
    pub series_budget: usize,
    /// After how long a series is forgotten in which nothing is counted, in seconds.
    #[serde(deserialize_with = "seconds")]
    pub idle_timeout: Duration,
}

/// The token of whoever may scrape. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct MetricsToken(String);

impl MetricsToken {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for MetricsToken {
    fn from(token: T) -> Self {
        Self(token.into())
    }
}

impl fmt::Debug for MetricsToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MetricsToken(***)")
    }
}

impl Default for MetricsConfig {
    fn default() -> Self {
        let idle_timeout = Duration::from_secs(3_600);
        Self { enabled: true, listen: None, token: None, series_budget: 1_000, idle_timeout }
    }
}

impl Config {
    pub(super) fn check_metrics(&self) -> Result<(), ConfigError> {
        let MetricsConfig { listen, token, idle_timeout, .. } = &self.metrics;
        if token.as_ref().is_some_and(|token| token.as_str().len() < 16) {
            return Err(ConfigError::new("metrics.token: must have at least 16 characters"));
        }
        if idle_timeout.is_zero() {
            return Err(ConfigError::new("metrics.idle_timeout: must be more than 0"));
        }
        let is_open = |listen: &SocketAddr| !listen.ip().is_loopback() && token.is_none();
        match listen.filter(is_open) {
            Some(listen) if !self.access.insecure_allow_remote => Err(ConfigError::new(format!(
                "metrics.listen: {listen} can be reached from other machines, and there is no metrics.token: \
                 anyone there could read how this gateway is used"
            ))),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Config;

    fn refused(metrics: &str) -> String {
        let read = Config::from_toml(&format!("[metrics]\n{metrics}")).and_then(|config| config.check());
        read.unwrap_err().to_string()
    }

    #[test]
    fn what_cannot_be_meant_is_named() {
        assert!(refused("token = 'short'").starts_with("metrics.token: "));
        assert!(!refused("token = 'short'").contains("short"));
        assert!(refused("idle_timeout = 0").starts_with("metrics.idle_timeout: "));
        assert!(refused("listen = '0.0.0.0:9464'").starts_with("metrics.listen: "));
        assert!(refused("listen = 'everywhere'").starts_with("metrics.listen: "));
    }

    #[test]
    fn a_token_opens_an_address_and_is_not_shown() {
        let toml = "[metrics]\nlisten = '0.0.0.0:9464'\ntoken = 'long-enough-to-be-one'";
        let config = Config::from_toml(toml).unwrap();
        config.check().unwrap();
        assert!(!format!("{config:?}").contains("long-enough"));
    }
}
