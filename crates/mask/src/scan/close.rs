//! Where an open span ends, and what is looked for after it.

use super::engine::Engine;
use super::events::{self, Step};
use super::skip::{Progress, Skip};
use super::{LOOK_AHEAD, LOOK_BEHIND, Open, Scanner, Span};

/// What became of the open span.
pub(super) enum Closed {
    Span(Span),
    /// Its line held nothing to mask.
    Nothing,
    /// The window must grow.
    Starved,
}

impl Scanner {
    /// Follows the open span to its end, or to the end of its line in an event.
    pub(super) fn close(&mut self, engine: &Engine, window: &[u8], end: bool) -> Closed {
        let in_events = self.reads_events();
        let Some(open) = &mut self.open else {
            return Closed::Nothing;
        };
        let before = engine.has_known().then(|| open.skip.clone());
        let step = if in_events {
            events::advance(&mut open.skip, window, self.position, end)
        } else {
            match open.skip.advance(window, self.position, end) {
                Progress::More => Step::More(window.len()),
                Progress::Done(end) => Step::Done(end),
            }
        };
        let (end, next) = match step {
            Step::More(at) => {
                self.position = at;
                return Closed::Starved;
            }
            Step::Done(at) => match (before, known_end(engine, window, (open, self.floor), at, end)) {
                (_, Some(known)) if known > at => {
                    open.skip = Skip::Run { known: 0, class: None };
                    (known, None)
                }
                (Some(skip), None) => {
                    open.skip = skip;
                    return Closed::Starved;
                }
                _ => (at, None),
            },
            Step::Line { end, next } => (end, Some(next)),
        };
        let Some(open) = self.open.take() else {
            return Closed::Nothing;
        };
        self.close_at(engine, window, open, end, next)
    }

    fn reads_events(&self) -> bool {
        self.state.hidden.reads_events() && !self.nested
    }

    /// Ends a span, or what it has of a line if it goes on at `next`.
    fn close_at(
        &mut self,
        engine: &Engine,
        window: &[u8],
        mut open: Open,
        end: usize,
        next: Option<usize>,
    ) -> Closed {
        let rest = next.map(|next| open.in_next_line(next));
        let mut own_end = end;
        let in_lines =
            rest.is_some() || open.in_lines || self.reads_events() && events::begins(window, open.start);
        if in_lines && open.lost == 0 {
            (open.start, own_end) = events::own(window, open.start, end);
            if open.start >= own_end || engine.style().is_mark(&window[open.start..own_end]) {
                self.position = next.unwrap_or(end.max(self.verified));
                self.open = rest;
                return Closed::Nothing;
            }
        }
        let end = own_end;
        self.position = end.max(self.verified);
        self.floor = end;
        self.follow = open.follow.map(|follow| (open.rule, follow));
        self.ahead.drop_before(end);
        // Groups have four letters, so it goes on at one of their starts.
        self.wrapped = self.wrapped.map(|at| at + end.saturating_sub(at).next_multiple_of(4));
        let span = Span {
            rule: open.rule,
            start: open.start,
            end,
            len: end - open.start + open.lost,
            quote: open.quote,
            quote_text: open.quote_text,
            skip: open.skip,
        };
        self.repeats.note(&span);
        if let Some(rest) = rest {
            self.position = rest.start;
            self.open = Some(rest);
        } else if self.follow.is_none() && self.repeats.is_due(window, self.position, 1) {
            self.skip_repeats(engine, window);
        }
        Closed::Span(span)
    }
}

/// Where a span that ends at `at` ends with the known values that run out of it; `None` until the
/// window has grown.
fn known_end(
    engine: &Engine,
    window: &[u8],
    (open, floor): (&Open, usize),
    at: usize,
    end: bool,
) -> Option<usize> {
    // What gets quotes is all of a value.
    if !engine.has_known() || open.quote.is_some() || open.quote_text.is_some() {
        return Some(at);
    }
    if !end && window.len() < at + LOOK_BEHIND + LOOK_AHEAD {
        return None;
    }
    let from = at.saturating_sub(LOOK_BEHIND).max(open.start);
    Some(engine.end_of_known(window, (from, at), floor))
}
