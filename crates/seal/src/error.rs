//! What can go wrong, told without telling a secret: no text of a key or a value ever gets in here.

use std::{error, fmt, io, path::Path, path::PathBuf};

use crate::KeyId;

/// Why something was not sealed, opened, read or written. It says where and what to do, and never shows a
/// secret, a key, or the text that should have been one.
pub struct SealError(Box<Inner>);

struct Inner {
    fault: Fault,
    /// The file, the entry, the variable.
    place: Option<String>,
}

/// What kind of trouble a [`SealError`] is.
///
/// ```
/// use gate_seal::{MasterKey, SealErrorKind};
///
/// let error = MasterKey::parse("changeme").unwrap_err();
/// assert_eq!(error.kind(), SealErrorKind::BadKey);
/// assert_eq!(error.to_string(), "not a key: 32 bytes are needed, as 64 hexadecimal digits or as base64");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SealErrorKind {
    /// It is not a sealed text.
    Malformed,
    /// It was sealed by a later version of this crate.
    LaterVersion,
    /// It was sealed with a key that is not in the ring.
    UnknownKey,
    /// Its key is there, but it was altered, or sealed under another name.
    Refused,
    /// What should be a key is none.
    BadKey,
    /// The key's file can be read by others, or is not ours.
    ExposedKey,
    /// The file as a whole is not one of sealed values.
    UnreadableFile,
    /// Reading or writing failed, or there are no random numbers to be had.
    Io,
}

#[derive(Debug)]
pub(crate) enum Fault {
    Malformed(&'static str),
    LaterVersion,
    UnknownKey { sealed_with: KeyId, keys: Vec<KeyId> },
    Refused { key: KeyId },
    BadKey(&'static str),
    Exposed { mode: u32, path: PathBuf },
    Foreign { owner: u32, us: u32 },
    Unreadable { line: usize, column: usize, why: &'static str },
    Repeated { name: String },
    TooLarge { most: usize },
    Io(&'static str, io::Error),
    Random(getrandom::Error),
}

impl SealError {
    /// Which kind it is, for those who do something about it.
    #[must_use]
    pub fn kind(&self) -> SealErrorKind {
        match self.0.fault {
            Fault::Malformed(_) => SealErrorKind::Malformed,
            Fault::LaterVersion => SealErrorKind::LaterVersion,
            Fault::UnknownKey { .. } => SealErrorKind::UnknownKey,
            Fault::Refused { .. } => SealErrorKind::Refused,
            Fault::BadKey(_) => SealErrorKind::BadKey,
            Fault::Exposed { .. } | Fault::Foreign { .. } => SealErrorKind::ExposedKey,
            Fault::Unreadable { .. } | Fault::Repeated { .. } | Fault::TooLarge { .. } => {
                SealErrorKind::UnreadableFile
            }
            Fault::Io(..) | Fault::Random(_) => SealErrorKind::Io,
        }
    }

    pub(crate) fn io_kind(&self) -> Option<io::ErrorKind> {
        match &self.0.fault {
            Fault::Io(_, error) => Some(error.kind()),
            _ => None,
        }
    }

    pub(crate) fn at(mut self, place: impl Into<String>) -> Self {
        self.0.place = Some(place.into());
        self
    }

    pub(crate) fn at_path(self, path: &Path) -> Self {
        self.at(path.display().to_string())
    }

    pub(crate) fn at_entry(self, path: &Path, name: &str) -> Self {
        self.at(format!("{}, {name:?}", path.display()))
    }
}

impl From<Fault> for SealError {
    fn from(fault: Fault) -> Self {
        Self(Box::new(Inner { fault, place: None }))
    }
}

impl fmt::Debug for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealError").field("place", &self.0.place).field("fault", &self.0.fault).finish()
    }
}

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.0.place {
            write!(f, "{place}: ")?;
        }
        self.0.fault.fmt(f)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(why) => write!(f, "not a sealed text: {why}"),
            Self::LaterVersion => {
                f.write_str("sealed by a later version than this one, which cannot open it")
            }
            Self::UnknownKey { sealed_with, keys } => {
                write!(f, "sealed with key {sealed_with}, ")?;
                write_keys(keys, f)
            }
            Self::Refused { key } => {
                write!(f, "key {key} does not open it: it was altered, or sealed under another name")
            }
            Self::BadKey(why) => write!(f, "not a key: {why}"),
            Self::Exposed { mode, path } => {
                let path = path.display();
                write!(f, "its mode is {mode:04o}, and a key's must be 0600 or 0400; do: chmod 600 '{path}'")
            }
            Self::Foreign { owner, us } => {
                write!(f, "it belongs to user {owner}, and a key must belong to who uses it, user {us}")
            }
            Self::Unreadable { line, column, why } => write!(f, "line {line}, column {column}: {why}"),
            Self::Repeated { name } => write!(f, "the name {name:?} is in it twice"),
            Self::TooLarge { most } => write!(f, "larger than {most} bytes, which is the most there may be"),
            Self::Io(doing, error) => write!(f, "{doing}: {error}"),
            Self::Random(error) => write!(f, "no random numbers: {error}"),
        }
    }
}

fn write_keys(keys: &[KeyId], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(if keys.len() == 1 { "this is key " } else { "these are keys " })?;
    for (index, key) in keys.iter().enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        write!(f, "{comma}{key}")?;
    }
    Ok(())
}

impl error::Error for SealError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match &self.0.fault {
            Fault::Io(_, error) => Some(error),
            Fault::Random(error) => Some(error),
            _ => None,
        }
    }
}
