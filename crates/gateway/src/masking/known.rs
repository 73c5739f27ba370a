//! Values that are known to be secret. The settings name where they are, never the values.

use std::fs;

use gate_mask::{Masker, MaskerBuilder};

use crate::config::{ConfigError, MaskingConfig};

/// The most of a name that an id has room for.
const MAX_NAME: usize = 56;

/// A value, and which setting has named it. That is told by its place, for what is written there may be a
/// value in the wrong place.
pub(super) struct Known {
    setting: String,
    id: String,
    value: String,
}

/// Reads the variables and files that the settings name.
pub(super) fn read(
    masking: &MaskingConfig,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Vec<Known>, ConfigError> {
    let mut all = Vec::new();
    for (at, name) in masking.known_values_env.iter().enumerate() {
        let setting = format!("masking.known_values_env.{at}");
        let Some(value) = variable(name) else {
            return Err(ConfigError::new(format!("{setting}: there is no such environment variable")));
        };
        all.push(Known { setting, id: id(name), value });
    }
    for (at, file) in masking.known_values_files.iter().enumerate() {
        let setting = format!("masking.known_values_files.{at}");
        let unreadable = |error| ConfigError::new(format!("{setting}: cannot be read: {error}"));
        let text = fs::read_to_string(file).map_err(unreadable)?;
        let id = id(&file.file_name().unwrap_or_default().to_string_lossy());
        let values = text.lines().filter(|line| !line.is_empty());
        all.extend(values.map(|value| Known {
            setting: setting.clone(),
            id: id.clone(),
            value: value.to_owned(),
        }));
    }
    Ok(all)
}

impl Known {
    pub(super) fn add_to(&self, builder: MaskerBuilder) -> MaskerBuilder {
        builder.known_value(&self.id, &self.value)
    }

    /// Why it cannot be masked, if that is so.
    pub(super) fn fault(&self) -> Option<ConfigError> {
        let error = self.add_to(Masker::builder()).build().err()?;
        Some(ConfigError::new(format!("{}: {error}", self.setting)))
    }
}

/// What findings name: `known.db_password`. No built-in rule has a dot.
fn id(name: &str) -> String {
    let letter = |letter: char| match letter.to_ascii_lowercase() {
        letter if letter.is_ascii_alphanumeric() || "-_.".contains(letter) => letter,
        _ => '-',
    };
    format!("known.{}", name.chars().take(MAX_NAME).map(letter).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_and_files_are_read_and_named_by_place() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("Old keys!");
        fs::write(&file, "tr0ub4dor&3\r\n\ncorrect horse\n").unwrap();
        let masking = MaskingConfig {
            known_values_env: vec!["DB_PASSWORD".to_owned()],
            known_values_files: vec![file.clone()],
            ..MaskingConfig::default()
        };
        let of = |value: &'static str| move |_: &str| Some(value.to_owned());
        let known = read(&masking, of("battery staple")).unwrap();
        let masker = known.iter().fold(Masker::builder(), |builder, known| known.add_to(builder)).build();
        let masked = masker.unwrap().mask_str("battery staple, correct horse, tr0ub4dor%263").into_owned();
        assert_eq!(masked.get(), "***, ***, ***");
        let mut rules: Vec<_> = masked.findings().iter().map(|finding| finding.rule().to_owned()).collect();
        rules.sort();
        assert_eq!(rules, ["known.db_password", "known.old-keys-"]);

        let short = read(&masking, of("short")).unwrap();
        let why = short.iter().find_map(Known::fault).unwrap().to_string();
        assert!(why.starts_with("masking.known_values_env.0: ") && !why.contains("\"short\""), "{why}");
        let why = read(&masking, |_| None).err().unwrap().to_string();
        assert_eq!(why, "masking.known_values_env.0: there is no such environment variable");
        fs::remove_file(file).unwrap();
        let why = read(&masking, of("battery staple")).err().unwrap().to_string();
        assert!(why.starts_with("masking.known_values_files.0: cannot be read: "), "{why}");
    }
}
