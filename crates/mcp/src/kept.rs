//! What is kept of payloads as they stream by.

use gate_call::Payload;
use smallvec::SmallVec;

/// How many payloads of one document are kept: as many as a batch may ask for.
const MAX_PARTS: usize = 256;

/// The beginnings of payloads whose messages are not complete yet.
#[derive(Default)]
pub(crate) struct Kept(SmallVec<[(usize, Part); 1]>);

/// The beginning of one payload, and how long it is so far.
#[derive(Default)]
pub(crate) struct Part {
    pub(crate) bytes: Vec<u8>,
    pub(crate) total: u64,
}

impl Part {
    pub(crate) fn payload(self, limit: usize) -> Option<Payload> {
        let Self { mut bytes, total } = self;
        bytes.truncate(limit);
        (limit > 0 && total > 0).then(|| Payload::new(bytes.into(), total))
    }
}

impl Kept {
    pub(crate) fn push(&mut self, index: usize, bytes: &[u8], limit: usize) {
        // No more than a request can ask for; also what keeps the search below from growing.
        if index >= MAX_PARTS {
            return;
        }
        let others: usize =
            self.0.iter().filter(|(at, _)| *at != index).map(|(_, part)| part.bytes.len()).sum();
        let at = self.0.iter().position(|(at, _)| *at == index).unwrap_or_else(|| {
            self.0.push((index, Part::default()));
            self.0.len() - 1
        });
        let part = &mut self.0[at].1;
        // One limit for all of a batch bounds what an event can make us hold.
        let room = limit.saturating_sub(others + part.bytes.len());
        part.bytes.extend_from_slice(&bytes[..bytes.len().min(room)]);
        part.total += bytes.len() as u64;
    }

    pub(crate) fn take(&mut self, index: usize) -> Part {
        let at = self.0.iter().position(|(at, _)| *at == index);
        at.map(|at| self.0.swap_remove(at).1).unwrap_or_default()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_for_all_parts_together_and_totals_are_true() {
        let mut kept = Kept::default();
        kept.push(0, b"12345", 8);
        kept.push(1, b"12345", 8);
        kept.push(0, b"6", 8);
        let (first, second) = (kept.take(0), kept.take(1));
        assert_eq!((&first.bytes[..], first.total), (&b"12345"[..], 6));
        assert_eq!((&second.bytes[..], second.total), (&b"123"[..], 5));
        assert_eq!(kept.take(0).total, 0, "it was taken");
    }

    #[test]
    fn a_document_of_endless_parts_is_bounded() {
        let mut kept = Kept::default();
        (0..100_000).for_each(|index| kept.push(index, b"1", 8));
        assert_eq!(kept.0.len(), MAX_PARTS);
        kept.clear();
        assert!(kept.0.is_empty());
    }
}
