//! Placeholders that say what is to be put there: `YOUR_API_KEY`, `SET_A_PASSWORD_HERE_123`.

use super::placeholder::has_folded;
use crate::kinds::{Kinds, Look};

/// Whether a value is one: `YOUR_API_KEY`, `your-token-here`, `INSERT_TOKEN_HERE`, `ghp_your_token_here`,
/// `put your unique phrase here`.
pub(super) fn is_one(value: Look<'_>) -> bool {
    const SEPARATOR: Kinds = Kinds::UNDERSCORE.or(Kinds::DASH).or(Kinds::SPACE);
    const STARTS: &[&[u8]] = &[
        b"your_",
        b"your-",
        b"your ",
        b"my_",
        b"insert_",
        b"insert-",
        b"insert ",
        b"replace_",
        b"replace-",
        b"enter_",
        b"enter-",
        b"example_",
        b"example-",
        b"put_",
        b"put-",
        b"add_",
        b"add-",
        b"fill_",
        b"some_",
        b"you_must_",
        b"you-must-",
        b"change_me",
        b"change-me",
        b"change_this",
        b"change_to_",
        b"change-this",
    ];
    const PARTS: &[&[u8]] = &[b"_your_", b"-your-", b"-your_", b"_here", b"-here", b"replace_me", b"_goes_"];
    let Look { bytes, kinds } = value;
    // The shortest is `my_` and a letter, and without a separator `yourapi` and a letter.
    let shortest = if kinds.any(SEPARATOR) { 4 } else { 8 };
    if bytes.len() < shortest || !kinds.only(Kinds::LETTER.or(SEPARATOR)) {
        return kinds.only(Kinds::ALNUM.or(SEPARATOR)) && (is_yours(bytes) || is_set_here(bytes));
    }
    let first = bytes[0].to_ascii_lowercase();
    let starts = |prefix: &&[u8]| {
        prefix[0] == first && bytes.len() > prefix.len() && bytes[..prefix.len()].eq_ignore_ascii_case(prefix)
    };
    if starts(&&b"yourapi"[..])
        || is_your_name(bytes)
        || has_folded(bytes, b"placeholder")
        || has_folded(bytes, b"replaceme")
    {
        return true;
    }
    let asked =
        || has_folded(bytes, b" your ") || bytes.starts_with(b"Copy ") || bytes.starts_with(b"Paste ");
    if kinds.any(Kinds::SPACE) && bytes.ends_with(b" here") && asked() {
        return true;
    }
    // All others have one.
    kinds.any(SEPARATOR) && (STARTS.iter().any(starts) || PARTS.iter().any(|part| has_folded(bytes, part)))
}

/// `your-256-bit-secret`: words and short numbers, of which the first says whose it is.
fn is_yours(value: &[u8]) -> bool {
    const NUMBER: usize = 4;
    let mut parts = value.split(|byte| matches!(byte, b'_' | b'-' | b' '));
    let yours = parts.next().is_some_and(|first| first.eq_ignore_ascii_case(b"your"));
    let number = |part: &[u8]| part.len() <= NUMBER && part.iter().all(u8::is_ascii_digit);
    let word =
        |part: &[u8]| part.iter().all(u8::is_ascii_lowercase) || part.iter().all(u8::is_ascii_uppercase);
    // `s3`
    let service = |part: &[u8]| matches!(part, [b'a'..=b'z', b'0'..=b'9'] | [b'A'..=b'Z', b'0'..=b'9']);
    yours && parts.all(|part| !part.is_empty() && (word(part) || number(part) || service(part)))
}

/// `SET_A_PASSWORD_HERE_123`: what is to be done, in capitals, and a number as rules of passwords want one.
fn is_set_here(value: &[u8]) -> bool {
    const NUMBER: usize = 4;
    const HERE: &[u8] = b"_HERE";
    let digits = value.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let words = &value[..value.len() - digits];
    let words = words.strip_suffix(b"_").unwrap_or(words);
    (1..=NUMBER).contains(&digits)
        && words.ends_with(HERE)
        && words.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_')
}

/// `YourClientSecret`, `YourTokenGoesHere`, `putYourTokenHere`.
fn is_your_name(value: &[u8]) -> bool {
    const ENDS: &[&[u8]] = &[b"Here", b"Secret", b"Token", b"Key", b"Password"];
    const VERBS: &[&[u8]] =
        &[b"put", b"insert", b"enter", b"add", b"set", b"paste", b"Put", b"Insert", b"Enter"];
    let asked =
        VERBS.iter().find_map(|verb| value.strip_prefix(*verb)).filter(|rest| rest.starts_with(b"Your"));
    let value = asked.unwrap_or(value);
    let rest = value.strip_prefix(b"Your").or_else(|| value.strip_prefix(b"your"));
    rest.is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_uppercase))
        && ENDS.iter().any(|end| value.ends_with(end))
}
