//! Sixty-four bytes at a time: which of them are quotes, backslashes and brackets.
//!
//! Everything that is skipped at speed goes through [`Masks::of`], so this file is the only one
//! that knows about vectors. `wide` has them without `unsafe` on our side. Of the ways without
//! it, none came near (classifying 1 MiB of JSON, GB/s on the machine this was written on):
//! `wide` 19.7; comparing bytes in a loop that the compiler vectorises and gathering the bits by
//! multiplication 5.8; the same eight bytes at a time in an ordinary register 2.8; or-ing bit by
//! bit 0.5. The intrinsics of `core::arch` can be called safely only from functions that have
//! the target feature themselves, up to the public ones.

use wide::u8x16;

/// How many bytes one set of masks covers.
pub(super) const BLOCK: usize = 64;

/// One bit a byte, the first byte in the lowest bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Masks {
    pub(super) quote: u64,
    pub(super) backslash: u64,
    pub(super) open: u64,
    pub(super) close: u64,
}

/// `[` and `{`, like `]` and `}`, differ in this one bit only, so setting it in every byte lets
/// one comparison find both. No other byte becomes one of the two.
const CASE: u8 = 0x20;

impl Masks {
    /// Classifies a block.
    #[inline]
    pub(super) fn of(block: &[u8; BLOCK]) -> Self {
        let (lanes, _) = block.as_chunks::<16>();
        let mut masks = Self::default();
        for (index, lane) in lanes.iter().enumerate() {
            let bytes = u8x16::new(*lane);
            let folded = bytes | u8x16::splat(CASE);
            let shift = index * 16;
            masks.quote |= equal(bytes, b'"') << shift;
            masks.backslash |= equal(bytes, b'\\') << shift;
            masks.open |= equal(folded, b'{') << shift;
            masks.close |= equal(folded, b'}') << shift;
        }
        masks
    }
}

/// One bit for each of the sixteen bytes that is equal.
#[inline]
fn equal(bytes: u8x16, byte: u8) -> u64 {
    u64::from(bytes.simd_eq(u8x16::splat(byte)).to_bitmask() as u16)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn one_by_one(block: &[u8; BLOCK]) -> Masks {
        let mask = |wanted: &[u8]| {
            block
                .iter()
                .enumerate()
                .fold(0, |mask, (index, byte)| mask | (u64::from(wanted.contains(byte)) << index))
        };
        Masks { quote: mask(b"\""), backslash: mask(b"\\"), open: mask(b"[{"), close: mask(b"]}") }
    }

    #[test]
    fn every_byte_value_is_classified_alike() {
        for byte in 0..=u8::MAX {
            let block = [byte; BLOCK];
            assert_eq!(Masks::of(&block), one_by_one(&block), "{byte:#x}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_plain_loop(block in prop::array::uniform32(
            prop_oneof![prop::sample::select(b"\"\\{}[] a\x5a\x7a\x7c".as_slice()), any::<u8>()],
        ), turn in 0..BLOCK) {
            let mut bytes = [0; BLOCK];
            bytes[..32].copy_from_slice(&block);
            bytes[32..].copy_from_slice(&block);
            bytes[32..].rotate_left(turn % 32);
            prop_assert_eq!(Masks::of(&bytes), one_by_one(&bytes));
        }
    }
}
