//! Blocks of tokens, each with the places of the records that have it.
//!
//! A token is written as how many bytes it shares with the one before in its block, the number of the others,
//! and these; then come the length of its places, and these: as differences, or, where that is shorter, as a
//! bit for each record of the segment. Numbers are of seven bits a byte.

use std::collections::HashMap;

use super::{places::Places, tokens::Span};
use crate::number;

/// Where a block ends.
const FULL: usize = 3_600;

/// The tokens of a segment's records.
#[derive(Default)]
pub(super) struct Builder {
    numbers: HashMap<Box<[u8]>, usize>,
    /// Of each token the places, in order.
    places: Vec<Vec<u32>>,
    bytes: i64,
}

impl Builder {
    /// Counts a record's texts.
    pub(super) fn weigh(&mut self, bytes: u64) {
        self.bytes = self.bytes.saturating_add_unsigned(bytes);
    }

    pub(super) fn bytes(&self) -> i64 {
        self.bytes
    }

    /// Places must come in order.
    pub(super) fn add(&mut self, token: &[u8], place: u32) {
        let number = match self.numbers.get(token) {
            Some(number) => *number,
            None => {
                self.numbers.insert(token.into(), self.places.len());
                self.places.push(Vec::new());
                self.places.len() - 1
            }
        };
        let places = &mut self.places[number];
        if places.last() != Some(&place) {
            places.push(place);
        }
    }

    /// Blocks in order, each with its first token.
    pub(super) fn finish(self, records: usize) -> Vec<(Box<[u8]>, Vec<u8>)> {
        let mut numbers: Vec<_> = self.numbers.into_iter().collect();
        numbers.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let mut blocks: Vec<(Box<[u8]>, Vec<u8>)> = Vec::new();
        let mut last: &[u8] = &[];
        let mut packed = Vec::new();
        for (token, number) in &numbers {
            packed.clear();
            let is_bits = pack(&self.places[*number], records, &mut packed);
            let is_full =
                blocks.last().is_none_or(|(_, block)| block.len() + token.len() + packed.len() > FULL);
            if is_full {
                blocks.push((token.clone(), Vec::new()));
                last = &[];
            }
            let Some((_, block)) = blocks.last_mut() else { continue };
            let shared = token.iter().zip(last).take_while(|(a, b)| a == b).count();
            push_number(block, shared);
            push_number(block, token.len() - shared);
            block.extend_from_slice(&token[shared..]);
            push_number(block, packed.len() << 1 | usize::from(is_bits));
            block.extend_from_slice(&packed);
            last = token;
        }
        blocks
    }
}

/// Whether it is bits.
fn pack(places: &[u32], records: usize, packed: &mut Vec<u8>) -> bool {
    let most = records.div_ceil(8);
    let mut last = 0;
    for place in places {
        push_number(packed, (place - last) as usize);
        last = *place;
        if packed.len() >= most {
            packed.clear();
            packed.resize(most, 0);
            places.iter().for_each(|place| packed[*place as usize / 8] |= 1 << (place % 8));
            return true;
        }
    }
    false
}

/// Adds the places of every token of the span that is in the block; `None` if it is no block.
pub(super) fn find(mut block: &[u8], span: &Span, found: &mut Places) -> Option<()> {
    let mut token = Vec::new();
    while !block.is_empty() {
        let shared = take_number(&mut block)?;
        let length = take_number(&mut block)?;
        token.truncate(shared);
        token.extend_from_slice(block.split_off(..length)?);
        let length = take_number(&mut block)?;
        let packed = block.split_off(..length >> 1)?;
        if token[..] >= span.to[..] {
            break;
        }
        if !span.contains(&token) {
            continue;
        }
        if length & 1 == 1 {
            found.insert_bits(packed);
        } else {
            unpack(packed, found)?;
        }
    }
    Some(())
}

fn unpack(mut packed: &[u8], found: &mut Places) -> Option<()> {
    let mut place = 0_usize;
    while !packed.is_empty() {
        place = place.checked_add(take_number(&mut packed)?)?;
        found.insert(place);
    }
    Some(())
}

fn push_number(block: &mut Vec<u8>, number: usize) {
    number::push(block, number as u64);
}

fn take_number(block: &mut &[u8]) -> Option<usize> {
    number::take(block)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: &str, to: &str) -> Span {
        Span { from: from.into(), to: to.into() }
    }

    fn places(blocks: &[(Box<[u8]>, Vec<u8>)], span: &Span) -> Vec<usize> {
        let mut found = Places::none(5_000);
        blocks.iter().for_each(|(_, block)| find(block, span, &mut found).unwrap());
        let mut places = found.take_highest(5_000);
        places.reverse();
        places
    }

    #[test]
    fn every_token_is_found_with_its_places() {
        let mut builder = Builder::default();
        for place in 0..5_000_u32 {
            builder.add(format!("w{}", place % 700).as_bytes(), place);
            builder.add(b"all", place);
            builder.add(b"all", place);
        }
        let blocks = builder.finish(5_000);
        assert!(blocks.len() > 2 && blocks.is_sorted_by(|a, b| a.0 < b.0));
        assert!(blocks.iter().all(|(_, block)| block.len() < FULL + 700));
        assert_eq!(places(&blocks, &span("all", "all\0")).len(), 5_000);
        assert_eq!(places(&blocks, &span("w7", "w7\0")), (0..5_000).skip(7).step_by(700).collect::<Vec<_>>());
        let of_both: Vec<_> = (0..5_000).filter(|place| [69, 690].contains(&(place % 700))).collect();
        assert_eq!(places(&blocks, &span("w69", "w691")), of_both);
        assert_eq!(places(&blocks, &span("w700", "w700\0")), [0; 0]);
    }

    #[test]
    fn what_is_no_block_is_refused() {
        for wrong in [&[0][..], &[0, 9, 1], &[0; 2], &[0xff; 30], &[0, 1, b'a', 9, 1]] {
            assert_eq!(find(wrong, &span("", "z"), &mut Places::none(9)), None, "{wrong:?}");
        }
    }
}
