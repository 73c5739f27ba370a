//! How much the pipeline may hold, and who waits for room in it.

use std::{
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
};

use tokio::sync::Notify;

/// Counts records and bytes held. `SeqCst` throughout: a release must see a waiter that did not see it.
#[derive(Debug)]
pub(crate) struct Capacity {
    max_records: usize,
    max_bytes: usize,
    records: AtomicUsize,
    bytes: AtomicUsize,
    waiting: AtomicUsize,
    /// Nothing is let in any longer.
    shut: AtomicBool,
    room: Notify,
}

/// The hard limits, in multiples of the ones that close admission: for calls that were not foreseen when
/// their exchange was let in, and for payloads of exchanges already under way.
const HARD: usize = 2;

impl Capacity {
    pub(crate) fn new(max_records: usize, max_bytes: usize) -> Self {
        Self {
            max_records: max_records.max(1),
            max_bytes: max_bytes.max(1),
            records: AtomicUsize::new(0),
            bytes: AtomicUsize::new(0),
            waiting: AtomicUsize::new(0),
            shut: AtomicBool::new(false),
            room: Notify::new(),
        }
    }

    /// Room for one record, unless others wait for it already.
    pub(crate) fn try_reserve(self: &Arc<Self>) -> Option<Permit> {
        if self.waiting.load(SeqCst) > 0 {
            return None;
        }
        self.take_within(self.max_records, self.max_bytes)
    }

    /// Room for one record more than was foreseen.
    pub(crate) fn reserve_extra(self: &Arc<Self>) -> Option<Permit> {
        self.take_within(self.max_records.saturating_mul(HARD), usize::MAX)
    }

    /// Room for one record, when there is some.
    pub(crate) async fn reserve(self: &Arc<Self>) -> Permit {
        let _waiting = Waiting::new(&self.waiting);
        loop {
            let mut room = pin!(self.room.notified());
            // Listening before looking: what is released in between is not missed.
            room.as_mut().enable();
            if let Some(permit) = self.take_within(self.max_records, self.max_bytes) {
                self.wake_next();
                return permit;
            }
            room.await;
        }
    }

    /// Whether payloads of this size still fit under the hard limit.
    pub(crate) fn fits(&self, bytes: usize) -> bool {
        self.bytes.load(SeqCst).saturating_add(bytes) <= self.max_bytes.saturating_mul(HARD)
    }

    /// Whether less than half of the room is taken.
    pub(crate) fn is_half_free(&self) -> bool {
        self.records() < self.max_records.div_ceil(2) && self.bytes() < self.max_bytes.div_ceil(2)
    }

    /// Lets nothing in from now on.
    pub(crate) fn shut(&self) {
        self.shut.store(true, SeqCst);
    }

    pub(crate) fn is_shut(&self) -> bool {
        self.shut.load(SeqCst)
    }

    pub(crate) fn records(&self) -> usize {
        self.records.load(SeqCst)
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes.load(SeqCst)
    }

    fn take_within(self: &Arc<Self>, max_records: usize, max_bytes: usize) -> Option<Permit> {
        let more = |records| (records < max_records).then_some(records + 1);
        let open = !self.is_shut() && self.bytes() < max_bytes;
        let taken = open && self.records.fetch_update(SeqCst, SeqCst, more).is_ok();
        taken.then(|| Permit { capacity: Arc::clone(self), bytes: 0 })
    }

    /// Every waiter that gets in wakes the next, so that one release of much room lets many in.
    fn wake_next(&self) {
        if self.waiting.load(SeqCst) > 0 {
            self.room.notify_one();
        }
    }
}

/// Room for one record, given back when dropped.
#[derive(Debug)]
pub(crate) struct Permit {
    capacity: Arc<Capacity>,
    bytes: usize,
}

impl Permit {
    /// States how many bytes the record holds now.
    pub(crate) fn weigh(&mut self, bytes: usize) {
        let before = std::mem::replace(&mut self.bytes, bytes);
        if bytes >= before {
            self.capacity.bytes.fetch_add(bytes - before, SeqCst);
        } else {
            self.capacity.bytes.fetch_sub(before - bytes, SeqCst);
            self.capacity.wake_next();
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.capacity.bytes.fetch_sub(self.bytes, SeqCst);
        self.capacity.records.fetch_sub(1, SeqCst);
        self.capacity.wake_next();
    }
}

struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn new(waiting: &'a AtomicUsize) -> Self {
        waiting.fetch_add(1, SeqCst);
        Self(waiting)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn records_and_bytes_both_close_admission() {
        let capacity = Arc::new(Capacity::new(2, 100));
        let mut first = capacity.try_reserve().unwrap();
        let second = capacity.try_reserve().unwrap();
        assert!(capacity.try_reserve().is_none());
        drop(second);
        assert!(!capacity.is_half_free());
        first.weigh(100);
        assert!(capacity.try_reserve().is_none());
        first.weigh(99);
        assert!(capacity.try_reserve().is_some());
        drop(first);
        assert_eq!((capacity.records(), capacity.bytes()), (0, 0));
        assert!(capacity.is_half_free());
    }

    #[test]
    fn extra_records_have_a_hard_limit() {
        let capacity = Arc::new(Capacity::new(2, 100));
        let held: Vec<_> = std::iter::from_fn(|| capacity.reserve_extra()).take(10).collect();
        assert_eq!(held.len(), 4);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn every_waiter_gets_in_and_none_is_forgotten() {
        let capacity = Arc::new(Capacity::new(3, 1000));
        let mut large = capacity.try_reserve().unwrap();
        large.weigh(1000);
        let waiters: Vec<_> = (0..500)
            .map(|index| {
                let capacity = Arc::clone(&capacity);
                tokio::spawn(async move {
                    let patience = Duration::from_millis(if index % 5 == 0 { 1 } else { 20_000 });
                    let permit = tokio::time::timeout(patience, capacity.reserve()).await;
                    tokio::task::yield_now().await;
                    assert!(capacity.records() <= 3);
                    permit.is_ok()
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(20)).await;
        drop(large);
        for (index, waiter) in waiters.into_iter().enumerate() {
            let got_in = waiter.await.unwrap();
            assert!(got_in || index % 5 == 0, "waiter {index} was forgotten");
        }
        assert_eq!((capacity.records(), capacity.bytes()), (0, 0));
        assert!(capacity.try_reserve().is_some());
    }
}
