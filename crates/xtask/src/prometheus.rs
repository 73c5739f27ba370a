//! The Prometheus that the tests need: what is installed, or else what can be installed.

// The tests look in the same places; one file for both, so that this command needs nothing of what they
// are built with.
#[path = "../../testkit/src/prometheus/find.rs"]
mod find;

use std::path::PathBuf;

pub(crate) use self::find::VARIABLE;
use crate::apt;

/// The directory of Prometheus's programs; installed first, if need be.
pub(crate) fn ensure() -> anyhow::Result<PathBuf> {
    let Err(missing) = find::programs() else { return find::programs() };
    if std::env::var_os(VARIABLE).is_some() {
        return Err(missing);
    }
    println!("── Prometheus is not installed: getting Debian's");
    match apt::install("prometheus") {
        Ok(()) => find::programs(),
        Err(error) => Err(missing.context(error)),
    }
}
