//! The key that seals.

mod cipher;
mod file;
mod id;
mod text;

use std::{
    env::{self, VarError},
    fmt, io,
    path::Path,
};

use zeroize::{ZeroizeOnDrop, Zeroizing};

use self::cipher::Cipher;
pub use self::id::KeyId;
use crate::{SealError, error::Fault};

/// A key of 256 bits. It is wiped when its last clone is dropped, and shows its [id](Self::id) only.
///
/// It comes from the environment, from a file, or is minted beside the data:
///
/// ```
/// use gate_seal::MasterKey;
///
/// # let data = tempfile::tempdir().unwrap();
/// # let data = data.path();
/// let key = match MasterKey::from_env("MCP_GATEWAY_MASTER_KEY")? {
///     Some(key) => key,
///     None => MasterKey::load_or_mint(data.join("seal.key"))?,
/// };
/// assert_eq!(format!("{key:?}"), format!("MasterKey({})", key.id()));
/// # Ok::<(), gate_seal::SealError>(())
/// ```
///
/// As text it is 64 hexadecimal digits, or base64 (either alphabet, padded or not): what `openssl rand -hex 32`
/// and `openssl rand -base64 32` print.
#[derive(Clone)]
pub struct MasterKey {
    cipher: Cipher,
    id: KeyId,
}

const LENGTH: usize = 32;

/// A key before it is ready to be used. In a box, since what is moved leaves a copy behind.
type Bytes = Box<Zeroizing<[u8; LENGTH]>>;

impl MasterKey {
    /// A new key, from the operating system's random numbers.
    ///
    /// # Errors
    /// If it has none.
    ///
    /// ```
    /// use gate_seal::MasterKey;
    /// assert_ne!(MasterKey::generate()?.id(), MasterKey::generate()?.id());
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    pub fn generate() -> Result<Self, SealError> {
        Ok(Self::new(random()?))
    }

    /// The key in an environment variable, if that is set.
    ///
    /// The environment is no safe: it can be read in `/proc` by whoever runs as the same user, and child
    /// processes inherit it.
    ///
    /// # Errors
    /// If it is set to anything but a key, be it to nothing: the error names the variable and does not show its
    /// text.
    ///
    /// ```
    /// use gate_seal::MasterKey;
    ///
    /// assert!(MasterKey::from_env("NOT_SET_ANYWHERE")?.is_none());
    /// assert!(MasterKey::from_env("PATH").unwrap_err().to_string().starts_with("PATH: not a key: "));
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    pub fn from_env(variable: &str) -> Result<Option<Self>, SealError> {
        let text = match env::var(variable) {
            Ok(text) => Zeroizing::new(text),
            Err(VarError::NotPresent) => return Ok(None),
            // What it holds is in the error, whose `Debug` shows it: dropped here.
            Err(VarError::NotUnicode(_)) => {
                return Err(SealError::from(Fault::BadKey("not text")).at(variable));
            }
        };
        Self::parse(&text).map(Some).map_err(|error| error.at(variable))
    }

    /// The key in a file that is ours and that nobody else can read: on Unix, mode 0600 or 0400.
    ///
    /// # Errors
    /// If there is no such file, if it can be read by others or belongs to another user – the error says how to
    /// mend that –, or if there is no key in it.
    ///
    /// ```
    /// use gate_seal::MasterKey;
    ///
    /// # let data = tempfile::tempdir().unwrap();
    /// # let path = data.path().join("seal.key");
    /// let minted = MasterKey::mint(&path)?;
    /// assert_eq!(MasterKey::from_file(&path)?.id(), minted.id());
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, SealError> {
        let path = path.as_ref();
        file::read(path).map_err(|error| error.at_path(path))
    }

    /// Makes a new key and puts it into a file of mode 0600, in a directory that is there.
    ///
    /// The file has its name only when it is whole and on disk.
    ///
    /// # Errors
    /// If it cannot be written, or if a file is there: no key is ever overwritten.
    ///
    /// ```
    /// use gate_seal::MasterKey;
    ///
    /// # let data = tempfile::tempdir().unwrap();
    /// # let path = data.path().join("seal.key");
    /// MasterKey::mint(&path)?;
    /// assert!(MasterKey::mint(&path).is_err());
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    pub fn mint(path: impl AsRef<Path>) -> Result<Self, SealError> {
        let (path, bytes) = (path.as_ref(), random()?);
        file::write_new(path, &bytes).map_err(|error| error.at_path(path))?;
        Ok(Self::new(bytes))
    }

    /// The key in this file; if there is none yet, a new one is minted. Processes that do this at once all get
    /// the same key.
    ///
    /// # Errors
    /// As [`from_file`](Self::from_file) and [`mint`](Self::mint).
    ///
    /// ```
    /// use gate_seal::MasterKey;
    ///
    /// # let data = tempfile::tempdir().unwrap();
    /// # let path = data.path().join("seal.key");
    /// assert_eq!(MasterKey::load_or_mint(&path)?.id(), MasterKey::load_or_mint(&path)?.id());
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    pub fn load_or_mint(path: impl AsRef<Path>) -> Result<Self, SealError> {
        let path = path.as_ref();
        match Self::from_file(path) {
            Err(error) if error.io_kind() == Some(io::ErrorKind::NotFound) => {}
            found => return found,
        }
        match Self::mint(path) {
            Err(error) if error.io_kind() == Some(io::ErrorKind::AlreadyExists) => file::read_others(path),
            minted => minted,
        }
    }

    /// The key that a text stands for.
    ///
    /// # Errors
    /// If it stands for none. The error does not show it.
    ///
    /// ```
    /// use gate_seal::MasterKey;
    ///
    /// let [hex, base64] = ["00".repeat(32), format!("{}=", "A".repeat(43))];
    /// assert_eq!(MasterKey::parse(&hex)?.id(), MasterKey::parse(&base64)?.id());
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, SealError> {
        Ok(Self::new(text::decode(text).map_err(Fault::BadKey)?))
    }

    /// Which key it is: it can be shown, and tells nothing of the key.
    ///
    /// ```
    /// # use gate_seal::MasterKey;
    /// assert_eq!(MasterKey::generate()?.id().to_string().len(), 8);
    /// # Ok::<(), gate_seal::SealError>(())
    /// ```
    #[must_use]
    pub fn id(&self) -> KeyId {
        self.id
    }

    fn new(bytes: Bytes) -> Self {
        Self { cipher: Cipher::new(&bytes), id: KeyId::of(&bytes) }
    }

    pub(crate) fn cipher(&self) -> &Cipher {
        &self.cipher
    }
}

fn random() -> Result<Bytes, SealError> {
    let mut bytes = Box::new(Zeroizing::new([0; LENGTH]));
    getrandom::fill(&mut bytes[..]).map_err(Fault::Random)?;
    Ok(bytes)
}

impl ZeroizeOnDrop for MasterKey {}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKey({})", self.id)
    }
}
