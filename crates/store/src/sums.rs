//! Sums of calls and tokens on [sheets](crate::sheet): what a store adds to them, and what it answers of them. Names
//! have numbers, which the store gives out.

use std::collections::{BTreeMap, BTreeSet};

use gate_audit::{StoreError, Usage, UsageBy, UsageQuery};

use crate::{
    sheet::{self, ByName, Entry, Sheet},
    spans::SPANS,
    usage::Sum,
};

/// Of what: facet, server, name.
pub(crate) type Label = (i16, Option<String>, Option<String>);

/// Sums by label and minute.
pub(crate) type Minutes = BTreeMap<(Label, u64), Sum>;

/// Facet, span, start and part.
pub(crate) type Place = (i16, u64, u64, i64);

/// The sheets that these sums are to be added to, with what is to be added; `None` if a name has no number.
pub(crate) fn sheets(minutes: &Minutes, numbers: &BTreeMap<Label, i64>) -> Option<BTreeMap<Place, Sheet>> {
    let mut sheets = BTreeMap::<Place, Sheet>::new();
    for ((label, minute), sum) in minutes {
        let number = *numbers.get(label)?;
        for span in SPANS {
            let place = (label.0, span, minute / span * span, sheet::part_of(number));
            sheets.entry(place).or_default().add(number, Entry { first: *minute, sum: *sum });
        }
    }
    Some(sheets)
}

/// Adds what is kept of a sheet to what is to be kept of it.
pub(crate) fn add_kept(sheet: &mut Sheet, kept: &[u8], (_, _, start, part): Place) {
    // One that somebody has spoilt must not be in the way of what comes after.
    let _ = sheet.add_packed(kept, (start, part));
}

/// The numbers of the names on these sheets, each with its start and part; `None` if somebody has spoilt one, so that
/// it is not known whose sums it has.
pub(crate) fn on(sheets: &[(i64, i64, Vec<u8>)]) -> Option<BTreeSet<i64>> {
    let mut numbers = BTreeSet::new();
    for (start, part, packed) in sheets {
        let see = |name, _| {
            numbers.insert(name);
        };
        sheet::each(packed, (start.cast_unsigned(), *part), see).ok()?;
    }
    Some(numbers)
}

/// An answer, as it is added up.
pub(crate) struct Answer {
    query: UsageQuery,
    /// By bucket and part.
    sheets: BTreeMap<(u64, i64), Sheet>,
    /// Names whose sums are on no sheet yet, and the numbers that stand for them here.
    #[cfg(feature = "postgres")]
    unkept: BTreeMap<(Option<String>, Option<String>), i64>,
}

impl Answer {
    pub(crate) fn to(query: UsageQuery) -> Self {
        Self {
            query,
            sheets: BTreeMap::new(),
            #[cfg(feature = "postgres")]
            unkept: BTreeMap::new(),
        }
    }

    /// Adds a sheet of a span that is asked for.
    pub(crate) fn add(&mut self, packed: &[u8], (start, part): (u64, i64)) -> Result<(), StoreError> {
        let bucket = self.bucket(start);
        self.sheets.entry((bucket, part)).or_default().add_packed(packed, (start, part))
    }

    /// Adds the sum of a minute that is on no sheet yet, if it is asked for.
    #[cfg(feature = "postgres")]
    pub(crate) fn add_minute(&mut self, minute: u64, server: Option<String>, name: Option<String>, sum: Sum) {
        if !self.query.span().contains(&minute) {
            return;
        }
        // No name has such a number, and so no sheet that is kept such a part.
        let next = -1 - i64::try_from(self.unkept.len()).unwrap_or_default();
        let number = *self.unkept.entry((server, name)).or_insert(next);
        let place = (self.bucket(minute), sheet::part_of(number));
        self.sheets.entry(place).or_default().add(number, Entry { first: minute, sum });
    }

    fn bucket(&self, start: u64) -> u64 {
        self.query.bucket.map_or(0, |_| start / self.query.seconds())
    }

    /// Of what names to look up.
    pub(crate) fn numbers(&self) -> Vec<i64> {
        let mut seen = ByName::default();
        let entries = self.sheets.values().flat_map(Sheet::entries);
        entries.for_each(|(number, _)| seen.set(*number, ()));
        seen.names().filter(|number| *number >= 0).collect()
    }

    /// In order. What has no name is left out: it was forgotten meanwhile.
    pub(crate) fn finish(
        self,
        names: impl IntoIterator<Item = (i64, Option<String>, Option<String>)>,
    ) -> Vec<Usage> {
        let names = Names::of(self.labels(names));
        let mut all = Vec::with_capacity(self.sheets.values().map(|sheet| sheet.entries().len()).sum());
        let sheets: Vec<_> = self.sheets.iter().collect();
        for sheets in sheets.chunk_by(|((one, _), _), ((other, _), _)| one == other) {
            let bucket = sheets[0].0.0;
            let entries = sheets.iter().flat_map(|(_, sheet)| sheet.entries());
            let mut sums: Vec<(usize, &Entry)> =
                entries.filter_map(|(number, entry)| Some((names.ranks.get(*number)?, entry))).collect();
            // Those of one name come one after the other, in whatever order.
            sums.sort_unstable_by_key(|(rank, _)| *rank);
            for sums in sums.chunk_by(|one, other| one.0 == other.0) {
                let mut sum = *sums[0].1;
                sums[1..].iter().for_each(|(_, more)| sum.add(**more));
                all.push(usage(&self.query, bucket, &names.labels[sums[0].0], sum));
            }
        }
        all
    }

    /// Server, name and number; of several tools that are one server no name.
    fn labels(
        &self,
        names: impl IntoIterator<Item = (i64, Option<String>, Option<String>)>,
    ) -> Vec<Numbered> {
        let named = names.into_iter().map(|(number, server, name)| (server, name, number));
        #[cfg(feature = "postgres")]
        let named = {
            let unkept = self.unkept.iter();
            named.chain(unkept.map(|((server, name), number)| (server.clone(), name.clone(), *number)))
        };
        let is_named = self.query.by != UsageBy::Server;
        named.map(|(server, name, number)| (server, name.filter(|_| is_named), number)).collect()
    }
}

/// Server, name and number.
type Numbered = (Option<String>, Option<String>, i64);

struct Names {
    /// In the order of the answer.
    labels: Vec<Numbered>,
    /// By number: where the first one of that name is.
    ranks: ByName<usize>,
}

impl Names {
    fn of(mut labels: Vec<Numbered>) -> Self {
        labels.sort_unstable();
        let mut ranks = ByName::default();
        let mut first = 0;
        for (at, (server, name, number)) in labels.iter().enumerate() {
            if (server, name) != (&labels[first].0, &labels[first].1) {
                first = at;
            }
            ranks.set(*number, first);
        }
        Self { labels, ranks }
    }
}

fn usage(
    query: &UsageQuery,
    bucket: u64,
    (server, name, _): &Numbered,
    Entry { first, sum }: Entry,
) -> Usage {
    let mut usage = Usage::default();
    (usage.server, usage.name) = (server.clone(), name.clone());
    usage.start = query.bucket.map_or(first, |_| bucket * query.seconds());
    (usage.calls, usage.errors) = (sum.calls, sum.errors);
    (usage.input_tokens, usage.output_tokens) = (sum.input_tokens, sum.output_tokens);
    usage
}

#[cfg(all(test, feature = "postgres"))]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    #[test]
    fn what_is_on_no_sheet_yet_does_not_make_one_ever_longer() {
        let (from, to) = (SystemTime::UNIX_EPOCH, SystemTime::UNIX_EPOCH + Duration::from_secs(3_600));
        let mut answer = Answer::to(UsageQuery { from, to, by: UsageBy::Tool, bucket: None });
        let sum = Sum { calls: 1, ..Sum::default() };
        for name in (0..5_000).chain(0..5_000) {
            answer.add_minute(60, Some("server".to_owned()), Some(format!("{name:04}")), sum);
        }
        assert!(answer.sheets.values().all(|sheet| sheet.entries().len() <= 512));
        assert_eq!(answer.numbers(), []);
        let found = answer.finish([]);
        assert_eq!(found.len(), 5_000);
        assert!(found.is_sorted_by_key(|usage| usage.name.clone()));
        assert!(found.iter().all(|usage| (usage.calls, usage.start) == (2, 60)));
    }
}
