//! One writer at a time.

use std::{
    fs::{File, OpenOptions},
    io,
    path::Path,
};

/// Held as long as this lives, and no longer than the process does.
///
/// It is on a file beside the sealed one, which is replaced with every write and would take its lock along.
/// That file stays: whoever removed it would take it from under those who wait for it.
pub(super) struct Lock(#[expect(dead_code, reason = "closing it unlocks")] File);

impl Lock {
    /// Waits for other writers, who need it for no longer than a small file takes to write.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        let mut beside = path.as_os_str().to_owned();
        beside.push(".lock");
        let file = private().create(true).append(true).open(beside)?;
        loop {
            match file.lock() {
                Ok(()) => return Ok(Self(file)),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
