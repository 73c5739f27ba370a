//! Where a span ends in a stream of events: a text may take several lines of data, but never what
//! stands before each, and nothing of the next event.

use super::skip::{Progress, Skip};
use crate::hidden::lines::{data, has_field, is_newline, newline_of};

/// So much is searched for the end of a line at a time, for a span may end long before it.
const PIECE: usize = 256;
/// So much after a line tells what comes next: an empty line and the name of a field.
const NEXT: usize = 16;

/// How far a span was followed.
pub(super) enum Step {
    /// To this place, where the window must grow.
    More(usize),
    /// To its end.
    Done(usize),
    /// To the end of a line; it goes on in the data of the next.
    Line { end: usize, next: usize },
}

/// What stands after the end of a line.
enum Next {
    /// Data of the same event, so far on.
    Data(usize),
    /// Another event.
    Event,
    Other,
}

/// Like [`Skip::advance`], line by line.
pub(super) fn advance(skip: &mut Skip, window: &[u8], mut from: usize, end: bool) -> Step {
    loop {
        let limit = window.len().min(from + PIECE);
        let newline = window[from..limit].iter().position(|&byte| is_newline(byte)).map(|len| from + len);
        let last = newline.is_none() && limit == window.len();
        if let Progress::Done(at) = skip.advance(&window[..newline.unwrap_or(limit)], from, end && last) {
            return Step::Done(at);
        }
        let Some(newline) = newline else {
            if last {
                return Step::More(limit);
            }
            from = limit;
            continue;
        };
        let after = &window[newline..];
        if after.len() < NEXT && !end {
            return Step::More(newline);
        }
        let next = next_of(after);
        if matches!(next, Next::Event) && is_text(skip) {
            return Step::Done(newline);
        }
        from = newline + newline_of(after);
        if let Progress::Done(at) = skip.advance(&window[..from], newline, end && from == window.len()) {
            return Step::Done(at);
        }
        if let (Next::Data(len), Skip::Until(_)) = (next, &*skip) {
            return Step::Line { end: newline, next: newline + len };
        }
    }
}

/// Whether a text is followed to an end of its own, which may be missing.
fn is_text(skip: &Skip) -> bool {
    !matches!(skip, Skip::Run { .. })
}

fn next_of(after: &[u8]) -> Next {
    let newline = newline_of(after);
    let line = &after[newline..];
    if let Some(data) = data(line) {
        return Next::Data(after.len() - data.len());
    }
    let line = &line[newline_of(line)..];
    // It is empty only where the document ends.
    let begins = line.is_empty() || has_field(line);
    if begins { Next::Event } else { Next::Other }
}

/// Whether a span begins with the name of a field.
pub(super) fn begins(window: &[u8], start: usize) -> bool {
    let follows =
        start.checked_sub(1).and_then(|last| window.get(last)).is_some_and(|&byte| is_newline(byte));
    follows && window.get(start..).is_some_and(has_field)
}

/// What a span has of a line: not the blanks around it, nor the name of the field.
pub(super) fn own(window: &[u8], start: usize, end: usize) -> (usize, usize) {
    let text = window.get(start..end).unwrap_or_default();
    // Of another field nothing is a part of a secret that began before it.
    let data = if begins(window, start) { data(text).unwrap_or_default() } else { text };
    let start = start + text.len() - data.trim_ascii_start().len();
    (start, start + data.trim_ascii().len())
}
