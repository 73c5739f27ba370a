//! Passwords in the files of tools: `.netrc`, `.pgpass`, `.npmrc`, Docker's `config.json`.

use super::Candidate;
use super::auth::is_user_and_password;
use crate::class::BASE64;
use crate::scan::Open;
use crate::scan::drawn::is_drawn;
use crate::scan::placeholder::is_name_in_capitals;

/// No word of these files is longer.
const LONGEST: usize = 256;

/// `machine host login user password X`, in one line or more. The literal ends with a blank.
pub(crate) fn netrc(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    let bytes = view.bytes;
    if !view.at_boundary() {
        return None;
    }
    let mut at = body;
    // `machine` has a host before its members, `default` has `login` in the literal.
    let first = word(bytes, at)?;
    // `machine account password changes` is prose.
    let told = bytes[first.0..].starts_with(b"account password ");
    if told || super::has_mark(&bytes[first.0..first.1]) {
        return None;
    }
    at = first.1;
    for _ in 0..8 {
        let (start, end) = word(bytes, at)?;
        match without_number(&bytes[start..end]) {
            // The line has a number, or the sign of a diff.
            b"" => at = end,
            b"login" | b"account" => {
                let (start, end) = word(bytes, end)?;
                if super::has_mark(&bytes[start..end]) {
                    return None;
                }
                at = end;
            }
            b"password" => {
                let (start, end) = word(bytes, end)?;
                let value = &bytes[start..end];
                let told = is_told(&bytes[start..], value) || is_sample(candidate, value);
                return if told { None } else { secret(candidate, start, end) };
            }
            _ => return None,
        }
    }
    None
}

/// Whether it is prose: `a default login and password to avoid a prompt`. A member of the file may follow on
/// the same line.
fn is_told(rest: &[u8], value: &[u8]) -> bool {
    const MEMBERS: [&[u8]; 5] = [b"account", b"macdef", b"machine", b"default", b"port"];
    let after = rest[value.len()..].strip_prefix(b" ").unwrap_or_default();
    let next = &after[..after.iter().take(LONGEST).take_while(|byte| byte.is_ascii_lowercase()).count()];
    let words = !next.is_empty() && value.iter().all(u8::is_ascii_lowercase);
    // `url "…"`: a member of another program.
    let quoted = || {
        let value = after[next.len()..].strip_prefix(b" ").unwrap_or_default();
        value.iter().take(16).find(|byte| **byte != b'\\') == Some(&b'"')
    };
    words && !MEMBERS.contains(&next) && !quoted()
}

/// `password SECRET. Keep the file`: what stands for one, and the end of a sentence.
fn is_sample(candidate: &Candidate<'_>, value: &[u8]) -> bool {
    let word =
        value.strip_suffix(b".").or_else(|| value.strip_suffix(b",")).or_else(|| value.strip_suffix(b";"));
    word.is_some_and(|word| {
        super::is_harmless(word, candidate.style) || word.len() > 2 && is_name_in_capitals(word)
    })
}

/// A word without what a tool writes at the start of a line.
fn without_number(word: &[u8]) -> &[u8] {
    let sign =
        |byte: &u8| byte.is_ascii_digit() || b"+->#|:".contains(byte) || "→│".as_bytes().contains(byte);
    &word[word.iter().take_while(|byte| sign(byte)).count()..]
}

/// The next word, where newlines and arrows may be escaped.
fn word(bytes: &[u8], mut at: usize) -> Option<(usize, usize)> {
    loop {
        let rest = bytes.get(at..)?;
        let slashes = rest.iter().take(16).take_while(|&&byte| byte == b'\\').count();
        at += match rest.get(slashes)? {
            b'n' | b'r' | b't' if slashes > 0 => slashes + 1,
            b'u' if slashes > 0 && rest[slashes..].starts_with(b"u2192") => slashes + 5,
            byte if slashes == 0 && byte.is_ascii_whitespace() => 1,
            _ => break,
        };
    }
    let rest = &bytes[at..];
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'\\' | b'"' | b'\'' | b'`' | 0x1b);
    // Of who has none: `login ""`.
    if let Some(len) = empty_len(rest) {
        return Some((at, at + len));
    }
    let len = rest.iter().take(LONGEST).position(ends).unwrap_or(rest.len());
    (len > 0 && len < LONGEST).then_some((at, at + len))
}

/// How long the quotes are that `rest` begins with, if nothing is between them.
fn empty_len(rest: &[u8]) -> Option<usize> {
    let slashes = rest.iter().take(16).take_while(|&&byte| byte == b'\\').count();
    let close = rest.get(slashes..)?.strip_prefix(b"\"")?;
    let after = close.strip_prefix(&rest[..slashes])?.strip_prefix(b"\"")?;
    after.first().is_some_and(u8::is_ascii_whitespace).then_some(rest.len() - after.len())
}

/// `host:5432:db:user:password` to the end of the line. The literal has the port or the stars.
pub(crate) fn pgpass(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    let bytes = view.bytes;
    if is_platform(&bytes[view.floor..view.hit]) {
        return None;
    }
    let host =
        view.hit > view.floor && (bytes[view.hit - 1].is_ascii_alphanumeric() || bytes[view.hit - 1] == b'*');
    let any_database = bytes[body - 2] == b'*';
    let mut at = body;
    for _ in 0..if any_database { 1 } else { 2 } {
        let rest = &bytes[at..];
        let name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.*$".contains(byte);
        let len = rest.iter().take(64).take_while(|byte| name(byte)).count();
        let begins = rest.first().is_some_and(|byte| !byte.is_ascii_digit());
        if len == 0 || super::has_mark(&rest[..len]) || !begins || rest.get(len) != Some(&b':') {
            return None;
        }
        at += len + 1;
    }
    let (start, len) = (at, field_len(&bytes[at..]));
    let end = start + len;
    let slashes = bytes[end..].iter().take(16).take_while(|&&byte| byte == b'\\').count();
    let ends = match bytes.get(end + slashes) {
        None | Some(b'\n' | b'\r' | b'"' | b'\'' | 0x1b) => true,
        Some(b'n' | b'r') => slashes > 0,
        // Words go on, and times and numbers of lines stand between colons, too.
        Some(b' ') => slashes == 0 && is_drawn(&bytes[start..end]),
        _ => false,
    };
    let (end, len) = match (bytes.get(end), bytes[start..end].last()) {
        // What ends the part of a sentence is none of it.
        (Some(b' '), Some(b',' | b'.' | b';')) => (end - 1, len - 1),
        _ => (end, len),
    };
    (host && ends && (1..LONGEST).contains(&len)).then(|| secret(candidate, start, end)).flatten()
}

/// `cpe:2.3:a:zlib:zlib:1.2.13:*:*:*:*:*:*:*`: whether a name of a product goes on, which has such fields, too
/// (<https://csrc.nist.gov/pubs/ir/7695/final>).
fn is_platform(before: &[u8]) -> bool {
    const SCHEME: &[u8] = b"cpe:2.3:";
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'`' | b'<' | b'>');
    let len = before.iter().rev().take(LONGEST).take_while(|byte| !ends(byte)).count();
    before[before.len() - len..].windows(SCHEME.len()).any(|part| part.eq_ignore_ascii_case(SCHEME))
}

/// How long the field is that a line goes on with. A colon in it is escaped.
fn field_len(rest: &[u8]) -> usize {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'\\' | b'"' | b'\'' | b':' | 0x1b);
    let mut len = 0;
    loop {
        len += rest[len..].iter().take(LONGEST).position(ends).unwrap_or(rest.len() - len);
        let slashes = rest[len..].iter().take(16).take_while(|&&byte| byte == b'\\').count();
        if slashes == 0 || rest.get(len + slashes) != Some(&b':') || len > LONGEST {
            return len;
        }
        len += slashes + 1;
    }
}

/// `"auth": "dXNlcjpwYXNz"` of Docker, `_auth=dXNlcjpwYXNz` of npm.
pub(crate) fn basic_member(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    let rest = &view.bytes[body..];
    // What is left of the name's quote, then a colon, blanks and the value's quote.
    let between = |byte: &u8| matches!(byte, b'"' | b'\\' | b':' | b' ' | b'\t' | b'\n' | b'\r');
    let start = body + rest.iter().take(64).take_while(|byte| between(byte)).count();
    let rest = &view.bytes[start..];
    let len = BASE64.run(rest);
    let whole = len >= 8 && len < rest.len().max(LONGEST) && is_user_and_password(&rest[..len]);
    whole.then(|| secret(candidate, start, start + len)).flatten()
}

fn secret(candidate: &Candidate<'_>, start: usize, end: usize) -> Option<Open> {
    let value = &candidate.view.bytes[start..end];
    let harmless = super::is_harmless(value, candidate.style);
    (!harmless).then(|| Open::known(candidate.rule, start, end))
}
