//! Tokens of Sentry: digits after a mark, or for an organisation JSON and a secret in base64.

use super::{Candidate, token};
use crate::class::{ANY_BASE64, ANY_HEX};
use crate::rules::Piece::{self, Run};
use crate::scan::Open;

/// Those of an organisation are longer, and of any base64.
const ANY: &[Piece] = &[Run(ANY_BASE64, SHORTEST, 512)];
const DIGITS: &[Piece] = &[Run(ANY_HEX, SHORTEST, LONGEST)];
const SHORTEST: usize = 40;
const LONGEST: usize = 128;

/// `sntryu_…`: where digits are followed by a slash, a path goes on.
pub(crate) fn sentry(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    let rest = view.bytes.get(body..)?;
    let len = ANY_HEX.run(&rest[..rest.len().min(LONGEST + 1)]);
    let path = (SHORTEST..=LONGEST).contains(&len) && rest.get(len) == Some(&b'/');
    token::token(candidate, if path { DIGITS } else { ANY })
}
