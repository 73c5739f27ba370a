//! The scanner: from literal hits to spans, over a window that may grow.
//!
//! A whole document and a stream run the very same steps. A hit is verified only when
//! [`LOOK_AHEAD`] bytes after it are there (or the document ends), with no more than
//! [`LOOK_BEHIND`] bytes before it; a span, once open, is followed by a resumable [`skip::Skip`].
//! So no decision depends on where a chunk ends.

pub(crate) mod ahead;
mod armor;
pub(crate) mod engine;
pub(crate) mod format;
mod named;
mod placeholder;
mod reference;
pub(crate) mod runs;
pub(crate) mod skip;
mod until;

use ahead::Ahead;
use armor::Armor;
use engine::{Engine, RuleId};
use runs::Runs;
use skip::{Progress, Skip};

use crate::base64;
use crate::class::ANY_BASE64;
use crate::custom::Seen;
use crate::hidden::Hidden;
use crate::literal::Cursor;
use crate::names::Memo;
use crate::style::{Digest, Secret};

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
    /// The document ended, and all of it was searched.
    finished: bool,
}

/// What was looked at already, so that nothing is looked at twice. Positions are in the window.
#[derive(Default)]
pub(crate) struct State {
    /// Key names before this.
    pub(crate) names: usize,
    /// How far the last run goes.
    pub(crate) runs: Runs,
    /// What key names say.
    pub(crate) memo: Memo,
    /// How far each custom rule has searched.
    pub(crate) custom: Seen,
    /// What was decoded.
    pub(crate) hidden: Hidden,
}

impl State {
    fn shift(&mut self, by: usize) {
        self.names = self.names.saturating_sub(by);
        self.runs.clear();
        self.custom.shift(by);
        self.hidden.shift(by);
    }
}

/// A span whose end is not known yet.
pub(crate) struct Open {
    pub(crate) rule: RuleId,
    pub(crate) start: usize,
    pub(crate) skip: Skip,
    /// A bare JSON value that must become a string: how many backslashes its quotes take.
    pub(crate) quote: Option<u8>,
    /// How those quotes are written, if not as such.
    pub(crate) quote_text: Option<QuoteText>,
    /// How many bytes of the span were looked at before it was opened.
    pub(crate) resume: usize,
    /// How many bytes of the span the window has lost.
    lost: usize,
}

impl Open {
    pub(crate) fn new(rule: RuleId, start: usize, skip: Skip) -> Self {
        Self { rule, start, skip, quote: None, quote_text: None, resume: 0, lost: 0 }
    }

    /// A span of so many base64 letters, and all that follow if it is `open_ended`.
    pub(crate) fn letters(rule: RuleId, start: usize, known: usize, open_ended: bool) -> Self {
        Self::new(rule, start, Skip::Run { known, class: open_ended.then_some(ANY_BASE64) })
    }

    /// The same for letters in lines that go on.
    pub(crate) fn wrapped_letters(rule: RuleId, start: usize, known: usize) -> Self {
        Self { resume: known, ..Self::new(rule, start, Skip::Armor(Armor::new(false))) }
    }

    /// A span whose end is known.
    pub(crate) fn known(rule: RuleId, start: usize, end: usize) -> Self {
        Self::new(rule, start, Skip::Run { known: end - start, class: None })
    }

    /// Of two spans with one start the one with more of this is the better: one that needs quotes
    /// must have them, and of others the longer leaves no rest.
    fn reach(&self, bytes: &[u8]) -> (bool, usize) {
        let from = bytes.len().min(self.start + self.resume);
        let end = match self.skip.clone().advance(bytes, from, false) {
            Progress::Done(end) => end,
            Progress::More => usize::MAX,
        };
        (self.quote.is_some(), end)
    }
}

/// A secret: what to replace, and by which rule.
pub(crate) struct Span {
    pub(crate) rule: RuleId,
    /// Before the window if the span is longer than it.
    pub(crate) start: usize,
    pub(crate) end: usize,
    len: usize,
    pub(crate) quote: Option<u8>,
    quote_text: Option<QuoteText>,
    /// Where its end was looked for when the text ended.
    pub(crate) skip: Skip,
}

/// A quote as it is written in a text that hides it; nothing if that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct QuoteText {
    bytes: [u8; 16],
    len: u8,
}

impl QuoteText {
    /// `None` if it is too long.
    pub(crate) fn new(text: &[u8]) -> Option<Self> {
        let mut this = Self { bytes: [0; 16], len: u8::try_from(text.len()).ok()? };
        this.bytes.get_mut(..text.len())?.copy_from_slice(text);
        Some(this)
    }

    /// A quote after so many backslashes.
    fn plain(depth: u8) -> Self {
        let mut bytes = [b'\\'; 16];
        let len = usize::from(depth);
        bytes
            .get_mut(len)
            .map(|last| *last = b'"')
            .map_or(Self::default(), |()| Self { bytes, len: depth + 1 })
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }
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
        while self.open.is_none() {
            match self.next_hit(engine, window, end) {
                Hit::At(at) => self.verify(engine, window, at),
                Hit::Span => self.open_first(),
                Hit::Wrapped(at) => self.unwrap(engine, window, at),
                Hit::Starved => return None,
            }
        }
        self.close(window, end)
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
        self.position.saturating_sub(LOOK_BEHIND + engine.literals().longest())
    }

    /// Tells that the window lost its first `by` bytes.
    pub(crate) fn shift(&mut self, by: usize) {
        self.position -= by;
        self.cursor = Cursor::default();
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

    /// The next literal, unless a span or base64 comes first.
    fn next_hit(&mut self, engine: &Engine, window: &[u8], end: bool) -> Hit {
        // A literal may begin in the last bytes.
        let reach = engine.literals().longest() - 1;
        let span = self.ahead.first().map(|ahead| ahead.start);
        let stop = span.into_iter().chain(self.wrapped).min();
        if self.follows_mark() && !end && window.len() < self.position + reach {
            return Hit::Starved;
        }
        let found = if self.follows_mark() && engine.literals().may_begin(window, self.position) {
            Some(self.position)
        } else {
            engine.literals().find(window, &mut self.cursor, self.position)
        };
        // Of a place near the end of a window that goes on, nothing is known yet: what stands there
        // may hide a literal that begins before it.
        let settled = if end { window.len() } else { window.len().saturating_sub(reach) };
        if let Some(stop) = stop.filter(|&stop| stop <= settled && found.is_none_or(|at| at >= stop)) {
            return self.reached(stop, window, end);
        }
        match found {
            Some(at) if end || window.len() - at >= LOOK_AHEAD => {
                self.position = at;
                Hit::At(at)
            }
            found => {
                self.position = self.position.max(found.map_or(settled, |at| settled.min(at)));
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
    }

    fn verify(&mut self, engine: &Engine, window: &[u8], at: usize) {
        for (pattern, hit) in engine.literals().at(window, at) {
            if hit < self.floor || engine.was_seen(pattern, hit, &self.state) {
                continue;
            }
            // The pass tells of more than it must, which may depend on where it began.
            if hit != self.floor && !engine.literals().may_start(pattern, window, hit) {
                continue;
            }
            let view = self.view(window, hit);
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
        }
    }

    fn open_first(&mut self) {
        self.open = self.ahead.pop();
        self.position = self.open.as_ref().map_or(self.position, |open| open.start + open.resume);
    }

    fn view<'w>(&self, window: &'w [u8], hit: usize) -> View<'w> {
        let farthest = hit.saturating_sub(LOOK_BEHIND);
        View {
            bytes: &window[..window.len().min(hit + LOOK_AHEAD)],
            hit,
            floor: farthest.max(self.floor),
            // A window that lost its beginning keeps all of `LOOK_BEHIND` before a hit.
            from_start: hit < LOOK_BEHIND && self.floor == 0,
            cut: farthest > self.floor || hit >= LOOK_BEHIND && farthest == self.floor,
        }
    }

    fn close(&mut self, window: &[u8], end: bool) -> Option<Span> {
        let open = self.open.as_mut()?;
        let end = match open.skip.advance(window, self.position, end) {
            Progress::More => {
                self.position = window.len();
                return None;
            }
            Progress::Done(end) => end,
        };
        let open = self.open.take()?;
        self.position = end.max(self.verified);
        self.floor = end;
        self.ahead.drop_before(end);
        // Groups have four letters, so it goes on at one of their starts.
        self.wrapped = self.wrapped.map(|at| at + end.saturating_sub(at).next_multiple_of(4));
        Some(Span {
            rule: open.rule,
            start: open.start,
            end,
            len: end - open.start + open.lost,
            quote: open.quote,
            quote_text: open.quote_text,
            skip: open.skip,
        })
    }
}

enum Hit {
    /// The window of some literal may be here.
    At(usize),
    /// Nothing more before the next span ahead.
    Span,
    /// Nothing more before base64 text, which is at this place.
    Wrapped(usize),
    /// The window must grow.
    Starved,
}

/// What a verification may see.
pub(crate) struct View<'w> {
    /// The window up to the farthest byte that may count.
    pub(crate) bytes: &'w [u8],
    /// Where the literal was found.
    pub(crate) hit: usize,
    /// Nothing before this may count.
    pub(crate) floor: usize,
    /// The floor is the start of the document.
    from_start: bool,
    /// The floor is there only because looking back is bounded.
    cut: bool,
}

impl View<'_> {
    /// Where a span that opens at `start` ends, or the view if it ends further on.
    pub(crate) fn end_of(&self, start: usize, skip: &Skip) -> usize {
        match skip.clone().advance(self.bytes, start, true) {
            Progress::Done(end) => end.max(start),
            Progress::More => self.bytes.len(),
        }
    }

    /// Whether the floor is where the document starts or a mark ends.
    pub(crate) fn floor_is_mark(&self) -> bool {
        !self.cut
    }

    /// Whether the document ends where the view does.
    pub(crate) fn ends(&self) -> bool {
        self.bytes.len() - self.hit < LOOK_AHEAD
    }

    /// Whether the document starts at `at`.
    pub(crate) fn starts_at(&self, at: usize) -> bool {
        self.from_start && at == self.floor
    }
}

impl Span {
    /// How the quotes around its mark are written.
    pub(crate) fn written_quote(&self) -> QuoteText {
        self.quote_text.or(self.quote.map(QuoteText::plain)).unwrap_or_default()
    }

    /// Writes what stands in place of the secret, of which `lost` is no longer in the window.
    pub(crate) fn write_mark(&self, engine: &Engine, window: &[u8], lost: Option<Digest>, out: &mut Vec<u8>) {
        let secret = Secret {
            rule: engine.rule_id(self.rule),
            len: self.len,
            tail: &window[self.start..self.end],
            lost,
            bare: self.quote.is_some(),
        };
        // A number, array or object becomes a string at the depth it stands at.
        let quote = self.written_quote();
        out.extend_from_slice(quote.as_bytes());
        engine.style().write_mark(secret, out);
        out.extend_from_slice(quote.as_bytes());
    }
}
