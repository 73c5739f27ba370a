//! What stands between the parts of a private key, or of a token, in strings that a program joins: they need not
//! end with its lines.

use super::lines::{CONFIRMS, blanks, body_len, ends_key, slashes};
use super::named::margin_len;

/// No more stands between two strings.
const LONGEST: usize = 64;

/// How long what `rest` begins with is, if it is an escaped newline, or the end of one string and the
/// beginning of another.
pub(super) fn len(rest: &[u8]) -> Option<usize> {
    let (first, newline) = blanks(rest);
    let Some((quote, end)) = quote_at(rest, first) else {
        return (newline && first > 0).then_some(first);
    };
    let between = rest.get(end..)?;
    let (again, start) = quote_at(between, signs(between))?;
    let start = end + start;
    (again == quote).then(|| start + blanks(&rest[start..]).0)
}

/// The same between the parts of a token, which no comma parts and no blank alone on one line.
pub(super) fn strings(rest: &[u8]) -> Option<usize> {
    // What most strings fail comes first.
    let (quote, end) = quote_at(rest, 0)?;
    let between = rest.get(end..)?;
    let len = signs(between);
    let (signs, string) = between.split_at(len);
    let (again, start) = quote_at(string, 0)?;
    let joins = signs.iter().any(|byte| matches!(byte, b'+' | b'.')) || blanks(signs).1;
    (again == quote && joins && !signs.contains(&b',')).then_some(end + len + start)
}

/// Whether a string ends here that is no name: a colon or a sign would follow it.
pub(super) fn ends_string(rest: &[u8]) -> bool {
    quote_at(rest, 0).is_some_and(|(_, end)| {
        let after = &rest[end..];
        !matches!(after.get(blanks(after).0), Some(b':' | b'='))
    })
}

/// How much is no part of a string: blanks, what joins two, the letter that some have before the quote.
fn signs(text: &[u8]) -> usize {
    let mut len = 0;
    while len < LONGEST {
        let rest = text.get(len..).unwrap_or_default();
        len += match (blanks(rest), rest) {
            // Tools show a file with something before each line.
            ((blanks, true), _) => blanks + margin_len(&rest[blanks..]).unwrap_or(0),
            ((blanks, _), _) if blanks > 0 => blanks,
            (_, [b'+' | b'.' | b',' | b'b' | b'f', ..] | [b'\\', b'\n' | b'\r', ..]) => 1,
            _ => break,
        };
    }
    len
}

/// The quote at `at`, and what follows it.
fn quote_at(text: &[u8], at: usize) -> Option<(u8, usize)> {
    let at = at + slashes(text.get(at..)?);
    let quote = *text.get(at).filter(|byte| matches!(byte, b'"' | b'\''))?;
    Some((quote, at + 1))
}

/// Whether the key goes on after such.
pub(super) fn goes_on(rest: &[u8]) -> bool {
    len(rest).map(|len| &rest[len..]).is_some_and(|next| ends_key(next) || body_len(next) >= CONFIRMS)
}
