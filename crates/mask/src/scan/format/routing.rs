//! Keys of PagerDuty's events: 32 letters and digits, under a name that brokers of messages use, too.

use super::{Candidate, token};
use crate::class::ALNUM;
use crate::rules::Piece::{self, Run};
use crate::scan::{Open, placeholder};

const KEY: &[Piece] = &[Run(ALNUM, 32, 32)];
/// Quotes, blanks and a sign, of which one may be escaped, are no longer.
const BETWEEN: usize = 16;

/// The key after the name that the literal ends; topics of a broker have dots, or are words.
pub(crate) fn routing_key(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, rule, body, .. } = *candidate;
    let rest = view.bytes.get(body..)?;
    let sign = |byte: &u8| matches!(byte, b'"' | b'\'' | b'\\' | b':' | b'=' | b'>' | b' ' | b',');
    let between = &rest[..rest.iter().take(BETWEEN).take_while(|byte| sign(byte)).count()];
    if !between.iter().any(|byte| matches!(byte, b':' | b'=' | b',')) {
        return None;
    }
    let start = body + between.len();
    let end = token::end_of(candidate, start, KEY, view.goes_on())?;
    let key = view.bytes.get(start..end)?;
    let goes_on = |byte: &u8| matches!(byte, b'.' | b'-' | b'_' | b'/' | b'+' | b'*' | b'#' | b'(');
    let whole = !view.bytes.get(end).is_some_and(goes_on);
    let drawn = key.iter().any(u8::is_ascii_digit) && key.iter().any(u8::is_ascii_alphabetic);
    (whole && drawn && !placeholder::is_sample(key)).then(|| Open::known(rule, start, end))
}
