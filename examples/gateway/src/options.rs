//! What can be said on the command line. Flags win over the environment, and that over the file.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Parser, Subcommand};
use mcp_gateway::{Config, ConfigError};

/// An observing gateway for the Model Context Protocol.
#[derive(Debug, Parser)]
#[command(name = "mcp-gateway", version, args_conflicts_with_subcommands = true)]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Serve,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the gateway, which is also what happens without a command.
    Serve(Serve),
}

#[derive(Debug, clap::Args)]
struct Serve {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where to listen, instead of what is configured [default: 127.0.0.1:8080].
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// Where data is kept, instead of what is configured [default: data].
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

impl Options {
    pub(crate) fn config(&self) -> Result<Config, ConfigError> {
        let serve = match &self.command {
            Some(Command::Serve(serve)) => serve,
            None => &self.serve,
        };
        let mut config = Config::load(serve.config.as_deref())?;
        if let Some(listen) = serve.listen {
            config.listen = listen;
        }
        if let Some(data_dir) = &serve.data_dir {
            config.data_dir.clone_from(data_dir);
        }
        Ok(config)
    }
}
