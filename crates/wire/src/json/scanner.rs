//! The one place that walks JSON: a state machine that is fed chunks of any size.
//!
//! It follows the path to members that its visitor knows and validates what it walks; every
//! other value is handed to [`skip`](super::skip). It keeps no bytes but a member name that is
//! cut by the end of a chunk.

use std::borrow::Cow;

use memchr::memchr;

use super::number::Scalar;
use super::skip::{self, Container};
use super::{Kind, text};
use crate::error::{Error, ErrorKind};

/// Decides what is interesting and hears where it is. Offsets count from the first byte fed.
pub(crate) trait Visitor {
    /// A place in the document that is known to the visitor.
    type Node: Copy;

    /// A member of an entered object, `key` decoded: is it known?
    fn member(&mut self, parent: Self::Node, key: &[u8], at: u64) -> Result<Option<Self::Node>, Error>;

    /// The next element of an entered array.
    fn element(&mut self, parent: Self::Node, at: u64) -> Result<Option<Self::Node>, Error>;

    /// A known value starts. Says whether to look inside, if it is an object or array.
    fn begin(&mut self, node: Self::Node, kind: Kind, at: u64) -> Result<bool, Error>;

    /// A known value has ended just before `at`.
    fn end(&mut self, node: Self::Node, at: u64) -> Result<(), Error>;

    /// The depth bound was passed somewhere in the chunk that starts at `at`.
    fn too_deep(&mut self, at: u64) -> Result<(), Error>;
}

/// The deepest known path: batch, message, `params`, `_meta`, `clientInfo`; and some room.
const MAX_FRAMES: usize = 8;

/// Longer member names than this cannot be known ones, even with every character escaped.
const MAX_KEY: usize = 256;

/// See the module's documentation.
#[derive(Debug)]
pub(crate) struct Scanner<N> {
    state: State,
    frames: [Option<Frame<N>>; MAX_FRAMES],
    depth: usize,
    /// The known place that the present value is at, if it is known.
    node: Option<N>,
    offset: u64,
    /// The part of a member name that earlier chunks had.
    key: Vec<u8>,
    max_depth: u32,
}

#[derive(Clone, Copy, Debug)]
struct Frame<N> {
    node: N,
    is_array: bool,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Value,
    FirstElement,
    FirstKey,
    NextKey,
    Key { escaped: bool },
    Colon,
    String { escaped: bool },
    Container(Container),
    Scalar(Scalar),
    After,
    Done,
}

impl<N: Copy> Scanner<N> {
    pub(crate) fn new(root: N, max_depth: u32) -> Self {
        Self {
            state: State::Value,
            frames: [None; MAX_FRAMES],
            depth: 0,
            node: Some(root),
            offset: 0,
            key: Vec::new(),
            max_depth,
        }
    }

    /// Makes ready for the next document, keeping what is allocated.
    pub(crate) fn reset(&mut self, root: N) {
        self.state = State::Value;
        self.depth = 0;
        self.node = Some(root);
        self.offset = 0;
        self.key.clear();
    }

    /// How many bytes have been fed.
    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }

    /// Reads on. After an error the scanner must not be fed again before a reset.
    pub(crate) fn feed<V>(&mut self, chunk: &[u8], visitor: &mut V) -> Result<(), Error>
    where
        V: Visitor<Node = N>,
    {
        let mut at = 0;
        while at < chunk.len() {
            at = self.step(chunk, at, visitor)?;
        }
        self.offset += chunk.len() as u64;
        Ok(())
    }

    /// The end of the document: was it whole?
    pub(crate) fn finish<V>(&mut self, visitor: &mut V) -> Result<(), Error>
    where
        V: Visitor<Node = N>,
    {
        match self.state {
            State::Done => Ok(()),
            State::Scalar(scalar) if self.depth == 0 && scalar.is_complete() => self.value_ended(0, visitor),
            _ => Err(self.error(ErrorKind::Incomplete, 0)),
        }
    }

    /// Takes at least one byte, or changes the state; gives the position of the next byte.
    fn step<V>(&mut self, chunk: &[u8], at: usize, visitor: &mut V) -> Result<usize, Error>
    where
        V: Visitor<Node = N>,
    {
        match self.state {
            State::Key { escaped } => self.key(chunk, at, escaped, visitor),
            State::String { mut escaped } => {
                let end = skip::string_end(&chunk[at..], &mut escaped);
                self.state = State::String { escaped };
                self.leaf(chunk, end.map(|end| at + end), visitor)
            }
            State::Container(mut container) => {
                let skipped = container.feed(&chunk[at..]);
                self.state = State::Container(container);
                if skipped.too_deep {
                    visitor.too_deep(self.offset + at as u64)?;
                }
                self.leaf(chunk, skipped.end.map(|end| at + end), visitor)
            }
            State::Scalar(scalar) => match scalar.step(chunk[at]) {
                Some(next) => {
                    self.state = State::Scalar(next);
                    Ok(at + 1)
                }
                None if scalar.is_complete() => self.leaf(chunk, Some(at), visitor),
                None => Err(self.error(ErrorKind::Syntax, at)),
            },
            _ => {
                let at = skip::whitespace(chunk, at);
                match chunk.get(at) {
                    Some(byte) => self.punctuation(*byte, at, visitor),
                    None => Ok(at),
                }
            }
        }
    }

    /// A value that is not looked into: over, or going on in the next chunk.
    fn leaf<V>(&mut self, chunk: &[u8], end: Option<usize>, visitor: &mut V) -> Result<usize, Error>
    where
        V: Visitor<Node = N>,
    {
        if let Some(end) = end {
            self.value_ended(end, visitor)?;
        }
        Ok(end.unwrap_or(chunk.len()))
    }

    fn punctuation<V>(&mut self, byte: u8, at: usize, visitor: &mut V) -> Result<usize, Error>
    where
        V: Visitor<Node = N>,
    {
        match (self.state, byte) {
            (State::FirstElement, b']') | (State::FirstKey, b'}') => self.close(at, visitor)?,
            (State::FirstKey | State::NextKey, b'"') => {
                self.state = State::Key { escaped: false };
            }
            (State::Colon, b':') => self.state = State::Value,
            (State::Value | State::FirstElement, _) => self.open(byte, at, visitor)?,
            (State::After, _) => match (self.frame().map(|frame| frame.is_array), byte) {
                (Some(true), b',') => self.state = State::Value,
                (Some(false), b',') => self.state = State::NextKey,
                (Some(true), b']') | (Some(false), b'}') => self.close(at, visitor)?,
                _ => return Err(self.error(ErrorKind::Syntax, at)),
            },
            (State::Done, _) => return Err(self.error(ErrorKind::Trailing, at)),
            _ => return Err(self.error(ErrorKind::Syntax, at)),
        }
        Ok(at + 1)
    }

    /// The first byte of a value.
    fn open<V>(&mut self, byte: u8, at: usize, visitor: &mut V) -> Result<(), Error>
    where
        V: Visitor<Node = N>,
    {
        let kind = Kind::of(byte).ok_or(self.error(ErrorKind::Syntax, at))?;
        let start = self.offset + at as u64;
        if let Some(Frame { node, .. }) = self.frame().filter(|frame| frame.is_array) {
            self.node = visitor.element(node, start)?;
        }
        let enter = match self.node {
            Some(node) => visitor.begin(node, kind, start)?,
            None => false,
        };
        self.state = match (kind, Scalar::start(byte)) {
            (Kind::Object | Kind::Array, _) => self.enter(kind, enter),
            (Kind::String, _) => State::String { escaped: false },
            (_, Some(scalar)) => State::Scalar(scalar),
            (_, None) => return Err(self.error(ErrorKind::Syntax, at)),
        };
        Ok(())
    }

    /// Looks into a container, or skips it.
    fn enter(&mut self, kind: Kind, enter: bool) -> State {
        let enter = enter && self.depth < self.max_depth as usize;
        let free = self.frames.get_mut(self.depth);
        if let (true, Some(node), Some(frame)) = (enter, self.node, free) {
            let is_array = kind == Kind::Array;
            *frame = Some(Frame { node, is_array });
            self.depth += 1;
            return if is_array { State::FirstElement } else { State::FirstKey };
        }
        // `depth` is at most MAX_FRAMES.
        State::Container(Container::new(self.max_depth.saturating_sub(self.depth as u32)))
    }

    /// The closing bracket of an entered container.
    fn close<V>(&mut self, at: usize, visitor: &mut V) -> Result<(), Error>
    where
        V: Visitor<Node = N>,
    {
        self.node = self.frame().map(|frame| frame.node);
        self.depth = self.depth.saturating_sub(1);
        self.value_ended(at + 1, visitor)
    }

    fn value_ended<V>(&mut self, at: usize, visitor: &mut V) -> Result<(), Error>
    where
        V: Visitor<Node = N>,
    {
        self.state = if self.depth == 0 { State::Done } else { State::After };
        match self.node {
            Some(node) => visitor.end(node, self.offset + at as u64),
            None => Ok(()),
        }
    }

    /// Reads on in a member name, and asks the visitor when it is complete.
    fn key<V>(&mut self, chunk: &[u8], at: usize, mut escaped: bool, visitor: &mut V) -> Result<usize, Error>
    where
        V: Visitor<Node = N>,
    {
        let Some(length) = skip::string_end(&chunk[at..], &mut escaped) else {
            self.keep_key(&chunk[at..]);
            self.state = State::Key { escaped };
            return Ok(chunk.len());
        };
        let end = at + length;
        let last = &chunk[at..end - 1];
        self.state = State::Colon;
        self.node = None;
        // Keys live in objects only, and every object that is walked has a frame.
        let Some(Frame { node: parent, .. }) = self.frame() else {
            return Ok(end);
        };
        let after = self.offset + end as u64;
        self.node = if self.key.is_empty() {
            visitor.member(parent, &decoded(last), after)?
        } else {
            self.keep_key(last);
            let key = std::mem::take(&mut self.key);
            let node = visitor.member(parent, &decoded(&key), after)?;
            self.key = key;
            self.key.clear();
            node
        };
        Ok(end)
    }

    /// Keeps one byte more than a known name can have, so that a cut one cannot match.
    fn keep_key(&mut self, bytes: &[u8]) {
        let room = (MAX_KEY + 1).saturating_sub(self.key.len());
        self.key.extend(&bytes[..bytes.len().min(room)]);
    }

    fn frame(&self) -> Option<Frame<N>> {
        self.frames[self.depth.checked_sub(1)?]
    }

    fn error(&self, kind: ErrorKind, at: usize) -> Error {
        Error::new(kind, self.offset + at as u64)
    }
}

/// A member name as its bytes mean it; nothing that is known has more than [`MAX_KEY`] bytes.
fn decoded(raw: &[u8]) -> Cow<'_, [u8]> {
    if raw.len() > MAX_KEY || memchr(b'\\', raw).is_none() {
        return Cow::Borrowed(raw);
    }
    match text::decode(raw) {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    }
}
