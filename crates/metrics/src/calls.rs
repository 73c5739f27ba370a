//! Calls as metrics.

use std::{fmt, sync::Arc};

use gate_call::{Call, Kind, Outcome};
use metrics::Gauge;

use crate::{
    KnownNames, Meter,
    catalogue::{
        ERRORS, MCP_DURATION, MCP_REQUESTS, TOKENS, TOOL_CALLS, TOOL_CALLS_IN_FLIGHT, TOOL_FIRST_BYTE,
        TOOL_LATENCY,
    },
    labels::{OTHER, mcp_method},
    series::{Family, Sample},
    window::{self, Windows},
};

/// The request that is answered by a stream for whatever comes.
pub(crate) const LISTEN: &str = "subscriptions/listen";

/// The one method whose calls are of tools.
const TOOL_CALL: &str = "tools/call";

pub(crate) struct CallView {
    meter: Meter,
    names: Option<Arc<dyn KnownNames>>,
    tools: Arc<Family>,
    first_bytes: Arc<Family>,
    in_flight: Arc<Family>,
    requests: Arc<Family>,
    windows: Option<Windows>,
}

impl CallView {
    pub(crate) fn new(meter: &Meter, names: Option<Arc<dyn KnownNames>>, windows: Option<Windows>) -> Self {
        Self {
            meter: meter.clone(),
            names,
            tools: meter.family(&[TOOL_CALLS, TOOL_LATENCY]),
            first_bytes: meter.family(&[TOOL_FIRST_BYTE]),
            in_flight: meter.family(&[TOOL_CALLS_IN_FLIGHT]),
            requests: meter.family(&[MCP_REQUESTS, MCP_DURATION]),
            windows,
        }
    }

    /// The gauge that a call raises while it lasts, if it is one of a tool.
    pub(crate) fn in_flight(&self, call: &Call) -> Option<Gauge> {
        matches!(call.kind(), Some(Kind::Tool)).then(|| self.in_flight.gauge(&[self.server(call)]))
    }

    pub(crate) fn record(&self, call: &Call) {
        let status = call.outcome().copied().map_or(OTHER, Outcome::as_str);
        let server = self.server(call);
        let took = Sample::Value(call.elapsed().as_secs_f64());
        match (call.kind(), call.method()) {
            (Some(Kind::Tool), _) => {
                let tool = self.tool(server, call);
                self.tools.record(&[server, tool, status], &[Sample::More(1), took]);
                if let Some(first) = call.exchange().first_byte() {
                    self.first_bytes.record(&[server, tool], &[Sample::Value(first.as_secs_f64())]);
                }
                self.remember(call, server, TOOL_CALL, tool);
            }
            (Some(Kind::Http) | None, _) | (_, None) => {} // The HTTP metrics tell of it.
            (Some(_), Some(method)) => {
                let took = if &**method == LISTEN { Sample::Nothing } else { took };
                self.requests.record(&[server, mcp_method(method), status], &[Sample::More(1), took]);
                self.remember(call, server, mcp_method(method), "");
            }
        }
        self.record_tokens(server, call);
        if status != "ok" && !is_closed_stream(call) {
            self.meter.count(&ERRORS, &[status], 1);
        }
    }

    fn record_tokens(&self, server: &str, call: &Call) {
        let Some(tokens) = call.tokens() else { return };
        for (direction, count) in [("input", tokens.input), ("output", tokens.output)] {
            if let Some(count) = count {
                self.meter.count(&TOKENS, &[server, direction], count);
            }
        }
    }

    fn remember(&self, call: &Call, server: &str, method: &str, tool: &str) {
        // What a client listens to lasts as long as it likes, which is no latency.
        let Some(windows) = self.windows.as_ref().filter(|_| method != LISTEN) else {
            return;
        };
        let (ok, took) = (call.outcome().copied().is_some_and(Outcome::is_ok), call.elapsed());
        let ended = call.started() + took;
        windows.record(window::Sample { server, method, tool, ok, took, ended });
    }

    fn server<'a>(&self, call: &'a Call) -> &'a str {
        let known = |server: &&str| self.names.as_ref().is_none_or(|names| names.knows_server(server));
        call.server().map(|server| &**server).filter(known).unwrap_or(OTHER)
    }

    fn tool<'a>(&self, server: &str, call: &'a Call) -> &'a str {
        let known = |tool: &&str| self.names.as_ref().is_some_and(|names| names.knows_tool(server, tool));
        call.name().map(|name| &**name).filter(known).unwrap_or(OTHER)
    }
}

/// Whether this is how the client says that it has heard enough.
fn is_closed_stream(call: &Call) -> bool {
    let is_listen = call.method().is_some_and(|method| &**method == LISTEN);
    is_listen && matches!(call.outcome(), Some(Outcome::Cancelled | Outcome::Disconnected))
}

impl fmt::Debug for CallView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallView").field("names", &self.names.is_some()).finish_non_exhaustive()
    }
}
