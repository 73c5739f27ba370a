//! The end that is read from: what the store has not got yet, whoever wrote it.

use std::{
    error, fmt,
    io::{self, ErrorKind},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use super::{
    Directory, Ledger, frame,
    ledger::{Front, Segment},
    window::Window,
};
use crate::{AuditRecord, chain::ChainStart};

/// Reads records in their order. Blocks, so it is not for an async task.
pub(crate) struct Reader {
    directory: Arc<Directory>,
    ledger: Arc<Ledger>,
    open: Option<Open>,
    /// How often in a row reading has panicked.
    panics: u32,
    /// Of which segment how many records were given before that.
    given: Option<(u64, u64)>,
}

/// What comes next.
pub(crate) enum Next {
    Batch(Batch),
    /// Nothing, for now.
    Empty,
    /// Nothing, ever.
    Closed,
}

/// Records of one chain.
pub(crate) struct Batch {
    pub(crate) start: Option<ChainStart>,
    pub(crate) records: Vec<AuditRecord>,
    /// Whether an earlier run has written them.
    pub(crate) replayed: bool,
}

pub(super) struct Open {
    number: u64,
    pub(super) window: Window,
    start: Option<ChainStart>,
    /// How many of its records were given.
    given: u64,
}

/// A batch ends with the record that takes it past this.
const BATCH_BYTES: usize = 4 << 20;
/// So often reading may panic at a place before that counts as damaged.
const MOST_PANICS: u32 = 3;

impl Reader {
    pub(super) fn new(directory: Arc<Directory>, ledger: Arc<Ledger>) -> Self {
        Self { directory, ledger, open: None, panics: 0, given: None }
    }

    /// The next records, at most `limit`. All that were given before must be in the store: their segments
    /// go.
    ///
    /// Nothing that is on a disk should make this panic. Should it all the same, that is an error, and the
    /// next call tries again from where this one began; if that does not help, the segment goes as one does
    /// that is damaged, so that what comes after it is not kept from the store.
    pub(crate) fn next(&mut self, limit: usize) -> io::Result<Next> {
        if let Ok(next) = catch_unwind(AssertUnwindSafe(|| self.advance(limit))) {
            self.panics = 0;
            return next;
        }
        self.panics += 1;
        // Where it stands now is anybody's guess.
        self.given = self.open.take().map(|open| (open.number, open.given)).or(self.given);
        if self.panics >= MOST_PANICS
            && let Front::Segment(segment) = self.ledger.front()
        {
            self.leave(segment, true)?;
            self.panics = 0;
        }
        Err(io::Error::other(Panicked))
    }

    fn advance(&mut self, limit: usize) -> io::Result<Next> {
        loop {
            let segment = match self.ledger.front() {
                Front::Segment(segment) => segment,
                Front::Empty => return Ok(Next::Empty),
                Front::Closed => return Ok(Next::Closed),
            };
            let read = match self.read(segment, limit) {
                Err(error) if self.is_damage(error.kind()) => Err(error),
                read => Ok(read?),
            };
            match read {
                Ok(records) if !records.is_empty() => {
                    let start = self.open.as_ref().and_then(|open| open.start.clone());
                    return Ok(Next::Batch(Batch { start, records, replayed: segment.earlier }));
                }
                Ok(_) if !segment.whole => return Ok(Next::Empty),
                read => self.leave(segment, read.is_err())?,
            }
        }
    }

    /// Records of this segment from where the reader stands; none at its end. `InvalidData` where it can
    /// be read no further, once what was before has been given.
    fn read(&mut self, segment: Segment, limit: usize) -> io::Result<Vec<AuditRecord>> {
        let open = match &mut self.open {
            Some(open) if open.number == segment.number => open,
            _ => self.open.insert(open_after(&self.directory, segment, self.given.take())?),
        };
        let window = &mut open.window;
        window.set_end(segment.end);
        let (mut records, mut bytes) = (Vec::new(), 0);
        while records.len() < limit && bytes < BATCH_BYTES {
            let content = match window.frame() {
                Ok(Some(content)) => content,
                Err(error) if records.is_empty() => return Err(error),
                // The next reading meets the fault again, at its beginning.
                Ok(None) | Err(_) => break,
            };
            match frame::record(content) {
                Some(record) => records.push(record),
                None if records.is_empty() => return Err(ErrorKind::InvalidData.into()),
                None => break,
            }
            let length = frame::HEAD + content.len();
            bytes += length;
            window.pass(length);
            #[cfg(test)]
            self.ledger.panic_if_told(0);
        }
        open.given += records.len() as u64;
        Ok(records)
    }

    /// Whether there is no more to come of a segment.
    fn is_damage(&self, kind: ErrorKind) -> bool {
        match kind {
            ErrorKind::InvalidData | ErrorKind::UnexpectedEof => true,
            // Somebody has taken it away; unless all of them are, and may come back.
            ErrorKind::NotFound => self.directory.is_there(),
            _ => false,
        }
    }

    /// The segment is done with.
    fn leave(&mut self, segment: Segment, corrupt: bool) -> io::Result<()> {
        let gone = match corrupt {
            true => self.directory.set_aside(segment.number),
            false => self.directory.remove(segment.number).map(|()| 0),
        };
        let discarded = match gone {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            gone => gone.unwrap_or_default(),
        };
        // Not before: as long as it cannot go, it is not to be read from its beginning again.
        (self.open, self.given) = (None, None);
        self.ledger.drop_front(corrupt, discarded);
        Ok(())
    }
}

/// The segment, behind what was given of it before.
fn open_after(directory: &Directory, segment: Segment, given: Option<(u64, u64)>) -> io::Result<Open> {
    let mut open = open(directory, segment)?;
    let given = given.filter(|(number, _)| *number == segment.number).map_or(0, |(_, given)| given);
    while open.given < given
        && let Some(content) = open.window.frame()?
    {
        let length = frame::HEAD + content.len();
        open.window.pass(length);
        open.given += 1;
    }
    Ok(open)
}

pub(super) fn open(directory: &Directory, segment: Segment) -> io::Result<Open> {
    let file = directory.read(segment.number)?;
    let mut window = Window::new(file, segment.end);
    let start = window.header()?;
    Ok(Open { number: segment.number, window, start, given: 0 })
}

/// A fault in the reading itself.
#[derive(Debug)]
pub(crate) struct Panicked;

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("its reader panicked")
    }
}

impl error::Error for Panicked {}
