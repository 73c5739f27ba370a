//! What all bytes that may be at a place have in common, for eight places at once: one comparison
//! refuses nearly all texts that have only the rarest bytes of a pattern.

use super::pattern::ByteSet;

/// So many bytes are compared.
pub(super) const COMPARED: usize = size_of::<u64>();

/// The bits that all bytes agree in.
#[derive(Clone, Copy)]
pub(super) struct Agreed {
    mask: u64,
    bits: u64,
}

impl Agreed {
    /// Of some sets of bytes in a row, of which the first [`COMPARED`] count.
    pub(super) fn of(sets: &[ByteSet]) -> Self {
        let (mut mask, mut bits) = (0, 0);
        for (place, set) in sets.iter().take(COMPARED).enumerate() {
            let (agreed, every) = in_common(set);
            mask |= u64::from(agreed) << (8 * place);
            bits |= u64::from(every) << (8 * place);
        }
        Self { mask, bits }
    }

    /// What these have in common with others.
    pub(super) fn with(self, other: Self) -> Self {
        let mask = self.mask & other.mask & !(self.bits ^ other.bits);
        Self { mask, bits: self.bits & mask }
    }

    #[inline]
    pub(super) fn fits(&self, bytes: u64) -> bool {
        bytes & self.mask == self.bits
    }
}

/// Whether the bits in which all bytes of a set agree say all of it.
pub(super) fn says_all(set: &ByteSet) -> bool {
    set.len() == 1 << in_common(set).0.count_zeros()
}

/// The bits in which all bytes of a set agree, and how they are set.
fn in_common(set: &ByteSet) -> (u8, u8) {
    let every = set.iter().fold(u8::MAX, |every, byte| every & byte);
    let some = set.iter().fold(0, |some, byte| some | byte);
    let agreed = !(every ^ some);
    (agreed, every & agreed)
}
