//! A store by where it is, for programs that are told.

#[cfg(feature = "sqlite")]
use std::path::PathBuf;
use std::{fmt, sync::Arc};

use gate_audit::{AuditStore, StoreError};

#[cfg(feature = "postgres")]
use crate::PostgresStore;
#[cfg(feature = "sqlite")]
use crate::SqliteStore;
use crate::{Database, Traced};

/// Where a trail is kept. `Debug` shows no URL: it may have a password in it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Location {
    /// In a file.
    #[cfg(feature = "sqlite")]
    Sqlite(PathBuf),
    /// In a database, by its URL.
    #[cfg(feature = "postgres")]
    Postgres(String),
}

impl Location {
    /// Reads `sqlite:PATH` or, with the feature `postgres`, `postgres://…`; `None` if it is neither.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':')? {
            #[cfg(feature = "sqlite")]
            ("sqlite", path) if !path.is_empty() => Some(Self::Sqlite(path.into())),
            #[cfg(feature = "postgres")]
            ("postgres" | "postgresql", rest) if rest.starts_with("//") => {
                Some(Self::Postgres(text.to_owned()))
            }
            _ => None,
        }
    }

    /// Opens the store that is there, or makes it.
    ///
    /// # Errors
    ///
    /// When it cannot be opened, made or brought up to date.
    pub async fn open(&self) -> Result<OpenStore, StoreError> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(path) => Ok(OpenStore(Kind::Sqlite(Arc::new(SqliteStore::open(path).await?)))),
            #[cfg(feature = "postgres")]
            Self::Postgres(url) => Ok(OpenStore(Kind::Postgres(Arc::new(PostgresStore::open(url).await?)))),
        }
    }
}

/// A store of either kind.
#[derive(Clone, Debug)]
pub struct OpenStore(Kind);

#[derive(Clone, Debug)]
enum Kind {
    #[cfg(feature = "sqlite")]
    Sqlite(Arc<SqliteStore>),
    #[cfg(feature = "postgres")]
    Postgres(Arc<PostgresStore>),
}

impl OpenStore {
    /// The store itself, with [spans](Traced) around its work.
    #[must_use]
    pub fn store(&self) -> Arc<dyn AuditStore> {
        match &self.0 {
            #[cfg(feature = "sqlite")]
            Kind::Sqlite(store) => Arc::new(Traced::new(Arc::clone(store), Database::Sqlite)),
            #[cfg(feature = "postgres")]
            Kind::Postgres(store) => Arc::new(Traced::new(Arc::clone(store), Database::Postgres)),
        }
    }

    /// Closes it. Further calls fail.
    ///
    /// # Errors
    ///
    /// When it could not be closed cleanly; nothing is lost.
    pub async fn close(&self) -> Result<(), StoreError> {
        match &self.0 {
            #[cfg(feature = "sqlite")]
            Kind::Sqlite(store) => store.close().await,
            #[cfg(feature = "postgres")]
            Kind::Postgres(store) => {
                store.close().await;
                Ok(())
            }
        }
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(path) => f.debug_tuple("Sqlite").field(path).finish(),
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => f.debug_tuple("Postgres").finish_non_exhaustive(),
        }
    }
}
