//! What follows a secret in lines with a margin: the next row of a table, the next member of an object, the next part
//! of a text.

use std::fmt;

use super::Margin;
use super::newline::Newline;
use super::text::Text;
use crate::scan::engine::{Engine, RuleId};
use crate::scan::follow::Follow;
use crate::scan::{Open, State, View};

/// What is looked for behind a span, in the lines without their margin.
#[derive(Clone)]
pub(crate) struct Beyond {
    follow: Follow,
    margin: Margin<'static>,
    newline: Newline,
    /// The sign of the lines of a diff that are not looked at.
    without: u8,
}

// What stands before lines is the document's.
impl fmt::Debug for Beyond {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Beyond").field("follow", &self.follow).finish_non_exhaustive()
    }
}

impl Beyond {
    /// What follows, if it is on the lines below.
    pub(super) fn follow(follow: Follow, (margin, without): (&Margin<'_>, u8), newline: Newline) -> Follow {
        match follow {
            // Those know what stands before their lines.
            Follow::Lines(_) | Follow::Beyond(_) => follow,
            follow => Follow::Beyond(Box::new(Self { follow, margin: margin.kept(), newline, without })),
        }
    }

    /// The span that follows the one that ended at the view's hit.
    pub(crate) fn next(
        self,
        view: &View<'_>,
        rule: RuleId,
        engine: &Engine,
        state: &mut State,
    ) -> Option<Open> {
        let Self { follow, margin, newline, without } = self;
        let text = Text::behind(view, newline, &margin, without);
        let own = text.view(view);
        let names = state.names;
        state.names = text.place(names);
        let next = follow.next(&own, rule, engine, state);
        state.names = names.max(text.origin(state.names));
        let next = next?;
        let mut open = text.open(&own, next, |_| {})?;
        open.follow = open.follow.take().map(|follow| Self::follow(follow, (&margin, without), newline));
        Some(open)
    }
}
