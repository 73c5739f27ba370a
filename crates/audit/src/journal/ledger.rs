//! What both ends of a journal know of its segments.

use std::{
    collections::VecDeque,
    pin::pin,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering::SeqCst},
    },
};

use tokio::sync::Notify;

/// The segments, and how much they hold.
pub(crate) struct Ledger {
    max_bytes: u64,
    /// All segments' together. `SeqCst`: who sees none free waits, and must be seen to wait.
    bytes: AtomicU64,
    corrupt: AtomicU64,
    discarded: AtomicU64,
    /// So often whoever reads is to panic; and whoever writes.
    #[cfg(test)]
    pub(crate) panics: [AtomicU64; 2],
    state: Mutex<State>,
    /// Something was written, or nothing more will be.
    news: Notify,
    /// A segment has gone.
    room: Notify,
    /// There is no room left.
    full: Notify,
}

struct State {
    segments: VecDeque<Segment>,
    closed: bool,
}

#[derive(Clone, Copy)]
pub(super) struct Segment {
    pub(super) number: u64,
    /// Up to where it may be read.
    pub(super) end: u64,
    /// Nothing more is written to it.
    pub(super) whole: bool,
    /// It was written by an earlier run.
    pub(super) earlier: bool,
}

impl Segment {
    pub(super) fn earlier(number: u64, end: u64) -> Self {
        Self { number, end, whole: true, earlier: true }
    }
}

/// Where a reader stands.
pub(super) enum Front {
    Segment(Segment),
    /// There is nothing, for now.
    Empty,
    /// There is nothing, and will be nothing.
    Closed,
}

impl Ledger {
    pub(super) fn new(segments: Vec<Segment>, max_bytes: u64) -> Self {
        let bytes = segments.iter().map(|segment| segment.end).sum();
        Self {
            max_bytes,
            bytes: AtomicU64::new(bytes),
            corrupt: AtomicU64::new(0),
            discarded: AtomicU64::new(0),
            #[cfg(test)]
            panics: Default::default(),
            state: Mutex::new(State { segments: segments.into(), closed: false }),
            news: Notify::new(),
            room: Notify::new(),
            full: Notify::new(),
        }
    }

    /// Without segments.
    #[cfg(test)]
    pub(crate) fn empty(max_bytes: u64) -> Self {
        Self::new(Vec::new(), max_bytes)
    }

    /// As if all of its room were written to.
    #[cfg(test)]
    pub(crate) fn fill(&self) {
        self.add(self.max_bytes);
    }

    /// How much all segments hold.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(SeqCst)
    }

    /// How many segments could not be read to their ends.
    pub(crate) fn corrupt(&self) -> u64 {
        self.corrupt.load(SeqCst)
    }

    /// How many of those are not kept any longer, as there were too many.
    pub(crate) fn discarded(&self) -> u64 {
        self.discarded.load(SeqCst)
    }

    #[cfg(test)]
    pub(super) fn panic_if_told(&self, who: usize) {
        let told = self.panics[who].fetch_update(SeqCst, SeqCst, |panics| panics.checked_sub(1));
        assert!(told.is_err(), "as the test has told");
    }

    /// Whether nothing more should be let in. What was let in has an eighth of the room left.
    pub(crate) fn is_full(&self) -> bool {
        self.bytes() >= self.max_bytes / 8 * 7
    }

    /// Ready once it [is not full](Self::is_full).
    pub(crate) async fn has_room(&self) {
        loop {
            let mut room = pin!(self.room.notified());
            room.as_mut().enable();
            if !self.is_full() {
                return;
            }
            room.await;
        }
    }

    /// Ready once it [is full](Self::is_full).
    pub(crate) async fn fills(&self) {
        loop {
            let mut full = pin!(self.full.notified());
            full.as_mut().enable();
            if self.is_full() {
                return;
            }
            full.await;
        }
    }

    fn add(&self, bytes: u64) {
        self.bytes.fetch_add(bytes, SeqCst);
        if self.is_full() {
            self.full.notify_waiters();
        }
    }

    /// Whether so many bytes more can be written.
    pub(super) fn fits(&self, bytes: u64) -> bool {
        self.bytes().saturating_add(bytes) <= self.max_bytes
    }

    /// Ready when there may be something to read.
    pub(crate) async fn news(&self) {
        self.news.notified().await;
    }

    /// The newest segment, whoever wrote it.
    pub(super) fn newest(&self) -> Option<u64> {
        self.state().segments.back().map(|segment| segment.number)
    }

    /// A new segment of this length; the one before is whole.
    pub(super) fn begin(&self, number: u64, end: u64) {
        self.finish();
        self.state().segments.push_back(Segment { number, end, whole: false, earlier: false });
        self.add(end);
    }

    /// So much was written to the newest segment, of this number. `false` if that has gone: its reader has
    /// found it damaged.
    #[must_use]
    pub(super) fn grow(&self, number: u64, bytes: u64) -> bool {
        match self.state().segments.back_mut() {
            Some(newest) if newest.number == number => newest.end += bytes,
            _ => return false,
        }
        self.add(bytes);
        self.news.notify_one();
        true
    }

    /// The newest segment is whole.
    pub(super) fn finish(&self) {
        if let Some(newest) = self.state().segments.back_mut() {
            newest.whole = true;
        }
        self.news.notify_one();
    }

    /// Nothing more will be written.
    pub(super) fn close(&self) {
        self.finish();
        self.state().closed = true;
        self.news.notify_one();
    }

    /// Whether nothing more will be written.
    pub(crate) fn is_closed(&self) -> bool {
        self.state().closed
    }

    pub(super) fn front(&self) -> Front {
        let state = self.state();
        match state.segments.front() {
            Some(segment) => Front::Segment(*segment),
            None if state.closed => Front::Closed,
            None => Front::Empty,
        }
    }

    /// The oldest segment has gone.
    pub(super) fn drop_front(&self, was_corrupt: bool, discarded: u64) {
        let Some(gone) = self.state().segments.pop_front() else { return };
        self.bytes.fetch_sub(gone.end, SeqCst);
        self.corrupt.fetch_add(u64::from(was_corrupt), SeqCst);
        self.discarded.fetch_add(discarded, SeqCst);
        self.room.notify_waiters();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
