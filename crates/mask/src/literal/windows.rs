//! Which bytes of each pattern are searched for.

use super::pattern::{ByteSet, Pattern};
use super::plan::{Group, LONG, PAIRS, SHORT, SHORT_PAIRS, SINGLE};
use super::sample::Sample;

/// A window of a pattern.
pub(super) struct Window {
    /// The index of the pattern.
    pub(super) pattern: usize,
    /// Where in the pattern the window begins.
    pub(super) back: usize,
    /// How many bytes it has.
    pub(super) len: usize,
    group: Option<Group>,
    /// How likely clean text has it.
    chance: f64,
    sets: Vec<ByteSet>,
}

/// So many windows of a pattern are tried: one that is a bit more frequent may fit better.
const CANDIDATES: usize = 3;

impl Window {
    /// The windows that clean text has least often, the rarest first, of the kind that suits the
    /// pattern.
    pub(super) fn rarest(pattern: usize, of: &Pattern, sample: &Sample) -> Vec<Self> {
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
            let mut windows: Vec<_> =
                windows.map(|(back, sets)| Self::new((pattern, back), group, sets, sample)).collect();
            windows.sort_by(|a, b| a.chance.total_cmp(&b.chance));
            windows.truncate(CANDIDATES);
            windows
        };
        kinds.into_iter().map(of_kind).find(|windows| !windows.is_empty()).unwrap_or_default()
    }

    fn new((pattern, back): (usize, usize), group: Option<Group>, sets: &[ByteSet], sample: &Sample) -> Self {
        let chance = sample.chance(sets);
        Self { pattern, back, len: sets.len(), group, chance, sets: sets.to_vec() }
    }

    pub(super) fn sets(&self) -> &[ByteSet] {
        &self.sets
    }

    /// The group of the buckets for pairs that it is for; none if it is read byte by byte.
    pub(super) fn group(&self) -> Option<Group> {
        self.group
    }

    pub(super) fn chance(&self) -> f64 {
        self.chance
    }
}

/// A pair tells something if there are few ways to write it.
const FEW: usize = 24;
/// A long window has at least as many telling pairs,
const LONG_TELLS: usize = 4;
/// and a short one.
const SHORT_TELLS: usize = 2;

fn telling(sets: &[ByteSet]) -> usize {
    sets.windows(2).filter(|pair| (pair[0].len() * pair[1].len()) as usize <= FEW).count()
}
