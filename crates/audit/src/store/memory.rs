use std::{
    collections::{BTreeMap, btree_map::Entry},
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

use super::{
    AuditSink, AuditStore, Extent, Filter, Hold, Page, Pruned, Rows, StoreFuture, StoreHealth, Strays,
    TableExtent, Total, Usage, UsageQuery, sums::Sums,
};
use crate::{
    AuditRecord, RecordId,
    chain::{ChainKey, ChainStart, Checkpoint, CheckpointReason, WriterId, runs},
};

/// Keeps the newest records in memory: for tests, for trying things out, and for services that want to
/// show their last calls and no more.
///
/// Records that go because it is full leave gaps in their chains. Sums of [usage](AuditStore::usage) are kept
/// for as many minutes, servers, tools and principals as there may be records.
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
    state: Mutex<State>,
    capacity: usize,
}

#[derive(Default)]
struct State {
    records: Records,
    /// What a hold has kept from being taken out.
    held: Records,
    holds: Vec<Hold>,
    sums: Sums,
    starts: Vec<ChainStart>,
    checkpoints: Vec<Checkpoint>,
}

type Records = BTreeMap<RecordId, AuditRecord>;

/// How many records are taken out at a time.
const STEP: usize = 1_000;

impl MemoryStore {
    /// Keeps at most so many records; the oldest go first.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self { state: Mutex::default(), capacity }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn append_now(&self, batch: &[AuditRecord]) {
        let mut state = self.state();
        let State { records, sums, .. } = &mut *state;
        for record in batch {
            if let Entry::Vacant(place) = records.entry(record.id) {
                place.insert(record.clone());
                sums.add(record);
            }
        }
        while records.len() > self.capacity {
            records.pop_first();
        }
        sums.keep(self.capacity);
    }
}

impl State {
    fn query(&self, filter: &Filter, page: &Page) -> Rows {
        let newest_first = || self.records.values().rev().filter(|record| filter.matches(record));
        let total = Total::exact(newest_first().count() as u64);
        let behind = |record: &&AuditRecord| page.cursor().is_none_or(|cursor| record.id < cursor.id());
        let skipped = usize::try_from(page.rows_before()).unwrap_or(usize::MAX);
        let items = newest_first().filter(behind).skip(skipped).take(page.limit() as usize + 1).cloned();
        Rows::cut(items.collect(), page, total)
    }

    fn extent(&self, before: Option<RecordId>) -> Extent {
        let meant = || self.records.values().take_while(|record| before.is_none_or(|end| record.id < end));
        let bytes = meant().map(AuditRecord::text_bytes).sum();
        let held = meant().filter(|record| self.is_held(record)).count() as u64;
        Extent { held, ..Extent::new(meant().count() as u64, bytes, meant().next().map(|record| record.id)) }
    }

    fn newest(&self, rows: Option<u64>, bytes: Option<u64>) -> Option<RecordId> {
        let (mut rows, mut bytes) = (rows.unwrap_or(u64::MAX), bytes.unwrap_or(u64::MAX));
        let mut first_kept = None;
        for record in self.records.values().rev() {
            let left = rows.checked_sub(1).zip(bytes.checked_sub(record.text_bytes()));
            let Some(left) = left else {
                return Some(first_kept.unwrap_or_else(|| RecordId::floor(SystemTime::now())));
            };
            (rows, bytes) = left;
            first_kept = Some(record.id);
        }
        None
    }

    fn prune(&mut self, cut_off: RecordId, key: Option<&ChainKey>) -> Pruned {
        let ids: Vec<_> = self.records.range(..cut_off).take(STEP).map(|(id, _)| *id).collect();
        let gone: Vec<_> = ids.iter().filter_map(|id| self.records.remove(id)).collect();
        let (held, gone): (Vec<_>, Vec<_>) = gone.into_iter().partition(|record| self.is_held(record));
        self.sign_for(&gone, key);
        self.sums.prune(cut_off);
        let pruned = Pruned::new(ids.len() as u64, held.len() as u64);
        self.held.extend(held.into_iter().map(|record| (record.id, record)));
        pruned
    }

    fn release(&mut self, name: &str, key: Option<&ChainKey>) -> bool {
        let before = self.holds.len();
        self.holds.retain(|hold| hold.name != name);
        let held = std::mem::take(&mut self.held);
        let (held, gone): (Records, Records) = held.into_iter().partition(|(_, record)| self.is_held(record));
        self.held = held;
        self.sign_for(&gone.into_values().collect::<Vec<_>>(), key);
        before != self.holds.len()
    }

    fn sign_for(&mut self, gone: &[AuditRecord], key: Option<&ChainKey>) {
        let links = gone.iter().filter_map(|record| record.link).collect();
        if let Some(key) = key {
            self.checkpoints.extend(runs(links, key, CheckpointReason::Retention));
        }
    }

    fn is_held(&self, record: &AuditRecord) -> bool {
        self.holds.iter().any(|hold| hold.filter.matches(record))
    }

    fn sealed(&self, writer: WriterId, after: u64, limit: usize) -> Vec<AuditRecord> {
        let all = self.records.values().chain(self.held.values());
        let of_chain = |record: &&AuditRecord| {
            record.link.is_some_and(|link| link.writer == writer && link.number > after)
        };
        let mut records: Vec<_> = all.filter(of_chain).cloned().collect();
        records.sort_by_key(|record| record.link.map(|link| link.number));
        records.truncate(limit);
        records
    }

    fn strays(&self, since: Option<RecordId>) -> Strays {
        let known = |writer| self.starts.iter().any(|start| start.writer == writer);
        let is_stray =
            |record: &&AuditRecord| record.link.is_none_or(|link| link.number == 0 || !known(link.writer));
        let mut strays = Strays::default();
        for record in self.records.values().filter(is_stray) {
            if since.is_none_or(|since| record.id < since) {
                strays.before += 1;
            } else {
                strays.first_since = strays.first_since.or(Some(record.id));
            }
        }
        strays
    }
}

impl AuditSink for MemoryStore {
    fn append<'a>(&'a self, batch: &'a [AuditRecord]) -> StoreFuture<'a, ()> {
        Box::pin(async move {
            self.append_now(batch);
            Ok(())
        })
    }

    fn begin_chain<'a>(&'a self, start: &'a ChainStart) -> StoreFuture<'a, ()> {
        Box::pin(async move {
            let starts = &mut self.state().starts;
            if !starts.iter().any(|known| known.writer == start.writer) {
                starts.push(start.clone());
                starts.sort_by_key(|start| start.writer);
            }
            Ok(())
        })
    }

    fn ping(&self) -> StoreFuture<'_, ()> {
        Box::pin(async { Ok(()) })
    }
}

impl AuditStore for MemoryStore {
    fn query<'a>(&'a self, filter: &'a Filter, page: &'a Page) -> StoreFuture<'a, Rows> {
        Box::pin(async move { Ok(self.state().query(filter, page)) })
    }

    fn get(&self, id: RecordId) -> StoreFuture<'_, Option<AuditRecord>> {
        Box::pin(async move {
            let state = self.state();
            Ok(state.records.get(&id).or_else(|| state.held.get(&id)).cloned())
        })
    }

    fn health(&self) -> StoreFuture<'_, StoreHealth> {
        Box::pin(async { Ok(StoreHealth::default()) })
    }

    fn usage(&self, query: UsageQuery) -> StoreFuture<'_, Vec<Usage>> {
        Box::pin(async move { Ok(self.state().sums.usage(query)) })
    }

    fn extents(&self, before: Option<RecordId>) -> StoreFuture<'_, Vec<TableExtent>> {
        Box::pin(async move { Ok(vec![TableExtent::new("calls", self.state().extent(before))]) })
    }

    fn newest(&self, rows: Option<u64>, bytes: Option<u64>) -> StoreFuture<'_, Option<RecordId>> {
        Box::pin(async move { Ok(self.state().newest(rows, bytes)) })
    }

    fn prune<'a>(&'a self, cut_off: RecordId, key: Option<&'a ChainKey>) -> StoreFuture<'a, Pruned> {
        Box::pin(async move { Ok(self.state().prune(cut_off, key)) })
    }

    fn hold<'a>(&'a self, hold: &'a Hold) -> StoreFuture<'a, ()> {
        Box::pin(async move {
            let holds = &mut self.state().holds;
            holds.retain(|known| known.name != hold.name);
            holds.push(hold.clone());
            Ok(())
        })
    }

    fn holds(&self) -> StoreFuture<'_, Vec<Hold>> {
        Box::pin(async { Ok(self.state().holds.clone()) })
    }

    fn release<'a>(&'a self, name: &'a str, key: Option<&'a ChainKey>) -> StoreFuture<'a, bool> {
        Box::pin(async move { Ok(self.state().release(name, key)) })
    }

    fn chains(&self) -> StoreFuture<'_, Vec<ChainStart>> {
        Box::pin(async { Ok(self.state().starts.clone()) })
    }

    fn sealed(&self, writer: WriterId, after: u64, limit: usize) -> StoreFuture<'_, Vec<AuditRecord>> {
        Box::pin(async move { Ok(self.state().sealed(writer, after, limit)) })
    }

    fn checkpoints(&self, writer: WriterId) -> StoreFuture<'_, Vec<Checkpoint>> {
        Box::pin(async move {
            let of_chain = |checkpoint: &&Checkpoint| checkpoint.writer == writer;
            Ok(self.state().checkpoints.iter().filter(of_chain).cloned().collect())
        })
    }

    fn strays(&self, since: Option<RecordId>) -> StoreFuture<'_, Strays> {
        Box::pin(async move { Ok(self.state().strays(since)) })
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore")
            .field("records", &self.state().records.len())
            .field("capacity", &self.capacity)
            .finish()
    }
}
