use std::borrow::Cow;
use std::fmt;

use crate::json::{Canonical, Value, canonical};

/// The id of a request or response, or another token that a peer echoes: any JSON value.
///
/// Two are equal when they mean the same value, however they are spelled. A number and a string
/// of its digits differ.
///
/// ```
/// use gate_wire::{Limits, read};
///
/// let asked = read(br#"{"id": "\u0061-1", "method": "ping"}"#, Limits::default())?;
/// let answered = read(br#"{"id": "a-1", "result": {}}"#, Limits::default())?;
/// assert_eq!(asked.first().id(), answered.first().id());
/// # Ok::<(), gate_wire::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Id<'a>(Value<'a>);

impl<'a> Id<'a> {
    pub(super) fn new(value: Value<'a>) -> Self {
        Self(value)
    }

    /// The bytes as they were sent.
    pub fn raw(&self) -> &'a [u8] {
        self.0.raw()
    }

    /// The id as text, for people: what a string says, or else the JSON.
    pub fn text(&self) -> Cow<'a, str> {
        self.0.as_str().unwrap_or_else(|| String::from_utf8_lossy(self.0.raw()))
    }

    /// Whether it is `null`, as in the answer to a request that could not be read.
    pub fn is_null(&self) -> bool {
        self.0.is_null()
    }

    /// An owned form to look up by.
    pub fn key(&self) -> IdKey {
        IdKey(canonical(self.0.raw()))
    }
}

impl PartialEq for Id<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw() == other.raw() || self.key() == other.key()
    }
}

impl Eq for Id<'_> {}

impl fmt::Debug for Id<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.64}", String::from_utf8_lossy(self.raw()))
    }
}

/// An [`Id`] in canonical form, for maps. Allocates nothing for integers.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdKey(Canonical);

impl fmt::Debug for IdKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Canonical::Integer(integer) => integer.fmt(f),
            Canonical::Bytes(bytes) => write!(f, "{:.64}", String::from_utf8_lossy(bytes)),
        }
    }
}
