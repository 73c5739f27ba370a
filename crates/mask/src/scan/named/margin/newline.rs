//! Lines of a text, of one that is a string, and of one whose lines are the strings of an array.

use crate::class::{find, rfind};
use crate::scan::View;
use crate::scan::named::key::Key;
use crate::scan::named::text::{gap, opening_quote, strip_quote, trim_gap};
use crate::scan::skip::slashes_before;

/// Where a longer line ends is not looked for.
const LINE: usize = 256;

/// How lines end.
#[derive(Clone, Copy)]
pub(super) enum Newline {
    /// As they do, or with a newline that so many backslashes escape.
    Written { slashes: usize },
    /// With their string, whose quotes take so many backslashes: `"name: x", "value: y"`.
    String { depth: u8 },
}

impl Newline {
    /// The one behind the hit, or else before it.
    pub(super) fn around(view: &View<'_>) -> Option<Self> {
        let rest = &view.bytes[view.hit..];
        let before = &view.bytes[view.floor..view.hit];
        Self::first(&rest[..rest.len().min(LINE)]).or_else(|| Self::last(before))
    }

    fn first(text: &[u8]) -> Option<Self> {
        let end = find(text, b'\n');
        let line = &text[..end.unwrap_or(text.len())];
        let slashes = escaped_newline(line);
        slashes.or(end.map(|_| 0)).map(|slashes| Self::Written { slashes })
    }

    fn last(text: &[u8]) -> Option<Self> {
        let start = rfind(text, b'\n');
        let line = &text[start.map_or(0, |at| at + 1)..];
        let mut end = line.len();
        while let Some(slash) = rfind(&line[..end], b'\\') {
            let slashes = slashes_before(line, slash + 1);
            if line.get(slash + 1) == Some(&b'n') {
                return Some(Self::Written { slashes });
            }
            end = slash + 1 - slashes;
        }
        start.map(|_| Self::Written { slashes: 0 })
    }

    /// The end of the string that a name is in with more, if another follows it in an array. Without quotes of
    /// its own, it is one of a list of labels, unless what follows is indented.
    pub(super) fn of_string(view: &View<'_>, key: &Key, after: usize) -> Option<Self> {
        let rest = &view.bytes[after..];
        let line = &rest[..rest.len().min(LINE)];
        let depth = match quote_depth(view, key, after)? {
            Some(0) => return None,
            Some(own) => (own - 1) / 2,
            None => {
                let quote = line.iter().position(|byte| *byte == b'"')?;
                u8::try_from(slashes_before(line, quote)).ok()?
            }
        };
        let this = Self::String { depth };
        let (end, next) = this.next(view.bytes, after)?;
        let apart = after > key.end || view.bytes.get(next) == Some(&b' ');
        (end - after < LINE && apart && this.start(view, key.start).is_some()).then_some(this)
    }

    /// How many backslashes escape the newlines of its text.
    pub(super) fn slashes(self) -> usize {
        match self {
            Self::Written { slashes } => slashes,
            Self::String { depth } => usize::from(depth) + 1,
        }
    }

    /// Whether one ends, or the text begins, with the byte at `at`.
    fn begins_after(self, bytes: &[u8], at: usize) -> bool {
        let quote = || bytes[at] == b'"' && slashes_before(bytes, at) + 1 == self.slashes();
        match self {
            Self::Written { slashes } => bytes[at] == b'n' && slashes_before(bytes, at) == slashes || quote(),
            Self::String { .. } => quote(),
        }
    }

    /// Where the line starts that `at` is in, if that can be seen.
    pub(super) fn start(self, view: &View<'_>, at: usize) -> Option<usize> {
        let before = view.bytes.get(view.floor..at)?;
        if let Self::Written { slashes: 0 } = self {
            let newline = rfind(before, b'\n').map(|newline| view.floor + newline + 1);
            return newline.or_else(|| view.from_start.then_some(view.floor));
        }
        let last = (0..before.len()).rev().find(|&at| self.begins_after(before, at));
        match (self, last) {
            (Self::String { depth }, Some(last)) => {
                let array = trim_gap(strip_quote(&before[..=last], depth)?);
                matches!(array.last(), Some(b',' | b'[')).then_some(view.floor + last + 1)
            }
            (_, Some(last)) => Some(view.floor + last + 1),
            _ => None,
        }
    }

    /// Where the line before ends, if a line starts at `start` and is not the first.
    pub(super) fn before(self, view: &View<'_>, start: usize) -> Option<usize> {
        match self {
            Self::Written { slashes } => start.checked_sub(slashes + 1),
            Self::String { depth } => {
                let array = trim_gap(strip_quote(view.bytes.get(view.floor..start)?, depth)?);
                let text = strip_quote(trim_gap(array.strip_suffix(b",")?), depth)?;
                Some(view.floor + text.len())
            }
        }
    }

    /// Where the line ends that `at` is in, and where the next starts.
    pub(super) fn next(self, bytes: &[u8], at: usize) -> Option<(usize, usize)> {
        let of_text = match self {
            Self::Written { slashes: 0 } => {
                let end = at + find(bytes.get(at..)?, b'\n')?;
                return Some((end, end + 1));
            }
            Self::Written { slashes } => Some(slashes),
            Self::String { .. } => None,
        };
        let mut slashes = 0;
        for (place, byte) in bytes.iter().enumerate().skip(at) {
            match byte {
                b'\\' => {
                    slashes += 1;
                    continue;
                }
                b'n' if of_text == Some(slashes) => return Some((place - slashes, place + 1)),
                // The string ends.
                b'"' if slashes < self.slashes() => return self.next_string(bytes, place - slashes),
                _ => slashes = 0,
            }
        }
        None
    }

    /// Where the last line ends that starts at `start`: with the text, or the string that it is in.
    pub(super) fn end(self, bytes: &[u8], start: usize) -> usize {
        let quote = |at: &usize| bytes[*at] == b'"' && slashes_before(bytes, *at) < self.slashes();
        let shown = bytes.len().min(start + LINE);
        let closing = (start..shown).find(quote).map(|at| at - slashes_before(bytes, at));
        closing.unwrap_or(bytes.len())
    }

    /// The string that follows the one that ends at `end`.
    fn next_string(self, bytes: &[u8], end: usize) -> Option<(usize, usize)> {
        let Self::String { depth } = self else { return None };
        let (own, after) = opening_quote(bytes, end)?;
        let comma = gap(bytes, after);
        let (next, start) = opening_quote(bytes, gap(bytes, comma + 1))?;
        (bytes.get(comma) == Some(&b',') && own == depth && next == depth).then_some((end, start))
    }

    /// The line that starts at `start`, as far as it is seen.
    pub(super) fn line(self, bytes: &[u8], start: usize) -> &[u8] {
        let end = self.next(bytes, start).map_or(bytes.len(), |(end, _)| end);
        bytes.get(start..end).unwrap_or_default()
    }
}

/// How many backslashes the first newline of a text takes that is escaped.
pub(in crate::scan::named) fn escaped_newline(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(slash) = find(&text[at..], b'\\') {
        let rest = &text[at + slash..];
        let slashes = rest.iter().take_while(|byte| **byte == b'\\').count();
        if rest.get(slashes) == Some(&b'n') {
            return Some(slashes);
        }
        at += slash + slashes;
    }
    None
}

/// How many backslashes the quote takes that is between the end of a name and `after`, if there is one; `None`
/// of another quote.
pub(super) fn quote_depth(view: &View<'_>, key: &Key, after: usize) -> Option<Option<u8>> {
    match view.bytes.get(key.end..after)? {
        [] => Some(None),
        [slashes @ .., b'"'] => u8::try_from(slashes.len()).ok().map(Some),
        _ => None,
    }
}
