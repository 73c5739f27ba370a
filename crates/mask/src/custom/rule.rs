//! A rule as an operator writes it.

use std::fmt;

use crate::rules::Family;

/// A masking rule of an operator's own.
///
/// It masks what its regex matches, the values of its key names, or both. The regex has the
/// syntax of the crate `regex`, over bytes: `\d`, `\w` and `\b` are those of ASCII, `^` and `$`
/// those of lines. What is masked is the group named `secret`, else the first group, else the
/// whole match; never a double quote, which may be JSON's.
///
/// Text is searched as it is written, escapes included, and a match must fit in about 500 bytes;
/// one that goes on further is masked as long as it looks like a token.
///
/// # Speed
///
/// The engine searches for bytes that every match must have, four or more in a row, all rules at
/// once; they are taken from the regex. The regex itself runs only where they are found, in
/// linear time. A regex without such bytes, such as `[0-9]+`, needs [`keyword`](Self::keyword)s.
///
/// ```
/// use gate_mask::{CustomRule, Masker};
///
/// let employee = CustomRule::new("employee").regex(r"\bEMP-(\d{6})\b").key_name("staff id");
/// let masker = Masker::builder().rule(employee).build()?;
///
/// let masked = masker.mask_str(r#"{"text": "ask EMP-123456", "staffId": "EMP-7"}"#);
/// assert_eq!(masked.get(), r#"{"text": "ask EMP-***", "staffId": "***"}"#);
/// assert_eq!(masked.findings().iter().next().unwrap().rule(), "employee");
/// # Ok::<(), gate_mask::BuildError>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct CustomRule {
    pub(super) id: String,
    pub(super) description: String,
    pub(super) family: Family,
    pub(super) regex: Option<String>,
    pub(super) keywords: Vec<String>,
    pub(super) key_names: Vec<String>,
    pub(super) allow: Vec<String>,
    pub(super) allow_regexes: Vec<String>,
    pub(super) min_entropy: f64,
    pub(super) min_len: usize,
    pub(super) max_len: usize,
}

impl CustomRule {
    /// A rule of that id: up to 64 lower-case letters, digits, dashes, dots and underscores.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            description: String::new(),
            family: Family::Secret,
            regex: None,
            keywords: Vec::new(),
            key_names: Vec::new(),
            allow: Vec::new(),
            allow_regexes: Vec::new(),
            min_entropy: 0.0,
            min_len: 1,
            max_len: usize::MAX,
        }
    }

    /// What is masked wherever it stands.
    pub fn regex(mut self, regex: impl Into<String>) -> Self {
        self.regex = Some(regex.into());
        self
    }

    /// A word that must stand shortly before a match, in upper or lower case: the match begins
    /// within the 64 bytes after it, or not much later.
    ///
    /// ```
    /// # use gate_mask::{CustomRule, Masker};
    /// let room = CustomRule::new("room").regex(r"\b[0-9]{3}\b").keyword("room");
    /// let masker = Masker::builder().rule(room).build()?;
    /// assert_eq!(masker.mask_str("101 in Room 204").get(), "101 in Room ***");
    /// # Ok::<(), gate_mask::BuildError>(())
    /// ```
    pub fn keyword(mut self, word: impl Into<String>) -> Self {
        self.keywords.push(word.into());
        self
    }

    /// A key whose values are masked whatever they look like, in any spelling of its name; see
    /// [`MaskerBuilder::sensitive_key`](crate::MaskerBuilder::sensitive_key).
    pub fn key_name(mut self, name: impl Into<String>) -> Self {
        self.key_names.push(name.into());
        self
    }

    /// A value that stays, though the regex matches it.
    pub fn allow(mut self, value: impl Into<String>) -> Self {
        self.allow.push(value.into());
        self
    }

    /// Values that stay: those that this regex matches from their start to their end.
    ///
    /// ```
    /// # use gate_mask::{CustomRule, Masker};
    /// let ticket = CustomRule::new("ticket").regex(r"TICKET-\d+").allow_regex(r"TICKET-0+");
    /// let masker = Masker::builder().rule(ticket).build()?;
    /// assert_eq!(masker.mask_str("TICKET-000 TICKET-120").get(), "TICKET-000 ***");
    /// # Ok::<(), gate_mask::BuildError>(())
    /// ```
    pub fn allow_regex(mut self, regex: impl Into<String>) -> Self {
        self.allow_regexes.push(regex.into());
        self
    }

    /// The least Shannon entropy of what the regex finds, in bits a byte: words have about 3, and
    /// random base64 of 40 bytes about 4.8.
    pub fn min_entropy(mut self, bits: f64) -> Self {
        self.min_entropy = bits;
        self
    }

    /// The least length of what the regex finds, in bytes.
    pub fn min_len(mut self, bytes: usize) -> Self {
        self.min_len = bytes;
        self
    }

    /// The greatest length of what the regex finds, in bytes.
    pub fn max_len(mut self, bytes: usize) -> Self {
        self.max_len = bytes;
        self
    }

    /// What kind of data the rule is about; [`Family::Secret`] by default.
    pub fn family(mut self, family: Family) -> Self {
        self.family = family;
        self
    }

    /// What the rule is for, in words; for those who list rules.
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = text.into();
        self
    }
}

impl fmt::Debug for CustomRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomRule")
            .field("id", &self.id)
            .field("description", &self.description)
            .field("family", &self.family)
            .field("regex", &self.regex)
            .finish_non_exhaustive()
    }
}
