//! The end that is read from: what the store has not got yet, whoever wrote it.

use std::{
    fs::File,
    io::{self, ErrorKind, Read},
    sync::Arc,
};

use super::{
    Directory, Ledger,
    frame::{self, Frame},
    header,
    ledger::{Front, Segment},
};
use crate::{
    AuditRecord,
    chain::{ChainStart, Head},
};

/// Reads records in their order. Blocks, so it is not for an async task.
pub(crate) struct Reader {
    directory: Arc<Directory>,
    ledger: Arc<Ledger>,
    open: Option<Open>,
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

struct Open {
    number: u64,
    window: Window,
    start: Option<ChainStart>,
}

/// A batch ends with the record that takes it past this.
const BATCH_BYTES: usize = 4 << 20;

impl Reader {
    pub(super) fn new(directory: Arc<Directory>, ledger: Arc<Ledger>) -> Self {
        Self { directory, ledger, open: None }
    }

    /// The next records, at most `limit`. All that were given before must be in the store: their segments
    /// go.
    pub(crate) fn next(&mut self, limit: usize) -> io::Result<Next> {
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
            _ => self.open.insert(open(&self.directory, segment)?),
        };
        let window = &mut open.window;
        window.end = segment.end;
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
        }
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
            false => self.directory.remove(segment.number),
        };
        match gone {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => {
                // Not before: as long as it cannot go, it is not to be read from its beginning again.
                self.open = None;
                self.ledger.drop_front(corrupt);
                Ok(())
            }
        }
    }
}

fn open(directory: &Directory, segment: Segment) -> io::Result<Open> {
    let file = directory.read(segment.number)?;
    let mut window = Window { file, end: segment.end, read: 0, bytes: Vec::new(), at: 0 };
    let start = window.header()?;
    Ok(Open { number: segment.number, window, start })
}

/// Cuts off the frame that a segment ends in the midst of, if it does; all of it, if that is its header.
pub(super) fn cut_torn_tail(directory: &Directory, number: u64) -> io::Result<()> {
    let mut open = match open(directory, Segment::earlier(number, directory.size(number)?)) {
        Ok(open) => open,
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return directory.remove(number),
        // Its reader will find the same.
        Err(error) if error.kind() == ErrorKind::InvalidData => return Ok(()),
        Err(error) => return Err(error),
    };
    while let Ok(Some(content)) = open.window.frame() {
        let length = frame::HEAD + content.len();
        open.window.pass(length);
    }
    let window = &open.window;
    let is_torn = matches!(frame::read(&window.bytes[window.at..]), Frame::Part(_));
    if is_torn && window.place() < window.end { directory.cut(number, window.place()) } else { Ok(()) }
}

/// The head that a segment's last record tells.
pub(super) fn last_head(directory: &Directory, number: u64) -> Option<Head> {
    let size = directory.size(number).ok()?;
    let mut open = open(directory, Segment::earlier(number, size)).ok()?;
    let mut head = None;
    while let Ok(Some(content)) = open.window.frame() {
        let length = frame::HEAD + content.len();
        if let Some((Some(link), _)) = frame::split_link(content) {
            head = Some(link.into());
        }
        open.window.pass(length);
    }
    head
}

/// A part of a segment in memory: as large as a frame needs it.
struct Window {
    file: File,
    /// Up to where the file may be read.
    end: u64,
    /// Up to where it has been read.
    read: u64,
    bytes: Vec<u8>,
    /// What of `bytes` has been passed.
    at: usize,
}

const STEP: usize = 256 << 10;

impl Window {
    /// The place in the file.
    fn place(&self) -> u64 {
        self.read - (self.bytes.len() - self.at) as u64
    }

    fn pass(&mut self, length: usize) {
        self.at += length;
    }

    /// The segment's header, passed. `InvalidData` if what is there is none, `UnexpectedEof` if it is cut.
    fn header(&mut self) -> io::Result<Option<ChainStart>> {
        loop {
            let read = header::read(&self.bytes[self.at..]).ok_or(ErrorKind::InvalidData)?;
            match read {
                Ok((start, length)) => {
                    self.pass(length);
                    return Ok(start);
                }
                Err(needed) if self.has(needed)? => {}
                Err(_) => return Err(ErrorKind::UnexpectedEof.into()),
            }
        }
    }

    /// The content of the next frame, if there is one. `InvalidData` if what is there is none.
    fn frame(&mut self) -> io::Result<Option<&[u8]>> {
        loop {
            let needed = match frame::read(&self.bytes[self.at..]) {
                Frame::Whole(_) => break,
                Frame::Corrupt => return Err(ErrorKind::InvalidData.into()),
                Frame::Part(needed) => needed,
            };
            if !self.has(needed)? {
                let is_end = self.place() == self.end;
                return if is_end { Ok(None) } else { Err(ErrorKind::InvalidData.into()) };
            }
        }
        // Once more, as what was read in the loop cannot be returned from it while it may go on.
        let length = self.bytes[self.at..].first_chunk().map_or(0, |length| u32::from_le_bytes(*length));
        let from = self.at + frame::HEAD;
        Ok(self.bytes.get(from..from + length as usize))
    }

    /// Reads until there are so many bytes ahead, unless the file ends before.
    fn has(&mut self, needed: usize) -> io::Result<bool> {
        if self.place().saturating_add(needed as u64) > self.end {
            return Ok(false);
        }
        self.bytes.drain(..self.at);
        self.at = 0;
        if self.bytes.capacity() > 4 * STEP {
            self.bytes.shrink_to(needed.max(STEP));
        }
        let left = usize::try_from(self.end - self.read).unwrap_or(usize::MAX);
        let more = needed.saturating_sub(self.bytes.len()).max(STEP).min(left);
        let got = (&mut self.file).take(more as u64).read_to_end(&mut self.bytes)?;
        self.read += got as u64;
        // Somebody has cut the file.
        if got < more { Err(ErrorKind::InvalidData.into()) } else { Ok(true) }
    }
}
