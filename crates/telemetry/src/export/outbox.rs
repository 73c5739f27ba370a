//! Where ended spans and log records wait.

use std::{
    collections::VecDeque,
    fmt,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
};

use tokio::sync::Notify;

/// A bounded queue that never makes its producers wait: what finds no room is dropped, and counted.
///
/// Closed, as it is at first, it takes nothing, and holds no memory.
pub(crate) struct Outbox<T> {
    /// What `waiting` says, to be asked without its lock.
    open: AtomicBool,
    waiting: Mutex<Waiting<T>>,
    dropped: AtomicU64,
    /// Told when a whole batch waits.
    full: Notify,
}

struct Waiting<T> {
    items: VecDeque<T>,
    open: bool,
    capacity: usize,
    batch: usize,
}

impl<T> Outbox<T> {
    pub(crate) fn new() -> Self {
        Self {
            open: AtomicBool::new(false),
            waiting: Mutex::new(Waiting { items: VecDeque::new(), open: false, capacity: 0, batch: 0 }),
            dropped: AtomicU64::new(0),
            full: Notify::new(),
        }
    }

    /// Takes items from now on; what waits already stays.
    pub(crate) fn open(&self, capacity: usize, batch: usize) {
        let mut waiting = self.lock();
        (waiting.capacity, waiting.batch, waiting.open) = (capacity, batch, true);
        self.open.store(true, Relaxed);
    }

    /// Takes nothing more: once this has returned, nothing comes in any more.
    pub(crate) fn close(&self) {
        self.lock().open = false;
        self.open.store(false, Relaxed);
    }

    /// Whether it is worth making an item.
    pub(crate) fn is_open(&self) -> bool {
        self.open.load(Relaxed)
    }

    pub(crate) fn send(&self, item: T) {
        if !self.is_open() {
            return;
        }
        let mut waiting = self.lock();
        if waiting.items.len() >= waiting.capacity || !waiting.open {
            let is_open = waiting.open;
            drop(waiting);
            self.dropped.fetch_add(is_open.into(), Relaxed);
            return;
        }
        waiting.items.push_back(item);
        let is_batch = waiting.items.len() == waiting.batch;
        drop(waiting);
        if is_batch {
            self.full.notify_one();
        }
    }

    /// What waits, the oldest first; at most `most`.
    pub(crate) fn take(&self, most: usize) -> Vec<T> {
        // Room is made outside of the lock, for which producers would have to wait.
        let mut taken = Vec::with_capacity(self.len().min(most));
        let mut waiting = self.lock();
        let count = waiting.items.len().min(taken.capacity());
        taken.extend(waiting.items.drain(..count));
        taken
    }

    /// Frees what waits, and all memory; how many that were, which count as dropped.
    pub(crate) fn clear(&self) -> usize {
        let items = std::mem::take(&mut self.lock().items);
        self.dropped.fetch_add(items.len() as u64, Relaxed);
        items.len()
    }

    pub(crate) fn len(&self) -> usize {
        self.lock().items.len()
    }

    pub(crate) fn dropped(&self) -> u64 {
        self.dropped.load(Relaxed)
    }

    /// Resolves when so many wait, which should be a batch.
    pub(crate) async fn batch(&self, size: usize) {
        while self.len() < size {
            self.full.notified().await;
        }
    }

    #[cfg(test)]
    pub(crate) fn memory(&self) -> usize {
        self.lock().items.capacity()
    }

    fn lock(&self) -> MutexGuard<'_, Waiting<T>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> fmt::Debug for Outbox<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outbox")
            .field("open", &self.open)
            .field("dropped", &self.dropped)
            .finish_non_exhaustive()
    }
}
