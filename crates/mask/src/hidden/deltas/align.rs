//! Two events side by side.

/// A stretch of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What differs between two events that are alike otherwise.
#[derive(Default)]
pub(super) struct Alignment {
    /// The new event.
    pub(super) start: usize,
    pub(super) end: usize,
    old_start: usize,
    pairs: Vec<Pair>,
}

/// A string, number or word of the one event and of the other.
pub(super) struct Pair {
    pub(super) old: Line,
    pub(super) new: Line,
    is_string: bool,
}

/// No string is followed further back than this to where it starts.
const LOOK_BACK: usize = 256;
/// An event may differ in a few places, and in one more for each so many bytes.
const FEW: usize = 2;
const SPARSE: usize = 64;

impl Alignment {
    /// Compares the event at `start` with an older one. False if they are of different kinds.
    pub(super) fn align(&mut self, document: &[u8], old: &Line, start: usize) -> bool {
        self.pairs.clear();
        let (mut i, mut j) = (old.start, start);
        let most = FEW + (old.end - old.start) / SPARSE;
        loop {
            let same = common(&document[i..old.end], &document[j..]);
            (i, j) = (i + same, j + same);
            if i == old.end {
                (self.start, self.end, self.old_start) = (start, j, old.start);
                return ends_line(document, j);
            }
            let Some(pair) = different(document, old, i, j).filter(|_| self.pairs.len() < most) else {
                return false;
            };
            (i, j) = (pair.old.end, pair.new.end);
            self.pairs.push(pair);
        }
    }

    pub(super) fn strings(&self) -> impl Iterator<Item = &Pair> {
        self.pairs.iter().filter(|pair| pair.is_string)
    }

    /// The string of the new event that stands where `old` stood.
    pub(super) fn counterpart(&self, old: &Line) -> Line {
        let before = self.pairs.iter().rev().find(|pair| pair.old.start <= old.start);
        match before {
            Some(pair) if pair.old.start == old.start => pair.new.clone(),
            Some(pair) => moved(old, pair.old.end, pair.new.end),
            // The new event comes after the old one, and so far it is the same.
            None => moved(old, self.old_start, self.start),
        }
    }
}

fn moved(line: &Line, from: usize, to: usize) -> Line {
    Line { start: line.start - from + to, end: line.end - from + to }
}

/// The strings, numbers or words that hold the first bytes that differ.
fn different(document: &[u8], old: &Line, i: usize, j: usize) -> Option<Pair> {
    let event = &document[old.start..old.end];
    let at = i - old.start;
    let quote = quote_before(event, at)?;
    let back = at - quote - 1;
    if opens(&event[..quote]) {
        let (old, new) = (string(document, i - back)?, string(document, j - back)?);
        return Some(Pair { old, new, is_string: true });
    }
    // After the quote that ends a key: a number, or `null`.
    let key = &event[..quote];
    let value = event[quote + 1..at].trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
    let started = value.len();
    let (old, new) = (word(document, i - started)?, word(document, j - started)?);
    // What tells answers apart that take turns.
    let tells = key.ends_with(b"index") || !value.iter().all(|&byte| is_word(byte));
    let fits = old.end >= i && new.end >= j && !tells;
    fits.then_some(Pair { old, new, is_string: false })
}

/// The nearest quote before `at` that is not escaped.
fn quote_before(event: &[u8], at: usize) -> Option<usize> {
    let lowest = at.saturating_sub(LOOK_BACK);
    let mut end = at;
    loop {
        let quote = lowest + event[lowest..end].iter().rposition(|&byte| byte == b'"')?;
        let slashes = event[..quote].iter().rev().take_while(|&&byte| byte == b'\\').count();
        if slashes % 2 == 0 {
            return Some(quote);
        }
        end = quote;
    }
}

/// Whether a quote after this opens the string of a member.
fn opens(before: &[u8]) -> bool {
    before.trim_ascii_end().strip_suffix(b":").is_some_and(|key| key.trim_ascii_end().ends_with(b"\""))
}

/// What a string holds that starts at `start`.
fn string(document: &[u8], start: usize) -> Option<Line> {
    let mut escaped = false;
    for (at, &byte) in document.iter().enumerate().skip(start) {
        match byte {
            b'"' if !escaped => return Some(Line { start, end: at }),
            b'\n' | b'\r' => return None,
            _ => escaped = byte == b'\\' && !escaped,
        }
    }
    None
}

fn word(document: &[u8], start: usize) -> Option<Line> {
    let len = document.get(start..)?.iter().take_while(|&&byte| is_word(byte)).count();
    (len > 0).then_some(Line { start, end: start + len })
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')
}

pub(super) fn ends_line(document: &[u8], at: usize) -> bool {
    document.get(at).is_none_or(|byte| matches!(byte, b'\n' | b'\r'))
}

/// How many bytes two texts begin with alike. In blocks, which the compiler compares at once, then
/// in words, whose first different byte shows in one step.
fn common(one: &[u8], other: &[u8]) -> usize {
    const BLOCK: usize = 32;
    const WORD: usize = 8;
    let blocks = one.as_chunks::<BLOCK>().0.iter().zip(other.as_chunks::<BLOCK>().0);
    let mut same = BLOCK * blocks.take_while(|(one, other)| one == other).count();
    let (one, other) = (&one[same..], &other[same..]);
    for (one, other) in one.as_chunks::<WORD>().0.iter().zip(other.as_chunks::<WORD>().0) {
        let differs = u64::from_le_bytes(*one) ^ u64::from_le_bytes(*other);
        if differs != 0 {
            return same + differs.trailing_zeros() as usize / 8;
        }
        same += WORD;
    }
    let rest = one.iter().zip(other).skip(one.len().min(other.len()) / WORD * WORD);
    same + rest.take_while(|(one, other)| one == other).count()
}

/// How long the first line is.
pub(super) fn line_len(text: &[u8]) -> usize {
    const BLOCK: usize = 32;
    let ends = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let clean = |block: &&[u8; BLOCK]| !block.iter().fold(false, |found, byte| found | ends(byte));
    let skipped = BLOCK * text.as_chunks::<BLOCK>().0.iter().take_while(clean).count();
    let rest = &text[skipped..];
    skipped + rest.iter().position(ends).unwrap_or(rest.len())
}
