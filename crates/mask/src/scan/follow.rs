//! What is looked for where a span ended.

use super::engine::{Engine, RuleId};
use super::lines::Lines;
use super::named::Cookies;
use super::span::Open;
use super::{State, View};

/// Text of which each secret is a span of its own.
#[derive(Debug, Clone)]
pub(crate) enum Follow {
    /// The lines of a key.
    Lines(Lines),
    /// The cookies of a header.
    Cookies(Cookies),
}

impl Follow {
    /// The span that follows the one that ended at the view's hit.
    pub(super) fn next(
        self,
        view: &View<'_>,
        rule: RuleId,
        engine: &Engine,
        state: &mut State,
    ) -> Option<Open> {
        match self {
            Self::Lines(lines) => lines.next(view, rule),
            Self::Cookies(cookies) => cookies.next(view, rule, engine, &mut state.names),
        }
    }
}
