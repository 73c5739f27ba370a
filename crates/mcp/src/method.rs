//! The methods of the protocol.
//!
//! Source: the schemas of the MCP specification, revisions 2024-11-05 to 2026-07-28.

use gate_call::Kind;

pub(crate) const INITIALIZE: &str = "initialize";
pub(crate) const TOOLS_LIST: &str = "tools/list";
pub(crate) const TOOLS_LIST_CHANGED: &str = "notifications/tools/list_changed";
pub(crate) const CANCELLED: &str = "notifications/cancelled";

/// The first revision without sessions, in which closing the response stream is cancellation.
pub(crate) const STATELESS: &str = "2026-07-28";

/// Whether a revision is of the stateless era. Revisions are dates, so their order is that of text.
pub(crate) fn is_stateless(version: &str) -> bool {
    version >= STATELESS
}

pub(crate) fn kind_of(method: &str) -> Kind {
    match method.split_once('/') {
        Some(("tools", "call")) => Kind::Tool,
        Some(("prompts", "get")) => Kind::Prompt,
        Some(("resources", "read" | "subscribe" | "unsubscribe")) => Kind::Resource,
        _ => Kind::Mcp,
    }
}
