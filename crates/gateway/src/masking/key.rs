//! The key of fingerprints: given, named by a file, or minted and remembered.

use std::{fs, io, path::Path};

use gate_mask::FingerprintKey;
use uuid::Uuid;

use crate::{
    config::{Config, ConfigError},
    private,
};

/// The variable that may hold the key.
const VARIABLE: &str = "MCP_GATEWAY_FINGERPRINT_KEY";
/// Where a minted key is kept, in the data directory.
const FILE: &str = "fingerprint.key";

pub(super) fn find(
    config: &Config,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<FingerprintKey, ConfigError> {
    if let Some(given) = variable(VARIABLE) {
        return key(VARIABLE, given.trim());
    }
    if let Some(file) = &config.masking.fingerprint_key_file {
        let setting = "masking.fingerprint_key_file";
        let text = fs::read_to_string(file).map_err(|error| unreadable(setting, &error))?;
        return key(setting, text.trim());
    }
    let kept = remembered(&config.data_dir).map_err(|error| unreadable("masking.fingerprints", &error))?;
    key("masking.fingerprints", &kept)
}

fn key(setting: &str, text: &str) -> Result<FingerprintKey, ConfigError> {
    FingerprintKey::new(text).map_err(|error| ConfigError::new(format!("{setting}: {error}")))
}

fn unreadable(setting: &str, error: &io::Error) -> ConfigError {
    ConfigError::new(format!("{setting}: the key cannot be read: {error}"))
}

/// The key that an earlier start has minted, or a new one.
fn remembered(data_dir: &Path) -> io::Result<String> {
    let file = data_dir.join(FILE);
    match fs::read_to_string(&file) {
        Ok(text) => Ok(text.trim().to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // Two random UUIDs are 244 bits from the system's generator.
            let minted = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
            private::create_dir(data_dir)?;
            private::write(&file, minted.as_bytes())?;
            Ok(minted)
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a key makes of a secret.
    fn tag(config: &Config, given: Option<&str>) -> Result<String, ConfigError> {
        let key = find(config, |name| given.filter(|_| name == VARIABLE).map(str::to_owned))?;
        let masker = gate_mask::Masker::builder().style(gate_mask::Style::Fingerprint(key)).build();
        Ok(masker.unwrap().mask_str("password=hunter2").into_owned().into_inner())
    }

    #[test]
    fn a_minted_key_is_its_owners_alone_and_remembered() {
        let dir = tempfile::tempdir().unwrap();
        let mut config = Config::from_toml("").unwrap();
        config.data_dir = dir.path().join("data");
        let first = tag(&config, None).unwrap();
        assert!(first.starts_with("password=***[key-name:"), "{first}");
        assert_eq!(tag(&config, None).unwrap(), first);
        #[cfg(unix)]
        {
            let kept = fs::metadata(config.data_dir.join(FILE)).unwrap();
            assert_eq!(std::os::unix::fs::PermissionsExt::mode(&kept.permissions()) & 0o777, 0o600);
        }

        fs::remove_file(config.data_dir.join(FILE)).unwrap();
        assert_ne!(tag(&config, None).unwrap(), first, "another key makes other tags");
    }

    #[test]
    fn a_given_key_comes_before_a_file_and_that_before_a_minted_one() {
        let dir = tempfile::tempdir().unwrap();
        let mut config = Config::from_toml("").unwrap();
        config.data_dir = dir.path().join("data");
        config.masking.fingerprint_key_file = Some(dir.path().join("key"));
        let why = tag(&config, None).unwrap_err().to_string();
        assert!(why.starts_with("masking.fingerprint_key_file: "), "{why}");
        fs::write(dir.path().join("key"), "too short").unwrap();
        let why = tag(&config, None).unwrap_err().to_string();
        assert!(why.starts_with("masking.fingerprint_key_file: ") && !why.contains("too short"), "{why}");

        fs::write(dir.path().join("key"), "a key of sixteen bytes or more\n").unwrap();
        let of_file = tag(&config, None).unwrap();
        assert_eq!(tag(&config, Some("a key of sixteen bytes or more")).unwrap(), of_file);
        assert_ne!(tag(&config, Some("another key of sixteen bytes")).unwrap(), of_file);
        assert!(tag(&config, Some("short")).unwrap_err().to_string().starts_with(VARIABLE));
        assert!(!config.data_dir.exists(), "nothing was minted");
    }
}
