//! Whether a request may be let in, by the room that there is for its record.

use std::{sync::Arc, time::Duration};

use super::{
    OnFull,
    capacity::{Capacity, Permit},
};
use crate::journal::Ledger;

/// What is to happen when there is no room in memory, and none in the journal.
pub(crate) struct Admission {
    pub(crate) on_full: OnFull,
    pub(crate) on_exhausted: OnFull,
    pub(crate) capacity: Arc<Capacity>,
    pub(crate) journal: Option<Arc<Ledger>>,
}

/// What happens to a request.
pub(crate) enum Admitted {
    /// There is room for it.
    Recorded(Permit),
    /// It is served without a record.
    Unrecorded,
    Refused,
    /// It may [wait](Admission::wait) so long.
    Waits(Duration),
}

impl Admission {
    pub(crate) fn admit(&self) -> Admitted {
        let on_full = match &self.journal {
            Some(journal) if journal.is_full() => self.on_exhausted,
            _ => match self.capacity.try_reserve() {
                Some(permit) => return Admitted::Recorded(permit),
                None => self.on_full,
            },
        };
        match on_full {
            OnFull::Drop => Admitted::Unrecorded,
            OnFull::Refuse => Admitted::Refused,
            OnFull::Wait { deadline } => Admitted::Waits(deadline),
        }
    }

    /// Ready once there is room in both.
    pub(crate) async fn wait(self: Arc<Self>) -> Permit {
        if let Some(journal) = &self.journal {
            journal.has_room().await;
        }
        self.capacity.reserve().await
    }
}
