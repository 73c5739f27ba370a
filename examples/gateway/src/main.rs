//! The gateway as people run it: `cargo run --release` at the root of the workspace.

mod audit;
mod banner;
mod filter;
mod options;
mod signals;

use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;
use gate_demo::DemoConfig;
use gate_mask::Masker;
use gate_telemetry::{Format, Observability, Setup};
use mcp_gateway::{
    Gateway, Masking,
    config::{LogConfig, LogFormat},
    rotate_master_key,
};
use tokio::net::TcpListener;

use crate::options::Options;

/// A sixth of the gateway's CPU time, with the audit trail off, was the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The variable that sets the admin token.
const ADMIN_TOKEN: &str = "MCP_GATEWAY_ADMIN_TOKEN";

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    match run(&options).await {
        Ok(code) => code,
        Err(error) => {
            banner::complain(&error);
            // Of `audit verify`, 1 says that the trail was meddled with.
            if options.audit().is_some() { ExitCode::from(audit::FAILED) } else { ExitCode::FAILURE }
        }
    }
}

async fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let config = options.config()?;
    if let Some(audit) = options.audit() {
        return Ok(audit::run(audit, &config).await);
    }
    if options.rotates_key() {
        banner::rotated(&rotate_master_key(&config)?);
        return Ok(ExitCode::SUCCESS);
    }
    config.check()?;
    let masking = Masking::new(&config)?;
    if let Some(mask) = options.mask() {
        filter::run(masking.masker(), mask.stats).context("mask")?;
        return Ok(ExitCode::SUCCESS);
    }
    // Kept to the end: dropping it writes the last lines.
    let observed = observe(&config.log, masking.masker())?;
    let (listen, data_dir) = (config.listen, config.data_dir.clone());

    // Before anything is opened: an admin token that is minted, and not printed, would be lost.
    let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    let builder = Gateway::builder(config).masking(masking).telemetry(observed.telemetry.clone());
    let mut builder = builder.builtin("demo", gate_demo::service(DemoConfig::default()));
    if let Some(token) = admin_token()? {
        builder = builder.admin_token(token);
    }
    let gateway = builder.build().await?;
    banner::print(&gateway, listener.local_addr()?, &data_dir);

    let stopped = gateway.serve(listener, signals::stop()).await;
    banner::farewell(&stopped);
    Ok(ExitCode::SUCCESS)
}

/// Log lines go to standard error, so that standard output holds what the user asked for. What is exported
/// besides, if anything is, the settings of telemetry say.
fn observe(config: &LogConfig, masker: &Masker) -> anyhow::Result<Observability> {
    let format = match config.format {
        LogFormat::Auto => Format::Auto,
        LogFormat::Json => Format::Json,
        LogFormat::Pretty => Format::Pretty,
    };
    let setup = Setup::new().filter(&config.level).format(format).masker(masker.clone());
    // The demo server's library has spans of its own, which are no part of what the gateway promises.
    let setup = setup.span_filter("rmcp=off");
    setup.service_version(env!("CARGO_PKG_VERSION")).init().context("log")
}

/// Short ones could be guessed.
fn admin_token() -> anyhow::Result<Option<String>> {
    match std::env::var(ADMIN_TOKEN) {
        Ok(token) if token.len() < 16 => anyhow::bail!("{ADMIN_TOKEN} must have at least 16 characters"),
        Ok(token) => Ok(Some(token)),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(error) => Err(error).context(ADMIN_TOKEN),
    }
}
