//! The sums of one time for some hundred names, as one value: a row for each would cost ten times as much to
//! write, and to read.

use std::collections::BTreeMap;

use gate_audit::StoreError;

use crate::{number, spans::SPANS, usage::Sum};

/// How many names share a sheet.
const NAMES: i64 = 512;

/// The sheet that a name is on.
pub(crate) fn part_of(name: i64) -> i64 {
    name.div_euclid(NAMES)
}

/// Something for each of some names, by their numbers, of which many are on one sheet.
#[derive(Default)]
pub(crate) struct ByName<T>(BTreeMap<i64, [Option<T>; NAMES as usize]>);

impl<T: Copy> ByName<T> {
    pub(crate) fn set(&mut self, name: i64, value: T) {
        self.0.entry(part_of(name)).or_insert([None; _])[Self::place(name)] = Some(value);
    }

    pub(crate) fn get(&self, name: i64) -> Option<T> {
        self.0.get(&part_of(name))?[Self::place(name)]
    }

    /// The names of which something is, in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = i64> {
        let all = |part: &i64| part * NAMES..(part + 1) * NAMES;
        self.0.iter().flat_map(move |(part, values)| {
            all(part).zip(values).filter_map(|(name, value)| value.is_some().then_some(name))
        })
    }

    fn place(name: i64) -> usize {
        // Less than 512.
        name.rem_euclid(NAMES) as usize
    }
}

/// What is known of one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The first minute with a call, in seconds since 1970.
    pub(crate) first: u64,
    pub(crate) sum: Sum,
}

impl Entry {
    pub(crate) fn add(&mut self, other: Self) {
        self.first = self.first.min(other.first);
        self.sum.add(other.sum);
    }
}

/// By the number of the name, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sheet(Vec<(i64, Entry)>);

impl Sheet {
    pub(crate) fn entries(&self) -> &[(i64, Entry)] {
        &self.0
    }

    pub(crate) fn add(&mut self, name: i64, entry: Entry) {
        match self.0.binary_search_by_key(&name, |(name, _)| *name) {
            Ok(at) => self.0[at].1.add(entry),
            Err(at) => self.0.insert(at, (name, entry)),
        }
    }

    /// Adds a sheet that was [`packed`](Self::packed), of a time that begins at `start`. As names are in order
    /// there, too, the two are gone through side by side.
    pub(crate) fn add_packed(&mut self, packed: &[u8], (start, part): (u64, i64)) -> Result<(), StoreError> {
        if self.0.is_empty() {
            // What a name takes, at least.
            self.0.reserve(packed.len() / 6);
        }
        let mut at = 0;
        each(packed, (start, part), |name, entry| {
            at += self.0[at..].iter().take_while(|(there, _)| *there < name).count();
            match self.0.get(at) {
                Some((there, _)) if *there == name => self.0[at].1.add(entry),
                // One that somebody has spoilt may have them in any order.
                _ if at > 0 && self.0[at - 1].0 >= name => self.add(name, entry),
                _ => self.0.insert(at, (name, entry)),
            }
        })
    }

    pub(crate) fn packed(&self, start: u64) -> Vec<u8> {
        let mut packed = Vec::with_capacity(self.0.len() * 12);
        for (name, Entry { first, sum }) in &self.0 {
            number::push(&mut packed, name.rem_euclid(NAMES).unsigned_abs());
            number::push(&mut packed, first.saturating_sub(start) / SPANS[0]);
            for number in [sum.calls, sum.errors, sum.input_tokens, sum.output_tokens] {
                number::push(&mut packed, number);
            }
        }
        packed
    }
}

/// Goes through what [`Sheet::packed`] has made.
pub(crate) fn each(
    mut packed: &[u8],
    (start, part): (u64, i64),
    mut see: impl FnMut(i64, Entry),
) -> Result<(), StoreError> {
    while !packed.is_empty() {
        let mut next = || number::take(&mut packed).ok_or_else(|| StoreError::corrupt("sums"));
        let name = part.saturating_mul(NAMES).saturating_add_unsigned(next()?);
        let first = next()?.saturating_mul(SPANS[0]).saturating_add(start);
        let sum = Sum { calls: next()?, errors: next()?, input_tokens: next()?, output_tokens: next()? };
        see(name, Entry { first, sum });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(first: u64) -> Entry {
        Entry { first, sum: Sum { calls: 1, errors: 0, input_tokens: u64::MAX, output_tokens: 300 } }
    }

    fn sheet(entries: &[(i64, u64)]) -> Sheet {
        let mut sheet = Sheet::default();
        entries.iter().for_each(|(name, first)| sheet.add(*name, entry(*first)));
        sheet
    }

    #[test]
    fn a_sheet_reads_back() {
        let sheet = sheet(&[(1_023, 7_200), (512, 3_600), (512, 7_140)]);
        let mut read = Sheet::default();
        read.add_packed(&sheet.packed(3_600), (3_600, 1)).unwrap();
        assert_eq!(read, sheet);
        let [(512, one), (1_023, other)] = read.entries() else { panic!("{read:?}") };
        assert_eq!((one.first, one.sum.calls, other.first), (3_600, 2, 7_200));
        read.add_packed(&[1, 2, 3], (0, 0)).unwrap_err();
    }

    #[test]
    fn sheets_add_up_whatever_is_on_them() {
        let lists: [&[i64]; 5] = [&[], &[3], &[0, 3, 511], &[1, 2, 510, 511], &[0, 1, 2, 3, 4]];
        for (one, other) in lists.iter().flat_map(|one| lists.map(|other| (one, other))) {
            let of = |names: &[i64]| sheet(&names.iter().map(|name| (*name, 60)).collect::<Vec<_>>());
            let mut sum = of(one);
            sum.add_packed(&of(other).packed(0), (0, 0)).unwrap();
            assert_eq!(sum, of(&[one, other].concat()), "{one:?} {other:?}");
        }
        // In the wrong order, as no sheet is that was not spoilt.
        let spoilt = [of_one(7), of_one(5), of_one(7)].concat();
        let mut sum = Sheet::default();
        sum.add_packed(&spoilt, (0, 0)).unwrap();
        assert_eq!(sum, sheet(&[(5, 60), (7, 60), (7, 60)]));
    }

    fn of_one(name: i64) -> Vec<u8> {
        sheet(&[(name, 60)]).packed(0)
    }
}
