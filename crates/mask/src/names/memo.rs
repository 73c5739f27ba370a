//! What was said of the names that came last: a document has the same ones over and over.

use super::Sense;
use crate::words::{self, number};

/// A few names, each where its hash says; more of them where many have secrets.
#[derive(Default)]
pub(crate) struct Memo {
    few: [Pair; FEW / 2],
    /// Takes the place of the few, once it is there.
    many: Vec<Pair>,
    /// So many names were judged.
    judged: usize,
}

/// The last two names of one place: what takes turns is not judged again each time.
type Pair = [Entry; 2];

const FEW: usize = 8;
const MANY: usize = 128;
// A stream has 64 KiB for all that it holds, and its window takes most of them.
const _: () = assert!(MANY * size_of::<Entry>() <= 6 * 1024);

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
        let entries = if self.many.is_empty() { &mut self.few[..] } else { &mut self.many };
        let [last, before] = &mut entries[place(packed, entries.len())];
        if last.name == packed {
            return last.sense;
        }
        if before.name == packed {
            return before.sense;
        }
        self.judged += 1;
        *before = std::mem::replace(last, Entry { name: packed, sense: judge() });
        last.sense
    }

    /// Makes room for more names if there is not enough: a name has a secret, so this is no clean text, for
    /// which nothing may be allocated.
    #[inline]
    pub(crate) fn widen(&mut self) {
        if self.judged > FEW && self.many.is_empty() {
            self.many = vec![Pair::default(); MANY / 2];
        }
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

/// Where a name is kept among `places`, a power of two.
fn place([first, rest]: [u128; 2], places: usize) -> usize {
    let mixed = (first >> 64) as u64 ^ (first as u64).rotate_left(23) ^ (rest >> 64) as u64;
    (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - places.ilog2())) as usize
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

    #[test]
    fn there_is_room_for_many_names_where_they_have_secrets() {
        let mut memo = Memo::default();
        let names: Vec<String> = (0..MANY).map(|number| format!("secret_{number}")).collect();
        let judged = |memo: &mut Memo| {
            let mut judged = 0;
            for name in &names {
                let sense = memo.sense(name.as_bytes(), || {
                    judged += 1;
                    Some(Sense::Any)
                });
                assert_eq!(sense, Some(Sense::Any), "{name}");
            }
            judged
        };
        assert_eq!(judged(&mut memo), MANY);
        let few = judged(&mut memo);
        memo.widen();
        assert_eq!(judged(&mut memo), MANY);
        assert!(judged(&mut memo) < few);
    }
}
