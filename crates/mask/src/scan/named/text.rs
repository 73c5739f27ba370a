//! Steps over what stands between keys and values.

pub(super) use super::quoting::Quoting;
use super::quoting::{escaped_single, in_shell};
use crate::class::Bytes;
use crate::scan::skip::{Skip, slashes_before};
use crate::scan::until::Until;

/// Strings nested deeper than this many backslashes (seven levels) are not read.
const DEEPEST: usize = 127;

/// The end of a string in three single quotes is looked for no further on.
const LONGEST_TRIPLE: usize = 256;

/// No raw string of Rust has more hashes.
const HASHES: usize = 3;

/// No parameters of a colour are longer.
const COLOR: usize = 20;

/// How the escape of a terminal's sequence is written in strings, after a backslash.
const ESCAPES: &[&[u8]] = &[b"u001b", b"u001B", b"x1b", b"x1B", b"033", b"e"];

/// A string that begins somewhere.
pub(super) struct Literal {
    /// Where its content starts.
    pub(super) content: usize,
    pub(super) skip: Skip,
    pub(super) quote: Quoting,
}

/// A string at `at`, with the letters that some languages put before its quote.
#[inline]
pub(super) fn literal(bytes: &[u8], at: usize) -> Option<Literal> {
    static BEGIN: Bytes = Bytes::of(b"rRbBuUlLfFN@$\"'`\\");
    // Most values are no strings.
    if BEGIN.has(*bytes.get(at)?) { literal_at(bytes, at) } else { None }
}

fn literal_at(bytes: &[u8], at: usize) -> Option<Literal> {
    static PREFIX: Bytes = Bytes::of(b"rRbBuUlLfF@$");
    let rest = bytes.get(at..)?;
    // As nearly all begin.
    if let [b'"', next, ..] = rest
        && !matches!(next, b'"' | b'\\')
    {
        return Some(Literal { content: at + 1, skip: Skip::string(0), quote: Quoting::Double(0) });
    }
    // A string of national characters in SQL.
    let national = usize::from(rest.starts_with(b"N'"));
    let at = at + national + PREFIX.run(&rest[..rest.len().min(2)]);
    let at = at + hashes(bytes, at);
    if let Some((depth, content)) = opening_quote(bytes, at) {
        let content = triple(bytes, content, depth).unwrap_or(content);
        return Some(Literal { content, skip: Skip::string(depth), quote: Quoting::Double(depth) });
    }
    if let Some(content) = triple_single(bytes, at) {
        let skip = Skip::Until(Until::triple());
        return Some(Literal { content, skip, quote: Quoting::Single(0) });
    }
    if let Some((quote, content, known)) = in_shell(bytes, at) {
        return Some(Literal { content, skip: Skip::Run { known, class: None }, quote });
    }
    let (quote, escapes, content) = match bytes.get(at)? {
        b'\'' => (Quoting::Single(0), 0, at + 1),
        b'`' => (Quoting::Backtick, 0, at + 1),
        _ => escaped_single(bytes, at).map(|(depth, content)| (Quoting::Single(depth), depth, content))?,
    };
    Some(Literal { content, skip: Skip::Until(Until::quote(quote.sign(), escapes)), quote })
}

/// How many hashes are between the prefix of a raw string of Rust and its quote: `r#"…"#`.
fn hashes(bytes: &[u8], at: usize) -> usize {
    let raw = bytes[..at].ends_with(b"r") && bytes.get(at) == Some(&b'#');
    let len = bytes[at..].iter().take(HASHES + 1).take_while(|&&byte| byte == b'#').count();
    let quoted = || len <= HASHES && opening_quote(bytes, at + len).is_some();
    if raw && quoted() { len } else { 0 }
}

/// After `"""` and a newline, if they open a string of many lines.
fn triple(bytes: &[u8], content: usize, depth: u8) -> Option<usize> {
    let (second, at) = opening_quote(bytes, content)?;
    let (third, at) = opening_quote(bytes, at)?;
    (second == depth && third == depth).then(|| gap(bytes, at))
}

/// After three single quotes, if as many follow.
fn triple_single(bytes: &[u8], at: usize) -> Option<usize> {
    const QUOTES: &[u8] = b"\'\'\'";
    let rest = bytes[at..].strip_prefix(QUOTES)?;
    let rest = &rest[..rest.len().min(LONGEST_TRIPLE)];
    rest.windows(QUOTES.len()).any(|part| part == QUOTES).then(|| gap(bytes, at + QUOTES.len()))
}

/// A double quote at `at`: how many backslashes it takes, and what follows it.
pub(super) fn opening_quote(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let rest = bytes.get(at..)?;
    if let Some(b'"') = rest.first() {
        return Some((0, at + 1));
    }
    let slashes = rest.iter().take(DEEPEST + 1).take_while(|&&byte| byte == b'\\').count();
    let known = slashes <= DEEPEST && (slashes + 1).is_power_of_two();
    let depth = u8::try_from(slashes).ok().filter(|_| known)?;
    (rest.get(slashes) == Some(&b'"')).then_some((depth, at + slashes + 1))
}

/// The text before a double quote of `depth` that ends `bytes`.
pub(super) fn strip_quote(bytes: &[u8], depth: u8) -> Option<&[u8]> {
    let rest = bytes.strip_suffix(b"\"")?;
    let keep = rest.len().checked_sub(depth.into())?;
    let exact = rest[keep..].iter().all(|&byte| byte == b'\\') && slashes_before(rest, keep) == 0;
    exact.then(|| &rest[..keep])
}

/// The letters between two quotes of `depth` at `at`, and what follows them.
pub(super) fn quoted_word(bytes: &[u8], at: usize, depth: u8) -> Option<(&[u8], usize)> {
    let (own, start) = opening_quote(bytes, at)?;
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || b"$_-:.".contains(byte);
    let end = start + bytes[start..].iter().take_while(|byte| is_letter(byte)).count();
    let (close, after) = opening_quote(bytes, end)?;
    (own == depth && close == depth).then(|| (&bytes[start..end], after))
}

/// How many backslashes the quotes take in the object of JSON whose brace is at `at`. A quote without a name may
/// end the string that all of this stands in.
pub(super) fn object_depth(bytes: &[u8], at: usize) -> Option<u8> {
    let first = gap(bytes, at + 1);
    let (depth, _) = opening_quote(bytes, first).filter(|_| bytes.get(at) == Some(&b'{'))?;
    let (name, after) = quoted_word(bytes, first, depth)?;
    (!name.is_empty() && bytes.get(gap(bytes, after)) == Some(&b':')).then_some(depth)
}

/// The same in the list of strings whose bracket is at `at`.
pub(super) fn list_depth(bytes: &[u8], at: usize) -> Option<u8> {
    let (depth, content) =
        opening_quote(bytes, gap(bytes, at + 1)).filter(|_| bytes.get(at) == Some(&b'['))?;
    (!closes(bytes, content)).then_some(depth)
}

/// After blanks on the same line.
pub(super) fn spaces(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// After blanks on the same line, of which a tab may be escaped.
pub(super) fn blanks(bytes: &[u8], after: usize) -> usize {
    let mut at = spaces(bytes, after);
    while bytes.get(at) == Some(&b'\\') {
        match escaped_blank(&bytes[at..]) {
            Some(width) if bytes[at + width - 1] == b't' => at = spaces(bytes, at + width),
            _ => break,
        }
    }
    at
}

/// After white space, escaped or not.
pub(super) fn gap(bytes: &[u8], mut at: usize) -> usize {
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\n' | b'\t' | b'\r') => at += 1,
            Some(b'\\') => match escaped_blank(&bytes[at..]) {
                Some(width) => at += width,
                None => return at,
            },
            _ => return at,
        }
    }
}

/// After the arrow `=>` at `at`.
pub(super) fn after_arrow(bytes: &[u8], at: usize) -> Option<usize> {
    after_shaft(bytes, at, b"=")
}

/// After the arrow at `at` that has one of these shafts. Encoders of JSON write its head as `\u003e`.
pub(super) fn after_shaft(bytes: &[u8], at: usize, shafts: &[u8]) -> Option<usize> {
    let (_, head) = bytes.get(at..)?.split_first().filter(|(shaft, _)| shafts.contains(shaft))?;
    let slashes = head.iter().take(DEEPEST + 1).take_while(|&&byte| byte == b'\\').count();
    let width = match (slashes, head.get(slashes)?) {
        (0, b'>') => 1,
        (1.., b'u') if head.get(slashes..slashes + 5)?.eq_ignore_ascii_case(b"u003e") => slashes + 5,
        _ => return None,
    };
    Some(at + 1 + width)
}

/// An escaped newline or tab: how many bytes it takes.
pub(super) fn escaped_blank(bytes: &[u8]) -> Option<usize> {
    let slashes = bytes.iter().take(DEEPEST + 1).take_while(|&&byte| byte == b'\\').count();
    let blank = slashes > 0 && slashes <= DEEPEST && matches!(bytes.get(slashes), Some(b'n' | b'r' | b't'));
    blank.then_some(slashes + 1)
}

/// `bytes` without the white space at its end, escaped or not.
pub(super) fn trim_gap(mut bytes: &[u8]) -> &[u8] {
    loop {
        bytes = match bytes {
            [rest @ .., b' ' | b'\n' | b'\t' | b'\r'] => rest,
            [rest @ .., b'n' | b'r' | b't'] if rest.ends_with(b"\\") => {
                &rest[..rest.len() - slashes_before(rest, rest.len())]
            }
            _ => return bytes,
        };
    }
}

/// How long the sequence at `at` is by which a terminal changes colours, its escape written as it is or not.
#[inline]
pub(in crate::scan) fn color_len(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        0x1b | b'\\' => color_at(bytes.get(at..)?),
        _ => None,
    }
}

fn color_at(rest: &[u8]) -> Option<usize> {
    static PARAMETERS: Bytes = Bytes::of(b"0123456789;");
    let slashes = rest.iter().take(DEEPEST).take_while(|&&byte| byte == b'\\').count();
    let sign = ESCAPES.iter().find_map(|escape| rest[slashes..].strip_prefix(*escape));
    let after = if slashes > 0 { sign? } else { rest.strip_prefix(b"\x1b")? };
    let numbers = after.strip_prefix(b"[")?;
    let len = PARAMETERS.run(&numbers[..numbers.len().min(COLOR)]);
    (numbers.get(len) == Some(&b'm')).then(|| rest.len() - numbers.len() + len + 1)
}

/// Where a name begins that `before` and digits are before, which choose a colour: `ESC[1;32mpassword`.
pub(super) fn after_color(before: &[u8], name: &[u8]) -> Option<usize> {
    let digits = name.iter().take(COLOR).take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 0 || name.get(digits) != Some(&b'm') {
        return None;
    }
    let parameters =
        before.iter().rev().take(COLOR).take_while(|&&byte| byte.is_ascii_digit() || byte == b';').count();
    let open = before[..before.len() - parameters].strip_suffix(b"[")?;
    let slashed = |escape: &&[u8]| open.strip_suffix(*escape).is_some_and(|rest| rest.ends_with(b"\\"));
    (open.ends_with(b"\x1b") || ESCAPES.iter().any(slashed)).then_some(digits + 1)
}

pub(crate) fn is_one_of(words: &[&str], word: &[u8]) -> bool {
    words.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes()))
}

/// Whether `text` ends in the letters of `end`, in any case.
pub(super) fn ends_with_folded(text: &[u8], end: &[u8]) -> bool {
    text.len() >= end.len() && text[text.len() - end.len()..].eq_ignore_ascii_case(end)
}

/// The bytes up to a blank.
pub(super) fn first_word(rest: &[u8]) -> &[u8] {
    let end = rest.iter().take(96).position(|byte| byte.is_ascii_whitespace() || *byte == b'"');
    &rest[..end.unwrap_or(rest.len().min(96))]
}

/// The same in a line that is in a string of JSON, where an escape may end it.
pub(super) fn first_word_of_line(rest: &[u8]) -> &[u8] {
    let word = first_word(rest);
    let slash = word.iter().position(|byte| *byte == b'\\');
    let escape = slash.filter(|&slash| escaped_blank(&word[slash..]).is_some());
    &word[..escape.unwrap_or(word.len())]
}

/// Whether a string that seems to begin here ends instead: `"see token:", "next"`.
pub(super) fn closes(bytes: &[u8], content: usize) -> bool {
    if is_joined(bytes.get(content..).unwrap_or_default()) {
        return true;
    }
    bytes.get(gap(bytes, content)).is_none_or(|byte| matches!(byte, b',' | b'}' | b']' | b':' | b')'))
}

/// Whether the string around what seems to begin here ends, and something is added to it:
/// `'bad token: "' + token + '"'`.
fn is_joined(rest: &[u8]) -> bool {
    let rest = match rest {
        [b'\'' | b'"', rest @ ..] | [b'\\', b'"', rest @ ..] => rest,
        _ => return false,
    };
    matches!(rest, [b' ', b'.' | b'+', b' ', ..] | [b'.', b'$', ..] | [b' ', b'.', b'$', ..])
}

pub(in crate::scan) trait TrimSuffix {
    fn trim_suffix_of(&self, set: &[u8]) -> &Self;
}

impl TrimSuffix for [u8] {
    fn trim_suffix_of(&self, set: &[u8]) -> &Self {
        let len = self.iter().rev().take_while(|byte| set.contains(byte)).count();
        &self[..self.len() - len]
    }
}
