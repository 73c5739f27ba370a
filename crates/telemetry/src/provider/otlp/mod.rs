//! Sending OTLP, in whatever way a back end wants it.

mod client;
mod exporter;
mod grpc;
mod http;
mod split;
mod tls;
mod urls;

use std::sync::Arc;

use ::http::{HeaderMap, HeaderName, HeaderValue};
use opentelemetry_otlp::ExporterBuildError;
use opentelemetry_sdk::metrics::Temporality;

#[cfg(any(feature = "aws", feature = "azure", feature = "google"))]
pub(crate) use self::client::Authorizing;
#[cfg(feature = "azure")]
pub(crate) use self::exporter::Telling;
use self::urls::Urls;
pub(crate) use self::{
    client::{Authorize, Client, Reason},
    tls::Tls,
};
use crate::{
    Secret,
    provider::{Destination, Exporters, ProviderError, Signal},
    settings::{Compression, HEADER, Protocol},
};

/// The exporters of a back end that takes OTLP.
///
/// It begins with what holds for an OpenTelemetry collector; each method states how a back end differs.
/// What an operator sets goes before all of it: endpoint, protocol, compression, headers, TLS.
///
/// ```
/// use gate_telemetry::provider::{Destination, Exporters, Field, Otlp, Provider, ProviderError, Signal};
/// use gate_telemetry::settings::Protocol;
///
/// #[derive(Debug)]
/// struct Honeycomb;
///
/// impl Provider for Honeycomb {
///     fn name(&self) -> &'static str {
///         "honeycomb"
///     }
///
///     fn credentials(&self) -> &'static [Field] {
///         const { &[Field::required("api_key", "an ingest key")] }
///     }
///
///     fn exporters(&self, destination: &Destination<'_>) -> Result<Exporters, ProviderError> {
///         Otlp::new(destination)
///             .protocols(&[Protocol::HttpProtobuf, Protocol::Grpc])
///             .base("https://api.honeycomb.io")
///             .secret_header("x-honeycomb-team", destination.credential("api_key")?)?
///             .exporters()
///     }
/// }
/// ```
#[derive(Debug)]
#[must_use]
pub struct Otlp<'a> {
    destination: &'a Destination<'a>,
    protocols: &'static [Protocol],
    compression: Compression,
    urls: Urls,
    headers: HeaderMap,
    /// Of one signal only.
    own_headers: Vec<(Signal, HeaderName, HeaderValue)>,
    authorize: Vec<(Option<Signal>, Arc<dyn Authorize>)>,
    temporality: Temporality,
    max_body: Vec<(Signal, usize)>,
}

impl<'a> Otlp<'a> {
    /// To a collector on this machine, over gRPC if nothing else is set.
    pub fn new(destination: &'a Destination<'a>) -> Self {
        Self {
            destination,
            protocols: &[Protocol::Grpc, Protocol::HttpProtobuf, Protocol::HttpJson],
            compression: Compression::None,
            urls: Urls::local(),
            headers: HeaderMap::new(),
            own_headers: Vec::new(),
            authorize: Vec::new(),
            temporality: Temporality::Cumulative,
            max_body: Vec::new(),
        }
    }

    /// Which protocols the back end speaks, the one to take first.
    pub fn protocols(mut self, protocols: &'static [Protocol]) -> Self {
        self.protocols = protocols;
        self
    }

    /// Where it listens for all signals, at `/v1/traces` and so on below it if over HTTP.
    pub fn base(mut self, url: impl Into<String>) -> Self {
        self.urls = Urls::base(url.into());
        self
    }

    /// Where it listens for one signal. One of which nothing is said is not taken, once this was said.
    pub fn url(mut self, signal: Signal, url: impl Into<String>) -> Self {
        self.urls = self.urls.with(signal, url.into());
        self
    }

    /// A header for all requests.
    ///
    /// # Errors
    ///
    /// When it cannot be a header.
    pub fn header(mut self, name: &str, value: &str) -> Result<Self, ProviderError> {
        let (name, value) = header(name, value)?;
        self.headers.insert(name, value);
        Ok(self)
    }

    /// A header for the requests of one signal.
    ///
    /// # Errors
    ///
    /// When it cannot be a header.
    pub fn header_of(mut self, signal: Signal, name: &str, value: &str) -> Result<Self, ProviderError> {
        let (name, value) = header(name, value)?;
        self.own_headers.push((signal, name, value));
        Ok(self)
    }

    /// A header for all requests that nobody may see.
    ///
    /// # Errors
    ///
    /// When it cannot be a header.
    pub fn secret_header(self, name: &str, value: &Secret) -> Result<Self, ProviderError> {
        self.header(name, value.expose())
    }

    /// How bodies are compressed, if nothing else is set.
    pub fn compression(mut self, compression: Compression) -> Self {
        self.compression = compression;
        self
    }

    /// Whether the back end wants sums of all time or of what is new.
    pub fn temporality(mut self, temporality: Temporality) -> Self {
        self.temporality = temporality;
        self
    }

    /// How large a request of this signal may be, in bytes. More spans or log records are sent one part after
    /// the other.
    pub fn max_body(mut self, signal: Signal, bytes: usize) -> Self {
        self.max_body.push((signal, bytes));
        self
    }

    /// What signs each request before it is sent, of all signals or of one. Over HTTP only.
    #[cfg(any(feature = "aws", feature = "azure", feature = "google"))]
    pub(crate) fn authorize(mut self, signal: Option<Signal>, authorize: Arc<dyn Authorize>) -> Self {
        self.authorize.push((signal, authorize));
        self
    }

    /// Makes the exporters.
    ///
    /// # Errors
    ///
    /// When what was set does not fit the back end, or cannot be read.
    pub fn exporters(mut self) -> Result<Exporters, ProviderError> {
        self.take_headers()?;
        match self.protocol()? {
            Protocol::Grpc => grpc::exporters(&self),
            protocol => http::exporters(&self, protocol),
        }
    }

    /// The headers that an operator has set.
    fn take_headers(&mut self) -> Result<(), ProviderError> {
        for (name, value) in self.destination.credentials().iter() {
            let Some(name) = name.strip_prefix(HEADER) else { continue };
            let (name, value) = header(name, value.expose())?;
            self.headers.insert(name, value);
        }
        Ok(())
    }

    fn protocol(&self) -> Result<Protocol, ProviderError> {
        let default = self.protocols.first().copied().unwrap_or_default();
        let asked = self.destination.settings().protocol.unwrap_or(default);
        if self.protocols.contains(&asked) {
            Ok(asked)
        } else {
            let known: Vec<&str> = self.protocols.iter().map(|known| known.as_str()).collect();
            Err(ProviderError::invalid("protocol", format_args!("it takes {}", known.join(", "))))
        }
    }

    fn is_gzipped(&self) -> bool {
        self.destination.settings().compression.unwrap_or(self.compression) == Compression::Gzip
    }

    fn wants(&self, signal: Signal) -> bool {
        let settings = self.destination.settings();
        match signal {
            Signal::Traces => settings.traces,
            Signal::Metrics => settings.metrics,
            Signal::Logs => settings.logs,
        }
    }

    fn headers_of(&self, signal: Signal) -> HeaderMap {
        let own = self.own_headers.iter().filter(|(of, ..)| *of == signal);
        let mut headers = self.headers.clone();
        headers.extend(own.map(|(_, name, value)| (name.clone(), value.clone())));
        headers
    }

    fn max_body_of(&self, signal: Signal) -> Option<usize> {
        self.max_body.iter().find(|(of, _)| *of == signal).map(|(_, bytes)| *bytes)
    }

    fn authorize_of(&self, signal: Signal) -> Option<Arc<dyn Authorize>> {
        let mine = |of: &Option<Signal>| of.is_none_or(|of| of == signal);
        self.authorize.iter().find(|(of, _)| mine(of)).map(|(_, authorize)| Arc::clone(authorize))
    }
}

fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), ProviderError> {
    let parsed = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| ProviderError::invalid("a header", format_args!("`{name}` is no name of one")))?;
    let mut value = HeaderValue::from_str(value)
        .map_err(|_| ProviderError::invalid("a header", format_args!("the value of `{name}` is no text")))?;
    value.set_sensitive(true);
    Ok((parsed, value))
}

fn refuse(error: ExporterBuildError) -> ProviderError {
    ProviderError::invalid("what was set", error)
}
