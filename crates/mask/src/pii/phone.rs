//! Phone numbers.

use super::layout::{Numbers, form, named};
use super::{boundary_after, boundary_before, masked};
use crate::scan::Open;
use crate::scan::format::Candidate;

/// In the North American plan neither the area nor the exchange begins with 0 or 1, and no area
/// ends in 11.
pub(super) static NORTH_AMERICAN: Numbers = Numbers {
    forms: &[
        form("(ddd) ddd-dddd"),
        form("(ddd)ddd-dddd"),
        form("ddd-ddd-dddd"),
        form("ddd.ddd.dddd"),
        named("ddd ddd dddd"),
        named("dddddddddd"),
        named("ddddddddddd"),
    ],
    names: &[
        "phone",
        "mobile",
        "tel",
        "telephone",
        "cell",
        "cellphone",
        "phonenumber",
        "fax",
        "sms",
        "call",
        "msisdn",
        "whatsapp",
    ],
    valid: |digits| match digits {
        [b'1', number @ ..] if number.len() == 10 => is_north_american(number),
        number => number.len() == 10 && is_north_american(number),
    },
};

/// `+` and a country code (ITU-T E.164): 8 to 15 digits, 10 or more if nothing is between them.
pub(super) fn international(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, .. } = *candidate;
    if !boundary_before(view, view.hit) {
        return None;
    }
    let rest = &view.bytes[view.hit + 1..];
    let mut digits = [0; 15];
    let (mut len, mut end, mut gap) = (0, 0, 0);
    for (at, &byte) in rest.iter().enumerate().take(32) {
        match byte {
            b'0'..=b'9' => {
                *digits.get_mut(len)? = byte;
                len += 1;
                (end, gap) = (at + 1, 0);
            }
            b' ' | b'-' | b'.' | b'(' | b')' if gap < 2 => gap += 1,
            _ => break,
        }
    }
    let digits = &digits[..len];
    let spaced = end > len;
    let right = match digits {
        [b'1', number @ ..] => number.len() == 10 && is_north_american(number),
        _ => len >= if spaced { 8 } else { 10 },
    };
    let end = view.hit + 1 + end;
    (right && boundary_after(view, end)).then(|| masked(view, candidate.rule, view.hit, end)).flatten()
}

fn is_north_american(number: &[u8]) -> bool {
    number[0] >= b'2' && number[3] >= b'2' && &number[1..3] != b"11"
}
