//! Two events side by side.

use super::bytes::{self, Line, common, string_len};

/// An event, and where it differs from others of its kind.
#[derive(Clone, Copy, Default)]
pub(super) struct Event {
    pub(super) line: Line,
    places: Places,
}

/// Places of an event, in order.
#[derive(Clone, Copy)]
pub(super) struct Places {
    list: [Place; MOST],
    len: usize,
}

/// A string, number or word of an event that was another one in an event before it.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) line: Line,
    pub(super) role: Role,
    /// The last event has the same there.
    pub(super) is_same: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A number or a word.
    Word,
    /// The next part of a text.
    Part(usize),
    /// The second part of a text whose first is this.
    Second(Line),
}

/// Events that differ in more places carry no text between them.
const MOST: usize = 16;
/// No string is followed further back than this to where it starts.
const LOOK_BACK: usize = 256;
/// An event may differ in a few new places, and in one more for each so many bytes.
const FEW: usize = 2;
const SPARSE: usize = 64;

impl Event {
    /// An event of a new kind.
    pub(super) fn new(line: Line) -> Self {
        Self { line, places: Places::default() }
    }

    /// Compares the event at `start` with this one. `None` if they are of different kinds.
    ///
    /// What is known to differ is not searched for, so most events cost little more than to
    /// compare them.
    #[inline]
    pub(super) fn align(&self, document: &[u8], start: usize, places: &mut Places) -> Option<Line> {
        places.len = 0;
        let mut known = self.places.iter().peekable();
        let mut new_places = FEW + self.line.len() / SPARSE;
        let (mut old, mut new) = (self.line.start, start);
        loop {
            let same = common(&document[old..self.line.end], &document[new..]);
            (old, new) = (old + same, new + same);
            while let Some(place) = known.next_if(|place| place.line.end < old) {
                places.push(place.moved(old, new))?;
            }
            if old == self.line.end {
                return bytes::ends_line(document, new).then_some(Line { start, end: new });
            }
            let place = match known.next_if(|place| place.line.start <= old) {
                Some(place) => place.changed(document, old, new)?,
                None => {
                    new_places = new_places.checked_sub(1)?;
                    different(document, self.line, old, new)?
                }
            };
            places.push(place.new)?;
            (old, new) = (place.old.end, place.new.line.end);
            if known.peek().is_some_and(|place| place.line.start < old) {
                return None;
            }
        }
    }
}

impl Event {
    /// The next event of this kind is in its place.
    #[inline]
    pub(super) fn go_on(&mut self, line: Line, places: &Places) {
        self.line = line;
        self.places.copy_from(places);
    }

    /// The texts that go on in events of this kind.
    pub(super) fn parts(&self) -> impl Iterator<Item = usize> {
        self.places.iter().filter_map(|place| match place.role {
            Role::Part(text) => Some(text),
            Role::Second(_) | Role::Word => None,
        })
    }
}

impl Place {
    /// The same place of another event, where `old` is what `new` is in the other.
    fn moved(&self, old: usize, new: usize) -> Self {
        let Line { start, end } = self.line;
        Self { line: Line { start: new - (old - start), end: new - (old - end) }, is_same: true, ..*self }
    }

    /// The same, if it differs from `old` and `new` on.
    fn changed(&self, document: &[u8], old: usize, new: usize) -> Option<Pair> {
        let start = new - (old - self.line.start);
        let end = match self.role {
            Role::Word => start + word_len(&document[start..])?,
            // An escape that both begin with says nothing of what comes after it.
            _ if document[start..new].ends_with(b"\\") => start + string_len(&document[start..])?,
            _ => new + string_len(&document[new..])?,
        };
        Some(Pair { old: self.line, new: Self { line: Line { start, end }, is_same: false, ..*self } })
    }
}

impl Default for Places {
    fn default() -> Self {
        let none = Place { line: Line::default(), role: Role::Word, is_same: false };
        Self { list: [none; MOST], len: 0 }
    }
}

impl Places {
    fn iter(&self) -> impl Iterator<Item = &Place> {
        self.list[..self.len].iter()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Place> {
        self.list[..self.len].iter_mut()
    }

    #[inline]
    fn push(&mut self, place: Place) -> Option<()> {
        *self.list.get_mut(self.len)? = place;
        self.len += 1;
        Some(())
    }

    fn copy_from(&mut self, other: &Self) {
        self.len = other.len;
        self.list[..other.len].copy_from_slice(&other.list[..other.len]);
    }
}

/// What stands in the same place of two events.
struct Pair {
    old: Line,
    new: Place,
}

/// The strings, numbers or words that hold the first bytes that differ, `old` of an event and
/// `new` of a later one.
#[inline(never)]
fn different(document: &[u8], event: Line, old: usize, new: usize) -> Option<Pair> {
    let before = &document[event.start..old];
    let quote = quote_before(before)?;
    if opens(&before[..quote]) {
        let back = before.len() - quote - 1;
        let (old, new) = (string(document, old - back)?, string(document, new - back)?);
        return Some(Pair { old, new: Place { line: new, role: Role::Second(old), is_same: false } });
    }
    // After the quote that ends a key: a number, or `null`.
    let key = &before[..quote];
    let value = before[quote + 1..].trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
    // What tells answers apart that take turns.
    if key.ends_with(b"index") || !value.iter().all(|&byte| is_word(byte)) {
        return None;
    }
    let (old, new) = (word(document, old - value.len())?, word(document, new - value.len())?);
    Some(Pair { old, new: Place { line: new, role: Role::Word, is_same: false } })
}

/// The nearest quote that is not escaped.
fn quote_before(event: &[u8]) -> Option<usize> {
    let lowest = event.len().saturating_sub(LOOK_BACK);
    let mut end = event.len();
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
    Some(Line { start, end: start + string_len(&document[start..])? })
}

fn word(document: &[u8], start: usize) -> Option<Line> {
    Some(Line { start, end: start + word_len(&document[start..])? })
}

fn word_len(text: &[u8]) -> Option<usize> {
    let len = text.iter().take_while(|&&byte| is_word(byte)).count();
    (len > 0).then_some(len)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')
}
