use std::{borrow::Cow, fmt};

use super::envelope::{Envelope, Node, Output, Progress};
use super::facts::{Message, Source};
use super::field::Field;
use super::record::Record;
use crate::error::{Error, ErrorKind};
use crate::json::Scanner;
use crate::limits::Limits;

/// Reads a whole body: one message or a batch.
///
/// Strict where two readers could disagree about what a message says (a known member that is
/// there twice, also when the two differ in letter case), lenient otherwise: unknown methods and
/// members, a missing `jsonrpc`, any id. Values that hold no known members are delimited, not
/// validated.
///
/// ```
/// use gate_wire::{Limits, MessageKind, read};
///
/// let body = br#"{"jsonrpc":"2.0","id":7,"method":"tools/call",
///     "params":{"name":"echo","arguments":{"text":"hi"}}}"#;
/// let messages = read(body, Limits::default())?;
/// let call = messages.first();
/// assert_eq!(call.kind(), MessageKind::Request);
/// assert_eq!(call.method().as_deref(), Some("tools/call"));
/// assert_eq!(call.name().as_deref(), Some("echo"));
/// let arguments = call.arguments().unwrap();
/// assert_eq!(&body[arguments.range()], br#"{"text":"hi"}"#);
/// # Ok::<(), gate_wire::Error>(())
/// ```
///
/// # Errors
///
/// When the body is no JSON, no JSON-RPC, ambiguous, or beyond a limit. [`Error::offset`] says
/// where.
pub fn read(body: &[u8], limits: Limits) -> Result<Messages<'_>, Error> {
    let mut progress = Progress::new();
    // Nearly always there is one, and a vector that grows makes room for four.
    let mut found = Vec::with_capacity(1);
    let mut envelope = Envelope { progress: &mut progress, output: Collect { found: &mut found, limits } };
    let mut scanner = Scanner::new(Node::Root, limits.max_depth);
    scanner.feed(body, &mut envelope)?;
    scanner.finish(&mut envelope)?;
    Ok(Messages { body, found: Cow::Owned(found), is_batch: progress.is_batch })
}

/// The messages of a body, in their order; at least one.
#[derive(Clone)]
pub struct Messages<'a> {
    body: &'a [u8],
    /// Never empty: a body without a message is an error.
    found: Cow<'a, [Record]>,
    is_batch: bool,
}

impl<'a> Messages<'a> {
    /// The first message: the only one, unless the body is a batch.
    pub fn first(&self) -> Message<'_> {
        self.view(&self.found[0])
    }

    /// The message at `index`.
    pub fn get(&self, index: usize) -> Option<Message<'_>> {
        self.found.get(index).map(|record| self.view(record))
    }

    /// Every message.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Message<'_>> {
        self.found.iter().map(|record| self.view(record))
    }

    /// How many there are.
    #[expect(clippy::len_without_is_empty, reason = "there is always one")]
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether the body is an array of messages, be it of one.
    pub fn is_batch(&self) -> bool {
        self.is_batch
    }

    /// The body that was read.
    pub fn body(&self) -> &'a [u8] {
        self.body
    }

    /// Lets go of the body and keeps the offsets: for whoever will change it once more is known.
    pub fn into_offsets(self) -> Offsets {
        let Self { body, found, is_batch } = self;
        Offsets { length: body.len(), found: found.into_owned(), is_batch }
    }

    fn view<'m>(&'m self, record: &'m Record) -> Message<'m> {
        Message::new(record, Source::Whole(self.body))
    }
}

impl fmt::Debug for Messages<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().take(8)).finish()
    }
}

/// Where the messages of a body are, without the body.
///
/// ```
/// use gate_wire::{Limits, read};
///
/// let body = br#"{"id":1,"method":"ping"}"#.to_vec();
/// let offsets = read(&body, Limits::default())?.into_offsets();
/// // Later, and without reading again:
/// assert_eq!(offsets.of(&body).unwrap().first().method().as_deref(), Some("ping"));
/// assert!(offsets.of(b"another body").is_none());
/// # Ok::<(), gate_wire::Error>(())
/// ```
#[derive(Clone)]
pub struct Offsets {
    length: usize,
    /// Never empty.
    found: Vec<Record>,
    is_batch: bool,
}

impl Offsets {
    /// The messages once more. `body` must be the one that was read; none if its length says that it is
    /// not.
    pub fn of<'a>(&'a self, body: &'a [u8]) -> Option<Messages<'a>> {
        let Self { length, found, is_batch } = self;
        (body.len() == *length).then(|| Messages { body, found: Cow::Borrowed(found), is_batch: *is_batch })
    }
}

impl fmt::Debug for Offsets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Offsets").field("messages", &self.found.len()).finish_non_exhaustive()
    }
}

/// Keeps the places of all messages, and refuses whatever is wrong.
struct Collect<'c> {
    found: &'c mut Vec<Record>,
    limits: Limits,
}

impl Output for Collect<'_> {
    fn fault(&mut self, _: &mut Record, error: Error) -> Result<(), Error> {
        Err(error)
    }

    fn element(&mut self, index: usize, at: u64) -> Result<(), Error> {
        if index >= self.limits.max_batch {
            return Err(Error::new(ErrorKind::TooMany, at));
        }
        Ok(())
    }

    fn begin(&mut self, _: Field, _: u64) {}

    fn end(&mut self, _: Field, _: u64, _: &Record) {}

    fn complete(&mut self, record: &Record) {
        self.found.push(record.clone());
    }

    fn max_id(&self) -> usize {
        self.limits.max_id
    }
}
