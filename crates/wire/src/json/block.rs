//! Sixty-four bytes at a time: which of them are quotes, backslashes and brackets.
//!
//! Everything that is skipped at speed goes through [`Masks::of`], so this file is the only one
//! that knows about the machine. The x86-64 variant uses the SSE2 intrinsics that need no
//! `unsafe` (SSE2 is part of the architecture's baseline); elsewhere eight bytes are compared at
//! a time in an ordinary register.

/// How many bytes one set of masks covers.
pub(super) const BLOCK: usize = 64;

/// One bit a byte, the first byte in the lowest bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Masks {
    pub(super) quote: u64,
    pub(super) backslash: u64,
    pub(super) open: u64,
    pub(super) close: u64,
}

impl Masks {
    /// Classifies a block.
    #[inline]
    pub(super) fn of(block: &[u8; BLOCK]) -> Self {
        portable::masks(block)
    }
}

/// `[` and `{`, like `]` and `}`, differ in this one bit only, so setting it in every byte lets
/// one comparison find both. No other byte becomes one of the two.
const CASE: u8 = 0x20;

mod portable {
    use super::{BLOCK, CASE, Masks};

    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    const ONES: u64 = 0x0101_0101_0101_0101;

    #[inline]
    pub(super) fn masks(block: &[u8; BLOCK]) -> Masks {
        let (words, _) = block.as_chunks::<8>();
        let mut masks = Masks {
            quote: 0,
            backslash: 0,
            open: 0,
            close: 0,
        };
        for (index, word) in words.iter().enumerate() {
            let bytes = u64::from_le_bytes(*word);
            let folded = bytes | splat(CASE);
            let shift = index * 8;
            masks.quote |= equal(bytes, b'"') << shift;
            masks.backslash |= equal(bytes, b'\\') << shift;
            masks.open |= equal(folded, b'{') << shift;
            masks.close |= equal(folded, b'}') << shift;
        }
        masks
    }

    #[inline]
    fn splat(byte: u8) -> u64 {
        ONES * u64::from(byte)
    }

    /// One bit for each of the eight bytes that is equal.
    #[inline]
    fn equal(bytes: u64, byte: u8) -> u64 {
        let difference = bytes ^ splat(byte);
        // The top bit of each byte that is zero, with no borrow between neighbours.
        let zeros = !(((difference & LOW) + LOW) | difference | LOW);
        // Gathers the eight top bits: byte k's bit lands on bit 56 + k.
        (zeros >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn one_by_one(block: &[u8; BLOCK]) -> Masks {
        let mask = |wanted: &[u8]| {
            block.iter().enumerate().fold(0, |mask, (index, byte)| {
                mask | (u64::from(wanted.contains(byte)) << index)
            })
        };
        Masks {
            quote: mask(b"\""),
            backslash: mask(b"\\"),
            open: mask(b"[{"),
            close: mask(b"]}"),
        }
    }

    #[test]
    fn every_byte_value_is_classified_alike() {
        for byte in 0..=u8::MAX {
            let block = [byte; BLOCK];
            assert_eq!(Masks::of(&block), one_by_one(&block), "{byte:#x}");
            assert_eq!(portable::masks(&block), one_by_one(&block), "{byte:#x}");
        }
    }

    proptest! {
        #[test]
        fn both_variants_agree_with_the_plain_one(block in prop::array::uniform32(
            prop_oneof![prop::sample::select(b"\"\\{}[] a\x5a\x7a\x7c".as_slice()), any::<u8>()],
        ), turn in 0..BLOCK) {
            let mut bytes = [0; BLOCK];
            bytes[..32].copy_from_slice(&block);
            bytes[32..].copy_from_slice(&block);
            bytes[32..].rotate_left(turn % 32);
            prop_assert_eq!(Masks::of(&bytes), one_by_one(&bytes));
            prop_assert_eq!(portable::masks(&bytes), one_by_one(&bytes));
        }
    }
}
