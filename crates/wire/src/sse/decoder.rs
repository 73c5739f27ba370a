use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr2};

/// An id or event type longer than this is not kept.
const MAX_NAME: usize = 1024;

/// Splits a stream into events, in chunks of any size and in constant memory.
///
/// Data is handed on as it comes. An event that the stream ends in is not dispatched, as the
/// standard has it: [`EventSink::end`] is not called for it. A byte order mark is passed over at
/// the start of the stream only.
#[derive(Clone, Debug, Default)]
pub struct SseDecoder {
    state: State,
    /// The last byte was a CR, so that an LF now belongs to it.
    after_cr: bool,
    offset: u64,
    /// Where the present event's bytes begin.
    start: u64,
    data_lines: u64,
    data_len: u64,
    event: Bounded,
    /// The id that is being read.
    id: Bounded,
    /// The id that holds until another is set.
    last_id: Bounded,
    sets_id: bool,
    retry: Option<u64>,
    digits: Digits,
}

/// Hears of events as they stream by.
pub trait EventSink {
    /// The next bytes of the present event's data, lines already joined by LF.
    fn data(&mut self, fragment: &[u8]);

    /// The present event is complete and would be dispatched by a client.
    fn end(&mut self, end: &EventEnd<'_>);
}

/// What there is to know of an event besides its data.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EventEnd<'a> {
    /// The event type, `message` unless the event names another. None when it is too long to
    /// keep (over 1 KiB).
    pub event: Option<Cow<'a, str>>,
    /// The last event id: what a client that resumes after this event would send. None when no
    /// event so far had one, the last one was empty, or it is too long to keep (over 1 KiB).
    pub id: Option<Cow<'a, str>>,
    /// Whether this event itself carries the id.
    pub sets_id: bool,
    /// The reconnection time in milliseconds, when the stream has set one.
    pub retry: Option<u64>,
    /// The length of the data.
    pub data_len: u64,
    /// Where the event is in the stream, with any comments before it. Ranges do not overlap,
    /// and an event can be cut out by its range: the LF of a CRLF that ends an event counts to
    /// what follows, because the event is complete at the CR.
    pub range: Range<u64>,
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// This many bytes of a byte order mark have been seen.
    Mark(usize),
    /// In a field name, of which this much is known.
    Name { bytes: [u8; LONGEST], length: usize },
    /// After the colon, where one space is passed over.
    Colon(Line),
    /// In a field's value.
    Value(Line),
}

/// The length of the longest field name that means anything.
const LONGEST: usize = 5;

const LINE_START: State = State::Name { bytes: [0; LONGEST], length: 0 };

impl Default for State {
    fn default() -> Self {
        Self::Mark(0)
    }
}

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Data,
    Event,
    Id,
    Retry,
    /// A comment, or a field that is not known.
    Other,
}

impl Line {
    fn named(name: &[u8]) -> Self {
        match name {
            b"data" => Self::Data,
            b"event" => Self::Event,
            b"id" => Self::Id,
            b"retry" => Self::Retry,
            _ => Self::Other,
        }
    }
}

impl SseDecoder {
    /// A decoder at the start of a stream.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes.
    pub fn push(&mut self, chunk: &[u8], sink: &mut impl EventSink) {
        let mut at = 0;
        while at < chunk.len() {
            at = self.step(chunk, at, sink);
        }
        self.offset += chunk.len() as u64;
    }

    /// The last event id, also when it came in an event without data.
    pub fn last_event_id(&self) -> Option<Cow<'_, str>> {
        self.last_id.text().filter(|id| !id.is_empty())
    }

    /// The reconnection time in milliseconds.
    pub fn retry(&self) -> Option<u64> {
        self.retry
    }

    /// How many bytes have been pushed.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Takes at least one byte, or changes the state.
    fn step(&mut self, chunk: &[u8], at: usize, sink: &mut impl EventSink) -> usize {
        if std::mem::take(&mut self.after_cr) && chunk[at] == b'\n' {
            return at + 1;
        }
        match self.state {
            State::Mark(seen) => self.mark(chunk[at], seen, at),
            State::Name { bytes, length } => self.name(chunk, at, bytes, length, sink),
            State::Colon(line) => {
                self.state = State::Value(line);
                at + usize::from(chunk[at] == b' ')
            }
            State::Value(line) => self.value(chunk, at, line, sink),
        }
    }

    /// Passes over a byte order mark. One that is not complete is the start of a field name, of
    /// an unknown field, since no known one has such bytes.
    fn mark(&mut self, byte: u8, seen: usize, at: usize) -> usize {
        const MARK: [u8; 3] = [0xef, 0xbb, 0xbf];
        if byte == MARK[seen] {
            self.state = match seen {
                2 => LINE_START,
                _ => State::Mark(seen + 1),
            };
            return at + 1;
        }
        self.state = match seen {
            0 => LINE_START,
            _ => State::Name { bytes: [0; LONGEST], length: LONGEST + 1 },
        };
        at
    }

    fn name(
        &mut self,
        chunk: &[u8],
        at: usize,
        mut bytes: [u8; LONGEST],
        mut length: usize,
        sink: &mut impl EventSink,
    ) -> usize {
        let byte = chunk[at];
        let line = Line::named(bytes.get(..length).unwrap_or_default());
        match byte {
            b':' => {
                self.begin(line, sink);
                self.state = State::Colon(line);
            }
            b'\r' | b'\n' if length == 0 => self.blank(byte, at, sink),
            b'\r' | b'\n' => {
                // A field without a colon has an empty value.
                self.begin(line, sink);
                self.line_ended(line, byte);
            }
            _ => {
                if let Some(free) = bytes.get_mut(length) {
                    *free = byte;
                }
                length = (length + 1).min(LONGEST + 1);
                self.state = match length <= LONGEST {
                    true => State::Name { bytes, length },
                    // Too long to be known: there may be a colon, but nothing follows from it.
                    false => State::Value(Line::Other),
                };
            }
        }
        at + 1
    }

    fn value(&mut self, chunk: &[u8], at: usize, line: Line, sink: &mut impl EventSink) -> usize {
        let rest = &chunk[at..];
        let end = memchr2(b'\r', b'\n', rest);
        let piece = &rest[..end.unwrap_or(rest.len())];
        match line {
            Line::Data if !piece.is_empty() => {
                self.data_len += piece.len() as u64;
                sink.data(piece);
            }
            Line::Event => self.event.extend(piece),
            Line::Id => self.id.extend(piece),
            Line::Retry => self.digits.extend(piece),
            Line::Data | Line::Other => {}
        }
        match end {
            Some(end) => {
                self.line_ended(line, rest[end]);
                at + end + 1
            }
            None => chunk.len(),
        }
    }

    /// The value of a field begins.
    fn begin(&mut self, line: Line, sink: &mut impl EventSink) {
        match line {
            Line::Data => {
                if self.data_lines > 0 {
                    self.data_len += 1;
                    sink.data(b"\n");
                }
                self.data_lines += 1;
            }
            Line::Event => self.event.begin(),
            Line::Id => self.id.begin(),
            Line::Retry => self.digits = Digits::default(),
            Line::Other => {}
        }
    }

    fn line_ended(&mut self, line: Line, byte: u8) {
        match line {
            // A NUL makes the field void; the id before it stays.
            Line::Id if !self.id.has_nul => {
                std::mem::swap(&mut self.id, &mut self.last_id);
                self.sets_id = true;
            }
            Line::Retry => self.retry = self.digits.number().or(self.retry),
            _ => {}
        }
        self.state = LINE_START;
        self.after_cr = byte == b'\r';
    }

    /// A blank line: the event is complete.
    fn blank(&mut self, byte: u8, at: usize, sink: &mut impl EventSink) {
        let end = self.offset + at as u64 + 1;
        if self.data_lines > 0 {
            sink.end(&EventEnd {
                event: match self.event.bytes.is_empty() {
                    true => Some(Cow::Borrowed("message")),
                    false => self.event.text(),
                },
                id: self.last_event_id(),
                sets_id: self.sets_id,
                retry: self.retry,
                data_len: self.data_len,
                range: self.start..end,
            });
        }
        self.start = end;
        self.data_lines = 0;
        self.data_len = 0;
        self.sets_id = false;
        self.event.begin();
        self.after_cr = byte == b'\r';
    }
}

/// The value of a field that is kept as long as it is short.
#[derive(Clone, Debug, Default)]
struct Bounded {
    bytes: Vec<u8>,
    is_too_long: bool,
    has_nul: bool,
}

impl Bounded {
    fn begin(&mut self) {
        self.bytes.clear();
        self.is_too_long = false;
        self.has_nul = false;
    }

    fn extend(&mut self, piece: &[u8]) {
        let room = MAX_NAME - self.bytes.len();
        self.is_too_long |= piece.len() > room;
        self.has_nul |= memchr(0, piece).is_some();
        self.bytes.extend(&piece[..piece.len().min(room)]);
    }

    /// The whole value or nothing: part of an id would be another id.
    fn text(&self) -> Option<Cow<'_, str>> {
        (!self.is_too_long).then(|| String::from_utf8_lossy(&self.bytes))
    }
}

/// A value that counts only if it is nothing but ASCII digits.
#[derive(Clone, Copy, Debug, Default)]
struct Digits {
    number: Option<u64>,
    is_void: bool,
}

impl Digits {
    fn extend(&mut self, piece: &[u8]) {
        for byte in piece {
            let digit = char::from(*byte).to_digit(10).map(u64::from);
            let so_far = self.number.unwrap_or(0).checked_mul(10);
            let next = digit.and_then(|digit| so_far?.checked_add(digit));
            self.is_void |= next.is_none();
            self.number = next.or(self.number);
        }
    }

    fn number(self) -> Option<u64> {
        self.number.filter(|_| !self.is_void)
    }
}
