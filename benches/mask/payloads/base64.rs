//! Base64: of bytes that mean nothing, and of text.

use super::{corpus::Corpus, rng::Rng};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// What an image or an archive is.
pub(crate) fn of_bytes(rng: &mut Rng, len: usize) -> String {
    encode(&rng.bytes(whole(len)))
}

/// What a file is that an API hands out encoded. Unlike that of random bytes it repeats itself.
pub(crate) fn of_text(corpus: &mut Corpus, len: usize) -> String {
    let mut text = String::new();
    while text.len() < whole(len) {
        text.push_str(&corpus.piece(len));
    }
    encode(&text.as_bytes()[..whole(len)])
}

/// How many bytes become so many characters, without padding: so that pieces join to one run.
fn whole(len: usize) -> usize {
    (len / 4).max(1) * 3
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let [a, b, c] = [0, 1, 2].map(|at| u32::from(chunk.get(at).copied().unwrap_or_default()));
        let bits = a << 16 | b << 8 | c;
        for at in 0..4 {
            let digit = ALPHABET[(bits >> (18 - 6 * at) & 63) as usize];
            out.push(if at <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    out
}
