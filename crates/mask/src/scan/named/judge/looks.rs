//! What a value looks like, whatever its name: more than a word, drawn at random, a UUID.

use crate::kinds::{Kinds, Look};
use crate::scan::drawn::is_drawn;

/// Letters drawn at random: capitals stand where no word has them.
pub(crate) fn is_scrambled(value: &[u8]) -> bool {
    // Most are too short for any.
    if value.len() < 8 {
        return false;
    }
    let upper = |at: usize| value.get(at).is_some_and(u8::is_ascii_uppercase);
    let runs =
        (0..value.len()).filter(|&at| upper(at) && upper(at + 1) && !(at > 0 && upper(at - 1))).count();
    let singles = (0..value.len()).filter(|&at| upper(at) && !upper(at + 1) && upper(at + 2)).count();
    runs + singles >= 2 && value.iter().any(u8::is_ascii_lowercase)
}

/// More than a word: digits or signs among the letters.
pub(crate) fn is_opaque(Look { bytes, kinds }: Look<'_>) -> bool {
    const SIGNS: Kinds = Kinds::SIGN.or(Kinds::QUESTION).or(Kinds::SLASH);
    bytes.len() >= 6 && kinds.any(Kinds::DIGIT.or(SIGNS)) && !kinds.any(Kinds::SPACE)
}

/// Drawn at random: long, mixed, and no UUID. Or the many words of a wallet.
pub(crate) fn is_random(Look { bytes, kinds }: Look<'_>) -> bool {
    const PLAIN: Kinds = Kinds::ALNUM
        .or(Kinds::UNDERSCORE)
        .or(Kinds::DASH)
        .or(Kinds::PLUS)
        .or(Kinds::SLASH)
        .or(Kinds::EQUALS)
        .or(Kinds::DOT)
        .or(Kinds::PERCENT)
        .or(Kinds::COLON);
    if kinds.any(Kinds::SPACE) {
        let is_wallet = bytes.iter().filter(|byte| **byte == b' ').count() >= 11;
        return is_wallet && kinds.only(Kinds::SPACE.or(Kinds::LOWER));
    }
    bytes.len() >= 16
        && kinds.any(Kinds::DIGIT)
        && kinds.any(Kinds::LETTER)
        && kinds.only(PLAIN)
        && !is_uuid(bytes)
}

/// What is no name in code, and no word with a number: digits, and letters that were drawn or are hexadecimal.
pub(crate) fn is_no_name(value: Look<'_>) -> bool {
    let Look { bytes, kinds } = value;
    let hex = || is_random(value) && bytes.iter().all(u8::is_ascii_hexdigit);
    kinds.any(Kinds::DIGIT) && (is_drawn(bytes) || hex())
}

/// What a person types on a few keys.
pub(crate) fn is_code(Look { bytes, kinds }: Look<'_>) -> bool {
    (4..=8).contains(&bytes.len()) && kinds.only(Kinds::DIGIT)
}

pub(crate) fn is_uuid(value: &[u8]) -> bool {
    let dash = |at: usize| matches!(at, 8 | 13 | 18 | 23);
    value.len() == 36
        && value
            .iter()
            .enumerate()
            .all(|(at, byte)| if dash(at) { *byte == b'-' } else { byte.is_ascii_hexdigit() })
}
