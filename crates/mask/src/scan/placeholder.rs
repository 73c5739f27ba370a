//! Values that stand where a secret would, and hold none.

use super::reference::is_reference;
use super::template::{self, inside};
use super::{instructs, stand_in};
use crate::kinds::{Kinds, Look};
use crate::style::Style;
use crate::words::{List, numbers};

/// Longer values are no placeholders.
const LONGEST: usize = 96;

static WORDS: List = List::new(&numbers([
    "$1",
    "$2",
    "%1",
    "%2",
    "%~1",
    "%~2",
    "'{}'",
    "(empty)",
    "(hidden)",
    "(none)",
    "(not set)",
    "(redacted)",
    "(secret)",
    "(sensitive)",
    "(unchanged)",
    "(unset)",
    "-1",
    "-anonymous@",
    "?",
    "[]",
    "change-me",
    "change_me",
    "changeit",
    "changeme",
    "changeme here",
    "false",
    "filtered",
    "hidden",
    "include",
    "inherit",
    "masked",
    "n/a",
    "nil",
    "no",
    "none",
    "not configured",
    "not provided",
    "not set",
    "not-set",
    "not_set",
    "null",
    "off",
    "omit",
    "on",
    "optional",
    "placeholder",
    "redacted",
    "required",
    "same-origin",
    "secret",
    "string",
    "tbd",
    "todo",
    "true",
    "undefined",
    "xxx",
    "yes",
    "{}",
    "~",
]));

/// Whether a value needs no masking: empty, a mark of ours, or a placeholder.
pub(crate) fn is_harmless(value: Look<'_>, style: &Style) -> bool {
    const WHITE: Kinds = Kinds::SPACE.or(Kinds::TAB).or(Kinds::NEWLINE);
    // A backslash may be escaped.
    let longest = if value.kinds.any(Kinds::BACKSLASH) { 3 } else { 2 };
    let sign = value.bytes.len() <= longest && !value.kinds.any(Kinds::ALNUM.or(Kinds::OTHER));
    sign || value.kinds.only(WHITE)
        || value.kinds.any(Kinds::STAR) && style.is_mark(value.bytes)
        || is_placeholder(value)
}

fn is_placeholder(value: Look<'_>) -> bool {
    let Look { bytes, kinds } = value;
    if kinds.any(Kinds::BRACE) && (bytes.starts_with(b"${{") || bytes.starts_with(b"{{")) {
        return true;
    }
    if bytes.len() > LONGEST {
        return false;
    }
    let plain = is_word(bytes) || is_filler(value) || instructs::is_one(value) || stand_in::is_one(value);
    // Most values are of letters and digits, and nothing else is to be asked of them.
    plain || !kinds.only(Kinds::ALNUM) && has_signs_of_none(value)
}

/// The same for a value that is not of letters and digits only.
fn has_signs_of_none(value: Look<'_>) -> bool {
    let Look { bytes, kinds } = value;
    template::is_filled_in(value)
        || kinds.any(Kinds::SQUARE)
            && inside(bytes, b"[", b"]")
                .is_some_and(|inner| is_word(inner) || instructs::is_one(Look::at(inner)))
        || kinds.any(Kinds::UNDERSCORE) && inside(bytes, b"_", b"_").is_some_and(is_word)
        || kinds.any(Kinds::DASH.or(Kinds::UNDERSCORE).or(Kinds::COLON)) && is_pattern(bytes)
        || kinds.any(Kinds::DOT.or(Kinds::OTHER))
            && (is_elided(bytes)
                || is_elided_key(bytes)
                || stand_in::is_left_open(bytes)
                || stand_in::is_filler_around(bytes))
        || kinds.any(Kinds::CLOSE.or(Kinds::STAR))
            && (stand_in::is_redacted(bytes) || stand_in::is_encoding(bytes))
        || is_reference(value)
}

/// `SMTP_PASSWORD`, `CLIENT_PASSWORD1,CLIENT_PASSWORD2`: what a manual of a command has in place of secrets.
pub(crate) fn is_name_in_capitals(value: &[u8]) -> bool {
    const ENDS: &[&[u8]] = &[b"PASSWORD", b"PASSWD", b"PASS", b"PW", b"TOKEN", b"KEY", b"SECRET"];
    let named = |word: &[u8]| {
        // Of several, each has a number.
        let last = word.iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |at| at + 1);
        let word = if value.contains(&b',') { &word[..last] } else { word };
        word.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_')
            && ENDS.contains(&word.rsplit(|byte| *byte == b'_').next().unwrap_or_default())
    };
    value.split(|byte| *byte == b',').all(named)
}

fn is_word(value: &[u8]) -> bool {
    WORDS.has(value)
}

/// One character over and over, perhaps after a prefix: `xxxxx`, `****`, `sk-xxxxxxxx`, `sk-****`, `••••`.
fn is_filler(value: Look<'_>) -> bool {
    let Look { bytes, kinds } = value;
    if kinds.only(Kinds::OTHER) {
        return bytes.chunks(3).all(|chunk| matches!(chunk, [0xe2, 0x80, 0xa2 | 0xa6] | [0xe2, 0x97, 0x8f]));
    }
    // `yyyyy`, where `xxxxx` stands beside it.
    if bytes.len() >= 3 && matches!(bytes[0], b'y' | b'Y') && bytes.iter().all(|byte| *byte == bytes[0]) {
        return true;
    }
    let last = bytes.last().map_or(0, u8::to_ascii_lowercase);
    if !matches!(last, b'x' | b'*' | b'.' | b'-' | b'_' | b'?' | b'#' | b'0') {
        return false;
    }
    let run = bytes.iter().rev().take_while(|b| b.to_ascii_lowercase() == last).count();
    let whole = run == bytes.len() && (run >= 3 || run == 2 && last == b'x') && last != b'0';
    // Three stars are a mark of ours.
    let fits = last == b'x' && run >= 3 || last == b'*' && run > 3;
    if fits && run < LONGEST && is_prefix(&bytes[..bytes.len() - run]) {
        return true;
    }
    // `xoxb-244493-28*********-********************`
    let stars = || bytes.iter().filter(|byte| **byte == b'*').count();
    let half = |run: usize| run * 2 >= bytes.len();
    whole || run >= 8 && matches!(last, b'x' | b'*' | b'0') && (half(run) || last == b'*' && half(stars()))
}

/// `sk_test_`, `SG.`, `web.gvs+`: what the tokens of a vendor begin with.
fn is_prefix(text: &[u8]) -> bool {
    const LONGEST: usize = 16;
    let parted = matches!(text.last(), Some(b'_' | b'-' | b'.' | b'+'));
    let plain = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-' | b'.' | b'+');
    parted && text.len() <= LONGEST && text.iter().all(plain)
}

/// `xxx-yyy-zzz`, `00000000-0000-…`, `gsk_xxxxx`: parts of one letter each, but for a short prefix.
fn is_pattern(value: &[u8]) -> bool {
    let same = |part: &[u8]| part.len() >= 3 && part.iter().all(|b| b.eq_ignore_ascii_case(&part[0]));
    let mut parts = value.split(|byte| matches!(byte, b'-' | b'_' | b':'));
    let first = parts.next().unwrap_or_default();
    let prefix = first.len() <= 5 && first.iter().all(u8::is_ascii_lowercase);
    let last = parts.clone().next_back().unwrap_or_default();
    let xs = last.iter().all(|byte| matches!(byte, b'x' | b'X'));
    parts.clone().count() > 0 && parts.all(same) && (same(first) || prefix && xs)
}

/// `sk-...`, `ghp_…`, `cs_..._secret_...`.
fn is_elided(value: &[u8]) -> bool {
    const SHOWN: usize = 16;
    // Emphasis may end behind it: `**token=abcdef123456...**`.
    let value = value.strip_suffix(b"...**").map_or(value, |rest| &value[..rest.len() + 3]);
    let rest = value.strip_suffix(b"...").or_else(|| value.strip_suffix("…".as_bytes()));
    let shown = |rest: &[u8]| rest.iter().filter(|byte| **byte != b'.').count();
    let again = |rest: &[u8]| rest.windows(3).any(|part| part == b"...") && shown(rest) <= SHOWN;
    // `$pbkdf2-sha512$310000$...`: of a hash, how it was made.
    let hash = |rest: &[u8]| rest.starts_with(b"$") && rest.ends_with(b"$");
    rest.is_some_and(|rest| rest.len() <= SHOWN || again(rest) || hash(rest))
}

/// `-----BEGIN PRIVATE KEY-----\n...`: a key of which nothing is shown.
fn is_elided_key(value: &[u8]) -> bool {
    const DASHES: &[u8] = b"-----";
    let after = |text: &[u8], part: &[u8]| text.windows(part.len()).position(|at| at == part);
    let Some(label) = value.strip_prefix(b"-----BEGIN ") else {
        return false;
    };
    let Some(body) = after(label, DASHES).map(|at| &label[at + DASHES.len()..]) else {
        return false;
    };
    let body = &body[..after(body, b"-----END").unwrap_or(body.len())];
    let elided = body.contains(&b'.') || after(body, "…".as_bytes()).is_some();
    // Newlines may be escaped.
    elided && body.iter().all(|byte| !byte.is_ascii() || b".\\nr \n\r\t[]".contains(byte))
}

/// Whether `text` has the lower-case `part` in any case.
pub(super) fn has_folded(text: &[u8], part: &[u8]) -> bool {
    let Some((first, last)) = part.first().zip(text.len().checked_sub(part.len())) else {
        return part.is_empty();
    };
    let begins = |byte: &u8| byte.to_ascii_lowercase() == *first;
    // All places of its first byte together, without an early end: most texts have none.
    text[..=last].iter().fold(false, |any, byte| any | begins(byte))
        && text.windows(part.len()).any(|window| begins(&window[0]) && window.eq_ignore_ascii_case(part))
}

/// Whether the body of a token is filler such as `ghp_xxxxxxxx` or `sk-ant-your-key-here`.
pub(crate) fn is_sample(body: &[u8]) -> bool {
    const WORDS: [&[u8]; 4] = [b"your-", b"your_", b"xxxxxx", b"placeholder"];
    let body = &body[..body.len().min(64)];
    // Two letters of each word beside each other. All places together, without an early end: most
    // bodies have none.
    let tells = |first: u8, next: u8| {
        let (first, next) = (first | 0x20, next | 0x20);
        // A dash is one without that bit, too; of an underscore it is the DEL character.
        (first == b'r') & ((next == b'-') | (next == b'_' | 0x20))
            | (first == b'x') & (next == b'x')
            | (first == b'p') & (next == b'l')
    };
    let pairs = body.iter().zip(body.get(1..).unwrap_or_default());
    let may_have_word = pairs.fold(false, |any, (&first, &next)| any | tells(first, next));
    let has = |word: &&[u8]| body.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
    has_two_letters_at_most(body) || may_have_word && WORDS.iter().any(has)
}

/// Whether a text is one letter, or two, over and over.
fn has_two_letters_at_most(text: &[u8]) -> bool {
    let mut left = text.iter().map(u8::to_ascii_lowercase);
    let Some(first) = left.next() else { return true };
    let Some(second) = left.find(|byte| *byte != first) else { return true };
    left.all(|byte| byte == first || byte == second)
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        assert!(super::WORDS.is_sorted());
    }
}
