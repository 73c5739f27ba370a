//! The end that is written to.

use std::{
    fs::File,
    io::{self, Write},
    sync::Arc,
    time::{Duration, Instant},
};

use super::{Directory, Fsync, JournalOptions, Ledger, frame, header};
use crate::{
    AuditRecord,
    chain::{ChainStart, Head},
};

/// Appends records, a batch at a time. Belongs to one thread, which it may block.
pub(crate) struct Appender {
    directory: Arc<Directory>,
    ledger: Arc<Ledger>,
    fsync: Fsync,
    segment_bytes: u64,
    header: Vec<u8>,
    next: u64,
    open: Option<Open>,
    encoded: Vec<u8>,
}

struct Open {
    file: File,
    number: u64,
    end: u64,
    /// Since when something has not been synced, or could not be.
    unsynced: Option<Instant>,
    /// Whether its name is on the disk, too.
    named: bool,
}

/// A journal has no room for a batch, or the system did not write it.
#[derive(Debug)]
pub(crate) enum AppendError {
    Full,
    Failed(io::Error),
}

/// What is kept of the memory that a large batch took.
const SCRATCH: usize = 1 << 20;

impl Appender {
    pub(super) fn new(
        directory: Arc<Directory>,
        ledger: Arc<Ledger>,
        options: &JournalOptions,
        start: Option<&ChainStart>,
    ) -> Self {
        let next = ledger.newest().map_or(0, |newest| newest.saturating_add(1));
        let (fsync, segment_bytes) = (options.fsync, options.segment_bytes());
        let header = header::header(start);
        Self { directory, ledger, fsync, segment_bytes, header, next, open: None, encoded: Vec::new() }
    }

    /// How many of these records to append at once, so that segments stay small; one at least.
    pub(crate) fn portion(&self, records: &[AuditRecord]) -> usize {
        let mut bytes = 0;
        let fits = |record: &&AuditRecord| {
            bytes += record.text_bytes();
            bytes <= self.segment_bytes
        };
        records.iter().take_while(fits).count().max(1)
    }

    /// Writes all of these records, or none. They are durable, as [`Fsync`] says, once this returns.
    pub(crate) fn append(&mut self, records: &[AuditRecord]) -> Result<(), AppendError> {
        self.encoded.clear();
        self.encoded.shrink_to(SCRATCH);
        #[cfg(test)]
        self.ledger.panic_if_told(1);
        records.iter().for_each(|record| frame::push_record(&mut self.encoded, record));
        if !self.ledger.fits(self.encoded.len() as u64) {
            // What is stored of it can go once it is whole.
            self.finish();
            return Err(AppendError::Full);
        }
        self.write().map_err(|error| {
            // Whatever was written of it is behind the end that readers know, and ahead of nothing.
            self.finish();
            AppendError::Failed(error)
        })
    }

    fn write(&mut self) -> io::Result<()> {
        let full = self.open.as_ref().is_some_and(|open| open.end >= self.segment_bytes);
        if full {
            self.finish();
        }
        let always = self.fsync == Fsync::Always;
        if self.open.is_none() {
            self.begin(always)?;
        }
        // Just begun, if it was not there.
        let Some(open) = &mut self.open else { return Ok(()) };
        open.file.write_all(&self.encoded)?;
        if always {
            open.file.sync_data()?;
        } else {
            open.unsynced.get_or_insert_with(Instant::now);
        }
        if !self.ledger.grow(open.number, self.encoded.len() as u64) {
            return Err(io::Error::other("the segment was damaged while it was written"));
        }
        open.end += self.encoded.len() as u64;
        Ok(())
    }

    fn begin(&mut self, sync: bool) -> io::Result<()> {
        let number = self.next;
        // Whatever becomes of the file, its number is spent.
        self.next = number.saturating_add(1);
        let mut file = self.directory.create(number)?;
        let end = self.header.len() as u64;
        if let Err(error) = file.write_all(&self.header) {
            let _ = self.directory.remove(number);
            return Err(error);
        }
        if sync {
            self.directory.sync()?;
        }
        self.ledger.begin(number, end);
        self.open = Some(Open { file, number, end, unsynced: None, named: sync });
        Ok(())
    }

    /// Ends the segment; the next record begins another.
    fn finish(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        // A reader goes no further than the ledger says, but the next run would.
        let _ = self.directory.cut(open.number, open.end);
        if self.fsync != Fsync::Never {
            let _ = open.sync(&self.directory);
        }
        self.ledger.finish();
    }

    /// How long the next sync can wait; `None` if there is nothing to sync.
    pub(crate) fn sync_due(&self) -> Option<Duration> {
        let Fsync::Interval(interval) = self.fsync else { return None };
        let since = self.open.as_ref()?.unsynced?;
        Some(interval.saturating_sub(since.elapsed()))
    }

    /// Syncs what is due.
    pub(crate) fn sync(&mut self) -> io::Result<()> {
        match &mut self.open {
            Some(open) if open.unsynced.is_some() => open.sync(&self.directory),
            _ => Ok(()),
        }
    }

    /// Notes how far the chain has come, and writes no more.
    pub(crate) fn close(self, head: Option<Head>) {
        // Of a chain without records the store is never told.
        if let Some(head) = head.filter(|head| head.number > 0) {
            // Not fatal: what the segments hold tells it, too, as long as they are there.
            let _ = self.directory.note_head(head);
        }
    }
}

/// Also when the thread that it belongs to panics: the reader need not wait for more.
impl Drop for Appender {
    fn drop(&mut self) {
        self.finish();
        self.ledger.close();
    }
}

impl Open {
    fn sync(&mut self, directory: &Directory) -> io::Result<()> {
        // If it fails, the next try is due no sooner than after a success.
        self.unsynced = Some(Instant::now());
        self.file.sync_data()?;
        if !self.named {
            directory.sync()?;
            self.named = true;
        }
        self.unsynced = None;
        Ok(())
    }
}
