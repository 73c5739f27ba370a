use std::fmt;

use super::decoder::{EventEnd, EventSink, SseDecoder};
use crate::error::Error;
use crate::limits::Limits;
use crate::message::{Emit, Kept, Message, MessageReader, Payload, Record, Source};

/// The messages in a `text/event-stream`, as they stream by, in constant memory.
///
/// A message is reported when its event is complete, since only then a client sees it, and only
/// then the event's id is known. Events that hold no message (a priming event, the `endpoint`
/// event of the oldest transport) are no trouble.
///
/// ```
/// use gate_wire::sse::{EventEnd, SseMessages, StreamSink};
/// use gate_wire::{Limits, Message};
///
/// #[derive(Default)]
/// struct Seen(Vec<String>);
///
/// impl StreamSink for Seen {
///     fn message(&mut self, message: &Message<'_>, event: &EventEnd<'_>) {
///         let id = event.id.as_deref().unwrap_or_default();
///         self.0.push(format!("{:?} in event {id}", message.kind()));
///     }
/// }
///
/// let mut seen = Seen::default();
/// let mut messages = SseMessages::new(Limits::default());
/// for chunk in ["id: 1\ndata:\n\nid: 2\ndata: {\"id\":1,\"res", "ult\":{}}\n", "\n"] {
///     messages.push(chunk.as_bytes(), &mut seen);
/// }
/// assert_eq!(seen.0, ["Response in event 2"]);
/// ```
pub struct SseMessages {
    decoder: SseDecoder,
    inner: Inner,
}

/// Hears of the messages and events of a stream.
pub trait StreamSink {
    /// A message, when its event is complete.
    fn message(&mut self, message: &Message<'_>, event: &EventEnd<'_>);

    /// The next bytes of a `result`, `error` or `params`, as they stream by: before the message
    /// is reported, and also when it never will be, because the stream ends first.
    fn payload(&mut self, payload: Payload, bytes: &[u8]) {
        let _ = (payload, bytes);
    }

    /// An event is complete, its messages have been reported. The error says why it holds none,
    /// or not all: its data is no message, or a batch of more than
    /// [`Limits::max_batch`](crate::Limits::max_batch).
    fn event(&mut self, event: &EventEnd<'_>, read: Result<(), Error>) {
        let _ = (event, read);
    }
}

impl SseMessages {
    /// At the start of a stream.
    pub fn new(limits: Limits) -> Self {
        Self {
            decoder: SseDecoder::new(),
            inner: Inner {
                reader: MessageReader::new(limits),
                held: Held { messages: Vec::new(), max: limits.max_batch, overflow: None },
            },
        }
    }

    /// Takes the next bytes.
    pub fn push(&mut self, chunk: &[u8], sink: &mut impl StreamSink) {
        let inner = &mut self.inner;
        self.decoder.push(chunk, &mut Compose { inner, sink });
    }

    /// The framing underneath.
    pub fn decoder(&self) -> &SseDecoder {
        &self.decoder
    }
}

impl fmt::Debug for SseMessages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SseMessages")
            .field("offset", &self.decoder.offset())
            .field("held", &self.inner.held.messages.len())
            .finish_non_exhaustive()
    }
}

struct Inner {
    reader: MessageReader,
    held: Held,
}

/// The messages of an event that is not complete yet.
struct Held {
    messages: Vec<(Record, Kept)>,
    max: usize,
    /// The place of the first message that was one too many.
    overflow: Option<u64>,
}

struct Compose<'c, S> {
    inner: &'c mut Inner,
    sink: &'c mut S,
}

impl<S: StreamSink> EventSink for Compose<'_, S> {
    fn data(&mut self, fragment: &[u8]) {
        let Inner { reader, held } = &mut *self.inner;
        let sink = &mut *self.sink;
        reader.push_to(fragment, &mut Hold { held, sink });
    }

    fn end(&mut self, end: &EventEnd<'_>) {
        let Inner { reader, held } = &mut *self.inner;
        let read = reader.finish().and(held.overflowed());
        for (record, kept) in held.messages.drain(..) {
            let message = Message::new(&record, Source::Kept(&kept));
            self.sink.message(&message, end);
        }
        self.sink.event(end, read);
    }
}

struct Hold<'h, S> {
    held: &'h mut Held,
    sink: &'h mut S,
}

impl<S: StreamSink> Emit for Hold<'_, S> {
    fn message(&mut self, record: &Record, kept: &Kept) {
        if self.held.messages.len() < self.held.max {
            self.held.messages.push((record.clone(), kept.clone()));
        } else {
            self.held.overflow.get_or_insert(record.start());
        }
    }

    fn payload(&mut self, payload: Payload, bytes: &[u8]) {
        self.sink.payload(payload, bytes);
    }
}

impl Held {
    fn overflowed(&mut self) -> Result<(), Error> {
        match self.overflow.take() {
            Some(at) => Err(Error::new(crate::ErrorKind::TooMany, at)),
            None => Ok(()),
        }
    }
}
