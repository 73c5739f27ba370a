//! A stretch of text as it reads once it is decoded, and where each byte came from.

use super::coding::Coding;
use super::stretch::Stretch;
use crate::scan::skip::{Ends, Skip, slashes_before};
use crate::scan::{LOOK_AHEAD, LOOK_BEHIND, Open, QuoteText, Span, View};

/// Decoding seldom makes a text longer; what would not fit is left out.
const ROOM: usize = LOOK_BEHIND + LOOK_AHEAD + 64;

/// A secret that reads as plain text this far from escapes, of strings also behind it, is found without decoding.
const NEAR: usize = 96;

/// Less than this is copied byte by byte.
const FEW: usize = 16;

/// An escape that ends a stretch is told by no more backslashes than this.
const MOST_SLASHES: usize = 32;

/// So many may stand between a name and its value.
const SIGNS: usize = 64;
/// So many letters may stand before the quote of a string.
const PREFIX: usize = 2;

/// Words before a space that forms write as `+`; elsewhere a plus is a plus.
const BEFORE_SPACE: &[&str] =
    &["bearer", "basic", "begin", "rsa", "dsa", "ec", "openssh", "encrypted", "pgp", "private", ":", ","];

/// On the stack: looking costs no allocation.
pub(super) struct Decoded {
    bytes: [u8; ROOM],
    /// The place in the window each byte came from, counted from the start of the stretch.
    origins: [u16; ROOM + 1],
    len: usize,
    start: usize,
    /// Where the stretch ends; a byte more may tell what ends there.
    limit: usize,
    /// The text goes on after the last byte.
    cut: bool,
    /// What is left out between two bytes belongs to neither.
    lines: bool,
    /// Those are lines of a text: each keeps what is its own.
    text: bool,
    /// After the last blank that was written as a plus.
    blank: usize,
    /// What it was written in, but for lines.
    coding: Option<Coding>,
}

impl Decoded {
    /// `inside`: there is text before `start` that may not count.
    #[inline]
    fn new(start: usize, inside: bool, lines: bool) -> Self {
        let mut this = Self {
            bytes: [0; ROOM],
            origins: [0; ROOM + 1],
            len: 0,
            start,
            limit: 0,
            cut: false,
            lines,
            text: false,
            blank: 0,
            coding: None,
        };
        if inside {
            // Some byte, so that no line seems to begin here.
            this.push(b'*', start);
        }
        this
    }

    /// For the lines of an event, which are still to be added; `text`: they are no JSON.
    pub(super) fn of_lines(start: usize, inside: bool, text: bool) -> Self {
        Self { text, ..Self::new(start, inside, true) }
    }

    /// For a stretch in one coding, which is still to be decoded.
    #[inline]
    pub(super) fn of(stretch: &Stretch, coding: Coding) -> Self {
        Self { coding: Some(coding), ..Self::new(stretch.start, stretch.inside, false) }
    }

    pub(super) fn decode(&mut self, view: &View<'_>, stretch: &Stretch, coding: Coding) {
        let mut at = stretch.start;
        while at < stretch.end {
            let rest = &view.bytes[at..stretch.end];
            let plain = rest.iter().position(|&byte| byte == coding.lead()).unwrap_or(rest.len());
            self.copy(&rest[..plain], at, coding);
            at += plain;
            match coding.unit(&rest[plain..]) {
                Some(unit) if unit.is_single() => {
                    self.push(unit.byte, at);
                    at += unit.width;
                }
                Some(unit) => {
                    unit.plain().for_each(|byte| self.push(byte, at));
                    at += unit.width;
                }
                None => {
                    let own = coding.unread(&rest[plain..]);
                    self.extend(&rest[plain..plain + own], at);
                    at += own;
                }
            }
        }
        self.finish(stretch.end, stretch.cut);
        self.extend(what_ends_it(&view.bytes[stretch.end..]), stretch.end);
        let end = stretch.end + self.len - self.limit;
        self.origins[self.len] = self.offset(end);
    }

    pub(super) fn push(&mut self, byte: u8, origin: usize) {
        if self.len < ROOM {
            self.bytes[self.len] = byte;
            self.origins[self.len] = self.offset(origin);
            self.len += 1;
        }
    }

    pub(super) fn extend(&mut self, text: &[u8], origin: usize) {
        let text = &text[..text.len().min(ROOM - self.len)];
        let from = self.offset(origin);
        let bytes = &mut self.bytes[self.len..self.len + text.len()];
        let places = &mut self.origins[self.len..self.len + text.len()];
        self.len += text.len();
        if text.len() < FEW {
            // A loop costs less than to copy so little at once.
            let both = bytes.iter_mut().zip(places);
            both.zip(text.iter().zip(from..))
                .for_each(|(to, (byte, origin))| (*to.0, *to.1) = (*byte, origin));
            return;
        }
        bytes.copy_from_slice(text);
        places.iter_mut().zip(from..).for_each(|(place, origin)| *place = origin);
    }

    /// No more is to come; `end` is where the stretch ends in the window.
    pub(super) fn finish(&mut self, end: usize, cut: bool) {
        self.origins[self.len] = self.offset(end);
        self.limit = self.len;
        self.cut = cut || self.len == ROOM;
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// What to mask in the window for a secret of the decoded text, unless it hides nothing.
    pub(super) fn open(&self, span: &Span, window: &[u8]) -> Option<Open> {
        let near = span.start.saturating_sub(NEAR);
        let last = span.end.min(self.limit);
        let far =
            if self.coding == Some(Coding::Script) { self.limit.min(last + NEAR) } else { last }.max(near);
        let escaped = self.origin(far) - self.origin(near) != far - near;
        let hides = escaped || self.blank > near && self.blank <= last || self.is_escaped_at(last);
        if span.start > last || !hides || self.is_opened_by_what_closes(span) {
            return None;
        }
        let quote_text = span.quote.map(|_| Box::new(self.quote_text(span, window)));
        let is_hidden =
            quote_text.as_deref().is_some_and(|quote| quote.as_bytes() != span.written_quote().as_bytes());
        // Among hidden quotes, one that is written as itself ends the text that all of this is in.
        let within =
            || !self.lines && span.skip.anew().is_none() && self.holds_hidden_quote(span.start, last);
        let over = if is_hidden || within() { self.plain_quote(span.start, last) } else { None };
        let last = over.unwrap_or(last);
        let (start, end) = (self.origin(span.start), self.end_of(span.start, last));
        let mut open = Open::known(span.rule, start, end);
        // What stands in quotes that are written as themselves ends as it is written, whatever is hidden in it.
        if let Some(skip) = span.skip.anew().filter(|_| !self.lines && self.is_quoted_plainly(span.start)) {
            (open.skip, open.resume) = (skip, 0);
            (open.quote, open.quote_text) = (span.quote, quote_text);
            return Some(open);
        }
        let is_over = over.is_some() || is_hidden && !self.cut || span.skip.is_closed();
        if !is_over && (span.end > self.limit || self.cut && span.end == self.limit) {
            self.go_on(&mut open, span, window, is_hidden);
        }
        (open.quote, open.quote_text) = (span.quote, quote_text);
        Some(open)
    }

    /// Whether it is the lines of a text, of which a secret may take several.
    pub(super) fn is_text(&self) -> bool {
        self.text
    }

    /// What a span has of a line, and of the next if it goes on there as if no newline were between.
    pub(super) fn joint(&self, span: &Span) -> Option<(&[u8], &[u8])> {
        let end = span.end.min(self.limit);
        let joint = |&at: &usize| self.bytes[at - 1] != b'\n' && self.origin(at) - self.origin(at - 1) > 1;
        let at = (span.start + 1..end).find(joint)?;
        Some((&self.bytes[span.start..at], &self.bytes[at..end]))
    }

    /// Whether the `@` that ends a password is written as an escape.
    fn is_escaped_at(&self, at: usize) -> bool {
        at < self.limit && self.bytes.get(at) == Some(&b'@') && !self.is_plain(at)
    }

    /// Follows a secret that the stretch has not all of.
    fn go_on(&self, open: &mut Open, span: &Span, window: &[u8], is_hidden: bool) {
        let is_url = matches!(self.coding, Some(Coding::Percent | Coding::Slash));
        match &span.skip {
            Skip::Container { .. } if is_hidden => {
                open.resume = self.origin(span.end) - open.start;
                open.skip = Skip::string(0);
            }
            skip if !is_url && !matches!(skip, Skip::Run { .. }) => {
                open.resume = self.origin(span.end) - open.start;
                let ended = span.end < self.len;
                open.skip = if ended { skip.clone().before_slashes() } else { skip.clone() };
                if self.holds_hidden_quote(span.start, span.end.min(self.limit)) {
                    open.skip.forget_quote();
                }
            }
            _ if span.quote.is_none() => {
                open.resume = self.origin(span.end.min(self.limit)) - open.start;
                // In escapes of a string, it may be written to its end.
                if let Some(depth) = string_around(window, open.start).filter(|_| !is_url) {
                    open.skip = Skip::string(depth);
                    return;
                }
                // What follows is read as it is written, and ends like the value itself.
                let ends = if let Skip::Plain { ends, .. } = span.skip { ends } else { Ends::Word };
                open.skip = Skip::plain(ends);
            }
            _ => {}
        }
    }

    fn copy(&mut self, text: &[u8], origin: usize, coding: Coding) {
        let from = self.len;
        self.extend(text, origin);
        if coding != Coding::Percent {
            return;
        }
        for at in from..self.len {
            if self.bytes[at] == b'+' && ends_in_word(&self.bytes[..at]) {
                self.bytes[at] = b' ';
                self.blank = at + 1;
            }
        }
    }

    /// How the quote before a bare value is written, so that its mark is quoted alike.
    fn quote_text(&self, span: &Span, window: &[u8]) -> QuoteText {
        let quote = span.written_quote();
        let quote = quote.as_bytes();
        let before = &self.bytes[..span.start];
        let place = before.windows(quote.len().max(1)).rposition(|part| part == quote);
        let text = place.map(|at| &window[self.origin(at)..self.origin(at + quote.len())]);
        text.and_then(QuoteText::new).unwrap_or_default()
    }

    /// Whether the last quote before a place is written as itself.
    fn is_quoted_plainly(&self, at: usize) -> bool {
        let quote = self.bytes[..at].iter().rposition(|byte| *byte == b'"');
        quote.is_some_and(|quote| self.is_plain(quote))
    }

    /// `"secret&quot;:"`: whether the name's quote is hidden and that of the value is not, which closes the string
    /// that the name is in.
    fn is_opened_by_what_closes(&self, span: &Span) -> bool {
        // Between lines, it is not the quote that something is left out behind.
        let in_quotes = !self.lines && matches!(span.skip, Skip::Str { .. });
        let Some(quote) = span.start.checked_sub(1).filter(|_| in_quotes) else {
            return false;
        };
        let before = &self.bytes[..quote - slashes_before(&self.bytes, quote)];
        // `r"…"` of some languages, and blanks that are escaped.
        let prefix = before.iter().rev().take(PREFIX).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let before = &before[..before.len() - prefix];
        let sign = |byte: &&u8| b":,=> \n\t\r\\nrt".contains(*byte);
        let signs = before.iter().rev().take(SIGNS).take_while(sign).count();
        let name = &before[..before.len() - signs];
        name.ends_with(b"\"") && self.is_plain(quote) && !self.is_plain(name.len() - 1)
    }

    /// Whether a quote of some text is hidden.
    fn holds_hidden_quote(&self, from: usize, to: usize) -> bool {
        (from..to).any(|at| self.bytes[at] == b'"' && !self.is_plain(at))
    }

    /// Whether a byte is written as itself.
    fn is_plain(&self, at: usize) -> bool {
        self.origin(at + 1) - self.origin(at) == 1
    }

    /// The first double quote of some text that is written as itself, with its backslashes.
    fn plain_quote(&self, from: usize, to: usize) -> Option<usize> {
        let at = (from..to).find(|&at| self.bytes[at] == b'"' && self.is_plain(at))?;
        Some(at - slashes_before(&self.bytes[from..], at - from))
    }

    fn end_of(&self, start: usize, end: usize) -> usize {
        match self.lines {
            true if end > start => self.origin(end - 1) + 1,
            _ => self.origin(end),
        }
    }

    fn origin(&self, at: usize) -> usize {
        self.start + usize::from(self.origins[at])
    }

    fn offset(&self, origin: usize) -> u16 {
        // A view is far shorter than this.
        u16::try_from(origin - self.start).unwrap_or(u16::MAX)
    }
}

/// How many backslashes the quotes of the string take that a place is in, if one opens within sight: what a quote
/// closes is over.
fn string_around(window: &[u8], at: usize) -> Option<u8> {
    let before = &window[at.saturating_sub(LOOK_BEHIND)..at];
    let quote = before.iter().rposition(|byte| *byte == b'"')?;
    let slashes = slashes_before(before, quote);
    let opens = matches!(
        before[..quote - slashes].trim_ascii_end().last(),
        Some(b':' | b',' | b'[' | b'{' | b'(' | b'=')
    );
    opens.then(|| u8::try_from(slashes).ok()).flatten()
}

/// A byte, or an escape whole.
fn what_ends_it(rest: &[u8]) -> &[u8] {
    let slashes = rest.iter().take(MOST_SLASHES).take_while(|&&byte| byte == b'\\').count();
    &rest[..rest.len().min(slashes + 1)]
}

fn ends_in_word(before: &[u8]) -> bool {
    let ends = |word: &&str| {
        let tail = before.len().checked_sub(word.len()).map(|from| &before[from..]);
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(word.as_bytes()))
    };
    BEFORE_SPACE.iter().any(ends)
}
