//! From the requests' tasks to the masking threads.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, OnceLock, PoisonError},
    thread::{self, Thread},
    time::{Duration, Instant},
};

use super::draft::Entry;

/// A queue whose writers never make a system call: readers look by themselves, often while there is work
/// and seldom while there is none. Bounded by the permits that its entries hold.
#[derive(Default)]
pub(crate) struct Queue {
    state: Mutex<State>,
    readers: OnceLock<Vec<Thread>>,
}

#[derive(Default)]
struct State {
    entries: VecDeque<Entry>,
    closed: bool,
}

/// What is taken at a time: enough to pay for the lock, so little that others get their share.
const CHUNK: usize = 128;
/// At so many entries the readers are woken: more than come in the longest pause, as a rule.
const WAKE_AT: usize = 4 * CHUNK;
const SHORTEST_PAUSE: Duration = Duration::from_millis(4);
const LONGEST_PAUSE: Duration = Duration::from_millis(32);

impl Queue {
    /// Returns whether the queue was still open. If somebody waits for the entry, the readers are woken: that
    /// is a system call.
    pub(crate) fn push(&self, entry: Entry, awaited: bool) -> bool {
        let mut state = self.state();
        if state.closed {
            return false;
        }
        state.entries.push_back(entry);
        let wake = awaited || state.entries.len() == WAKE_AT;
        drop(state);
        if wake {
            self.wake();
        }
        true
    }

    /// Blocks this thread until there is something to do; empty once the queue is closed and done.
    pub(crate) fn take(&self) -> Vec<Entry> {
        let mut pause = SHORTEST_PAUSE;
        loop {
            let (entries, closed) = self.try_take();
            if closed || !entries.is_empty() {
                return entries;
            }
            thread::park_timeout(pause);
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// When the call ended that has waited longest.
    pub(crate) fn oldest(&self) -> Option<Instant> {
        self.state().entries.front().map(Entry::ended)
    }

    /// Who is to be woken.
    pub(crate) fn set_readers(&self, readers: Vec<Thread>) {
        // Called once, by `Pipeline::start`.
        let _ = self.readers.set(readers);
    }

    pub(crate) fn close(&self) {
        self.state().closed = true;
        self.wake();
    }

    fn try_take(&self) -> (Vec<Entry>, bool) {
        let mut state = self.state();
        let count = state.entries.len().min(CHUNK);
        (state.entries.drain(..count).collect(), state.closed)
    }

    fn wake(&self) {
        self.readers.get().into_iter().flatten().for_each(Thread::unpark);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
