//! Spans of traces that are not sampled, until it is known whether something went wrong or took long.
//!
//! What is below one span of an unsampled trace is a family. Its ended spans wait until one of the family has
//! failed, or the family has lasted for long enough: from then on all of them are exported, those that waited
//! first. The last one to end takes those that still wait with it.
//!
//! This costs an unsampled span what a sampled one costs, and memory besides. What others were told stays
//! told: the flag in the `traceparent` that went on says that the trace is not sampled, so what they did for
//! it is not exported.

use std::{
    collections::VecDeque,
    fmt, mem,
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use super::span::RawSpan;

/// How many spans of a family wait at most. Later ones are dropped, and counted.
const SPANS: usize = 256;
/// How many families are known. Where there are more, what waits in one that has lasted is dropped.
const FAMILIES: usize = 4096;
/// How many of them are looked at when a new one comes: two, so that those that are over go sooner than others
/// come.
const LOOKS: usize = 2;
/// For how long spans wait.
const AGE: Duration = Duration::from_secs(10 * 60);
/// How much memory all spans that wait hold together.
const MEMORY: usize = 32 * 1024 * 1024;

/// What is kept of traces that are not sampled.
pub(crate) struct Keep {
    errors: AtomicBool,
    /// From how many nanoseconds on a family is slow.
    slow: AtomicU64,
    waiting: Arc<Waiting>,
    families: Mutex<VecDeque<Weak<Family>>>,
}

/// What waits in all families.
#[derive(Default)]
struct Waiting {
    memory: AtomicUsize,
    dropped: AtomicU64,
}

/// A span of an unsampled trace, and all that are below it.
pub(crate) struct Family {
    born: Instant,
    waiting: Arc<Waiting>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    is_kept: bool,
    ended: Vec<RawSpan>,
    memory: usize,
}

impl Keep {
    pub(crate) fn new() -> Self {
        Self {
            errors: AtomicBool::new(false),
            slow: AtomicU64::new(u64::MAX),
            waiting: Arc::default(),
            families: Mutex::default(),
        }
    }

    pub(crate) fn set(&self, errors: bool, slow: Option<Duration>) {
        let slow = slow.map_or(u64::MAX, nanoseconds);
        self.errors.store(errors, Relaxed);
        self.slow.store(slow, Relaxed);
    }

    /// How many spans were dropped that might have been kept.
    pub(crate) fn dropped(&self) -> u64 {
        self.waiting.dropped.load(Relaxed)
    }

    /// Whether anything may be kept.
    pub(crate) fn is_on(&self) -> bool {
        self.errors.load(Relaxed) || self.slow.load(Relaxed) != u64::MAX
    }

    /// A family for a span that is in none.
    pub(crate) fn begin(&self) -> Arc<Family> {
        let (waiting, state) = (Arc::clone(&self.waiting), Mutex::default());
        let family = Arc::new(Family { born: Instant::now(), waiting, state });
        let mut families = self.families.lock().unwrap_or_else(PoisonError::into_inner);
        let old = make_room(&mut families);
        families.push_back(Arc::downgrade(&family));
        drop(families);
        if let Some(old) = old {
            old.give_up();
        }
        family
    }

    /// Takes a span that has ended, and sends what is to be exported.
    pub(crate) fn ended(&self, family: &Family, span: RawSpan, send: impl FnMut(RawSpan)) {
        let failed = span.is_error() && self.errors.load(Relaxed);
        let slow = nanoseconds(family.born.elapsed()) >= self.slow.load(Relaxed);
        family.ended(span, failed || slow, send);
    }
}

/// Forgets families that are over, and takes out one that has lasted for too long, or is one too many.
///
/// The request that comes upon them should not pay for all, so only the first few are looked at. Those that
/// last go to the end: in front they would hide all that are over behind them.
fn make_room(families: &mut VecDeque<Weak<Family>>) -> Option<Arc<Family>> {
    for _ in 0..LOOKS {
        let first = families.pop_front()?;
        let Some(family) = first.upgrade() else { continue };
        if family.born.elapsed() >= AGE {
            return Some(family);
        }
        families.push_back(first);
    }
    if families.len() < FAMILIES { None } else { families.pop_front()?.upgrade() }
}

impl Family {
    fn ended(&self, span: RawSpan, is_kept: bool, mut send: impl FnMut(RawSpan)) {
        let mut state = self.lock();
        state.is_kept |= is_kept;
        if state.is_kept {
            let waited = self.empty(&mut state);
            drop(state);
            waited.into_iter().for_each(&mut send);
            return send(span);
        }
        let memory = span.memory();
        if state.ended.len() < SPANS && self.waiting.reserve(memory) {
            state.memory += memory;
            state.ended.push(span);
        } else {
            drop(state);
            self.waiting.dropped.fetch_add(1, Relaxed);
        }
    }

    /// Drops what waits.
    fn give_up(&self) {
        let waited = self.empty(&mut self.lock());
        self.waiting.dropped.fetch_add(waited.len() as u64, Relaxed);
    }

    fn empty(&self, state: &mut State) -> Vec<RawSpan> {
        self.waiting.memory.fetch_sub(mem::take(&mut state.memory), Relaxed);
        mem::take(&mut state.ended)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Family {
    fn drop(&mut self) {
        // What waited in vain was not to be kept.
        self.empty(&mut self.lock());
    }
}

impl Waiting {
    fn reserve(&self, memory: usize) -> bool {
        let more = |held: usize| held.checked_add(memory).filter(|held| *held <= MEMORY);
        self.memory.fetch_update(Relaxed, Relaxed, more).is_ok()
    }
}

fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

impl fmt::Debug for Keep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keep").field("errors", &self.errors).field("slow", &self.slow).finish_non_exhaustive()
    }
}
