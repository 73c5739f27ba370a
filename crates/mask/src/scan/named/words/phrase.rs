//! Values of several words without quotes.

use super::value::Value;
use crate::kinds::{Kinds, Look};
use crate::scan::Open;
use crate::scan::named::judge::stated::MEASURES;
use crate::scan::named::line::{ends_at, line_at_end};
use crate::scan::named::site::Site;
use crate::scan::named::text::ends_with_folded;
use crate::scan::named::{judge, text};
use crate::scan::skip::Skip;
use crate::scan::until::Until;
use crate::words::{List, numbers};

/// Words that say what something is or ask for it.
static TELLS: List = List::new(&numbers([
    "any", "are", "at", "be", "by", "can", "cannot", "do", "does", "each", "enter", "for", "from", "has",
    "have", "how", "if", "invalid", "is", "least", "must", "no", "not", "only", "our", "per", "please",
    "required", "see", "set", "should", "so", "than", "then", "this", "to", "too", "use", "was", "we",
    "what", "when", "where", "which", "will", "with", "you", "your",
]));

/// Some words to the end of the line, if they look like a passphrase and the line like a setting.
pub(crate) fn phrase(site: &Site<'_>, start: usize) -> Option<Open> {
    let skip = Skip::Until(Until::line());
    let value = Value::up_to(site, start, &skip);
    let fits = value.bytes.contains(&b' ')
        && judge::is_phrase(value.bytes)
        && has_neighbours(site, start + value.bytes.len());
    fits.then(|| site.secret(start, skip)).flatten()
}

/// `"clientSecret": "the rain in spain"`: a few words that tell nobody anything, under a name that
/// is no label of a form.
pub(crate) fn is_passphrase(value: Look<'_>, name: &[u8]) -> bool {
    const ENDS: &[&[u8]] = &[b"password", b"passphrase", b"passwd", b"secret", b"key"];
    let Look { bytes, kinds } = value;
    let is_owned = |end: &&[u8]| name.len() > end.len() && ends_with_folded(name, end);
    kinds.only(Kinds::LOWER.or(Kinds::SPACE))
        && ENDS.iter().any(is_owned)
        && judge::words(bytes).count() <= 6
        && !judge::words(bytes).any(|word| TELLS.has(word))
}

/// `velvet-orchid-cinder`, `correct horse battery`: three words or more that no one says so, and that
/// neither ask for something nor count it.
pub(crate) fn is_made_of_words(value: Look<'_>) -> bool {
    let Look { bytes, kinds } = value;
    let said = |word: &[u8]| word.len() < 3 || TELLS.has(word) || MEASURES.has(word);
    let words = || judge::words(bytes);
    kinds.only(Kinds::LOWER.or(Kinds::SPACE).or(Kinds::DASH))
        && (3..=8).contains(&words().count())
        && judge::is_phrase(bytes)
        && !words().any(|word| said(word) || NAMES.has(word))
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

/// Whether a setting is on the line before or after.
fn has_neighbours(site: &Site<'_>, end: usize) -> bool {
    let bytes = site.view.bytes;
    let setting = |line: &[u8]| {
        let line = line.trim_ascii_start();
        let name = line.iter().take_while(|b| b.is_ascii_alphanumeric() || b"_-.".contains(b)).count();
        name > 0 && (matches!(line.get(name), Some(b'=')) || line.get(name) == Some(&b':'))
    };
    let rest = &bytes[end..bytes.len().min(end + 96)];
    let comment = if rest.starts_with(b" #") {
        rest.iter().position(|b| matches!(b, b'\n' | b'\\')).unwrap_or(0)
    } else {
        0
    };
    let next = text::gap(bytes, end + comment);
    if next > end && setting(&bytes[next..bytes.len().min(next + 64)]) {
        return true;
    }
    let before = site.before();
    let line = line_at_end(before);
    let before = &before[..before.len() - line.len()];
    let trimmed = text::trim_gap(before);
    trimmed.len() < before.len() && (setting(line_at_end(trimmed)) || trimmed.ends_with(b":"))
}

/// Whether a heading of an INI file is in sight.
pub(crate) fn is_settings(site: &Site<'_>) -> bool {
    let before = site.before();
    let head = before.iter().rposition(|&byte| byte == b'[');
    head.is_some_and(|at| {
        let starts = at == 0 || matches!(before[at - 1], b'\n' | b'"') || before[..at].ends_with(b"\\n");
        let close = before[at..].iter().take(40).position(|&byte| byte == b']');
        starts && close.is_some_and(|close| ends_at(before, at + close + 1))
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        assert!(super::TELLS.is_sorted() && super::NAMES.is_sorted());
    }
}
