//! HTTP exchanges as metrics.

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use gate_call::{End, Exchange};
use metrics::Gauge;

use crate::{
    Meter,
    catalogue::{
        ERRORS, HTTP_DURATION, HTTP_FIRST_BYTE, HTTP_IN_FLIGHT, HTTP_INCOMPLETE, HTTP_REQUEST_SIZE,
        HTTP_REQUESTS, HTTP_RESPONSE_SIZE, HTTP_STREAM_DURATION, HTTP_STREAMS, HTTP_STREAMS_ACTIVE,
    },
    endpoint::Endpoints,
    labels::{http_method, incomplete, sent_status},
    series::{Family, Sample},
};

pub(crate) struct HttpView {
    meter: Meter,
    pub(crate) endpoints: Endpoints,
    requests: Arc<Family>,
    sizes: Option<Arc<Family>>,
    streams: Arc<Family>,
    gauges: OnceLock<Gauges>,
}

struct Gauges {
    in_flight: Gauge,
    streams: Gauge,
}

/// What a watch has learned of an exchange.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    pub(crate) is_stream: bool,
    /// Whether somebody has told of a call in it.
    pub(crate) has_calls: bool,
    /// What the request's head says of its body.
    pub(crate) content_length: Option<u64>,
}

impl HttpView {
    pub(crate) fn new(meter: &Meter, endpoints: Endpoints, sizes: bool) -> Self {
        let view = Self {
            meter: meter.clone(),
            endpoints,
            requests: meter.family(&[HTTP_REQUESTS, HTTP_DURATION]),
            sizes: sizes.then(|| meter.family(&[HTTP_RESPONSE_SIZE, HTTP_REQUEST_SIZE, HTTP_FIRST_BYTE])),
            streams: meter.family(&[HTTP_STREAMS, HTTP_STREAM_DURATION]),
            gauges: OnceLock::new(),
        };
        // A global recorder may be installed later, so that one is asked with the first request.
        if !meter.is_global() {
            view.gauges();
        }
        view
    }

    pub(crate) fn record(&self, exchange: &Exchange, seen: Seen) {
        let endpoint = self.endpoints.label(exchange);
        let method = http_method(exchange.method());
        let status = sent_status(exchange);
        let place = [&*endpoint, method];
        let took = Sample::Value(exchange.elapsed().as_secs_f64());
        let in_latency = if seen.is_stream { Sample::Nothing } else { took };
        self.requests.record(&[&endpoint, method, status.as_str()], &[Sample::More(1), in_latency]);
        if seen.is_stream {
            self.streams.record(&place, &[Sample::More(1), took]);
        } else if let Some(sizes) = &self.sizes {
            record_sizes(sizes, exchange, seen, &place);
        }
        let reason = incomplete(exchange.end());
        if let Some(reason) = reason {
            self.meter.count(&HTTP_INCOMPLETE, &[&endpoint, method, reason], 1);
        }
        if !seen.has_calls
            && let Some(category) = category(exchange, seen)
        {
            self.meter.count(&ERRORS, &[category], 1);
        }
    }

    /// Whether first bytes and sizes are told of.
    pub(crate) fn has_sizes(&self) -> bool {
        self.sizes.is_some()
    }

    /// The gauge of exchanges under way.
    pub(crate) fn in_flight(&self) -> &Gauge {
        &self.gauges().in_flight
    }

    /// The gauge of streams under way.
    pub(crate) fn streams(&self) -> &Gauge {
        &self.gauges().streams
    }

    fn gauges(&self) -> &Gauges {
        self.gauges.get_or_init(|| Gauges {
            in_flight: self.meter.gauge(&HTTP_IN_FLIGHT, &[]),
            streams: self.meter.gauge(&HTTP_STREAMS_ACTIVE, &[]),
        })
    }
}

impl fmt::Debug for HttpView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpView")
            .field("meter", &self.meter)
            .field("endpoints", &self.endpoints)
            .finish_non_exhaustive()
    }
}

fn record_sizes(sizes: &Family, exchange: &Exchange, seen: Seen, place: &[&str]) {
    let bytes = |bytes: u64| Sample::Value(bytes as f64);
    let counted = Some(exchange.request_bytes()).filter(|count| *count > 0);
    let request = counted.or(seen.content_length).map_or(Sample::Nothing, bytes);
    let first = exchange.first_byte().map_or(Sample::Nothing, |time| Sample::Value(time.as_secs_f64()));
    sizes.record(place, &[bytes(exchange.response_bytes()), request, first]);
}

/// What kind of error an exchange was in which nobody told of a call.
fn category(exchange: &Exchange, seen: Seen) -> Option<&'static str> {
    match exchange.end()? {
        End::Disconnected if seen.is_stream => None,
        End::Disconnected => Some("disconnected"),
        End::Failed(_) => Some("server_error"),
        _ => match exchange.status()?.as_u16() {
            400..500 => Some("client_error"),
            500.. => Some("server_error"),
            _ => None,
        },
    }
}
