//! Where runs of one class are and how far they go, so that many hits near them follow them once.

use std::cell::Cell;

use super::format::Walks;
use crate::class::Class;

/// The runs that were followed last, in the positions of the window. A verification may need one
/// of a class and one of another around it.
#[derive(Default)]
pub(crate) struct Runs {
    last: Cell<[Option<Run>; 2]>,
    /// Where there is no long run.
    none: Cell<Option<NoneLong>>,
    /// The arguments of commands, which are followed alike.
    pub(super) walks: Walks,
}

#[derive(Clone, Copy)]
struct Run {
    class: Class,
    start: usize,
    end: usize,
}

/// A stretch without so many bytes of a class in a row.
#[derive(Clone, Copy)]
struct NoneLong {
    of: (Class, usize),
    start: usize,
    end: usize,
}

impl Runs {
    /// How many bytes from `at` on are of the class.
    ///
    /// `bytes` is the window up to some place. One that goes on after what was seen of it before is
    /// followed from there.
    pub(crate) fn len(&self, class: Class, bytes: &[u8], at: usize) -> usize {
        let holds = |run: &Run| run.class == class && (run.start..=run.end).contains(&at);
        let [last, other] = self.last.get();
        let (known, other) = match (last.filter(holds), other.filter(holds)) {
            (Some(known), _) => (Some(known), other),
            (None, known) => (known, last),
        };
        let (start, from) = known.map_or((at, at), |run| (run.start, run.end));
        let Some(rest) = bytes.get(from..) else {
            return bytes.len().saturating_sub(at);
        };
        let end = from + class.run(rest);
        self.last.set([Some(Run { class, start, end }), other]);
        end - at
    }

    /// Where the first so many bytes of a class in a row begin, from `from` on.
    ///
    /// `bytes` is the window up to some place. Where none were found before, none are looked for.
    pub(crate) fn first_long(&self, of: (Class, usize), bytes: &[u8], from: usize) -> Option<usize> {
        let (class, len) = of;
        let known = self.none.get().filter(|none| none.of == of && (none.start..none.end).contains(&from));
        let start = known.map_or(from, |none| none.start);
        // Some may begin in the last bytes of what is known.
        let mut at = known.map_or(from, |none| from.max((none.end + 1).saturating_sub(len)));
        while let Some(run) = bytes.get(at..at + len) {
            // Its last byte first: what is not of the class there stops all that begin before it.
            match class.run_back(run) {
                all if all == len => return Some(at),
                some => at += len - some,
            }
        }
        self.none.set(Some(NoneLong { of, start, end: bytes.len().max(known.map_or(0, |none| none.end)) }));
        None
    }

    /// Forgets the runs: the window lost its beginning.
    pub(super) fn clear(&mut self) {
        self.last.take();
        self.none.take();
        self.walks.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::class::{ALNUM, BASE64URL};

    #[test]
    fn a_known_run_is_as_long_as_one_that_is_followed_anew() {
        let text = b"abc-def.0123456789.a--b..xyz";
        let runs = Runs::default();
        for end in [9, 5, 14, text.len()] {
            for at in 0..=end {
                for class in [ALNUM, BASE64URL] {
                    assert_eq!(runs.len(class, &text[..end], at), class.run(&text[at..end]), "{at} {end}");
                    assert_eq!(runs.len(class, &text[..end], at), class.run(&text[at..end]), "{at} {end}");
                }
            }
        }
    }

    #[test]
    fn a_long_run_is_found_wherever_it_begins_and_whatever_was_looked_at() {
        let text = b" a b.cccccc d.eeee;ffffffffff - ggggg.h iiiiii";
        let runs = Runs::default();
        for len in [1, 4, 6, 7, 11] {
            for from in 0..text.len() {
                for end in [from, from + 3, from + 12, text.len()].map(|end| end.min(text.len())) {
                    let is_run =
                        |at: &usize| text[..end].get(*at..at + len).is_some_and(|run| ALNUM.run(run) == len);
                    let first = (from..end).find(is_run);
                    assert_eq!(
                        runs.first_long((ALNUM, len), &text[..end], from),
                        first,
                        "{len} {from} {end}"
                    );
                }
            }
        }
    }
}
