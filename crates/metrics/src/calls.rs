//! Calls as metrics.

use std::{fmt, sync::Arc};

use gate_call::{Call, Kind, Outcome};

use crate::{
    catalogue::{MCP_DURATION, MCP_REQUESTS, TOOL_CALLS, TOOL_LATENCY},
    labels::{KnownNames, OTHER, mcp_method},
    series::Family,
    source::Source,
};

pub(crate) struct CallView {
    names: Option<Arc<dyn KnownNames>>,
    tools: Family,
    requests: Family,
}

impl CallView {
    pub(crate) fn new(source: &Source, budget: usize, names: Option<Arc<dyn KnownNames>>) -> Self {
        Self {
            names,
            tools: Family::new(source, budget, TOOL_CALLS, Some(TOOL_LATENCY)),
            requests: Family::new(source, budget, MCP_REQUESTS, Some(MCP_DURATION)),
        }
    }

    pub(crate) fn record(&self, call: &Call) {
        let status = call.outcome().copied().map_or(OTHER, Outcome::as_str);
        let server = self.server(call);
        match (call.kind(), call.method()) {
            (Some(Kind::Tool), _) => {
                self.tools.record([server, self.tool(server, call), status], call.elapsed());
            }
            (Some(Kind::Http) | None, _) | (_, None) => {} // The HTTP metrics tell of it.
            (Some(_), Some(method)) => {
                self.requests.record([server, mcp_method(method), status], call.elapsed());
            }
        }
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
