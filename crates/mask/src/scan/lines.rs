//! The lines of a private key where something stands between them: numbers, signs of a diff or a
//! comment, what a log writes before each line, the quotes of an array or of joined strings.
//!
//! What it is does not matter, for it repeats itself: each line is a span of its own, and the next is
//! looked for behind what stood before the first.

use std::fmt;

use super::View;
use super::engine::RuleId;
use super::follow::Follow;
use super::format::Candidate;
use super::joint;
use super::named::text::color_len;
use super::skip::Skip;
use super::span::Open;
use crate::class::{BASE64, Bytes};
use crate::mark::MARK;

/// What stands between two lines, each run of blanks or digits as one sign.
#[derive(Clone)]
pub(crate) struct Lines {
    between: Box<[u8]>,
}

// What stands there is the document's.
impl fmt::Debug for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lines").field("between", &self.between.len()).finish()
    }
}

/// All lines but the last are longer; those of OpenVPN have just so many letters.
const LINE_MIN: usize = 32;
/// Headers may come before the first line.
const GAP_MAX: usize = 400;
/// So many signs of what stands before the first line are compared, from a newline on.
const SIGNS: usize = 128;
/// So many newlines before the first line may begin what stands between lines.
const NEWLINES: usize = 3;
/// So many words that are as long as a line may come before the first.
const LONG_WORDS: usize = 6;
/// What confirms a line is the next one, or the end.
pub(super) const CONFIRMS: usize = 16;
/// What `\u2192` counts as.
const ESCAPED: u8 = 1;
/// What `\x1b[31m` counts as, whatever the colour.
const COLOR: u8 = 2;

/// The first line after `at`, where the headers of a key begin.
pub(crate) fn first_line(candidate: &Candidate<'_>, at: usize) -> Option<Open> {
    let Candidate { view, rule, .. } = *candidate;
    let (gap, lines) = Lines::first(view.bytes.get(at..)?, is_added(view))?;
    Some(lines.open(view, rule, at + gap))
}

/// Whether the key is what a diff adds: the sign of that is base64, too.
pub(crate) fn is_added(view: &View<'_>) -> bool {
    view.hit > view.floor && view.bytes[view.hit - 1] == b'+'
}

impl Lines {
    /// After lines of a key that nothing stands between: others may follow in other strings.
    pub(crate) fn unknown() -> Self {
        Self { between: Box::default() }
    }

    /// The line that follows the one that ended at the view's hit.
    pub(super) fn next(self, view: &View<'_>, rule: RuleId) -> Option<Open> {
        let rest = &view.bytes[view.hit..];
        if self.between.is_empty() {
            let (gap, lines) = Self::first(rest, false)?;
            let after = &rest[gap + body_len(&rest[gap..])..];
            return (lines.goes_on(after) || joint::goes_on(after))
                .then(|| lines.open(view, rule, view.hit + gap));
        }
        let joined = || self.between.contains(&b'"') || self.between.contains(&b'\'');
        let gap = self.gap(rest).or_else(|| joined().then(|| joint::len(rest)).flatten())?;
        let body = &rest[gap..];
        let len = body_len(body);
        let after = &body[len..];
        let short = || self.is_last(after) || joined() && joint::goes_on(after);
        (len >= LINE_MIN || len > 0 && short() || is_cut_off(body, len))
            .then(|| self.open(view, rule, view.hit + gap))
    }

    fn open(self, view: &View<'_>, rule: RuleId, start: usize) -> Open {
        let known = body_len(&view.bytes[start..]);
        let class = (start + known == view.bytes.len()).then_some(BASE64);
        Open { follow: Some(Follow::Lines(self)), ..Open::new(rule, start, Skip::Run { known, class }) }
    }

    /// What stands before the first line, and how long it is.
    fn first(bytes: &[u8], added: bool) -> Option<(usize, Self)> {
        let mut between = Vec::new();
        let (mut at, mut long_words) = (0, 0);
        while at < bytes.len().min(GAP_MAX) {
            let rest = &bytes[at..];
            if rest.starts_with(b"----") || rest.starts_with(MARK) {
                return None;
            }
            let run = body_len(rest);
            if run >= LINE_MIN {
                let sign = usize::from(added && rest[0] == b'+');
                let this = Self::of([between.as_slice(), &rest[..sign]].concat());
                // Words may be those of a text that tells of keys: then only what repeats itself is one.
                let told = between.iter().any(u8::is_ascii_alphabetic);
                let rest = &rest[sign..];
                if begins(rest, run - sign) && (!told || this.goes_on(&rest[run - sign..])) {
                    return Some((at + sign, this));
                }
                long_words += 1;
                if long_words > LONG_WORDS {
                    return None;
                }
            }
            // What is no line is a word in between.
            let end = at + run.max(1);
            while at < end {
                let (sign, len) = sign(&bytes[at..]);
                between.push(sign);
                at += len;
            }
        }
        None
    }

    /// What stood before the first line, or as much of it as may stand between lines.
    fn of(before: Vec<u8>) -> Self {
        let last = before.len().saturating_sub(SIGNS);
        let newline = before[last..].iter().position(|&sign| sign == b'\n').unwrap_or(0);
        let start = if last > 0 { last + newline } else { 0 };
        Self { between: before[start..].into() }
    }

    /// Whether a string of an array ends at `at`, behind which the next begins: `"Version: GnuPG v2", ""`.
    fn ends_string(&self, at: usize) -> bool {
        let rest = &self.between[at..];
        let whole = at == 0 || self.between[at - 1] != b'\\';
        whole && matches!(rest[slashes(rest)..], [b'"', b',', ..])
    }

    fn goes_on(&self, rest: &[u8]) -> bool {
        self.gap(rest)
            .map(|gap| &rest[gap..])
            .is_some_and(|next| ends_key(next) || body_len(next) >= CONFIRMS)
    }

    /// Whether nothing of the key comes after a line that is short, with `rest` behind it.
    fn is_last(&self, rest: &[u8]) -> bool {
        rest.is_empty()
            || self.gap(rest).is_some_and(|gap| rest[gap..].starts_with(b"=") || ends_key(&rest[gap..]))
    }

    /// How long what `rest` begins with is if it is what stands between lines. Before the first line
    /// may have been more, up to some newline.
    fn gap(&self, rest: &[u8]) -> Option<usize> {
        let ends = |&at: &usize| self.between[at] == b'\n' || self.ends_string(at);
        let newlines = (1..self.between.len()).rev().filter(ends).take(NEWLINES);
        let begins = |len: &usize| {
            let next = &rest[*len..];
            body_len(next) > 0 || next.starts_with(b"=") || ends_key(next)
        };
        std::iter::once(0).chain(newlines).find_map(|from| len_of(&self.between[from..], rest).filter(begins))
    }
}

/// Whether so many bytes are the first line of a key.
fn begins(rest: &[u8], line: usize) -> bool {
    static AFTER: Bytes = Bytes::of(b" \t\r\n\x1b\\\"'`<,;|&");
    rest.get(line).is_none_or(|&byte| AFTER.has(byte)) && is_key(&rest[..line])
}

/// Whether a line that is short is no word: the key was cut off there.
fn is_cut_off(body: &[u8], len: usize) -> bool {
    let (word, rest) = body.split_at(len);
    let ends = rest.is_empty() || matches!(rest[0], b'"' | b'\'' | b'`') || blanks(rest).1;
    let scrambled = word.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    let numbered = word.iter().any(u8::is_ascii_digit) && word.iter().any(u8::is_ascii_uppercase);
    ends && (scrambled || numbered)
}

pub(super) fn ends_key(rest: &[u8]) -> bool {
    rest.starts_with(b"----") || rest.starts_with(b"Private-MAC")
}

/// How many bytes of `rest` these signs stand for.
fn len_of(signs: &[u8], rest: &[u8]) -> Option<usize> {
    signs.iter().try_fold(0, |at, &expected| {
        let (found, len) = sign(rest.get(at..).filter(|rest| !rest.is_empty())?);
        (found == expected).then_some(at + len)
    })
}

/// What `rest`, which is not empty, begins with, and how long that is.
fn sign(rest: &[u8]) -> (u8, usize) {
    let (blanks, newline) = blanks(rest);
    if blanks > 0 {
        return (if newline { b'\n' } else { b' ' }, blanks);
    }
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits > 0 {
        return (b'0', digits);
    }
    if let Some(color) = color_len(rest, 0) {
        return (COLOR, color);
    }
    let slashes = slashes(rest);
    match &rest[slashes..] {
        [b'u', hex @ ..]
            if slashes > 0 && hex.iter().take(4).filter(|b| b.is_ascii_hexdigit()).count() == 4 =>
        {
            (ESCAPED, slashes + 5)
        }
        _ => (rest[0], 1),
    }
}

/// How many blanks there are, escaped ones too, and whether one is a newline.
pub(super) fn blanks(rest: &[u8]) -> (usize, bool) {
    let (mut at, mut newline) = (0, false);
    loop {
        let slashes = slashes(&rest[at..]);
        let Some(&byte) = rest.get(at + slashes) else {
            return (at, newline);
        };
        let blank = if slashes > 0 { matches!(byte, b'n' | b'r' | b't') } else { byte.is_ascii_whitespace() };
        if !blank {
            return (at, newline);
        }
        newline |= matches!(byte, b'n' | b'r' | b'\n' | b'\r');
        at += slashes + 1;
    }
}

/// How much base64 there is, as far as it is seen, also with its signs escaped.
pub(super) fn body_len(rest: &[u8]) -> usize {
    let mut at = 0;
    loop {
        at += rest[at..].iter().take_while(|&&byte| BASE64.has(byte)).count();
        let slashes = slashes(&rest[at..]);
        at += slashes
            + match &rest[at + slashes..] {
                [b'/', ..] if slashes > 0 => 1,
                [b'u', b'0', b'0', b'2', b'b' | b'B' | b'f' | b'F', ..]
                | [b'u', b'0', b'0', b'3', b'd' | b'D', ..]
                    if slashes > 0 =>
                {
                    5
                }
                _ => return at,
            };
    }
}

pub(super) fn slashes(rest: &[u8]) -> usize {
    rest.iter().take_while(|&&byte| byte == b'\\').count()
}

/// Whether a line may be the first of a key: DER, OpenSSH's magic, or letters and digits in no order,
/// as no path and no name has them. OpenVPN's are hexadecimal.
pub(crate) fn is_key(line: &[u8]) -> bool {
    let kind = |byte: u8| (byte.is_ascii_digit(), byte.is_ascii_uppercase(), byte.is_ascii_lowercase());
    let changes = line.windows(2).filter(|pair| kind(pair[0]) != kind(pair[1])).count();
    let der = matches!(line, [b'M', b'A'..=b'P', ..]) || line.starts_with(b"b3BlbnNzaC1r");
    let mixed = |is: fn(&u8) -> bool| line.iter().any(is);
    let cases = mixed(u8::is_ascii_uppercase) || line.len() == LINE_MIN;
    cases
        && mixed(u8::is_ascii_lowercase)
        && mixed(u8::is_ascii_digit)
        && changes * if der { 8 } else { 3 } >= line.len()
}
