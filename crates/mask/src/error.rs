use std::fmt;

/// Why a [`MaskerBuilder`](crate::MaskerBuilder) was refused.
///
/// It names what the operator wrote in the configuration, never a masked value or one that is to
/// be masked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BuildError {
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    UnknownRule(String),
    BadKeyName(String),
    TooManyKeyNames(usize),
    Automaton,
    /// An id that cannot be one.
    BadId(String),
    DuplicateId(String),
    /// A custom rule by its id, and what is wrong with it.
    Rule(String, RuleFault),
    /// A known value by its id, and the lengths it may have.
    KnownValueLength(String, usize, usize),
    TooMany(&'static str, usize),
    #[cfg_attr(not(feature = "fingerprint"), expect(dead_code, reason = "only a key has a length"))]
    ShortKey(usize),
    #[cfg_attr(not(feature = "fingerprint"), expect(dead_code, reason = "only a tag has digits"))]
    TagDigits(usize),
}

/// What is wrong with a custom rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RuleFault {
    /// The syntax, where, and why.
    Syntax {
        place: Option<Place>,
        reason: String,
    },
    /// Neither a regex nor a key name.
    Nothing,
    /// It may match nothing at all.
    MatchesEmpty,
    /// `\A` or `\z`.
    TextAnchor,
    /// What is masked would hold a double quote.
    MasksQuote,
    NoLiteral,
    TooLarge,
    ShortKeyword(String),
    Lengths,
}

/// A place in a regex, as an editor counts: from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// In bytes, from zero.
    pub(crate) offset: usize,
}

impl BuildError {
    pub(crate) fn unknown_rule(id: &str) -> Self {
        Self { kind: Kind::UnknownRule(shown(id)) }
    }

    pub(crate) fn bad_key_name(name: &str) -> Self {
        Self { kind: Kind::BadKeyName(shown(name)) }
    }

    pub(crate) fn too_many_key_names(limit: usize) -> Self {
        Self { kind: Kind::TooManyKeyNames(limit) }
    }

    pub(crate) fn automaton() -> Self {
        Self { kind: Kind::Automaton }
    }

    pub(crate) fn bad_id(id: &str) -> Self {
        Self { kind: Kind::BadId(shown(id)) }
    }

    pub(crate) fn duplicate_id(id: &str) -> Self {
        Self { kind: Kind::DuplicateId(shown(id)) }
    }

    pub(crate) fn rule(id: &str, fault: RuleFault) -> Self {
        Self { kind: Kind::Rule(shown(id), fault) }
    }

    pub(crate) fn known_value_length(id: &str, min: usize, max: usize) -> Self {
        Self { kind: Kind::KnownValueLength(shown(id), min, max) }
    }

    pub(crate) fn too_many(what: &'static str, limit: usize) -> Self {
        Self { kind: Kind::TooMany(what, limit) }
    }

    #[cfg(feature = "fingerprint")]
    pub(crate) fn short_key(min: usize) -> Self {
        Self { kind: Kind::ShortKey(min) }
    }

    #[cfg(feature = "fingerprint")]
    pub(crate) fn tag_digits(digits: usize) -> Self {
        Self { kind: Kind::TagDigits(digits) }
    }

    /// The id of the custom rule or known value that was refused, if it was one.
    ///
    /// ```
    /// use gate_mask::{CustomRule, Masker};
    ///
    /// let broken = CustomRule::new("acme-key").regex(r"acme_[0-9");
    /// let error = Masker::builder().rule(broken).build().unwrap_err();
    /// assert_eq!(error.id(), Some("acme-key"));
    /// assert_eq!(error.position(), Some(5));
    /// assert_eq!(
    ///     error.to_string(),
    ///     r#"the rule "acme-key": line 1, column 6 of its regex: unclosed character class"#
    /// );
    /// ```
    pub fn id(&self) -> Option<&str> {
        match &self.kind {
            Kind::UnknownRule(id) | Kind::BadId(id) | Kind::DuplicateId(id) => Some(id),
            Kind::Rule(id, _) | Kind::KnownValueLength(id, ..) => Some(id),
            _ => None,
        }
    }

    /// Where in the regex of a custom rule the fault is, in bytes from its start.
    pub fn position(&self) -> Option<usize> {
        match &self.kind {
            Kind::Rule(_, RuleFault::Syntax { place, .. }) => place.map(|place| place.offset),
            _ => None,
        }
    }
}

/// Keeps an error message finite whatever the configuration holds.
fn shown(text: &str) -> String {
    text.chars().take(64).collect()
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::UnknownRule(id) => write!(f, "no masking rule has the id {id:?}"),
            Kind::BadKeyName(name) => write!(
                f,
                "{name:?} cannot be a sensitive key name: it needs a word of two or more \
                 letters or digits, and at most 128 bytes"
            ),
            Kind::TooManyKeyNames(limit) => {
                write!(f, "more than {limit} extra sensitive key names")
            }
            Kind::Automaton => f.write_str("the rules are too large to search for"),
            Kind::BadId(id) => write!(
                f,
                "{id:?} cannot be the id of a rule: it needs 1 to 64 lower-case letters, digits, \
                 dashes, dots or underscores"
            ),
            Kind::DuplicateId(id) => write!(f, "two rules have the id {id:?}"),
            Kind::Rule(id, fault) => write!(f, "the rule {id:?}: {fault}"),
            Kind::KnownValueLength(id, min, max) => {
                write!(f, "the known value {id:?} does not have {min} to {max} bytes")
            }
            Kind::TooMany(what, limit) => write!(f, "more than {limit} {what}"),
            Kind::ShortKey(min) => write!(f, "a fingerprint key of less than {min} bytes"),
            Kind::TagDigits(digits) => write!(f, "a fingerprint has 6 to 16 digits, not {digits}"),
        }
    }
}

impl fmt::Display for RuleFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { place: Some(place), reason } => {
                write!(f, "line {}, column {} of its regex: {reason}", place.line, place.column)
            }
            Self::Syntax { place: None, reason } => write!(f, "its regex: {reason}"),
            Self::Nothing => f.write_str("it has neither a regex nor a key name"),
            Self::MatchesEmpty => f.write_str("its regex matches the empty text"),
            Self::TextAnchor => f.write_str(
                r"its regex has \A or \z, but a masker may see a part of a text only; ^ and $ are those of lines",
            ),
            Self::MasksQuote => f.write_str(
                "its regex would mask a double quote, which may be JSON's; name what is to be \
                 masked: (?<secret>…)",
            ),
            Self::NoLiteral => f.write_str(
                "every match of its regex must have four bytes in a row that are rare enough to \
                 search for; if there are none, give it keywords that stand before a match",
            ),
            Self::TooLarge => f.write_str("its regex is too large"),
            Self::ShortKeyword(word) => {
                write!(f, "the keyword {word:?} does not have 4 to 64 bytes")
            }
            Self::Lengths => f.write_str("its shortest length is above its longest"),
        }
    }
}

impl std::error::Error for BuildError {}
