//! Another key that seals.

use std::fs;

use gate_seal::MasterKey;

use super::kept::Kept;
use crate::config::{Config, ConfigError};

/// What became of a [rotation](rotate_master_key).
#[derive(Debug)]
#[non_exhaustive]
pub struct Rotated {
    /// The id of the key that seals now.
    pub key: String,
    /// How many credentials are sealed with it.
    pub resealed: usize,
}

/// Mints another master key, seals with it what was sealed with the one of before, and puts it in its place.
/// A gateway that runs goes on, and uses the new key from then on.
///
/// It can be broken off anywhere, and done again.
///
/// # Errors
///
/// When the key is in the environment, when something cannot be opened with it, or when a file cannot be
/// written. The key of before is in its place then.
pub fn rotate_master_key(config: &Config) -> Result<Rotated, ConfigError> {
    let kept = Kept::new(config);
    if let Some(variable) = kept.key.is_variable() {
        return Err(ConfigError::new(format!(
            "{variable}: the key is in the environment, and has to be changed there; keep it in a file to \
             rotate it"
        )));
    }
    let refused = |error: &dyn std::fmt::Display| ConfigError::new(error.to_string());
    let sealed = kept.sealed().map_err(|error| refused(&error))?;
    if let Some((_, error)) = sealed.problems().map_err(|error| refused(&error))?.first() {
        return Err(ConfigError::new(format!("{error}; with another key it would be lost")));
    }
    let next = kept.key.next();
    let key = MasterKey::load_or_mint(&next).map_err(|error| refused(&error))?;
    let id = key.id().to_string();
    let rotation = sealed.rotate(key).map_err(|error| refused(&error))?;
    fs::rename(&next, kept.key.path()).map_err(|error| refused(&error))?;
    Ok(Rotated { key: id, resealed: rotation.resealed })
}
