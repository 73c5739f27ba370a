use std::sync::{Arc, Mutex, PoisonError};

use gate_call::{Call, CallWatch, Exchange, Interest, Observer, Watch, Watches};
use http::Request;

use crate::pipeline::{Permit, Shared};

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

    fn begin<B>(&self, exchange: &Exchange, request: &mut Request<B>, watches: &mut Watches) {
        if request.extensions_mut().remove::<Unadmitted>().is_some() {
            return watches.push_shared(Arc::clone(&self.unrecorded));
        }
        let permit = self.shared.capacity.adopt();
        exchange.capture(self.shared.capture_limit());
        watches.push(Seat { shared: Arc::clone(&self.shared), permit: Mutex::new(Some(permit)) });
    }

    fn again<B>(&self, _: &Exchange, request: &mut Request<B>) {
        // It has its room already.
        if request.extensions_mut().remove::<Unadmitted>().is_none() {
            drop(self.shared.capacity.adopt());
        }
    }
}

/// Marks a request that is served although there is no room for its record. For any other, room was taken.
#[derive(Clone, Copy)]
pub(super) struct Unadmitted;

/// One exchange. Its room is for its first call; each further one takes room of its own, beyond what
/// admission was asked for but under a hard limit.
struct Seat {
    shared: Arc<Shared>,
    permit: Mutex<Option<Permit>>,
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
        let own = self.permit.lock().unwrap_or_else(PoisonError::into_inner).take();
        match own.or_else(|| self.shared.capacity.reserve_extra()) {
            Some(permit) => Some(Box::new(Recorded { shared: Arc::clone(&self.shared), permit })),
            None => {
                self.shared.counters.dropped.add(1);
                None
            }
        }
    }
}

struct Recorded {
    shared: Arc<Shared>,
    permit: Permit,
}

impl CallWatch for Recorded {
    fn finish(self: Box<Self>, call: &Call) {
        let Self { shared, permit } = *self;
        shared.enqueue(call, None, permit);
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
