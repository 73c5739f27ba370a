//! The command line.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use clap::{Args, Parser, Subcommand};

/// Measures the gateway against a bare reverse proxy.
#[derive(Debug, Parser)]
pub(crate) struct Options {
    /// How often each target is measured at each concurrency.
    #[arg(long, default_value_t = 5)]
    pub(crate) rounds: usize,

    /// How long one measurement takes.
    #[arg(long, default_value_t = 2.0)]
    pub(crate) seconds: f64,

    /// How many connections call at once, each in its turn.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 32])]
    pub(crate) concurrency: Vec<usize>,

    /// Given by `cargo bench`; without it, as in `cargo test`, one short round shows that all works.
    #[arg(long, hide = true)]
    bench: bool,

    #[command(subcommand)]
    pub(crate) job: Option<Job>,
}

/// What this process is, if not the one that measures.
#[derive(Debug, Subcommand)]
pub(crate) enum Job {
    /// Answers the calls.
    Upstream,
    /// Forwards to the upstream and does nothing else.
    Floor {
        /// Where the upstream listens.
        upstream: SocketAddr,
    },
    /// The gateway, as the library makes it.
    Gateway(GatewayJob),
    /// Calls a target that was started by hand, as under a profiler.
    Load {
        /// Where it listens, and the path: `127.0.0.1:8080/mcp/bench`.
        target: String,
        /// How many calls to make in all.
        #[arg(long, default_value_t = 20_000)]
        calls: usize,
        /// How many connections call at once.
        #[arg(long, default_value_t = 1)]
        concurrency: usize,
    },
}

/// How the gateway runs.
#[derive(Args, Debug)]
pub(crate) struct GatewayJob {
    /// Where the upstream listens.
    pub(crate) upstream: SocketAddr,
    /// Where it keeps its data, and its log.
    pub(crate) data: PathBuf,
    /// Without an audit trail.
    #[arg(long)]
    pub(crate) no_audit: bool,
    /// Without log lines.
    #[arg(long)]
    pub(crate) no_log: bool,
}

impl Options {
    pub(crate) fn rounds(&self) -> usize {
        if self.bench { self.rounds.max(1) } else { 1 }
    }

    pub(crate) fn measured(&self) -> Duration {
        Duration::from_secs_f64(if self.bench { self.seconds.clamp(0.05, 600.0) } else { 0.05 })
    }

    pub(crate) fn warm_up(&self) -> Duration {
        self.measured().mul_f64(0.2)
    }
}
