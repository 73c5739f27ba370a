use std::fmt;

use super::envelope::{Envelope, Node, Output, Progress};
use super::facts::{Message, Source};
use super::field::Field;
use super::kept::Kept;
use super::record::Record;
use crate::error::{Error, ErrorKind};
use crate::json::Scanner;
use crate::limits::Limits;

/// Reads messages that stream by in chunks of any size, in constant memory.
///
/// It never asks for a byte to be held back, and never fails the stream: what cannot be read is
/// reported by [`finish`](Self::finish), and what [`read`](crate::read) would refuse as
/// ambiguous is only flagged. One reader reads one document (a message or a batch); after
/// [`finish`](Self::finish) it is ready for the next.
///
/// ```
/// use gate_wire::{Limits, Message, MessageReader};
///
/// let mut answers = Vec::new();
/// let mut reader = MessageReader::new(Limits::default());
/// for chunk in [&br#"{"id":1,"result":{"isErr"#[..], br#"or":false,"content":[]}}"#] {
///     reader.push(chunk, &mut |message: &Message<'_>| answers.push(message.is_error()));
/// }
/// reader.finish()?;
/// assert_eq!(answers, [Some(false)]);
/// # Ok::<(), gate_wire::Error>(())
/// ```
pub struct MessageReader {
    scanner: Scanner<Node>,
    progress: Progress,
    /// Apart: allocators are quickest below a kilobyte, and there is a reader for each response.
    keeping: Box<Keeping>,
    failed: Option<Error>,
}

/// Hears of messages as they stream by. Any `FnMut(&Message<'_>)` is one.
pub trait MessageSink {
    /// A message is complete. In a batch, each element is reported as it ends.
    fn message(&mut self, message: &Message<'_>);

    /// The next bytes of a `result`, `error` or `params`, before its message is complete. How
    /// much of them to keep is the sink's decision.
    fn payload(&mut self, payload: Payload, bytes: &[u8]) {
        let _ = (payload, bytes);
    }
}

impl<F: FnMut(&Message<'_>)> MessageSink for F {
    fn message(&mut self, message: &Message<'_>) {
        self(message);
    }
}

/// What bytes handed to [`MessageSink::payload`] belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Payload {
    /// [`Field::Result`], [`Field::Error`] or [`Field::Params`].
    pub field: Field,
    /// The [`Message::index`] of the message that will be reported.
    pub index: usize,
}

impl MessageReader {
    /// A reader at the start of a document.
    pub fn new(limits: Limits) -> Self {
        Self {
            scanner: Scanner::new(Node::Root, limits.max_depth),
            progress: Progress::new(),
            keeping: Box::new(Keeping::new(limits)),
            failed: None,
        }
    }

    /// Takes the next bytes. After an error they are ignored.
    pub fn push(&mut self, chunk: &[u8], sink: &mut impl MessageSink) {
        self.push_to(chunk, &mut Views(sink));
    }

    pub(crate) fn push_to(&mut self, chunk: &[u8], emit: &mut impl Emit) {
        if self.failed.is_some() {
            return;
        }
        let mut envelope = Envelope {
            progress: &mut self.progress,
            output: Tee { chunk, start: self.scanner.offset(), keeping: &mut self.keeping, emit },
        };
        let fed = self.scanner.feed(chunk, &mut envelope);
        self.failed = fed.err();
        let whole = envelope.output.start + chunk.len() as u64;
        let read = fed.map_or_else(|error| error.offset(), |()| whole);
        let index = envelope.progress.record.index;
        envelope.output.copy_until(read);
        envelope.output.hand_on_until(read, index);
    }

    /// The end of the document; makes ready for the next one.
    ///
    /// # Errors
    ///
    /// When the document was not JSON, not complete, or held something else than messages.
    /// Elements of a batch that were complete have been reported nevertheless.
    pub fn finish(&mut self) -> Result<(), Error> {
        let mut envelope = Envelope {
            progress: &mut self.progress,
            output: Tee {
                chunk: &[],
                start: self.scanner.offset(),
                keeping: &mut self.keeping,
                emit: &mut Views(&mut |_: &Message<'_>| {}),
            },
        };
        let failed = self.failed.take();
        let end = failed.map_or_else(|| self.scanner.finish(&mut envelope), Err);
        let noted = self.keeping.noted.take();
        self.scanner.reset(Node::Root);
        self.progress.reset();
        self.keeping.reset();
        end.and(noted.map_or(Ok(()), Err))
    }

    /// What went wrong so far. The stream goes on regardless.
    pub fn error(&self) -> Option<Error> {
        self.failed.or(self.keeping.noted)
    }
}

impl fmt::Debug for MessageReader {
    /// Position and state; no copies of facts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MessageReader")
            .field("offset", &self.scanner.offset())
            .field("error", &self.error())
            .finish_non_exhaustive()
    }
}

/// A [`MessageSink`] that may look behind the view.
pub(crate) trait Emit {
    fn message(&mut self, record: &Record, kept: &Kept);
    fn payload(&mut self, payload: Payload, bytes: &[u8]);
}

struct Views<'s, S>(&'s mut S);

impl<S: MessageSink> Emit for Views<'_, S> {
    fn message(&mut self, record: &Record, kept: &Kept) {
        self.0.message(&Message::new(record, Source::Kept(kept)));
    }

    fn payload(&mut self, payload: Payload, bytes: &[u8]) {
        self.0.payload(payload, bytes);
    }
}

/// What is being copied or handed on; outlives the chunks.
#[derive(Debug)]
struct Keeping {
    kept: Kept,
    fact: Option<Open>,
    payload: Option<Open>,
    /// The first thing that was no message.
    noted: Option<Error>,
    max_id: usize,
}

/// A value whose bytes are followed, up to here so far.
#[derive(Clone, Copy, Debug)]
struct Open {
    field: Field,
    at: u64,
}

impl Keeping {
    fn new(limits: Limits) -> Self {
        Self { kept: Kept::new(limits), fact: None, payload: None, noted: None, max_id: limits.max_id }
    }

    fn reset(&mut self) {
        self.kept.clear();
        self.fact = None;
        self.payload = None;
        self.noted = None;
    }
}

/// Copies facts and hands on payloads out of one chunk.
struct Tee<'c, E> {
    chunk: &'c [u8],
    /// The position of the chunk in the stream.
    start: u64,
    keeping: &'c mut Keeping,
    emit: &'c mut E,
}

impl<E: Emit> Output for Tee<'_, E> {
    fn fault(&mut self, record: &mut Record, error: Error) -> Result<(), Error> {
        match error.kind() {
            ErrorKind::Ambiguous(_) => record.ambiguous = true,
            ErrorKind::TooDeep => record.too_deep = true,
            // Its copy is not whole, so it will not be shown.
            ErrorKind::IdTooLong => {}
            _ => {
                self.keeping.noted.get_or_insert(error);
            }
        }
        Ok(())
    }

    fn element(&mut self, _: usize, _: u64) -> Result<(), Error> {
        // The element before may have been no message, and so never reported.
        self.keeping.kept.clear();
        Ok(())
    }

    fn begin(&mut self, field: Field, at: u64) {
        let open = Some(Open { field, at });
        if field.is_fact() {
            self.keeping.kept.begin(field);
            self.keeping.fact = open;
        }
        if field.is_payload() {
            self.keeping.payload = open;
        }
    }

    fn end(&mut self, field: Field, at: u64, record: &Record) {
        if field.is_fact() {
            self.copy_until(at);
            self.keeping.fact = None;
        }
        if field.is_payload() {
            self.hand_on_until(at, record.index);
            self.keeping.payload = None;
        }
    }

    fn complete(&mut self, record: &Record) {
        self.emit.message(record, &self.keeping.kept);
        self.keeping.kept.clear();
    }

    fn max_id(&self) -> usize {
        self.keeping.max_id
    }
}

impl<E: Emit> Tee<'_, E> {
    fn copy_until(&mut self, end: u64) {
        if let Some(Open { field, at }) = &mut self.keeping.fact {
            let piece = piece(self.chunk, self.start, *at, end);
            self.keeping.kept.extend(*field, piece);
            *at = end;
        }
    }

    fn hand_on_until(&mut self, end: u64, index: usize) {
        if let Some(Open { field, at }) = &mut self.keeping.payload {
            let piece = piece(self.chunk, self.start, *at, end);
            *at = end;
            if !piece.is_empty() {
                let field = *field;
                self.emit.payload(Payload { field, index }, piece);
            }
        }
    }
}

/// The bytes of the stream from `from` to `to`, both of which are in the chunk that begins at
/// `start`: whatever came before has been dealt with at the end of its chunk.
fn piece(chunk: &[u8], start: u64, from: u64, to: u64) -> &[u8] {
    let position = |at: u64| usize::try_from(at.saturating_sub(start)).unwrap_or(usize::MAX);
    chunk.get(position(from)..position(to)).unwrap_or_default()
}
