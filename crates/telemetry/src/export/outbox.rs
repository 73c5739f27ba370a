//! Where ended spans and log records wait.

use std::{
    collections::VecDeque,
    fmt,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
};

use tokio::sync::Notify;

/// A bounded queue that never makes its producers wait: what finds no room is dropped, and counted.
///
/// Closed, as it is at first, it takes nothing, and holds no memory.
pub(crate) struct Outbox<T> {
    open: AtomicBool,
    capacity: AtomicUsize,
    batch: AtomicUsize,
    waiting: Mutex<VecDeque<T>>,
    dropped: AtomicU64,
    /// Told when a whole batch waits.
    full: Notify,
}

impl<T> Outbox<T> {
    pub(crate) fn new() -> Self {
        Self {
            open: AtomicBool::new(false),
            capacity: AtomicUsize::new(0),
            batch: AtomicUsize::new(usize::MAX),
            waiting: Mutex::new(VecDeque::new()),
            dropped: AtomicU64::new(0),
            full: Notify::new(),
        }
    }

    /// Takes items from now on.
    pub(crate) fn open(&self, capacity: usize, batch: usize) {
        self.capacity.store(capacity, Relaxed);
        self.batch.store(batch, Relaxed);
        self.open.store(true, Relaxed);
    }

    /// Takes nothing more.
    pub(crate) fn close(&self) {
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
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() >= self.capacity.load(Relaxed) {
            drop(waiting);
            self.dropped.fetch_add(1, Relaxed);
            return;
        }
        waiting.push_back(item);
        let is_batch = waiting.len() == self.batch.load(Relaxed);
        drop(waiting);
        if is_batch {
            self.full.notify_one();
        }
    }

    /// What waits, the oldest first; at most `most`.
    pub(crate) fn take(&self, most: usize) -> Vec<T> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let count = waiting.len().min(most);
        waiting.drain(..count).collect()
    }

    pub(crate) fn len(&self) -> usize {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    pub(crate) fn dropped(&self) -> u64 {
        self.dropped.load(Relaxed)
    }

    /// Resolves when a whole batch waits.
    pub(crate) async fn batch(&self) {
        self.full.notified().await;
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
