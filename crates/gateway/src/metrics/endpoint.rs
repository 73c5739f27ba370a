//! The endpoint that Prometheus scrapes.

use std::{fmt, sync::Arc};

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use gate_console::AdminToken;
use gate_metrics::{Meter, catalogue};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::{
    collect::Collector,
    exposition::{Coding, Exposition},
};

/// What answers `/metrics`.
#[derive(Clone)]
pub(crate) struct MetricsEndpoint(Arc<Inner>);

struct Inner {
    exposition: Exposition,
    collector: Collector,
    /// Who has it may read; everybody may, if there is none.
    token: Option<AdminToken>,
    meter: Meter,
}

/// Source: Prometheus, "Exposition formats", text format 0.0.4.
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");

impl MetricsEndpoint {
    pub(crate) fn new(
        exposition: Exposition,
        collector: Collector,
        token: Option<AdminToken>,
        meter: Meter,
    ) -> Self {
        Self(Arc::new(Inner { exposition, collector, token, meter }))
    }

    pub(crate) fn into_router(self) -> Router {
        Router::new().route("/metrics", get(scrape)).route("/api/v1/metrics", get(scrape)).with_state(self)
    }

    fn lets_in(&self, headers: &HeaderMap) -> bool {
        let Some(token) = &self.0.token else { return true };
        let is_let_in = token.is_in(headers);
        let result = if is_let_in { "success" } else { "failure" };
        self.0.meter.count(&catalogue::AUTHENTICATIONS, &["metrics", result], 1);
        is_let_in
    }
}

async fn scrape(State(endpoint): State<MetricsEndpoint>, headers: HeaderMap) -> Response {
    if !endpoint.lets_in(&headers) {
        let asks = [(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))];
        return (StatusCode::UNAUTHORIZED, asks, "the metrics token is needed\n").into_response();
    }
    let coding = coding(&headers);
    let Inner { exposition, collector, .. } = &*endpoint.0;
    let Some(text) = exposition.read(collector, coding).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut response = ([(header::CONTENT_TYPE, TEXT)], text).into_response();
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if coding == Coding::Gzip {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

/// Gzip where it is accepted by name: whoever accepts anything may as well have it plain.
fn coding(headers: &HeaderMap) -> Coding {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter();
    let mut codings = accepted.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    let accepts = codings.any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>);
        name.trim().eq_ignore_ascii_case("gzip") && weight.is_ok_and(|weight| weight > 0.0)
    });
    if accepts { Coding::Gzip } else { Coding::Plain }
}

impl fmt::Debug for MetricsEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MetricsEndpoint").field("token", &self.0.token).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_to_those_who_accept_it() {
        let of = |accepted: &'static str| {
            let headers = [(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted))];
            coding(&HeaderMap::from_iter(headers))
        };
        for accepted in ["gzip", "deflate, GZIP;q=0.5", "br,gzip ; q=1"] {
            assert_eq!(of(accepted), Coding::Gzip, "{accepted}");
        }
        for accepted in ["", "identity", "gzip;q=0", "gzip; q=0.0", "*", "gzip;q=much"] {
            assert_eq!(of(accepted), Coding::Plain, "{accepted}");
        }
        assert_eq!(coding(&HeaderMap::new()), Coding::Plain);
    }
}
