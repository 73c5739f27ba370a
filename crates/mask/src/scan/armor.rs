//! The base64 lines of a private key, up to what cannot belong to them.

use super::skip::{count, given_back, slashes_before};
use crate::class::BASE64;

/// Where in a key's lines a skip stands.
#[derive(Debug, Clone)]
pub(crate) struct Armor {
    /// The lines are set apart by blanks, not by newlines.
    spaced: bool,
    slashes: usize,
    line: Line,
}

/// What the line has had so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// So many bytes of base64, of those since a newline.
    Body(u8),
    /// The same, before the first newline.
    First,
    /// Blanks, and marks of a quotation.
    Start,
    /// So many letters of `data`, which may be base64 or the name of an event's field.
    Field(u8),
    /// So many bytes of which the last pads the line.
    Padded(u8),
}

/// A shorter line that ends in the middle of a text was never base64.
const WORD: u8 = 40;

/// Separators before the end of a key are looked for no further back than this: a newline in strings seven
/// levels deep takes 129 bytes. With what else is given back it is less than `LOOK_BEHIND`.
const SEPARATORS: usize = 144;

impl Armor {
    pub(crate) fn new(spaced: bool) -> Self {
        Self { spaced, slashes: 0, line: Line::First }
    }

    /// The end of the key, separators left out, or `None` until the window has grown.
    pub(super) fn advance(&mut self, window: &[u8], from: usize, end: bool) -> Option<usize> {
        for (at, &byte) in window.iter().enumerate().skip(from) {
            if !self.takes(byte) {
                let own = given_back(self.slashes);
                // Of more backslashes than are given back, some belong to the key.
                let word = if own < self.slashes { 0 } else { self.word_before(byte, &window[..at]) };
                let end = at - own - word;
                let lines = without_separators(window, end);
                return Some(if byte == b'-' { lines } else { without_word(window, lines, end) });
            }
            count(&mut self.slashes, byte);
        }
        end.then(|| without_word(window, without_separators(window, window.len()), window.len()))
    }

    fn takes(&mut self, byte: u8) -> bool {
        if byte == b'\\' {
            return true;
        }
        if self.slashes > 0 {
            // An escaped newline or slash.
            if matches!(byte, b'n' | b'r') {
                self.line = Line::Start;
            }
            return matches!(byte, b'n' | b'r' | b'/' | b'u' | b't');
        }
        match byte {
            b'\n' | b'\r' => self.line = Line::Start,
            b' ' | b'\t' if self.spaced => {}
            b' ' | b'\t' | b'>' | b'|' | b'#' => return self.line == Line::Start,
            b':' if self.line == Line::Field(4) => self.line = Line::Start,
            _ if matches!(self.line, Line::Padded(_)) && BASE64.has(byte) && byte != b'=' => return false,
            _ if BASE64.has(byte) && self.spaced => self.line = self.line.with(byte, false),
            _ if BASE64.has(byte) => self.line = self.line.with(byte, byte == b'='),
            _ => return false,
        }
        true
    }

    /// How long the word is that `byte` shows to be no part of the key: a key cut off without its
    /// end, with other text after it.
    fn word_before(&self, byte: u8, before: &[u8]) -> usize {
        let len = match self.line {
            Line::Body(len) | Line::Field(len) | Line::Padded(len) => len,
            Line::First | Line::Start => 0,
        };
        let is_year = || len == 4 && before[before.len() - 4..].iter().all(u8::is_ascii_digit);
        let goes_on = match byte {
            b' ' | b':' | b'.' | b',' | b'_' | b'(' => len < WORD,
            // `Private-MAC` comes after the lines of PuTTY.
            b'-' => len == 7 || is_year(),
            // `count=3`
            _ if matches!(self.line, Line::Padded(_)) => BASE64.has(byte) && len < WORD,
            _ => false,
        };
        if goes_on { len.into() } else { 0 }
    }
}

impl Line {
    fn with(self, byte: u8, pads: bool) -> Self {
        match self {
            Self::First => Self::First,
            // A checksum begins with that sign.
            Self::Body(len) | Self::Field(len) | Self::Padded(len) if pads => {
                Self::Padded(len.saturating_add(1))
            }
            Self::Padded(len) => Self::Body(len.saturating_add(1)),
            Self::Body(len) => Self::Body(len.saturating_add(1)),
            Self::Start if byte == b'd' => Self::Field(1),
            Self::Start => Self::Body(1),
            Self::Field(len) if b"data".get(usize::from(len)) == Some(&byte) => Self::Field(len + 1),
            Self::Field(len) => Self::Body(len + 1),
        }
    }
}

/// `\nok\n` after the lines of a key that was cut off: a word on a line of its own is no part of it, which is told where
/// all of it is near enough.
fn without_word(window: &[u8], end: usize, from: usize) -> usize {
    const LONGEST: usize = 8;
    let before = &window[from.saturating_sub(SEPARATORS).min(end)..end];
    let len = before.iter().rev().take(LONGEST + 1).take_while(|byte| byte.is_ascii_alphabetic()).count();
    // The letter of an escaped newline is not the word's.
    let len = len - usize::from(len > 0 && before[..before.len() - len].ends_with(b"\\"));
    let word = &before[before.len() - len..];
    let one_case = |rest: &[u8]| rest.iter().all(u8::is_ascii_lowercase);
    let plain = word.iter().all(u8::is_ascii_uppercase) || word.get(1..).is_some_and(one_case);
    let own_line = without_separators(window, end - len);
    let newline = window[own_line..end - len].iter().any(|byte| matches!(byte, b'\n' | b'n'));
    let is_word = (1..=LONGEST).contains(&len) && plain && newline && from - own_line < SEPARATORS;
    if is_word { own_line } else { end }
}

/// A key's last newline, and what begins the line after it, are not part of the secret.
fn without_separators(window: &[u8], mut end: usize) -> usize {
    let lowest = end.saturating_sub(SEPARATORS);
    while end > lowest {
        let before = &window[lowest..end];
        end -= match before {
            [.., b'\n' | b'\r' | b' ' | b'\t' | b'>' | b'|' | b'#'] => 1,
            [.., b'\\', b'n' | b'r' | b't'] => match 1 + slashes_before(before, before.len() - 1) {
                // Where the backslashes begin is not seen, and a part of them is another escape.
                len if len == before.len() => break,
                len => len,
            },
            [.., b'd', b'a', b't', b'a', b':'] => 5,
            _ => break,
        };
    }
    end
}
