//! Who may use the API.

use std::fmt;

use http::{HeaderMap, header};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// The admin token, of which only a hash is kept.
///
/// A plain SHA-256 is enough for a secret that is long and random, as a minted token is; a password it
/// would not protect.
#[derive(Clone)]
pub struct AdminToken([u8; 32]);

impl AdminToken {
    /// Of the secret itself.
    ///
    /// ```
    /// use gate_console::AdminToken;
    ///
    /// let token = AdminToken::of("long and random");
    /// assert!(token.is("long and random"));
    /// assert!(!token.is("guessed"));
    /// ```
    #[must_use]
    pub fn of(secret: &str) -> Self {
        Self(Sha256::digest(secret).into())
    }

    /// Of a hash that was kept.
    #[must_use]
    pub fn from_hash(hash: [u8; 32]) -> Self {
        Self(hash)
    }

    /// What may be kept.
    #[must_use]
    pub fn hash(&self) -> &[u8; 32] {
        &self.0
    }

    /// Whether a secret is this token; takes as long when it is not.
    #[must_use]
    pub fn is(&self, secret: &str) -> bool {
        Self::of(secret).0.ct_eq(&self.0).into()
    }

    /// Whether a request brings this token, as `Authorization: Bearer`.
    #[must_use]
    pub fn is_in(&self, headers: &HeaderMap) -> bool {
        let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let bearer = value.and_then(|value| value.split_once(' '));
        bearer.is_some_and(|(scheme, secret)| scheme.eq_ignore_ascii_case("bearer") && self.is(secret.trim()))
    }
}

impl fmt::Debug for AdminToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AdminToken(***)")
    }
}
