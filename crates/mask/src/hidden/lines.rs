//! The data of a server-sent event, which may be cut into lines at any place.
//!
//! Lines of data are joined by a newline. JSON has none inside its strings, so where the data is
//! JSON the lines are joined by nothing: a secret reads whole again. So are two lines of a text that
//! cut what looks drawn at random.

use super::decoded::Decoded;
use crate::class::TOKEN68;
use crate::scan::skip::Skip;
use crate::scan::{LOOK_BEHIND, Open, View};

/// Blank bytes before the first line are not searched further than this.
const PREAMBLE: usize = 64;
/// See [`Stretch::settled`](super::stretch::Stretch::settled).
const SETTLED: usize = 768;
/// So many comments may stand between two lines of an event.
const COMMENTS: usize = 4;
/// Of less of a word nothing tells that it goes on in the next line.
const BEGUN: usize = 3;
/// So much of a word shows what it is.
const WORD: usize = 64;

/// Whether a document is a stream of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Lines {
    #[default]
    Unknown,
    Data,
    Other,
}

impl Lines {
    /// What was decoded is no stream of events.
    pub(super) fn none() -> Self {
        Self::Other
    }

    /// Decides by the first line, once enough of it is there.
    pub(super) fn begin(&mut self, window: &[u8], end: bool) {
        if *self == Self::Unknown && (end || window.len() >= PREAMBLE + 16) {
            *self = if is_event_stream(window) { Self::Data } else { Self::Other };
        }
    }

    pub(super) fn are_data(self) -> bool {
        self == Self::Data
    }
}

/// Whether the first line is that of an event.
pub(crate) fn is_event_stream(document: &[u8]) -> bool {
    let text = document.strip_prefix("\u{feff}".as_bytes()).unwrap_or(document);
    let blank = text.iter().take(PREAMBLE).take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    let line = &text[blank..];
    let field = |name: &&[u8]| line.starts_with(name);
    [&b"data:"[..], b"event:", b"id:", b"retry:", b": "].iter().any(field)
}

/// Lines of data in a row, as far as a view shows them.
pub(super) struct Event {
    /// Where the data that is shown starts.
    start: usize,
    /// Its lines are joined by nothing.
    json: bool,
}

impl Event {
    /// The event that goes on in the line after a newline, which is at the hit or not far behind it.
    pub(super) fn around(view: &View<'_>, mut newline: usize) -> Option<Self> {
        // What is masked already may still tell where the event starts.
        let lowest = view.hit.saturating_sub(LOOK_BEHIND / 2);
        let mut first = None;
        loop {
            let line_end = newline - usize::from(view.bytes[lowest..=newline].ends_with(b"\r\n"));
            let above = view.bytes[lowest..line_end].iter().rposition(|&byte| is_newline(byte));
            if above.is_none() && lowest > 0 {
                // A line that began so far back is one of data, and only JSON is so long.
                return Some(Self { start: lowest, json: true });
            }
            let line = above.map_or(lowest, |above| lowest + above + 1);
            match data(&view.bytes[line..line_end]) {
                Some(data) => first = Some(line_end - data.len()),
                // A comment says nothing.
                None if view.bytes[line..line_end].starts_with(b":") => {}
                None => break,
            }
            match above {
                Some(above) => newline = lowest + above,
                None => break,
            }
        }
        let start = first?;
        let opening = view.bytes[start..].iter().find(|byte| !byte.is_ascii_whitespace());
        Some(Self { start, json: matches!(opening, Some(b'{' | b'[')) })
    }

    /// The data of its lines as one text, and where that ends in the window.
    pub(super) fn joined(&self, view: &View<'_>) -> (Decoded, usize) {
        let mut at = self.start.max(view.floor);
        let mut joined = Decoded::of_lines(at, at > self.start || self.start == view.floor, !self.json);
        loop {
            let line = line_of(&view.bytes[at..]);
            joined.extend(line, at);
            let end = at + line.len();
            let newline = newline_of(&view.bytes[end..]);
            let next = &view.bytes[end + newline..];
            let next = if self.json { without_comments(next) } else { next };
            let Some(data) = data(next).filter(|_| newline > 0) else {
                let cut = view.bytes.len() - end < b"\r\ndata:".len() && !view.ends();
                joined.finish(end, cut);
                return (joined, if cut { end.min(view.hit + SETTLED) } else { end });
            };
            if !self.json && !goes_on(line, data) {
                joined.push(b'\n', end);
            }
            at = view.bytes.len() - data.len();
        }
    }
}

/// The fields that a line of an event may have.
const FIELDS: [&[u8]; 4] = [b"data:", b"event:", b"id:", b"retry:"];

/// Whether a line begins with the name of a field.
pub(crate) fn has_field(line: &[u8]) -> bool {
    FIELDS.iter().any(|field| line.starts_with(field))
}

/// What a line of data holds.
pub(crate) fn data(line: &[u8]) -> Option<&[u8]> {
    let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
    let data = line.strip_prefix(b"data:")?;
    Some(data.strip_prefix(b" ").unwrap_or(data))
}

/// What follows the comments that `text` begins with.
fn without_comments(mut text: &[u8]) -> &[u8] {
    for _ in 0..COMMENTS {
        let line = line_of(text);
        if !line.starts_with(b":") {
            break;
        }
        let rest = &text[line.len()..];
        text = &rest[newline_of(rest)..];
    }
    text
}

/// Whether a line ends here and the next is one of data.
pub(super) fn is_more_after(text: &[u8]) -> bool {
    let newline = newline_of(text);
    newline > 0 && data(&text[newline..]).is_some()
}

/// Hands out the part of a secret in each of its lines; the last goes on as the secret does.
pub(super) fn each(mut open: Open, window: &[u8], mut add: impl FnMut(Open)) {
    loop {
        let known = if let Skip::Run { known, .. } = open.skip { known } else { open.resume };
        let shown = window.get(open.start..open.start + known).unwrap_or_default();
        let line = line_of(shown);
        let newline = newline_of(&shown[line.len()..]);
        let Some(data) = data(&shown[line.len() + newline..]).filter(|_| newline > 0) else {
            break;
        };
        let data = data.trim_ascii_start();
        add(Open::known(open.rule, open.start, open.start + line.trim_ascii_end().len()));
        let by = shown.len() - data.len();
        open.start += by;
        match &mut open.skip {
            Skip::Run { known, .. } => *known -= by,
            _ => open.resume -= by,
        }
    }
    add(open);
}

/// Whether the line before stops within a word that looks drawn at random, and the next line begins
/// with the rest of it. What has a name of its own there is none.
fn goes_on(line: &[u8], next: &[u8]) -> bool {
    let line = &line[line.len().saturating_sub(WORD)..];
    let begun = &line[line.len() - TOKEN68.run_back(line)..];
    let next = &next[..next.len().min(WORD + 1)];
    let rest = &next[..TOKEN68.run(next)];
    let is_named =
        next.get(rest.len()) == Some(&b':') || rest.windows(2).any(|pair| pair[0] == b'=' && pair[1] != b'=');
    let is_begun = is_mixed(begun) || begun.iter().any(|&byte| matches!(byte, b'-' | b'_'));
    begun.len() >= BEGUN && is_begun && !is_named && is_mixed(rest)
}

/// Whether digits stand beside letters, or capitals where no word has them.
fn is_mixed(word: &[u8]) -> bool {
    let has = |kind: fn(&u8) -> bool| word.iter().any(kind);
    let capital = word.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    capital || has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic)
}

fn line_of(text: &[u8]) -> &[u8] {
    &text[..text.iter().position(|&byte| is_newline(byte)).unwrap_or(text.len())]
}

/// How long the newline is that a text begins with, or 0.
pub(crate) fn newline_of(text: &[u8]) -> usize {
    match text {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

pub(crate) fn is_newline(byte: u8) -> bool {
    byte == b'\n' || byte == b'\r'
}
