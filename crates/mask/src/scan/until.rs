//! Ends of values that are written without double quotes.

use super::skip::{self, Progress, Quote, given_back};

/// No end is found further back than this; less than `LOOK_BEHIND`.
const GIVE_BACK: usize = 64;

/// What is left of such a value. It is fed windows and keeps its state between them.
#[derive(Debug, Clone)]
pub(crate) struct Until {
    stop: Stop,
    slashes: usize,
    /// So many of the last bytes are not the value's if it ends here.
    tail: usize,
    /// A quote that may be its end, by what comes next.
    waits: Option<Waits>,
    /// So many backslashes were before a double quote in it, which another like it ends: `'alert("x")'`.
    inner: Option<u32>,
    /// Nothing of the value was seen.
    empty: bool,
    /// So many backslashes escape the newline that ends it as well, or none does.
    line: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Waits {
    /// Its own quote, which may be doubled.
    Own,
    /// The same and backslashes, which a shell escapes a quote with: `'it'\''s'`.
    Escape,
    /// The escaped quote.
    Escaped,
    /// A double quote.
    Double,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// This quote after so many backslashes. One without them does not end it if another is after it.
    Quote(u8, u8),
    /// The same, or a semicolon.
    Item(u8, u8),
    /// Three single quotes, of which so many were seen.
    Triple(u8),
    /// `<`.
    Markup,
    /// `]]>`, of which so many brackets were seen.
    Cdata(u8),
    /// The end of the line or a comment.
    Line,
    /// The first line that is indented no more than the key; newlines take so many escapes.
    Block { indent: u32, escapes: usize, spaces: Option<u32> },
}

impl Until {
    /// A string in single quotes or backticks.
    pub(crate) fn quote(quote: u8, depth: u8) -> Self {
        Self::new(Stop::Quote(quote, depth))
    }

    /// A part of the string that this is the rest of, up to a semicolon.
    pub(crate) fn item(&self) -> Option<Self> {
        match self.stop {
            Stop::Quote(quote, depth) => Some(Self::new(Stop::Item(quote, depth))),
            _ => None,
        }
    }

    /// A string in three single quotes, less the blanks at its end.
    pub(crate) fn triple() -> Self {
        Self::new(Stop::Triple(0))
    }

    /// The text of an XML element, less the blanks at its end.
    pub(crate) fn markup() -> Self {
        Self::new(Stop::Markup)
    }

    /// Character data of XML, less the blanks at its end.
    pub(crate) fn cdata() -> Self {
        Self::new(Stop::Cdata(0))
    }

    /// The rest of a line, less a comment and the blanks at its end.
    pub(crate) fn line() -> Self {
        Self::new(Stop::Line)
    }

    /// A YAML block scalar under a key that is indented by `indent`; it starts in a line.
    pub(crate) fn block(indent: usize, escapes: usize) -> Self {
        let indent = u32::try_from(indent).unwrap_or(u32::MAX);
        Self::new(Stop::Block { indent, escapes, spaces: None })
    }

    /// The same, up to the end of its line in a string where newlines take so many backslashes.
    pub(crate) fn on_line(self, escapes: usize) -> Self {
        Self { line: u8::try_from(escapes).unwrap_or(0), ..self }
    }

    fn new(stop: Stop) -> Self {
        Self { stop, slashes: 0, tail: 0, waits: None, inner: None, empty: true, line: 0 }
    }

    pub(super) fn forget_quote(&mut self) {
        self.inner = None;
    }

    /// Goes on from `from`, where the last call stopped. `end`: the window is the last.
    pub(crate) fn advance(&mut self, window: &[u8], from: usize, end: bool) -> Progress {
        for (at, &byte) in window.iter().enumerate().skip(from) {
            if let Some(back) = self.step(byte) {
                return Progress::Done(at.saturating_sub(back));
            }
            self.empty = false;
            self.slashes = if byte == b'\\' { self.slashes + 1 } else { 0 };
        }
        if end { Progress::Done(window.len().saturating_sub(self.back())) } else { Progress::More }
    }

    /// How far before `byte` the value ends, if it does.
    fn step(&mut self, byte: u8) -> Option<usize> {
        match self.stop {
            Stop::Quote(quote, depth) => self.quoted(byte, quote, depth),
            Stop::Item(..) if byte == b';' && self.waits.is_none() => Some(0),
            Stop::Item(quote, depth) => self.quoted(byte, quote, depth),
            Stop::Triple(quotes) => self.triple_quoted(byte, quotes),
            Stop::Markup => self.element(byte),
            Stop::Cdata(brackets) => self.character_data(byte, brackets),
            Stop::Line => self.rest_of_line(byte),
            Stop::Block { indent, escapes, spaces } => self.in_block(byte, indent, escapes, spaces),
        }
    }

    /// The backslashes before a double quote are the quote's.
    fn own(&self, byte: u8) -> usize {
        if byte == b'"' { given_back(self.slashes) } else { 0 }
    }

    fn quoted(&mut self, byte: u8, quote: u8, depth: u8) -> Option<usize> {
        if let Some(waits) = self.waits.take() {
            match (waits, byte) {
                (Waits::Own | Waits::Escaped, _) if byte == quote => {}
                (Waits::Own | Waits::Escape, b'\\') => self.waits = Some(Waits::Escape),
                (Waits::Escape, b'\'') => self.waits = Some(Waits::Escaped),
                // No string of JSON ends before a letter, and no program joins one so.
                (Waits::Double, _) if byte.is_ascii_alphanumeric() || byte == b'_' => {}
                (Waits::Double, _) if byte == quote => self.waits = Some(Waits::Own),
                _ => return Some(self.tail),
            }
            self.tail = self.waits.map_or(0, |waits| if waits == Waits::Own { 1 } else { self.tail + 1 });
            return (self.tail > GIVE_BACK).then_some(GIVE_BACK);
        }
        if byte == quote && depth > 0 {
            return self.escaped(depth);
        }
        if byte == quote && self.slashes == 0 {
            if quote != b'\'' {
                return Some(0);
            }
            // The next byte tells whether it is doubled.
            (self.waits, self.tail) = (Some(Waits::Own), 1);
            return None;
        }
        if byte == b'"' && self.inner.take_if(|slashes| *slashes as usize == self.slashes).is_some() {
            return None;
        }
        if byte == b'"' && !self.empty {
            self.inner = u32::try_from(self.slashes).ok();
            (self.waits, self.tail) = (Some(Waits::Double), 1 + self.own(byte));
            return None;
        }
        let line = usize::from(self.line);
        if line > 0 && matches!(byte, b'n' | b'r') && self.slashes % (2 * line) == line {
            return Some(line);
        }
        matches!(byte, b'\n' | b'\r' | b'"').then(|| self.own(byte))
    }

    /// How many backslashes are those of an escaped quote that ends the value, or what is around it. A backslash of
    /// JSON is two in the string that holds it, and none of these tells of an end.
    fn escaped(&self, depth: u8) -> Option<usize> {
        let doubled = depth.trailing_zeros();
        match skip::quote(self.slashes >> doubled, depth >> doubled) {
            Quote::Same => Some(depth.into()),
            Quote::Outer(own) => Some(given_back(own << doubled)),
            Quote::Inner => None,
        }
    }

    fn triple_quoted(&mut self, byte: u8, quotes: u8) -> Option<usize> {
        let next = match byte {
            b'"' => return Some(self.own(byte)),
            b'\'' if quotes == 2 => return Some(if self.tail <= GIVE_BACK { self.tail } else { 2 }),
            b'\'' => quotes + 1,
            _ => 0,
        };
        // Quotes that something else follows are the text's, and so are backslashes before a quote.
        let more = next > 0 && (quotes > 0 || self.slashes == 0) || quotes == 0 && self.may_be_blank(byte);
        self.tail = match byte {
            _ if more => self.tail + 1,
            b'\'' => 1,
            _ => usize::from(self.may_be_blank(byte)),
        };
        self.stop = Stop::Triple(next);
        None
    }

    /// Whether a byte is a blank, or of an escaped one.
    fn may_be_blank(&self, byte: u8) -> bool {
        match byte {
            b'\\' => true,
            b'n' | b'r' | b't' => self.slashes > 0,
            _ => self.slashes == 0 && byte.is_ascii_whitespace(),
        }
    }

    fn element(&mut self, byte: u8) -> Option<usize> {
        let blank = byte.is_ascii_whitespace() || self.slashes > 0 && matches!(byte, b'n' | b'r' | b't');
        match byte {
            b'"' => return Some(self.own(byte)),
            b'<' => return Some(self.back()),
            b'\\' => self.tail += 1,
            _ => self.tail = if blank { self.tail + 1 } else { 0 },
        }
        None
    }

    fn character_data(&mut self, byte: u8, brackets: u8) -> Option<usize> {
        let next = match byte {
            b'"' => return Some(self.own(byte)),
            b'>' if brackets == 2 => return Some(if self.tail <= GIVE_BACK { self.tail } else { 2 }),
            b']' => (brackets + 1).min(2),
            _ => 0,
        };
        self.tail = match byte {
            // Of three brackets the first is the text's.
            b']' if brackets == 2 => 2,
            _ if next > 0 || brackets == 0 && self.may_be_blank(byte) => self.tail + 1,
            _ => usize::from(self.may_be_blank(byte)),
        };
        self.stop = Stop::Cdata(next);
        None
    }

    fn rest_of_line(&mut self, byte: u8) -> Option<usize> {
        let escaped = self.slashes > 0 && matches!(byte, b'n' | b'r' | b't');
        let comment = matches!(byte, b'#' | b';') && self.tail > self.slashes;
        if escaped || comment || matches!(byte, b'\n' | b'\r' | b'"' | b'`') {
            return Some(self.back());
        }
        self.tail = if matches!(byte, b' ' | b'\t' | b'\\') { self.tail + 1 } else { 0 };
        None
    }

    fn in_block(&mut self, byte: u8, indent: u32, escapes: usize, spaces: Option<u32>) -> Option<usize> {
        let escaped = escapes > 0;
        let newline = match byte {
            b'n' => escaped && self.slashes % (2 * escapes) == escapes,
            _ => byte == b'\n' && !escaped,
        };
        // A quote of the text takes more.
        if escaped && byte == b'"' && self.slashes < escapes {
            return Some(self.back().max(given_back(self.slashes)));
        }
        let next = match (newline, byte, spaces) {
            (true, ..) => {
                // A blank line adds to what is given back, and so does a carriage return before.
                self.tail =
                    if self.tail > 0 { self.tail + 1 } else { 1 + usize::from(escaped) * self.slashes };
                Some(0)
            }
            (false, b'\r', None) if !escaped => {
                self.tail = 1;
                None
            }
            (false, b'r', None) if escaped && self.slashes > 0 => {
                self.tail = 1 + self.slashes;
                None
            }
            (false, b'\\', None) if self.tail > 0 => {
                self.tail += 1;
                None
            }
            (false, b' ', Some(spaces)) => {
                self.tail += 1;
                Some(spaces.saturating_add(1))
            }
            (false, b'\r' | b'\\', Some(spaces)) => {
                self.tail += 1;
                Some(spaces)
            }
            (false, _, Some(spaces)) if spaces <= indent => return Some(self.back()),
            _ => {
                self.tail = 0;
                None
            }
        };
        self.stop = Stop::Block { indent, escapes, spaces: next };
        None
    }

    fn back(&self) -> usize {
        match self.stop {
            Stop::Quote(..) | Stop::Item(..) => self.tail,
            // Backslashes at the end are no blanks.
            Stop::Markup | Stop::Cdata(0) | Stop::Triple(0)
                if self.slashes == 0 && self.tail <= GIVE_BACK =>
            {
                self.tail
            }
            Stop::Markup | Stop::Cdata(_) | Stop::Triple(_) => 0,
            Stop::Line | Stop::Block { .. } if self.tail <= GIVE_BACK => self.tail,
            Stop::Line | Stop::Block { .. } => given_back(self.slashes),
        }
    }
}
