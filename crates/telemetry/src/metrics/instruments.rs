//! The instruments, of one meter provider.

use std::{borrow::Cow, sync::Arc};

use gate_call::{Call, Direction, Exchange, Judged, Kind, Outcome, Verdict, outcome_of};
use gate_mask::Masker;
use http::Version;
use opentelemetry::{
    Key, KeyValue, StringValue, Value,
    metrics::{Histogram, Meter},
};

use super::{
    labels::{error_type, http_method, http_version, mcp_method, mcp_version, rpc_code, scheme},
    semconv::{
        ERROR_TYPE, EXECUTE_TOOL, GEN_AI_OPERATION_NAME, GEN_AI_TOOL_NAME, HTTP_BOUNDS, HTTP_DURATION,
        HTTP_REQUEST_METHOD, HTTP_RESPONSE_STATUS_CODE, HTTP_ROUTE, MCP_BOUNDS, MCP_CLIENT_DURATION,
        MCP_METHOD_NAME, MCP_PROTOCOL_VERSION, MCP_SERVER_DURATION, NETWORK_PROTOCOL_NAME,
        NETWORK_PROTOCOL_VERSION, NETWORK_TRANSPORT, OTHER, RPC_RESPONSE_STATUS_CODE, URL_SCHEME,
    },
};

pub(crate) struct Instruments {
    http: Histogram<f64>,
    mcp_server: Histogram<f64>,
    mcp_client: Histogram<f64>,
    masker: Masker,
}

impl Instruments {
    pub(super) fn new(meter: &Meter, masker: Masker) -> Self {
        let duration = |name, about, bounds: &[f64]| {
            let builder = meter.f64_histogram(name).with_unit("s").with_description(about);
            builder.with_boundaries(bounds.to_vec()).build()
        };
        Self {
            http: duration(HTTP_DURATION, "Duration of HTTP server requests.", &HTTP_BOUNDS),
            mcp_server: duration(
                MCP_SERVER_DURATION,
                "The duration of the MCP request or notification as observed on the receiver.",
                &MCP_BOUNDS,
            ),
            mcp_client: duration(
                MCP_CLIENT_DURATION,
                "The duration of the MCP request or notification as observed on the sender.",
                &MCP_BOUNDS,
            ),
            masker,
        }
    }

    pub(super) fn record_exchange(&self, exchange: &Exchange) {
        let verdict = Verdict::of(Judged::Exchange, outcome_of(exchange.end(), exchange.status()));
        let mut attributes = Attributes::default();
        attributes.set(HTTP_REQUEST_METHOD, http_method(exchange.method()));
        attributes.set(URL_SCHEME, scheme(exchange.uri()));
        let status = exchange.status().map(|status| i64::from(status.as_u16()));
        attributes.maybe(HTTP_RESPONSE_STATUS_CODE, status);
        attributes.maybe(HTTP_ROUTE, exchange.route().map(|route| self.masked(route)));
        attributes.maybe(NETWORK_PROTOCOL_VERSION, http_version(exchange.version()));
        attributes.maybe(ERROR_TYPE, verdict.error_type.map(error_type));
        self.http.record(exchange.elapsed().as_secs_f64(), &attributes.0);
    }

    /// Records a call of the protocol; one of another kind is told of by its exchange.
    pub(super) fn record_call(&self, call: &Call, knows_tool: &dyn Fn(&str, &str) -> bool) {
        let (Some(method), Some(&outcome)) = (call.method(), call.outcome()) else { return };
        if call.kind() == Some(&Kind::Http) {
            return;
        }
        let mut attributes = Attributes::default();
        attributes.set(MCP_METHOD_NAME, mcp_method(method));
        if call.kind() == Some(&Kind::Tool) {
            attributes.set(GEN_AI_TOOL_NAME, self.tool(call, knows_tool));
            attributes.set(GEN_AI_OPERATION_NAME, EXECUTE_TOOL);
        }
        attributes.maybe(MCP_PROTOCOL_VERSION, call.protocol_version().and_then(|told| mcp_version(told)));
        attributes.maybe(ERROR_TYPE, Verdict::of(Judged::Call, outcome).error_type.map(error_type));
        if let Outcome::RpcError(code) = outcome {
            attributes.set(RPC_RESPONSE_STATUS_CODE, rpc_code(code));
        }
        let version = call.exchange().version();
        attributes.set(NETWORK_TRANSPORT, if version == Version::HTTP_3 { "quic" } else { "tcp" });
        attributes.set(NETWORK_PROTOCOL_NAME, "http");
        attributes.maybe(NETWORK_PROTOCOL_VERSION, http_version(version));
        let to_client = call.direction() == Some(&Direction::ToClient);
        let duration = if to_client { &self.mcp_client } else { &self.mcp_server };
        duration.record(call.elapsed().as_secs_f64(), &attributes.0);
    }

    /// The tool's name, if there is such a tool.
    fn tool(&self, call: &Call, knows_tool: &dyn Fn(&str, &str) -> bool) -> Value {
        let server = call.server().map_or("", |server| server);
        let name = call.name().filter(|name| knows_tool(server, name));
        name.map_or_else(|| OTHER.into(), |name| self.masked(name))
    }

    /// What somebody else has named.
    fn masked(&self, text: &Arc<str>) -> Value {
        Value::String(match self.masker.mask_str(text).into_inner() {
            Cow::Borrowed(_) => StringValue::from(Arc::clone(text)),
            Cow::Owned(masked) => StringValue::from(masked),
        })
    }
}

#[derive(Default)]
struct Attributes(Vec<KeyValue>);

impl Attributes {
    fn set(&mut self, name: &'static str, value: impl Into<Value>) {
        if self.0.is_empty() {
            self.0.reserve(10);
        }
        self.0.push(KeyValue::new(Key::from_static_str(name), value));
    }

    fn maybe(&mut self, name: &'static str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }
}
