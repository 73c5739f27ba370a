//! Two events side by side.

use super::bytes::{self, Line, common, is_word, string_len, word_len};
use super::places::{Place, Places, REPEATED, Role};
use super::rpc;

/// An event, and where it differs from others of its kind.
#[derive(Default)]
pub(super) struct Event {
    pub(super) line: Line,
    places: Places,
    /// Where the event before it ended.
    lead: usize,
    /// The index of the part that is expected to differ alone.
    expected: Option<u8>,
}

/// No string is followed further back than this to where it starts.
const LOOK_BACK: usize = 256;
/// An event may differ in a few new places, and in one more for each so many bytes.
const FEW: usize = 2;
const SPARSE: usize = 64;
/// No value begins before this.
const KEY: usize = 4;
/// No longer event is compared with another.
const LONGEST: usize = u32::MAX as usize;

impl Event {
    /// Compares the event that `other` begins with. `None` if it is of another kind, else how long
    /// it is; and where it differs.
    ///
    /// What differed in the last event is taken to differ again, so most events cost little more
    /// than to compare what is between.
    #[inline]
    pub(super) fn align(&self, document: &[u8], other: &[u8], places: &mut Places) -> Option<usize> {
        let event = self.line.of(document);
        if event.first_chunk::<KEY>() != other.first_chunk() {
            return None;
        }
        let mut known = self.places.iter();
        let mut most_new = FEW + event.len() / SPARSE;
        let (mut old, mut new) = (0, 0);
        places.clear();
        loop {
            let expected = known.as_slice().iter().find(|place| !place.is_same);
            let expected = expected.map_or(event.len(), Place::start);
            let same = common(&event[old..expected], &other[new..]);
            (old, new) = (old + same, new + same);
            while let Some(place) = known.as_slice().first().filter(|place| place.end() < old) {
                places.push(place.moved(old, new)?)?;
                known.next();
            }
            if old == event.len() {
                return bytes::ends_line(other, new).then_some(new);
            }
            let (end, place) = match known.as_slice().first().filter(|place| place.start() <= old) {
                Some(place) => {
                    known.next();
                    (place.end(), place.changed(event, other, (old, new))?)
                }
                None => {
                    most_new = most_new.checked_sub(1)?;
                    different(event, other, (old, new))?
                }
            };
            places.push(place)?;
            (old, new) = (end, place.end());
            if known.as_slice().first().is_some_and(|place| place.start() < old) {
                return None;
            }
        }
    }

    /// Takes the events from `at` on, with their leads, that differ from this one only in the part
    /// that is expected to, as in most streams. Returns where they end, and gives `add` the deltas.
    #[inline]
    pub(super) fn repeat(
        &mut self,
        document: &[u8],
        mut at: usize,
        mut add: impl FnMut(u32, Line),
    ) -> Option<usize> {
        let index = usize::from(self.expected?);
        let place = self.places.get(index)?;
        let Role::Part(text) = place.role else { return None };
        let old = place.line(self.line.start);
        // With the newline that ends it.
        let (before, after) = (&document[self.lead..old.start], document.get(old.end..=self.line.end)?);
        if self.places.iter().enumerate().any(|(other, place)| other != index && place.is_short_part()) {
            return None;
        }
        if !document.get(at..)?.starts_with(before) {
            return None;
        }
        let mut start = at + before.len();
        // From the end of one part to the start of the next.
        let between = &document[old.end..start];
        let mut last = old;
        while let Some(len) =
            string_len(document.get(start..)?).filter(|&len| len <= LONGEST.saturating_sub(between.len()))
        {
            let delta = Line { start, end: start + len };
            let rest = &document[delta.end..];
            let goes_on = rest.starts_with(between);
            if !goes_on && !rest.starts_with(after) {
                break;
            }
            // One condition is better guessed than two.
            let may_repeat = (len >= REPEATED) & (len == last.len());
            if !may_repeat || delta.of(document) != last.of(document) {
                add(text, delta);
            }
            (last, at) = (delta, delta.end + after.len() - 1);
            if !goes_on {
                break;
            }
            start = delta.end + between.len();
        }
        (last != old).then(|| {
            self.settle(index, last, at);
            at
        })
    }

    /// The event that ends at `end` is in the place of this one, from which it differs in a part.
    fn settle(&mut self, index: usize, part: Line, end: usize) {
        let Some(place) = self.places.get(index) else { return };
        let start = part.start - place.start();
        let lead = start - (self.line.start - self.lead);
        let grown = (part.len() as u32).wrapping_sub(place.len() as u32);
        (self.lead, self.line) = (lead, Line { start, end });
        self.places.grow(index, grown);
    }

    /// The next event of this kind is in its place, after a lead that begins at `lead`.
    #[inline]
    pub(super) fn go_on(&mut self, lead: usize, line: Line, places: &Places) {
        (self.lead, self.line) = (lead, line);
        self.places.copy_from(places);
        self.expected = self.places.expected(self.expected);
    }

    /// The first event of a new kind is.
    pub(super) fn begin(&mut self, lead: usize, line: Line) {
        (self.lead, self.line, self.expected) = (lead, line, None);
        self.places.clear();
    }

    /// What stands between it and the event before it.
    pub(super) fn lead(&self) -> Line {
        Line { start: self.lead, end: self.line.start }
    }

    /// The texts that go on in events of this kind.
    pub(super) fn parts(&self) -> impl Iterator<Item = u32> {
        self.places.iter().filter_map(|place| match place.role {
            Role::Part(text) => Some(text),
            Role::Second(..) | Role::Word => None,
        })
    }
}

/// The strings, numbers or words that hold the first bytes that differ: where the one ends, and the
/// other.
#[inline(never)]
fn different(event: &[u8], other: &[u8], (old, new): (usize, usize)) -> Option<(usize, Place)> {
    let before = &event[..old];
    let quote = quote_before(before)?;
    if rpc::identifies(event, quote) {
        return None;
    }
    if opens(&before[..quote]) {
        let (first, start) = (quote + 1, new - (old - quote - 1));
        let (last, end) = (first + string_len(&event[first..])?, start + string_len(&other[start..])?);
        let role = Role::Second(u32::try_from(first).ok()?, u32::try_from(last).ok()?);
        return Some((last, Place::new((start, end), role, false)?));
    }
    // After the quote that ends a key: a number, or `null`.
    let key = &before[..quote];
    let value = before[quote + 1..].trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
    // What tells answers apart that take turns.
    if key.ends_with(b"index") || !value.iter().all(|&byte| is_word(byte)) {
        return None;
    }
    let (first, start) = (old - value.len(), new - value.len());
    let (last, end) = (first + word_len(&event[first..])?, start + word_len(&other[start..])?);
    Some((last, Place::new((start, end), Role::Word, false)?))
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
