//! What is looked for where a span ended: a secret may be in pieces, and one text may hold several.

use super::engine::{Engine, RuleId};
use super::joined;
use super::lines::Lines;
use super::named::{Beyond, Cookies, Leaves, Members, Resource, Table};
use super::span::Open;
use super::{State, View};

/// What may follow a span.
#[derive(Debug, Clone)]
pub(crate) enum Follow {
    /// The next line of a key.
    Lines(Lines),
    /// The next part of a token.
    Joined,
    /// The next secret member of a key in JSON. Few spans have more, and all are moved often.
    Members(Box<Members>),
    /// The next text or number of an array or object.
    Leaves(Leaves),
    /// The next secret of a resource of Kubernetes.
    Resource(Resource),
    /// The next row of a table. It is large, and few spans have one.
    Table(Box<Table>),
    /// The next cookie of a header. It is large, too.
    Cookies(Box<Cookies>),
    /// What is on the next lines, where something stands before each.
    Beyond(Box<Beyond>),
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
            Self::Joined => joined::next(view, rule),
            Self::Members(members) => members.next(view, rule),
            Self::Leaves(leaves) => leaves.next(view, rule, engine, &mut state.names),
            Self::Resource(resource) => resource.next(view, rule, engine.style()),
            Self::Table(table) => table.next(view, rule, engine),
            Self::Beyond(beyond) => beyond.next(view, rule, engine, state),
            Self::Cookies(cookies) => cookies.next(view, rule, engine, &mut state.names),
        }
    }
}
