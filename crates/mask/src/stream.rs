use std::fmt;
use std::sync::Arc;

use crate::findings::Findings;
use crate::scan::Scanner;
use crate::scan::engine::Engine;
use crate::style::Digest;

/// How much of a chunk is taken into the window at once. Bounds the window whatever the chunk.
const SLICE: usize = 16 * 1024;

/// Masks a document that comes in chunks of any size, in constant memory.
///
/// The output is that of masking the whole document at once, but for what only the whole shows: a
/// secret that several server-sent events carry between them. What cannot be decided yet is held
/// back: a few hundred bytes of clean text, about a kilobyte after something that looks like a
/// secret, two in base64 text.
///
/// ```
/// let mut stream = gate_mask::Masker::default().stream();
/// let mut out = Vec::new();
/// stream.push(b"{\"pass", &mut out);
/// stream.push(b"word\": \"hun", &mut out);
/// stream.push(b"ter2\"}", &mut out);
/// let findings = stream.finish(&mut out);
/// assert_eq!(out, b"{\"password\": \"***\"}");
/// assert_eq!(findings.total(), 1);
/// ```
pub struct MaskStream {
    engine: Arc<Engine>,
    scanner: Scanner,
    findings: Findings,
    /// Bytes already written that rules may look back at, then bytes that wait.
    window: Vec<u8>,
    /// Where in the window the waiting bytes start.
    written: usize,
    /// What the window has lost of the open secret, if its mark needs a hash of it.
    lost: Option<Digest>,
}

impl MaskStream {
    pub(crate) fn new(engine: Arc<Engine>) -> Self {
        Self {
            engine,
            scanner: Scanner::default(),
            findings: Findings::default(),
            window: Vec::new(),
            written: 0,
            lost: None,
        }
    }

    /// Takes the next bytes and appends to `out` those that are decided.
    pub fn push(&mut self, chunk: &[u8], out: &mut Vec<u8>) {
        for slice in chunk.chunks(SLICE) {
            self.window.extend_from_slice(slice);
            self.advance(false, out);
            self.forget();
        }
    }

    /// Ends the document: appends what was held back and returns what was masked.
    pub fn finish(mut self, out: &mut Vec<u8>) -> Findings {
        self.advance(true, out);
        self.findings
    }

    /// What was masked so far.
    pub fn findings(&self) -> &Findings {
        &self.findings
    }

    fn advance(&mut self, end: bool, out: &mut Vec<u8>) {
        while let Some(span) = self.scanner.next_span(&self.engine, &self.window, end) {
            if self.written < span.start {
                out.extend_from_slice(&self.window[self.written..span.start]);
            }
            span.write_mark(&self.engine, &self.window, self.lost.take(), out);
            self.engine.record(span.rule, &mut self.findings);
            self.written = span.end;
        }
        let decided = self.scanner.decided(&self.engine);
        if self.written < decided {
            out.extend_from_slice(&self.window[self.written..decided]);
            self.written = decided;
        }
    }

    /// Drops what no rule can look back at any more; rarely, so that tiny chunks stay cheap.
    fn forget(&mut self) {
        let useless = self.scanner.seen_from(&self.engine).min(self.window.len());
        if useless >= SLICE / 2 {
            self.remember(useless);
            self.window.drain(..useless);
            self.scanner.shift(useless);
            self.written = self.written.saturating_sub(useless);
        }
    }
}

impl MaskStream {
    /// Hashes what the open secret has in the first bytes of the window.
    fn remember(&mut self, bytes: usize) {
        let Some(part) = self.scanner.open_start().and_then(|start| self.window.get(start..bytes)) else {
            return;
        };
        if self.lost.is_none() {
            self.lost = self.engine.style().digest();
        }
        if let Some(lost) = &mut self.lost {
            lost.update(part);
        }
    }
}

impl fmt::Debug for MaskStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MaskStream")
            .field("waiting", &self.window.len().saturating_sub(self.written))
            .field("findings", &self.findings)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use crate::Masker;

    #[test]
    fn the_window_stays_small_whatever_the_input() {
        let inputs = ["a", "\\", "token=", "\"password\":\"", "{\"secret\":[", "://a:", "-----BEGIN "];
        for input in inputs {
            for chunk in [1, 1000, 1_000_000] {
                let mut stream = Masker::default().stream();
                let mut out = Vec::new();
                for bytes in input.repeat(300_000 / input.len()).as_bytes().chunks(chunk) {
                    stream.push(bytes, &mut out);
                    assert!(stream.window.capacity() <= 64 * 1024, "{input}");
                }
            }
        }
    }
}
