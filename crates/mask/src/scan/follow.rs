//! What is looked for where a span ended, for a secret may be in pieces.

use super::View;
use super::engine::RuleId;
use super::lines::Lines;
use super::named::Members;
use super::span::Open;

/// What may follow a span.
#[derive(Debug, Clone)]
pub(crate) enum Follow {
    /// The next line of a key.
    Line(Lines),
    /// The next secret member of a key in JSON.
    Member(Members),
}

impl Follow {
    /// The piece that follows the one that ended at the view's hit.
    pub(super) fn next(self, view: &View<'_>, rule: RuleId) -> Option<Open> {
        match self {
            Self::Line(lines) => lines.next(view, rule),
            Self::Member(members) => members.next(view, rule),
        }
    }
}
