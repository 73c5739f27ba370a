//! How an exchange ends.

use std::{
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use super::Exchange;
use crate::{End, watch::WatchList};

impl Exchange {
    /// How it ended, once it has.
    #[must_use]
    pub fn end(&self) -> Option<End> {
        self.0.ended.get().map(|(end, _)| *end)
    }

    /// How long it took; so far, while it lasts.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.ended.get().map_or_else(|| self.0.started.elapsed(), |(_, after)| *after)
    }

    /// Ends the exchange, the first time it is called: its calls first, then the watches in order.
    pub(crate) fn complete(&self, end: End) {
        if self.0.ended.set((end, self.0.started.elapsed())).is_err() {
            return;
        }
        let mut state = self.state();
        state.closed = true;
        // Both refer back to this exchange, so it must let go of them.
        let (calls, layers) = (state.take_calls(), mem::take(&mut state.layers));
        drop(state);
        self.end_all(calls, end);
        layers.iter().for_each(|(_, watches)| self.finish(watches));
    }

    pub(super) fn finish(&self, watches: &WatchList) {
        for registered in watches {
            // The guard is for the watches after this one; nothing is shared that a panic could break.
            let _ = catch_unwind(AssertUnwindSafe(|| registered.watch.finish(self)));
        }
    }
}
