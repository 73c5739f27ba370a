//! What is masked: a text, or bytes that may be none.

use std::ops::Range;

use crate::masked::owned_text;

/// A document, and how a masked copy of it is written. What is copied of a text is known to be text,
/// so nobody has to look at it again.
pub(crate) trait Document: ToOwned {
    fn bytes(&self) -> &[u8];

    /// An empty copy with room for so many bytes.
    fn copy_of(len: usize) -> Self::Owned;

    /// Copies a part.
    fn copy(&self, part: Range<usize>, out: &mut Self::Owned);

    /// Adds what stands for a secret.
    fn add(mark: &[u8], out: &mut Self::Owned);

    /// A copy that was written as bytes.
    fn owned(bytes: Vec<u8>) -> Self::Owned;
}

impl Document for [u8] {
    fn bytes(&self) -> &[u8] {
        self
    }

    fn copy_of(len: usize) -> Vec<u8> {
        Vec::with_capacity(len)
    }

    fn copy(&self, part: Range<usize>, out: &mut Vec<u8>) {
        out.extend_from_slice(&self[part]);
    }

    fn add(mark: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(mark);
    }

    fn owned(bytes: Vec<u8>) -> Vec<u8> {
        bytes
    }
}

impl Document for str {
    fn bytes(&self) -> &[u8] {
        self.as_bytes()
    }

    fn copy_of(len: usize) -> String {
        String::with_capacity(len)
    }

    fn copy(&self, part: Range<usize>, out: &mut String) {
        match self.get(part.clone()) {
            Some(text) => out.push_str(text),
            // Spans start and end beside ASCII bytes, so this is not met.
            None => Self::add(&self.as_bytes()[part], out),
        }
    }

    fn add(mark: &[u8], out: &mut String) {
        match std::str::from_utf8(mark) {
            Ok(mark) => out.push_str(mark),
            // What is kept of a secret may be less than a character.
            Err(_) => out.push_str(&String::from_utf8_lossy(mark)),
        }
    }

    fn owned(bytes: Vec<u8>) -> String {
        owned_text(bytes)
    }
}
