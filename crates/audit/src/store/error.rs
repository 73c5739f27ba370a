use std::{error, fmt};

/// A store could not do what it was asked to.
///
/// The pipeline treats every failed append alike: it tries again, with the same batch.
#[derive(Debug)]
#[non_exhaustive]
pub struct StoreError {
    doing: &'static str,
    source: Option<Box<dyn error::Error + Send + Sync>>,
}

impl StoreError {
    /// An error met while `doing` something, such as `"append"`. The source must not quote records.
    pub fn new(doing: &'static str, source: impl Into<Box<dyn error::Error + Send + Sync>>) -> Self {
        Self { doing, source: Some(source.into()) }
    }

    /// What was stored cannot be read back.
    #[must_use]
    pub fn corrupt(what: &'static str) -> Self {
        Self { doing: what, source: None }
    }
}

impl StoreError {
    /// The error with all that caused it, for who runs the store. [`Display`](fmt::Display) leaves the causes
    /// out.
    #[must_use]
    pub fn with_causes(&self) -> String {
        let (mut told, mut cause) = (self.to_string(), error::Error::source(self));
        while let Some(error) = cause {
            told = format!("{told}: {error}");
            cause = error.source();
        }
        told
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Some(_) => write!(f, "the audit store failed: {}", self.doing),
            None => write!(f, "the audit store holds a value that this version cannot read: {}", self.doing),
        }
    }
}

impl error::Error for StoreError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
