//! What the gateway adds to one MCP call, against a floor measured in the same run.
//!
//! A 1 KB `tools/call` of MCP 2026-07-28 goes, in turn and at two concurrencies,
//!
//! - `direct`, from the load generator to the upstream;
//! - through the `floor`, a bare hyper reverse proxy;
//! - through the `gateway` with every layer, auditing to SQLite;
//! - through the gateway with `audit off`;
//! - and through the gateway with neither audit nor log lines, which tells what those cost.
//!
//! Each of them is a process of its own: this program, started again with a role. CPU is that of the
//! proxy's process from the first measured call until its audit queue is empty, so that masking and
//! storing are paid for. Log lines, where there are any, go to a file. Every answer is compared byte for
//! byte with the one that is due, and the audit trail must hold one masked row for each call that was
//! served.
//!
//! ```text
//! cargo bench -p benches --bench gateway -- --rounds 5 --seconds 3
//! ```
#![expect(clippy::print_stdout, reason = "a benchmark reports on standard output")]

mod conversation;
mod floor;
mod load;
mod options;
mod process;
mod report;
mod rounds;
mod serve;
mod trail;
mod upstream;

use anyhow::Result;
use clap::Parser;

use self::options::{Job, Options};

/// The allocator of the gateway's binary; the floor's, too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> Result<()> {
    let options = Options::parse();
    match &options.job {
        None => report::print(&options, &rounds::run(&options).await?),
        Some(Job::Upstream) => serve::upstream().await?,
        Some(Job::Floor { upstream }) => serve::floor(*upstream).await?,
        Some(Job::Gateway(job)) => serve::gateway(job).await?,
        Some(Job::Load { target, calls, concurrency }) => load::by_hand(target, *calls, *concurrency).await?,
    }
    Ok(())
}
