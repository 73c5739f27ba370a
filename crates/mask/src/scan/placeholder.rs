//! Values that stand where a secret would, and hold none.

use crate::style::Style;

/// Longer values are no placeholders.
const LONGEST: usize = 96;

const WORDS: &[&str] = &[
    "null",
    "none",
    "nil",
    "undefined",
    "true",
    "false",
    "string",
    "redacted",
    "masked",
    "filtered",
    "hidden",
    "secret",
    "placeholder",
    "todo",
    "tbd",
    "n/a",
    "xxx",
    "same-origin",
    "include",
    "omit",
];

/// Whether a value needs no masking: empty, our own mark, or a placeholder.
pub(crate) fn is_harmless(value: &[u8], style: &Style) -> bool {
    value.is_empty() || style.is_mark(value) || is_placeholder(value)
}

fn is_placeholder(value: &[u8]) -> bool {
    const BRACKETS: &[(&[u8], &[u8])] =
        &[(b"<", b">"), (b"${", b"}"), (b"{", b"}"), (b"%", b"%"), (b"%(", b")s"), (b"$(", b")")];
    if value.len() > LONGEST {
        return false;
    }
    let named = |(open, close): &(&[u8], &[u8])| inside(value, open, close).is_some_and(is_name);
    BRACKETS.iter().any(named)
        || inside(value, b"[", b"]").is_some_and(is_word)
        || is_variable(value)
        || is_word(value)
        || is_filler(value)
        || names_itself(value)
}

fn inside<'v>(value: &'v [u8], open: &[u8], close: &[u8]) -> Option<&'v [u8]> {
    value.strip_prefix(open)?.strip_suffix(close)
}

/// What a template puts between its brackets. `${TOKEN:-default}` is more than a name.
fn is_name(text: &[u8]) -> bool {
    text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-. {}/$".contains(byte))
}

fn is_word(value: &[u8]) -> bool {
    WORDS.iter().any(|word| value.eq_ignore_ascii_case(word.as_bytes()))
}

/// `$NAME`.
fn is_variable(value: &[u8]) -> bool {
    value.strip_prefix(b"$").is_some_and(|name| {
        name.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_')
            && name.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_')
    })
}

/// One character over and over: `xxxxx`, `****`, `....`.
fn is_filler(value: &[u8]) -> bool {
    let first = value.first().map_or(0, u8::to_ascii_lowercase);
    matches!(first, b'x' | b'*' | b'.' | b'-' | b'_' | b'?' | b'#')
        && value.len() >= 3
        && value.iter().all(|b| b.to_ascii_lowercase() == first)
}

/// `YOUR_API_KEY`, `your-token-here`, `INSERT_TOKEN_HERE`.
fn names_itself(value: &[u8]) -> bool {
    let starts =
        |prefix: &[u8]| value.len() > prefix.len() && value[..prefix.len()].eq_ignore_ascii_case(prefix);
    let plain = value.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-' | b' '));
    plain
        && [&b"your_"[..], b"your-", b"your ", b"my_", b"insert_", b"insert-", b"replace_", b"enter_"]
            .iter()
            .any(|prefix| starts(prefix))
}

/// Whether the body of a token is filler such as `ghp_xxxxxxxx` or `sk-ant-your-key-here`.
pub(crate) fn is_sample(body: &[u8]) -> bool {
    let body = &body[..body.len().min(64)];
    let mut seen = [false; 256];
    for &byte in body {
        seen[usize::from(byte.to_ascii_lowercase())] = true;
    }
    let distinct = seen.iter().filter(|&&seen| seen).count();
    let has = |word: &[u8]| body.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
    distinct <= 2 || has(b"your-") || has(b"your_") || has(b"xxxxxx") || has(b"placeholder")
}
