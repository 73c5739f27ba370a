use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// Where masked records wait for the store, and how safely.
#[derive(Clone, Debug)]
#[must_use]
pub struct JournalOptions {
    pub(crate) dir: PathBuf,
    pub(crate) fsync: Fsync,
    pub(crate) max_bytes: u64,
}

/// When the journal asks the system to put what was written on the disk itself. The death of the process
/// costs nothing that was written, whichever it is; this is about the power going.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fsync {
    /// After each batch, before anybody is told that it is durable.
    Always,
    /// At most this long after a record was written.
    Interval(Duration),
    /// When the system sees fit.
    Never,
}

impl JournalOptions {
    /// A journal in this directory, which is made, for its owner alone, if it is not there. One pipeline
    /// uses it at a time.
    pub fn new(dir: impl AsRef<Path>) -> Self {
        Self {
            dir: dir.as_ref().to_owned(),
            fsync: Fsync::Interval(Duration::from_secs(1)),
            max_bytes: 1 << 30,
        }
    }

    /// When it reaches the disk itself; within a second by default.
    pub fn fsync(mut self, fsync: Fsync) -> Self {
        self.fsync = fsync;
        self
    }

    /// How much it may hold; 1 GiB by default, 1 MiB at least. Admission closes at seven eighths of it; what
    /// was let in before may fill the rest.
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = bytes.max(1 << 20);
        self
    }

    /// Small beside the whole, as room is given back a segment at a time.
    pub(crate) fn segment_bytes(&self) -> u64 {
        (self.max_bytes / 16).min(8 << 20)
    }
}
