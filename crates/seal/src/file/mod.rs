//! A small file of sealed values.

mod entries;
mod lock;
mod rotation;

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

pub use self::rotation::Rotation;
use self::{entries::Entries, lock::Lock};
use crate::{SealError, SealedText, Sealer, Secret, error::Fault};

/// Named secrets in a file that may be copied, backed up and looked at: JSON, names in the clear, values sealed.
///
/// ```
/// use gate_seal::{MasterKey, SealedFile, Sealer, Secret};
///
/// # let data = tempfile::tempdir().unwrap();
/// # let data = data.path();
/// let sealer = Sealer::new(MasterKey::load_or_mint(data.join("seal.key"))?);
/// let file = SealedFile::new(data.join("credentials.json"), sealer);
/// file.set("telemetry.api_key", &Secret::new(String::from("correct horse")))?;
///
/// let api_key = file.get("telemetry.api_key")?.expect("it was set");
/// assert_eq!(api_key.expose(), "correct horse");
/// # Ok::<(), gate_seal::SealError>(())
/// ```
///
/// - Each write replaces the file at once, and is on disk when it returns. After a crash there is the old file or
///   the new one. Other processes may write to it, too: whoever writes locks `<file>.lock`, and reads the file
///   again before changing it. Nothing is kept in memory, so that what others wrote is seen at once.
/// - An entry that cannot be opened is an error for whoever asks for that entry. The rest works, and a write
///   leaves such an entry as it is: its key may turn up, or the version that wrote it.
/// - A file that cannot be read as a whole is an error for everyone, and is not written to.
/// - The file need not be there: it comes with the first value. Its directory must be.
///
/// It reads and writes files, and a write may wait for other writers: in async code, call it by `spawn_blocking`.
pub struct SealedFile {
    path: PathBuf,
    /// Changed only by who holds the file's lock, so that no writer seals with a key that is on its way out.
    sealer: RwLock<Arc<Sealer>>,
}

impl SealedFile {
    /// The sealed file at this path. Does not look at it yet; [`problems`](Self::problems) does.
    ///
    /// ```
    /// use gate_seal::{MasterKey, SealedFile, Sealer};
    /// let file = SealedFile::new("credentials.json", Sealer::new(MasterKey::generate()?));
    /// assert!(file.names()?.is_empty());
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    #[must_use]
    pub fn new(path: impl Into<PathBuf>, sealer: Sealer) -> Self {
        Self { path: path.into(), sealer: RwLock::new(Arc::new(sealer)) }
    }

    /// Where it is.
    ///
    /// ```
    /// # use gate_seal::{MasterKey, SealedFile, Sealer};
    /// let file = SealedFile::new("credentials.json", Sealer::new(MasterKey::generate()?));
    /// assert!(file.path().ends_with("credentials.json"));
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The secret of this name, if there is one.
    ///
    /// # Errors
    /// If it cannot be opened, as [`Sealer::open`], naming file and entry; or if the file cannot be read.
    ///
    /// ```
    /// # use gate_seal::{MasterKey, SealedFile, Sealer};
    /// # let data = tempfile::tempdir().unwrap();
    /// # let path = data.path().join("credentials.json");
    /// let file = SealedFile::new(path, Sealer::new(MasterKey::generate()?));
    /// assert!(file.get("telemetry.api_key")?.is_none());
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    pub fn get(&self, name: &str) -> Result<Option<Secret>, SealError> {
        // The ring is read after the file: a rotation extends it before it writes.
        let entry = self.read()?.get(name);
        entry.map(|text| self.open(&self.sealer(), name, text)).transpose()
    }

    /// The names that are there, whether or not their values can be opened. In order.
    ///
    /// ```
    /// # use gate_seal::{MasterKey, SealedFile, Sealer, Secret};
    /// # let data = tempfile::tempdir().unwrap();
    /// # let path = data.path().join("credentials.json");
    /// # let file = SealedFile::new(path, Sealer::new(MasterKey::generate()?));
    /// file.set("telemetry.api_key", &Secret::new(String::from("correct horse")))?;
    /// assert_eq!(file.names()?, ["telemetry.api_key"]);
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn names(&self) -> Result<Vec<String>, SealError> {
        Ok(self.read()?.names().map(str::to_owned).collect())
    }

    /// Whether there is a value of this name: all that a reader of settings may know.
    ///
    /// # Errors
    /// If the file cannot be read.
    ///
    /// ```
    /// # use gate_seal::{MasterKey, SealedFile, Sealer, Secret};
    /// # let data = tempfile::tempdir().unwrap();
    /// # let path = data.path().join("credentials.json");
    /// # let file = SealedFile::new(path, Sealer::new(MasterKey::generate()?));
    /// file.set("telemetry.api_key", &Secret::new(String::from("correct horse")))?;
    /// assert!(file.contains("telemetry.api_key")? && !file.contains("another")?);
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    pub fn contains(&self, name: &str) -> Result<bool, SealError> {
        Ok(self.read()?.get(name).is_some())
    }

    /// The entries that cannot be opened, and why: what to say at start.
    ///
    /// # Errors
    /// If the file cannot be read.
    ///
    /// ```
    /// # use gate_seal::{MasterKey, SealedFile, Sealer, Secret};
    /// # let data = tempfile::tempdir().unwrap();
    /// # let path = data.path().join("credentials.json");
    /// # SealedFile::new(&path, Sealer::new(MasterKey::generate()?)).set("a", &Secret::new(String::from("b")))?;
    /// let file = SealedFile::new(path, Sealer::new(MasterKey::generate()?));
    /// for (_, error) in file.problems()? {
    ///     eprintln!("{error}"); // data/credentials.json, "a": sealed with key ab12cd34, this is key …
    /// }
    /// # assert_eq!(file.problems()?.len(), 1);
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    pub fn problems(&self) -> Result<Vec<(String, SealError)>, SealError> {
        let entries = self.read()?;
        let sealer = self.sealer();
        let failed = |(name, text): (&str, _)| Some((name.to_owned(), self.open(&sealer, name, text).err()?));
        Ok(entries.iter().filter_map(failed).collect())
    }

    /// Seals a secret under a name, in the stead of what was there.
    ///
    /// # Errors
    /// If the file cannot be read or written; it is as it was then.
    ///
    /// ```
    /// # use gate_seal::{MasterKey, SealedFile, Sealer, Secret};
    /// # let data = tempfile::tempdir().unwrap();
    /// # let path = data.path().join("credentials.json");
    /// # let file = SealedFile::new(path, Sealer::new(MasterKey::generate()?));
    /// file.set("telemetry.api_key", &Secret::new(String::from("correct horse")))?;
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    pub fn set(&self, name: &str, secret: &Secret) -> Result<(), SealError> {
        self.change([(name, Some(secret))])
    }

    /// Removes a value, and says whether there was one.
    ///
    /// # Errors
    /// As [`set`](Self::set).
    ///
    /// ```
    /// # use gate_seal::{MasterKey, SealedFile, Sealer, Secret};
    /// # let data = tempfile::tempdir().unwrap();
    /// # let path = data.path().join("credentials.json");
    /// # let file = SealedFile::new(path, Sealer::new(MasterKey::generate()?));
    /// file.set("telemetry.api_key", &Secret::new(String::from("correct horse")))?;
    /// assert!(file.remove("telemetry.api_key")?);
    /// assert!(!file.remove("telemetry.api_key")?);
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    pub fn remove(&self, name: &str) -> Result<bool, SealError> {
        self.edit(|entries| {
            let removed = entries.remove(name);
            Ok((removed, removed))
        })
    }

    /// Sets (`Some`) and removes (`None`) several values, all of them or, in case of an error, none.
    ///
    /// # Errors
    /// As [`set`](Self::set).
    ///
    /// ```
    /// # use gate_seal::{MasterKey, SealedFile, Sealer, Secret};
    /// # let data = tempfile::tempdir().unwrap();
    /// # let path = data.path().join("credentials.json");
    /// # let file = SealedFile::new(path, Sealer::new(MasterKey::generate()?));
    /// let password = Secret::new(String::from("correct horse"));
    /// file.change([("telemetry.password", Some(&password)), ("telemetry.api_key", None)])?;
    /// assert_eq!(file.names()?, ["telemetry.password"]);
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    pub fn change<'a>(
        &self,
        changes: impl IntoIterator<Item = (&'a str, Option<&'a Secret>)>,
    ) -> Result<(), SealError> {
        self.edit(|entries| {
            let sealer = self.sealer();
            let mut changed = false;
            for (name, secret) in changes {
                match secret {
                    Some(secret) => entries.insert(name, &sealer.seal(name, secret)?)?,
                    None if !entries.remove(name) => continue,
                    None => {}
                }
                changed = true;
            }
            Ok((changed, ()))
        })
    }

    fn read(&self) -> Result<Entries, SealError> {
        Entries::read(&self.path)
    }

    /// Changes what is there now, with no other writer in between. `change` says whether it changed anything.
    fn edit<T>(
        &self,
        change: impl FnOnce(&mut Entries) -> Result<(bool, T), SealError>,
    ) -> Result<T, SealError> {
        let target = self.target();
        let _lock = self.lock(&target)?;
        let mut entries = Entries::read(&target)?;
        let (changed, result) = change(&mut entries)?;
        if changed {
            entries.write(&target)?;
        }
        Ok(result)
    }

    /// The file itself, if it is a link that we were given: a rename would replace the link, and whoever came by
    /// another way would have another lock.
    fn target(&self) -> PathBuf {
        fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone())
    }

    fn lock(&self, target: &Path) -> Result<Lock, SealError> {
        Lock::of(target).map_err(|error| SealError::from(Fault::Io("locking", error)).at_path(target))
    }

    fn open(
        &self,
        sealer: &Sealer,
        name: &str,
        text: Result<SealedText, SealError>,
    ) -> Result<Secret, SealError> {
        text.and_then(|text| sealer.open(name, &text)).map_err(|error| error.at_entry(&self.path, name))
    }

    // A ring is replaced whole, so that a panic elsewhere leaves a good one.
    fn sealer(&self) -> Arc<Sealer> {
        Arc::clone(&self.sealer.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn set_sealer(&self, sealer: Sealer) {
        *self.sealer.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(sealer);
    }
}

impl fmt::Debug for SealedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealedFile").field("path", &self.path).field("sealer", &*self.sealer()).finish()
    }
}
