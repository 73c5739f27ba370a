//! Where Prometheus is installed.

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::bail;

/// Says where the programs are, if they are in none of the usual places.
pub(crate) const VARIABLE: &str = "MCP_GATEWAY_TEST_PROMETHEUS_BIN";

const USUAL_PLACES: [&str; 6] = [
    "/usr/bin",
    "/usr/local/bin",
    "/opt/homebrew/bin",
    "/home/linuxbrew/.linuxbrew/bin",
    "/opt/prometheus",
    "/usr/local/prometheus",
];

/// The directory of `prometheus` and `promtool`: the one that the variable names, one on the path, or one of
/// the usual places.
pub(crate) fn programs() -> anyhow::Result<PathBuf> {
    if let Some(dir) = env::var_os(VARIABLE) {
        let dir = PathBuf::from(dir);
        if !has_both(&dir) {
            bail!("{VARIABLE} names {}, where there are no `prometheus` and `promtool`", dir.display());
        }
        return Ok(dir);
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let mut dirs = env::split_paths(&path).chain(USUAL_PLACES.map(PathBuf::from));
    let Some(dir) = dirs.find(|dir| has_both(dir)) else {
        bail!(
            "these tests need Prometheus, of version 2.42 or later: `cargo xtask test` gets it where \
             `apt-get install prometheus` can, `brew install prometheus` does as well; {VARIABLE} may say \
             where `prometheus` and `promtool` are"
        );
    };
    Ok(dir)
}

fn has_both(dir: &Path) -> bool {
    dir.join("prometheus").is_file() && dir.join("promtool").is_file()
}
