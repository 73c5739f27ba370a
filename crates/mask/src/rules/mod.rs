//! The rule table: what each built-in rule looks for and where its format is documented.
//!
//! One file a field; to add a format, add a rule to the file of its field.

mod ai;
mod azure;
mod chat;
mod cloud;
mod commands;
mod data;
mod files;
mod forge;
mod generic;
mod headers;
mod keys;
mod observability;
mod payment;
mod platform;
mod services;
mod tools;
mod urls;
mod vault;

use crate::class::Class;
use crate::pii::Numbers;
use crate::scan::format::Verify;

/// What kind of data a rule is about. Counted apart in the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Family {
    /// Credentials: keys, tokens, passwords.
    Secret,
    /// Personal data.
    Pii,
}

/// One built-in rule.
#[derive(Debug)]
pub struct Rule {
    pub(crate) id: &'static str,
    pub(crate) family: Family,
    /// What the literal pass searches for; each of four bytes or more. `[abc]` and `[0-9a-f]`
    /// stand for one byte of a set, `[[]` for a bracket; letters are as written.
    pub(crate) literals: &'static [&'static str],
    pub(crate) shape: Shape,
    pub(crate) source: &'static str,
}

/// How a hit of a literal is verified.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// A word begins with the literal; the pieces follow it, then no more of the last one. The
    /// literal is part of the secret.
    Token(&'static [Piece]),
    /// The literal is inside the secret: `before` ends where it begins, at the start of a word.
    Around { before: &'static [Piece], after: &'static [Piece] },
    /// The literal stays and the pieces after it are the secret.
    After(&'static [Piece]),
    /// What no pieces can say.
    Code(Verify),
    /// The same, and the literal begins a word.
    Word(Verify),
    /// The value of a key whose name is sensitive; see `names`.
    KeyName,
    /// Digits of a certain layout; all kinds are found by the same literals.
    Number(&'static Numbers),
}

/// A part of a token.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Piece {
    /// So many bytes of a class, as many as there are.
    Run(Class, usize, usize),
    /// These very bytes.
    Lit(&'static str),
}

/// As many as there are; only for the last piece of a token.
pub(crate) const OPEN: usize = usize::MAX;

/// The rule of sensitive key names.
pub(crate) const KEY_NAME: &str = "key-name";

impl Rule {
    const fn secret(
        id: &'static str,
        literals: &'static [&'static str],
        shape: Shape,
        source: &'static str,
    ) -> Self {
        Self { id, family: Family::Secret, literals, shape, source }
    }

    /// The id that findings name and [`MaskerBuilder::without_rule`](crate::MaskerBuilder::without_rule) takes.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// What kind of data the rule is about.
    pub fn family(&self) -> Family {
        self.family
    }

    /// What a text is first searched for: brackets hold the bytes of which one may stand there.
    pub fn literals(&self) -> &'static [&'static str] {
        self.literals
    }

    /// The document that defines the format.
    pub fn source(&self) -> &'static str {
        self.source
    }
}

/// The tables, the rule of key names first.
static TABLES: [&[Rule]; 18] = [
    generic::RULES,
    keys::RULES,
    headers::RULES,
    urls::RULES,
    commands::RULES,
    files::RULES,
    cloud::RULES,
    azure::RULES,
    forge::RULES,
    ai::RULES,
    chat::RULES,
    payment::RULES,
    observability::RULES,
    data::RULES,
    platform::RULES,
    vault::RULES,
    tools::RULES,
    services::RULES,
];

/// Every built-in rule, in the order of the tables; those of [`Family::Pii`] are off until
/// [`MaskerBuilder::pii`](crate::MaskerBuilder::pii) switches them on.
///
/// ```
/// assert!(gate_mask::rules().any(|rule| rule.id() == "github-token"));
/// ```
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    TABLES.into_iter().flatten().chain(crate::pii::RULES)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::literal::{Pattern, SHORTEST};

    #[test]
    fn ids_are_unique_and_sources_are_addresses() {
        let mut seen = HashSet::new();
        for rule in rules() {
            assert!(seen.insert(rule.id), "{}", rule.id);
            assert!(rule.source.starts_with("https://"), "{}", rule.id);
            assert!(rule.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        }
    }

    #[test]
    fn literals_can_be_searched_for() {
        for literal in rules().flat_map(|rule| rule.literals) {
            assert!(Pattern::parse(literal).len() >= SHORTEST, "{literal}");
        }
    }

    #[test]
    fn key_names_come_first() {
        let first = rules().next().map(|rule| rule.id);
        assert_eq!(first, Some(KEY_NAME));
    }
}
