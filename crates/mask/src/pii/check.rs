//! Check digits, from their public definitions.

/// ISO/IEC 7812-1, annex B: every second digit is doubled, counted from the right.
pub(super) fn is_luhn(digits: &[u8]) -> bool {
    let sum: u32 =
        digits.iter().rev().enumerate().map(|(place, &digit)| doubled(value(digit), place % 2 == 1)).sum();
    sum.is_multiple_of(10)
}

fn doubled(value: u32, doubles: bool) -> u32 {
    match (value, doubles) {
        (_, false) => value,
        (0..5, true) => 2 * value,
        _ => 2 * value - 9,
    }
}

/// ISO 7064 mod 97-10, letters counted from 10 (ISO 13616).
pub(super) fn is_mod97(text: &[u8]) -> bool {
    let rest = text.iter().fold(0, |rest, &byte| match value(byte) {
        value @ 0..10 => (rest * 10 + value) % 97,
        value => (rest * 100 + value) % 97,
    });
    rest == 1
}

/// ISO 7064 mod 11,10: every digit goes in, the last one closes it.
pub(super) fn is_mod11_10(digits: &[u8]) -> bool {
    let Some((last, head)) = digits.split_last() else {
        return false;
    };
    let product = head.iter().fold(10, |product, &digit| match (value(digit) + product) % 10 {
        0 => 20 % 11,
        sum => sum * 2 % 11,
    });
    (11 - product) % 10 == value(*last)
}

/// ISO 7064 mod 11-2; the last may be an `X`, for 10.
pub(super) fn is_mod11_2(text: &[u8]) -> bool {
    let sum = text.iter().fold(0, |sum, &byte| {
        let value = if byte == b'X' { 10 } else { value(byte) };
        (sum * 2 + value) % 11
    });
    sum == 1
}

/// The sum of each digit times its weight.
pub(super) fn weighted(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(&digit, weight)| value(digit) * weight).sum()
}

/// Verhoeff's scheme over the dihedral group of order ten.
pub(super) fn is_verhoeff(digits: &[u8]) -> bool {
    let mut check = 0;
    for (place, &digit) in digits.iter().rev().enumerate() {
        check = product(check, permuted(value(digit), place % 8));
    }
    check == 0
}

/// Rotations are 0 to 4, reflections 5 to 9.
fn product(a: u32, b: u32) -> u32 {
    match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => (a + b - 5) % 5 + 5,
        (false, true) => (a - 5 + 5 - b) % 5 + 5,
        (false, false) => (a + 5 - b) % 5,
    }
}

fn permuted(digit: u32, times: usize) -> u32 {
    const ONCE: [u32; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    (0..times).fold(digit, |digit, _| ONCE[digit as usize % 10])
}

/// A digit, or a letter counted from 10.
pub(super) fn value(byte: u8) -> u32 {
    char::from(byte).to_digit(36).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever the scheme, the last digit that holds is found by trying, and a wrong digit or two
    /// swapped ones are told.
    #[test]
    fn wrong_digits_are_told() {
        let schemes: [fn(&[u8]) -> bool; 4] = [is_luhn, is_mod11_10, is_mod11_2, is_verhoeff];
        for valid in schemes {
            let completed = (b'0'..=b'9').map(|last| [b"19283746505".as_slice(), &[last]].concat());
            let valid_one = completed.into_iter().find(|digits| valid(digits)).expect("one of ten");
            for at in 0..valid_one.len() {
                let mut wrong = valid_one.clone();
                wrong[at] = b'0' + (wrong[at] - b'0' + 1) % 10;
                assert!(!valid(&wrong));
            }
        }
    }

    #[test]
    fn published_examples() {
        // ISO 7812, the registry of IBANs, ISO 7064, Verhoeff (as 236 with its digit 3).
        assert!(is_luhn(b"79927398713") && is_verhoeff(b"2363") && is_mod11_2(b"079X"));
        assert!(is_mod97(b"WEST12345698765432GB82") && is_mod11_10(b"07945"));
        assert!(!is_luhn(b"79927398710") && !is_verhoeff(b"2364") && !is_mod97(b"WEST12345698765432GB83"));
    }
}
