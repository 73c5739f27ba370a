//! Patterns for any value, and signs that end a text: `[a-f0-9]+`, `\0`.

use crate::kinds::{Kinds, Look};
use crate::scan::named::site::Site;

/// Whether a value is a regular expression, the byte that ends a string of C, or what a parser is made of.
pub(super) fn is_pattern(Look { bytes, kinds }: Look<'_>, site: &Site<'_>) -> bool {
    kinds.any(Kinds::BACKSLASH) && is_nul(bytes)
        || kinds.any(Kinds::SQUARE) && (has_class(bytes) || is_group(bytes))
        || kinds.any(Kinds::PIPE) && is_choice(bytes)
        || kinds.any(Kinds::STAR.or(Kinds::PLUS)) && is_any(bytes)
        // What every token of JSON begins with (<https://www.rfc-editor.org/rfc/rfc7519#section-3.1>).
        || matches!(bytes, b"ey" | b"eyJ")
        || site.name() == b"tokenData" && is_of_parser(site.before())
}

/// `repeatNodeCount: 13, tokenData: "…"`: the tables of a tokenizer (<https://lezer.codemirror.net/docs/ref/>).
fn is_of_parser(before: &[u8]) -> bool {
    const NEAR: usize = 40;
    const NAME: &[u8] = b"repeatNodeCount";
    let near = &before[before.len().saturating_sub(NEAR)..];
    near.windows(NAME.len()).any(|part| part == NAME)
}

/// `(token|Bearer) )(\w+)/, …`: one of several words, as an expression begins with that goes on.
fn is_choice(value: &[u8]) -> bool {
    const SHORTEST: usize = 3;
    let inner = value.strip_prefix(b"(").unwrap_or_default();
    let inner = inner.strip_prefix(b"?:").unwrap_or(inner);
    let len =
        inner.iter().take_while(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'|' | b' ')).count();
    let mut words = inner[..len].split(|byte| *byte == b'|');
    inner.get(len) == Some(&b')') && words.clone().count() > 1 && words.all(|word| word.len() >= SHORTEST)
}

/// `(.*)`, `ey.*`, `(.+?)`: anything, perhaps after the letters that a token begins with.
fn is_any(value: &[u8]) -> bool {
    const LETTERS: usize = 3;
    let letters = value.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    let rest = value.get(letters..).unwrap_or_default();
    let grouped = rest.strip_prefix(b"(").and_then(|rest| rest.strip_suffix(b")"));
    letters <= LETTERS && matches!(grouped.unwrap_or(rest), [b'.', b'*' | b'+'] | [b'.', b'*' | b'+', b'?'])
}

/// `([a-zA-Z0-9!#$%&'*+.^_|~-]+)`: a class in brackets, and nothing beside it.
fn is_group(value: &[u8]) -> bool {
    // A quote among its letters may end it.
    if matches!(value, b"([^" | b"[^" | b"?([^" | b"?[^" | b")[^") {
        return true;
    }
    let class = value.strip_prefix(b"([").and_then(|rest| rest.strip_suffix(b"]+)"));
    class.is_some_and(|class| class.starts_with(b"a-z") || class.starts_with(b"A-Z"))
}

fn is_nul(value: &[u8]) -> bool {
    let slashes = value.iter().take_while(|byte| **byte == b'\\').count();
    slashes > 0 && matches!(&value[slashes..], b"0" | b"x00" | b"u0000")
}

/// `([A-Z0-9]+)/`, `session=([^;]+)`: a class of characters, and how many of them there may be. What is
/// beside it is a word, or more of the expression.
fn has_class(value: &[u8]) -> bool {
    const CLASS: usize = 16;
    let Some(open) = value.iter().position(|byte| *byte == b'[') else {
        return false;
    };
    let (before, class) = (&value[..open], &value[open + 1..]);
    let Some(close) = class.iter().skip(1).take(CLASS).position(|byte| *byte == b']').map(|at| at + 1) else {
        return false;
    };
    let (class, after) = (&class[..close], &class[close + 1..]);
    let range = |part: &[u8]| {
        let [first, b'-', last] = part else { return false };
        first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() && first < last
    };
    let counted = matches!(after.first(), Some(b'+' | b'*' | b'{'));
    let beside = |byte: &u8| byte.is_ascii_lowercase() || b"/^$()|\\_=.+*?[]-:; ".contains(byte);
    counted
        && (class.windows(3).any(range) || class.starts_with(b"^"))
        && before.iter().all(beside)
        && after.iter().skip(1).all(|byte| beside(byte) || byte.is_ascii_digit() || b",{}".contains(byte))
}
