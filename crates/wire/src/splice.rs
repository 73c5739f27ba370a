//! Changing a few members of a body without touching another byte of it.
//!
//! ```
//! use gate_wire::splice::{Change, TraceContext, apply};
//! use gate_wire::{Limits, read};
//!
//! let body = br#"{"id":1, "method":"tools/call", "params":{"name":"echo"}}"#;
//! let messages = read(body, Limits::default())?;
//! let context = TraceContext {
//!     traceparent: Change::Set("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
//!     ..TraceContext::default()
//! };
//! let edits = context.edits(&messages, &messages.first())?;
//! let sent = apply(body, &edits)?;
//! assert!(sent.starts_with(br#"{"id":1, "method":"tools/call", "params":{"_meta":{"traceparent":"00-0a"#));
//! assert!(sent.ends_with(br#"-01"},"name":"echo"}}"#));
//! # Ok::<(), gate_wire::Error>(())
//! ```

use std::ops::Range;

use crate::error::{Error, ErrorKind};
use crate::json::text::encode;
use crate::{Entry, Field, Kind, Message, Messages, Value};

/// Bytes to be put in the place of others. An empty range inserts, no bytes delete.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Edit {
    /// What is replaced.
    pub range: Range<usize>,
    /// What it is replaced with.
    pub bytes: Vec<u8>,
}

impl Edit {
    /// Puts `bytes` in the place of `range`.
    ///
    /// ```
    /// use gate_wire::splice::{Edit, apply};
    ///
    /// let edits = [Edit::new(4..4, "gh_"), Edit::new(0..1, "")];
    /// assert_eq!(apply(b"xabcget", &edits).unwrap(), b"abcgh_get");
    /// ```
    pub fn new(range: Range<usize>, bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Self { range, bytes }
    }

    /// Puts a string, encoded as JSON, in the place of `value`.
    pub fn string(value: &Value<'_>, text: &str) -> Self {
        let mut bytes = Vec::new();
        encode(text, &mut bytes);
        Self::new(value.range(), bytes)
    }
}

/// Makes the edits, which may come in any order.
///
/// # Errors
///
/// When edits overlap or reach beyond the body.
pub fn apply(body: &[u8], edits: &[Edit]) -> Result<Vec<u8>, Error> {
    let mut sorted: Vec<_> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let added: usize = edits.iter().map(|edit| edit.bytes.len()).sum();
    let mut out = Vec::with_capacity(body.len() + added);
    let mut at = 0;
    for edit in sorted {
        let wrong = || Error::new(ErrorKind::Edits, edit.range.start as u64);
        out.extend(body.get(at..edit.range.start).ok_or_else(wrong)?);
        out.extend(&edit.bytes);
        body.get(edit.range.clone()).ok_or_else(wrong)?;
        at = edit.range.end;
    }
    out.extend(&body[at..]);
    Ok(out)
}

/// What to do with a member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Change<'a> {
    /// Leave it as it is, there or not.
    #[default]
    Keep,
    /// Make it this string.
    Set(&'a str),
    /// Take it out.
    Remove,
}

/// Changes to the W3C trace context in `params._meta`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TraceContext<'a> {
    /// `params._meta.traceparent`
    pub traceparent: Change<'a>,
    /// `params._meta.tracestate`
    pub tracestate: Change<'a>,
    /// `params._meta.baggage`
    pub baggage: Change<'a>,
}

impl TraceContext<'_> {
    /// The edits to the body of `messages` that make the changes in `message`, one of them.
    /// `params` and `_meta` are made where they are missing or null.
    ///
    /// # Errors
    ///
    /// When `params` or `_meta` is there but is no object.
    pub fn edits(&self, messages: &Messages<'_>, message: &Message<'_>) -> Result<Vec<Edit>, Error> {
        let mut edits = Vec::new();
        let params = message.params().filter(|params| !params.is_null());
        let meta = message.value(Field::Meta).filter(|meta| !meta.is_null());
        if let Some(meta) = meta {
            object(&meta, Field::Meta)?;
            self.change(&meta, &mut edits);
            return Ok(edits);
        }
        let Some(mut bytes) = self.fresh() else {
            return Ok(edits);
        };
        if let Some(null) = message.value(Field::Meta) {
            edits.push(Edit::new(null.range(), bytes));
        } else if let Some(params) = params {
            object(&params, Field::Params)?;
            edits.push(insert(&params, member("_meta", &bytes)));
        } else {
            bytes = [b"{", member("_meta", &bytes).as_slice(), b"}"].concat();
            match message.params() {
                Some(null) => edits.push(Edit::new(null.range(), bytes)),
                None => {
                    let range = message.range();
                    let range = range.start as usize..range.end as usize;
                    edits.extend(
                        Value::within(messages.body(), range)
                            .map(|whole| insert(&whole, member("params", &bytes))),
                    );
                }
            }
        }
        Ok(edits)
    }

    /// Edits of a `_meta` that is there.
    fn change(&self, meta: &Value<'_>, edits: &mut Vec<Edit>) {
        let entries: Vec<_> = meta.entries().collect();
        let mut has_kept = false;
        for (index, entry) in entries.iter().enumerate() {
            let change = self.members().into_iter().find(|(key, _)| entry.key() == *key);
            match change {
                Some((_, Change::Remove)) => {
                    edits.push(Edit::new(cut(&entries, index, has_kept), ""));
                    continue;
                }
                Some((_, Change::Set(text))) => edits.push(Edit::string(&entry.value(), text)),
                Some((_, Change::Keep)) | None => {}
            }
            has_kept = true;
        }
        let is_new = |key: &str| entries.iter().all(|entry| entry.key() != key);
        if let Some(mut bytes) = self.written(is_new) {
            bytes.extend(has_kept.then_some(b','));
            let inside = meta.range().start + 1;
            edits.push(Edit::new(inside..inside, bytes));
        }
    }

    /// A `_meta` with nothing but what is set.
    fn fresh(&self) -> Option<Vec<u8>> {
        let members = self.written(|_| true)?;
        Some([b"{", members.as_slice(), b"}"].concat())
    }

    /// The members that are set, of those that are wanted.
    fn written(&self, is_wanted: impl Fn(&str) -> bool) -> Option<Vec<u8>> {
        let members: Vec<_> = self
            .members()
            .into_iter()
            .filter(|(key, _)| is_wanted(key))
            .filter_map(|(key, change)| match change {
                Change::Set(text) => Some((key, text)),
                _ => None,
            })
            .map(|(key, text)| {
                let mut value = Vec::new();
                encode(text, &mut value);
                member(key, &value)
            })
            .collect();
        (!members.is_empty()).then(|| members.join(&b','))
    }

    fn members(&self) -> [(&'static str, Change<'_>); 3] {
        [("traceparent", self.traceparent), ("tracestate", self.tracestate), ("baggage", self.baggage)]
    }
}

/// What goes when a member goes: itself and one comma. Before the first member that stays it
/// takes the comma after it along, from then on the one before it, so that no two overlap.
fn cut(entries: &[Entry<'_>], index: usize, has_kept: bool) -> Range<usize> {
    let this = &entries[index];
    let end = this.value().range().end;
    if has_kept && index > 0 {
        return entries[index - 1].value().range().end..end;
    }
    let next = entries.get(index + 1);
    this.key_range().start..next.map_or(end, |next| next.key_range().start)
}

/// The edit that puts a member at the front of an object.
fn insert(object: &Value<'_>, mut member: Vec<u8>) -> Edit {
    let is_empty = object.entries().next().is_none();
    member.extend((!is_empty).then_some(b','));
    let inside = object.range().start + 1;
    Edit::new(inside..inside, member)
}

fn member(key: &str, value: &[u8]) -> Vec<u8> {
    [b"\"", key.as_bytes(), b"\":", value].concat()
}

fn object(value: &Value<'_>, field: Field) -> Result<(), Error> {
    match value.kind() {
        Kind::Object => Ok(()),
        _ => Err(Error::new(ErrorKind::NotAnObject(field), value.range().start as u64)),
    }
}
