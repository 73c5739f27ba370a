//! What a masked value becomes.

#[cfg(feature = "fingerprint")]
pub(crate) use crate::fingerprint::Digest;
#[cfg(feature = "fingerprint")]
use crate::fingerprint::FingerprintKey;
use crate::mark::{MARK, tag_len};

/// What a masked value becomes.
///
/// More styles will come; the mark always starts with `***`. A text that was masked in any style
/// is left as it is by a masker of any style, except that only [`Style::KeepLast4`] knows its own
/// four letters for what they are.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub enum Style {
    /// `***`: nothing of the secret stays.
    #[default]
    Full,
    /// `***` and the last four characters, for secrets of 16 bytes or more whose last four are
    /// ASCII letters or digits; `***` for all others.
    KeepLast4,
    /// `***[rule-id:7f3a9c]`: the rule, and a keyed hash by which the same secret can be followed
    /// through a trail and not be read.
    #[cfg(feature = "fingerprint")]
    Fingerprint(FingerprintKey),
}

/// Nothing is hashed: the feature `fingerprint` is off.
#[cfg(not(feature = "fingerprint"))]
pub(crate) enum Digest {}

/// What a mark is written for.
#[cfg_attr(not(feature = "fingerprint"), expect(dead_code, reason = "tags alone tell the rule"))]
pub(crate) struct Secret<'s> {
    /// The id of the rule that found it.
    pub(crate) rule: &'s str,
    /// How long all of it is.
    pub(crate) len: usize,
    /// What is still in the window of it.
    pub(crate) tail: &'s [u8],
    /// What the window has lost of it, if that matters.
    pub(crate) lost: Option<Digest>,
    /// It is a JSON value without quotes.
    pub(crate) bare: bool,
}

/// Secrets shorter than this never show their last four characters.
const KEEP_MIN: usize = 16;

impl Style {
    pub(crate) fn write_mark(&self, secret: Secret<'_>, out: &mut Vec<u8>) {
        out.extend_from_slice(MARK);
        match self {
            Self::Full => {}
            Self::KeepLast4 => {
                let shows = secret.len >= KEEP_MIN && !secret.bare;
                let last = secret.tail.last_chunk::<4>().filter(|last| shows && is_shown(*last));
                out.extend_from_slice(last.map_or(&[], |last| last.as_slice()));
            }
            #[cfg(feature = "fingerprint")]
            Self::Fingerprint(key) => {
                let mut digest = secret.lost.unwrap_or_else(|| key.digest());
                digest.update(secret.tail);
                digest.write_tag(secret.rule, out);
            }
        }
    }

    /// A hash of what a stream's window is about to lose of a secret, if the mark needs one.
    pub(crate) fn digest(&self) -> Option<Digest> {
        match self {
            #[cfg(feature = "fingerprint")]
            Self::Fingerprint(key) => Some(key.digest()),
            _ => None,
        }
    }

    /// Whether `value` is a mark, so that masking twice changes nothing.
    pub(crate) fn is_mark(&self, value: &[u8]) -> bool {
        match (self, value.strip_prefix(MARK)) {
            (_, Some([])) => true,
            (Self::KeepLast4, Some(last)) if last.len() == 4 => is_shown(last),
            (_, Some(_)) => tag_len(value) == Some(value.len()),
            (_, None) => false,
        }
    }
}

fn is_shown(last: &[u8]) -> bool {
    last.iter().all(u8::is_ascii_alphanumeric)
}

#[cfg(not(feature = "fingerprint"))]
impl Digest {
    pub(crate) fn update(&mut self, _: &[u8]) {
        match *self {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_marks_are_marks() {
        for style in [Style::Full, Style::KeepLast4] {
            assert!(style.is_mark(b"***") && style.is_mark(b"***[jwt:7f3a9c]"));
            for text in ["", "**", "****", "***realsecret", "***[jwt:7f3a9c]x", "***[jwt]"] {
                assert!(!style.is_mark(text.as_bytes()), "{text}");
            }
        }
        assert!(Style::KeepLast4.is_mark(b"***aB3x") && !Style::Full.is_mark(b"***aB3x"));
    }
}
