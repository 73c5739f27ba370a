//! The places in which events of one kind differ.

use super::bytes::{Line, string_len, word_len};

/// Places of an event, in order.
#[derive(Default)]
pub(super) struct Places {
    list: [Place; MOST],
    len: usize,
}

/// A string, number or word of an event that was another one in an event before it, counted from
/// where the event starts.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    start: u32,
    end: u32,
    pub(super) role: Role,
    /// The last event has the same there.
    pub(super) is_same: bool,
}

#[derive(Clone, Copy, Default)]
pub(super) enum Role {
    /// A number or a word.
    #[default]
    Word,
    /// The next part of a text.
    Part(u32),
    /// The second part of a text that begins in the last event, at so many bytes and up to so many.
    Second(u32, u32),
}

/// Events that differ in more places carry no text between them.
const MOST: usize = 16;
/// A string that is so long is no delta if it repeats the one before.
pub(super) const REPEATED: usize = 8;

impl Place {
    pub(super) fn new((start, end): (usize, usize), role: Role, is_same: bool) -> Option<Self> {
        Some(Self { start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()?, role, is_same })
    }

    pub(super) fn start(&self) -> usize {
        self.start as usize
    }

    pub(super) fn end(&self) -> usize {
        self.end as usize
    }

    pub(super) fn len(&self) -> usize {
        self.end() - self.start()
    }

    /// Whether a string goes on with the text that it is a part of.
    pub(super) fn is_delta(&self) -> bool {
        !self.is_same || self.len() < REPEATED
    }

    /// Whether it is a part, and goes on with its text even if it is the same.
    pub(super) fn is_short_part(&self) -> bool {
        matches!(self.role, Role::Part(_)) && self.len() < REPEATED
    }

    /// Where it is in the document, in an event that starts there.
    pub(super) fn line(&self, event: usize) -> Line {
        Line { start: event + self.start(), end: event + self.end() }
    }

    /// The same place of another event, where `old` is what `new` is in the other.
    #[inline]
    pub(super) fn moved(&self, old: usize, new: usize) -> Option<Self> {
        Self::new((new - (old - self.start()), new - (old - self.end())), self.role, true)
    }

    /// The place of another event that may differ from `old` and `new` on.
    #[inline]
    pub(super) fn changed(&self, event: &[u8], other: &[u8], (old, new): (usize, usize)) -> Option<Self> {
        let start = new - (old - self.start());
        let end = match self.role {
            Role::Word => start + word_len(&other[start..])?,
            // An escape that both begin with says nothing of what comes after it.
            _ if other[start..new].ends_with(b"\\") => start + string_len(&other[start..])?,
            _ => new + string_len(&other[new..])?,
        };
        let is_same = end - start == self.len() && event[self.start()..self.end()] == other[start..end];
        Self::new((start, end), self.role, is_same)
    }
}

impl Places {
    pub(super) fn clear(&mut self) {
        self.len = 0;
    }

    pub(super) fn copy_from(&mut self, other: &Self) {
        self.len = other.len;
        self.list[..other.len].copy_from_slice(&other.list[..other.len]);
    }

    pub(super) fn get(&self, index: usize) -> Option<&Place> {
        self.list[..self.len].get(index)
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, Place> {
        self.list[..self.len].iter()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Place> {
        self.list[..self.len].iter_mut()
    }

    /// The part that may be expected to differ alone: one that did, or was expected to.
    pub(super) fn expected(&self, last: Option<u8>) -> Option<u8> {
        let mut changed = self.iter().enumerate().filter(|(_, place)| !place.is_same);
        let (index, _) = changed.next()?;
        let alone = u8::try_from(index).ok().filter(|_| changed.next().is_none());
        let place = |index: u8| self.get(usize::from(index));
        let is_part = |index: &u8| place(*index).is_some_and(|place| matches!(place.role, Role::Part(_)));
        alone.or(last).filter(is_part)
    }

    /// A place grows, modulo 2³², and moves those after it.
    #[inline]
    pub(super) fn grow(&mut self, index: usize, by: u32) {
        self.list[index].end = self.list[index].end.wrapping_add(by);
        for place in &mut self.list[index + 1..self.len] {
            (place.start, place.end) = (place.start.wrapping_add(by), place.end.wrapping_add(by));
        }
    }

    #[inline]
    pub(super) fn push(&mut self, place: Place) -> Option<()> {
        *self.list.get_mut(self.len)? = place;
        self.len += 1;
        Some(())
    }
}
