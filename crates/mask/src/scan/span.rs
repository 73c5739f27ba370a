//! What is to be masked: a span whose end is still looked for, and one of which all is known.

use super::armor::Armor;
use super::engine::{Engine, RuleId};
use super::follow::Follow;
use super::skip::{Progress, Skip};
use crate::class::ANY_BASE64;
use crate::style::{Digest, Secret};

/// A span whose end is not known yet.
pub(crate) struct Open {
    pub(crate) rule: RuleId,
    pub(crate) start: usize,
    pub(crate) skip: Skip,
    /// A bare JSON value that must become a string: how many backslashes its quotes take.
    pub(crate) quote: Option<u8>,
    /// How those quotes are written, if not as such. Few are, and spans are moved often.
    pub(crate) quote_text: Option<Box<QuoteText>>,
    /// How many bytes of the span were looked at before it was opened.
    pub(crate) resume: usize,
    /// How many bytes of the span the window has lost.
    pub(super) lost: usize,
    /// It began in a line before, of the same event.
    pub(super) in_lines: bool,
    /// What may come after it.
    pub(crate) follow: Option<Follow>,
}

// Each span is moved some times. So much is moved in a few instructions, more by a call.
const _: () = assert!(size_of::<Open>() <= 128 && size_of::<Span>() <= 128);

impl Open {
    pub(crate) fn new(rule: RuleId, start: usize, skip: Skip) -> Self {
        Self {
            rule,
            start,
            skip,
            quote: None,
            quote_text: None,
            resume: 0,
            lost: 0,
            in_lines: false,
            follow: None,
        }
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

    /// What is left of it for the next line of an event, whose data starts at `start`.
    pub(super) fn in_next_line(&mut self, start: usize) -> Self {
        let follow = self.follow.take();
        Self { in_lines: true, follow, ..Self::new(self.rule, start, self.skip.clone()) }
    }

    /// Of two spans with one start the one with more of this is the better: one that needs quotes
    /// must have them, and of others the longer leaves no rest.
    pub(super) fn reach(&self, bytes: &[u8]) -> (bool, usize) {
        let from = bytes.len().min(self.start + self.resume);
        let end = match self.skip.clone().advance(bytes, from, false) {
            Progress::Done(end) => end,
            Progress::More => usize::MAX,
        };
        (self.quote.is_some(), end)
    }
}

/// A secret: what to replace, and by which rule.
#[derive(Clone)]
pub(crate) struct Span {
    pub(crate) rule: RuleId,
    /// Before the window if the span is longer than it.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// How long it is with what the window has lost of it.
    pub(super) len: usize,
    pub(crate) quote: Option<u8>,
    pub(super) quote_text: Option<Box<QuoteText>>,
    /// Where its end was looked for when the text ended.
    pub(crate) skip: Skip,
}

impl Span {
    /// How the quotes around its mark are written.
    pub(crate) fn written_quote(&self) -> QuoteText {
        self.quote_text.as_deref().copied().or(self.quote.map(QuoteText::plain)).unwrap_or_default()
    }

    fn write_quote(&self, out: &mut Vec<u8>) {
        match (&self.quote_text, self.quote) {
            (Some(text), _) => out.extend_from_slice(text.as_bytes()),
            (None, Some(depth)) => {
                out.extend(std::iter::repeat_n(b'\\', depth.into()));
                out.push(b'"');
            }
            (None, None) => {}
        }
    }

    /// Writes what stands in place of the secret, of which `lost` is no longer in the window.
    pub(crate) fn write_mark(&self, engine: &Engine, window: &[u8], lost: Option<Digest>, out: &mut Vec<u8>) {
        let secret = Secret {
            rule: engine.rule_id(self.rule),
            len: self.len,
            tail: &window[self.start..self.end],
            lost,
            bare: self.quote.is_some() || self.quote_text.is_some(),
        };
        if self.quote.is_none() && self.quote_text.is_none() {
            return engine.style().write_mark(secret, out);
        }
        // A number, array or object becomes a string at the depth it stands at.
        self.write_quote(out);
        engine.style().write_mark(secret, out);
        self.write_quote(out);
    }
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
