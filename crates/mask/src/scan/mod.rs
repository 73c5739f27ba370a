//! The scanner: from literal hits to spans, over a window that may grow.
//!
//! A whole document and a stream run the very same steps. A hit is verified only when
//! [`LOOK_AHEAD`] bytes after it are there (or the document ends), with no more than
//! [`LOOK_BEHIND`] bytes before it; a span, once open, is followed by a resumable [`skip::Skip`].
//! So no decision depends on where a chunk ends.

pub(crate) mod ahead;
mod armor;
mod close;
pub(crate) mod drawn;
mod endings;
pub(crate) mod engine;
mod events;
pub(crate) mod follow;
pub(crate) mod format;
pub(crate) mod instructs;
mod joined;
mod joint;
pub(crate) mod lines;
mod named;
mod placeholder;
mod reference;
mod repeats;
pub(crate) mod runs;
pub(crate) mod searched;
pub(crate) mod skip;
mod slots;
mod span;
mod stand_in;
mod state;
mod template;
mod until;
mod view;

use ahead::Ahead;
use close::Closed;
use engine::{Engine, RuleId};
use follow::Follow;
use repeats::{Repeats, Stand};
pub(crate) use span::{Open, QuoteText, Span};
pub(crate) use state::State;
pub(crate) use view::View;

use crate::base64;
use crate::hidden::Hidden;
use crate::literal::{Cursor, Found};

/// No verification looks further back than this.
pub(crate) const LOOK_BEHIND: usize = 256;
/// No verification looks further ahead than this.
pub(crate) const LOOK_AHEAD: usize = 1024;

/// Where the scanner is. Positions are in the window; see [`Scanner::shift`].
#[derive(Default)]
pub(crate) struct Scanner {
    /// Literals before this were found, or belong to the open span.
    position: usize,
    cursor: Cursor,
    /// Hits before this were verified. A span may begin and end before the hit that tells of it.
    verified: usize,
    /// The end of the last span. Nothing looks back across it, so that masking twice finds no
    /// more than masking once.
    floor: usize,
    state: State,
    /// Spans that start further on; what comes before them is still searched.
    ahead: Ahead,
    /// Where base64 text begins, or goes on, that is still to be searched.
    wrapped: Option<usize>,
    /// Base64 text before this was searched.
    unwrapped: usize,
    /// The start of the document was looked at, or does not count.
    started: bool,
    /// What is searched is the inside of something; what is inside of that is not.
    nested: bool,
    open: Option<Open>,
    /// After the last span, which was of this rule, another is to be looked for.
    follow: Option<(RuleId, Follow)>,
    repeats: Repeats,
    /// The document ended, and all of it was searched.
    finished: bool,
}

impl Scanner {
    /// For what was found encoded in another text, `depth` deep.
    pub(crate) fn nested(depth: u8) -> Self {
        let state = State { hidden: Hidden::of_decoded(depth), ..State::default() };
        Self { state, nested: true, started: true, ..Self::default() }
    }

    /// For a document in which something was found at once.
    pub(crate) fn reading(cursor: Cursor) -> Self {
        Self { cursor, ..Self::default() }
    }

    /// The next span of which all is known, or `None` until the window has grown.
    ///
    /// `end` says that the window holds the end of the document.
    pub(crate) fn next_span(&mut self, engine: &Engine, window: &[u8], end: bool) -> Option<Span> {
        if !self.started {
            self.start(window, end)?;
        }
        self.state.hidden.begin(window, end);
        loop {
            if self.open.is_some() {
                match self.close(engine, window, end) {
                    Closed::Span(span) => return Some(span),
                    Closed::Nothing => continue,
                    Closed::Starved => return None,
                }
            }
            if let Some(again) = self.repeats.next_span() {
                return Some(again);
            }
            if self.follow.is_some() {
                self.next_of_same(engine, window, end)?;
            }
            match self.next_hit(engine, window, end) {
                Hit::At(found) => self.verify(engine, window, found),
                Hit::Span => self.open_first(),
                Hit::Wrapped(at) => self.unwrap(engine, window, at),
                Hit::Starved => return None,
            }
        }
    }

    /// Base64 may begin with the document, where nothing stands before it.
    fn start(&mut self, window: &[u8], end: bool) -> Option<()> {
        if window.len() < base64::PROOF && !end {
            return None;
        }
        self.started = true;
        self.wrapped = base64::is_text(window, 0).then_some(0);
        Some(())
    }

    /// Up to where the window is known to be clean or was returned in spans.
    pub(crate) fn decided(&self, engine: &Engine) -> usize {
        let first = self.open.as_ref().or(self.ahead.first());
        let clean = match first {
            Some(next) => next.start.min(self.position),
            None => self.position,
        };
        // A hit further on may find that a secret began before it.
        let certain = if self.finished { clean } else { clean.min(self.seen_from(engine)) };
        match &self.open {
            Some(open) => open.start,
            None => certain.max(self.floor),
        }
    }

    /// Nothing before this is looked at any more. A literal may begin before the place that tells
    /// of it.
    pub(crate) fn seen_from(&self, engine: &Engine) -> usize {
        // Where an open span ends, known values are looked for that begin shortly before.
        let known = if engine.has_known() { LOOK_BEHIND } else { 0 };
        self.position.saturating_sub(LOOK_BEHIND + known + engine.literals().longest())
    }

    /// Tells that the window lost its first `by` bytes.
    pub(crate) fn shift(&mut self, by: usize) {
        self.position -= by;
        self.cursor = Cursor::default();
        self.repeats.clear();
        self.verified = self.verified.saturating_sub(by);
        self.unwrapped = self.unwrapped.saturating_sub(by);
        self.floor = self.floor.saturating_sub(by);
        self.state.shift(by);
        self.ahead.shift(by);
        // An open span may have led past it; what counts then is where groups start.
        self.wrapped = self.wrapped.map(|at| at.checked_sub(by).unwrap_or_else(|| (4 - (by - at) % 4) % 4));
        if let Some(open) = &mut self.open {
            let lost = by.min(open.start);
            open.start -= lost;
            open.lost += by - lost;
        }
    }

    /// Where in the window the open span starts, if one is open.
    pub(crate) fn open_start(&self) -> Option<usize> {
        self.open.as_ref().map(|open| open.start)
    }

    /// Looks for what follows the last span: another line of a key, another cookie.
    fn next_of_same(&mut self, engine: &Engine, window: &[u8], end: bool) -> Option<()> {
        if !end && window.len() - self.floor < LOOK_AHEAD {
            return None;
        }
        let (rule, follow) = self.follow.take()?;
        let view = View::new(window, self.floor, self.floor);
        if let Some(next) = follow.next(&view, rule, engine, &mut self.state) {
            engine.add_found(&view, next, &mut self.ahead);
        } else if self.repeats.is_due(window, self.position, 1) {
            self.skip_repeats(engine, window);
        }
        Some(())
    }

    /// The next literal, unless a span or base64 comes first.
    fn next_hit(&mut self, engine: &Engine, window: &[u8], end: bool) -> Hit {
        // A literal may begin in the last bytes.
        let reach = engine.literals().longest() - 1;
        let span = self.ahead.first().map(|ahead| ahead.start);
        let stop = span.into_iter().chain(self.wrapped).min();
        if self.follows_mark() && !end && window.len() < self.position + reach {
            return Hit::Starved;
        }
        let follows =
            if self.follows_mark() { engine.literals().may_begin(window, self.position) } else { None };
        let found = follows.or_else(|| engine.literals().find(window, &mut self.cursor, self.position));
        let place = found.map(|found| found.at);
        // Of a place near the end of a window that goes on, nothing is known yet: what stands there
        // may hide a literal that begins before it.
        let settled = if end { window.len() } else { window.len().saturating_sub(reach) };
        if let Some(stop) = stop.filter(|&stop| stop <= settled && place.is_none_or(|at| at >= stop)) {
            return self.reached(stop, window, end);
        }
        match found {
            Some(found) if end || window.len() - found.at >= LOOK_AHEAD => {
                self.position = found.at;
                Hit::At(found)
            }
            _ => {
                self.position = self.position.max(place.map_or(settled, |at| settled.min(at)));
                self.finished = end;
                Hit::Starved
            }
        }
    }

    /// Scanning stands where a mark will end. The literal pass skips what does not begin a word,
    /// but what stands after a mark does.
    fn follows_mark(&self) -> bool {
        self.position == self.floor && self.floor > 0
    }

    /// Nothing is left to find before `stop`.
    fn reached(&mut self, stop: usize, window: &[u8], end: bool) -> Hit {
        if self.wrapped != Some(stop) {
            return Hit::Span;
        }
        self.position = self.position.max(stop);
        let enough = end || window.len() - stop >= base64::PIECE;
        if enough { Hit::Wrapped(stop) } else { Hit::Starved }
    }

    /// Searches a piece of base64 text.
    fn unwrap(&mut self, engine: &Engine, window: &[u8], at: usize) {
        let seen = &window[..window.len().min(at + base64::PIECE)];
        let searched = base64::search(engine, window, at, |span| self.ahead.add(span, seen));
        self.wrapped = searched.next;
        self.unwrapped = searched.end;
        if self.repeats.is_due(window, self.position, repeats::SEARCH) {
            self.skip_repeats(engine, window);
        }
    }

    fn verify(&mut self, engine: &Engine, window: &[u8], found: Found) {
        let at = found.at;
        let mut hits = engine.literals().at(window, found);
        let is_new = |pattern, hit, state: &State| !engine.was_seen(pattern, hit, state);
        while let Some((pattern, hit)) =
            hits.next(|pattern, hit| hit >= self.floor && is_new(pattern, hit, &self.state))
        {
            // The pass tells of more than it must, which may depend on where it began.
            if hit != self.floor && !engine.literals().may_start(pattern, window, hit) {
                continue;
            }
            let view = View::new(window, hit, self.floor);
            engine.verify(&view, pattern, &mut self.state, &mut self.ahead);
        }
        let fresh = !self.nested && self.wrapped.is_none() && at >= self.unwrapped;
        if fresh && base64::starts(window, at) {
            self.wrapped = Some(at + 1);
        }
        // A refused hit may hide another that starts inside it.
        self.position = at + 1;
        self.verified = self.position;
        if self.ahead.first().is_some_and(|ahead| ahead.start <= at) {
            self.open_first();
        } else if self.repeats.is_due(window, self.position, 1) {
            self.skip_repeats(engine, window);
        }
    }

    /// Goes to where the text stops repeating what was looked at.
    fn skip_repeats(&mut self, engine: &Engine, window: &[u8]) {
        let (at, longest) = (self.position, engine.literals().longest());
        let Self { repeats, state, ahead, floor, wrapped, unwrapped, .. } = self;
        let stand = || {
            let base = at.saturating_sub(longest);
            Some(Stand {
                at,
                floor: floor.saturating_sub(at.checked_sub(repeats::behind(longest))?),
                remembered: state.positions(base).filter(|_| ahead.first().is_none())?,
                wrapped: wrapped.map(|at| at.saturating_sub(base)),
                unwrapped: unwrapped.saturating_sub(base),
            })
        };
        let Some(by) = repeats.skip(window, (at, longest), stand) else {
            return;
        };
        state.advance(by);
        *wrapped = wrapped.map(|at| at + by);
        *unwrapped += by;
        self.floor += by;
        self.position += by;
        self.verified += by;
    }

    fn open_first(&mut self) {
        self.open = self.ahead.pop();
        self.position = self.open.as_ref().map_or(self.position, |open| open.start + open.resume);
    }
}

enum Hit {
    /// The window of some literal may be here.
    At(Found),
    /// Nothing more before the next span ahead.
    Span,
    /// Nothing more before base64 text, which is at this place.
    Wrapped(usize),
    /// The window must grow.
    Starved,
}
