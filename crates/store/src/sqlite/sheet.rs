//! The sums of one time for some hundred names, as one value: a row for each would cost ten times as much to
//! write, and to read.

use std::collections::BTreeMap;

use gate_audit::StoreError;

use super::pack::{Packed, push_number};
use crate::{spans::SPANS, usage::Sum};

/// How many names share a sheet.
const NAMES: i64 = 512;

/// The sheet that a name is on.
pub(super) fn part_of(name: i64) -> i64 {
    name / NAMES
}

/// What is known of one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The first minute with a call, in seconds since 1970.
    pub(super) first: u64,
    pub(super) sum: Sum,
}

impl Entry {
    pub(super) fn add(&mut self, other: Self) {
        self.first = self.first.min(other.first);
        self.sum.add(other.sum);
    }
}

/// By the number of the name.
#[derive(Default)]
pub(super) struct Sheet(pub(super) BTreeMap<i64, Entry>);

impl Sheet {
    pub(super) fn add(&mut self, name: i64, entry: Entry) {
        self.0.entry(name).and_modify(|sum| sum.add(entry)).or_insert(entry);
    }

    pub(super) fn packed(&self, start: u64) -> Vec<u8> {
        let mut packed = Vec::with_capacity(self.0.len() * 12);
        for (name, Entry { first, sum }) in &self.0 {
            push_number(&mut packed, (name % NAMES).unsigned_abs());
            push_number(&mut packed, first.saturating_sub(start) / SPANS[0]);
            for number in [sum.calls, sum.errors, sum.input_tokens, sum.output_tokens] {
                push_number(&mut packed, number);
            }
        }
        packed
    }
}

/// Goes through what [`Sheet::packed`] has made.
pub(super) fn each(
    packed: &[u8],
    (start, part): (u64, i64),
    mut see: impl FnMut(i64, Entry),
) -> Result<(), StoreError> {
    let mut packed = Packed(packed);
    while !packed.0.is_empty() {
        let name = part.saturating_mul(NAMES).saturating_add_unsigned(packed.number()?);
        let first = packed.number()?.saturating_mul(SPANS[0]).saturating_add(start);
        let mut next = || packed.number();
        let sum = Sum { calls: next()?, errors: next()?, input_tokens: next()?, output_tokens: next()? };
        see(name, Entry { first, sum });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_reads_back() {
        let mut sheet = Sheet::default();
        let sum = Sum { calls: 1, errors: 0, input_tokens: u64::MAX, output_tokens: 300 };
        for (name, first) in [(1_023, 7_200), (512, 3_600), (512, 7_140)] {
            sheet.add(name, Entry { first, sum });
        }
        let mut read = Vec::new();
        each(&sheet.packed(3_600), (3_600, 1), |name, entry| read.push((name, entry))).unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!(read, sheet.0.into_iter().collect::<Vec<_>>());
        assert_eq!((read[0].1.first, read[0].1.sum.calls, read[1].1.first), (3_600, 2, 7_200));
        each(&[1, 2, 3], (0, 0), |_, _| {}).unwrap_err();
    }
}
