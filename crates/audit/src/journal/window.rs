//! Frames of a segment, one after the other.

use std::{
    fs::File,
    io::{self, ErrorKind, Read},
};

use super::{
    frame::{self, Frame},
    header,
};
use crate::chain::ChainStart;

/// A part of a segment in memory: as large as a frame needs it.
pub(super) struct Window {
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
    pub(super) fn new(file: File, end: u64) -> Self {
        Self { file, end, read: 0, bytes: Vec::new(), at: 0 }
    }

    pub(super) fn end(&self) -> u64 {
        self.end
    }

    /// Whoever writes to the file has come this far.
    pub(super) fn set_end(&mut self, end: u64) {
        self.end = end;
    }

    /// What has been read, and not passed.
    pub(super) fn ahead(&self) -> &[u8] {
        &self.bytes[self.at..]
    }

    /// What has not been read.
    pub(super) fn rest(&mut self) -> &mut File {
        &mut self.file
    }

    /// Whether what is here looks like the beginning of a frame whose rest is not.
    pub(super) fn is_in_part(&self) -> bool {
        matches!(frame::read(self.ahead()), Frame::Part(_))
    }

    /// The place in the file.
    pub(super) fn place(&self) -> u64 {
        self.read - (self.bytes.len() - self.at) as u64
    }

    pub(super) fn pass(&mut self, length: usize) {
        self.at += length;
    }

    /// The segment's header, passed. `InvalidData` if what is there is none, `UnexpectedEof` if it is cut.
    pub(super) fn header(&mut self) -> io::Result<Option<ChainStart>> {
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
    pub(super) fn frame(&mut self) -> io::Result<Option<&[u8]>> {
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
