//! The shape of JSON-RPC, laid over the scanner: used alike by the reader of bodies and the
//! reader of streams, which differ in what they do with it.

use super::field::{Field, Match};
use super::record::Record;
use crate::error::{Error, ErrorKind};
use crate::json::{Kind, Visitor};

/// What becomes of the messages that are found.
pub(super) trait Output {
    /// Something that a strict reader refuses; `Ok` goes on.
    fn fault(&mut self, record: &mut Record, error: Error) -> Result<(), Error>;

    /// The next message of a batch begins, `index` messages came before it.
    fn element(&mut self, index: usize, at: u64) -> Result<(), Error>;

    /// A known member's value begins.
    fn begin(&mut self, field: Field, at: u64);

    /// A known member's value has ended.
    fn end(&mut self, field: Field, at: u64, record: &Record);

    /// A message is complete.
    fn complete(&mut self, record: &Record);

    /// The longest id that may be.
    fn max_id(&self) -> usize;
}

/// A place in the document.
#[derive(Clone, Copy, Debug)]
pub(super) enum Node {
    /// A message, or a batch of them.
    Root,
    /// An element of a batch.
    Element,
    /// A known member of a message.
    Field(Field),
}

/// What is known so far; outlives the chunks.
#[derive(Debug)]
pub(super) struct Progress {
    pub(super) record: Record,
    pub(super) is_batch: bool,
    /// How many elements of a batch have begun.
    elements: usize,
    /// Whether `record` is of a message that is being read.
    is_open: bool,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self { record: Record::new(), is_batch: false, elements: 0, is_open: false }
    }

    pub(super) fn reset(&mut self) {
        self.is_batch = false;
        self.elements = 0;
        self.is_open = false;
    }
}

/// Walks messages, for one chunk.
pub(super) struct Envelope<'e, O> {
    pub(super) progress: &'e mut Progress,
    pub(super) output: O,
}

impl<O: Output> Visitor for Envelope<'_, O> {
    type Node = Node;

    fn member(&mut self, parent: Node, key: &[u8], at: u64) -> Result<Option<Node>, Error> {
        let parent = match parent {
            Node::Root | Node::Element => None,
            Node::Field(field) => Some(field),
        };
        let Some(found) = Field::find(parent, key) else {
            return Ok(None);
        };
        let record = &mut self.progress.record;
        if let Err(error) = record.member(found, at) {
            self.output.fault(record, error)?;
        }
        Ok(match found {
            Match::Exact(field) if !record.is_settled(field) => Some(Node::Field(field)),
            _ => None,
        })
    }

    fn element(&mut self, _: Node, at: u64) -> Result<Option<Node>, Error> {
        // Of all arrays, only a batch is entered.
        self.output.element(self.progress.elements, at)?;
        self.progress.elements += 1;
        Ok(Some(Node::Element))
    }

    fn begin(&mut self, node: Node, kind: Kind, at: u64) -> Result<bool, Error> {
        match (node, kind) {
            (Node::Root, Kind::Array) => {
                self.progress.is_batch = true;
                Ok(true)
            }
            (Node::Root | Node::Element, Kind::Object) => {
                let index = self.progress.elements.saturating_sub(1);
                self.progress.record.reset(index, at);
                self.progress.is_open = true;
                Ok(true)
            }
            // No message; said at its end, as until then it may turn out to be no JSON either.
            (Node::Root | Node::Element, _) => Ok(false),
            (Node::Field(field), _) => {
                self.progress.record.begin(field, kind, at);
                self.output.begin(field, at);
                Ok(kind == Kind::Object && field.is_object())
            }
        }
    }

    fn end(&mut self, node: Node, at: u64) -> Result<(), Error> {
        if let Node::Field(field) = node {
            self.progress.record.end(field, at);
            self.output.end(field, at, &self.progress.record);
            return Ok(());
        }
        if std::mem::take(&mut self.progress.is_open) {
            self.progress.record.end = at;
            return self.complete();
        }
        match node {
            Node::Root if self.progress.is_batch && self.progress.elements > 0 => Ok(()),
            Node::Root if self.progress.is_batch => self.fault(Error::new(ErrorKind::EmptyBatch, at)),
            _ => self.fault(Error::new(ErrorKind::NotAMessage, at)),
        }
    }

    fn too_deep(&mut self, at: u64) -> Result<(), Error> {
        self.fault(Error::new(ErrorKind::TooDeep, at))
    }
}

impl<O: Output> Envelope<'_, O> {
    fn complete(&mut self) -> Result<(), Error> {
        let record = &mut self.progress.record;
        if let Err(error) = record.classify() {
            self.output.fault(record, error)?;
            if error.kind() == ErrorKind::NotAMessage {
                return Ok(());
            }
        }
        if let Some(field) = record.twice_but_for_case() {
            let error = Error::new(ErrorKind::Ambiguous(field), record.start);
            self.output.fault(record, error)?;
        }
        if let Some((start, end)) = record.span(Field::Id)
            && end - start > self.output.max_id() as u64
        {
            let error = Error::new(ErrorKind::IdTooLong, start);
            self.output.fault(record, error)?;
        }
        self.output.complete(record);
        Ok(())
    }

    fn fault(&mut self, error: Error) -> Result<(), Error> {
        self.output.fault(&mut self.progress.record, error)
    }
}
