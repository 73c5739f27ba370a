//! Payment cards.

use super::check::is_luhn;
use super::layout::{Numbers, form, named};

/// A number in one piece may be anything that has one chance in ten to pass the check, so only
/// the lengths that nearly all cards have are taken without a name.
pub(super) static CARD: Numbers = Numbers {
    forms: &[
        form("dddddddddddddddd"),
        form("dddd dddd dddd dddd"),
        form("dddd-dddd-dddd-dddd"),
        form("ddddddddddddddd"),
        form("dddd dddddd ddddd"),
        form("dddd-dddddd-ddddd"),
        form("dddd dddddd dddd"),
        form("dddd-dddddd-dddd"),
        form("dddd dddd dddd dddd ddd"),
        form("dddd-dddd-dddd-dddd-ddd"),
        named("dddddddddddddd"),
        named("ddddddddddddddddd"),
        named("dddddddddddddddddd"),
        named("ddddddddddddddddddd"),
    ],
    names: &[
        "card",
        "pan",
        "visa",
        "mastercard",
        "amex",
        "diners",
        "unionpay",
        "maestro",
        "cc",
        "cardnumber",
        "creditcard",
    ],
    valid: |digits| is_known(digits) && is_luhn(digits),
};

/// Whether the number is in a range of an issuer (ISO/IEC 7812-1) and of its length.
fn is_known(digits: &[u8]) -> bool {
    let six = digits.iter().take(6).fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
    let len = digits.len();
    match six {
        // Visa; Mastercard; American Express.
        400_000..=499_999 => matches!(len, 16 | 19),
        510_000..=559_999 | 222_100..=272_099 => len == 16,
        340_000..=349_999 | 370_000..=379_999 => len == 15,
        // Diners Club; JCB; Mir; Troy.
        300_000..=305_999 | 360_000..=369_999 | 380_000..=399_999 => (14..=19).contains(&len) && len != 15,
        352_800..=358_999 | 220_000..=220_499 | 979_200..=979_299 => (16..=19).contains(&len),
        // Discover, UnionPay, RuPay; Maestro.
        601_100..=601_199 | 644_000..=659_999 | 620_000..=629_999 | 810_000..=829_999 | 508_000..=508_999 => {
            (16..=19).contains(&len)
        }
        501_800..=501_899 | 502_000..=502_099 | 503_800..=503_899 | 589_300..=589_399 => {
            (14..=19).contains(&len)
        }
        630_400..=630_499 | 675_900..=676_399 => (14..=19).contains(&len),
        _ => false,
    }
}
