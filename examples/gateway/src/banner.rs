//! What a start and a stop say to whoever watches.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this is what the user reads")]

use std::{net::SocketAddr, path::Path};

use mcp_gateway::{AdminTokenOrigin, Gateway, Rotated, Stopped};

/// What listens, where data is, and what to try next.
pub(crate) fn print(gateway: &Gateway, address: SocketAddr, data_dir: &Path) {
    let base = format!("http://{address}");
    println!("mcp-gateway {} listens on {base}", env!("CARGO_PKG_VERSION"));
    for name in gateway.servers() {
        println!("  server   {base}/mcp/{name}");
    }
    println!("  metrics  {base}/metrics");
    println!("  data     {}", data_dir.display());
    let token = match gateway.admin_token() {
        AdminTokenOrigin::Minted(token) => {
            println!("  admin    {token}");
            println!("           (the admin token, shown this once; only its hash is kept)");
            token
        }
        AdminTokenOrigin::Given => "$MCP_GATEWAY_ADMIN_TOKEN",
        _ => {
            let file = data_dir.join("admin-token.sha256");
            println!("  admin    the token of an earlier start; delete {} for a new one", file.display());
            "YOUR_ADMIN_TOKEN"
        }
    };
    if gateway.servers().any(|name| name == "demo") {
        println!("\nCall a tool that leaks secrets:\n\n{}", call(&base));
        println!("\nThen look at what was kept of it:\n\n{}\n", look(&base, token));
    }
}

/// A call in the stateless era, which needs no session.
fn call(base: &str) -> String {
    format!(
        r#"curl -s {base}/mcp/demo -H 'content-type: application/json' \
  -H 'accept: application/json, text/event-stream' -H 'mcp-protocol-version: 2026-07-28' \
  -H 'mcp-method: tools/call' -H 'mcp-name: leak' \
  -d '{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{"name":"leak","arguments":{{}},"_meta":{{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{{}}}}}}}}'"#
    )
}

fn look(base: &str, token: &str) -> String {
    format!(r#"curl -s "{base}/api/v1/audit/tool-calls?tool=leak" -H "authorization: Bearer {token}""#)
}

/// What was cut off or lost, if anything was.
pub(crate) fn farewell(stopped: &Stopped) {
    if stopped.connections_cut > 0 {
        eprintln!("mcp-gateway: {} busy connections were cut off", stopped.connections_cut);
    }
    if let Some(left) = stopped.audit.map(|audit| audit.left).filter(|left| *left > 0) {
        eprintln!("mcp-gateway: {left} audit records could not be written in time, and are lost");
    }
    if let Some(left) = stopped.telemetry.filter(|left| !left.is_nothing()) {
        let (spans, records) = (left.spans, left.log_records);
        let metrics = if left.metrics { ", and the last values of metrics" } else { "" };
        eprintln!("mcp-gateway: {spans} spans and {records} log records{metrics} did not leave in time");
    }
}

/// Which key seals now.
pub(crate) fn rotated(rotated: &Rotated) {
    println!("{} credentials are sealed with the new key {}", rotated.resealed, rotated.key);
}

/// Something that who watches should know.
pub(crate) fn note(what: &str) {
    eprintln!("mcp-gateway: {what}");
}

pub(crate) fn complain(error: &anyhow::Error) {
    eprintln!("mcp-gateway: {error:#}");
}
