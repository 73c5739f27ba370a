//! What the layer, the masking threads, the sealer and the writer share.

use std::{
    sync::{Arc, Mutex, PoisonError, atomic::AtomicBool},
    time::SystemTime,
};

use gate_call::Call;

use super::{
    Admission, BeforeResponse, Stats,
    capacity::{Capacity, Permit},
    draft::{About, Draft, Entry, weight},
    drafter::Drafter,
    policy::{PerSecond, is_failed_authentication, names_method},
    queue::Queue,
    stats::Counters,
    ticket::{self, Ticket},
};
use crate::{AuditRecord, EntryKind, RecordId, chain::Head, journal::Ledger};

pub(crate) struct Shared {
    pub(crate) admission: Arc<Admission>,
    pub(crate) capacity: Arc<Capacity>,
    pub(crate) queue: Queue,
    pub(crate) drafter: Drafter,
    pub(crate) counters: Counters,
    pub(crate) journal: Option<Arc<Ledger>>,
    pub(crate) before_response: Option<BeforeResponse>,
    pub(crate) skipped: Vec<Box<str>>,
    pub(crate) failed_authentications: PerSecond,
    /// A shutdown has run out of time.
    pub(crate) given_up: AtomicBool,
    pub(crate) head: Mutex<Option<Head>>,
}

impl Shared {
    /// How much of each payload calls are asked to capture.
    pub(crate) fn capture_limit(&self) -> usize {
        self.drafter.payload_cap.saturating_add(self.drafter.look_ahead)
    }

    /// Whether calls of this method are not recorded.
    pub(crate) fn skips(&self, call: &Call) -> bool {
        !self.skipped.is_empty()
            && call.method().is_some_and(|method| self.skipped.iter().any(|skip| names_method(skip, method)))
    }

    /// Takes note of an ended call. Runs on the request's path: no masking, no waiting, no system call –
    /// unless payloads have used up twice their room, when the record is made here and now without them.
    pub(crate) fn enqueue(&self, call: &Call, intent: Option<RecordId>, permit: Permit) {
        let mut about = About { related: intent, ..About::default() };
        if is_failed_authentication(call) {
            if !self.failed_authentications.lets_in() {
                return;
            }
            about.without_payloads = true;
        }
        if self.before_response.is_some() {
            about = with_promise(about, call);
        }
        self.push(call, about, permit);
    }

    /// Takes note that a call is about to be made.
    pub(crate) fn enqueue_intent(&self, call: &Call, permit: Permit) -> Ticket {
        let (ticket, promise) = Ticket::new(RecordId::at(SystemTime::now()), call);
        let about = About {
            entry: EntryKind::Intent,
            id: Some(ticket.id),
            promise: Some(promise),
            ..About::default()
        };
        self.push(call, about, permit);
        ticket
    }

    /// Takes note that a client went away before it got the result of a call whose record says that it did.
    pub(crate) fn enqueue_disconnect(&self, call: &Call, record: RecordId) {
        match self.capacity.reserve_extra() {
            Some(permit) => {
                let about = About { entry: EntryKind::Event, related: Some(record), ..About::default() };
                self.push(call, about, permit);
            }
            None => self.counters.dropped.add(1),
        }
    }

    fn push(&self, call: &Call, about: About, permit: Permit) {
        let (weight, awaited) = (weight(call), about.promise.is_some());
        let fits = self.capacity.fits(weight);
        let draft = Draft::new(call, about, permit, weight);
        let entry = if fits {
            Entry::Draft(draft)
        } else {
            self.counters.shed.add(1);
            self.drafter.shed(draft)
        };
        let pushed = self.queue.push(entry, awaited);
        let counter = if pushed { &self.counters.enqueued } else { &self.counters.dropped };
        counter.add(1);
    }

    pub(crate) fn set_head(&self, head: Head) {
        *self.head.lock().unwrap_or_else(PoisonError::into_inner) = Some(head);
    }

    /// These records, in the order of the chain, survive the process. Not before: an anchor must not tell of
    /// what can still be lost with it.
    pub(crate) fn set_head_of(&self, records: &[AuditRecord]) {
        if let Some(link) = records.last().and_then(|record| record.link) {
            self.set_head(link.into());
        }
    }

    pub(crate) fn head(&self) -> Option<Head> {
        *self.head.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records of this run that the journal has and the store has not.
    pub(crate) fn backlog(&self) -> u64 {
        // In this order: what is written has been journalled before, what is replayed written.
        let replayed = self.counters.replayed.get();
        let own = self.counters.written.get().saturating_sub(replayed);
        self.counters.journalled.get().saturating_sub(own)
    }

    /// Records in memory.
    pub(crate) fn left(&self) -> u64 {
        // In this order: what is written has been enqueued before.
        let gone_on = if self.journal.is_some() { &self.counters.journalled } else { &self.counters.written };
        let gone_on = gone_on.get();
        self.counters.enqueued.get().saturating_sub(gone_on)
    }

    pub(crate) fn stats(&self) -> Stats {
        let counters = &self.counters;
        let mut stats = Stats {
            queued: self.left(),
            reserved: self.capacity.records() as u64,
            bytes: self.capacity.bytes() as u64,
            written: counters.written.get(),
            batches: counters.batches.get(),
            journalled: counters.journalled.get(),
            backlog: self.backlog(),
            journal_bytes: self.journal.as_ref().map_or(0, |journal| journal.bytes()),
            replayed: counters.replayed.get(),
            journal_corrupt: self.journal.as_ref().map_or(0, |journal| journal.corrupt()),
            journal_discarded: self.journal.as_ref().map_or(0, |journal| journal.discarded()),
            dropped: counters.dropped.get(),
            skipped: counters.skipped.get(),
            unrecorded_authentications: self.failed_authentications.refused(),
            refused: counters.refused.get(),
            waited: counters.waited.get(),
            shed: counters.shed.get(),
            withheld: counters.withheld.get(),
            released: counters.released.get(),
            retries: counters.retries.get(),
            panics: counters.panics.get() + self.drafter.panics.get(),
            dead: self.capacity.is_shut(),
            ..Stats::default()
        };
        counters.writing(|writing| {
            stats.oldest = writing.oldest.map(|since| since.elapsed());
            stats.store_error.clone_from(&writing.error);
            stats.journal_error.clone_from(&writing.journal_error);
            (stats.last_batch, stats.largest_batch) = (writing.last_batch, writing.largest);
            stats.write_time = writing.total;
            (stats.last_write, stats.slowest_write) = (writing.last, writing.slowest);
        });
        stats.oldest = stats.oldest.or_else(|| self.queue.oldest().map(|ended| ended.elapsed()));
        stats
    }

    /// The part that every record passes has panicked. What was sealed and is lost would be missed from the
    /// chain, so it is not begun again: nothing more is let in that would have no record.
    pub(crate) fn dies(&self) {
        self.counters.panics.add(1);
        self.capacity.shut();
    }
}

/// Whoever holds the call's result back is told when its record is durable.
fn with_promise(about: About, call: &Call) -> About {
    let (ticket, promise) = Ticket::new(RecordId::at(SystemTime::now()), call);
    let about = About { id: Some(ticket.id), promise: Some(promise), ..about };
    ticket::note(ticket);
    about
}
