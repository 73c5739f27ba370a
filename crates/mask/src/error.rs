use std::fmt;

/// Why a [`MaskerBuilder`](crate::MaskerBuilder) was refused.
///
/// It names what the operator wrote in the configuration, never a masked value.
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
                "{name:?} cannot be a sensitive key name: it needs a word of three or more \
                 letters or digits, and at most 128 bytes"
            ),
            Kind::TooManyKeyNames(limit) => {
                write!(f, "more than {limit} extra sensitive key names")
            }
            Kind::Automaton => f.write_str("the rules are too large to search for"),
        }
    }
}

impl std::error::Error for BuildError {}
