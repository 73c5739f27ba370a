//! The plan of the engine's own patterns, worked out ahead: which window of each is searched for, and
//! in which bucket. Finding a plan takes long; reading one does not.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::join::suiting;
use super::windows::{Cut, Window};
use crate::literal::pattern::Pattern;

/// A line a pattern: its fingerprint, where its window begins, the bucket, the way of the second look,
/// and the pattern itself, for the reader.
static TEXT: &str = include_str!("kept.txt");

static KEPT: LazyLock<HashMap<u64, Kept>> = LazyLock::new(|| TEXT.lines().filter_map(Kept::read).collect());

/// What is known of a pattern.
struct Kept {
    back: usize,
    bucket: usize,
    way: usize,
}

impl Kept {
    fn read(line: &str) -> Option<(u64, Self)> {
        let mut words = line.splitn(5, ' ');
        let fingerprint = u64::from_str_radix(words.next()?, 16).ok()?;
        let mut number = || words.next()?.parse().ok();
        Some((fingerprint, Self { back: number()?, bucket: number()?, way: number()? }))
    }
}

/// The window of a pattern, if the plan knows it.
pub(super) fn window(index: usize, of: &Pattern) -> Option<Window> {
    let Kept { back, bucket, way } = KEPT.get(&of.fingerprint())?;
    // An operator's pattern may have the fingerprint of another.
    let cut = Cut::all(of).into_iter().find(|cut| cut.back == *back)?;
    let suits = suiting(cut).any(|suiting| suiting == *bucket);
    suits.then_some(Window { pattern: index, cut, bucket: *bucket, way: Some(*way) })
}
