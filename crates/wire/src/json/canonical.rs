//! One form for all ways to write the same value, so that ids can be compared.

use super::number::Scalar;
use super::{Kind, skip, text};

/// A value without the accidents of its spelling.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Canonical {
    /// A number that is an integer and fits, however it was written.
    Integer(i64),
    /// Anything else. The first byte tells the kinds apart.
    Bytes(Box<[u8]>),
}

/// The canonical form of the value that `raw` is. Members keep their order: a peer that echoes
/// an object has no reason to reorder it.
pub(crate) fn canonical(raw: &[u8]) -> Canonical {
    let mut out = Vec::new();
    match raw.first().and_then(|first| Kind::of(*first)) {
        Some(Kind::Number) => match integer(raw) {
            Some(integer) => return Canonical::Integer(integer),
            None => number(raw, &mut out),
        },
        _ => rewrite(raw, &mut out),
    }
    Canonical::Bytes(out.into_boxed_slice())
}

/// Copies without whitespace, with strings and numbers in one spelling.
fn rewrite(raw: &[u8], out: &mut Vec<u8>) {
    let mut at = 0;
    while at < raw.len() {
        let rest = &raw[at..];
        at += match rest[0] {
            b' ' | b'\t' | b'\n' | b'\r' => 1,
            b'"' => string(rest, out),
            b'-' | b'0'..=b'9' => {
                let length = Scalar::measure(rest).unwrap_or(1);
                number(&rest[..length], out);
                length
            }
            byte => {
                out.push(byte);
                1
            }
        };
    }
}

fn string(rest: &[u8], out: &mut Vec<u8>) -> usize {
    let inside = skip::string_end(&rest[1..], &mut false);
    let (text, length) = match inside {
        Some(end) => (&rest[1..end], end + 1),
        None => (&rest[1..], rest.len()),
    };
    text::encode(&text::decode(text), out);
    length
}

fn number(raw: &[u8], out: &mut Vec<u8>) {
    match (integer(raw), Decimal::of(raw)) {
        (Some(integer), _) => out.extend(integer.to_string().bytes()),
        (None, Some(decimal)) => decimal.write(out),
        (None, None) => out.extend(raw),
    }
}

fn integer(raw: &[u8]) -> Option<i64> {
    if let Ok(integer) = std::str::from_utf8(raw).ok()?.parse() {
        return Some(integer);
    }
    Decimal::of(raw)?.to_integer()
}

/// `±digits × 10^exponent`, without zeros at either end of the digits.
struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    exponent: i64,
}

impl Decimal {
    /// `None` when it is no number, or its exponent is beyond all reason.
    fn of(raw: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(raw).ok()?;
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
            None => (text, 0),
        };
        let negative = mantissa.starts_with('-');
        let mantissa = mantissa.trim_start_matches('-');
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = [whole, fraction].concat();
        let digits = all.trim_end_matches('0');
        let shift = (all.len() - digits.len()) as i64 - fraction.len() as i64;
        Some(Self {
            negative,
            digits: digits.trim_start_matches('0').bytes().collect(),
            exponent: exponent.checked_add(shift)?,
        })
    }

    fn to_integer(&self) -> Option<i64> {
        if self.digits.is_empty() {
            return Some(0);
        }
        let zeros = usize::try_from(self.exponent).ok().filter(|n| *n < 20)?;
        let sign = if self.negative { "-" } else { "" };
        let digits = std::str::from_utf8(&self.digits).ok()?;
        format!("{sign}{digits}{:0<zeros$}", "").parse().ok()
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.negative.then_some(b'-'));
        out.extend(&self.digits);
        out.push(b'e');
        out.extend(self.exponent.to_string().bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_makes_no_difference() {
        for same in [
            &["1", "1.0", "1e0", "10e-1", "0.1e1"][..],
            &["0", "-0", "0.0", "0e9", "-0.0e-3"],
            &["-1200", "-12e2", "-1.2E+3"],
            &["1.5", "15e-1", "0.150e1"],
            &["1e300", "10E+299", "100.0e298"],
            &["9223372036854775808", "9.223372036854775808e18"],
            &["\"a\"", "\"\\u0061\""],
            &["\"\\n\"", "\"\\u000a\""],
            &["[1, {\"a\" :2.0}]", "[1,{\"\\u0061\":2}]"],
        ] {
            for other in same {
                assert_eq!(canonical(other.as_bytes()), canonical(same[0].as_bytes()), "{other}");
            }
        }
    }

    #[test]
    fn different_values_stay_different() {
        let all = [
            "1",
            "\"1\"",
            "1.5",
            "-1",
            "null",
            "\"null\"",
            "true",
            "[1]",
            "[[1]]",
            "{}",
            "1e300",
            "1e301",
            "\"\"",
            "1e99999999999999999999",
            "2e99999999999999999999",
        ];
        for (index, one) in all.iter().enumerate() {
            for other in &all[index + 1..] {
                assert_ne!(canonical(one.as_bytes()), canonical(other.as_bytes()));
            }
        }
    }
}
