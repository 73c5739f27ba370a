//! Masked records on disk, between the pipeline and its store: small append-only files in a directory of
//! their own.
//!
//! A segment is a header, which names the chain that its records belong to, and then one frame a record:
//! its link and its canonical bytes. Whoever starts anew begins a new segment, so that nothing is ever
//! written behind what a crash has left. A segment goes when the store has all of its records; until then
//! it may be replayed, as stores keep a record of a known id once.

mod append;
mod directory;
mod error;
mod frame;
mod header;
mod ledger;
mod options;
mod read;
mod tail;
#[cfg(test)]
mod tests;
mod window;

use std::sync::Arc;

pub use self::options::{Fsync, JournalOptions};
pub(crate) use self::{
    append::{AppendError, Appender},
    error::JournalError,
    ledger::Ledger,
    read::{Batch, Next, Panicked, Reader},
};
use self::{directory::Directory, ledger::Segment};
use crate::chain::{ChainStart, Head};

/// An open journal: an end to write to, one to read from, and what both know.
pub(crate) struct Journal {
    pub(crate) directory: Arc<Directory>,
    pub(crate) ledger: Arc<Ledger>,
    options: JournalOptions,
}

impl Journal {
    /// Takes the directory for this process alone, and cuts off what the last one did not write whole.
    pub(crate) fn open(options: &JournalOptions) -> Result<Self, JournalError> {
        let directory = Directory::open(&options.dir)?;
        let failed = |error| JournalError::unusable(&options.dir, error);
        if let Some(newest) = directory.segments().map_err(failed)?.last() {
            tail::cut_torn(&directory, *newest).map_err(failed)?;
        }
        let mut segments = Vec::new();
        for number in directory.segments().map_err(failed)? {
            segments.push(Segment::earlier(number, directory.size(number).map_err(failed)?));
        }
        let ledger = Ledger::new(segments, options.max_bytes);
        Ok(Self { directory: Arc::new(directory), ledger: Arc::new(ledger), options: options.clone() })
    }

    /// The head that the last run has left: the newest of what it noted and what it wrote.
    pub(crate) fn previous(&self) -> Option<Head> {
        let written = self.ledger.newest().and_then(|number| tail::last_head(&self.directory, number));
        let noted = self.directory.head();
        match (written, noted) {
            (Some(written), Some(noted)) if written.writer == noted.writer => {
                Some(if written.number > noted.number { written } else { noted })
            }
            // A run that has come to its end without an accident has noted its own. The ids do not tell which
            // is later: the clock may have been put back.
            (Some(written), _) => Some(written),
            (None, noted) => noted,
        }
    }

    /// The two ends. Records are written as of this chain.
    pub(crate) fn split(self, start: Option<&ChainStart>) -> (Appender, Reader) {
        let reader = Reader::new(Arc::clone(&self.directory), Arc::clone(&self.ledger));
        (Appender::new(self.directory, self.ledger, &self.options, start), reader)
    }
}
