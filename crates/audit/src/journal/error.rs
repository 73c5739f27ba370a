use std::{
    error, fmt, io,
    path::{Path, PathBuf},
};

/// A journal could not be opened.
#[derive(Debug)]
pub(crate) struct JournalError {
    dir: PathBuf,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    InUse,
    Unusable(io::Error),
}

impl JournalError {
    pub(super) fn in_use(dir: &Path) -> Self {
        Self { dir: dir.to_owned(), kind: Kind::InUse }
    }

    pub(super) fn unusable(dir: &Path, error: io::Error) -> Self {
        Self { dir: dir.to_owned(), kind: Kind::Unusable(error) }
    }
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dir = self.dir.display();
        match self.kind {
            Kind::InUse => write!(f, "the journal in {dir} is in use by another process"),
            Kind::Unusable(_) => write!(f, "the journal in {dir} cannot be used"),
        }
    }
}

impl error::Error for JournalError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match &self.kind {
            Kind::InUse => None,
            Kind::Unusable(error) => Some(error),
        }
    }
}
