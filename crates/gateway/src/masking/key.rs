//! The key of fingerprints.

use gate_mask::FingerprintKey;

use crate::{
    config::{Config, ConfigError},
    key::Key,
};

const VARIABLE: &str = "MCP_GATEWAY_FINGERPRINT_KEY";
const FILE: &str = "fingerprint.key";

pub(super) fn find(
    config: &Config,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<FingerprintKey, ConfigError> {
    let key = Key {
        variable: VARIABLE,
        file: ("masking.fingerprint_key_file", config.masking.fingerprint_key_file.as_deref()),
        minted: FILE,
        wanted_by: "masking.fingerprints",
    };
    key.find(&config.data_dir, variable, |text| FingerprintKey::new(text))
}

#[cfg(test)]
mod tests {
    use std::fs;

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
