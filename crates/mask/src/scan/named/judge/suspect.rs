//! What looks drawn at random or made up for a password where little else tells it from a name.

use super::looks;
use super::sentence::is_compound;
use crate::kinds::{Kinds, Look};
use crate::scan::drawn::is_drawn;
use crate::scan::placeholder::has_folded;

/// A shorter run of letters and digits may be a word and its number.
const RUN: usize = 12;
/// So often does what was drawn change between letters and digits.
const CHANGES: usize = 3;
/// No shorter password is told from a word.
const PASSWORD: usize = 10;
/// Or from a number with its unit, where one is expected.
const CHOSEN: usize = 8;

/// Signs that people put into passwords, and that no name has.
const SIGNS: Kinds = Kinds::BANG
    .or(Kinds::AT)
    .or(Kinds::HASH)
    .or(Kinds::DOLLAR)
    .or(Kinds::PERCENT)
    .or(Kinds::CARET)
    .or(Kinds::STAR)
    .or(Kinds::TILDE);

/// `0lp7jrrjcok7z89rve4c`, and neither `color-primary-500` nor the address of a contract.
pub(crate) fn is_word(value: Look<'_>) -> bool {
    looks::is_random(value) && !value.bytes.starts_with(b"0x") && runs(value.bytes).any(is_mixed)
}

/// `gK20dkfWWq22`: letters that were drawn, of both cases or among digits, and no UUID.
pub(crate) fn is_short(value: Look<'_>) -> bool {
    let Look { bytes, kinds } = value;
    let mixed = kinds.any(Kinds::DIGIT) || kinds.any(Kinds::UPPER);
    let drawn = || is_drawn(bytes) || kinds.only(Kinds::ALNUM) && looks::is_scrambled(bytes);
    mixed
        && kinds.any(Kinds::LETTER)
        && kinds.only(Kinds::ALNUM.or(Kinds::UNDERSCORE).or(Kinds::DASH))
        && drawn()
        && !looks::is_uuid(bytes)
}

/// `Zu8Q+87bHNEv1t`: the same of the letters of base64, digits among them. A path is none.
pub(crate) fn is_short_base64(value: Look<'_>) -> bool {
    const SIGN: Kinds = Kinds::PLUS.or(Kinds::EQUALS);
    let Look { bytes, kinds } = value;
    kinds.any(SIGN)
        && kinds.any(Kinds::DIGIT)
        && kinds.any(Kinds::UPPER)
        && kinds.any(Kinds::LOWER)
        && kinds.only(Kinds::ALNUM.or(SIGN))
        && is_drawn(bytes)
}

/// `bCNqyAQhtNLx`: letters of both cases that were drawn, and no digit among them by chance.
pub(crate) fn is_letters(value: Look<'_>) -> bool {
    const LETTERS: Kinds = Kinds::LETTER.or(Kinds::UNDERSCORE).or(Kinds::DASH);
    let Look { bytes, kinds } = value;
    bytes.len() >= PASSWORD
        && kinds.any(Kinds::UPPER)
        && kinds.any(Kinds::LOWER)
        && kinds.only(LETTERS)
        && is_drawn(bytes)
        && (!kinds.only(Kinds::LETTER) || looks::is_scrambled(bytes))
        && !(kinds.any(Kinds::DASH) && is_compound(bytes))
}

/// `jungl3f@lc0n29`: letters and digits, and among them a sign that no name and no address has.
pub(crate) fn is_password(value: Look<'_>) -> bool {
    const OTHER: Kinds = SIGNS.or(Kinds::ALNUM).or(Kinds::UNDERSCORE).or(Kinds::DASH).or(Kinds::PLUS);
    let Look { bytes, kinds } = value;
    let ends = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    bytes.len() >= PASSWORD
        && kinds.any(SIGNS)
        && kinds.any(Kinds::DIGIT)
        && kinds.any(Kinds::LETTER)
        && kinds.only(OTHER)
        && ends(bytes.first())
}

/// `Tr0ub4dor&3x`: letters, and digits or signs among them, where it is known that a password is meant.
/// What samples have, and a name with a version or a path, is none.
pub(crate) fn is_chosen(value: Look<'_>) -> bool {
    const SAMPLES: &[&[u8]] = &[b"123", b"example", b"sample", b"changeme"];
    const MORE: Kinds = SIGNS.or(Kinds::AMPERSAND).or(Kinds::QUESTION).or(Kinds::EQUALS);
    const OTHER: Kinds =
        MORE.or(Kinds::ALNUM).or(Kinds::UNDERSCORE).or(Kinds::DASH).or(Kinds::PLUS).or(Kinds::DOT);
    let Look { bytes, kinds } = value;
    bytes.len() >= CHOSEN
        && kinds.any(MORE.or(Kinds::DIGIT))
        && kinds.any(Kinds::LETTER)
        && kinds.only(OTHER)
        && bytes.first().is_some_and(u8::is_ascii_alphanumeric)
        && !looks::is_uuid(bytes)
        && !SAMPLES.iter().any(|sample| has_folded(bytes, sample))
}

/// `Tr0ub4dor&3`, `S3cret!`, `gK20dkfWWq22`: drawn, or letters, digits and a sign that no name has.
pub(crate) fn is_made_up(value: Look<'_>) -> bool {
    const SHORT: usize = 6;
    const SIGN: Kinds = SIGNS.or(Kinds::AMPERSAND);
    const OTHER: Kinds = SIGN.or(Kinds::ALNUM).or(Kinds::UNDERSCORE).or(Kinds::DASH).or(Kinds::PLUS);
    let Look { bytes, kinds } = value;
    let signed = bytes.len() >= SHORT
        && kinds.any(SIGN)
        && kinds.any(Kinds::DIGIT)
        && kinds.any(Kinds::LETTER)
        && kinds.only(OTHER)
        && bytes.first().is_some_and(u8::is_ascii_alphanumeric);
    signed || is_short(value) && kinds.any(Kinds::DIGIT)
}

/// `amber77river99`: letters and digits that change too often for a name and its number.
pub(crate) fn is_mixed_word(value: Look<'_>) -> bool {
    value.kinds.only(Kinds::ALNUM)
        && value.bytes.len() >= RUN
        && !value.bytes.starts_with(b"0x")
        && is_mixed(value.bytes)
}

/// The runs of letters and digits.
fn runs(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    value.split(|byte| !byte.is_ascii_alphanumeric()).filter(|run| run.len() >= RUN)
}

fn is_mixed(run: &[u8]) -> bool {
    let changes = run.windows(2).filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit());
    changes.count() >= CHANGES || looks::is_scrambled(run)
}
