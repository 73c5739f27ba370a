//! What happened in one series, slot by slot.

use std::{collections::VecDeque, mem::size_of, time::Duration};

use super::{cell::Cell, tally::Tally};

/// The number of a slot of ten seconds.
pub(super) type Slot = u32;

/// The length of a slot.
pub(super) const SLOT: Duration = Duration::from_secs(10);
pub(super) const SLOTS_PER_QUARTER: Slot = 90;

/// The longest window that can be asked for.
pub const LONGEST_WINDOW: Duration = Duration::from_secs(24 * 3_600);

/// What a series takes at most, in bytes, when calls with latencies all over never stop: the tally of now, the
/// cells, and what the allocator adds to each. A series of a call a second takes half of it.
pub const MAX_SERIES_BYTES: usize = 112 * 1024;

/// Cells of one size.
pub(super) struct Tier {
    /// How many slots a cell is long. Each tier's is a multiple of the one before.
    pub(super) width: Slot,
    /// How many cells are kept behind the newest.
    pub(super) kept: Slot,
    /// What a cell's histogram may take.
    bytes: usize,
}

/// Ten seconds for ten minutes, a minute for an hour, a quarter of an hour for a day.
pub(super) const TIERS: [Tier; 3] = [
    Tier { width: 1, kept: 60, bytes: 256 },
    Tier { width: 6, kept: 60, bytes: 384 },
    Tier { width: SLOTS_PER_QUARTER, kept: 96, bytes: 512 },
];

impl Tier {
    /// How far back its cells tell.
    pub(super) fn reach(&self) -> Duration {
        SLOT * (self.width * self.kept)
    }

    /// The beginning of the cell that a slot is in.
    pub(super) fn start(&self, slot: Slot) -> Slot {
        slot - slot % self.width
    }

    /// The beginning of the oldest cell that is kept.
    fn oldest(&self, now: Slot) -> Slot {
        self.start(now).saturating_sub(self.width * self.kept)
    }
}

pub(super) fn slot_of(elapsed: Duration) -> Slot {
    Slot::try_from(elapsed.as_secs() / SLOT.as_secs()).unwrap_or(Slot::MAX)
}

/// A tally of now, and cells of before.
///
/// What is in a cell of one tier is in one of the next, too, once that one's time is over. Time goes forward
/// only: what comes late counts as of now.
pub(super) struct Timeline {
    slot: Slot,
    live: Tally,
    cells: [VecDeque<Cell>; TIERS.len()],
}

impl Timeline {
    pub(super) fn new(slot: Slot) -> Self {
        Self { slot, live: Tally::new(), cells: Default::default() }
    }

    pub(super) fn record(&mut self, slot: Slot, ok: bool, took: Duration) {
        self.advance(slot);
        self.live.record(ok, took);
    }

    /// Goes on to a slot, unless it is there already, or beyond: packs what is over, lets go of what is too old.
    pub(super) fn advance(&mut self, slot: Slot) {
        if slot > self.slot {
            self.go_on(slot);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.live.calls == 0 && self.cells.iter().all(VecDeque::is_empty)
    }

    /// Shows each cell since `from`, which begins one of the tier's. Of what the tier has no cell yet, it is
    /// those of finer tiers.
    pub(super) fn read(&self, tier: usize, from: Slot, mut show: impl FnMut(&Cell)) {
        for finer in 0..tier {
            let untaken = TIERS[finer + 1].start(self.slot).max(from);
            self.cells[finer].iter().filter(|cell| cell.start >= untaken).for_each(&mut show);
        }
        self.cells[tier].iter().filter(|cell| cell.start >= from).for_each(&mut show);
        if self.slot >= from && self.live.calls > 0 {
            show(&Cell::pack(&self.live, self.slot, usize::MAX));
        }
    }

    pub(super) fn bytes(&self) -> usize {
        // As much as common allocators add to a block, for its size and alignment.
        const ADDED: usize = 16;
        let cells = self.cells.iter().flatten();
        let packed: usize =
            cells.filter(|cell| cell.heap_bytes() > 0).map(|cell| cell.heap_bytes() + ADDED).sum();
        let rings: usize = self.cells.iter().map(|ring| ring.capacity() * size_of::<Cell>() + ADDED).sum();
        size_of::<Self>() + self.live.heap_bytes() + ADDED + rings + packed
    }

    fn go_on(&mut self, slot: Slot) {
        if self.live.calls > 0 {
            let cell = Cell::pack(&self.live, self.slot, TIERS[0].bytes);
            self.cells[0].push_back(cell);
            self.live.clear();
        }
        // From fine to coarse: each takes what the one before has just been given.
        for (tier, Tier { width, .. }) in TIERS.iter().enumerate().skip(1) {
            if self.slot / width < slot / width {
                self.merge(tier);
            }
        }
        self.slot = slot;
        self.forget(slot);
    }

    /// Makes a tier's cell out of those of the tier before, now that its time is over.
    fn merge(&mut self, tier: usize) {
        let start = TIERS[tier].start(self.slot);
        let finer = self.cells[tier - 1].iter().rev().take_while(|cell| cell.start >= start);
        let mut merged = Tally::new();
        finer.for_each(|cell| cell.add_to(&mut merged));
        if merged.calls > 0 {
            self.cells[tier].push_back(Cell::pack(&merged, start, TIERS[tier].bytes));
        }
    }

    fn forget(&mut self, now: Slot) {
        for (tier, cells) in TIERS.iter().zip(&mut self.cells) {
            let oldest = tier.oldest(now);
            while cells.front().is_some_and(|cell| cell.start < oldest) {
                cells.pop_front();
            }
        }
    }
}
