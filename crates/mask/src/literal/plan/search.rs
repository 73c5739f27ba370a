//! Looks for a better plan: moves windows between buckets as long as less of some texts passes.

use std::ops::Range;
use std::time::{Duration, Instant};

use super::GROUPS;
use super::buckets::{BUCKETS, Buckets, Codes, PAIRED, RUN};
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

/// The bucket of a window that is in none.
const NONE: usize = usize::MAX;

/// What a bucket accepts of the text: by place in a window, and how often all of it.
#[derive(Clone)]
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
        this.seen = (0..BUCKETS).map(|bucket| this.seen(bucket)).collect();
        this
    }

    /// Moves windows until nothing is won; then, for so long, empties one bucket after the other and finds
    /// its windows other places.
    pub(super) fn run(mut self, time: Duration) {
        let since = Instant::now();
        self.settle_all();
        let mut draw = Draw(1);
        while since.elapsed() < time {
            let (windows, seen, before) = (self.windows.to_vec(), self.seen.clone(), self.passing());
            self.empty(draw.weighted(self.seen.iter().map(|seen| seen.count)));
            if self.passing() > before {
                self.windows.clone_from_slice(&windows);
                self.seen = seen;
            } else if self.passing() < before {
                eprintln!("{:.3} places a kilobyte", self.passing());
            }
        }
        self.settle_all();
    }

    /// Goes over all windows, again and again, until hardly anything is won.
    fn settle_all(&mut self) {
        let mut before = self.passing();
        loop {
            self.settle(0..self.windows.len());
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

    /// Finds other places for all windows of a bucket, but those that go back.
    fn empty(&mut self, bucket: usize) {
        let of_bucket = |(index, window): (usize, &Window)| (window.bucket == bucket).then_some(index);
        let all: Vec<_> = self.windows.iter().enumerate().filter_map(of_bucket).collect();
        all.iter().for_each(|&index| self.windows[index].bucket = NONE);
        self.seen[bucket] = self.seen(bucket);
        all.iter().for_each(|&index| self.place(index));
    }

    /// Puts each of some windows where it lets through the least more.
    pub(super) fn settle(&mut self, windows: Range<usize>) {
        for index in windows {
            let bucket = std::mem::replace(&mut self.windows[index].bucket, NONE);
            self.seen[bucket] = self.seen(bucket);
            self.place(index);
        }
    }

    /// The same for one that is nowhere.
    fn place(&mut self, index: usize) {
        let pattern = self.windows[index].pattern;
        let mut best: Option<(u64, Cut, usize, Vec<Places>)> = None;
        for cut in Cut::all(&self.patterns[pattern]) {
            let places = self.codes.of_cut(cut).places(&Codes::of(cut, &self.patterns[pattern]));
            for bucket in suiting(cut) {
                let seen = &self.seen[bucket];
                let more = self.count(bucket, &seen.places, &places) - seen.count;
                if best.as_ref().is_none_or(|(least, ..)| more < *least) {
                    best = Some((more, cut, bucket, places.clone()));
                }
            }
        }
        let (more, cut, bucket, places) = best.expect("every pattern has a window");
        self.windows[index] = Window { pattern, cut, bucket, way: None };
        let seen = &mut self.seen[bucket];
        seen.places.iter_mut().zip(&places).for_each(|(these, more)| these.add(more, 0));
        seen.count += more;
    }

    /// What is accepted by the windows of a bucket.
    fn seen(&self, bucket: usize) -> Seen {
        let windows = self.windows.iter().filter(|window| window.bucket == bucket);
        let none = *Buckets::new(&base64::first_letters()).of(bucket);
        let of = |window: &Window| Codes::of(window.cut, &self.patterns[window.pattern]);
        let codes = windows.fold(none, |all, window| all.with(&of(window)));
        let places = self.codes.of_bucket(bucket).places(&codes);
        Seen { count: self.count(bucket, &places, &places), places }
    }

    /// How often the text has what one or the other accepts. The start of a run is looked for in any case.
    fn count(&self, bucket: usize, these: &[Places], others: &[Places]) -> u64 {
        if bucket == RUN {
            return 0;
        }
        let common = Places::in_common(these, others);
        let is_bound = bucket < PAIRED && GROUPS[bucket / 8].bound;
        if is_bound { common.count_among(&self.begins) } else { common.count() }
    }
}

/// Draws numbers, the same ones each time.
struct Draw(u64);

impl Draw {
    /// One of some, the more likely the more it weighs.
    fn weighted(&mut self, weights: impl Iterator<Item = u64> + Clone) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut left = (self.0 >> 16) % weights.clone().sum::<u64>().max(1);
        let is_it = |weight: u64| {
            let is_it = left < weight;
            left = left.saturating_sub(weight);
            is_it
        };
        weights.map(is_it).position(|is_it| is_it).unwrap_or_default()
    }
}
