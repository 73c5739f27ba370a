//! The calls of an exchange.

use std::{mem, sync::atomic::Ordering::Relaxed};

use http::StatusCode;
use smallvec::SmallVec;

use super::{Exchange, State, layers::flatten};
use crate::{
    Call, End, LateError,
    watch::{Interest, WatchList},
};

impl Exchange {
    /// The exchange seen as one call, for services that know no MCP: a handler states its kind, name and
    /// outcome here. It counts only if no call of its own is started in the exchange.
    ///
    /// After the exchange's end this is a call that has ended and refuses what is stated of it.
    #[must_use]
    pub fn call(&self) -> Call {
        let mut state = self.state();
        if let Some(own) = &state.own {
            return own.clone();
        }
        if state.closed {
            self.too_late();
            return Call::ended(self);
        }
        let own = Call::of_exchange(self);
        // Taken out at the end: the call holds the exchange, too.
        state.own = Some(own.clone());
        own
    }

    /// Starts a call: `state_facts` says what is known of it, then every watch that wants calls hears.
    ///
    /// # Errors
    ///
    /// When the exchange has ended.
    pub fn start_call(&self, state_facts: impl FnOnce(&Call)) -> Result<Call, LateError> {
        let call = Call::begin(self);
        let mut state = self.state();
        if state.closed {
            return Err(self.too_late());
        }
        state.any_started = true;
        call.set_place(state.open.len());
        state.open.push(call.clone());
        let watches = flatten(&state.layers, Interest::STATED_CALLS);
        drop(state);
        state_facts(&call);
        call.announce(&watches);
        Ok(call)
    }

    /// The calls that have begun here and not ended, in no particular order.
    #[must_use]
    pub fn open_calls(&self) -> SmallVec<[Call; 1]> {
        self.state().open.clone()
    }

    /// Asks, as [`Call::capture`] does, of every call that begins here: also of the exchange's
    /// [own](Self::call), which watches hear of only at the end.
    pub fn capture(&self, limit: usize) {
        self.0.capture_limit.fetch_max(limit, Relaxed);
    }

    pub(crate) fn capture_limit(&self) -> usize {
        self.0.capture_limit.load(Relaxed)
    }

    /// Takes an ended call out, in constant time: a batch may hold very many.
    pub(crate) fn forget(&self, call: &Call) {
        let mut state = self.state();
        let place = call.place();
        if state.open.get(place).is_some_and(|open| open.is(call)) {
            state.open.swap_remove(place);
            if let Some(moved) = state.open.get(place) {
                moved.set_place(place);
            }
        }
    }

    /// Ends the calls that would end with the exchange, and leaves that open: for a layer that must know what
    /// came of them before it lets the response's end pass. Of a head that has not passed all layers yet
    /// it states the status.
    pub fn end_calls(&self, end: End, status: Option<StatusCode>) {
        if self.end().is_some() {
            return;
        }
        if let Some(status) = status {
            self.set_status(status);
        }
        let ending = self.state().take_calls();
        self.end_all(ending, end);
    }

    pub(super) fn end_all(&self, Ending { open, own, heard_by }: Ending, end: End) {
        for call in open {
            call.end_with_exchange(end);
        }
        let Some(watches) = heard_by else { return };
        if own.is_some() || !watches.is_empty() {
            let own = own.unwrap_or_else(|| Call::of_exchange(self));
            own.announce(&watches);
            own.end_with_exchange(end);
        }
    }
}

/// The calls that end, taken out of the exchange, which they hold.
pub(super) struct Ending {
    open: SmallVec<[Call; 1]>,
    /// What was stated of the exchange as a call.
    own: Option<Call>,
    /// Who is to hear of the exchange as a call, if it is one.
    heard_by: Option<WatchList>,
}

impl State {
    pub(super) fn take_calls(&mut self) -> Ending {
        let (open, own) = (mem::take(&mut self.open), self.own.take());
        let interest = if own.is_some() { Interest::STATED_CALLS } else { Interest::CALLS };
        // Once only, and not beside others.
        let is_call = !mem::replace(&mut self.any_started, true);
        Ending { open, own, heard_by: is_call.then(|| flatten(&self.layers, interest)) }
    }
}
