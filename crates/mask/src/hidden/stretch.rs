//! How far around an escape a text is decoded.

use super::coding::Coding;
use crate::class::WORD;
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
        match coding {
            Coding::Percent => Self::of(view, coding, is_url, is_url),
            Coding::Slash => Self::of(view, coding, is_url_in_json, is_url_in_json),
            // The value of a name may be on the next line.
            Coding::Script => Self::of(view, coding, |byte| byte != b'\n', |_| true),
            // So may what tells of it, in the text of a page.
            Coding::Entity => Self::of(view, coding, |_| true, |_| true),
        }
    }

    fn of(view: &View<'_>, coding: Coding, before: impl Fn(u8) -> bool, after: impl Fn(u8) -> bool) -> Self {
        let lowest = view.floor.max(view.hit.saturating_sub(BACK));
        let (head, tail) = (&view.bytes[lowest..view.hit], &view.bytes[view.hit..]);
        let mut start = view.hit - head.iter().rev().take_while(|&&byte| before(byte)).count();
        let mut end = view.hit + tail.iter().take_while(|&&byte| after(byte)).count();
        let cut = end == view.bytes.len() && !view.ends();
        let inside = start == lowest && !view.starts_at(start);
        // Of backslashes some of which are out of sight nothing can be told, nor of half an escape.
        if cut {
            end = view.hit + without_slashes(without_half(tail, coding));
        }
        if inside {
            // They may be those of the escape that is looked at: half of one is none.
            start += after_slashes(&view.bytes[start..end]);
            // Of a word neither, unless a mark ends before it.
            let goes_on = start > view.floor && WORD.has(view.bytes[start - 1]);
            start +=
                if goes_on { view.bytes.get(start..view.hit).map_or(0, |word| WORD.run(word)) } else { 0 };
        }
        Self {
            // The byte before tells whether a word or a line begins.
            start: if inside || start == lowest { start } else { start - 1 },
            end,
            cut,
            inside,
        }
    }

    /// Escapes before this need no decoding of their own.
    pub(super) fn settled(&self, hit: usize) -> usize {
        if self.cut { self.end.min(hit + SETTLED) } else { self.end }
    }
}

/// Without the escape that a text ends in the middle of.
fn without_half(text: &[u8], coding: Coding) -> &[u8] {
    const LONGEST: usize = 8;
    let (head, last) = text.split_at(text.len().saturating_sub(LONGEST));
    let begun = |at: &usize| last[*at] == coding.lead() && coding.unit(&last[*at..]).is_none();
    let half = last.iter().rposition(|byte| *byte == coding.lead()).filter(begun);
    half.map_or(text, |at| &text[..head.len() + at])
}

fn without_slashes(text: &[u8]) -> usize {
    text.len() - text.iter().rev().take_while(|&&byte| byte == b'\\').count()
}

/// What backslashes at the start take, with the character they belong to.
fn after_slashes(text: &[u8]) -> usize {
    match text.iter().take_while(|&&byte| byte == b'\\').count() {
        0 => 0,
        slashes => text.len().min(slashes + 1),
    }
}

/// Whether an encoded URL or form may hold the byte.
#[inline]
pub(super) fn is_url(byte: u8) -> bool {
    URL[usize::from(byte)]
}

fn is_url_in_json(byte: u8) -> bool {
    is_url(byte) || byte == b'\\'
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
