use std::fmt;

use hmac::{Hmac, KeyInit, Mac as _};
use sha2::Sha256;

use super::Mac;

/// The key of a chain. Whoever has it can forge the trail, so it belongs where the trail's readers cannot
/// reach it. `Debug` shows its id.
#[derive(Clone)]
pub struct ChainKey {
    /// Keyed once; a copy of it begins each hash.
    keyed: Hmac<Sha256>,
    id: KeyId,
}

/// Tells keys apart without telling them.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId(pub [u8; 8]);

/// A key must be at least this long.
const SHORTEST: usize = 16;

impl ChainKey {
    /// The key of this secret: sixteen bytes or more, that nobody can guess.
    #[must_use]
    pub fn new(secret: &[u8]) -> Option<Self> {
        if secret.len() < SHORTEST {
            return None;
        }
        let keyed = Hmac::new_from_slice(secret).ok()?;
        let mut key = Self { keyed, id: KeyId([0; 8]) };
        let id = key.mac(b"mcp-gateway chain key id", &[]);
        key.id.0.copy_from_slice(&id.as_bytes()[..8]);
        Some(key)
    }

    /// Which key it is.
    #[must_use]
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// What stands for a payload that is to be recognised and not read.
    pub(crate) fn digest(&self, payload: &[u8]) -> String {
        format!("hmac-sha256:{}", self.mac(b"mcp-gateway payload digest", &[payload]))
    }

    /// The hash of some parts, for one purpose. Parts whose lengths may differ must be told apart by the
    /// caller.
    pub(super) fn mac(&self, purpose: &[u8], parts: &[&[u8]]) -> Mac {
        let mut hash = self.keyed.clone();
        hash.update(purpose);
        parts.iter().for_each(|part| hash.update(part));
        Mac::new(hash.finalize().into_bytes().into())
    }
}

impl fmt::Debug for ChainKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ChainKey").field(&self.id).finish()
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The keys that a trail was sealed with, over the years.
#[derive(Clone, Debug, Default)]
pub struct KeyRing(Vec<ChainKey>);

impl KeyRing {
    /// The key of this id.
    #[must_use]
    pub fn get(&self, id: KeyId) -> Option<&ChainKey> {
        self.0.iter().find(|key| key.id == id)
    }
}

impl FromIterator<ChainKey> for KeyRing {
    fn from_iter<I: IntoIterator<Item = ChainKey>>(keys: I) -> Self {
        Self(keys.into_iter().collect())
    }
}

impl From<ChainKey> for KeyRing {
    fn from(key: ChainKey) -> Self {
        Self(vec![key])
    }
}
