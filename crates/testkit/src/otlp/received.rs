use std::{
    fmt,
    io::Read,
    time::{Instant, SystemTime},
};

use bytes::{Buf, BufMut, Bytes, BytesMut};
use flate2::read::MultiGzDecoder;
use http::{HeaderMap, Method, Uri, Version, header, request::Parts};

use super::export::Export;

/// A request as it came.
///
/// Its `Debug` is its `Display`: one line, and no header, for they hold credentials.
#[derive(Clone)]
#[non_exhaustive]
pub struct Received {
    /// When its last byte had come.
    pub at: SystemTime,
    /// The same on the clock that never goes back.
    pub instant: Instant,
    /// Over gRPC or HTTP.
    pub transport: Transport,
    /// The version of HTTP below.
    pub version: Version,
    /// The connection's number, from 0 in order of arrival.
    pub connection: usize,
    /// Whether the connection was encrypted.
    pub tls: bool,
    /// Whether the client showed a certificate that our CA signed.
    pub client_certificate: bool,
    /// POST, if all is well.
    pub method: Method,
    /// Path and query as sent; over HTTP/2 the authority too.
    pub uri: Uri,
    /// The headers, or gRPC's metadata.
    pub headers: HeaderMap,
    /// The body to the byte as sent: compressed, and in gRPC's frames.
    pub body: Bytes,
    /// What became of it.
    pub verdict: Verdict,
    /// The message, or why there is none to be had.
    pub export: Result<Export, String>,
}

/// What a request came over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Transport {
    /// gRPC.
    Grpc,
    /// HTTP without gRPC.
    Http,
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Taken, be it late or in part; only this counts in the receiver's flattened views.
    Accepted,
    /// Answered with a failure, as told or because it could not be read.
    Refused,
    /// Never answered.
    Unanswered,
    /// The connection ended before all of it had come.
    CutOff,
}

impl Received {
    /// The path, without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// The first value of a header, if it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The header `content-type`.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.header(header::CONTENT_TYPE.as_str())
    }

    /// How it is compressed: `content-encoding`, or `grpc-encoding`.
    #[must_use]
    pub fn encoding(&self) -> Option<&str> {
        match self.transport {
            Transport::Grpc => self.header("grpc-encoding"),
            Transport::Http => self.header(header::CONTENT_ENCODING.as_str()),
        }
    }

    /// The body without compression and framing.
    ///
    /// # Errors
    ///
    /// If it is not what its headers say.
    pub fn plain(&self) -> Result<Bytes, String> {
        match self.transport {
            Transport::Grpc => unframe(self.body.clone()),
            Transport::Http => match self.encoding() {
                None | Some("identity") => Ok(self.body.clone()),
                Some("gzip") => gunzip(&self.body),
                Some(other) => Err(format!("the encoding {other:?} is not known here")),
            },
        }
    }

    pub(super) fn is_accepted(&self) -> bool {
        self.verdict == Verdict::Accepted
    }
}

/// What `content-type` says about the transport.
pub(super) fn transport(parts: &Parts) -> Transport {
    let content_type = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if content_type.is_some_and(|value| value.starts_with("application/grpc")) {
        Transport::Grpc
    } else {
        Transport::Http
    }
}

/// The messages in gRPC's frames: a flag that says whether it is compressed, a length, a message.
fn unframe(mut body: Bytes) -> Result<Bytes, String> {
    let mut messages = BytesMut::new();
    while !body.is_empty() {
        let (Ok(flag), Ok(length)) = (body.try_get_u8(), body.try_get_u32()) else {
            return Err("a gRPC frame breaks off in its head".to_owned());
        };
        // No overflow: this is never built for less than 32 bits.
        let length = length as usize;
        if length > body.len() {
            return Err("a gRPC frame breaks off in its message".to_owned());
        }
        let message = body.split_to(length);
        messages.put(if flag == 0 { message } else { gunzip(&message)? });
    }
    Ok(messages.freeze())
}

fn gunzip(bytes: &[u8]) -> Result<Bytes, String> {
    let mut plain = Vec::new();
    MultiGzDecoder::new(bytes).read_to_end(&mut plain).map_err(|error| format!("not gzip: {error}"))?;
    Ok(plain.into())
}

impl fmt::Display for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {:?}", self.method, self.uri.path(), self.version)?;
        write!(f, " {}", self.content_type().unwrap_or("(no content type)"))?;
        if let Some(encoding) = self.encoding() {
            write!(f, " {encoding}")?;
        }
        write!(f, ", {} bytes, {:?}: ", self.body.len(), self.verdict)?;
        match &self.export {
            Ok(export) => write!(f, "{} {}", export.len(), export.signal()),
            Err(reason) => f.write_str(reason),
        }
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
