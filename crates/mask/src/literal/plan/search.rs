//! Looks for a better plan: moves windows between buckets as long as less of some texts passes.

use super::GROUPS;
use super::buckets::{BUCKETS, Buckets, Codes, PAIRED};
use super::by_code::ByCode;
use super::join::suiting;
use super::places::Places;
use super::windows::{Cut, Window};
use crate::base64;
use crate::literal::boundary;
use crate::literal::pattern::Pattern;

pub(super) struct Search<'a> {
    patterns: &'a [Pattern],
    windows: &'a mut [Window],
    kilobytes: f64,
    codes: ByCode,
    /// Where words begin.
    begins: Places,
    seen: Vec<Seen>,
}

/// What a bucket accepts of the text: by place in a window, and how often all of it.
struct Seen {
    places: Vec<Places>,
    count: u64,
}

/// What is left of a round that is worth another.
const ENOUGH: f64 = 0.999;

impl<'a> Search<'a> {
    pub(super) fn new(patterns: &'a [Pattern], windows: &'a mut [Window], text: &[u8]) -> Self {
        let begins = Places::of(text, |at| boundary::may_begin(text, at));
        let kilobytes = text.len() as f64 / 1024.0;
        let mut this =
            Self { patterns, windows, kilobytes, codes: ByCode::new(text), begins, seen: Vec::new() };
        this.seen = (0..BUCKETS).map(|bucket| this.seen(bucket, None)).collect();
        this
    }

    /// Goes over all windows, again and again, until hardly anything is won.
    pub(super) fn run(mut self) {
        let mut before = self.passing();
        loop {
            (0..self.windows.len()).for_each(|index| self.settle(index));
            let after = self.passing();
            eprintln!("{after:.3} places a kilobyte, {before:.3} before");
            if after > before * ENOUGH {
                return;
            }
            before = after;
        }
    }

    fn passing(&self) -> f64 {
        self.seen.iter().map(|seen| seen.count).sum::<u64>() as f64 / self.kilobytes
    }

    /// Puts a window where it lets through the least more.
    fn settle(&mut self, index: usize) {
        let Window { pattern, cut, bucket, .. } = self.windows[index];
        let without = self.seen(bucket, Some(index));
        let mut best = (self.seen[bucket].count - without.count, cut, bucket);
        self.seen[bucket] = without;
        for cut in Cut::all(&self.patterns[pattern]) {
            let places = self.codes.of_cut(cut).places(&Codes::of(cut, &self.patterns[pattern]));
            for other in suiting(cut) {
                let seen = &self.seen[other];
                let more = self.count(other, &seen.places, &places) - seen.count;
                if more < best.0 {
                    best = (more, cut, other);
                }
            }
        }
        let (_, cut, to) = best;
        self.windows[index] = Window { pattern, cut, bucket: to, way: None };
        self.seen[to] = self.seen(to, None);
    }

    /// What is accepted by the windows of a bucket, but for one.
    fn seen(&self, bucket: usize, but: Option<usize>) -> Seen {
        let windows = self.windows.iter().enumerate();
        let windows = windows.filter(|(index, window)| window.bucket == bucket && but != Some(*index));
        let none = *Buckets::new(&base64::first_letters()).of(bucket);
        let of = |window: &Window| Codes::of(window.cut, &self.patterns[window.pattern]);
        let codes = windows.fold(none, |all, (_, window)| all.with(&of(window)));
        let places = self.codes.of_bucket(bucket).places(&codes);
        Seen { count: self.count(bucket, &places, &places), places }
    }

    fn count(&self, bucket: usize, these: &[Places], others: &[Places]) -> u64 {
        let common = Places::in_common(these, others);
        let is_bound = bucket < PAIRED && GROUPS[bucket / 8].bound;
        if is_bound { common.count_among(&self.begins) } else { common.count() }
    }
}
