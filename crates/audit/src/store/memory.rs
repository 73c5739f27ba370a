use std::{
    collections::BTreeMap,
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::{AuditStore, Filter, Page, Rows, StoreFuture, Total};
use crate::{AuditRecord, RecordId};

/// Keeps the newest records in memory: for tests, for trying things out, and for services that want to
/// show their last calls and no more.
///
/// ```
/// use gate_audit::{AuditStore, Filter, MemoryStore, Page};
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let store = MemoryStore::new(1_000);
/// let rows = store.query(&Filter::default(), &Page::default()).await?;
/// assert_eq!(rows.total.count, 0);
/// # Ok::<(), gate_audit::StoreError>(()) }).unwrap();
/// ```
pub struct MemoryStore {
    records: Mutex<BTreeMap<RecordId, AuditRecord>>,
    capacity: usize,
}

impl MemoryStore {
    /// Keeps at most so many records; the oldest go first.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self { records: Mutex::default(), capacity }
    }

    fn records(&self) -> MutexGuard<'_, BTreeMap<RecordId, AuditRecord>> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn append_now(&self, batch: &[AuditRecord]) {
        let mut records = self.records();
        for record in batch {
            records.entry(record.id).or_insert_with(|| record.clone());
        }
        while records.len() > self.capacity {
            records.pop_first();
        }
    }

    fn query_now(&self, filter: &Filter, page: &Page) -> Rows {
        let records = self.records();
        let newest_first = || records.values().rev().filter(|record| filter.matches(record));
        let total = Total::exact(newest_first().count() as u64);
        let behind = |record: &&AuditRecord| page.cursor().is_none_or(|cursor| record.id < cursor.id());
        let items = newest_first().filter(behind).take(page.limit() as usize + 1).cloned();
        Rows::cut(items.collect(), page, total)
    }
}

impl AuditStore for MemoryStore {
    fn append<'a>(&'a self, batch: &'a [AuditRecord]) -> StoreFuture<'a, ()> {
        Box::pin(async move {
            self.append_now(batch);
            Ok(())
        })
    }

    fn query<'a>(&'a self, filter: &'a Filter, page: &'a Page) -> StoreFuture<'a, Rows> {
        Box::pin(async move { Ok(self.query_now(filter, page)) })
    }

    fn get(&self, id: RecordId) -> StoreFuture<'_, Option<AuditRecord>> {
        Box::pin(async move { Ok(self.records().get(&id).cloned()) })
    }

    fn ping(&self) -> StoreFuture<'_, ()> {
        Box::pin(async { Ok(()) })
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore")
            .field("records", &self.records().len())
            .field("capacity", &self.capacity)
            .finish()
    }
}
