//! Passwords that a call takes by their place: `request.SetBasicAuth("ada", "…")`, `new PDO(dsn, user, "…")`.

use crate::kinds::{Kinds, Look};
use crate::scan::Open;
use crate::scan::format::{self, Candidate};
use crate::scan::named::judge;
use crate::scan::named::text::{gap, is_one_of, literal};
use crate::scan::placeholder::is_name_in_capitals;
use crate::scan::skip::Progress;

/// No argument before the password is longer.
const LONGEST: usize = 240;
/// What manuals write for a password.
const MANUAL: &[&str] = &["pass", "passwd", "password", "secret"];

/// How many arguments stand before the password, if the call is one of a literal's.
fn before(call: &[u8]) -> Option<usize> {
    Some(match call {
        // `SetBasicAuth`, `HTTPBasicAuth`, `basic_auth`, `httpBasic`.
        b"asicAuth(" | b"asic_auth(" | b"ttpBasic(" | b".login(" => 1,
        b"jwt.sign(" | b"jwt.verify(" | b"jwt.encode(" => 1,
        b"DriverManager.getConnection("
        | b"new PDO("
        | b"mysqli("
        | b"mysqli_connect("
        | b"DBI->connect("
        | b"smtp.PlainAuth(" => 2,
        _ => return None,
    })
}

/// The password of a call, a string; the literal ends with its bracket.
pub(crate) fn positional(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, rule, body, style, .. } = *candidate;
    let bytes = view.bytes;
    let call = &bytes[view.hit..body];
    let mut at = body;
    for _ in 0..before(call)? {
        let comma = end_of_argument(bytes, at).filter(|&end| bytes.get(end) == Some(&b','))?;
        at = comma + 1;
    }
    let start = gap(bytes, at);
    // `Some("…")` of Rust.
    let wrapped = bytes.get(start..)?.starts_with(b"Some(");
    let start = start + if wrapped { b"Some(".len() } else { 0 };
    let string = literal(bytes, start)?;
    let Progress::Done(end) = string.skip.clone().advance(bytes, string.content, false) else {
        return None;
    };
    let after = gap(bytes, end + string.quote.width());
    let value = Look::at(bytes.get(string.content..end)?);
    let ends = matches!(bytes.get(after), Some(b')' | b','));
    // Of `login`, other pages and libraries have other words.
    let told = call != b".login(" || bytes.get(after) == Some(&b')') && is_more(value);
    let none = || {
        is_one_of(MANUAL, value.bytes)
            || is_name_in_capitals(value.bytes)
            || value.bytes.starts_with(b"-----BEGIN")
            || value.kinds.any(Kinds::SPACE) && judge::is_prose(value.bytes)
            || format::is_harmless(value.bytes, style)
    };
    (ends && told && !none()).then(|| Open::known(rule, string.content, end))
}

/// More than a word, and no path.
fn is_more(value: Look<'_>) -> bool {
    judge::is_opaque(value) && value.kinds.any(Kinds::DIGIT) && !value.kinds.any(Kinds::SLASH)
}

/// Where the argument at `at` ends: at a comma, or at the bracket of the call.
fn end_of_argument(bytes: &[u8], start: usize) -> Option<usize> {
    let (mut at, mut depth) = (start, 0_usize);
    while at < bytes.len().min(start + LONGEST) {
        match bytes[at] {
            b',' if depth == 0 => return Some(at),
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' if depth == 0 => return Some(at),
            b')' | b']' | b'}' => depth -= 1,
            b';' => return None,
            b'"' | b'\'' | b'`' | b'\\' => {
                if let Some(string) = literal(bytes, at) {
                    at = super::after_string(bytes, &string)?;
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}
