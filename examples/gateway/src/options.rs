//! What can be said on the command line. Flags win over the environment, and that over the file.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Parser, Subcommand};
use mcp_gateway::{Config, ConfigError};

use crate::audit::Audit;

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
    /// Masks standard input to standard output, as it would be stored.
    Mask(Mask),
    /// Reads the audit trail, and keeps it.
    // Boxed: it has many flags.
    Audit(Box<Audit>),
    /// Seals the credentials that are kept with a new master key.
    RotateKey(RotateKey),
}

#[derive(Debug, clap::Args)]
struct RotateKey {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where data is kept, instead of what is configured [default: data].
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Mask {
    /// The configuration file, whose `[masking]` counts.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where the key of fingerprints is kept, instead of what is configured [default: data].
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Tells on standard error what was masked, by rule.
    #[arg(long)]
    pub(crate) stats: bool,
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
    /// The options of the filter, if that is what should run.
    pub(crate) fn mask(&self) -> Option<&Mask> {
        match &self.command {
            Some(Command::Mask(mask)) => Some(mask),
            _ => None,
        }
    }

    /// What to do with the audit trail, if that is what should run.
    pub(crate) fn audit(&self) -> Option<&Audit> {
        match &self.command {
            Some(Command::Audit(audit)) => Some(audit),
            _ => None,
        }
    }

    /// Whether to change the master key.
    pub(crate) fn rotates_key(&self) -> bool {
        matches!(self.command, Some(Command::RotateKey(_)))
    }

    pub(crate) fn config(&self) -> Result<Config, ConfigError> {
        let (file, listen, data_dir) = match &self.command {
            Some(Command::Mask(mask)) => (&mask.config, None, &mask.data_dir),
            Some(Command::Audit(audit)) => (&audit.config, None, &audit.data_dir),
            Some(Command::RotateKey(rotate)) => (&rotate.config, None, &rotate.data_dir),
            Some(Command::Serve(serve)) => (&serve.config, serve.listen, &serve.data_dir),
            None => (&self.serve.config, self.serve.listen, &self.serve.data_dir),
        };
        let mut config = Config::load(file.as_deref())?;
        if let Some(listen) = listen {
            config.listen = listen;
        }
        if let Some(data_dir) = data_dir {
            config.data_dir.clone_from(data_dir);
        }
        Ok(config)
    }
}
