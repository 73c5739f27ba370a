//! Private keys between `BEGIN` and `END`, and those of PuTTY.

use super::{Candidate, has_mark};
use crate::class::BASE64;
use crate::mark::MARK;
use crate::scan::Open;
use crate::scan::armor::Armor;
use crate::scan::follow::Follow;
use crate::scan::lines::{Lines, first_line, is_added, is_key};
use crate::scan::skip::Skip;

/// A private key begins with at least so much base64.
const BODY_MIN: usize = 16;
/// No label is longer.
const LABEL_MAX: usize = 64;

/// `-----BEGIN RSA PRIVATE KEY-----`, OpenPGP's blocks and OpenVPN's static keys.
pub(crate) fn pem(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, body: after_begin, .. } = *candidate;
    let rest = &view.bytes[after_begin..];
    let label = rest.iter().take(LABEL_MAX).take_while(|b| b.is_ascii_alphanumeric() || **b == b' ');
    let label = &rest[..label.count()];
    let has = |words: &[u8]| label.windows(words.len()).any(|part| part == words);
    // SSH2 has four dashes, with a blank before them.
    let dashes = rest[label.len()..].starts_with(b"----");
    if !dashes || !(has(b"PRIVATE KEY") || has(b"OpenVPN Static key")) {
        return None;
    }
    let at = after_begin + label.len();
    let at = at + rest[label.len()..].iter().take(5).take_while(|&&byte| byte == b'-').count();
    let spaced = view.bytes.get(at) == Some(&b' ');
    lines(candidate, at, after_headers(view.bytes, at), spaced)
}

/// `Private-Lines: 8`, then as many lines.
pub(crate) fn putty(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    let digits = view.bytes[body..].iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 0 {
        return None;
    }
    let at = body + digits;
    let newline = matches!(view.bytes.get(at), Some(b'\n' | b'\r' | b'\\'));
    if !newline {
        return first_line(candidate, at);
    }
    lines(candidate, at, at + separators(&view.bytes[at..]), false)
}

/// A span from `at` on if there is base64, or of the first line of which something stands before it.
fn lines(candidate: &Candidate<'_>, after_begin: usize, at: usize, spaced: bool) -> Option<Open> {
    let rest = &candidate.view.bytes[at..];
    let run = BASE64.run(rest);
    let whole = || {
        let open = Open::new(candidate.rule, at, Skip::Armor(Armor::new(spaced)));
        (run >= BODY_MIN).then_some(Open { follow: Some(Follow::Lines(Lines::unknown())), ..open })
    };
    // What a log writes before each line may look like base64, and the sign of a diff is.
    let is_prefix = match &rest[run..] {
        [b'-', next, ..] => *next != b'-',
        [next, ..] => b"._:([@".contains(next),
        [] => false,
    };
    if is_prefix || is_added(candidate.view) {
        // A mark says that it was one.
        let is_whole = || is_key(&rest[..run]) && !has_mark(rest);
        first_line(candidate, after_begin).or_else(|| is_whole().then(whole).flatten())
    } else {
        whole().or_else(|| first_line(candidate, after_begin))
    }
}

/// The first line after `at` that is neither a header nor empty.
fn after_headers(bytes: &[u8], mut at: usize) -> usize {
    at += separators(&bytes[at..]);
    while let Some(header) = header_len(&bytes[at..]) {
        at += header;
        at += separators(&bytes[at..]);
    }
    at
}

/// Newlines, also escaped at any depth, blanks, and what quotes a line: `> `, `data: `.
fn separators(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        let slashes = bytes[at..].iter().take_while(|&&byte| byte == b'\\').count();
        at += match bytes.get(at + slashes) {
            Some(b'n' | b'r' | b't') if slashes > 0 => slashes + 1,
            Some(byte) if slashes == 0 && byte.is_ascii_whitespace() => 1,
            Some(b'>' | b'|' | b'#') if slashes == 0 && at > 0 => 1,
            Some(b'd') if bytes[at..].starts_with(b"data:") => 5,
            _ => return at,
        };
    }
}

/// `Proc-Type: 4,ENCRYPTED` and its like, up to the end of the line.
///
/// A dash in a row of them ends it too: what begins there is looked at for itself.
fn header_len(bytes: &[u8]) -> Option<usize> {
    let name = bytes.iter().take(32).take_while(|b| b.is_ascii_alphabetic() || **b == b'-').count();
    if name == 0 || bytes.get(name..name + 2) != Some(b": ") {
        return None;
    }
    let line = &bytes[name..];
    let ends = |at: usize| {
        matches!(line[at], b'\n' | b'\r' | b'\\' | b'"' | b'\'')
            || line[at..].starts_with(b"----")
            || line[at..].starts_with(MARK)
    };
    Some(name + (0..line.len()).find(|&at| ends(at)).unwrap_or(line.len()))
}
