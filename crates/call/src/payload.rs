//! Bounded copies of what a call carried.

use std::fmt;

use bytes::Bytes;

/// The first bytes of a call's arguments or result, and how long the whole was.
///
/// `Debug` never shows the bytes: nothing here has been masked.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Payload {
    bytes: Bytes,
    total: u64,
}

impl Payload {
    /// Keeps at most `limit` bytes of `whole`.
    ///
    /// They are copied: a piece of a body that came off a connection is a slice of the read buffer, which is
    /// larger than the piece tells, and keeping the slice would keep all of it.
    #[must_use]
    pub fn of_slice(buffer: &Bytes, range: std::ops::Range<usize>, limit: usize) -> Self {
        let whole = buffer.get(range).unwrap_or_default();
        let bytes = Bytes::copy_from_slice(&whole[..whole.len().min(limit)]);
        Self { bytes, total: whole.len() as u64 }
    }

    /// `bytes`, the beginning of something that is `total` bytes long.
    #[must_use]
    pub fn new(bytes: Bytes, total: u64) -> Self {
        Self { bytes, total }
    }

    /// The bytes that were kept, unmasked.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The length of the whole.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Whether the kept bytes are less than the whole.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        (self.bytes.len() as u64) < self.total
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Payload")
            .field("kept", &self.bytes.len())
            .field("total", &self.total)
            .finish_non_exhaustive()
    }
}

/// Collects a payload from fragments as they pass.
#[derive(Default)]
pub(crate) struct Capture {
    kept: Vec<u8>,
    total: u64,
}

impl Capture {
    pub(crate) fn push(&mut self, fragment: &[u8], limit: usize) {
        let room = limit.saturating_sub(self.kept.len());
        self.kept.extend_from_slice(&fragment[..fragment.len().min(room)]);
        self.total += fragment.len() as u64;
    }

    pub(crate) fn take(&mut self) -> Option<Payload> {
        let Self { kept, total } = std::mem::take(self);
        (total > 0).then(|| Payload::new(kept.into(), total))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_slice_pins_its_buffer() {
        // As a connection's read buffer is split: the piece does not tell how much it holds.
        let mut read = bytes::BytesMut::with_capacity(1 << 20);
        read.extend_from_slice(&[b'x'; 1_000]);
        let piece = read.split().freeze();
        for range in [10..20, 0..1_000] {
            let payload = Payload::of_slice(&piece, range.clone(), 4_096);
            assert_eq!(payload.bytes().len(), range.len());
            assert!(!piece.as_ptr_range().contains(&payload.bytes().as_ptr()));
        }
    }

    #[test]
    fn a_cut_is_visible() {
        let mut capture = Capture::default();
        capture.push(b"hello ", 8);
        capture.push(b"world", 8);
        let payload = capture.take().unwrap();
        assert_eq!(&payload.bytes()[..], b"hello wo");
        assert_eq!(payload.total(), 11);
        assert!(payload.is_truncated());
        assert!(!format!("{payload:?}").contains("hello"));
    }

    #[test]
    fn a_range_outside_the_buffer_is_empty() {
        assert_eq!(Payload::of_slice(&Bytes::from_static(b"ab"), 5..9, 10), Payload::default());
    }
}
