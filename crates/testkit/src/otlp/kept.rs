use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

use super::{behaviour::Behaviour, export::Signal, received::Received};

/// What the receiver's thread and the tests share.
#[derive(Debug, Default)]
pub(super) struct Kept {
    behaviour: Mutex<Behaviour>,
    requests: Mutex<Vec<Arc<Received>>>,
    traces: AtomicUsize,
    metrics: AtomicUsize,
    logs: AtomicUsize,
    pub(super) connections_made: AtomicUsize,
    pub(super) connections_open: AtomicUsize,
}

impl Kept {
    pub(super) fn behaviour(&self) -> Behaviour {
        lock(&self.behaviour).clone()
    }

    pub(super) fn behave(&self, behaviour: Behaviour) {
        *lock(&self.behaviour) = behaviour;
    }

    pub(super) fn requests(&self) -> Vec<Arc<Received>> {
        lock(&self.requests).clone()
    }

    pub(super) fn push(&self, received: Received) {
        let mut requests = lock(&self.requests);
        if let Ok(export) = received.export.as_ref()
            && received.is_accepted()
        {
            self.counter(export.signal()).fetch_add(export.len(), Relaxed);
        }
        requests.push(Arc::new(received));
    }

    pub(super) fn clear(&self) {
        let mut requests = lock(&self.requests);
        requests.clear();
        for signal in [Signal::Traces, Signal::Metrics, Signal::Logs] {
            self.counter(signal).store(0, Relaxed);
        }
    }

    pub(super) fn count(&self, signal: Signal) -> usize {
        self.counter(signal).load(Relaxed)
    }

    fn counter(&self, signal: Signal) -> &AtomicUsize {
        match signal {
            Signal::Traces => &self.traces,
            Signal::Metrics => &self.metrics,
            Signal::Logs => &self.logs,
        }
    }
}

/// Nothing is ever half done under these locks, so that a panic elsewhere spoils nothing.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
