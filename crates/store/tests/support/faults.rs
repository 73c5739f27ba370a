//! A SQLite store to which happens what happens to stores.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};

use gate_audit::{
    AuditRecord, AuditSink, AuditStore, Filter, Page, RecordId, StoreError, StoreFuture, chain::ChainStart,
};
use gate_store::SqliteStore;
use tokio::{sync::RwLock, time::sleep};

pub(crate) struct Faulty {
    path: PathBuf,
    inner: RwLock<Option<Arc<SqliteStore>>>,
    /// The next append is written, and said to have failed.
    cut: AtomicBool,
    disk_full: AtomicBool,
    /// The database is on a disk that can be filled.
    is_small: bool,
    delay: AtomicU64,
}

impl Faulty {
    pub(crate) async fn open(dir: &Path) -> Self {
        let path = dir.join("audit.db");
        let is_small = small_disk().is_some_and(|disk| dir.starts_with(disk));
        let inner = SqliteStore::open(&path).await.unwrap();
        Self {
            path,
            inner: RwLock::new(Some(Arc::new(inner))),
            cut: AtomicBool::new(false),
            disk_full: AtomicBool::new(false),
            is_small,
            delay: AtomicU64::new(0),
        }
    }

    /// Closes it in the midst of whatever it does.
    pub(crate) async fn stop(&self) {
        if let Some(inner) = self.inner.write().await.take() {
            inner.close().await.unwrap();
        }
    }

    pub(crate) async fn restart(&self) {
        let inner = SqliteStore::open(&self.path).await.unwrap();
        *self.inner.write().await = Some(Arc::new(inner));
    }

    pub(crate) async fn close(&self) {
        self.stop().await;
    }

    pub(crate) fn cut_connection(&self) {
        self.cut.store(true, SeqCst);
    }

    pub(crate) fn slow_down(&self, each: Duration) {
        self.delay.store(u64::try_from(each.as_millis()).unwrap(), SeqCst);
    }

    /// Takes what room the disk has, if it is a small one; else the store says that it is full.
    pub(crate) async fn fill_disk(&self) {
        match self.is_small {
            true => fill(&self.filler()),
            false => self.disk_full.store(true, SeqCst),
        }
    }

    pub(crate) async fn free_disk(&self) {
        match self.is_small {
            true => std::fs::remove_file(self.filler()).unwrap(),
            false => self.disk_full.store(false, SeqCst),
        }
    }

    fn filler(&self) -> PathBuf {
        self.path.with_file_name("filler")
    }

    /// The ids of all records, whatever they tell.
    pub(crate) async fn ids(&self) -> Vec<RecordId> {
        let inner = self.inner.read().await.clone().unwrap();
        let (mut ids, mut page) = (Vec::new(), Page::first(Page::MAX));
        loop {
            let rows = inner.query(&Filter::default(), &page).await.unwrap();
            ids.extend(rows.items.iter().map(|record| record.id));
            let Some(next) = rows.next else { return ids };
            page = Page::first(Page::MAX).after(next);
        }
    }

    async fn append_all(&self, batch: &[AuditRecord]) -> Result<(), StoreError> {
        let inner = self.inner.read().await.clone();
        let inner = inner.ok_or_else(|| StoreError::new("append", "stopped for the test"))?;
        sleep(Duration::from_millis(self.delay.load(SeqCst))).await;
        if self.disk_full.load(SeqCst) {
            return Err(StoreError::new("append", "the disk is full, for the test"));
        }
        inner.append(batch).await?;
        match self.cut.swap(false, SeqCst) {
            true => Err(StoreError::new("append", "the connection was cut, for the test")),
            false => Ok(()),
        }
    }
}

impl AuditSink for Faulty {
    fn append<'a>(&'a self, batch: &'a [AuditRecord]) -> StoreFuture<'a, ()> {
        Box::pin(self.append_all(batch))
    }

    fn begin_chain<'a>(&'a self, _: &'a ChainStart) -> StoreFuture<'a, ()> {
        Box::pin(async { Ok(()) })
    }

    fn ping(&self) -> StoreFuture<'_, ()> {
        Box::pin(async { Ok(()) })
    }
}

/// Where a file system is mounted that a test may fill: `SMALL_DISK`.
pub(crate) fn small_disk() -> Option<PathBuf> {
    std::env::var_os("SMALL_DISK").map(PathBuf::from)
}

/// Writes until nothing more can be.
fn fill(path: &Path) {
    use std::io::Write;
    let mut file = std::fs::File::options().create(true).append(true).open(path).unwrap();
    for size in [1 << 20, 1 << 12, 1] {
        let block = vec![0; size];
        while file.write_all(&block).is_ok() {}
    }
}
