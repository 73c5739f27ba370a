//! What is sealed, as a text.

use std::{fmt, str::FromStr};

use base64ct::{Base64UrlUnpadded, Encoding as _};

use crate::{KeyId, SealError, error::Fault};

pub(crate) const NONCE: usize = 12;
pub(crate) const TAG: usize = 16;
const VERSION: &str = "v1";

/// A sealed secret, fit for any file or column: `v1.<key id>.<base64url of nonce, ciphertext and tag>`.
///
/// It shows which key sealed it and how long the secret is, and nothing else. There is exactly one text of it:
/// no other base64, case or padding is taken.
///
/// ```
/// use gate_seal::{MasterKey, SealedText, Sealer, Secret};
///
/// let sealer = Sealer::new(MasterKey::generate()?);
/// let sealed = sealer.seal("api.token", &Secret::new(String::from("correct horse")))?;
/// let text = sealed.to_string();
/// assert!(text.starts_with(&format!("v1.{}.", sealer.key_id())));
/// assert_eq!(text.parse::<SealedText>()?, sealed);
/// # Ok::<(), gate_seal::SealError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct SealedText {
    key: KeyId,
    /// The nonce, the ciphertext, the tag.
    payload: Box<[u8]>,
}

impl SealedText {
    /// `payload` must be at least a nonce and a tag.
    pub(crate) fn new(key: KeyId, payload: Vec<u8>) -> Self {
        Self { key, payload: payload.into() }
    }

    /// The key it was sealed with.
    ///
    /// ```
    /// # use gate_seal::{MasterKey, Sealer, Secret};
    /// let key = MasterKey::generate()?;
    /// let id = key.id();
    /// let sealed = Sealer::new(key).seal("api.token", &Secret::new(String::from("correct horse")))?;
    /// assert_eq!(sealed.key_id(), id);
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    #[must_use]
    pub fn key_id(&self) -> KeyId {
        self.key
    }

    /// The nonce, the ciphertext, the tag.
    pub(crate) fn parts(&self) -> Option<(&[u8; NONCE], &[u8], &[u8; TAG])> {
        let (nonce, sealed) = self.payload.split_first_chunk()?;
        let (ciphertext, tag) = sealed.split_last_chunk()?;
        Some((nonce, ciphertext, tag))
    }
}

/// What is authenticated beside the secret: all of the text that is not itself sealed, and the name.
pub(crate) fn associated_data(key: KeyId, name: &str) -> Vec<u8> {
    format!("{VERSION}.{key}.{name}").into_bytes()
}

impl FromStr for SealedText {
    type Err = SealError;

    fn from_str(text: &str) -> Result<Self, SealError> {
        let malformed = |why| SealError::from(Fault::Malformed(why));
        let (version, rest) = text.split_once('.').ok_or_else(|| malformed("it has no version"))?;
        if version != VERSION {
            return Err(if is_later(version) {
                Fault::LaterVersion.into()
            } else {
                malformed("it has no version")
            });
        }
        let (key, payload) = rest.split_once('.').ok_or_else(|| malformed("it names no key"))?;
        let key = KeyId::parse(key).ok_or_else(|| malformed("it names no key"))?;
        let payload =
            Base64UrlUnpadded::decode_vec(payload).map_err(|_| malformed("its payload is not base64url"))?;
        if payload.len() < NONCE + TAG {
            return Err(malformed("its payload is cut short"));
        }
        Ok(Self::new(key, payload))
    }
}

fn is_later(version: &str) -> bool {
    let number = version.strip_prefix('v').filter(|number| !number.starts_with(['0', '+']));
    number.and_then(|number| number.parse::<u32>().ok()).is_some_and(|number| number > 1)
}

impl fmt::Display for SealedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION}.{}.{}", self.key, Base64UrlUnpadded::encode_string(&self.payload))
    }
}

impl fmt::Debug for SealedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedText({VERSION}.{}, {} bytes)", self.key, self.payload.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SealErrorKind;

    fn kind(text: &str) -> SealErrorKind {
        text.parse::<SealedText>().unwrap_err().kind()
    }

    #[test]
    fn tells_what_is_none_from_what_comes_later() {
        for text in [
            "",
            "v1",
            "v1.",
            "v1.ab12cd34",
            "v1.ab12cd34.",
            "v0.x",
            "v01.x",
            "v+2.x",
            "v-2.x",
            "V2.x",
            "hello.",
        ] {
            assert_eq!(kind(text), SealErrorKind::Malformed, "{text}");
        }
        for text in ["v2.", "v2.anything at all", "v10.x.y.z"] {
            assert_eq!(kind(text), SealErrorKind::LaterVersion, "{text}");
        }
    }

    #[test]
    fn takes_no_other_writing_of_the_same() {
        let payload = "A".repeat(38);
        let text = format!("v1.ab12cd34.{payload}");
        assert_eq!(text.parse::<SealedText>().unwrap().to_string(), text);
        assert_eq!(kind(&text.replace('b', "B")), SealErrorKind::Malformed);
        assert_eq!(kind(&format!("{text}==")), SealErrorKind::Malformed);
        assert_eq!(kind(&format!(" {text}")), SealErrorKind::Malformed);
        assert_eq!(kind(&format!("{text}\n")), SealErrorKind::Malformed);
        // Bits that stand for nothing.
        assert_eq!(kind(&format!("v1.ab12cd34.{}B", "A".repeat(37))), SealErrorKind::Malformed);
        // A byte less than a nonce and a tag.
        assert_eq!(kind(&format!("v1.ab12cd34.{}", "A".repeat(36))), SealErrorKind::Malformed);
    }
}
