//! The keys of chains, from files.

use std::{fs, path::PathBuf};

use anyhow::Context;
use gate_audit::chain::ChainKey;
use mcp_gateway::Trail;

#[derive(Debug, clap::Args)]
pub(crate) struct Keys {
    /// A file with a key that the trail was sealed with, 16 characters or more, instead of the key that is
    /// configured. May be given more than once: the key that is used now first.
    #[arg(long = "key-file", value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Keys {
    pub(crate) fn read(&self, trail: &Trail) -> anyhow::Result<Vec<ChainKey>> {
        if self.files.is_empty() {
            return Ok(trail.key().cloned().into_iter().collect());
        }
        let read = |path: &PathBuf| {
            let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
            let key = ChainKey::new(text.trim().as_bytes());
            key.with_context(|| format!("{}: a key has 16 characters or more", path.display()))
        };
        self.files.iter().map(read).collect()
    }
}
