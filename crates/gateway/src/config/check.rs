//! What cannot be meant.

use std::{error, fmt};

use figment::error::Kind;
use gate_store::Location;

use super::{Config, UpstreamConfig};

/// A setting that cannot be meant. Its text names the setting, and holds no value of it.
#[derive(Debug)]
pub struct ConfigError(String);

impl ConfigError {
    pub(crate) fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }

    /// One line for each thing that is wrong.
    pub(super) fn of_sources(errors: &figment::Error) -> Self {
        let lines: Vec<_> = errors.clone().into_iter().map(|error| line(&error)).collect();
        Self(lines.join("\n"))
    }
}

fn line(error: &figment::Error) -> String {
    let setting = error.path.join(".");
    let source = error.metadata.as_ref().map(|metadata| match &metadata.source {
        Some(source) => source.to_string(),
        None => metadata.name.to_string(),
    });
    let (at, of) = (if setting.is_empty() { "" } else { ": " }, source.map(|name| format!(" (in {name})")));
    let why = match &error.kind {
        Kind::UnknownField(_, known) => format!("there is no such setting; there is: {}", known.join(", ")),
        // Without what was found: it may be a secret in the wrong place.
        Kind::InvalidType(_, expected) | Kind::InvalidValue(_, expected) => format!("must be {expected}"),
        Kind::UnknownVariant(_, known) => format!("must be one of: {}", known.join(", ")),
        kind => without_quotes(&kind.to_string()),
    };
    format!("{setting}{at}{why}{}", of.unwrap_or_default())
}

/// What a parser says, without the line that it shows: that may be the one with the password.
fn without_quotes(why: &str) -> String {
    let is_shown = |line: &&str| {
        line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).trim_start().starts_with('|')
    };
    let lines: Vec<_> = why.lines().filter(|line| !is_shown(line)).collect();
    lines.join(": ")
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl error::Error for ConfigError {}

impl Config {
    /// Where the audit trail is.
    pub(crate) fn database(&self) -> Result<Location, ConfigError> {
        if self.audit.store.as_str() == "sqlite" {
            return Ok(Location::Sqlite(self.data_dir.join("audit.db")));
        }
        // The value is not quoted: a URL may have a password in it.
        let wrong = if cfg!(feature = "postgres") {
            "audit.store: must be `sqlite`, `sqlite:PATH` or `postgres://USER@HOST/DATABASE`"
        } else {
            "audit.store: must be `sqlite` or `sqlite:PATH` (this build has no PostgreSQL)"
        };
        Location::parse(self.audit.store.as_str()).ok_or_else(|| ConfigError::new(wrong))
    }

    /// Checks what its types cannot, once flags and whoever embeds the gateway have set theirs.
    /// [`GatewayBuilder::build`](crate::GatewayBuilder::build) does.
    ///
    /// # Errors
    ///
    /// For the first setting that cannot be meant.
    pub fn check(&self) -> Result<(), ConfigError> {
        self.database()?;
        self.check_listen()?;
        self.check_metrics()?;
        self.audit.check()?;
        self.masking.check()?;
        self.audit.check_retention()?;
        self.upstreams.iter().try_for_each(|(name, upstream)| check_upstream(name, upstream))
    }

    fn check_listen(&self) -> Result<(), ConfigError> {
        let is_local = self.listen.ip().is_loopback();
        if is_local || self.access.insecure_allow_remote {
            return Ok(());
        }
        Err(ConfigError::new(format!(
            "listen: {} can be reached from other machines, and no authentication is configured: anyone \
             there could call the servers behind this gateway. Listen on 127.0.0.1, or, behind something \
             that authenticates, set access.insecure_allow_remote = true",
            self.listen
        )))
    }
}

fn check_upstream(name: &str, upstream: &UpstreamConfig) -> Result<(), ConfigError> {
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    // The name is a path segment, a metric label and a column.
    if name.is_empty() || name.len() > 64 || !name.bytes().all(safe) {
        return Err(ConfigError::new("upstreams: a name must be 1 to 64 letters, digits, `-`, `_` or `.`"));
    }
    match (&upstream.url, &upstream.builtin) {
        (Some(_), None) | (None, Some(_)) => Ok(()),
        _ => Err(ConfigError::new(format!("upstreams.{name}: needs either `url` or `builtin`"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(toml: &str) -> String {
        let read = Config::from_toml(toml).and_then(|config| config.check());
        read.unwrap_err().to_string()
    }

    #[test]
    fn the_defaults_run_a_demo() {
        let config = Config::from_toml("").unwrap();
        assert_eq!(config.upstreams["demo"].builtin.as_deref(), Some("demo"));
        assert!(config.listen.ip().is_loopback());
    }

    #[test]
    fn what_is_wrong_is_named() {
        let why = refused("lisen = \"127.0.0.1:1\"");
        assert!(why.starts_with("lisen: there is no such setting; there is: listen, data_dir"), "{why}");
        assert!(refused("[audit]\non_full = \"perhaps\"").contains("audit.on_full"));
        assert!(refused("[audit]\nstore = \"oracle\"").contains("audit.store"));
        assert!(refused("[upstreams.a]").contains("upstreams.a"));
        assert!(refused("[upstreams.\"a b\"]\nurl = \"http://x\"").contains("upstreams"));
        assert!(refused("[limits]\ndrain = -1").contains("limits.drain"));
        assert!(refused("listen = ").contains("TOML"));
    }

    #[test]
    fn no_value_is_repeated() {
        let wrong =
            ["audit.on_full", "limits.drain", "limits.max_body", "metrics.enabled", "access", "listen"];
        for setting in wrong {
            let why = refused(&format!("{setting} = \"hunter2\""));
            assert!(why.starts_with(&format!("{setting}: ")) && !why.contains("hunter2"), "{why}");
        }
        for toml in [
            "audit.store = \"hunter2",
            "[audit]\nstore = hunter2 # x",
            "audit.store = 'a'\naudit.store = 'hunter2'",
        ] {
            let why = refused(toml);
            assert!(why.starts_with("TOML parse error at line ") && !why.contains("hunter2"), "{why}");
        }
        assert!(refused("audit.on_full = \"hunter2\"").contains("must be one of: wait, refuse, drop"));
    }

    #[test]
    fn no_password_is_shown() {
        let shown = |store: &str| {
            let config = Config::from_toml(&format!("audit.store = \"{store}\"")).unwrap();
            assert_eq!(config.audit.store.as_str(), store);
            let shown = format!("{config:?} {:#?}", crate::Gateway::builder(config.clone()));
            assert!(!shown.contains("hunter2") && shown.contains("max_pending"), "{shown}");
            shown
        };
        assert!(shown("postgres://me:hunter2@host/trail").contains("postgres:***"));
        shown("postgres://host/trail?password=hunter2");
        shown("me:hunter2@host");
        assert!(shown("sqlite:/var/trail.db").contains("sqlite:/var/trail.db"));
    }

    #[test]
    fn other_machines_are_not_let_in_by_accident() {
        let why = refused("listen = \"0.0.0.0:8080\"");
        assert!(why.contains("authentication"), "{why}");
        for meant in
            ["listen = \"0.0.0.0:1\"\n[access]\ninsecure_allow_remote = true", "listen = \"[::1]:1\""]
        {
            Config::from_toml(meant).unwrap().check().unwrap();
        }
    }
}
