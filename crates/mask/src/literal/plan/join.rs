//! Where a window goes that the kept plan does not know: to the buckets that it makes let through the
//! least more clean text, as seen in a sample.

use super::GROUPS;
use super::buckets::{BUCKETS, Buckets, Codes, PAIRED, RUN};
use super::by_code::ByCode;
use super::places::Places;
use super::sample::{Sample, TEXT};
use super::windows::{Cut, Window};
use crate::literal::pattern::Pattern;

/// So many windows of a pattern are tried: one that is a bit more frequent may fit better.
const CANDIDATES: usize = 3;

/// For so many of the buckets that suit them best it is counted what more they would let through.
const COUNTED: usize = 6;

/// Finds a bucket for a window of each of these patterns, by index.
pub(super) fn all(patterns: &[Pattern], unknown: &[usize], buckets: &mut Buckets) -> Vec<Window> {
    let sample = Sample::new(TEXT);
    let rarest = |&index: &usize| {
        let chance = |cut: Cut| (sample.chance(cut.sets(&patterns[index])), cut);
        let mut cuts: Vec<_> = Cut::all(&patterns[index]).into_iter().map(chance).collect();
        cuts.sort_by(|a, b| a.0.total_cmp(&b.0));
        cuts.truncate(CANDIDATES);
        (index, cuts)
    };
    let mut candidates: Vec<_> = unknown.iter().map(rarest).collect();
    // The commonest first: they shape the buckets, the rare ones fit anywhere.
    candidates.sort_by(|a, b| b.1[0].0.total_cmp(&a.1[0].0));
    let mut joining = Joining::new(buckets);
    let join = |(index, cuts): (usize, Vec<(f64, Cut)>)| {
        let (bucket, cut) = joining.best(&patterns[index], cuts.into_iter().map(|(_, cut)| cut))?;
        Some(Window { pattern: index, cut, bucket, way: None })
    };
    candidates.into_iter().filter_map(join).collect()
}

/// The buckets, and what they let through of the sample.
struct Joining<'b> {
    buckets: &'b mut Buckets,
    seen: Vec<Seen>,
    codes: ByCode,
}

/// What a bucket accepts of the sample,
struct Seen {
    /// by place in a window,
    places: Vec<Places>,
    /// and all of it: how likely it lets clean text through.
    chance: f64,
}

/// A window for a bucket.
struct Fit {
    cut: Cut,
    codes: Codes,
    bucket: usize,
}

impl<'b> Joining<'b> {
    fn new(buckets: &'b mut Buckets) -> Self {
        let codes = ByCode::new(TEXT);
        let seen = |bucket: usize| {
            let of_bucket = codes.of_bucket(bucket);
            let accepted = buckets.of(bucket);
            let places = of_bucket.places(accepted);
            let chance = Places::in_common(&places, &places).share() + of_bucket.shuffled(accepted);
            Seen { places, chance }
        };
        let seen = (0..BUCKETS).map(seen).collect();
        Self { buckets, seen, codes }
    }

    /// Adds one of some windows of a pattern, and returns it and where it went.
    fn best(&mut self, pattern: &Pattern, cuts: impl Iterator<Item = Cut>) -> Option<(usize, Cut)> {
        let fits = |cut: Cut| {
            let codes = Codes::of(cut, pattern);
            suiting(cut).map(move |bucket| Fit { cut, codes, bucket })
        };
        // To count takes long, so a guess says what is worth it.
        let mut fits: Vec<_> = cuts.flat_map(fits).map(|fit| (self.guess(&fit), fit)).collect();
        fits.sort_by(|a, b| a.0.total_cmp(&b.0));
        fits.truncate(COUNTED);
        let counted = fits.into_iter().map(|(_, fit)| (self.more(&fit), fit));
        let (more, Fit { cut, codes, bucket }) = counted.min_by(|a, b| a.0.total_cmp(&b.0))?;
        let seen = &mut self.seen[bucket];
        let places = self.codes.of_cut(cut).places(&codes);
        seen.places.iter_mut().zip(&places).for_each(|(these, more)| these.add(more, 0));
        seen.chance += more;
        self.buckets.add(bucket, &codes);
        Some((bucket, cut))
    }

    /// What a bucket would let through the more of shuffled text.
    fn guess(&self, Fit { cut, codes, bucket }: &Fit) -> f64 {
        let (of_kind, before) = (self.codes.of_cut(*cut), self.buckets.of(*bucket));
        of_kind.shuffled(&before.with(codes)) - of_kind.shuffled(before)
    }

    /// What it would let through the more of the sample, and of shuffled text: the sample is small.
    fn more(&self, Fit { cut, codes, bucket }: &Fit) -> f64 {
        let (of_kind, seen) = (self.codes.of_cut(*cut), &self.seen[*bucket]);
        let shuffled = of_kind.shuffled(&self.buckets.of(*bucket).with(codes));
        Places::in_common(&seen.places, &of_kind.places(codes)).share() + shuffled - seen.chance
    }
}

/// The buckets that a window may join.
pub(super) fn suiting(cut: Cut) -> impl Iterator<Item = usize> {
    let suits = move |bucket: &usize| match cut.group {
        Some(group) => *bucket < PAIRED && GROUPS[bucket / 8] == group,
        None => (PAIRED..RUN).contains(bucket),
    };
    (0..BUCKETS).filter(suits)
}
