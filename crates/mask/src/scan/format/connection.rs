//! Passwords in connection strings that are no URLs. `Password=…` is the key names' matter.

use super::Candidate;
use crate::class::GRAPHIC;
use crate::scan::drawn::is_drawn;
use crate::scan::{Open, View};

/// No password in a connection string is longer.
const LONGEST: usize = 200;

/// `PWD={…};` of ODBC, where a closing brace is written twice. The literal ends with the brace.
pub(crate) fn braced(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    let rest = &view.bytes[body..view.bytes.len().min(body + LONGEST)];
    let mut at = 0;
    loop {
        match *rest.get(at)? {
            b'}' if rest.get(at + 1) == Some(&b'}') => at += 2,
            b'}' => break,
            b'\n' | b'\r' | b'"' | b'{' | b'\\' => return None,
            _ => at += 1,
        }
    }
    // A program's template has a name there: `password={password}`.
    let name = |byte: &u8| byte.is_ascii_alphabetic() || b"_.!:".contains(byte);
    let template = rest[..at].iter().all(name) && !is_drawn(&rest[..at]);
    (!template).then(|| secret(candidate, body, body + at)).flatten()
}

/// `;PWD=X;` of ODBC; alone, the name is that of the working directory.
pub(crate) fn odbc(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    let rest = &view.bytes[body..view.bytes.len().min(body + LONGEST)];
    // An element of markup ends before its tag.
    let rest = &rest[..rest.windows(2).position(|pair| pair == b"</").unwrap_or(rest.len())];
    let within = |byte: &u8| (GRAPHIC.has(*byte) || *byte == b' ') && *byte != b';';
    let line = rest.iter().take_while(|byte| within(byte)).count();
    // Only a semicolon ends it, so it may have blanks, if there is one.
    let whole = rest.get(line) == Some(&b';') && line > 0 && rest[line - 1] != b' ';
    let word = rest.iter().take_while(|&&byte| GRAPHIC.has(byte) && byte != b';').count();
    let len = if whole { line } else { without_stop(&rest[..word]) };
    let path = matches!(rest.first(), Some(b'/' | b'.' | b'~' | b'{') | None);
    (!path && (1..LONGEST).contains(&len)).then(|| secret(candidate, body, body + len)).flatten()
}

/// The end of a sentence, or of an item of a list, is none of a value that no semicolon ends.
fn without_stop(word: &[u8]) -> usize {
    word.len() - usize::from(word.len() > 1 && matches!(word.last(), Some(b'.' | b',')))
}

/// `user:password@tcp(host:3306)/db` of Go's MySQL driver. The literal begins with `@`.
pub(crate) fn go_mysql(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, .. } = *candidate;
    let before = word_before(view, view.hit)?;
    let colon = before.iter().position(|&byte| byte == b':')?;
    let url = before[colon..].starts_with(b"://");
    let user = colon > 0 && !url && !super::has_mark(&before[..colon]);
    user.then(|| secret(candidate, view.hit - before.len() + colon + 1, view.hit)).flatten()
}

/// `user/password@//host` of Oracle. The literal begins one byte before `@`.
pub(crate) fn oracle(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, .. } = *candidate;
    let end = view.hit + 1;
    let before = word_before(view, end)?;
    let slash = before.iter().position(|&byte| byte == b'/')?;
    let path = slash == 0 || before[slash + 1..].contains(&b'/') || before[slash - 1] == b'.';
    let path = path || super::has_mark(&before[..slash]);
    (!path).then(|| secret(candidate, end - before.len() + slash + 1, end)).flatten()
}

/// `jdbc:oracle:thin:user/password@host`. The literal ends with the colon.
pub(crate) fn oracle_thin(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    let rest = &view.bytes[body..view.bytes.len().min(body + LONGEST)];
    let word = &rest[..GRAPHIC.run(rest)];
    let at = word.iter().position(|&byte| byte == b'@')?;
    let slash = word[..at].iter().position(|&byte| byte == b'/')?;
    let user = slash > 0 && !super::has_mark(&word[..slash]);
    user.then(|| secret(candidate, body + slash + 1, body + at)).flatten()
}

/// The word that ends at `end`, unless it is too long to be seen whole.
fn word_before<'v>(view: &View<'v>, end: usize) -> Option<&'v [u8]> {
    let before = &view.bytes[view.floor..end];
    // What another hit has looked at before is not looked at again.
    let within = |byte: &u8| GRAPHIC.has(*byte) && !matches!(byte, b'(' | b'@');
    let len = before.iter().rev().take(LONGEST).take_while(|byte| within(byte)).count();
    (len > 0 && len < LONGEST).then(|| &before[before.len() - len..])
}

fn secret(candidate: &Candidate<'_>, start: usize, end: usize) -> Option<Open> {
    let value = &candidate.view.bytes[start..end];
    let open = || Open::known(candidate.rule, start, end);
    (!super::is_harmless(value, candidate.style)).then(open)
}
