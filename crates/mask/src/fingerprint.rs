//! Keyed hashes, by which a masked secret can be followed and not be read.
//!
//! HMAC-SHA-256 of RustCrypto: pure Rust, and the workspace has SHA-256 already; a keyed BLAKE3
//! would bring a C and assembly build for what is a few microseconds a secret either way.

mod escapes;

use std::fmt;
use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::error::BuildError;
use crate::mark::TAG_DIGITS;
use escapes::Escapes;

/// Shorter keys could be guessed.
const KEY_MIN: usize = 16;

/// The key of [`Style::Fingerprint`](crate::Style::Fingerprint).
///
/// Who has it can try guesses against the tags, so keep it like any other secret. `Debug` shows
/// nothing of it.
///
/// What is hashed are the secret's bytes, so that one secret has one tag wherever it stands, with
/// JSON escapes resolved: `a\/b`, `a\u002fb` and `a/b` are one, at any depth of JSON in strings,
/// and so are a line break and its `\n`. Nothing else is made equal: percent-encoding, base64,
/// upper and lower case, blanks at the ends and an authorization scheme are told apart, and so
/// are two rules, by the id in the tag. Six digits tell a thousand secrets apart with a chance of
/// three in a hundred that some two of them look the same; take more digits for more secrets.
///
/// ```
/// use gate_mask::{FingerprintKey, Masker, Style};
///
/// let key = FingerprintKey::new(b"sixteen bytes or more")?;
/// let masker = Masker::builder().style(Style::Fingerprint(key)).build()?;
/// let masked = masker.mask_str(r#"{"password": "hunter/2", "log": "password=hunter/2"}"#);
/// let tag = masked.split('"').nth(3).unwrap();
/// assert!(tag.starts_with("***[key-name:") && tag.len() == "***[key-name:7f3a9c]".len());
/// assert_eq!(masked.matches(tag).count(), 2);
/// # Ok::<(), gate_mask::BuildError>(())
/// ```
#[derive(Clone)]
pub struct FingerprintKey {
    keyed: Arc<Hmac<Sha256>>,
    digits: usize,
}

impl FingerprintKey {
    /// A key of 16 bytes or more, for tags of six digits.
    ///
    /// # Errors
    ///
    /// A key that is too short.
    pub fn new(key: impl AsRef<[u8]>) -> Result<Self, BuildError> {
        let key = key.as_ref();
        // An HMAC takes keys of any length.
        let keyed = Hmac::new_from_slice(key).ok().filter(|_| key.len() >= KEY_MIN);
        let keyed = keyed.ok_or_else(|| BuildError::short_key(KEY_MIN))?;
        Ok(Self { keyed: Arc::new(keyed), digits: *TAG_DIGITS.start() })
    }

    /// How many hexadecimal digits a tag has, from 6 to 16.
    ///
    /// # Errors
    ///
    /// Any other number.
    ///
    /// ```
    /// # use gate_mask::{FingerprintKey, Masker, Style};
    /// let key = FingerprintKey::new([7; 32])?.digits(12)?;
    /// let masker = Masker::builder().style(Style::Fingerprint(key)).build()?;
    /// assert_eq!(masker.mask_str("password=hunter2").len(), "password=***[key-name:7f3a9c7f3a9c]".len());
    /// # Ok::<(), gate_mask::BuildError>(())
    /// ```
    pub fn digits(mut self, digits: usize) -> Result<Self, BuildError> {
        if !TAG_DIGITS.contains(&digits) {
            return Err(BuildError::tag_digits(digits));
        }
        self.digits = digits;
        Ok(self)
    }

    pub(crate) fn digest(&self) -> Digest {
        let escapes = Escapes::default();
        Digest { mac: Hmac::clone(&self.keyed), escapes, digits: self.digits }
    }
}

impl fmt::Debug for FingerprintKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FingerprintKey").field("digits", &self.digits).finish_non_exhaustive()
    }
}

/// The hash of a secret, which may come in parts.
pub(crate) struct Digest {
    mac: Hmac<Sha256>,
    escapes: Escapes,
    digits: usize,
}

impl Digest {
    pub(crate) fn update(&mut self, part: &[u8]) {
        let Self { mac, escapes, .. } = self;
        escapes.resolve(part, &mut |bytes| mac.update(bytes));
    }

    /// Appends `[rule-id:7f3a9c]`.
    pub(crate) fn write_tag(mut self, rule: &str, out: &mut Vec<u8>) {
        let Self { mac, escapes, .. } = &mut self;
        escapes.end(&mut |bytes| mac.update(bytes));
        let hash = self.mac.finalize().into_bytes();
        let nibbles = hash.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        out.push(b'[');
        out.extend_from_slice(rule.as_bytes());
        out.push(b':');
        out.extend(nibbles.take(self.digits).map(|nibble| b"0123456789abcdef"[usize::from(nibble)]));
        out.push(b']');
    }
}
