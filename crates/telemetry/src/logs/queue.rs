//! Lines that wait to be written.

use std::ptr;

use tracing::Metadata;

/// Whole lines, bounded in bytes.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    text: Vec<u8>,
    /// Where the lines of one place in the program end: a writer may depend on what is written.
    runs: Vec<(&'static Metadata<'static>, usize)>,
}

impl Queue {
    /// How many bytes wait at most; as many again are being written.
    const ROOM: usize = 2 * 1024 * 1024;
    /// What is kept for later lines.
    const KEPT: usize = 256 * 1024;
    /// What is written in one call: as much as a pipe takes in one piece, so that lines do not mix with
    /// those of another process either. A longer line is still written in one.
    const CHUNK: usize = 4096;

    /// Adds a line; false, if there is no room for it.
    pub(crate) fn push(&mut self, metadata: &'static Metadata<'static>, line: &str) -> bool {
        let end = self.text.len() + line.len();
        if end > Self::ROOM && !self.text.is_empty() {
            return false;
        }
        self.text.extend_from_slice(line.as_bytes());
        match self.runs.last_mut() {
            Some((last, its_end)) if ptr::eq(*last, metadata) => *its_end = end,
            _ => self.runs.push((metadata, end)),
        }
        true
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(crate) fn is_filling(&self) -> bool {
        self.text.len() > Self::ROOM / 4
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.text.shrink_to(Self::KEPT);
        self.runs.clear();
        self.runs.shrink_to(Self::KEPT / size_of::<(&Metadata<'_>, usize)>());
    }

    /// What to write in one call each, in order.
    pub(crate) fn chunks(&self) -> impl Iterator<Item = (&'static Metadata<'static>, &[u8])> {
        let mut start = 0;
        self.runs.iter().flat_map(move |&(metadata, end)| {
            let mut run = &self.text[start..end];
            start = end;
            std::iter::from_fn(move || {
                let (chunk, rest) = run.split_at(whole_lines(run));
                run = rest;
                (!chunk.is_empty()).then_some((metadata, chunk))
            })
        })
    }
}

/// How many bytes the first lines have that fit into a chunk; at least those of one line.
fn whole_lines(text: &[u8]) -> usize {
    let is_end = |byte: &u8| *byte == b'\n';
    let within = &text[..text.len().min(Queue::CHUNK)];
    let last = within.iter().rposition(is_end).or_else(|| text.iter().position(is_end));
    last.map_or(text.len(), |last| last + 1)
}
