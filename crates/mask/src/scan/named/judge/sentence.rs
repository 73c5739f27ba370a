//! Sentences, what is said to people, and words that make no sentence.

use crate::words::{List, numbers};

/// Words of a sentence, and of no passphrase that was drawn.
static STOPS: List = List::new(&numbers([
    "a", "after", "all", "an", "and", "any", "are", "as", "at", "be", "before", "but", "by", "can", "cannot",
    "do", "does", "each", "enter", "for", "from", "has", "have", "how", "if", "in", "into", "invalid", "is",
    "it", "its", "least", "must", "no", "not", "of", "on", "only", "or", "our", "per", "please", "required",
    "see", "set", "should", "so", "than", "that", "the", "then", "this", "to", "too", "use", "was", "we",
    "what", "when", "where", "which", "will", "with", "you", "your",
]));

/// Words that only go on with a sentence, and that a passphrase may have among others.
static LINKS: List = List::new(&numbers([
    "also",
    "argument",
    "arguments",
    "because",
    "command",
    "commands",
    "flag",
    "flags",
    "instead",
    "might",
    "option",
    "options",
    "parameter",
    "parameters",
    "respectively",
    "switch",
    "switches",
    "through",
    "together",
    "using",
    "via",
    "while",
    "without",
]));

/// Whether a word alone says nothing: `via`, `from`.
pub(crate) fn is_link(word: &[u8]) -> bool {
    LINKS.has(word) || STOPS.has(word)
}

pub(super) fn has_stop(value: &[u8]) -> bool {
    words(value).any(|word| STOPS.has(word))
}

pub(crate) fn words(value: &[u8]) -> impl DoubleEndedIterator<Item = &[u8]> {
    value.split(|byte| !byte.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}

/// A sentence.
pub(crate) fn is_prose(value: &[u8]) -> bool {
    let blanks = value.iter().filter(|byte| **byte == b' ').count();
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b" .,:;?!'-()/_%".contains(byte);
    if blanks == 0 || !value.iter().all(plain) {
        return false;
    }
    let stops = words(value).filter(|word| STOPS.has(word)).count();
    let ends = matches!(value.last(), Some(b'.' | b'?' | b'!' | b':'));
    blanks >= 2 && stops >= 1 && (ends || stops >= 2)
        || stops >= 1 && value.starts_with(b"is ")
        || is_predicate(value)
}

/// Of what is said of a secret, the verb that begins it.
static VERBS: List = List::new(&numbers([
    "are", "cannot", "did", "didn", "does", "doesn", "has", "hasn", "have", "is", "isn", "must", "was",
    "were",
]));

/// What ends it after `not`, `too` or `already`, but for what ends in `ed`.
static QUALITIES: List = List::new(&numbers([
    "available",
    "common",
    "correct",
    "exist",
    "exists",
    "found",
    "given",
    "known",
    "long",
    "match",
    "matching",
    "old",
    "present",
    "secure",
    "set",
    "short",
    "simple",
    "strong",
    "taken",
    "unique",
    "use",
    "valid",
    "weak",
]));

/// `has expired`, `not found`, `already in use`: what is said of something that stands before it.
pub(super) fn is_predicate(value: &[u8]) -> bool {
    let small = |byte: &u8| byte.is_ascii_lowercase() || matches!(byte, b' ' | b'\'' | b'.');
    let mut words = words(value);
    let (Some(first), Some(last)) = (words.next(), words.next_back()) else {
        return false;
    };
    let done = || last.len() > 4 && last.ends_with(b"ed");
    let begins = matches!(first, b"not" | b"too" | b"already") || value.starts_with(b"no longer ");
    let quality = || begins && (QUALITIES.has(last) || done());
    value.iter().all(small) && words.count() <= 2 && (VERBS.has(first) || quality())
}

/// What is said to people: some words of letters, of which the first is capital.
pub(crate) fn is_message(value: &[u8]) -> bool {
    let text = |byte: &u8| !byte.is_ascii() || byte.is_ascii_alphabetic() || b" .,:;?!'()-".contains(byte);
    let starts = value.first().is_some_and(|byte| byte.is_ascii_uppercase() || !byte.is_ascii());
    let word = !value.iter().skip(1).any(u8::is_ascii_uppercase);
    is_prose(value) || starts && value.iter().all(text) && (word || value.contains(&b' '))
}

/// Words that make no sentence.
pub(crate) fn is_phrase(value: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-' | b'_' | b'!' | b'@');
    words(value).count() <= 8 && value.iter().all(plain) && !has_stop(value)
}

/// What a number or the name of a format may be before in a compound, but for what ends in `ed`.
static HOW: List = List::new(&numbers([
    "aware",
    "bit",
    "bits",
    "bound",
    "byte",
    "bytes",
    "char",
    "character",
    "characters",
    "chars",
    "compatible",
    "compliant",
    "digit",
    "digits",
    "friendly",
    "like",
    "long",
    "only",
    "safe",
    "specific",
    "style",
]));

/// `sha256-hashed`, `4-digit`, `v2.1.3-compatible`: how something is, and no value.
pub(crate) fn is_compound(value: &[u8]) -> bool {
    const PART: usize = 12;
    let Some(dash) = value.iter().rposition(|byte| *byte == b'-') else {
        return false;
    };
    let how = &value[dash + 1..];
    let done = || how.len() > 4 && how.ends_with(b"ed") && how.iter().all(u8::is_ascii_lowercase);
    let format = |part: &[u8]| {
        let digits = part.iter().rev().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
        let letters = &part[..part.len() - digits];
        !part.is_empty() && part.len() <= PART && letters.iter().all(u8::is_ascii_alphabetic)
    };
    (HOW.has(how) || done()) && value[..dash].split(|byte| *byte == b'-').all(format)
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        assert!(
            [&super::STOPS, &super::LINKS, &super::VERBS, &super::QUALITIES, &super::HOW]
                .iter()
                .all(|list| list.is_sorted())
        );
    }
}
