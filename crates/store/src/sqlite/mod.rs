//! The audit trail in one SQLite file.

mod amounts;
mod answer;
mod append;
mod chains;
mod file;
mod filter;
mod holds;
mod index;
mod open;
mod pack;
mod pending;
mod query;
mod retention;
mod row;
mod sums;
mod texts;
mod total;

use std::{
    fmt,
    path::{Path, PathBuf},
};

use self::{append::Writer, index::Index, pending::Pending};
use gate_audit::{
    AuditRecord, AuditSink, AuditStore, Filter, Hold, Page, Pruned, RecordId, Rows, StoreError, StoreFuture,
    StoreHealth, Strays, TableExtent, Usage, UsageQuery,
    chain::{ChainKey, ChainStart, Checkpoint, WriterId},
};
use sqlx::{Connection, Sqlite, SqlitePool, pool::PoolConnection};
use tokio::sync::{MappedMutexGuard, Mutex, MutexGuard};

/// Keeps audit records in a SQLite file; see the [crate's documentation](crate).
pub struct SqliteStore {
    /// `None` once closed. One writer: SQLite has no more, and a mutex is a better queue than its lock.
    writer: Mutex<Option<Writer>>,
    readers: SqlitePool,
    index: Index,
    path: PathBuf,
}

const READERS: u32 = 4;

impl SqliteStore {
    /// Opens the file, or makes it, and brings it up to date.
    ///
    /// # Errors
    ///
    /// When the file cannot be made or read, is no SQLite database, or comes from a newer version.
    pub async fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref();
        let writer = Writer::new(open::writer(path).await?).await;
        let writer = writer.map_err(|error| StoreError::new("open the database", error))?;
        let readers = open::readers(READERS, open::options(path));
        let index = Index::start(index::beside(path), readers.clone());
        Ok(Self { writer: Mutex::new(Some(writer)), readers, index, path: path.to_owned() })
    }

    /// Folds the write-ahead log into the file and closes it. Further calls fail.
    ///
    /// # Errors
    ///
    /// When the log could not be folded in; nothing is lost, the next opening does it.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.index.close().await;
        self.readers.close().await;
        let Some(mut writer) = self.writer.lock().await.take() else { return Ok(()) };
        // What is not summed up now is at the next opening.
        let summed_up = writer.sum_up().await;
        let folded = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut writer.connection).await;
        let closed = writer.connection.close().await;
        summed_up.and(folded.map(drop)).and(closed).map_err(|error| StoreError::new("close", error))
    }

    async fn writer(&self) -> Result<MappedMutexGuard<'_, Writer>, StoreError> {
        let writer = MutexGuard::try_map(self.writer.lock().await, Option::as_mut);
        let mut writer = writer.map_err(|_| StoreError::new("write", sqlx::Error::PoolClosed))?;
        // SQLite rolls back by itself when the disk is full. Then sqlx's own rollback fails, and it takes the
        // transaction for open as long as the connection lives.
        if writer.connection.is_in_transaction() {
            // What was only on its way to be rolled back has been, after this.
            let ping = writer.connection.ping().await;
            ping.map_err(|error| StoreError::new("write", error))?;
            if writer.connection.is_in_transaction() {
                writer.connection = open::another_writer(&self.path).await?;
            }
        }
        Ok(writer)
    }

    async fn reader(&self) -> Result<PoolConnection<Sqlite>, StoreError> {
        self.readers.acquire().await.map_err(|error| StoreError::new("read", error))
    }

    async fn append_all(&self, batch: &[AuditRecord]) -> Result<(), StoreError> {
        let appended = self.writer().await?.append(batch).await;
        if appended.map_err(|error| StoreError::new("append", error))? {
            self.index.wake();
        }
        Ok(())
    }
}

impl AuditSink for SqliteStore {
    fn append<'a>(&'a self, batch: &'a [AuditRecord]) -> StoreFuture<'a, ()> {
        Box::pin(self.append_all(batch))
    }

    fn begin_chain<'a>(&'a self, start: &'a ChainStart) -> StoreFuture<'a, ()> {
        Box::pin(async {
            let begun = chains::begin(&mut self.writer().await?.connection, start).await;
            begun.map_err(|error| StoreError::new("begin a chain", error))
        })
    }

    fn ping(&self) -> StoreFuture<'_, ()> {
        Box::pin(async {
            let answer = sqlx::query("SELECT 1 FROM calls LIMIT 1").fetch_optional(&self.readers).await;
            answer.map(drop).map_err(|error| StoreError::new("ping", error))
        })
    }
}

impl AuditStore for SqliteStore {
    fn query<'a>(&'a self, filter: &'a Filter, page: &'a Page) -> StoreFuture<'a, Rows> {
        Box::pin(async move {
            match self.index.rows(filter, page).await? {
                Some(rows) => Ok(rows),
                None => query::rows(&self.readers, filter, page).await,
            }
        })
    }

    fn get(&self, id: RecordId) -> StoreFuture<'_, Option<AuditRecord>> {
        Box::pin(query::one(&self.readers, id))
    }

    fn health(&self) -> StoreFuture<'_, StoreHealth> {
        Box::pin(async {
            let unindexed = total::behind(&self.readers, self.index.watermark()).await;
            unindexed.map(StoreHealth::new).map_err(|error| StoreError::new("measure", error))
        })
    }

    fn usage(&self, query: UsageQuery) -> StoreFuture<'_, Vec<Usage>> {
        Box::pin(async move {
            if Pending::is_behind(&self.readers).await? {
                let summed_up = self.writer().await?.sum_up().await;
                summed_up.map_err(|error| StoreError::new("sum up", error))?;
            }
            answer::usage(&self.readers, query).await
        })
    }

    fn extents(&self, before: Option<RecordId>) -> StoreFuture<'_, Vec<TableExtent>> {
        Box::pin(async move { retention::extents(&mut *self.reader().await?, before).await })
    }

    fn newest(&self, rows: Option<u64>, bytes: Option<u64>) -> StoreFuture<'_, Option<RecordId>> {
        Box::pin(async move {
            let newest = retention::newest(&mut *self.reader().await?, rows, bytes).await;
            newest.map_err(|error| StoreError::new("find the newest", error))
        })
    }

    fn prune<'a>(&'a self, cut_off: RecordId, key: Option<&'a ChainKey>) -> StoreFuture<'a, Pruned> {
        Box::pin(async move {
            let pruned = retention::prune(&mut *self.writer().await?, cut_off, key).await?;
            self.index.wake();
            Ok(pruned)
        })
    }

    fn hold<'a>(&'a self, hold: &'a Hold) -> StoreFuture<'a, ()> {
        Box::pin(async {
            let placed = holds::place(&mut self.writer().await?.connection, hold).await;
            placed.map_err(|error| StoreError::new("place a hold", error))
        })
    }

    fn holds(&self) -> StoreFuture<'_, Vec<Hold>> {
        Box::pin(async { holds::all(&mut *self.reader().await?).await })
    }

    fn release<'a>(&'a self, name: &'a str, key: Option<&'a ChainKey>) -> StoreFuture<'a, bool> {
        Box::pin(async move { holds::release(&mut self.writer().await?.connection, name, key).await })
    }

    fn chains(&self) -> StoreFuture<'_, Vec<ChainStart>> {
        Box::pin(chains::chains(&self.readers))
    }

    fn sealed(&self, writer: WriterId, after: u64, limit: usize) -> StoreFuture<'_, Vec<AuditRecord>> {
        Box::pin(chains::sealed(&self.readers, writer, after, limit))
    }

    fn checkpoints(&self, writer: WriterId) -> StoreFuture<'_, Vec<Checkpoint>> {
        Box::pin(chains::checkpoints(&self.readers, writer))
    }

    fn strays(&self, since: Option<RecordId>) -> StoreFuture<'_, Strays> {
        Box::pin(async move {
            let strays = chains::strays(&self.readers, since).await;
            strays.map_err(|error| StoreError::new("look for strays", error))
        })
    }
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").field("readers", &self.readers.size()).finish_non_exhaustive()
    }
}
