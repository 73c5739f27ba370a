//! The index's file: opened, checked, made anew.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use sqlx::{
    Connection, SqliteConnection, SqlitePool,
    sqlite::{SqliteJournalMode, SqliteSynchronous},
};
use tokio::sync::Mutex;

use super::{
    super::{append, file, open},
    damage::is_damage,
};

/// An index that is open.
pub(super) struct Files {
    pub(super) writer: Mutex<SqliteConnection>,
    pub(super) readers: SqlitePool,
}

/// Raised when what is in the file changes its meaning; another version's file is made anew.
const VERSION: i64 = 2;

const SCHEMA: [&str; 4] = [
    // One row. Which trail's index it is, and up to which row it goes.
    "CREATE TABLE about (
        version INTEGER NOT NULL, trail BLOB NOT NULL, watermark INTEGER NOT NULL, id BLOB NOT NULL) STRICT",
    "CREATE TABLE segments (
        number INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, low BLOB NOT NULL,
        top BLOB NOT NULL, rows INTEGER NOT NULL, opened BLOB NOT NULL) STRICT",
    // `low` and `top` are the smallest and the largest id in the block, `high` is the largest up to here.
    "CREATE TABLE blocks (
        segment INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, low BLOB NOT NULL,
        top BLOB NOT NULL, high BLOB NOT NULL, rows INTEGER NOT NULL,
        PRIMARY KEY (segment, first)) STRICT, WITHOUT ROWID",
    "INSERT INTO about VALUES (2, x'', 0, x'')",
];

const READERS: u32 = 4;

/// `audit.index.db` beside `audit.db`.
pub(in super::super) fn beside(database: &Path) -> PathBuf {
    database.with_extension("index.db")
}

/// What an index says of itself.
struct About {
    trail: Vec<u8>,
    watermark: i64,
    /// Of the row at the watermark.
    id: Vec<u8>,
}

impl Files {
    /// Opens the index of this trail, and says up to which row it goes. Whatever is not to be read, or not
    /// this trail's, is made anew.
    pub(super) async fn open(path: &Path, rows: &SqlitePool) -> sqlx::Result<(Self, i64)> {
        let trail: Vec<u8> = sqlx::query_scalar("SELECT trail FROM trail").fetch_one(rows).await?;
        match Self::open_as_is(path, &trail).await {
            Ok((files, about)) if about.fits(&trail, rows).await? => return Ok((files, about.watermark)),
            Err(error) if !is_damage(&error) => return Err(error),
            _ => {}
        }
        remove(path)?;
        let (files, about) = Self::open_as_is(path, &trail).await?;
        Ok((files, about.watermark))
    }

    async fn open_as_is(path: &Path, trail: &[u8]) -> sqlx::Result<(Self, About)> {
        file::prepare(path)?;
        let options = open::options(path);
        let writing = options.clone().page_size(8_192).journal_mode(SqliteJournalMode::Wal);
        // In KiB. Merging reads back what was written a while ago.
        let writing = writing.pragma("cache_size", "-16384");
        let mut writer = open::connect(&writing.synchronous(SqliteSynchronous::Normal)).await?;
        let about = prepared(&mut writer, trail).await?;
        let readers = open::readers(READERS, options);
        Ok((Self { writer: Mutex::new(writer), readers }, about))
    }
}

impl About {
    async fn fits(&self, trail: &[u8], rows: &SqlitePool) -> sqlx::Result<bool> {
        let mut rows = rows.acquire().await?;
        // A database that was put back from a copy may have given the same numbers to other rows.
        let last = append::last_seq(&mut rows).await?;
        let there: Option<Vec<u8>> = sqlx::query_scalar("SELECT id FROM calls WHERE seq = ?")
            .bind(self.watermark)
            .fetch_optional(&mut *rows)
            .await?;
        Ok(self.trail == trail && self.watermark <= last && there.is_none_or(|there| there == self.id))
    }
}

async fn prepared(writer: &mut SqliteConnection, trail: &[u8]) -> sqlx::Result<About> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    let tables: i64 =
        sqlx::query_scalar("SELECT count(*) FROM sqlite_schema").fetch_one(&mut *transaction).await?;
    if tables == 0 {
        for sql in SCHEMA {
            sqlx::query(sql).execute(&mut *transaction).await?;
        }
        sqlx::query("UPDATE about SET trail = ?").bind(trail).execute(&mut *transaction).await?;
    }
    let sql = "SELECT trail, watermark, id FROM about WHERE version = ?";
    let about = sqlx::query_as(sql).bind(VERSION).fetch_one(&mut *transaction).await?;
    transaction.commit().await?;
    let (trail, watermark, id): (Vec<u8>, i64, Vec<u8>) = about;
    Ok(About { trail, watermark, id })
}

fn remove(path: &Path) -> io::Result<()> {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        match fs::remove_file(PathBuf::from(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
