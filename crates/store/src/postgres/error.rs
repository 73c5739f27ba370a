//! What PostgreSQL says of an error, without what it quotes.
//!
//! Its messages about data, and the details of many others, quote values of the row: a record must not
//! get into a log that way. `sqlx::Error` shows them all, so it never leaves this module's neighbours.

use std::{error, fmt, io};

use gate_audit::StoreError;
use sqlx::{error::DatabaseError, migrate::MigrateError, postgres::PgDatabaseError};

/// Turns an error into one that quotes nothing.
pub(super) fn failed(doing: &'static str) -> impl FnOnce(sqlx::Error) -> StoreError {
    move |error| StoreError::new(doing, Scrubbed::from(error))
}

/// An error as it may be logged.
#[derive(Debug)]
pub(super) enum Scrubbed {
    /// The server refused; with its message where that cannot quote a row.
    Server { code: String, message: Option<String> },
    /// No connection, or no more.
    Io(io::Error),
    /// Something else that went wrong on this side.
    Driver(&'static str),
    /// The tables are not those that this version knows.
    Schema(String),
}

impl From<sqlx::Error> for Scrubbed {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(error) => Self::server(&*error),
            sqlx::Error::Io(error) => Self::Io(error),
            sqlx::Error::Tls(_) => Self::Driver("TLS cannot be agreed on"),
            sqlx::Error::Configuration(_) => Self::Driver("the URL cannot be read"),
            sqlx::Error::PoolTimedOut => Self::Driver("no connection could be had in time"),
            sqlx::Error::PoolClosed => Self::Driver("the store is closed"),
            sqlx::Error::Protocol(_) => Self::Driver("the server's answer cannot be understood"),
            sqlx::Error::ColumnDecode { .. } => Self::Driver("a column cannot be read"),
            _ => Self::Driver("the driver failed"),
        }
    }
}

impl From<MigrateError> for Scrubbed {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            MigrateError::VersionMissing(version) => Self::Schema(format!(
                "its tables are those of a newer version (migration {version}), which this one does not know"
            )),
            MigrateError::VersionMismatch(version) => {
                Self::Schema(format!("migration {version} was another one when it was made"))
            }
            _ => Self::Driver("the migrations cannot be run"),
        }
    }
}

impl Scrubbed {
    fn server(error: &dyn DatabaseError) -> Self {
        let Some(error) = error.try_downcast_ref::<PgDatabaseError>() else {
            return Self::Driver("the server refused");
        };
        // Connection, authorisation, resources, an operator's doing, missing tables and rights.
        let quotes_nothing =
            ["08", "28", "3D", "42", "53", "57"].iter().any(|class| error.code().starts_with(class));
        let message = quotes_nothing.then(|| error.message().to_owned());
        Self::Server { code: error.code().to_owned(), message }
    }
}

impl fmt::Display for Scrubbed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server { code, message: Some(message) } => write!(f, "{message} (SQLSTATE {code})"),
            Self::Server { code, message: None } => write!(f, "the server refused (SQLSTATE {code})"),
            Self::Io(error) => write!(f, "{error}"),
            Self::Driver(what) => f.write_str(what),
            Self::Schema(what) => f.write_str(what),
        }
    }
}

impl error::Error for Scrubbed {}

/// What the writer must know of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// A row is there already.
    Duplicate,
    /// A row belongs to a partition that is not there.
    NoPartition,
    /// The table is gone.
    NoTable,
    /// A lock could not be had in time.
    Locked,
    /// Anything else.
    Other,
}

pub(super) fn refusal(error: &sqlx::Error) -> Refusal {
    match error.as_database_error().and_then(|error| error.code()).as_deref() {
        Some("23505") => Refusal::Duplicate,
        Some("23514") => Refusal::NoPartition,
        Some("42P01") => Refusal::NoTable,
        Some("55P03") => Refusal::Locked,
        _ => Refusal::Other,
    }
}
