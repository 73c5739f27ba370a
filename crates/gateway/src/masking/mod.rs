//! The one masker of a gateway, as its settings say.

mod declared;
mod key;
mod known;

use std::fmt;

use gate_mask::{Masker, MaskerBuilder, Style};
use gate_mcp::Catalog;

use self::{declared::Declared, known::Known};
use crate::config::{Config, ConfigError};

/// What masks all that a gateway stores, and what its log lines should pass, too.
///
/// ```
/// use mcp_gateway::{Config, Masking};
///
/// let config = Config::from_toml("[masking]\nsensitive_keys = [\"badge number\"]")?;
/// let masking = Masking::new(&config)?;
/// assert_eq!(masking.masker().mask_str(r#"{"badgeNumber": 7}"#).get(), r#"{"badgeNumber": "***"}"#);
/// # Ok::<(), mcp_gateway::ConfigError>(())
/// ```
pub struct Masking {
    masker: Masker,
    /// What the settings say, to which the schemas of servers add.
    settings: MaskerBuilder,
    schemas: bool,
}

impl Masking {
    /// Reads what the settings name: variables, files, and the key of fingerprints, which is minted and
    /// kept beside the data if it is not given.
    ///
    /// # Errors
    ///
    /// For the first setting of masking that cannot be meant, or names what cannot be read.
    pub fn new(config: &Config) -> Result<Self, ConfigError> {
        Self::read(config, |name| std::env::var(name).ok())
    }

    fn read(config: &Config, variable: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let masking = &config.masking;
        masking.check()?;
        let known = known::read(masking, &variable)?;
        let settings = known.iter().fold(masking.builder(), |builder, known| known.add_to(builder));
        let settings = match masking.fingerprints {
            true => settings.style(Style::Fingerprint(key::find(config, &variable)?)),
            false => settings,
        };
        let masker = settings.clone().build().map_err(|error| {
            let fault = known.iter().find_map(Known::fault);
            fault.unwrap_or_else(|| ConfigError::new(format!("masking: {error}")))
        })?;
        Ok(Self { masker, settings, schemas: masking.schemas })
    }

    /// The masker. Clones of it change as servers list tools.
    #[must_use]
    pub fn masker(&self) -> &Masker {
        &self.masker
    }

    /// Masks the parameters that the schemas of listed tools call secret: those that are remembered at once,
    /// others soon after they are listed.
    pub(crate) fn watch(self, catalog: &Catalog) {
        let declared = Declared::new(self.masker, self.settings, self.schemas);
        catalog.watch_secrets(declared.clone());
        declared.put_in_force();
    }
}

impl fmt::Debug for Masking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Masking").field("settings", &self.settings).finish_non_exhaustive()
    }
}
