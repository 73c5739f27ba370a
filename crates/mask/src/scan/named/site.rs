//! A sensitive name where it stands, and what of the text around it counts.

use std::cell::Cell;

use super::key::Key;
use super::text::Quoting;
use crate::kinds::{Kinds, Look};
use crate::names::Sense;
use crate::scan::engine::Engine;
use crate::scan::skip::{Ends, Progress, Skip};
use crate::scan::{State, View};

/// To tell a secret from a placeholder, no more of it is read than this.
pub(super) const SHOWN: usize = 128;

/// A sensitive name, and where it stands.
pub(super) struct Site<'s> {
    pub(super) view: &'s View<'s>,
    pub(super) key: &'s Key,
    pub(super) sense: Sense,
    pub(super) engine: &'s Engine,
    /// The quotes around the name.
    pub(super) quoting: Option<Quoting>,
    /// Its value is a mark already.
    pub(super) marked: Cell<bool>,
    /// Names before this were looked at,
    pub(super) seen: Cell<usize>,
    /// and what before this may be the header of a table.
    pub(super) headers: Cell<usize>,
    /// The document is a stream of events.
    pub(super) in_events: bool,
    /// What is written stands for something else.
    pub(super) is_decoded: bool,
}

impl<'s> Site<'s> {
    /// A name without quotes.
    #[inline(always)]
    pub(super) fn new(
        view: &'s View<'s>,
        key: &'s Key,
        sense: Sense,
        engine: &'s Engine,
        state: &State,
    ) -> Self {
        let (seen, headers) = (Cell::new(key.seen), Cell::new(state.headers));
        let (in_events, is_decoded) = (state.hidden.reads_events(), state.hidden.is_decoded());
        let marked = Cell::new(false);
        Self { view, key, sense, engine, quoting: None, marked, seen, headers, in_events, is_decoded }
    }
}

impl Site<'_> {
    /// Another name beside this one.
    pub(super) fn of<'k>(&self, key: &'k Key, sense: Sense) -> Site<'k>
    where
        Self: 'k,
    {
        Site {
            key,
            sense,
            marked: Cell::new(false),
            seen: Cell::new(key.seen),
            headers: self.headers.clone(),
            ..*self
        }
    }

    /// The name as it is written.
    pub(super) fn name(&self) -> &[u8] {
        &self.view.bytes[self.key.start..self.key.end]
    }

    /// What stands before the name.
    pub(super) fn before(&self) -> &[u8] {
        &self.view.bytes[self.view.floor..self.key.start]
    }

    /// What stands before a value.
    pub(super) fn up_to_value(&self, start: usize) -> &[u8] {
        &self.view.bytes[self.view.floor.min(start)..start]
    }

    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.view.bytes.get(at).copied()
    }

    /// How much the quote before the name takes, and the one after it.
    pub(super) fn quote_len(&self) -> usize {
        self.quoting.map_or(0, Quoting::width)
    }

    /// What follows a value that stands after the name, with nothing but signs between them.
    pub(super) fn behind(&self, value: &[u8]) -> Option<&[u8]> {
        const SIGNS: usize = 24;
        let rest = self.view.bytes.get(self.key.end..)?;
        let signs = rest.iter().take(SIGNS).take_while(|byte| b"\\\"'`:=>]) \t".contains(byte)).count();
        (0..=signs).find_map(|at| rest[at..].strip_prefix(value))
    }

    /// The same for a string: what follows its quote, which may be escaped.
    pub(super) fn behind_string(&self, value: &[u8]) -> Option<&[u8]> {
        const SLASHES: usize = 16;
        let rest = self.behind(value)?;
        let slashes = rest.iter().take(SLASHES).take_while(|byte| **byte == b'\\').count();
        matches!(rest.get(slashes), Some(b'"' | b'\'')).then(|| &rest[slashes + 1..])
    }

    /// The value that begins at `start`, or as much of it as counts.
    pub(super) fn shown(&self, start: usize, skip: &Skip) -> &[u8] {
        let bytes = self.view.bytes;
        let shown = &bytes[..bytes.len().min(start + SHOWN)];
        let end = match skip.clone().advance(shown, start, true) {
            Progress::Done(end) => end.max(start),
            Progress::More => shown.len(),
        };
        &bytes[start.min(end)..end]
    }

    /// The same for one without quotes.
    pub(super) fn plain(&self, start: usize, ends: Ends) -> Look<'_> {
        const LINE: Kinds = Kinds::NEWLINE
            .or(Kinds::NUL)
            .or(Kinds::ESCAPE)
            .or(Kinds::DOUBLE_QUOTE)
            .or(Kinds::QUOTE)
            .or(Kinds::BACKSLASH);
        const LINE_WORD: Kinds =
            LINE.or(Kinds::SPACE).or(Kinds::TAB).or(Kinds::AMPERSAND).or(Kinds::SEMICOLON);
        const WORD: Kinds = LINE_WORD.or(Kinds::COMMA).or(Kinds::CLOSE).or(Kinds::ANGLE).or(Kinds::PIPE);
        let stops = match ends {
            Ends::Word => WORD,
            Ends::LineWord => LINE_WORD,
            Ends::CookieWord => LINE.or(Kinds::SPACE).or(Kinds::TAB).or(Kinds::SEMICOLON),
            Ends::Line | Ends::Cookie => LINE,
        };
        // A tag may end it, too.
        let known = self.up_to(start, stops).filter(|look| !look.kinds.any(Kinds::ANGLE));
        known.unwrap_or_else(|| Look::at(self.shown(start, &Skip::plain(ends))))
    }

    /// The same for a string in double quotes.
    pub(super) fn string(&self, start: usize) -> Look<'_> {
        let known = self.up_to(start, Kinds::DOUBLE_QUOTE.or(Kinds::BACKSLASH));
        known.unwrap_or_else(|| Look::at(self.shown(start, &Skip::string(0))))
    }

    /// What is shown from `start` on, up to the first of such a kind. A backslash ends nothing by itself.
    #[inline]
    fn up_to(&self, start: usize, stops: Kinds) -> Option<Look<'_>> {
        let rest = self.view.bytes.get(start..).unwrap_or_default();
        let shown = &rest[..rest.len().min(SHOWN)];
        let (len, kinds) = Kinds::up_to(shown, stops);
        (shown.get(len) != Some(&b'\\')).then(|| Look { bytes: &shown[..len], kinds })
    }
}
