use std::{error, fmt, io};

use crate::BoxError;

/// Why an upstream gave no response, or not all of one.
///
/// `Display` says what happened and never where to: a URL may hold secrets.
#[derive(Debug)]
pub struct UpstreamError {
    trouble: Trouble,
    source: Option<BoxError>,
}

/// What went wrong with an upstream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Trouble {
    /// The configured URL cannot be used; the text says why.
    Url(&'static str),
    /// No connection could be made.
    Connect,
    /// Nothing listens there.
    Refused,
    /// The name has no address.
    Name,
    /// TLS failed: an unknown certificate, no common version, no trusted roots.
    Tls,
    /// The time for connecting, or for the head of a response, ran out.
    Timeout,
    /// The upstream closed or reset the connection before its response was complete.
    Closed,
    /// What came was not HTTP.
    Malformed,
    /// The request's own body failed while it was sent: the client's side broke, not the upstream's.
    RequestBody,
    /// An in-process service failed.
    Service,
}

impl UpstreamError {
    pub(crate) fn new(trouble: Trouble) -> Self {
        Self { trouble, source: None }
    }

    pub(crate) fn with(trouble: Trouble, source: impl Into<BoxError>) -> Self {
        Self { trouble, source: Some(source.into()) }
    }

    /// An in-process service's error; one that is already of this type stays as it is.
    pub(crate) fn of_service(error: BoxError) -> Self {
        match error.downcast::<Self>() {
            Ok(own) => *own,
            Err(other) => Self::with(Trouble::Service, other),
        }
    }

    pub(crate) fn of_client(error: hyper_util::client::legacy::Error) -> Self {
        let otherwise = if error.is_connect() { Trouble::Connect } else { Trouble::Closed };
        Self::with(classify(&error, otherwise), error)
    }

    pub(crate) fn of_body(error: hyper::Error) -> Self {
        Self::with(classify(&error, Trouble::Closed), error)
    }

    /// What went wrong.
    #[must_use]
    pub fn trouble(&self) -> Trouble {
        self.trouble
    }

    /// Whether time ran out, which a gateway answers with 504 rather than 502.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.trouble == Trouble::Timeout
    }
}

/// The innermost cause that says something wins: hyper wraps what the connector and the socket say.
fn classify(error: &(dyn error::Error + 'static), otherwise: Trouble) -> Trouble {
    let mut trouble = otherwise;
    let mut cause = Some(error);
    while let Some(error) = cause {
        trouble = of_cause(error).unwrap_or(trouble);
        cause = error.source();
    }
    trouble
}

fn of_cause(error: &(dyn error::Error + 'static)) -> Option<Trouble> {
    if let Some(error) = error.downcast_ref::<io::Error>() {
        return of_io(error);
    }
    if error.is::<rustls::Error>() {
        return Some(Trouble::Tls);
    }
    let error = error.downcast_ref::<hyper::Error>()?;
    match () {
        () if error.is_parse() => Some(Trouble::Malformed),
        () if error.is_incomplete_message() || error.is_closed() => Some(Trouble::Closed),
        () if error.is_timeout() => Some(Trouble::Timeout),
        () if error.is_user() => Some(Trouble::RequestBody),
        () => None,
    }
}

fn of_io(error: &io::Error) -> Option<Trouble> {
    // `io::Error` does not give what it wraps as its source, but the source of that.
    let wrapped = error.get_ref().map(|inner| inner as &(dyn error::Error + 'static));
    if let Some(trouble) = wrapped.and_then(of_cause) {
        return Some(trouble);
    }
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Some(Trouble::Refused),
        io::ErrorKind::TimedOut => Some(Trouble::Timeout),
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::UnexpectedEof => Some(Trouble::Closed),
        // What the resolver's failure is called differs between systems; its wrapping does not.
        _ if error.to_string().contains("lookup address") => Some(Trouble::Name),
        _ => None,
    }
}

impl Trouble {
    /// A short, stable name, fit for a metric label and an `error.type`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Url(_) => "url",
            Self::Connect => "connect",
            Self::Refused => "refused",
            Self::Name => "name",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::Closed => "closed",
            Self::Malformed => "malformed",
            Self::RequestBody => "request_body",
            Self::Service => "service",
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Url(why) => return write!(f, "the upstream's URL cannot be used: {why}"),
            Self::Connect => "no connection to the upstream",
            Self::Refused => "the upstream refused the connection",
            Self::Name => "the upstream's host name was not found",
            Self::Tls => "no secure connection to the upstream",
            Self::Timeout => "the upstream did not answer in time",
            Self::Closed => "the upstream closed the connection before its response was complete",
            Self::Malformed => "the upstream's answer is not valid HTTP",
            Self::RequestBody => "the request's body ended early",
            Self::Service => "the upstream service failed",
        })
    }
}

impl fmt::Display for UpstreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.trouble.fmt(f)
    }
}

impl error::Error for UpstreamError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
