//! A secret in memory.

use std::fmt;

use serde_core::{Deserialize, Deserializer, de};
use subtle::ConstantTimeEq as _;
use zeroize::{Zeroize as _, ZeroizeOnDrop, Zeroizing};

/// A secret text, in memory for as long as it is needed: wiped when it is dropped, and printed by nothing.
///
/// There is one way to its text, [`expose`](Self::expose), so that `grep` finds all who look at it. It can be
/// read from settings (`Deserialize`, in any format that describes itself) and written to none: it has no `Serialize`, no `Display` and no `Deref`.
/// Two are compared in a time that tells their lengths and nothing else.
///
/// ```
/// use gate_seal::Secret;
///
/// let token = Secret::new(String::from("correct horse battery staple"));
/// assert_eq!(token.expose().len(), 28);
/// assert_eq!(format!("{token:?}"), "Secret(***)");
/// ```
///
/// ```compile_fail
/// let token = gate_seal::Secret::new(String::from("correct horse battery staple"));
/// println!("{token}");
/// ```
///
/// What is wiped is the memory that it owns in the end: what a parser, a growing `String` or the environment
/// held on the way to it is theirs to wipe.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a text in, with the memory that it is in.
    ///
    /// ```
    /// let token = gate_seal::Secret::new(String::from("correct horse battery staple"));
    /// # assert!(!token.is_empty());
    /// ```
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text. Whoever copies it has a copy that nobody wipes.
    ///
    /// ```
    /// # let token = gate_seal::Secret::new(String::from("correct horse battery staple"));
    /// let header = gate_seal::Secret::new(format!("Bearer {}", token.expose()));
    /// # assert!(header.expose().ends_with("staple"));
    /// ```
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is no text in it, which is no secret: an empty setting mostly stands for none.
    ///
    /// ```
    /// assert!(gate_seal::Secret::new(String::new()).is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for Secret {}

impl ZeroizeOnDrop for Secret {}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Asked for a string, a format refuses what is none by itself, and quotes it.
        deserializer.deserialize_any(SecretVisitor)
    }
}

/// Takes a text. What it does not take, it refuses itself: serde's own refusals quote the value.
struct SecretVisitor;

impl de::Visitor<'_> for SecretVisitor {
    type Value = Secret;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a secret, as a string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Secret, E> {
        Ok(Secret::new(text.to_owned()))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Secret, E> {
        Ok(Secret::new(text))
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Secret, E> {
        Err(not_a_string())
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Secret, E> {
        Err(not_a_string())
    }

    fn visit_i128<E: de::Error>(self, _: i128) -> Result<Secret, E> {
        Err(not_a_string())
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<Secret, E> {
        Err(not_a_string())
    }

    fn visit_u128<E: de::Error>(self, _: u128) -> Result<Secret, E> {
        Err(not_a_string())
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Secret, E> {
        Err(not_a_string())
    }

    fn visit_bytes<E: de::Error>(self, _: &[u8]) -> Result<Secret, E> {
        Err(not_a_string())
    }

    fn visit_byte_buf<E: de::Error>(self, mut bytes: Vec<u8>) -> Result<Secret, E> {
        bytes.zeroize();
        Err(not_a_string())
    }
}

fn not_a_string<E: de::Error>() -> E {
    E::custom("a secret must be a string")
}

#[cfg(test)]
mod tests {
    use serde_core::de::value::{BytesDeserializer, Error, I128Deserializer};

    use super::*;

    #[test]
    fn same_texts_are_equal_and_others_are_not() {
        let secret = |text: &str| Secret::new(text.to_owned());
        assert_eq!(secret("abc"), secret("abc"));
        assert_ne!(secret("abc"), secret("abd"));
        assert_ne!(secret("abc"), secret("abcd"));
        assert_ne!(secret("abc"), secret(""));
    }

    #[test]
    fn is_read_from_settings() {
        let secret: Secret = serde_json::from_str(r#""a\nb""#).unwrap();
        assert_eq!(secret.expose(), "a\nb");
    }

    #[test]
    fn a_refusal_does_not_quote_the_value() {
        for json in
            ["4711471147", "-4711471147", "4711471147.5", "true", "[4711471147]", r#"{"a":4711471147}"#]
        {
            let error = serde_json::from_str::<Secret>(json).unwrap_err().to_string();
            assert!(!error.contains("4711471147") && !error.contains("true"), "{error}");
        }
        let error =
            Secret::deserialize(BytesDeserializer::<Error>::new(b"4711471147")).unwrap_err().to_string();
        assert_eq!(error, "a secret must be a string");
        let error =
            Secret::deserialize(I128Deserializer::<Error>::new(4_711_471_147)).unwrap_err().to_string();
        assert_eq!(error, "a secret must be a string");
    }
}
