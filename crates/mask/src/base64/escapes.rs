//! Letters of base64 that were written as escapes: `\/` and `\u002B` in JSON, `%2B` and `%2F` in forms.

use super::PIECE;
use super::decode::is_letter;

/// So many are read in a piece.
const MOST: usize = PIECE / 8;
/// No escape has more backslashes.
const SLASHES: usize = 7;

/// Where the letters after each escape are, counted without escapes and with them.
pub(super) struct Escapes {
    after: [(u16, u16); MOST],
    len: usize,
}

impl Escapes {
    pub(super) const fn none() -> Self {
        Self { after: [(0, 0); MOST], len: 0 }
    }

    /// No more are read in this piece.
    pub(super) fn are_full(&self) -> bool {
        self.len == MOST
    }

    /// Writes the letters that `piece` begins with as themselves; how many there are.
    pub(super) fn read(&mut self, piece: &[u8], into: &mut [u8; PIECE]) -> usize {
        let (mut at, mut letters) = (0, 0);
        loop {
            let rest = &piece[at..];
            let run = rest.iter().take_while(|&&byte| is_letter(byte)).count().min(PIECE - letters);
            into[letters..letters + run].copy_from_slice(&rest[..run]);
            (at, letters) = (at + run, letters + run);
            let escape = escape(&piece[at..]).filter(|_| letters < PIECE && self.len < MOST);
            let Some((letter, width)) = escape else {
                return letters;
            };
            into[letters] = letter;
            (at, letters) = (at + width, letters + 1);
            // A piece is far shorter than this.
            let place = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
            self.after[self.len] = (place(letters), place(at));
            self.len += 1;
        }
    }

    /// Where a letter is written.
    pub(super) fn place(&self, letter: usize) -> usize {
        let known = &self.after[..self.len];
        let before = known.partition_point(|&(after, _)| usize::from(after) <= letter);
        match before.checked_sub(1).map(|at| known[at]) {
            Some((letters, at)) => usize::from(at) + letter - usize::from(letters),
            None => letter,
        }
    }
}

/// The letter that `rest` begins with as an escape, and how long that is.
pub(super) fn escape(rest: &[u8]) -> Option<(u8, usize)> {
    let slashes = rest.iter().take(SLASHES + 1).take_while(|&&byte| byte == b'\\').count();
    match &rest[slashes..] {
        [b'/', ..] if (1..=SLASHES).contains(&slashes) => Some((b'/', slashes + 1)),
        [b'u', b'0', b'0', b'2', low, ..] if (1..=SLASHES).contains(&slashes) => {
            Some((letter(*low)?, slashes + 5))
        }
        [b'%', b'2', low, ..] if slashes == 0 => Some((letter(*low)?, 3)),
        _ => None,
    }
}

/// By the second digit of its number.
fn letter(low: u8) -> Option<u8> {
    match low {
        b'b' | b'B' => Some(b'+'),
        b'f' | b'F' => Some(b'/'),
        _ => None,
    }
}
