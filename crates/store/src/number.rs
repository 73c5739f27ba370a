//! Numbers of seven bits a byte, the lowest first (LEB128).

pub(crate) fn push(packed: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        packed.push(number as u8 | 0x80);
        number >>= 7;
    }
    packed.push(number as u8);
}

/// Takes the number off with which the bytes begin; `None` if they do not.
pub(crate) fn take(packed: &mut &[u8]) -> Option<u64> {
    const LONGEST: usize = 10;
    let mut number = 0;
    for (at, byte) in packed.iter().take(LONGEST).enumerate() {
        number |= u64::from(byte & 0x7f) << (7 * at);
        if *byte < 0x80 {
            *packed = &packed[at + 1..];
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back_and_a_cut_is_none() {
        let numbers = [0, 127, 128, 16_383, 16_384, u64::MAX];
        let mut packed = Vec::new();
        numbers.iter().for_each(|number| push(&mut packed, *number));
        let mut rest = &packed[..];
        assert_eq!(numbers.map(|_| take(&mut rest)), numbers.map(Some));
        assert_eq!(take(&mut rest), None);
        assert_eq!(take(&mut &packed[packed.len() - 10..packed.len() - 1]), None);
        assert_eq!(take(&mut &[0xff; 20][..]), None);
    }
}
