//! AES-256-GCM with one key.

use std::sync::Arc;

use aes_gcm::{Aes256Gcm, KeyInit as _, aead::AeadInOut as _};

use super::LENGTH;
use crate::{
    stack,
    text::{NONCE, TAG},
};

/// Holds the schedule of round keys, of which the key itself is a part, and wipes it in the end. Clones share it.
#[derive(Clone)]
pub(crate) struct Cipher(Arc<Aes256Gcm>);

impl Cipher {
    pub(super) fn new(key: &[u8; LENGTH]) -> Self {
        stack::wiped(|| Self(Arc::new(Aes256Gcm::new(key.into()))))
    }

    /// Encrypts in place, and gives the tag. Nothing comes of more than 64 GiB, which GCM cannot do.
    pub(crate) fn encrypt(
        &self,
        nonce: &[u8; NONCE],
        associated: &[u8],
        text: &mut [u8],
    ) -> Option<[u8; TAG]> {
        let tag = stack::wiped(|| self.0.encrypt_inout_detached(nonce.into(), associated, text.into()));
        tag.ok().map(Into::into)
    }

    /// Decrypts in place, if the tag is the right one. Otherwise the text stays as it is.
    pub(crate) fn decrypt(
        &self,
        nonce: &[u8; NONCE],
        associated: &[u8],
        text: &mut [u8],
        tag: &[u8; TAG],
    ) -> bool {
        let (nonce, tag) = (nonce.into(), tag.into());
        stack::wiped(|| self.0.decrypt_inout_detached(nonce, associated, text.into(), tag)).is_ok()
    }
}
