//! The rule table: what each built-in rule looks for and where its format is documented.

mod table;

pub(crate) use table::{KEY_NAME, RULES};

use crate::scan::class::Class;

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
    /// What the literal pass searches for; each of four bytes or more, case-sensitive.
    pub(crate) literals: &'static [&'static str],
    pub(crate) shape: Shape,
    pub(crate) source: &'static str,
}

/// How a hit of a literal is verified, by code beside the scanner.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// The literal, then `min..=max` bytes of `class`, then no more of them.
    Token { class: Class, min: usize, max: usize },
    /// The literal, then two parts of exactly so many base64url bytes, joined by a dot.
    TwoParts { first: usize, second: usize },
    /// Base64url header, payload and signature, joined by dots.
    Jwt,
    /// A `-----BEGIN … PRIVATE KEY-----` block.
    Pem,
    /// `Bearer` or `Basic`, a space, and the credentials.
    AuthScheme,
    /// `scheme://user:password@`.
    Userinfo,
    /// The value of a key whose name is sensitive; see `names`.
    KeyName,
}

impl Rule {
    /// The id that findings name and [`MaskerBuilder::without_rule`](crate::MaskerBuilder::without_rule) takes.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// What kind of data the rule is about.
    pub fn family(&self) -> Family {
        self.family
    }

    /// The document that defines the format.
    pub fn source(&self) -> &'static str {
        self.source
    }
}

/// Every built-in rule, in the order of the table.
///
/// ```
/// assert!(gate_mask::rules().any(|rule| rule.id() == "github-token"));
/// ```
pub fn rules() -> impl ExactSizeIterator<Item = &'static Rule> {
    RULES.iter()
}
