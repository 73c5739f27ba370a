//! Kinds of bytes: what tells most, in three bits, of a byte that may be one of many.

/// Every kind, as bits that are set in no byte once its case is folded away.
pub(super) const KINDS: [u32; 8] = {
    let (mut kinds, mut number) = ([0; 8], 0);
    while number < kinds.len() {
        kinds[number] = bits(number as u32);
        number += 1;
    }
    kinds
};

static KIND_OF: [u32; 256] = {
    let (mut kinds, mut byte) = ([0; 256], 0);
    while byte < kinds.len() {
        kinds[byte] = KINDS[match byte as u8 {
            b'a'..=b'z' => 0,
            b'A'..=b'Z' => 1,
            b'0'..=b'9' => 2,
            b'-' | b'_' | b'.' => 3,
            b'{' | b'[' => 4,
            b'"' | b'\'' | b'\\' => 5,
            0..=b' ' => 6,
            _ => 7,
        }];
        byte += 1;
    }
    kinds
};

#[inline(always)]
pub(super) const fn kind(byte: u8) -> u32 {
    KIND_OF[byte as usize]
}

/// The bit of each of three bytes by which a small letter and a capital differ.
const fn bits(number: u32) -> u32 {
    (number & 1) << 5 | (number & 2) << 12 | (number & 4) << 19
}
