//! How far around an escape a text is decoded.

use super::coding::Coding;
use crate::scan::View;

/// What is decoded at once, in the positions of a view.
pub(super) struct Stretch {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The text goes on, but looking is bounded.
    pub(super) cut: bool,
    /// There is text before the start that may not count.
    pub(super) inside: bool,
}

/// So much before a hit may belong to the secret it leads to.
const BACK: usize = 160;
/// What starts in so much of a stretch that is cut has room for its end. The rest is decoded
/// again from the next escape on.
const SETTLED: usize = 768;

impl Stretch {
    pub(super) fn around(view: &View<'_>, coding: Coding) -> Self {
        let may_hold: fn(u8) -> bool = match coding {
            Coding::Percent => is_url,
            Coding::Slash => |byte| is_url(byte) || byte == b'\\',
            Coding::Script | Coding::Entity => |byte| byte != b'\n',
        };
        let lowest = view.floor.max(view.hit.saturating_sub(BACK));
        let before = &view.bytes[lowest..view.hit];
        let start = view.hit - before.iter().rev().take_while(|&&byte| may_hold(byte)).count();
        let after = &view.bytes[view.hit..];
        let end = view.hit + after.iter().take_while(|&&byte| may_hold(byte)).count();
        Self {
            // The byte before tells whether a word or a line begins.
            start: if start > lowest { start - 1 } else { start },
            end,
            cut: end == view.bytes.len() && !view.ends(),
            inside: start == lowest && !view.starts_at(start),
        }
    }

    /// Escapes before this need no decoding of their own.
    pub(super) fn settled(&self, hit: usize) -> usize {
        if self.cut { self.end.min(hit + SETTLED) } else { self.end }
    }
}

/// Whether an encoded URL or form may hold the byte.
pub(super) fn is_url(byte: u8) -> bool {
    URL[usize::from(byte)]
}

static URL: [bool; 256] = {
    let mut table = [false; 256];
    let marks = b"%-._~:/?#[]@!$&()*+,;=|";
    let mut at = 0;
    while at < 256 {
        table[at] = (at as u8).is_ascii_alphanumeric();
        at += 1;
    }
    at = 0;
    while at < marks.len() {
        table[marks[at] as usize] = true;
        at += 1;
    }
    table
};
