//! Where each signal goes.

use http::{Uri, uri::PathAndQuery};

use crate::{
    provider::{ProviderError, Signal},
    settings::{Protocol, Settings},
};

/// Where a back end listens.
#[derive(Clone, Debug)]
pub(crate) enum Urls {
    /// At the ports of a collector on this machine.
    Local,
    /// At the usual paths below one address.
    Base(String),
    /// At an address for each.
    Each(Vec<(Signal, String)>),
}

impl Urls {
    pub(crate) fn local() -> Self {
        Self::Local
    }

    pub(crate) fn base(url: String) -> Self {
        Self::Base(url)
    }

    pub(crate) fn with(self, signal: Signal, url: String) -> Self {
        let mut each = match self {
            Self::Each(each) => each,
            Self::Local | Self::Base(_) => Vec::new(),
        };
        each.push((signal, url));
        Self::Each(each)
    }

    /// Where `signal` goes; None if the back end does not take it.
    ///
    /// What is set goes first: `traces_endpoint` and so on among the options, as it is, then `endpoint` in
    /// place of the back end's own address.
    pub(crate) fn of(
        &self,
        signal: Signal,
        protocol: Protocol,
        settings: &Settings,
    ) -> Result<Option<String>, ProviderError> {
        if let Some(url) = settings.options.get(&format!("{signal}_endpoint")) {
            return parse(url).map(|url| Some(url.to_string()));
        }
        let Some(own) = self.own(signal, protocol) else { return Ok(None) };
        match &settings.endpoint {
            None => Ok(Some(own)),
            Some(endpoint) => rebase(&own, endpoint).map(Some),
        }
    }

    fn own(&self, signal: Signal, protocol: Protocol) -> Option<String> {
        let base = match (self, protocol) {
            (Self::Each(each), _) => {
                return each.iter().find(|(of, _)| *of == signal).map(|(_, url)| url.clone());
            }
            (Self::Base(base), _) => base.trim_end_matches('/'),
            (Self::Local, Protocol::Grpc) => "http://localhost:4317",
            (Self::Local, _) => "http://localhost:4318",
        };
        match protocol {
            Protocol::Grpc => Some(base.to_owned()),
            Protocol::HttpProtobuf | Protocol::HttpJson => Some(format!("{base}/v1/{signal}")),
        }
    }
}

/// The path of `own` below `endpoint`.
fn rebase(own: &str, endpoint: &str) -> Result<String, ProviderError> {
    let (own, endpoint) = (parse(own)?, parse(endpoint)?);
    let below = endpoint.path().trim_end_matches('/');
    let path = own.path_and_query().map_or("", PathAndQuery::as_str);
    let path = if path == "/" { "" } else { path };
    let (scheme, authority) = (endpoint.scheme_str().unwrap_or("https"), endpoint.authority());
    let authority = authority.map_or("", |authority| authority.as_str());
    Ok(format!("{scheme}://{authority}{below}{path}"))
}

/// An absolute http(s) URL without credentials. The message does not show it.
fn parse(url: &str) -> Result<Uri, ProviderError> {
    let refuse = |why| ProviderError::invalid("the endpoint", why);
    let url: Uri = url.parse().map_err(|_| refuse("it is no URL"))?;
    if !matches!(url.scheme_str(), Some("http" | "https")) {
        return Err(refuse("it must begin with http:// or https://"));
    }
    match url.authority() {
        None => Err(refuse("it names no host")),
        Some(authority) if authority.as_str().contains('@') => {
            Err(refuse("it has credentials in it; set them as a header instead"))
        }
        Some(_) => Ok(url),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(endpoint: Option<&str>) -> Settings {
        Settings { endpoint: endpoint.map(str::to_owned), ..Settings::default() }
    }

    fn of(urls: &Urls, protocol: Protocol, endpoint: Option<&str>) -> String {
        urls.of(Signal::Traces, protocol, &settings(endpoint)).expect("a URL").expect("taken")
    }

    #[test]
    fn a_collector_on_this_machine() {
        assert_eq!(of(&Urls::Local, Protocol::Grpc, None), "http://localhost:4317");
        assert_eq!(of(&Urls::Local, Protocol::HttpJson, None), "http://localhost:4318/v1/traces");
    }

    #[test]
    fn what_is_set_takes_the_place_of_the_address_and_keeps_the_path() {
        let own = Urls::Local.with(Signal::Traces, "https://ingest.example.com/v2/trace/otlp".to_owned());
        let set = |endpoint| of(&own, Protocol::HttpProtobuf, Some(endpoint));
        assert_eq!(set("http://127.0.0.1:9"), "http://127.0.0.1:9/v2/trace/otlp");
        assert_eq!(set("https://proxy.example.com/otlp/"), "https://proxy.example.com/otlp/v2/trace/otlp");
        assert_eq!(of(&Urls::Local, Protocol::Grpc, Some("http://127.0.0.1:9/")), "http://127.0.0.1:9");
        assert!(own.of(Signal::Logs, Protocol::Grpc, &settings(None)).expect("no error").is_none());
    }

    #[test]
    fn one_signals_address_is_taken_as_it_is() {
        let mut settings = settings(Some("http://127.0.0.1:9"));
        settings.options.insert("traces_endpoint".to_owned(), "http://10.0.0.1:1/x?y=1".to_owned());
        let url = Urls::Local.of(Signal::Traces, Protocol::HttpProtobuf, &settings).expect("a URL");
        assert_eq!(url.as_deref(), Some("http://10.0.0.1:1/x?y=1"));
    }

    #[test]
    fn what_is_no_address_is_refused_without_being_shown() {
        for wrong in ["localhost:4317", "ftp://x", "http://", "https://user:hunter22@host", "a b"] {
            let refused = Urls::Local.of(Signal::Logs, Protocol::Grpc, &settings(Some(wrong)));
            let error = refused.expect_err(wrong).to_string();
            assert!(
                error.starts_with("the endpoint cannot be used") && !error.contains("hunter22"),
                "{error}"
            );
        }
    }
}
