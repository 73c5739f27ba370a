//! The demo server on a socket of its own: `cargo run -p gate-demo --example serve`.
//!
//! Prints its URL on the first line, then serves until it is interrupted. It trusts whoever can
//! reach the address, so it listens on the loopback interface unless told otherwise.
#![expect(clippy::print_stdout, reason = "the URL is what the caller waits for")]

use std::net::SocketAddr;

use anyhow::{Context, bail};
use gate_demo::DemoConfig;
use tokio_util::sync::CancellationToken;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let shutdown = CancellationToken::new();
    let demo = gate_demo::service(DemoConfig::default().shutdown(shutdown.clone()));
    let server = testkit::Server::bind(listen_address()?, demo).await?;
    println!("{}", server.url("/mcp"));

    tokio::signal::ctrl_c().await?;
    shutdown.cancel();
    server.shutdown().await;
    Ok(())
}

fn listen_address() -> anyhow::Result<SocketAddr> {
    let mut arguments = std::env::args().skip(1);
    let address = match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => "127.0.0.1:9000".to_owned(),
        (Some("--listen"), Some(address)) => address,
        _ => bail!("usage: serve [--listen ADDRESS:PORT]"),
    };
    address.parse().with_context(|| format!("{address} is not an ADDRESS:PORT"))
}
