//! What was seen of a place, and the patterns that may be there.

use super::mask::WAYS;
use super::{Entry, Group, SecondLook};

/// What was seen of a place: the number of its hash.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::literal) struct Seen(u16);

impl Seen {
    /// There is no pattern.
    pub(in crate::literal) const NOTHING: Self = Self(0);
    /// There may be patterns, but it is not known which.
    pub(in crate::literal) const UNKNOWN: Self = Self(u16::MAX);

    /// What is numbered too high is not known.
    #[inline]
    pub(super) fn known(number: usize) -> Self {
        Self(u16::try_from(number + 1).unwrap_or(u16::MAX))
    }

    #[inline]
    pub(super) fn number(self) -> Option<usize> {
        if self == Self::UNKNOWN { None } else { usize::from(self.0).checked_sub(1) }
    }
}

/// What is looked up in each way in turn.
pub(in crate::literal) struct At<'a> {
    pub(super) look: &'a SecondLook,
    pub(super) hashes: [u32; WAYS.len()],
    /// The ways that are left, a bit each.
    pub(super) left: u8,
    /// What has the hash of the way before.
    pub(super) first: Option<Entry>,
    pub(super) others: std::slice::Iter<'a, Entry>,
}

impl At<'_> {
    /// Goes on with what has a known hash.
    #[inline]
    pub(super) fn enter(&mut self, number: usize) {
        let Group { first, others, .. } = &self.look.groups[number];
        self.first = Some(*first);
        self.others = self.look.others[others.start as usize..others.end as usize].iter();
    }
}

impl Iterator for At<'_> {
    type Item = (usize, usize);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(entry) = self.first.take().or_else(|| self.others.next().copied()) {
                return Some((entry.pattern as usize, entry.back as usize));
            }
            let way = self.left.trailing_zeros() as usize;
            let hash = *self.hashes.get(way)?;
            self.left &= self.left - 1;
            self.enter(self.look.ways[way].number(hash));
        }
    }
}
