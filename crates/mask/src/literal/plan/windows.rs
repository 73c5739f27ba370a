//! Which bytes of each pattern are searched for.

use super::{Group, LONG, PAIRS, SHORT, SHORT_PAIRS, SINGLE};
use crate::literal::pattern::{ByteSet, Pattern};

/// A window of a pattern, and what it is searched for by.
#[cfg_attr(test, derive(Clone))]
pub(in crate::literal) struct Window {
    /// The index of the pattern.
    pub(in crate::literal) pattern: usize,
    pub(in crate::literal) cut: Cut,
    /// The index of its bucket.
    pub(in crate::literal) bucket: usize,
    /// The way in which the second look looks it up, if that is known.
    pub(in crate::literal) way: Option<usize>,
}

/// Some bytes of a pattern in a row.
#[derive(Clone, Copy)]
pub(in crate::literal) struct Cut {
    /// Where in the pattern they begin.
    pub(in crate::literal) back: usize,
    pub(in crate::literal) len: usize,
    /// The group of the buckets for pairs that they are for; none if they are read byte by byte.
    pub(in crate::literal) group: Option<Group>,
}

/// A pair tells something if there are few ways to write it.
const FEW: usize = 24;
/// A long window has at least as many telling pairs,
const LONG_TELLS: usize = 4;
/// and a short one.
const SHORT_TELLS: usize = 2;

impl Cut {
    /// All windows of the kind that suits a pattern.
    pub(super) fn all(of: &Pattern) -> Vec<Self> {
        // Where a word begins is seen from a window's first byte.
        let first = if of.is_bound() { 1 } else { usize::MAX };
        let short = Group { pairs: SHORT_PAIRS, bound: of.is_bound() };
        let kinds = [
            (LONG, usize::MAX, LONG_TELLS, Some(Group { pairs: PAIRS, bound: false })),
            (SHORT, first, SHORT_TELLS, Some(short)),
            (SINGLE, first, 0, None),
        ];
        let of_kind = |(width, first, tells, group): (usize, usize, usize, Option<Group>)| {
            let windows = of.sets().windows(width.min(of.len())).enumerate().take(first);
            let windows = windows.filter(|(_, sets)| telling(sets) >= tells);
            let windows: Vec<_> = windows.map(|(back, sets)| Self { back, len: sets.len(), group }).collect();
            windows
        };
        kinds.into_iter().map(of_kind).find(|windows| !windows.is_empty()).unwrap_or_default()
    }

    pub(in crate::literal) fn sets(self, of: &Pattern) -> &[ByteSet] {
        &of.sets()[self.back..self.back + self.len]
    }
}

fn telling(sets: &[ByteSet]) -> usize {
    sets.windows(2).filter(|pair| (pair[0].len() * pair[1].len()) as usize <= FEW).count()
}
