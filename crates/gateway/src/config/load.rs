//! Where settings come from: defaults, then a file, then the environment.

use std::path::Path;

use figment::{
    Figment,
    providers::{Env, Format, Toml},
};

use super::{Config, ConfigError, UpstreamConfig};

/// `MCP_GATEWAY__AUDIT__STORE` is `audit.store`.
const PREFIX: &str = "MCP_GATEWAY__";

impl Config {
    /// Reads the file, if one is named, and the environment, which wins.
    ///
    /// # Errors
    ///
    /// When the file is not there, or a setting is unknown or cannot be meant. The error names it, and
    /// where it was set.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let mut sources = Figment::new();
        if let Some(file) = file {
            if !file.is_file() {
                return Err(ConfigError::new(format!("there is no file {}", file.display())));
            }
            sources = sources.merge(Toml::file_exact(file));
        }
        Self::read(&sources.merge(Env::prefixed(PREFIX).split("__")))
    }

    /// Reads settings from TOML alone.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load).
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        Self::read(&Figment::from(Toml::string(text)))
    }

    fn read(sources: &Figment) -> Result<Self, ConfigError> {
        let mut config: Self = sources.extract().map_err(|errors| ConfigError::of_sources(&errors))?;
        if config.upstreams.is_empty() {
            // What runs when nothing is configured.
            let demo = UpstreamConfig { builtin: Some("demo".to_owned()), ..UpstreamConfig::default() };
            config.upstreams.insert("demo".to_owned(), demo);
        }
        Ok(config)
    }
}
