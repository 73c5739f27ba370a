//! How far an exchange has come.

use std::{sync::atomic::Ordering::Relaxed, time::Duration};

use http::StatusCode;

use super::Exchange;

impl Exchange {
    /// The response's status, once its head has passed.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        StatusCode::from_u16(self.0.status.load(Relaxed)).ok()
    }

    /// How long the first byte of the response body took, once it has passed.
    #[must_use]
    pub fn first_byte(&self) -> Option<Duration> {
        self.0.first_byte.get().copied()
    }

    /// Bytes of request body that have passed, where a layer looks at them.
    #[must_use]
    pub fn request_bytes(&self) -> u64 {
        self.0.request_bytes.load(Relaxed)
    }

    /// Bytes of response body that have passed, what is passing included.
    #[must_use]
    pub fn response_bytes(&self) -> u64 {
        self.0.response_bytes.load(Relaxed) + self.0.passing.load(Relaxed)
    }

    /// Counts bytes of request body, for a layer that reads the body itself.
    pub fn add_request_bytes(&self, count: u64) {
        self.0.request_bytes.fetch_add(count, Relaxed);
    }

    pub(crate) fn add_response_bytes(&self, count: u64) {
        self.0.response_bytes.fetch_add(count, Relaxed);
        self.note_first_byte(count);
    }

    /// Runs `f`, a layer's further in, while a frame of so many bytes passes it: what ends in it ends with
    /// that frame, and counts it.
    pub(crate) fn while_passing<R>(&self, count: u64, f: impl FnOnce() -> R) -> R {
        self.note_first_byte(count);
        self.0.passing.store(count, Relaxed);
        let result = f();
        self.0.passing.store(0, Relaxed);
        result
    }

    fn note_first_byte(&self, count: u64) {
        if count > 0 && self.0.first_byte.get().is_none() {
            let _ = self.0.first_byte.set(self.0.started.elapsed());
        }
    }

    pub(crate) fn set_status(&self, status: StatusCode) {
        self.0.status.store(status.as_u16(), Relaxed);
    }
}
