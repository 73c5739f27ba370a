//! Decoding 64 letters at a time, with AVX-512 VBMI.
//!
//! The steps are those of Muła and Lemire, "Base64 encoding and decoding at almost the speed of a
//! memory copy" (2019): a look-up by letter, two multiplications that join the six-bit values, a
//! permutation that packs the bytes.

#![expect(unsafe_code, reason = "vector loads and stores")]

use std::arch::x86_64::{
    __m512i, _mm512_loadu_si512, _mm512_madd_epi16, _mm512_maddubs_epi16, _mm512_movepi8_mask,
    _mm512_or_si512, _mm512_permutex2var_epi8, _mm512_permutexvar_epi8, _mm512_set1_epi32,
    _mm512_storeu_si512,
};

const LETTERS: usize = 64;
const BYTES: usize = 48;

/// Says that the processor has what [`decode`] needs.
#[derive(Clone, Copy)]
pub(super) struct Token(());

impl Token {
    pub(super) fn new() -> Option<Self> {
        let has = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512vbmi");
        has.then_some(Self(()))
    }

    /// Decodes whole blocks while all is letters; returns how many bytes were written.
    pub(super) fn decode(self, letters: &[u8], into: &mut [u8]) -> usize {
        // SAFETY: a token is made only where the processor has the features.
        unsafe { decode(letters, into) }
    }
}

/// By the low seven bits of a letter; the highest bit set where there is no such letter.
static VALUES: [u8; 128] = {
    let mut values = [0x80; 128];
    let mut six = 0;
    while six < 64 {
        values[b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[six] as usize] = six as u8;
        six += 1;
    }
    values[b'-' as usize] = 62;
    values[b'_' as usize] = 63;
    values
};

/// Where each byte is after the multiplications: three of each four, the highest first.
static PACKED: [u8; 64] = {
    let mut places = [0; 64];
    let mut at = 0;
    while at < BYTES {
        places[at] = (at / 3 * 4 + 2 - at % 3) as u8;
        at += 1;
    }
    places
};

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn decode(letters: &[u8], into: &mut [u8]) -> usize {
    let (low, high) = (load(&VALUES), load(&VALUES[64..]));
    let packed = load(&PACKED);
    let mut written = 0;
    for block in letters.as_chunks::<LETTERS>().0 {
        let Some(place) = into.get_mut(written..written + LETTERS) else { break };
        let block = load(block);
        let values = _mm512_permutex2var_epi8(low, block, high);
        // A byte over 127 or one that is no letter has the highest bit in one of the two.
        if _mm512_movepi8_mask(_mm512_or_si512(values, block)) != 0 {
            break;
        }
        let pairs = _mm512_maddubs_epi16(values, _mm512_set1_epi32(0x0140_0140));
        let groups = _mm512_madd_epi16(pairs, _mm512_set1_epi32(0x0001_1000));
        store(place, _mm512_permutexvar_epi8(packed, groups));
        written += BYTES;
    }
    written
}

#[target_feature(enable = "avx512f")]
#[inline]
fn load(bytes: &[u8]) -> __m512i {
    let bytes = &bytes[..LETTERS];
    // SAFETY: the slice above has 64 bytes, and the load needs no alignment.
    unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) }
}

#[target_feature(enable = "avx512f")]
#[inline]
fn store(place: &mut [u8], block: __m512i) {
    let place = &mut place[..LETTERS];
    // SAFETY: the slice above has 64 bytes, and the store needs no alignment.
    unsafe { _mm512_storeu_si512(place.as_mut_ptr().cast(), block) }
}

#[cfg(test)]
mod tests {
    use super::super::decode::value;
    use super::*;

    #[test]
    fn the_two_tables_agree() {
        for byte in 0..128_u8 {
            let vector = Some(VALUES[usize::from(byte)]).filter(|value| *value < 64);
            assert_eq!(vector, value(byte));
        }
    }
}
