//! Sealing and opening.

use zeroize::Zeroizing;

use crate::{
    KeyId, MasterKey, SealError, SealedText, Secret,
    error::Fault,
    text::{NONCE, TAG, associated_data},
};

/// A ring of keys: one that seals, and any number of older ones that still open.
///
/// A secret is sealed under a *name*, and opens under that name only, so that whoever may write to where sealed
/// texts are kept cannot have one setting's secret sent to another setting's address.
///
/// ```
/// use gate_seal::{MasterKey, SealErrorKind, Sealer, Secret};
///
/// let sealer = Sealer::new(MasterKey::generate()?);
/// let sealed = sealer.seal("api.token", &Secret::new(String::from("correct horse")))?;
/// assert_eq!(sealer.open("api.token", &sealed)?.expose(), "correct horse");
///
/// let error = sealer.open("another.token", &sealed).unwrap_err();
/// assert_eq!(error.kind(), SealErrorKind::Refused);
/// # Ok::<(), gate_seal::SealError>(())
/// ```
///
/// Each seal draws a nonce of 96 bits from the operating system. By NIST SP 800-38D (8.3) one key may so seal
/// 2³² times before the chance that two nonces meet passes one in 2³²: a new key is due before that, which for
/// settings is never.
#[derive(Clone, Debug)]
pub struct Sealer {
    current: MasterKey,
    old: Vec<MasterKey>,
}

impl Sealer {
    /// A ring of one key.
    ///
    /// ```
    /// use gate_seal::{MasterKey, Sealer};
    /// let sealer = Sealer::new(MasterKey::generate()?);
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    #[must_use]
    pub fn new(current: MasterKey) -> Self {
        Self { current, old: Vec::new() }
    }

    /// Lets a key open what it once sealed. It seals nothing any more.
    ///
    /// ```
    /// use gate_seal::{MasterKey, Sealer, Secret};
    ///
    /// let (old, new) = (MasterKey::generate()?, MasterKey::generate()?);
    /// let sealed = Sealer::new(old.clone()).seal("api.token", &Secret::new(String::from("correct horse")))?;
    /// let sealer = Sealer::new(new).with_old(old);
    /// assert_eq!(sealer.open("api.token", &sealed)?.expose(), "correct horse");
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    #[must_use]
    pub fn with_old(mut self, key: MasterKey) -> Self {
        // Once is enough: a retried rotation, or one each year, adds nothing to the ring that is there.
        if self.keys().all(|known| known.id() != key.id()) {
            self.old.push(key);
        }
        self
    }

    /// This ring with another key to seal with. The one that sealed so far still opens.
    ///
    /// ```
    /// use gate_seal::{MasterKey, Sealer};
    ///
    /// let (old, new) = (MasterKey::generate()?, MasterKey::generate()?);
    /// let id = new.id();
    /// assert_eq!(Sealer::new(old).rotated(new).key_id(), id);
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    #[must_use]
    pub fn rotated(mut self, new: MasterKey) -> Self {
        let former = std::mem::replace(&mut self.current, new);
        self.old.retain(|key| key.id() != self.current.id());
        self.with_old(former)
    }

    /// The key that seals.
    ///
    /// ```
    /// # use gate_seal::{MasterKey, Sealer};
    /// let key = MasterKey::generate()?;
    /// let id = key.id();
    /// assert_eq!(Sealer::new(key).key_id(), id);
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    #[must_use]
    pub fn key_id(&self) -> KeyId {
        self.current.id()
    }

    /// Seals a secret under a name.
    ///
    /// # Errors
    /// If the operating system has no random numbers: nothing is sealed with a nonce that might not be fresh.
    ///
    /// ```
    /// use gate_seal::{MasterKey, Sealer, Secret};
    ///
    /// let sealer = Sealer::new(MasterKey::generate()?);
    /// let token = Secret::new(String::from("correct horse"));
    /// // Never the same twice: the same secret in two places does not show.
    /// assert_ne!(sealer.seal("api.token", &token)?, sealer.seal("api.token", &token)?);
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    pub fn seal(&self, name: &str, secret: &Secret) -> Result<SealedText, SealError> {
        let key = self.key_id();
        let secret = secret.expose().as_bytes();
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(Fault::Random)?;
        // Until it is encrypted, it holds the secret: wiped, should it come to that.
        let mut payload = Zeroizing::new(Vec::with_capacity(NONCE + secret.len() + TAG));
        payload.extend_from_slice(&nonce);
        payload.extend_from_slice(secret);
        let tag = self.current.cipher().encrypt(&nonce, &associated_data(key, name), &mut payload[NONCE..]);
        let tag = tag.ok_or(Fault::Malformed("longer than AES-GCM can seal"))?;
        payload.extend_from_slice(&tag);
        Ok(SealedText::new(key, std::mem::take(&mut *payload)))
    }

    /// Opens what was sealed under this name, with whichever key of the ring sealed it.
    ///
    /// # Errors
    /// [`UnknownKey`](crate::SealErrorKind::UnknownKey), saying which key it takes and which are here;
    /// [`Refused`](crate::SealErrorKind::Refused), if it was altered or sealed under another name;
    /// [`Malformed`](crate::SealErrorKind::Malformed), if somebody else sealed what is not text.
    ///
    /// ```
    /// use gate_seal::{MasterKey, SealErrorKind, Sealer, Secret};
    ///
    /// let [ours, theirs] = [Sealer::new(MasterKey::generate()?), Sealer::new(MasterKey::generate()?)];
    /// let sealed = theirs.seal("api.token", &Secret::new(String::from("correct horse")))?;
    /// let error = ours.open("api.token", &sealed).unwrap_err();
    /// assert_eq!(error.kind(), SealErrorKind::UnknownKey);
    /// assert_eq!(
    ///     error.to_string(),
    ///     format!("sealed with key {}, this is key {}", theirs.key_id(), ours.key_id()),
    /// );
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    pub fn open(&self, name: &str, text: &SealedText) -> Result<Secret, SealError> {
        let id = text.key_id();
        let key = self.keys().find(|key| key.id() == id).ok_or_else(|| self.unknown(id))?;
        let (nonce, ciphertext, tag) = text.parts().ok_or(Fault::Malformed("its payload is cut short"))?;
        let mut plain = Zeroizing::new(ciphertext.to_vec());
        if !key.cipher().decrypt(nonce, &associated_data(id, name), &mut plain, tag) {
            return Err(Fault::Refused { key: id }.into());
        }
        let secret =
            str::from_utf8(&plain).map_err(|_| Fault::Malformed("what is sealed in it is not text"))?;
        Ok(Secret::new(secret.to_owned()))
    }

    fn keys(&self) -> impl Iterator<Item = &MasterKey> {
        std::iter::once(&self.current).chain(&self.old)
    }

    fn unknown(&self, sealed_with: KeyId) -> Fault {
        Fault::UnknownKey { sealed_with, keys: self.keys().map(MasterKey::id).collect() }
    }
}

#[cfg(test)]
mod tests {
    use aes_gcm::Aes256Gcm;
    use zeroize::ZeroizeOnDrop;

    use super::*;

    /// Would not compile without the features that wipe.
    #[test]
    fn whatever_holds_a_key_or_a_secret_is_wiped() {
        fn wiped<T: ZeroizeOnDrop>() {}
        wiped::<Aes256Gcm>();
        wiped::<sha2::Sha256>();
        wiped::<MasterKey>();
        wiped::<Secret>();
    }

    #[test]
    fn nonces_are_fresh() {
        let sealer = Sealer::new(MasterKey::generate().unwrap());
        let secret = Secret::new("x".to_owned());
        let nonce = |_| *sealer.seal("a", &secret).unwrap().parts().unwrap().0;
        let nonces: std::collections::HashSet<[u8; NONCE]> = (0..1000).map(nonce).collect();
        assert_eq!(nonces.len(), 1000);
    }

    #[test]
    fn a_key_is_in_the_ring_once() {
        let [a, b] = [(); 2].map(|()| MasterKey::generate().unwrap());
        let ring = Sealer::new(a.clone()).with_old(b.clone()).with_old(b.clone()).with_old(a.clone());
        assert_eq!(ring.old.len(), 1);
        let ring = ring.rotated(b.clone());
        assert_eq!((ring.key_id(), ring.old.len(), ring.old[0].id()), (b.id(), 1, a.id()));
        assert_eq!(ring.rotated(b).old.len(), 1);
    }

    #[test]
    fn what_is_not_text_is_no_secret() {
        let key = MasterKey::generate().unwrap();
        let mut bytes = vec![0xff, 0xfe];
        let tag = key.cipher().encrypt(&[0; NONCE], &associated_data(key.id(), "a"), &mut bytes).unwrap();
        let text = SealedText::new(key.id(), [&[0; NONCE], &bytes[..], &tag].concat());
        let error = Sealer::new(key).open("a", &text).unwrap_err();
        assert_eq!(error.kind(), crate::SealErrorKind::Malformed);
    }
}
