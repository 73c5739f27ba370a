//! Another key.

use super::{SealedFile, entries::Entries};
use crate::{MasterKey, SealError, Sealer};

/// What became of a [rotation](SealedFile::rotate).
#[derive(Debug)]
#[non_exhaustive]
pub struct Rotation {
    /// How many values are sealed with the new key now.
    pub resealed: usize,
    /// What could not be opened, and why: it was left as it is.
    pub left: Vec<(String, SealError)>,
}

impl SealedFile {
    /// Seals all values anew, with another key, in one write. From then on this key seals; those of before still
    /// open.
    ///
    /// So that no crash leaves values without a key: write the new key down first ([`MasterKey::mint`] under
    /// another name), rotate, and only then discard the old one – after a look at what was
    /// [left](Rotation::left). Whoever starts in between needs both, the old one by
    /// [`with_old`](Sealer::with_old), and may rotate again. Other processes that use the file need the new key
    /// before this one rotates to it.
    ///
    /// # Errors
    /// If the file cannot be read or written. The old key seals on then, and the new one opens, in case the file
    /// was written all the same.
    ///
    /// ```
    /// # use gate_seal::{MasterKey, SealedFile, Sealer, Secret};
    /// # let data = tempfile::tempdir().unwrap();
    /// # let data = data.path();
    /// # let sealer = Sealer::new(MasterKey::load_or_mint(data.join("seal.key"))?);
    /// # let file = SealedFile::new(data.join("credentials.json"), sealer);
    /// # file.set("telemetry.api_key", &Secret::new(String::from("correct horse")))?;
    /// let rotation = file.rotate(MasterKey::mint(data.join("seal.key.new"))?)?;
    /// assert_eq!((rotation.resealed, rotation.left.len()), (1, 0));
    /// std::fs::rename(data.join("seal.key.new"), data.join("seal.key")).unwrap();
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    pub fn rotate(&self, new: MasterKey) -> Result<Rotation, SealError> {
        let target = self.target();
        let _lock = self.lock(&target)?;
        let mut entries = Entries::read(&target)?;
        let before = Sealer::clone(&self.sealer());
        let after = before.clone().rotated(new.clone());
        let rotation = self.reseal(&mut entries, &after)?;
        // Readers may meet the new file before this has returned; and after an error, either file may be there.
        self.set_sealer(before.with_old(new));
        entries.write(&target)?;
        self.set_sealer(after);
        Ok(rotation)
    }

    fn reseal(&self, entries: &mut Entries, sealer: &Sealer) -> Result<Rotation, SealError> {
        let (mut resealed, mut left) = (Vec::new(), Vec::new());
        for (name, text) in entries.iter() {
            match self.open(sealer, name, text) {
                Ok(secret) => resealed.push((name.to_owned(), sealer.seal(name, &secret)?)),
                Err(error) => left.push((name.to_owned(), error)),
            }
        }
        for (name, text) in &resealed {
            entries.insert(name, text)?;
        }
        Ok(Rotation { resealed: resealed.len(), left })
    }
}
