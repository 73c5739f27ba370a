//! What all exchanges of one layer share.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};

use gate_call::{Call, TokenUsage};
use gate_wire::Limits;
use http::{Extensions, Uri};

use crate::{Catalog, Sessions};

pub(crate) type ServerOf = dyn Fn(&Uri, &Extensions) -> Option<Arc<str>> + Send + Sync;
pub(crate) type UsageOf = dyn Fn(&[u8]) -> Option<TokenUsage> + Send + Sync;

/// How much of a result is kept for a usage hook.
pub(crate) const USAGE_LIMIT: usize = 64 << 10;

pub(crate) struct Context {
    pub(crate) catalog: Catalog,
    pub(crate) sessions: Sessions,
    pub(crate) limits: Limits,
    pub(crate) max_body: usize,
    /// Whether a [`Propagate`](crate::Propagate) further in wants to know where messages are.
    pub(crate) keep_offsets: bool,
    pub(crate) usage_of: Option<Box<UsageOf>>,
    /// The most that any watch has asked to be kept of a result: for results that come on a stream other
    /// than their call's, where the call is known only at the end.
    largest_capture: AtomicUsize,
}

impl Context {
    pub(crate) fn new() -> Self {
        Self {
            catalog: Catalog::default(),
            sessions: Sessions::default(),
            limits: Limits::default(),
            max_body: 4 << 20,
            keep_offsets: false,
            usage_of: None,
            largest_capture: AtomicUsize::new(0),
        }
    }

    pub(crate) fn note_capture(&self, call: &Call) {
        self.largest_capture.fetch_max(call.capture_limit(), Relaxed);
    }

    /// How much of any result to keep until its call is known.
    pub(crate) fn keep(&self) -> usize {
        let usage = if self.usage_of.is_some() { USAGE_LIMIT } else { 0 };
        self.largest_capture.load(Relaxed).max(usage)
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("catalog", &self.catalog)
            .field("sessions", &self.sessions)
            .field("max_body", &self.max_body)
            .finish_non_exhaustive()
    }
}
