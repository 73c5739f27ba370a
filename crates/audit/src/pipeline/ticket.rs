//! How somebody who holds a response back learns that the record of its call is durable.

use std::{
    cell::RefCell,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, Waker},
};

use gate_call::Call;

use crate::RecordId;

/// The waiting side: one call's.
pub(crate) struct Ticket {
    pub(crate) id: RecordId,
    pub(crate) call: Call,
    state: Arc<Mutex<State>>,
}

/// The side that goes with the record. Dropped unkept, it tells that the record is lost.
pub(crate) struct Promise(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    durable: Option<bool>,
    waker: Option<Waker>,
}

impl Ticket {
    pub(crate) fn new(id: RecordId, call: &Call) -> (Self, Promise) {
        let state = Arc::default();
        (Self { id, call: call.clone(), state: Arc::clone(&state) }, Promise(state))
    }

    /// Whether the record is durable, once that is known.
    pub(crate) fn poll(&self, cx: &mut Context<'_>) -> Poll<bool> {
        let mut state = lock(&self.state);
        match state.durable {
            Some(durable) => Poll::Ready(durable),
            None => {
                state.waker = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    }
}

impl Promise {
    /// The record is durable.
    pub(crate) fn keep(self) {
        settle(&self.0, true);
    }
}

impl Drop for Promise {
    fn drop(&mut self) {
        settle(&self.0, false);
    }
}

/// The first statement stands.
fn settle(state: &Mutex<State>, durable: bool) {
    let mut state = lock(state);
    state.durable.get_or_insert(durable);
    let waker = state.waker.take();
    drop(state);
    if let Some(waker) = waker {
        waker.wake();
    }
}

fn lock(state: &Mutex<State>) -> std::sync::MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

thread_local! {
    static COLLECTED: RefCell<Option<Vec<Ticket>>> = const { RefCell::new(None) };
}

/// Runs `f`, and gives the tickets of the calls that ended in it: those whose results are in what `f`
/// returns, whichever exchange they began in.
pub(crate) fn collect<R>(f: impl FnOnce() -> R) -> (R, Vec<Ticket>) {
    let outer = Outer(COLLECTED.replace(Some(Vec::new())));
    let result = f();
    let collected = COLLECTED.take().unwrap_or_default();
    drop(outer);
    (result, collected)
}

/// A call has ended: whoever collects on this thread waits for its record.
pub(crate) fn note(ticket: Ticket) {
    COLLECTED.with_borrow_mut(|collected| collected.as_mut().map(|collected| collected.push(ticket)));
}

/// What was collected for further out, put back even when the inner service panics.
struct Outer(Option<Vec<Ticket>>);

impl Drop for Outer {
    fn drop(&mut self) {
        COLLECTED.set(self.0.take());
    }
}
