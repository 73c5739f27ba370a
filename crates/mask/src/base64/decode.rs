//! Letters to bytes, for both alphabets.

#[cfg(target_arch = "x86_64")]
use super::vector;

/// Not a letter.
const NONE: u8 = 0xff;

static VALUES: [u8; 256] = values();

const fn values() -> [u8; 256] {
    let mut values = [NONE; 256];
    let mut six = 0;
    while six < 64 {
        let byte = match six {
            0..26 => b'A' + six,
            26..52 => b'a' + six - 26,
            52..62 => b'0' + six - 52,
            62 => b'+',
            _ => b'/',
        };
        values[byte as usize] = six;
        six += 1;
    }
    // The alphabet for URLs.
    values[b'-' as usize] = 62;
    values[b'_' as usize] = 63;
    values
}

/// The six bits of a letter.
pub(super) fn value(byte: u8) -> Option<u8> {
    Some(VALUES[usize::from(byte)]).filter(|&value| value != NONE)
}

pub(crate) fn is_letter(byte: u8) -> bool {
    VALUES[usize::from(byte)] != NONE
}

/// Three bytes of four letters.
pub(crate) fn group(letters: [u8; 4]) -> Option<[u8; 3]> {
    let six = letters.map(|letter| VALUES[usize::from(letter)]);
    if six.contains(&NONE) {
        return None;
    }
    let bits = six.iter().fold(0, |bits, &six| bits << 6 | u32::from(six));
    let [_, first, second, third] = bits.to_be_bytes();
    Some([first, second, third])
}

/// Decodes with what the processor has.
#[derive(Clone, Copy)]
pub(crate) struct Decoder {
    #[cfg(target_arch = "x86_64")]
    vector: Option<vector::Token>,
}

impl Decoder {
    pub(crate) fn new() -> Self {
        Self {
            #[cfg(target_arch = "x86_64")]
            vector: vector::Token::new(),
        }
    }

    /// Decodes letters up to the first byte that is none. Returns how many letters were read and
    /// how many bytes written; a last group may be short.
    ///
    /// `into` has at least three bytes for each four of `letters`.
    pub(crate) fn decode(self, letters: &[u8], into: &mut [u8]) -> (usize, usize) {
        let done = self.vector_part(letters, into);
        let (mut read, mut written) = (done / 3 * 4, done);
        for letters in letters[read..].as_chunks::<4>().0 {
            let Some(bytes) = group(*letters) else { break };
            into[written..written + 3].copy_from_slice(&bytes);
            read += 4;
            written += 3;
        }
        let (last_read, last_written) = last(&letters[read..], &mut into[written..]);
        (read + last_read, written + last_written)
    }

    #[cfg(target_arch = "x86_64")]
    fn vector_part(self, letters: &[u8], into: &mut [u8]) -> usize {
        self.vector.map_or(0, |token| token.decode(letters, into))
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn vector_part(self, _: &[u8], _: &mut [u8]) -> usize {
        0
    }
}

/// The group that is short of letters.
fn last(letters: &[u8], into: &mut [u8]) -> (usize, usize) {
    let count = letters.iter().take(3).take_while(|&&letter| is_letter(letter)).count();
    let mut padded = [b'A'; 4];
    padded[..count].copy_from_slice(&letters[..count]);
    let bytes = group(padded).unwrap_or_default();
    let whole = count * 3 / 4;
    let written = whole.min(into.len());
    into[..written].copy_from_slice(&bytes[..written]);
    (count, written)
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn encode(bytes: &[u8]) -> Vec<u8> {
        let letter = |six: u32| {
            let six = u8::try_from(six & 63).expect("six bits");
            (0..=u8::MAX).find(|&byte| value(byte) == Some(six)).expect("a letter for each")
        };
        let group = |group: &[u8]| {
            let bits = (0..3).fold(0, |bits, at| bits << 8 | u32::from(*group.get(at).unwrap_or(&0)));
            [bits >> 18, bits >> 12, bits >> 6, bits].map(letter)[..=group.len()].to_vec()
        };
        bytes.chunks(3).flat_map(group).collect()
    }

    proptest! {
        #[test]
        fn what_was_encoded_comes_back(bytes in vec(any::<u8>(), 0..400), after in "[ \"=.é]?") {
            let mut letters = encode(&bytes);
            let count = letters.len();
            letters.extend(after.bytes());
            let mut into = vec![0; letters.len()];
            let (read, written) = Decoder::new().decode(&letters, &mut into);
            prop_assert_eq!(read, count);
            prop_assert_eq!(&into[..written], &bytes[..]);
        }
    }
}
