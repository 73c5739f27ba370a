//! W3C trace context.

use std::{error, fmt, str};

use gate_call::TraceIds;
use http::{HeaderMap, HeaderName, HeaderValue};

/// The header that carries it.
pub const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// Which trace and span a request belongs to: the W3C `traceparent`.
///
/// Reading is strict, as the specification asks: whatever is malformed is refused as a whole.
///
/// ```
/// use gate_trace::TraceContext;
///
/// let text = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
/// let context: TraceContext = text.parse()?;
/// assert!(context.ids().sampled);
/// assert_eq!(context.to_string(), text);
/// assert!("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01".parse::<TraceContext>().is_err());
/// # Ok::<(), gate_trace::ContextError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TraceContext {
    trace_id: [u8; 16],
    span_id: [u8; 8],
    flags: u8,
}

impl TraceContext {
    /// The length of a `traceparent`.
    pub const LEN: usize = 55;

    const SAMPLED: u8 = 1;
    /// Sampled, and "the trace id is random": the flags that version 00 has.
    const KNOWN_FLAGS: u8 = 3;

    /// Reads a `traceparent`.
    ///
    /// A version above 00 may have more behind what is known, which is ignored.
    ///
    /// # Errors
    ///
    /// When it is malformed, or an id is all zeros.
    pub fn parse(text: &[u8]) -> Result<Self, ContextError> {
        let (known, rest) = text.split_at_checked(Self::LEN).ok_or(ContextError(Kind::Length))?;
        let [version] = hex(&known[..2])?;
        let separated = [2, 35, 52].iter().all(|&at| known[at] == b'-');
        let extended = rest.is_empty() || (version > 0 && rest[0] == b'-');
        if version == 0xff || !separated || !extended {
            return Err(ContextError(Kind::Form));
        }
        let (trace_id, span_id, [flags]) = (hex(&known[3..35])?, hex(&known[36..52])?, hex(&known[53..])?);
        if trace_id == [0; 16] || span_id == [0; 8] {
            return Err(ContextError(Kind::Zero));
        }
        Ok(Self { trace_id, span_id, flags: flags & Self::KNOWN_FLAGS })
    }

    /// Reads the `traceparent` of a request. None if there is none, more than one, or a malformed one.
    #[must_use]
    pub fn of_headers(headers: &HeaderMap) -> Option<Self> {
        let mut values = headers.get_all(&TRACEPARENT).iter();
        let (Some(only), None) = (values.next(), values.next()) else { return None };
        Self::parse(only.as_bytes()).ok()
    }

    /// The ids of the span it names.
    #[must_use]
    pub fn ids(self) -> TraceIds {
        let Self { trace_id, span_id, flags } = self;
        TraceIds { trace_id, span_id, sampled: flags & Self::SAMPLED != 0 }
    }

    /// As a header's value.
    #[must_use]
    pub fn header_value(self) -> HeaderValue {
        let text = self.to_bytes();
        HeaderValue::from_bytes(&text).expect("hexadecimal digits and dashes are fit for a header")
    }

    /// As text, to be spliced into a message.
    #[must_use]
    pub fn to_bytes(self) -> [u8; Self::LEN] {
        let mut text = [b'-'; Self::LEN];
        write_hex(&[0], &mut text[..2]);
        write_hex(&self.trace_id, &mut text[3..35]);
        write_hex(&self.span_id, &mut text[36..52]);
        write_hex(&[self.flags], &mut text[53..]);
        text
    }
}

/// To name a span of ours to the next service.
impl From<TraceIds> for TraceContext {
    fn from(ids: TraceIds) -> Self {
        let TraceIds { trace_id, span_id, sampled } = ids;
        Self { trace_id, span_id, flags: u8::from(sampled) }
    }
}

impl str::FromStr for TraceContext {
    type Err = ContextError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text.as_bytes())
    }
}

impl fmt::Display for TraceContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(str::from_utf8(&self.to_bytes()).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for TraceContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why a `traceparent` was refused. It does not show the text, which came from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContextError(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Length,
    Form,
    Digit,
    Zero,
}

impl fmt::Display for ContextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::Length => "a traceparent is at least 55 bytes long",
            Kind::Form => "a traceparent is of the form 00-<trace>-<span>-<flags>",
            Kind::Digit => "a traceparent is in lower-case hexadecimal",
            Kind::Zero => "a traceparent with an id of zeros names nothing",
        })
    }
}

impl error::Error for ContextError {}

fn hex<const N: usize>(text: &[u8]) -> Result<[u8; N], ContextError> {
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Ok(bytes)
}

fn digit(text: u8) -> Result<u8, ContextError> {
    match text {
        b'0'..=b'9' => Ok(text - b'0'),
        b'a'..=b'f' => Ok(text - b'a' + 10),
        _ => Err(ContextError(Kind::Digit)),
    }
}

pub(crate) fn write_hex(bytes: &[u8], to: &mut [u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for (pair, byte) in to.chunks_exact_mut(2).zip(bytes) {
        pair.copy_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
}
