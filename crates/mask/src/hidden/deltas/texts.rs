//! Texts that are known whole, and what to mask in them.

use super::bytes::Line;
use super::kinds::Texts;
use super::rpc;
use crate::findings::Findings;
use crate::mark;
use crate::scan::engine::{Engine, RuleId};
use crate::scan::{Scanner, Span};

/// Members that carry a text in parts. In others a key at the end of one string says nothing of
/// the start of the next.
const PARTS: &[&str] = &[
    "content",
    "delta",
    "text",
    "partial_json",
    "arguments",
    "input",
    "thinking",
    "reasoning",
    "token",
    "chunk",
    "completion",
    "response",
    "output",
    "output_text",
    "stdout",
    "stderr",
    "reasoning_content",
];

pub(super) struct Whole<'e> {
    engine: &'e Engine,
    texts: Vec<Text>,
}

#[derive(Default)]
struct Text {
    bytes: Vec<u8>,
    pieces: Vec<Piece>,
    in_parts: bool,
    /// Each piece may be all there is to say, as in the entries of a log.
    in_messages: bool,
}

/// A delta: where it stands in its text, and in the document.
struct Piece {
    at: usize,
    len: usize,
    origin: usize,
}

/// What to write in place of a part of the document.
struct Edit {
    place: Line,
    /// Nothing but in the first event a secret touches.
    mark: Vec<u8>,
}

impl Texts for Whole<'_> {
    fn begin(&mut self, document: &[u8], first: Line) -> u32 {
        let before = &document[..first.start - 1];
        let in_parts = is_in_parts(before);
        let in_messages = !in_parts && rpc::is_message(before);
        self.texts.push(Text { in_parts, in_messages, ..Text::default() });
        let text = u32::try_from(self.texts.len() - 1).unwrap_or(u32::MAX);
        self.add(document, text, first);
        text
    }

    fn add(&mut self, document: &[u8], text: u32, delta: Line) {
        let text = &mut self.texts[text as usize];
        if text.in_messages && rpc::begins_anew(delta.of(document)) && text.ends_in_secret(self.engine) {
            text.bytes.push(b'\n');
        }
        text.pieces.push(Piece { at: text.bytes.len(), len: delta.len(), origin: delta.start });
        text.bytes.extend_from_slice(delta.of(document));
    }

    fn end(&mut self, _: u32) {}

    fn is_enough(&self) -> bool {
        false
    }
}

impl<'e> Whole<'e> {
    pub(super) fn new(engine: &'e Engine) -> Self {
        Self { engine, texts: Vec::new() }
    }

    /// The document without what the texts show.
    pub(super) fn mask(&self, document: &[u8]) -> Option<(Vec<u8>, Findings)> {
        let engine = self.engine;
        let mut edits = Vec::new();
        let mut findings = Findings::default();
        for text in &self.texts {
            let mut scanner = Scanner::default();
            while let Some(span) = scanner.next_span(engine, &text.bytes, true) {
                if text.in_parts || span.rule != RuleId::KEY_NAME || text.is_tight(&span) {
                    text.edit(engine, &span, &mut edits);
                    engine.record(span.rule, &mut findings);
                }
            }
        }
        if edits.is_empty() {
            return None;
        }
        edits.sort_by_key(|edit| edit.place.start);
        let mut out = Vec::with_capacity(document.len());
        let mut copied = 0;
        for edit in edits {
            out.extend_from_slice(&document[copied..edit.place.start]);
            out.extend_from_slice(&edit.mark);
            copied = edit.place.end;
        }
        out.extend_from_slice(&document[copied..]);
        Some((out, findings))
    }
}

/// Whether a string after this is of a member that carries a text in parts.
fn is_in_parts(before: &[u8]) -> bool {
    let key = before.trim_ascii_end();
    let key = key.strip_suffix(b":").map_or(key, <[u8]>::trim_ascii_end);
    let named = |part: &&str| {
        let key = key.strip_suffix(b"\"").and_then(|key| key.strip_suffix(part.as_bytes()));
        key.is_some_and(|key| key.ends_with(b"\""))
    };
    PARTS.iter().any(named)
}

impl Text {
    /// Whether the last piece shows a secret by itself, or a mark of one, and nothing after it.
    fn ends_in_secret(&self, engine: &Engine) -> bool {
        let Some(last) = self.pieces.last() else { return false };
        let piece = &self.bytes[last.at..];
        let mut scanner = Scanner::default();
        mark::ends(piece)
            || std::iter::from_fn(|| scanner.next_span(engine, piece, true))
                .any(|span| span.end == piece.len())
    }

    /// Whether a value goes on where its key stopped. A message may end in `password:`, but not
    /// in a blank or an equals sign.
    fn is_tight(&self, span: &Span) -> bool {
        let begins = self.pieces.binary_search_by_key(&span.start, |piece| piece.at).is_ok();
        !begins || matches!(self.bytes[..span.start].last(), Some(b'=' | b' ' | b'"'))
    }

    fn edit(&self, engine: &Engine, span: &Span, edits: &mut Vec<Edit>) {
        let mut mark = Vec::new();
        span.write_mark(engine, &self.bytes, None, &mut mark);
        let first = self.pieces.partition_point(|piece| piece.at <= span.start) - 1;
        for piece in &self.pieces[first..] {
            let end = piece.at + piece.len;
            let (from, to) = (span.start.max(piece.at), span.end.min(end));
            if from < to {
                let place = Line { start: piece.origin + from - piece.at, end: piece.origin + to - piece.at };
                edits.push(Edit { place, mark: std::mem::take(&mut mark) });
            }
            if end >= span.end {
                break;
            }
        }
    }
}
