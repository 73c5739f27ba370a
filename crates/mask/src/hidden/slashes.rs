//! Where no backslash is: most texts have few, and are asked for them at every secret.

/// So much more is looked at than is asked for, where secrets stand close together.
const AHEAD: usize = 64;

/// A part of a window without one.
#[derive(Default)]
pub(super) struct Slashes {
    from: usize,
    to: usize,
}

impl Slashes {
    /// Whether a backslash is in `from..to`. What is found out is not looked for again.
    pub(super) fn any(&mut self, bytes: &[u8], from: usize, to: usize) -> bool {
        if from < self.from || from > self.to {
            (self.from, self.to) = (from, from);
        }
        if to > self.to {
            let last = bytes.len().min(to + AHEAD);
            self.to += run(bytes.get(self.to..last).unwrap_or_default());
        }
        to > self.to
    }

    pub(super) fn shift(&mut self, by: usize) {
        (self.from, self.to) = (self.from.saturating_sub(by), self.to.saturating_sub(by));
    }
}

/// How many bytes are before the first backslash.
fn run(bytes: &[u8]) -> usize {
    // So many are compared at once.
    let (blocks, _) = bytes.as_chunks::<32>();
    let has = |block: &[u8; 32]| block.iter().fold(false, |any, byte| any | (*byte == b'\\'));
    let known = 32 * blocks.iter().take_while(|block| !has(block)).count();
    let rest = &bytes[known..];
    known + rest.iter().position(|byte| *byte == b'\\').unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::Slashes;

    #[test]
    fn every_part_is_known() {
        let text = [&b"abc\\def\\\\g"[..], &[b'x'; 70], b"\\y"].concat();
        let text = &text[..];
        for last in 0..text.len() {
            for (from, to) in (0..=text.len()).flat_map(|from| (from..=text.len()).map(move |to| (from, to)))
            {
                let mut slashes = Slashes::default();
                for (from, to) in [(last, text.len()), (from, to), (from, to)] {
                    let has = text[from..to].contains(&b'\\');
                    assert_eq!(slashes.any(text, from, to), has, "{last} {from} {to}");
                }
            }
        }
    }

    #[test]
    fn a_window_that_moves_keeps_what_is_known() {
        let mut slashes = Slashes::default();
        assert!(!slashes.any(b"abcdef", 2, 6));
        slashes.shift(3);
        assert!(!slashes.any(b"def\\", 0, 3));
        assert!(slashes.any(b"def\\", 0, 4));
    }
}
