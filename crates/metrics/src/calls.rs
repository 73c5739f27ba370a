//! Calls as metrics.

use std::{fmt, sync::Arc};

use gate_call::{Call, Kind, Outcome};

use crate::{
    catalogue::{MCP_DURATION, MCP_REQUESTS, TOOL_CALLS, TOOL_LATENCY},
    labels::{KnownNames, OTHER, mcp_method},
    series::Family,
    source::Source,
    window::{Sample, Windows},
};

/// The one method whose calls are of tools.
const TOOL_CALL: &str = "tools/call";

pub(crate) struct CallView {
    names: Option<Arc<dyn KnownNames>>,
    tools: Family,
    requests: Family,
    windows: Option<Windows>,
}

impl CallView {
    pub(crate) fn new(
        source: &Source,
        budget: usize,
        names: Option<Arc<dyn KnownNames>>,
        windows: Option<Windows>,
    ) -> Self {
        Self {
            names,
            windows,
            tools: Family::new(source, budget, TOOL_CALLS, Some(TOOL_LATENCY)),
            requests: Family::new(source, budget, MCP_REQUESTS, Some(MCP_DURATION)),
        }
    }

    pub(crate) fn record(&self, call: &Call) {
        let status = call.outcome().copied().map_or(OTHER, Outcome::as_str);
        let server = self.server(call);
        match (call.kind(), call.method()) {
            (Some(Kind::Tool), _) => {
                let tool = self.tool(server, call);
                self.tools.record([server, tool, status], call.elapsed());
                self.remember(call, server, TOOL_CALL, tool);
            }
            (Some(Kind::Http) | None, _) | (_, None) => {} // The HTTP metrics tell of it.
            (Some(_), Some(method)) => {
                self.requests.record([server, mcp_method(method), status], call.elapsed());
                self.remember(call, server, mcp_method(method), "");
            }
        }
    }

    fn remember(&self, call: &Call, server: &str, method: &str, tool: &str) {
        // What a client listens to lasts as long as it likes, which is no latency.
        let Some(windows) = self.windows.as_ref().filter(|_| method != "subscriptions/listen") else {
            return;
        };
        let (ok, took) = (call.outcome().copied().is_some_and(Outcome::is_ok), call.elapsed());
        let ended = call.started() + took;
        windows.record(Sample { server, method, tool, ok, took, ended });
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

impl fmt::Debug for CallView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallView")
            .field("tools", &self.tools)
            .field("requests", &self.requests)
            .finish_non_exhaustive()
    }
}
