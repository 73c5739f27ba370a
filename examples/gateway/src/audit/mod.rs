//! `mcp-gateway audit`: the trail on the command line. It opens the store itself, so it needs no running
//! gateway, and does not disturb one.

mod conditions;
mod export;
mod keys;
mod output;
mod prune;
mod table;
mod tail;
mod verify;

use std::{io, path::PathBuf, process::ExitCode};

use clap::Subcommand;
use mcp_gateway::{Config, Trail};

/// Reads the audit trail, and keeps it.
#[derive(Debug, clap::Args)]
pub(crate) struct Audit {
    #[command(subcommand)]
    command: Command,
    /// The configuration file.
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) config: Option<PathBuf>,
    /// Where data is kept, instead of what is configured [default: data].
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) data_dir: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Shows the last calls, and those to come.
    Tail(tail::Tail),
    /// Shows the newest calls that pass a filter.
    Search(export::Search),
    /// Writes all calls that pass a filter, as CSV or as lines of JSON.
    Export(export::Export),
    /// Checks that nothing was altered, removed or inserted.
    Verify(verify::Verify),
    /// Takes out what is not kept any longer.
    Prune(prune::Prune),
}

/// It could not be done; that something is wrong with the trail is 1.
pub(crate) const FAILED: u8 = 2;

pub(crate) async fn run(audit: &Audit, config: &Config) -> ExitCode {
    match on_trail(audit, config).await {
        Ok(code) => code,
        // Whoever reads the output has seen enough.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            crate::banner::complain(&error);
            ExitCode::from(FAILED)
        }
    }
}

async fn on_trail(audit: &Audit, config: &Config) -> anyhow::Result<ExitCode> {
    let trail = Trail::open(config).await?;
    match &audit.command {
        Command::Tail(tail) => tail.run(&trail).await?,
        Command::Search(search) => search.run(&trail).await?,
        Command::Export(export) => export.run(&trail).await?,
        Command::Verify(verify) => return verify.run(&trail).await,
        Command::Prune(prune) => prune.run(&trail).await?,
    }
    Ok(ExitCode::SUCCESS)
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let io = error.chain().find_map(|cause| cause.downcast_ref::<io::Error>());
    io.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
