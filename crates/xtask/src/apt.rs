//! Debian's packages, where there are any.

use std::{process::Command, time::Duration};

use anyhow::bail;

use crate::process::{answers, output};

/// Fetching some 50 MB may take a while.
const PATIENCE: Duration = Duration::from_secs(600);

/// Installs a package. Works for root only; for others the system says no at once.
pub(crate) fn install(package: &str) -> anyhow::Result<()> {
    if !answers(Command::new("apt-get").arg("--version")) {
        bail!("there is no apt-get");
    }
    output(Command::new("apt-get").arg("update"), PATIENCE)?;
    let mut install = Command::new("apt-get");
    install.args(["install", "--yes", "--no-install-recommends", package]);
    output(install.env("DEBIAN_FRONTEND", "noninteractive"), PATIENCE).map(drop)
}
