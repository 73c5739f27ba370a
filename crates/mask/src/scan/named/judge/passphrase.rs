//! Words that a person chose for a passphrase, and that tell nobody anything.

use super::sentence::{self, is_phrase};

use super::stated::MEASURES;
use crate::kinds::{Kinds, Look};
use crate::scan::named::text::ends_with_folded;
use crate::words::{List, numbers};

/// Words that say what something is or ask for it.
static TELLS: List = List::new(&numbers([
    "any", "are", "at", "be", "by", "can", "cannot", "do", "does", "each", "enter", "for", "from", "has",
    "have", "how", "if", "invalid", "is", "least", "must", "no", "not", "only", "our", "per", "please",
    "required", "see", "set", "should", "so", "than", "then", "this", "to", "too", "use", "was", "we",
    "what", "when", "where", "which", "will", "with", "you", "your",
]));

/// `"clientSecret": "the rain in spain"`: a few words that tell nobody anything, under a name that
/// is no label of a form.
pub(super) fn is_passphrase(value: Look<'_>, name: &[u8]) -> bool {
    const ENDS: &[&[u8]] = &[b"password", b"passphrase", b"passwd", b"secret", b"key"];
    let Look { bytes, kinds } = value;
    let is_owned = |end: &&[u8]| name.len() > end.len() && ends_with_folded(name, end);
    kinds.only(Kinds::LOWER.or(Kinds::SPACE))
        && ENDS.iter().any(is_owned)
        && sentence::words(bytes).count() <= 6
        && !sentence::words(bytes).any(|word| TELLS.has(word))
}

/// `velvet-orchid-cinder`, `correct horse battery`: three words or more that no one says so, and that
/// neither ask for something nor count it.
pub(crate) fn is_made_of_words(value: Look<'_>) -> bool {
    let Look { bytes, kinds } = value;
    let said = |word: &[u8]| word.len() < 3 || TELLS.has(word) || MEASURES.has(word);
    let words = || sentence::words(bytes);
    kinds.only(Kinds::LOWER.or(Kinds::SPACE).or(Kinds::DASH))
        && (3..=8).contains(&words().count())
        && is_phrase(bytes)
        && !words().any(|word| said(word) || NAMES.has(word))
}

/// The same of so many words that even a name that says little is one of a password.
pub(super) fn is_long_passphrase(value: Look<'_>) -> bool {
    const WORDS: usize = 4;
    value.kinds.any(Kinds::SPACE)
        && value.bytes.iter().filter(|byte| **byte == b' ').count() + 1 >= WORDS
        && is_made_of_words(value)
}

/// Words of what is said of passwords.
static NAMES: List = List::new(&numbers([
    "auth",
    "credential",
    "default",
    "empty",
    "field",
    "key",
    "needed",
    "none",
    "null",
    "optional",
    "pass",
    "passphrase",
    "password",
    "passwords",
    "reset",
    "secret",
    "stored",
    "token",
    "user",
    "value",
    "vault",
]));

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        assert!(super::TELLS.is_sorted() && super::NAMES.is_sorted());
    }
}
