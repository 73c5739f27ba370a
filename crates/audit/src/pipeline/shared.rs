//! What the layer, the masking threads and the writer share.

use std::sync::Arc;

use gate_call::Call;

use super::{
    OnFull, Stats,
    capacity::{Capacity, Permit},
    draft::{Draft, Drafter, Entry, weight},
    queue::Queue,
    stats::Counters,
};

pub(crate) struct Shared {
    pub(crate) on_full: OnFull,
    pub(crate) capacity: Arc<Capacity>,
    pub(crate) queue: Queue,
    pub(crate) drafter: Drafter,
    pub(crate) counters: Counters,
}

impl Shared {
    /// How much of each payload calls are asked to capture.
    pub(crate) fn capture_limit(&self) -> usize {
        self.drafter.payload_cap.saturating_add(self.drafter.look_ahead)
    }

    /// Takes note of an ended call. Runs on the request's path: no masking, no waiting, no system call –
    /// unless payloads have used up twice their room, when the record is made here and now without them.
    pub(crate) fn enqueue(&self, call: &Call, permit: Permit) {
        let fits = self.capacity.fits(weight(call));
        let draft = Draft::new(call, permit);
        let entry = if fits {
            Entry::Draft(draft)
        } else {
            self.counters.shed.add(1);
            self.drafter.shed(draft)
        };
        let counter = if self.queue.push(entry) { &self.counters.enqueued } else { &self.counters.dropped };
        counter.add(1);
    }

    pub(crate) fn stats(&self) -> Stats {
        let counters = &self.counters;
        let (oldest, store_error) =
            counters.writing(|writing| (writing.oldest.map(|since| since.elapsed()), writing.error.clone()));
        Stats {
            queued: counters.left(),
            reserved: self.capacity.records() as u64,
            bytes: self.capacity.bytes() as u64,
            written: counters.written.get(),
            batches: counters.batches.get(),
            dropped: counters.dropped.get(),
            refused: counters.refused.get(),
            waited: counters.waited.get(),
            shed: counters.shed.get(),
            retries: counters.retries.get(),
            oldest,
            store_error,
        }
    }
}
