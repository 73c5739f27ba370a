//! The gateway itself, its servers, and what it masks.

use metrics::Unit;

use super::Metric;

pub(super) static GATEWAY: &[Metric] = &[
    BUILD_INFO,
    SERVERS_CONFIGURED,
    SERVERS_CONNECTED,
    SERVER_STATUS,
    SERVER_TOOLS,
    UPSTREAM_LATENCY,
    ACTIVE_CONNECTIONS,
    ACTIVE_SESSIONS,
    AUTHENTICATIONS,
    REDACTIONS,
];

/// What is running.
pub const BUILD_INFO: Metric = Metric::gauge("build_info", Unit::Count, &["version", "os", "arch"])
    .of_gateway()
    .tells("1, with what is running as labels.")
    .moves("Never: another version is another series.");

/// Servers that are configured.
pub const SERVERS_CONFIGURED: Metric = Metric::gauge("servers_configured", Unit::Count, &[])
    .of_gateway()
    .tells("Servers behind the gateway.")
    .moves("The gateway starts.");

/// Servers that answer.
pub const SERVERS_CONNECTED: Metric = Metric::gauge("servers_connected", Unit::Count, &[])
    .of_gateway()
    .tells("Servers whose server_status is 1.")
    .moves("A server's status changes.");

/// Whether a server answers.
pub const SERVER_STATUS: Metric = Metric::gauge("server_status", Unit::Count, &["server", "type"])
    .of_gateway()
    .tells(
        "1 if a server answered when it was last asked, else 0: it gave no response, or 502, 503 or 504. \
         0 as well until the gateway has listed its tools for the first time.",
    )
    .moves("A server answers, or does not; the gateway asks by itself when it starts.");

/// Tools that a server lists.
pub const SERVER_TOOLS: Metric = Metric::gauge("server_tools", Unit::Count, &["server"])
    .of_gateway()
    .tells("Tools that a server lists.")
    .moves("A server's tools are listed, by the gateway or by a client.");

/// How long a server took to answer.
pub const UPSTREAM_LATENCY: Metric = Metric::seconds("upstream_latency_seconds", &["server"])
    .of_gateway()
    .tells("Time from sending a request to a server to the head of its response.")
    .moves("The head of a response comes from a server.");

/// Exchanges with a server.
pub const ACTIVE_CONNECTIONS: Metric = Metric::gauge("active_connections", Unit::Count, &["server"])
    .of_gateway()
    .tells("Exchanges with a server that are under way, streams included.")
    .moves("A request is sent to a server, and its response ends.");

/// Sessions with a server.
pub const ACTIVE_SESSIONS: Metric = Metric::gauge("active_sessions", Unit::Count, &["server"])
    .of_gateway()
    .tells("MCP sessions with a server that are known: not ended, nor silent for a day.")
    .moves("A session begins, ends, or is forgotten.");

/// Attempts to authenticate.
pub const AUTHENTICATIONS: Metric = Metric::counter("authentications_total", &["scheme", "result"])
    .of_gateway()
    .tells(
        "Requests that need a token, by whose token that is (admin, metrics) and whether it was brought: \
         success, failure.",
    )
    .moves("Such a request comes.");

/// What was masked.
pub const REDACTIONS: Metric = Metric::counter("redactions_total", &["rule", "family"])
    .of_gateway()
    .tells("Values masked in audit records, by the rule that found them and its family: secret, pii.")
    .moves("A record is made of a call that carried such a value.");
