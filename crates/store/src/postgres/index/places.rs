//! Which records of a segment: a bit for each.

use std::ops::Range;

/// A set of places, of which a segment has some thousand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Places(Vec<u64>);

impl Places {
    pub(super) fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    pub(super) fn all(count: usize) -> Self {
        let mut all = Self(vec![u64::MAX; count.div_ceil(64)]);
        if let Some(last) = all.0.last_mut().filter(|_| !count.is_multiple_of(64)) {
            *last = (1 << (count % 64)) - 1;
        }
        all
    }

    /// Does nothing with a place that the segment does not have.
    pub(super) fn insert(&mut self, place: usize) {
        if let Some(word) = self.0.get_mut(place / 64) {
            *word |= 1 << (place % 64);
        }
    }

    pub(super) fn remove(&mut self, place: usize) {
        if let Some(word) = self.0.get_mut(place / 64) {
            *word &= !(1 << (place % 64));
        }
    }

    /// Removes the places out of the range.
    pub(super) fn keep(&mut self, range: Range<usize>) {
        (0..range.start).chain(range.end..self.0.len() * 64).for_each(|place| self.remove(place));
    }

    pub(super) fn insert_bits(&mut self, bits: &[u8]) {
        for (word, bits) in self.0.iter_mut().zip(bits.chunks(8)) {
            let mut bytes = [0; 8];
            bytes[..bits.len()].copy_from_slice(bits);
            *word |= u64::from_le_bytes(bytes);
        }
    }

    pub(super) fn intersect(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(word, other)| *word &= other);
    }

    pub(super) fn count(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Takes the highest of them out, at most so many, in falling order.
    pub(super) fn take_highest(&mut self, most: usize) -> Vec<usize> {
        let mut taken = Vec::new();
        for (at, word) in self.0.iter_mut().enumerate().rev() {
            while *word != 0 && taken.len() < most {
                let bit = 63 - word.leading_zeros() as usize;
                *word &= !(1 << bit);
                taken.push(at * 64 + bit);
            }
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_come_first_and_only_once() {
        let mut places = Places::none(200);
        [3, 63, 64, 150, 199, 1_000].into_iter().for_each(|place| places.insert(place));
        assert_eq!(places.count(), 5);
        assert_eq!(places.take_highest(3), [199, 150, 64]);
        assert_eq!(places.take_highest(9), [63, 3]);
        assert!(places.is_empty());
        assert_eq!(Places::all(130).take_highest(500), (0..130).rev().collect::<Vec<_>>());
    }
}
