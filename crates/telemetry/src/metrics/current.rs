//! The instruments of the moment.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};

use arc_swap::ArcSwapOption;
use tokio::time::sleep;

use super::instruments::Instruments;

/// Instruments that are there while metrics are on, and others after a swap.
#[derive(Default)]
pub(crate) struct Current {
    /// What `instruments` says, at the price of one load.
    on: AtomicBool,
    instruments: ArcSwapOption<Instruments>,
}

impl Current {
    pub(super) fn is_on(&self) -> bool {
        self.on.load(Relaxed)
    }

    pub(super) fn with(&self, record: impl FnOnce(&Instruments)) {
        if let Some(instruments) = &*self.instruments.load() {
            record(instruments);
        }
    }

    /// Exchanges the instruments, and waits for those who are about to record by the old ones: what they
    /// record belongs to the old back end, which is about to get its last values.
    pub(super) async fn swap(&self, instruments: Option<Instruments>) {
        self.on.store(instruments.is_some(), Relaxed);
        let Some(old) = self.instruments.swap(instruments.map(Arc::new)) else { return };
        // A recording takes a microsecond; a thread that is held up in the middle of one loses it.
        for _ in 0..100 {
            if Arc::strong_count(&old) == 1 {
                break;
            }
            sleep(Duration::from_millis(1)).await;
        }
    }
}

impl fmt::Debug for Current {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Current").field("on", &self.on).finish_non_exhaustive()
    }
}
