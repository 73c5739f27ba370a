//! The HTTP client of exporters: TLS as it was set, a signature if one is asked for, and a memory of what
//! went wrong, which the exporters themselves do not tell.

use std::{
    error::Error,
    fmt,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use http::{
    HeaderMap, Request, Response, StatusCode,
    header::{CONTENT_ENCODING, CONTENT_TYPE, USER_AGENT},
};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use opentelemetry_http::{HttpClient, HttpError, hyper::HyperClient};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::Tls;
use crate::{export::rejected, provider::ProviderError};

/// A signing that is under way.
pub(crate) type Authorizing<'a> = Pin<Box<dyn Future<Output = Result<(), HttpError>> + Send + 'a>>;

/// What signs requests, or adds a token that it fetches first.
pub(crate) trait Authorize: fmt::Debug + Send + Sync {
    fn authorize<'a>(&'a self, request: &'a mut Request<Bytes>) -> Authorizing<'a>;
}

/// Why the last request failed. Shared by a client and the exporter that uses it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reason(Arc<Mutex<Option<String>>>);

impl Reason {
    fn set(&self, why: Option<String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = why;
    }

    pub(crate) fn take(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Sends requests.
#[derive(Debug)]
pub(crate) struct Client {
    inner: HyperClient<HttpsConnector<HttpConnector>>,
    /// All the headers that requests have besides those about their body, if we know them.
    headers: Option<HeaderMap>,
    authorize: Option<Arc<dyn Authorize>>,
    reason: Reason,
}

impl Client {
    /// For requests to `url` and its like.
    pub(crate) fn new(tls: &mut Tls<'_>, url: &str, timeout: Duration) -> Result<Self, ProviderError> {
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls.config_for(url)?)
            .https_or_http()
            .enable_http1()
            .enable_http2()
            .build();
        let inner = HyperClient::new(connector, timeout, None);
        Ok(Self { inner, headers: None, authorize: None, reason: Reason::default() })
    }

    /// Has its requests bear these headers, and none from elsewhere: exporters add what they find in
    /// `OTEL_EXPORTER_OTLP_HEADERS`, which may be meant for another back end, and change ours.
    pub(crate) fn bearing(self, headers: HeaderMap) -> Self {
        Self { headers: Some(headers), ..self }
    }

    /// Has its requests signed.
    pub(crate) fn signing(self, authorize: Option<Arc<dyn Authorize>>) -> Self {
        Self { authorize, ..self }
    }

    pub(crate) fn reason(&self) -> Reason {
        self.reason.clone()
    }

    async fn send(&self, mut request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        if let Some(headers) = &self.headers {
            bear(request.headers_mut(), headers);
        }
        if let Some(authorize) = &self.authorize {
            authorize.authorize(&mut request).await?;
        }
        self.inner.send_bytes(request).await
    }
}

#[async_trait]
impl HttpClient for Client {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let sent = self.send(request).await.map(hear);
        self.reason.set(match &sent {
            Ok(response) => refusal(response.status()),
            Err(error) => Some(chain(&**error)),
        });
        sent
    }
}

/// Tells what an answer in JSON says of items that were not taken. Exporters do not hear it: they cannot read
/// a count that is a text, as OTLP's JSON has those of 64 bits. So that it is not told twice when they learn
/// to, they are not shown it.
fn hear(mut answer: Response<Bytes>) -> Response<Bytes> {
    let content_type = answer.headers().get(CONTENT_TYPE);
    if !answer.status().is_success() || content_type.is_none_or(|kind| !kind.as_bytes().starts_with(JSON)) {
        return answer;
    }
    let Ok(Said { partial_success: Some(partial) }) = serde_json::from_slice(answer.body()) else {
        return answer;
    };
    let counts = partial.iter().filter(|(name, _)| name.starts_with("rejected"));
    let counts = counts.filter_map(|(_, count)| count.as_u64().or_else(|| count.as_str()?.parse().ok()));
    let count = counts.fold(0, u64::saturating_add);
    let why = partial.get("errorMessage").and_then(Value::as_str).unwrap_or_default();
    if count > 0 || !why.is_empty() {
        rejected(count, why);
    }
    *answer.body_mut() = Bytes::from_static(b"{}");
    answer
}

const JSON: &[u8] = b"application/json";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Said {
    partial_success: Option<Map<String, Value>>,
}

fn bear(request: &mut HeaderMap, headers: &HeaderMap) {
    let about_body = [CONTENT_TYPE, CONTENT_ENCODING, USER_AGENT];
    let kept: Vec<_> =
        about_body.into_iter().filter_map(|name| Some((request.remove(&name)?, name))).collect();
    request.clear();
    request.extend(headers.clone());
    request.extend(kept.into_iter().map(|(value, name)| (name, value)));
}

/// What a status means, in words. The body is not shown: it may echo a credential.
fn refusal(status: StatusCode) -> Option<String> {
    let meaning = match status {
        status if status.is_success() => return None,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => "the credentials were refused",
        StatusCode::NOT_FOUND => "there is nothing at this address",
        StatusCode::TOO_MANY_REQUESTS => "it asks for fewer requests",
        status if status.is_redirection() => "it answers with another address",
        status if status.is_server_error() => "it has a problem of its own",
        _ => "it does not take what was sent",
    };
    Some(format!("{status}: {meaning}"))
}

/// An error and its causes, each said once.
pub(super) fn chain(error: &(dyn Error + 'static)) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let text = error.to_string();
        if !said.iter().any(|said| said.contains(&text)) {
            said.push(text);
        }
        next = error.source();
    }
    said.join(": ")
}
