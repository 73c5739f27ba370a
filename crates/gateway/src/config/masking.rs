//! What is masked, besides what always is.

use std::path::PathBuf;

use gate_mask::{CustomRule, Masker, MaskerBuilder, Style};
use serde::Deserialize;

use super::ConfigError;

/// What is masked in what is stored and logged.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct MaskingConfig {
    /// Whether marks carry a keyed hash of what they stand for, instead of `style`.
    pub fingerprints: bool,
    /// A file with the key of that hash. Without one, it is minted and kept in the data directory.
    pub fingerprint_key_file: Option<PathBuf>,
    /// What a masked value becomes.
    pub style: MaskStyle,
    /// Whether personal data is masked too.
    pub pii: bool,
    /// Whether parameters are masked that a tool's schema calls secret.
    pub schemas: bool,
    /// Rules that are switched off, by id.
    pub rules_off: Vec<String>,
    /// Names of keys whose values are masked whatever they look like.
    pub sensitive_keys: Vec<String>,
    /// Names of keys whose values are not masked for their name.
    pub allow_keys: Vec<String>,
    /// Values that stay, whatever rule finds them.
    pub allow_values: Vec<String>,
    /// Names of environment variables whose values are masked wherever they stand.
    pub known_values_env: Vec<String>,
    /// Files with such values, one a line.
    pub known_values_files: Vec<PathBuf>,
    /// Rules of one's own.
    pub rules: Vec<MaskRuleConfig>,
}

/// What a masked value becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MaskStyle {
    /// `***`
    #[default]
    Full,
    /// `***` and the last four characters, if the value is long.
    #[serde(rename = "keep-last-4")]
    KeepLast4,
}

/// A masking rule: a regex, names of keys, or both.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct MaskRuleConfig {
    /// What findings name.
    pub id: String,
    /// What is masked: its group `secret`, else its first group, else all it matches.
    pub regex: Option<String>,
    /// Words one of which must stand before a match.
    pub keywords: Vec<String>,
    /// Names of keys whose values are masked whatever they look like.
    pub key_names: Vec<String>,
    /// Values that stay, though the regex matches them.
    pub allow: Vec<String>,
    /// The least entropy of what the regex finds, in bits a byte.
    pub min_entropy: f64,
    /// The least length of what the regex finds, in bytes.
    pub min_len: usize,
    /// The greatest length of what the regex finds, in bytes.
    pub max_len: usize,
}

impl Default for MaskingConfig {
    fn default() -> Self {
        Self {
            fingerprints: false,
            fingerprint_key_file: None,
            style: MaskStyle::default(),
            pii: false,
            schemas: true,
            rules_off: Vec::new(),
            sensitive_keys: Vec::new(),
            allow_keys: Vec::new(),
            allow_values: Vec::new(),
            known_values_env: Vec::new(),
            known_values_files: Vec::new(),
            rules: Vec::new(),
        }
    }
}

impl Default for MaskRuleConfig {
    fn default() -> Self {
        Self {
            id: String::new(),
            regex: None,
            keywords: Vec::new(),
            key_names: Vec::new(),
            allow: Vec::new(),
            min_entropy: 0.0,
            min_len: 1,
            max_len: usize::MAX,
        }
    }
}

impl MaskingConfig {
    /// All that is said here, without what is said elsewhere: the key and the known values.
    pub(crate) fn builder(&self) -> MaskerBuilder {
        let builder = self.own_rules().sensitive_keys(&self.sensitive_keys).pii(self.pii);
        let builder = self.allow_keys.iter().fold(builder, MaskerBuilder::allow_key);
        let builder = self.allow_values.iter().fold(builder, MaskerBuilder::allow_value);
        let builder = self.rules_off.iter().fold(builder, MaskerBuilder::without_rule);
        builder.style(match self.style {
            MaskStyle::Full => Style::Full,
            MaskStyle::KeepLast4 => Style::KeepLast4,
        })
    }

    fn own_rules(&self) -> MaskerBuilder {
        Masker::builder().rules(self.rules.iter().map(MaskRuleConfig::rule))
    }

    /// Whether a masker can be built from this.
    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        let bits = 0.0..=8.0;
        if let Some(at) = self.rules.iter().position(|rule| !bits.contains(&rule.min_entropy)) {
            return Err(ConfigError::new(format!("masking.rules.{at}.min_entropy: must be 0 to 8")));
        }
        let Err(error) = self.builder().build() else { return Ok(()) };
        // Which of them it is shows when each is alone.
        let parts = [
            ("masking.rules", self.own_rules()),
            ("masking.rules_off", self.rules_off.iter().fold(self.own_rules(), MaskerBuilder::without_rule)),
            ("masking.sensitive_keys", Masker::builder().sensitive_keys(&self.sensitive_keys)),
        ];
        let alone = parts.into_iter().find_map(|(setting, part)| Some((setting, part.build().err()?)));
        let (setting, error) = alone.unwrap_or(("masking", error));
        Err(ConfigError::new(format!("{setting}: {error}")))
    }
}

impl MaskRuleConfig {
    fn rule(&self) -> CustomRule {
        let rule = CustomRule::new(&self.id)
            .min_entropy(self.min_entropy)
            .min_len(self.min_len)
            .max_len(self.max_len);
        let rule = self.regex.iter().fold(rule, CustomRule::regex);
        let rule = self.keywords.iter().fold(rule, CustomRule::keyword);
        let rule = self.key_names.iter().fold(rule, CustomRule::key_name);
        self.allow.iter().fold(rule, CustomRule::allow)
    }
}

#[cfg(test)]
mod tests {
    use crate::Config;

    fn refused(masking: &str) -> String {
        let read = Config::from_toml(&format!("[masking]\n{masking}")).and_then(|config| config.check());
        read.unwrap_err().to_string()
    }

    #[test]
    fn what_is_wrong_is_named() {
        let rule = |members: &str| refused(&format!("[[masking.rules]]\nid = \"acme-key\"\n{members}"));
        let why = rule("regex = 'acme_[0-9'");
        assert!(why.starts_with("masking.rules: the rule \"acme-key\": line 1, column 6"), "{why}");
        assert!(rule("").contains("neither a regex nor a key name"));
        assert!(rule("regx = 'acme'").starts_with("masking.rules.0.regx: there is no such setting"));
        let why = rule("regex = 'acme_[0-9]+'\nmin_entropy = nan");
        assert_eq!(why, "masking.rules.0.min_entropy: must be 0 to 8");
        let why = refused("rules_off = ['jwt', 'jwl']");
        assert_eq!(why, "masking.rules_off: no masking rule has the id \"jwl\"");
        assert!(refused("sensitive_keys = ['_']").starts_with("masking.sensitive_keys: "));
        assert!(refused("style = 'half'").starts_with("masking.style: must be one of: full, keep-last-4"));
    }

    #[test]
    fn a_rule_of_ones_own_can_be_switched_off() {
        let rule = "rules_off = ['acme-key']\n[[masking.rules]]\nid = 'acme-key'\nregex = 'acme_[0-9]+'";
        Config::from_toml(&format!("[masking]\n{rule}")).unwrap().check().unwrap();
    }
}
