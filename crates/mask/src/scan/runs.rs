//! How far a run of one class goes, so that many hits in it follow it once.

use std::cell::Cell;

use crate::class::Class;

/// The runs that were followed last, in the positions of the window. A verification may need one
/// of a class and one of another around it.
#[derive(Default)]
pub(crate) struct Runs {
    last: Cell<[Option<Run>; 2]>,
}

#[derive(Clone, Copy)]
struct Run {
    class: Class,
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

    /// Forgets the run: the window lost its beginning.
    pub(super) fn clear(&mut self) {
        self.last.take();
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
}
