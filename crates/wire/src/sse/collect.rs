use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::decoder::{EventEnd, EventSink, SseDecoder};

/// Whole events, up to a size.
///
/// ```
/// use gate_wire::sse::{Data, Event, SseEvents};
///
/// let mut seen = Vec::new();
/// let mut events = SseEvents::new(8);
/// events.push(b"data: a\ndata: b\n\ndata: far too long\n\n", |event: Event<'_>| {
///     seen.push(match event.data {
///         Data::Whole(bytes) => String::from_utf8_lossy(bytes).into_owned(),
///         Data::TooLong(length) => format!("({length} bytes)"),
///     });
/// });
/// assert_eq!(seen, ["a\nb", "(12 bytes)"]);
/// ```
#[derive(Clone)]
pub struct SseEvents {
    decoder: SseDecoder,
    data: Vec<u8>,
    max_data: usize,
}

/// An event as a client would see it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Event<'a> {
    /// The event type; see [`EventEnd::event`].
    pub event: Option<Cow<'a, str>>,
    /// The last event id; see [`EventEnd::id`].
    pub id: Option<Cow<'a, str>>,
    /// The data.
    pub data: Data<'a>,
    /// Where the event is in the stream; see [`EventEnd::range`].
    pub range: Range<u64>,
}

/// The data of an event.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Data<'a> {
    /// All of it.
    Whole(&'a [u8]),
    /// More than was to be kept: this many bytes.
    TooLong(u64),
}

impl SseEvents {
    /// Keeps events whose data has at most `max_data` bytes.
    pub fn new(max_data: usize) -> Self {
        Self { decoder: SseDecoder::new(), data: Vec::new(), max_data }
    }

    /// Takes the next bytes; calls `event` for each event that they complete.
    pub fn push(&mut self, chunk: &[u8], event: impl FnMut(Event<'_>)) {
        let mut collect = Collect { data: &mut self.data, max_data: self.max_data, event };
        self.decoder.push(chunk, &mut collect);
    }

    /// The framing underneath.
    pub fn decoder(&self) -> &SseDecoder {
        &self.decoder
    }
}

struct Collect<'c, F> {
    data: &'c mut Vec<u8>,
    max_data: usize,
    event: F,
}

impl<F: FnMut(Event<'_>)> EventSink for Collect<'_, F> {
    fn data(&mut self, fragment: &[u8]) {
        let room = self.max_data.saturating_sub(self.data.len());
        self.data.extend(&fragment[..fragment.len().min(room)]);
    }

    fn end(&mut self, end: &EventEnd<'_>) {
        let data = match self.data.len() as u64 == end.data_len {
            true => Data::Whole(self.data),
            false => Data::TooLong(end.data_len),
        };
        (self.event)(Event { event: end.event.clone(), id: end.id.clone(), data, range: end.range.clone() });
        self.data.clear();
    }
}

impl fmt::Debug for SseEvents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SseEvents")
            .field("offset", &self.decoder.offset())
            .field("kept", &self.data.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Data<'_> {
    /// Lengths only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(bytes) => write!(f, "Whole({} bytes)", bytes.len()),
            Self::TooLong(length) => write!(f, "TooLong({length} bytes)"),
        }
    }
}
