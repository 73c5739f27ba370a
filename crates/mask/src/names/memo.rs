//! What was said of the names that came last: a document has the same ones over and over.

use super::Sense;
use crate::words::{self, number};

/// A few names, each where its hash says.
#[derive(Default)]
pub(crate) struct Memo([Entry; PLACES]);

const PLACES: usize = 8;

/// A name of up to 32 bytes. No name is all zeros.
#[derive(Clone, Copy, Default)]
struct Entry {
    name: [u128; 2],
    sense: Option<Sense>,
}

impl Memo {
    /// What `judge` says of `name`, or said when it was seen last.
    pub(crate) fn sense(&mut self, name: &[u8], judge: impl FnOnce() -> Option<Sense>) -> Option<Sense> {
        let Some(packed) = packed(name) else {
            return judge();
        };
        let entry = &mut self.0[place(packed)];
        if entry.name != packed {
            *entry = Entry { name: packed, sense: judge() };
        }
        entry.sense
    }
}

/// `None` for what does not fit.
fn packed(name: &[u8]) -> Option<[u128; 2]> {
    match name.split_first_chunk::<{ words::LONGEST }>() {
        Some((first, [])) => Some([u128::from_be_bytes(*first), 0]),
        Some((first, rest)) => Some([u128::from_be_bytes(*first), number(rest)?]),
        None => Some([number(name)?, 0]),
    }
}

fn place([first, rest]: [u128; 2]) -> usize {
    let mixed = (first >> 64) as u64 ^ (first as u64).rotate_left(23) ^ (rest >> 64) as u64;
    (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - PLACES.ilog2())) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_judged_once_while_it_is_kept() {
        let mut memo = Memo::default();
        for name in ["token", "a_name_of_more_than_sixteen_bytes", "a_name_of_17_byte", "Token"] {
            let kept = name.len() <= 32;
            assert_eq!(memo.sense(name.as_bytes(), || Some(Sense::Scalar)), Some(Sense::Scalar));
            let again = memo.sense(name.as_bytes(), || None);
            assert_eq!(again, kept.then_some(Sense::Scalar), "{name}");
        }
    }
}
