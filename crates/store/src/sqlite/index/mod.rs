//! Search and facets, in a file of their own beside the database.
//!
//! Nothing is in it that is not in the database: where it is missing, damaged or another trail's, it is built
//! anew. It is written behind the writer, by a task of its own ([`task`]), so what is not in it yet is found by
//! reading the rows. What a query finds by it is read from the database, and checked.
//!
//! It is cut into segments, one full-text table each, which go as a whole once their rows are gone: to delete
//! from such a table takes longer than to write it. Rows in it go by `seq`, the order of writing. Pages go by
//! id, which is nearly the same order, but not quite; how far the two are apart is noted for each block of
//! rows, so that a walk back knows when it has seen enough.

mod count;
mod damage;
mod open;
mod read;
mod task;
mod walk;
mod words;
mod write;

use std::{
    path::PathBuf,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicI64, Ordering::Relaxed},
    },
};

use gate_audit::{AuditRecord, Filter, Page, RecordId, Rows, StoreError, Total};
use sqlx::{SqliteConnection, SqlitePool};
use tokio::{sync::Notify, task::JoinHandle};

use self::open::Files;
pub(super) use self::open::beside;

/// The index of a store, as far as there is one at the time.
pub(super) struct Index {
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

/// What the queries and the task have in common.
struct Shared {
    path: PathBuf,
    /// The database's readers.
    rows: SqlitePool,
    files: RwLock<Option<Arc<Files>>>,
    /// Up to which row the index goes.
    watermark: AtomicI64,
    /// There is something to do.
    work: Notify,
}

impl Index {
    /// Opens the index in the background: until that is done, there is none.
    pub(super) fn start(path: PathBuf, rows: SqlitePool) -> Self {
        let shared = Arc::new(Shared {
            path,
            rows,
            files: RwLock::default(),
            watermark: AtomicI64::new(0),
            work: Notify::new(),
        });
        let task = tokio::spawn(task::run(Arc::clone(&shared)));
        Self { shared, task }
    }

    /// Says that rows have come, or gone.
    pub(super) fn wake(&self) {
        self.shared.work.notify_one();
    }

    pub(super) fn watermark(&self) -> i64 {
        self.shared.watermark.load(Relaxed)
    }

    /// The page, if the index is of use for it.
    pub(super) async fn rows(&self, filter: &Filter, page: &Page) -> Result<Option<Rows>, StoreError> {
        let Some(expression) = words::expression(filter) else { return Ok(None) };
        // Before the files: what is in them by then goes at least as far.
        let watermark = self.watermark();
        let Some(files) = self.shared.files().filter(|_| watermark > 0) else { return Ok(None) };
        let failed = |error| StoreError::new("query", error);
        let Ok(mut reading) = files.readers.begin().await else { return Ok(None) };
        let mut rows = self.shared.rows.acquire().await.map_err(failed)?;
        let query = Query { filter, expression, watermark };
        let found = query.rows(&mut reading, &mut rows, page).await;
        match found {
            // Without it everything is found all the same; how far behind it is says the store's health.
            Err(Failed::Index(error)) => {
                if damage::is_damage(&error) {
                    self.shared.give_up(&files);
                }
                Ok(None)
            }
            Err(Failed::Rows(error)) => Err(error),
            Ok(rows) => Ok(Some(rows)),
        }
    }

    /// Stops the task and closes the files.
    pub(super) async fn close(&self) {
        self.task.abort();
        let files = self.shared.files();
        self.shared.set(None);
        if let Some(files) = files {
            files.readers.close().await;
        }
    }
}

impl Drop for Index {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Shared {
    fn files(&self) -> Option<Arc<Files>> {
        self.files.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, files: Option<Arc<Files>>) {
        *self.files.write().unwrap_or_else(PoisonError::into_inner) = files;
    }

    /// Has the index built anew, unless somebody else has seen to that.
    fn give_up(&self, broken: &Arc<Files>) {
        if self.files().is_some_and(|files| Arc::ptr_eq(&files, broken)) {
            self.set(None);
            self.work.notify_one();
        }
    }
}

/// What a query wants of the index.
struct Query<'a> {
    filter: &'a Filter,
    expression: words::Expression,
    watermark: i64,
}

impl Query<'_> {
    async fn rows(
        &self,
        index: &mut SqliteConnection,
        rows: &mut SqliteConnection,
        page: &Page,
    ) -> Result<Rows, Failed> {
        let segments = Segment::all(index).await?;
        let trail = Trail::read(rows).await?;
        let Found { items, all } = self.page(index, rows, &segments, &trail, page).await?;
        let total = match all {
            Some(all) => Total::exact(all),
            None => self.total(index, rows, &segments, &trail).await?,
        };
        Ok(Rows::cut(items, page, total))
    }
}

/// The records of a page.
struct Found {
    items: Vec<AuditRecord>,
    /// How many there are in all, if all were seen.
    all: Option<u64>,
}

/// What the database says of its rows.
struct Trail {
    floor_seq: i64,
    /// Of the rows up to `floor_seq`, none is left with an id before this one.
    floor_id: Option<RecordId>,
    /// The last row that was written.
    last: i64,
}

impl Trail {
    async fn read(rows: &mut SqliteConnection) -> Result<Self, Failed> {
        let sql = "SELECT floor_seq, floor_id, \
                   coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'calls'), 0) FROM trail";
        let trail = sqlx::query_as(sql).fetch_one(rows).await.map_err(Failed::rows)?;
        let (floor_seq, floor_id, last): (i64, Vec<u8>, i64) = trail;
        Ok(Self { floor_seq, floor_id: id(&floor_id), last })
    }
}

/// A part of the index.
struct Segment {
    number: i64,
    first: i64,
    last: i64,
    /// The smallest and the largest id in it.
    low: RecordId,
    top: RecordId,
}

type SegmentRow = (i64, i64, i64, Vec<u8>, Vec<u8>);

impl Segment {
    /// Every segment, the latest first.
    async fn all(index: &mut SqliteConnection) -> Result<Vec<Self>, Failed> {
        let sql = "SELECT number, first, last, low, top FROM segments ORDER BY number DESC";
        let rows: Vec<SegmentRow> = sqlx::query_as(sql).fetch_all(index).await.map_err(Failed::index)?;
        let segment = |(number, first, last, low, top): SegmentRow| {
            Some(Self { number, first, last, low: id(&low)?, top: id(&top)? })
        };
        rows.into_iter().map(segment).collect::<Option<_>>().ok_or_else(Failed::nonsense)
    }
}

/// Which of the two failed: the index can be done without.
enum Failed {
    Index(sqlx::Error),
    Rows(StoreError),
}

impl Failed {
    fn index(error: sqlx::Error) -> Self {
        Self::Index(error)
    }

    fn rows(error: sqlx::Error) -> Self {
        Self::Rows(StoreError::new("query", error))
    }

    /// The index holds what nobody wrote there.
    fn nonsense() -> Self {
        Self::Index(sqlx::Error::RowNotFound)
    }
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Rows(error)
    }
}

fn id(bytes: &[u8]) -> Option<RecordId> {
    RecordId::from_bytes(bytes.try_into().ok()?)
}
