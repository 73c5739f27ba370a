//! Lines of a text, and of one that is a string.

use crate::scan::View;
use crate::scan::skip::slashes_before;

/// Where a longer line ends is not looked for.
const LINE: usize = 256;

/// How lines end: with a newline, or with one that so many backslashes escape.
#[derive(Clone, Copy)]
pub(super) struct Newline {
    slashes: usize,
}

impl Newline {
    /// The one behind the hit, or else before it.
    pub(super) fn around(view: &View<'_>) -> Option<Self> {
        let rest = &view.bytes[view.hit..];
        let line = &rest[..rest.len().min(LINE)];
        let before = &view.bytes[view.floor..view.hit];
        (0..line.len())
            .find_map(|at| Self::at(line, at))
            .or_else(|| (0..before.len()).rev().find_map(|at| Self::at(before, at)))
    }

    fn at(bytes: &[u8], at: usize) -> Option<Self> {
        match bytes[at] {
            b'\n' => Some(Self { slashes: 0 }),
            b'n' => Some(Self { slashes: slashes_before(bytes, at) }).filter(|own| own.slashes > 0),
            _ => None,
        }
    }

    /// Whether one ends with the byte at `at`.
    fn is_at(self, bytes: &[u8], at: usize) -> bool {
        match self.slashes {
            0 => bytes[at] == b'\n',
            slashes => bytes[at] == b'n' && slashes_before(bytes, at) == slashes,
        }
    }

    /// Where the line starts that `at` is in, if that can be seen.
    pub(super) fn start(self, view: &View<'_>, at: usize) -> Option<usize> {
        let before = view.bytes.get(view.floor..at)?;
        // The string that holds the text begins.
        let opens = |at: usize| {
            self.slashes > 0 && before[at] == b'"' && slashes_before(before, at) + 1 == self.slashes
        };
        let last = (0..before.len()).rev().find(|&at| self.is_at(before, at) || opens(at));
        match last {
            Some(last) => Some(view.floor + last + 1),
            None => (self.slashes == 0 && view.from_start).then_some(view.floor),
        }
    }

    /// Where the line before ends, if a line starts at `start` and is not the first.
    pub(super) fn before(self, start: usize) -> Option<usize> {
        start.checked_sub(self.slashes + 1)
    }

    /// Where the line ends that `at` is in, and where the next starts.
    pub(super) fn next(self, bytes: &[u8], at: usize) -> Option<(usize, usize)> {
        if self.slashes == 0 {
            let end = at + bytes.get(at..)?.iter().position(|byte| *byte == b'\n')?;
            return Some((end, end + 1));
        }
        let mut slashes = 0;
        for (place, byte) in bytes.iter().enumerate().skip(at) {
            match byte {
                b'\\' => {
                    slashes += 1;
                    continue;
                }
                b'n' if slashes == self.slashes => return Some((place - slashes, place + 1)),
                // The string ends.
                b'"' if slashes < self.slashes => return None,
                _ => slashes = 0,
            }
        }
        None
    }

    /// The line that starts at `start`, as far as it is seen.
    pub(super) fn line(self, bytes: &[u8], start: usize) -> &[u8] {
        let end = self.next(bytes, start).map_or(bytes.len(), |(end, _)| end);
        bytes.get(start..end).unwrap_or_default()
    }
}
