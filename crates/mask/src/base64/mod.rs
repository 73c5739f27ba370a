//! Secrets inside base64 text.
//!
//! Encoded ASCII shows: the first letter of each group of four, among others, can be only some
//! of the 64. The literal pass looks for the start of such a run ([`first_letters`]); what passes is
//! decoded piece by piece into a buffer on the stack and searched like any text. Encoded images,
//! hashes and the like are not decoded at all.

mod decode;
mod escapes;
mod lines;
#[cfg(target_arch = "x86_64")]
mod vector;

pub(crate) use decode::{Decoder, group, is_letter};
use lines::Lines;

use crate::literal::ByteSet;
use crate::mark;
use crate::scan::engine::Engine;
use crate::scan::{Open, Scanner};

/// So many letters are decoded at once: few enough that the spans of the densest piece fit in what
/// a stream may hold.
pub(crate) const PIECE: usize = 3072;
/// What begins in the last so many letters of a piece may go on after it, and is seen whole in the
/// next.
const UNSURE: usize = 512;
/// The next piece begins so many letters before that, for what tells of a secret stands before it.
const CONTEXT: usize = 256;
/// No break between lines is longer.
const MOST_BREAK: usize = 20;
/// So many letters must be those of text.
pub(crate) const PROOF: usize = 16;

/// What the first letters of a run of text can be.
pub(crate) fn first_letters() -> [ByteSet; 3] {
    let first = letters(|six| (8..32).contains(&six));
    let second = letters(|six| matches!(six & 15, 0 | 2..=7));
    let third = letters(|six| six % 4 < 2);
    [first, second, third]
}

/// Whether base64 text may begin after the first byte, as far as the text is there.
pub(crate) fn may_start(rest: &[u8]) -> bool {
    rest.len() <= PROOF || is_text(rest, 1)
}

/// Whether base64 text begins after the byte at `before`, which is none of its letters or the last of an escape,
/// as in `\nZ2hw…`. What follows a mark was the rest of something longer.
pub(crate) fn starts(text: &[u8], before: usize) -> bool {
    let of_escape = |byte: u8| ends_escape(byte) && before.checked_sub(1).is_some_and(|at| text[at] == b'\\');
    text.get(before).is_some_and(|&byte| !is_letter(byte) || of_escape(byte))
        && is_text(text, before + 1)
        && !mark::ends(&text[..=before])
}

/// Whether a break between lines or columns may be written with this letter, after a backslash.
pub(crate) fn ends_escape(letter: u8) -> bool {
    matches!(letter, b'n' | b'r' | b't')
}

fn letters(accepts: impl Fn(u8) -> bool) -> ByteSet {
    ByteSet::of(|byte| decode::value(byte).is_some_and(&accepts))
}

/// Whether the letters at `at` encode text.
pub(crate) fn is_text(window: &[u8], at: usize) -> bool {
    let proof = window.get(at..at + PROOF).and_then(|letters| letters.as_chunks::<4>().0.first_chunk::<4>());
    proof.is_some_and(|[first, rest @ ..]| {
        // Most are refused by the first.
        let bytes = |group: &[u8; 4]| decode::group(*group);
        bytes(first).is_some_and(|bytes| bytes.iter().all(is_written))
            && match rest.each_ref().map(bytes) {
                [Some(second), Some(third), Some(last)] => is_utf8(&[second, third, last]),
                _ => false,
            }
    })
}

/// Whether bytes are text, of which the last character may be cut.
fn is_utf8(groups: &[[u8; 3]; 3]) -> bool {
    let bytes = groups.as_flattened();
    let Some(other) = bytes.iter().position(|byte| !is_written(byte)) else {
        return true;
    };
    // Few bytes begin a character of several, so nearly all that is no text fails here.
    let begins = matches!(bytes[other], 0xc2..=0xf4);
    begins
        && match std::str::from_utf8(bytes) {
            Ok(text) => text.bytes().all(|byte| is_written(&byte) || !byte.is_ascii()),
            Err(error) => {
                let valid = &bytes[..error.valid_up_to()];
                error.error_len().is_none() && valid.iter().all(|byte| is_written(byte) || !byte.is_ascii())
            }
        }
}

fn is_written(byte: &u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~')
}

/// What a search of a piece leaves to do.
pub(crate) struct Searched {
    /// Where the next piece begins, if there is one.
    pub(crate) next: Option<usize>,
    /// Up to where letters were read.
    pub(crate) end: usize,
}

/// Searches the piece at `at` and gives `add` the spans in it.
///
/// The window holds [`PIECE`] bytes from `at` on, or all there are.
pub(crate) fn search(engine: &Engine, window: &[u8], at: usize, mut add: impl FnMut(Open)) -> Searched {
    let letters = &window[at..window.len().min(at + PIECE)];
    let lines = Lines::decode(engine.decoder(), letters);
    let text = lines.text();
    // The last line of a piece may be cut anywhere, or its break.
    let full = if lines.is_broken() { PIECE - MOST_BREAK } else { PIECE };
    let goes_on = (lines.read >= full || lines.is_cut()) && text.iter().rev().take(8).all(is_written);
    let (sure, next) = if goes_on {
        (lines.place_of(PIECE - UNSURE).0, lines.place_of(PIECE - UNSURE - CONTEXT).1)
    } else {
        (text.len(), lines.read)
    };
    let mut scanner = Scanner::nested(1);
    while let Some(span) = scanner.next_span(engine, text, true) {
        if span.start >= sure {
            break;
        }
        let last = span.end == text.len();
        // The padding of a last group that is masked says how long the secret was.
        let padding =
            if last { letters[lines.read..].iter().take(2).take_while(|&&b| b == b'=').count() } else { 0 };
        for (start, end) in lines.parts(span.start, span.end) {
            let padding = if end == lines.read { padding } else { 0 };
            let known = end + padding - start;
            add(match goes_on && last {
                // A line of an event ends with itself.
                true if lines.of_event => Open::letters(span.rule, at + start, known, false),
                true if lines.is_broken() => Open::wrapped_letters(span.rule, at + start, known),
                open_ended => Open::letters(span.rule, at + start, known, open_ended),
            });
        }
    }
    Searched { next: goes_on.then_some(at + next), end: at + lines.read }
}
