//! The stacks that are compared, each one layer more than the one before.

use std::sync::Arc;

use bytes::Bytes;
use gate_audit::{AuditLayer, MemoryStore, OnFull, Pipeline, PipelineOptions};
use gate_call::{Exchange, Observer, Watch, Watches, observe::ObserveLayer};
use gate_correlation::RequestIdLayer;
use gate_mask::Masker;
use gate_mcp::McpLayer;
use gate_metrics::MetricsLayer;
use gate_trace::TraceLayer;
use http::{Request, Response, Uri};
use http_body::Body;
use http_body_util::Full;
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::runtime::Runtime;
use tower::{Layer, Service, ServiceBuilder};

use crate::call::{Answer, arguments, send};

pub(crate) struct Stack {
    pub(crate) name: &'static str,
    pub(crate) call: Box<dyn FnMut()>,
}

fn stack<S, B>(name: &'static str, mut service: S) -> Stack
where
    S: Service<Request<Full<Bytes>>, Response = Response<B>> + 'static,
    B: Body,
{
    let (uri, body) = (Uri::from_static("/mcp/demo"), arguments());
    Stack { name, call: Box::new(move || send(&mut service, &uri, &body)) }
}

/// A layer that hears the end of each exchange and does nothing with it.
struct Nothing;

impl Observer for Nothing {
    type Scope = ();

    fn begin<B>(&self, _: &Exchange, _: &mut Request<B>, watches: &mut Watches) {
        watches.push(Heard(1));
    }

    fn again<B>(&self, _: &Exchange, _: &mut Request<B>) {}
}

/// Not empty, so that a watch costs what a real one does.
struct Heard(u64);

impl Watch for Heard {
    fn finish(&self, exchange: &Exchange) {
        std::hint::black_box((exchange.end(), self.0));
    }
}

fn metrics() -> MetricsLayer {
    MetricsLayer::builder().recorder(Arc::new(PrometheusBuilder::new().build_recorder())).build()
}

/// Keeps arguments and results. What is masked and stored is done elsewhere, and not part of a call; there
/// is room for all of a round.
fn audit(runtime: &Runtime) -> AuditLayer {
    let _inside = runtime.enter();
    let options = PipelineOptions::default().on_full(OnFull::Drop).max_records(1 << 20).max_bytes(1 << 30);
    let store = Arc::new(MemoryStore::new(1_000));
    let (layer, pipeline) = Pipeline::start(store, Masker::default(), options).expect("the pipeline starts");
    // It works on for as long as the runtime lives.
    drop(pipeline);
    layer
}

/// All of them: first what the ground costs, then the real layers.
pub(crate) fn all(runtime: &Runtime) -> Vec<Stack> {
    let nothing = || ObserveLayer::new(Nothing);
    let correlation = || ServiceBuilder::new().layer(RequestIdLayer::new());
    let traced = || correlation().layer(TraceLayer::new());
    let measured = || traced().layer(metrics());
    let audited = || measured().layer(audit(runtime));
    let two = |service| nothing().layer(nothing().layer(service));
    vec![
        stack("bare", Answer::new()),
        stack("tower-http", tower_http::trace::TraceLayer::new_for_http().layer(Answer::new())),
        stack("1-empty", nothing().layer(Answer::new())),
        stack("2-empty", two(Answer::new())),
        stack("3-empty", nothing().layer(two(Answer::new()))),
        stack("4-empty", nothing().layer(nothing().layer(two(Answer::new())))),
        stack("correlation", correlation().service(Answer::new())),
        stack("trace", traced().service(Answer::new())),
        stack("metrics", measured().service(Answer::new())),
        stack("audit", audited().service(Answer::new())),
        stack("mcp", measured().layer(McpLayer::new()).service(Answer::new())),
        stack("all-five", audited().layer(McpLayer::new()).service(Answer::new())),
    ]
}
