//! A slot's tally, packed.

use histogram::{SparseHistogram, SparseHistogramRef};

use super::{
    tally::{PRECISION, Tally, buckets},
    timeline::Slot,
};

/// What a slot held: of its histogram only the buckets that are not empty.
///
/// They are a list of numbers, each in as few bytes as it needs, seven bits to a byte: the count, doubled, and
/// plus one where empty buckets precede it, whose number follows then. Where calls are few, or alike, a
/// bucket takes a byte or two.
#[derive(Debug)]
pub(super) struct Cell {
    /// Where the slot begins.
    pub(super) start: Slot,
    /// Of the packed histogram.
    packed_precision: u8,
    /// Of the coarsest that went into it.
    precision: u8,
    errors: u64,
    max: u64,
    packed: Box<[u8]>,
}

impl Cell {
    /// Packs a tally into `limit` bytes, as precisely as that can be done.
    pub(super) fn pack(tally: &Tally, start: Slot, limit: usize) -> Self {
        let mut sparse = SparseHistogram::from(&tally.latencies);
        let mut packed = pack(&sparse);
        let mut packed_precision = PRECISION;
        while packed.len() > limit && packed_precision > 0 {
            packed_precision -= 1;
            sparse = sparse.downsample(packed_precision).expect("it is lower than before");
            packed = pack(&sparse);
        }
        Self {
            start,
            packed_precision,
            precision: packed_precision.min(tally.precision),
            errors: tally.errors,
            max: tally.max,
            packed: packed.into(),
        }
    }

    /// Adds what was packed to a tally.
    pub(super) fn add_to(&self, tally: &mut Tally) {
        tally.errors += self.errors;
        tally.max = tally.max.max(self.max);
        tally.precision = tally.precision.min(self.precision);
        let buckets = Unpack { bytes: &self.packed, next: 0 };
        match self.packed_precision {
            PRECISION => {
                let counts = tally.latencies.as_mut_slice();
                for (index, count) in buckets {
                    counts[index as usize] += count;
                    tally.calls += count;
                }
            }
            precision => add_coarse(buckets, precision, tally),
        }
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.packed.len()
    }
}

/// Wide buckets are counted in the narrow one at their middle.
fn add_coarse(packed: Unpack<'_>, precision: u8, tally: &mut Tally) {
    let (indices, counts): (Vec<_>, Vec<_>) = packed.unzip();
    let config = buckets(precision);
    for bucket in &SparseHistogramRef::from_parts_unchecked(config, &indices, &counts) {
        tally.add(bucket.start().midpoint(bucket.end()), bucket.count());
    }
}

fn pack(sparse: &SparseHistogram) -> Vec<u8> {
    let mut packed = Vec::with_capacity(2 * sparse.len());
    let mut next = 0;
    for (&index, &count) in sparse.index().iter().zip(sparse.count()) {
        let gap = index - next;
        push(&mut packed, count << 1 | u64::from(gap > 0));
        if gap > 0 {
            push(&mut packed, u64::from(gap));
        }
        next = index + 1;
    }
    packed
}

fn push(packed: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        packed.push(number as u8 | 0x80);
        number >>= 7;
    }
    packed.push(number as u8);
}

/// The buckets that were packed: the index and count of each.
struct Unpack<'a> {
    bytes: &'a [u8],
    next: u32,
}

impl Unpack<'_> {
    fn number(&mut self) -> Option<u64> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let (&byte, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
            shift += 7;
        }
    }
}

impl Iterator for Unpack<'_> {
    type Item = (u32, u64);

    fn next(&mut self) -> Option<(u32, u64)> {
        let number = self.number()?;
        if number & 1 == 1 {
            self.next += self.number()? as u32;
        }
        let index = self.next;
        self.next += 1;
        Some((index, number >> 1))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    fn unpacked(cell: &Cell) -> Tally {
        let mut tally = Tally::new();
        cell.add_to(&mut tally);
        tally
    }

    proptest! {
        #[test]
        fn what_is_packed_with_room_comes_back(
            latencies in prop::collection::vec((any::<bool>(), 0_u32..36, 0.0..1.0_f64), 0..300),
        ) {
            let mut tally = Tally::new();
            for (ok, octave, share) in latencies {
                let micros = (1_u64 << octave) as f64 * (1.0 + share);
                tally.record(ok, Duration::from_micros(micros as u64));
            }
            let back = unpacked(&Cell::pack(&tally, 0, usize::MAX));
            prop_assert_eq!(back.latencies, tally.latencies);
            prop_assert_eq!((back.calls, back.errors, back.max), (tally.calls, tally.errors, tally.max));
            prop_assert_eq!(back.precision, PRECISION);
        }
    }

    #[test]
    fn few_alike_calls_take_few_bytes() {
        let mut tally = Tally::new();
        assert_eq!(Cell::pack(&tally, 0, usize::MAX).heap_bytes(), 0);
        (0..60).for_each(|_| tally.record(true, Duration::from_millis(12)));
        assert_eq!(Cell::pack(&tally, 0, usize::MAX).heap_bytes(), 3);
    }

    #[test]
    fn what_has_no_room_is_coarser_and_says_so() {
        let mut tally = Tally::new();
        for micros in (0..4_000_000).step_by(100) {
            tally.record(micros % 1_000 == 0, Duration::from_micros(micros));
        }
        let mut precisions = Vec::new();
        for limit in [1_000, 500, 200, 100, 50] {
            let cell = Cell::pack(&tally, 0, limit);
            assert!(cell.heap_bytes() <= limit, "{} > {limit}", cell.heap_bytes());
            let (back, exact) = (unpacked(&cell), 3_960_000.0 / 1e6);
            assert_eq!((back.calls, back.errors, back.max), (tally.calls, tally.errors, tally.max));
            let stats = back.stats(Duration::ZERO);
            let off = (stats.p99.unwrap().as_secs_f64() - exact).abs() / exact;
            assert!(off <= stats.relative_error, "{off} > {} at {limit}", stats.relative_error);
            precisions.push(back.precision);
        }
        assert!(precisions.is_sorted_by(|a, b| a >= b) && precisions[0] == PRECISION, "{precisions:?}");
        assert!(precisions[4] < 3, "{precisions:?}");

        // Coarse once, coarse for ever: merging does not make it better.
        let coarse = unpacked(&Cell::pack(&tally, 0, 50));
        assert_eq!(unpacked(&Cell::pack(&coarse, 0, usize::MAX)).precision, precisions[4]);
    }
}
