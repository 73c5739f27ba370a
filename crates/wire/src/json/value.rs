use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::number::Scalar;
use super::skip::{self, Container};
use super::text;
use crate::error::{Error, ErrorKind};

/// A JSON value in bytes that somebody else owns: where it is, and how to read on from there.
///
/// Nothing is parsed before it is asked for, so reading one member of a large value costs a
/// scan, not a tree. What is skipped is delimited, not validated.
///
/// ```
/// use gate_wire::Value;
///
/// let body = br#"{"tools": [{"name": "echo"}, {"name": "a\u0064d"}]}"#;
/// let tools = Value::read(body)?.get("tools").unwrap();
/// let names: Vec<_> = tools
///     .elements()
///     .filter_map(|tool| tool.get("name")?.as_str())
///     .collect();
/// assert_eq!(names, ["echo", "add"]);
/// assert_eq!(&body[tools.range()], tools.raw());
/// # Ok::<(), gate_wire::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Value<'a> {
    source: &'a [u8],
    start: usize,
    end: usize,
}

/// The six kinds of JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Kind {
    Object,
    Array,
    String,
    Number,
    Bool,
    Null,
}

impl Kind {
    /// The kind of a value, told by its first byte.
    pub(super) fn of(byte: u8) -> Option<Self> {
        Some(match byte {
            b'{' => Self::Object,
            b'[' => Self::Array,
            b'"' => Self::String,
            b'-' | b'0'..=b'9' => Self::Number,
            b't' | b'f' => Self::Bool,
            b'n' => Self::Null,
            _ => return None,
        })
    }
}

impl<'a> Value<'a> {
    /// The one value that `source` consists of, whitespace around it aside.
    ///
    /// # Errors
    ///
    /// When there is no value, or more than one. The inside of objects and arrays is not
    /// validated.
    pub fn read(source: &'a [u8]) -> Result<Self, Error> {
        let start = skip::whitespace(source, 0);
        let end = measure(&source[start..])
            .map(|length| start + length)
            .map_err(|kind| Error::new(kind, start as u64))?;
        let rest = skip::whitespace(source, end);
        if rest < source.len() {
            return Err(Error::new(ErrorKind::Trailing, rest as u64));
        }
        Ok(Self { source, start, end })
    }

    /// A value whose bounds are known already.
    pub(crate) fn within(source: &'a [u8], range: Range<usize>) -> Option<Self> {
        let first = *source.get(range.clone())?.first()?;
        Kind::of(first)?;
        Some(Self { source, start: range.start, end: range.end })
    }

    /// What kind of value it is.
    pub fn kind(&self) -> Kind {
        // Every constructor has seen a first byte that begins a value.
        Kind::of(self.source[self.start]).unwrap_or(Kind::Null)
    }

    /// The bytes of the value, as they were sent.
    pub fn raw(&self) -> &'a [u8] {
        &self.source[self.start..self.end]
    }

    /// Where the value is in the bytes it was read from.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The member named `key` of an object; the last one, as most parsers have it, when the
    /// name is there more than once.
    pub fn get(&self, key: &str) -> Option<Value<'a>> {
        self.entries().filter(|entry| entry.is_named(key)).last().map(|entry| entry.value)
    }

    /// The value reached by one name after the other.
    ///
    /// ```
    /// let value = gate_wire::Value::read(br#"{"a": {"b": 7}}"#)?;
    /// assert_eq!(value.path(&["a", "b"]).unwrap().as_i64(), Some(7));
    /// # Ok::<(), gate_wire::Error>(())
    /// ```
    pub fn path(&self, keys: &[&str]) -> Option<Value<'a>> {
        keys.iter().try_fold(*self, |value, key| value.get(key))
    }

    /// The members of an object in their order; none for any other kind. Ends early where the
    /// object is malformed.
    pub fn entries(&self) -> Entries<'a> {
        Entries(Inside::of(self, Kind::Object))
    }

    /// The elements of an array in their order; none for any other kind. Ends early where the
    /// array is malformed.
    pub fn elements(&self) -> Elements<'a> {
        Elements(Inside::of(self, Kind::Array))
    }

    /// What a string says; borrowed when it has no escapes. Broken UTF-8 and lone surrogates
    /// become U+FFFD.
    pub fn as_str(&self) -> Option<Cow<'a, str>> {
        (self.kind() == Kind::String).then(|| {
            let inside = &self.raw()[1..];
            text::decode(inside.strip_suffix(b"\"").unwrap_or(inside))
        })
    }

    /// A number that is written as an integer and fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.number()?.parse().ok()
    }

    /// A number that is written as an integer, is not negative, and fits.
    pub fn as_u64(&self) -> Option<u64> {
        self.number()?.parse().ok()
    }

    /// A number as the nearest float.
    pub fn as_f64(&self) -> Option<f64> {
        self.number()?.parse().ok()
    }

    /// `true` or `false`.
    pub fn as_bool(&self) -> Option<bool> {
        match self.raw() {
            b"true" => Some(true),
            b"false" => Some(false),
            _ => None,
        }
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        self.kind() == Kind::Null
    }

    /// The text of a number, as it was sent.
    fn number(&self) -> Option<&'a str> {
        (self.kind() == Kind::Number).then(|| std::str::from_utf8(self.raw()).ok()).flatten()
    }
}

impl fmt::Debug for Value<'_> {
    /// Kind and place only: arguments and results may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}({}..{})", self.kind(), self.start, self.end)
    }
}

/// A member of an object.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    key: Value<'a>,
    value: Value<'a>,
}

impl<'a> Entry<'a> {
    /// The name.
    pub fn key(&self) -> Cow<'a, str> {
        self.key.as_str().unwrap_or_default()
    }

    /// Where the name is, quotes included.
    pub fn key_range(&self) -> Range<usize> {
        self.key.range()
    }

    /// The value.
    pub fn value(&self) -> Value<'a> {
        self.value
    }

    fn is_named(&self, name: &str) -> bool {
        self.key.raw().len() >= name.len() + 2 && self.key() == name
    }
}

/// The members of an object; see [`Value::entries`].
#[derive(Clone, Debug)]
pub struct Entries<'a>(Inside<'a>);

impl<'a> Iterator for Entries<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        self.0.separator(b'}')?;
        let key = self.0.value().filter(|key| key.kind() == Kind::String)?;
        self.0.byte(b':')?;
        let value = self.0.value()?;
        Some(Entry { key, value })
    }
}

/// The elements of an array; see [`Value::elements`].
#[derive(Clone, Debug)]
pub struct Elements<'a>(Inside<'a>);

impl<'a> Iterator for Elements<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        self.0.separator(b']')?;
        self.0.value()
    }
}

/// What is left to read of a container. Empty once it is over or found malformed.
#[derive(Clone, Debug)]
struct Inside<'a> {
    source: &'a [u8],
    at: usize,
    end: usize,
    first: bool,
}

impl<'a> Inside<'a> {
    fn of(value: &Value<'a>, kind: Kind) -> Self {
        let is_it = value.kind() == kind;
        Self {
            source: value.source,
            at: if is_it { value.start + 1 } else { value.end },
            end: value.end,
            first: true,
        }
    }

    /// Passes the comma, except before the first item; `None` at the end.
    fn separator(&mut self, close: u8) -> Option<()> {
        if std::mem::take(&mut self.first) {
            let at = self.token()?;
            return (self.source[at] != close).then_some(());
        }
        self.byte(b',')
    }

    fn byte(&mut self, wanted: u8) -> Option<()> {
        let at = self.token()?;
        if self.source[at] != wanted {
            self.at = self.end;
            return None;
        }
        self.at = at + 1;
        Some(())
    }

    fn value(&mut self) -> Option<Value<'a>> {
        let start = self.token()?;
        let length = measure(&self.source[start..self.end]);
        self.at = length.map_or(self.end, |length| start + length);
        length.ok().map(|length| Value { source: self.source, start, end: start + length })
    }

    /// The position of the next byte that is not whitespace.
    fn token(&self) -> Option<usize> {
        let at = skip::whitespace(&self.source[..self.end], self.at);
        (at < self.end).then_some(at)
    }
}

/// The length of the value that `bytes` begins with.
fn measure(bytes: &[u8]) -> Result<usize, ErrorKind> {
    let (first, rest) = bytes.split_first().ok_or(ErrorKind::Incomplete)?;
    let inside = match Kind::of(*first).ok_or(ErrorKind::Syntax)? {
        Kind::Object | Kind::Array => Container::new(u32::MAX).feed(rest).end,
        Kind::String => skip::string_end(rest, &mut false),
        _ => return Scalar::measure(bytes).ok_or(ErrorKind::Syntax),
    };
    inside.map(|length| length + 1).ok_or(ErrorKind::Incomplete)
}
