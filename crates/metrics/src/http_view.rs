//! HTTP exchanges as metrics.

use std::{sync::OnceLock, time::Duration};

use gate_call::Exchange;
use metrics::Gauge;

use crate::{
    catalogue::{HTTP_DURATION, HTTP_IN_FLIGHT, HTTP_INCOMPLETE, HTTP_REQUESTS},
    endpoint::Endpoints,
    labels::{http_method, incomplete, sent_status},
    series::Family,
    source::Source,
};

#[derive(Debug)]
pub(crate) struct HttpView {
    source: Source,
    pub(crate) endpoints: Endpoints,
    requests: Family,
    incomplete: Family,
    in_flight: OnceLock<Gauge>,
}

impl HttpView {
    pub(crate) fn new(source: &Source, budget: usize, endpoints: Endpoints) -> Self {
        let view = Self {
            source: source.clone(),
            endpoints,
            requests: Family::new(source, budget, HTTP_REQUESTS, Some(HTTP_DURATION)),
            incomplete: Family::new(source, budget, HTTP_INCOMPLETE, None),
            in_flight: OnceLock::new(),
        };
        // A global recorder may be installed later, so that one is asked with the first request.
        if source.is_given() {
            view.in_flight();
        }
        view
    }

    pub(crate) fn record(&self, exchange: &Exchange) {
        let endpoint = self.endpoints.label(exchange);
        let method = http_method(exchange.method());
        let status = sent_status(exchange);
        self.requests.record([&endpoint, method, status.as_str()], exchange.elapsed());
        if let Some(reason) = incomplete(exchange.end()) {
            self.incomplete.record([&endpoint, method, reason], Duration::ZERO);
        }
    }

    /// The gauge of exchanges under way.
    pub(crate) fn in_flight(&self) -> &Gauge {
        self.in_flight.get_or_init(|| {
            self.source.describe();
            self.source.gauge(&HTTP_IN_FLIGHT)
        })
    }
}
