//! Whether a request may be let in, by the room that there is for its record.

use std::{future::poll_fn, pin::pin, sync::Arc, task::Poll, time::Duration};

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

    /// Ready once there is room in both, or the journal is full and nobody is to wait for that.
    pub(crate) async fn wait(self: Arc<Self>) -> Admitted {
        let Some(journal) = &self.journal else {
            return Admitted::Recorded(self.capacity.reserve().await);
        };
        loop {
            match self.on_exhausted {
                OnFull::Drop if journal.is_full() => return Admitted::Unrecorded,
                OnFull::Refuse if journal.is_full() => return Admitted::Refused,
                _ => journal.has_room().await,
            }
            // It may fill while there is no room in memory.
            let (mut permit, mut full) = (pin!(self.capacity.reserve()), pin!(journal.fills()));
            let first = poll_fn(|cx| match permit.as_mut().poll(cx) {
                Poll::Ready(permit) => Poll::Ready(Some(permit)),
                Poll::Pending => full.as_mut().poll(cx).map(|()| None),
            });
            if let Some(permit) = first.await {
                return Admitted::Recorded(permit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A request that waits for room in memory.
    fn waits(on_exhausted: OnFull) -> (Arc<Admission>, Permit) {
        let capacity = Arc::new(Capacity::new(1, 1000));
        let only = capacity.try_reserve().unwrap();
        let on_full = OnFull::Wait { deadline: Duration::from_secs(60) };
        let journal = Some(Arc::new(Ledger::empty(800)));
        let admission = Arc::new(Admission { on_full, on_exhausted, capacity, journal });
        assert!(matches!(admission.admit(), Admitted::Waits(_)));
        (admission, only)
    }

    fn fill(admission: &Admission) {
        admission.journal.as_ref().unwrap().fill();
    }

    async fn decided(waiting: impl Future<Output = Admitted>) -> Option<Admitted> {
        tokio::time::timeout(Duration::from_secs(20), waiting).await.ok()
    }

    #[tokio::test]
    async fn a_journal_that_fills_before_or_while_a_request_waits_decides_on_it() {
        for before in [true, false] {
            let (admission, _only) = waits(OnFull::Drop);
            let waiting = Arc::clone(&admission).wait();
            let waiting = tokio::spawn(async move {
                if before {
                    tokio::task::yield_now().await;
                }
                waiting.await
            });
            if !before {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            fill(&admission);
            let admitted = decided(async { waiting.await.unwrap() }).await;
            assert!(matches!(admitted, Some(Admitted::Unrecorded)), "before: {before}");
        }
        let (admission, _only) = waits(OnFull::Refuse);
        fill(&admission);
        assert!(matches!(decided(admission.wait()).await, Some(Admitted::Refused)));
    }

    #[tokio::test]
    async fn room_in_memory_lets_a_waiting_request_in() {
        let (admission, only) = waits(OnFull::Drop);
        let waiting = tokio::spawn(Arc::clone(&admission).wait());
        tokio::time::sleep(Duration::from_millis(20)).await;
        drop(only);
        assert!(matches!(decided(async { waiting.await.unwrap() }).await, Some(Admitted::Recorded(_))));
    }
}
