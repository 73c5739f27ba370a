use std::{
    cell::Cell,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use gate_call::{Call, CallWatch, Exchange, Interest, Observer, Watch, Watches};
use http::Request;

use crate::{
    RecordId,
    pipeline::{Permit, Shared},
};

/// Watches the calls of each exchange that was let in.
pub(crate) struct AuditObserver {
    shared: Arc<Shared>,
    unrecorded: Arc<dyn Watch>,
}

impl AuditObserver {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self { unrecorded: Arc::new(Unrecorded(Arc::clone(&shared))), shared }
    }
}

impl Observer for AuditObserver {
    type Scope = ();

    fn begin<B>(&self, exchange: &Exchange, _: &mut Request<B>, watches: &mut Watches) {
        let Some(permit) = ADMITTED.take() else {
            return watches.push_shared(Arc::clone(&self.unrecorded));
        };
        exchange.capture(self.shared.capture_limit());
        watches.push_shared(Arc::new_cyclic(|this| Seat {
            shared: Arc::clone(&self.shared),
            permit: Mutex::new(Some(permit)),
            intents: Mutex::default(),
            this: Weak::clone(this),
        }));
    }

    fn again<B>(&self, _: &Exchange, _: &mut Request<B>) {
        // It has its room already; what was taken goes back.
    }
}

thread_local! {
    static ADMITTED: Cell<Option<Permit>> = const { Cell::new(None) };
}

/// Runs `f`, which begins an exchange, with room for its record; without, it is served unrecorded. The room
/// goes back where no exchange begins: as it is not its first time here, or it has ended already.
pub(super) fn admitted<R>(permit: Option<Permit>, f: impl FnOnce() -> R) -> R {
    let _outer = Outer(ADMITTED.replace(permit));
    f()
}

/// What is further out, put back even when the inner service panics.
struct Outer(Option<Permit>);

impl Drop for Outer {
    fn drop(&mut self) {
        ADMITTED.set(self.0.take());
    }
}

/// One exchange. Its room is for its first call; each further one takes room of its own, beyond what
/// admission was asked for but under a hard limit.
pub(super) struct Seat {
    shared: Arc<Shared>,
    permit: Mutex<Option<Permit>>,
    /// Calls whose attempts are recorded, until they end.
    intents: Mutex<Vec<(Call, RecordId)>>,
    /// For its calls, which may outlive the exchange.
    this: Weak<Self>,
}

impl Seat {
    pub(super) fn note_intent(&self, call: &Call, id: RecordId) {
        lock(&self.intents).push((call.clone(), id));
    }

    /// The record of the attempt at a call.
    pub(super) fn intent_of(&self, call: &Call) -> Option<RecordId> {
        lock(&self.intents).iter().find(|(known, _)| known.is(call)).map(|(_, id)| *id)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Watch for Seat {
    fn wants(&self) -> Interest {
        Interest::CALLS
    }

    fn call(&self, call: &Call) -> Option<Box<dyn CallWatch>> {
        if self.shared.skips(call) {
            self.shared.counters.skipped.add(1);
            return None;
        }
        let own = lock(&self.permit).take();
        let permit = own.or_else(|| self.shared.capacity.reserve_extra());
        match permit.zip(self.this.upgrade()) {
            Some((permit, seat)) => Some(Box::new(Recorded { seat, permit })),
            None => {
                self.shared.counters.dropped.add(1);
                None
            }
        }
    }
}

struct Recorded {
    seat: Arc<Seat>,
    permit: Permit,
}

impl CallWatch for Recorded {
    fn finish(self: Box<Self>, call: &Call) {
        let Self { seat, permit } = *self;
        let intent = seat.intent_of(call);
        if intent.is_some() {
            lock(&seat.intents).retain(|(known, _)| !known.is(call));
        }
        seat.shared.enqueue(call, intent, permit);
    }
}

/// An exchange that is served though there is no room for its calls.
struct Unrecorded(Arc<Shared>);

impl Watch for Unrecorded {
    fn wants(&self) -> Interest {
        Interest::CALLS
    }

    fn call(&self, _: &Call) -> Option<Box<dyn CallWatch>> {
        self.0.counters.dropped.add(1);
        None
    }
}
