use std::sync::{Arc, Mutex, PoisonError};

use gate_call::{Call, CallWatch, Exchange, Interest, Observer, Watch, Watches};
use http::Request;

use crate::pipeline::{OnFull, Permit, Shared};

/// Watches the calls of each exchange that was let in.
pub(crate) struct AuditObserver {
    shared: Arc<Shared>,
    unrecorded: Arc<dyn Watch>,
}

impl AuditObserver {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self { unrecorded: Arc::new(Unrecorded(Arc::clone(&shared))), shared }
    }

    /// The room for this exchange. Unless calls may go unrecorded, [`Audit`](super::Audit) has taken it.
    fn permit(&self) -> Option<Permit> {
        match self.shared.on_full {
            OnFull::Drop => self.shared.capacity.try_reserve(),
            OnFull::Wait { .. } | OnFull::Refuse => Some(self.shared.capacity.adopt()),
        }
    }
}

impl Observer for AuditObserver {
    type Scope = ();

    fn begin<B>(&self, exchange: &Exchange, _: &mut Request<B>, watches: &mut Watches) {
        let Some(permit) = self.permit() else {
            return watches.push_shared(Arc::clone(&self.unrecorded));
        };
        exchange.capture(self.shared.capture_limit());
        watches.push(Seat { shared: Arc::clone(&self.shared), permit: Mutex::new(Some(permit)) });
    }

    fn again<B>(&self, _: &Exchange, _: &mut Request<B>) {
        // It has its room already.
        if self.shared.on_full != OnFull::Drop {
            drop(self.shared.capacity.adopt());
        }
    }
}

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

    fn call(&self, _: &Call) -> Option<Box<dyn CallWatch>> {
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
        shared.enqueue(call, permit);
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
