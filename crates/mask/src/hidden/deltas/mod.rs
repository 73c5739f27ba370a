//! One text in the deltas of many events.
//!
//! A model's answer, or a log, comes in events whose JSON is alike but for a string that goes on
//! where that of the last event stopped. Where the whole stream is known, as in a store, these
//! strings are read as one text and a secret is masked in every event it touches.
//!
//! Nothing is parsed: an event is compared with the last one of its kind ([`align`]), which costs
//! little more than reading it, and the strings that differ are the deltas.

mod align;
mod texts;

use std::ops::Range;

use align::{Alignment, Line};
use texts::Texts;

use super::lines::is_event_stream;
use crate::findings::Findings;
use crate::scan::engine::Engine;

/// Kinds of events that may take turns.
const KINDS: usize = 3;

/// Masks what only the deltas of several events show; `None` if there is nothing.
pub(crate) fn mask(engine: &Engine, document: &[u8]) -> Option<(Vec<u8>, Findings)> {
    if !is_event_stream(document) {
        return None;
    }
    let mut texts = Texts::default();
    let mut kinds: Vec<Kind> = Vec::new();
    let mut alignment = Alignment::default();
    let mut at = 0;
    while let Some(start) = next_payload(document, at) {
        if let Some(kind) = kinds.last_mut()
            && let Some(end) = kind.goes_on_alike(document, start, &mut texts)
        {
            at = end;
            continue;
        }
        let known = kinds.iter().rposition(|kind| alignment.align(document, &kind.last, start));
        at = match known {
            Some(index) => {
                kinds[index].go_on(document, &alignment, &mut texts);
                kinds[index..].rotate_left(1);
                alignment.end
            }
            None => {
                let end = start + align::line_len(&document[start..]);
                if kinds.len() == KINDS {
                    kinds.remove(0);
                }
                kinds.push(Kind { last: Line { start, end }, deltas: Vec::new(), strings: Vec::new() });
                end
            }
        };
    }
    texts.mask(engine, document)
}

/// Events that are alike.
struct Kind {
    last: Line,
    /// The strings of the last event that differed from those of one before it.
    deltas: Vec<Delta>,
    /// Those of the event that is looked at.
    strings: Vec<Line>,
}

/// A string of an event, and the text it belongs to.
struct Delta {
    string: Line,
    text: usize,
}

impl Kind {
    /// Takes the next event if only those strings differ that have differed before, as in most
    /// streams: what is between them is compared at once. Returns where the event ends.
    fn goes_on_alike(&mut self, document: &[u8], start: usize, texts: &mut Texts) -> Option<usize> {
        self.strings.clear();
        let (mut old, mut new) = (self.last.start, start);
        for Delta { string, .. } in &self.deltas {
            new += same(document, old..string.start, new)?;
            let len = plain_len(&document[new..], &document[string.start..string.end])?;
            self.strings.push(Line { start: new, end: new + len });
            (old, new) = (string.end, new + len);
        }
        new += same(document, old..self.last.end, new)?;
        if self.deltas.is_empty() || !align::ends_line(document, new) {
            return None;
        }
        for (delta, string) in self.deltas.iter_mut().zip(self.strings.drain(..)) {
            texts.add(document, delta.text, &string);
            delta.string = string;
        }
        self.last = Line { start, end: new };
        Some(new)
    }

    /// Takes the next event of this kind.
    fn go_on(&mut self, document: &[u8], alignment: &Alignment, texts: &mut Texts) {
        for delta in &mut self.deltas {
            delta.string = alignment.counterpart(&delta.string);
            texts.add(document, delta.text, &delta.string);
        }
        for pair in alignment.strings() {
            if self.deltas.iter().all(|delta| delta.string.start != pair.new.start) {
                let text = texts.begin(document, &pair.old);
                texts.add(document, text, &pair.new);
                self.deltas.push(Delta { string: pair.new.clone(), text });
            }
        }
        self.deltas.sort_by_key(|delta| delta.string.start);
        self.last = Line { start: alignment.start, end: alignment.end };
    }
}

/// The length of what stood at `old`, if it stands at `new`, too.
fn same(document: &[u8], old: Range<usize>, new: usize) -> Option<usize> {
    document[new..].starts_with(&document[old.clone()]).then_some(old.len())
}

/// How long the string is that `text` begins with, where `last` was the one before it. Escapes are
/// for the longer way.
fn plain_len(text: &[u8], last: &[u8]) -> Option<usize> {
    let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | b'\n' | b'\r');
    let is_last = text.get(last.len()) == Some(&b'"') && text.starts_with(last) && !last.contains(&b'\\');
    let len = if is_last { last.len() } else { text.iter().position(ends)? };
    (text[len] == b'"').then_some(len)
}

/// Where the JSON of the next line of data starts.
fn next_payload(document: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let rest = document.get(at..)?;
        at += rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        let line = document.get(at..).filter(|line| !line.is_empty())?;
        let data = line.strip_prefix(b"data:").map(|data| data.strip_prefix(b" ").unwrap_or(data));
        match data {
            Some([b'{' | b'[', ..]) => return data.map(|data| document.len() - data.len()),
            _ => at += align::line_len(line).max(1),
        }
    }
}
