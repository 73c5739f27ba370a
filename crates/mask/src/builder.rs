//! What an operator says before masking begins.

use std::fmt;
use std::sync::Arc;

use crate::custom::{CustomRule, KnownValue, Settings};
use crate::error::BuildError;
use crate::masker::Masker;
use crate::names::KeyNames;
use crate::scan::engine::Engine;
use crate::style::Style;

/// Builds a [`Masker`] that differs from the default.
///
/// ```
/// use gate_mask::{Masker, Style};
///
/// let masker = Masker::builder()
///     .sensitive_key("badge number")
///     .without_rule("url-userinfo")
///     .style(Style::KeepLast4)
///     .build()?;
/// assert_eq!(masker.mask_str(r#"{"badgeNumber": 7}"#).get(), r#"{"badgeNumber": "***"}"#);
/// # Ok::<(), gate_mask::BuildError>(())
/// ```
#[derive(Clone, Default)]
#[must_use]
pub struct MaskerBuilder {
    key_names: Vec<String>,
    exact_keys: Vec<String>,
    rules_off: Vec<String>,
    style: Style,
    own: Settings,
}

impl MaskerBuilder {
    /// Adds a key name whose values are always masked, in any case and with any separator, alone
    /// or as the end of a longer name.
    pub fn sensitive_key(mut self, name: impl Into<String>) -> Self {
        self.key_names.push(name.into());
        self
    }

    /// Adds several key names; see [`sensitive_key`](Self::sensitive_key).
    pub fn sensitive_keys<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.key_names.extend(names.into_iter().map(Into::into));
        self
    }

    /// Adds a key name that counts only as a whole, in any case and with any separator: with
    /// `note`, a `release_note` stays. For what
    /// [`sensitive_properties`](crate::sensitive_properties) finds in a schema.
    pub fn exact_key(mut self, name: impl Into<String>) -> Self {
        self.exact_keys.push(name.into());
        self
    }

    /// Adds several such names; see [`exact_key`](Self::exact_key).
    pub fn exact_keys<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.exact_keys.extend(names.into_iter().map(Into::into));
        self
    }

    /// Takes a key name out of those that are sensitive, in any spelling of this very name.
    ///
    /// ```
    /// # use gate_mask::Masker;
    /// let masker = Masker::builder().allow_key("session").build()?;
    /// let text = r#"{"Session": "morning", "session_token": "abc"}"#;
    /// assert_eq!(masker.mask_str(text).get(), r#"{"Session": "morning", "session_token": "***"}"#);
    /// # Ok::<(), gate_mask::BuildError>(())
    /// ```
    pub fn allow_key(mut self, name: impl Into<String>) -> Self {
        self.own.allowed_keys.push(name.into());
        self
    }

    /// A value that stays, whatever rule finds it, if it is all that the rule would mask.
    ///
    /// ```
    /// # use gate_mask::Masker;
    /// let masker = Masker::builder().allow_value("letmein").build()?;
    /// let text = "password=letmein&token=letmein2";
    /// assert_eq!(masker.mask_str(text).get(), "password=letmein&token=***");
    /// # Ok::<(), gate_mask::BuildError>(())
    /// ```
    pub fn allow_value(mut self, value: impl Into<String>) -> Self {
        self.own.allowed_values.push(value.into());
        self
    }

    /// Adds a rule of one's own.
    pub fn rule(mut self, rule: CustomRule) -> Self {
        self.own.rules.push(rule);
        self
    }

    /// Adds several rules; see [`rule`](Self::rule).
    pub fn rules(mut self, rules: impl IntoIterator<Item = CustomRule>) -> Self {
        self.own.rules.extend(rules);
        self
    }

    /// Masks a value that is known to be secret, of 6 to 320 bytes, wherever it stands: as it is,
    /// and in base64 (also in the middle of a longer text), percent-encoded, escaped as in JSON
    /// or XML, and in hexadecimal.
    ///
    /// Several values may have one id, which findings name. The value is never shown.
    ///
    /// ```
    /// # use gate_mask::Masker;
    /// let masker = Masker::builder().known_value("db-password", "tr0ub4dor&3").build()?;
    /// assert_eq!(masker.mask_str("it is tr0ub4dor&3").get(), "it is ***");
    /// assert_eq!(masker.mask_str("q=tr0ub4dor%263").get(), "q=***");
    /// # Ok::<(), gate_mask::BuildError>(())
    /// ```
    pub fn known_value(mut self, id: impl Into<String>, value: impl AsRef<[u8]>) -> Self {
        self.own.known.push(KnownValue { id: id.into(), value: value.as_ref().to_vec() });
        self
    }

    /// Whether personal data is masked too, counted as [`Family::Pii`](crate::Family::Pii): mail
    /// addresses, phone numbers, payment cards, bank accounts, national ids. Off by default.
    ///
    /// ```
    /// # use gate_mask::Masker;
    /// let masker = Masker::builder().pii(true).build()?;
    /// assert_eq!(masker.mask_str("ada@lovelace.org paid").get(), "*** paid");
    /// # Ok::<(), gate_mask::BuildError>(())
    /// ```
    pub fn pii(mut self, on: bool) -> Self {
        self.own.pii = on;
        self
    }

    /// Switches a rule off by its id, as listed by [`rules`](crate::rules), or one's own.
    pub fn without_rule(mut self, id: impl Into<String>) -> Self {
        self.rules_off.push(id.into());
        self
    }

    /// What a masked value becomes; `***` by default.
    pub fn style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// Builds the masker.
    ///
    /// # Errors
    ///
    /// A rule id that does not exist, a key name without a word to search for, a custom rule or
    /// known value that cannot be one. One that is refused refuses all.
    pub fn build(self) -> Result<Masker, BuildError> {
        self.engine().map(Masker::new)
    }

    /// The rules, ready to search.
    pub(crate) fn engine(self) -> Result<Arc<Engine>, BuildError> {
        let key_names: Vec<String> = self.key_names.iter().chain(self.own.key_names()).cloned().collect();
        let names = KeyNames::new(&key_names, &self.exact_keys)?;
        let engine = Engine::new(names, &self.rules_off, self.style, self.own.compile()?)?;
        Ok(Arc::new(engine))
    }
}

impl fmt::Debug for MaskerBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MaskerBuilder")
            .field("key_names", &self.key_names.len())
            .field("exact_keys", &self.exact_keys.len())
            .field("rules_off", &self.rules_off.len())
            .field("style", &self.style)
            .field("rules", &self.own.rules)
            .field("known_values", &self.own.known.len())
            .field("pii", &self.own.pii)
            .finish()
    }
}
