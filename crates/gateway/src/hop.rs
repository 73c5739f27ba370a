//! The way to a server: a span for each request to it, and the context that goes along.

use std::sync::Arc;

use gate_call::observe::Observe;
use gate_mcp::{Propagate, PropagateLayer};
use gate_trace::{ClientTraceLayer, Sampler, client::ClientTraceObserver};
use gate_upstream::Upstream;
use tower_layer::Layer;

use crate::config::{Propagation, UpstreamConfig};

/// An upstream with what goes around each request to it.
pub(crate) type Hop = Observe<Propagate<Upstream>, ClientTraceObserver>;

pub(crate) fn around(
    upstream: Upstream,
    name: &str,
    config: &UpstreamConfig,
    sampler: Option<&Arc<dyn Sampler>>,
) -> Hop {
    let UpstreamConfig { url, propagate, baggage, .. } = config;
    let mut span =
        ClientTraceLayer::builder().server(name).inject(*propagate != Propagation::Off).baggage(*baggage);
    // One that is no URL has been refused by now.
    if let Some(url) = url.as_deref().and_then(|url| url.parse().ok()) {
        span = span.target(url);
    }
    if let Some(sampler) = sampler {
        span = span.sampler(Arc::clone(sampler));
    }
    let messages = PropagateLayer::new().write(*propagate == Propagation::Both).baggage(*baggage);
    // The ids of each attempt's span are what its messages say.
    span.build().layer(messages.layer(upstream))
}
