//! Which key it is.

use std::fmt;

use sha2::{Digest as _, Sha256};

use super::LENGTH;
use crate::stack;

/// Tells keys apart without telling them: the first four bytes of a hash of the key, as eight hexadecimal
/// digits.
///
/// ```
/// use gate_seal::MasterKey;
///
/// assert_eq!(MasterKey::parse(&"00".repeat(32))?.id().to_string(), "c89e2c5c");
/// # Ok::<(), gate_seal::SealError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId([u8; 4]);

/// So that the id is no hash that anyone else makes of the same key.
const PURPOSE: &[u8] = b"gate-seal key id, v1\0";

impl KeyId {
    pub(super) fn of(key: &[u8; LENGTH]) -> Self {
        let hash = stack::wiped(|| Sha256::new().chain_update(PURPOSE).chain_update(key).finalize());
        Self([hash[0], hash[1], hash[2], hash[3]])
    }

    /// Eight digits, in lower case, so that there is one way to write it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.len() != 8 || !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        Some(Self(u32::from_str_radix(text, 16).ok()?.to_be_bytes()))
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", u32::from_be_bytes(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}
