use super::field::{Field, Match};
use crate::error::{Error, ErrorKind};
use crate::json::Kind;

/// What one message is, by the JSON-RPC members it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MessageKind {
    /// A `method` and an `id`: somebody waits for the answer.
    Request,
    /// A `method` alone.
    Notification,
    /// A `result`.
    Response,
    /// An `error`.
    ErrorResponse,
}

/// Where the known members of one message are.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(super) kind: MessageKind,
    /// The position in its batch, or zero.
    pub(super) index: usize,
    pub(super) start: u64,
    pub(super) end: u64,
    spans: [(u64, u64); Field::COUNT],
    /// One bit a [`Field`], in all of these.
    seen: u64,
    nulls: u64,
    strings: u64,
    other_case: u64,
    pub(super) ambiguous: bool,
    pub(super) too_deep: bool,
}

impl Record {
    pub(super) fn new() -> Self {
        Self {
            kind: MessageKind::Notification,
            index: 0,
            start: 0,
            end: 0,
            spans: [(0, 0); Field::COUNT],
            seen: 0,
            nulls: 0,
            strings: 0,
            other_case: 0,
            ambiguous: false,
            too_deep: false,
        }
    }

    /// Forgets the former message. The spans of fields that are not seen have no meaning, so
    /// they may stay.
    pub(super) fn reset(&mut self, index: usize, start: u64) {
        self.index = index;
        self.start = start;
        self.end = start;
        self.seen = 0;
        self.nulls = 0;
        self.strings = 0;
        self.other_case = 0;
        self.ambiguous = false;
        self.too_deep = false;
    }

    /// Takes note of a member name; an error when the field was there already.
    pub(super) fn member(&mut self, found: Match, at: u64) -> Result<(), Error> {
        match found {
            Match::OtherCase(field) => self.other_case |= field.bit(),
            Match::Exact(field) if field.has_synonyms() => {}
            Match::Exact(field) if self.seen & field.bit() != 0 => {
                return Err(Error::new(ErrorKind::Ambiguous(field), at));
            }
            Match::Exact(_) => {}
        }
        Ok(())
    }

    pub(super) fn begin(&mut self, field: Field, kind: Kind, at: u64) {
        let mark = |set: u64, on: bool| {
            if on { set | field.bit() } else { set & !field.bit() }
        };
        self.seen |= field.bit();
        self.nulls = mark(self.nulls, kind == Kind::Null);
        self.strings = mark(self.strings, kind == Kind::String);
        self.spans[field as usize] = (at, at);
    }

    pub(super) fn end(&mut self, field: Field, at: u64) {
        self.spans[field as usize].1 = at;
    }

    pub(crate) fn start(&self) -> u64 {
        self.start
    }

    pub(super) fn has(&self, field: Field) -> bool {
        self.seen & field.bit() != 0
    }

    pub(super) fn span(&self, field: Field) -> Option<(u64, u64)> {
        self.has(field).then_some(self.spans[field as usize])
    }

    pub(super) fn has_other_case(&self) -> bool {
        self.other_case != 0
    }

    /// The first field that is there once as it should be and once in other letter case.
    pub(super) fn twice_but_for_case(&self) -> Option<Field> {
        use Field::{Arguments, Error, Id, JsonRpc, Meta, Method, Name, Params, Result, Uri};
        let both = self.seen & self.other_case;
        let grave = [JsonRpc, Id, Method, Params, Result, Error, Name, Uri, Arguments, Meta];
        grave.into_iter().find(|field| both & field.bit() != 0)
    }

    /// Settles what the message is; an error when it is none, or two at once.
    pub(super) fn classify(&mut self) -> Result<(), Error> {
        let is_set = |field: Field| self.seen & !self.nulls & field.bit() != 0;
        let (kind, rival) = if self.has(Field::Method) {
            let rivals = [Field::Result, Field::Error];
            let rival = rivals.into_iter().find(|field| self.has(*field));
            let kind = if self.has(Field::Id) { MessageKind::Request } else { MessageKind::Notification };
            (kind, rival)
        } else if is_set(Field::Error) {
            let rival = is_set(Field::Result).then_some(Field::Result);
            (MessageKind::ErrorResponse, rival)
        } else if self.has(Field::Result) {
            // `"error": null` beside a result is an old habit; a null result is a result.
            (MessageKind::Response, None)
        } else if self.has(Field::Error) {
            (MessageKind::ErrorResponse, None)
        } else {
            return Err(Error::new(ErrorKind::NotAMessage, self.end));
        };
        self.kind = kind;
        if self.has(Field::Method) && self.strings & Field::Method.bit() == 0 {
            return Err(Error::new(ErrorKind::NotAMessage, self.end));
        }
        match rival {
            Some(field) => Err(Error::new(ErrorKind::Ambiguous(field), self.end)),
            None => Ok(()),
        }
    }

    /// Whether a member under one of its other names says nothing new.
    pub(super) fn is_settled(&self, field: Field) -> bool {
        field.has_synonyms() && self.seen & !self.nulls & field.bit() != 0
    }
}
