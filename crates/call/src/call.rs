//! One operation inside an exchange.

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{
            AtomicBool, AtomicU32, AtomicUsize,
            Ordering::{AcqRel, Relaxed},
        },
    },
    time::{Duration, Instant},
};

use smallvec::SmallVec;

use crate::{
    Carried, Client, Direction, End, Enter, Exchange, Failure, Kind, Outcome, Payload, RemoteContext,
    RpcFault, TokenUsage, TraceIds,
    fact::facts,
    payload::Capture,
    watch::{CallWatch, WatchList},
};

/// One operation inside an exchange: a cheap shared handle to write-once facts.
///
/// A JSON-RPC request, in either direction and each element of a batch, is a call; in a service that
/// knows no MCP the exchange itself is ([`Exchange::call`]). A call ends exactly once: when its result is
/// seen, or with its exchange, or – if it may [outlive](Call::outlive_exchange) that – with its session.
///
/// `Debug` shows no payload, name or identity.
#[derive(Clone)]
pub struct Call(Arc<Inner>);

struct Inner {
    exchange: Exchange,
    /// Whether the exchange itself is the call.
    is_exchange: bool,
    started: Instant,
    facts: Facts,
    expects_result: AtomicBool,
    outlives_exchange: AtomicBool,
    disconnect_cancels: AtomicBool,
    capture_limit: AtomicUsize,
    capture: Mutex<Capture>,
    watches: Mutex<SmallVec<[Box<dyn CallWatch>; 3]>>,
    ending: AtomicBool,
    ended: OnceLock<Duration>,
    late: AtomicU32,
    /// Where the exchange keeps it among its open calls; changed under the exchange's lock.
    place: AtomicUsize,
}

facts! { Call {
    /// What is called.
    kind / set_kind: Kind,
    /// The protocol's method, such as `tools/call`.
    method / set_method: Arc<str>,
    /// The name of the tool, prompt, resource, skill or sandbox.
    name / set_name: Arc<str>,
    /// The MCP server that is the target.
    server / set_server: Arc<str>,
    /// The protocol session.
    session / set_session: Arc<str>,
    /// The workflow that this call is a step of.
    workflow / set_workflow: Arc<str>,
    /// The client's own statement of what it is.
    client / set_client: Client,
    /// The protocol's version.
    protocol_version / set_protocol_version: Arc<str>,
    /// The JSON text of the JSON-RPC id.
    rpc_id / set_rpc_id: Arc<str>,
    /// Who asks whom.
    direction / set_direction: Direction,
    /// The JSON text of the token under which progress is reported.
    progress_token / set_progress_token: Arc<str>,
    /// The trace context that came inside the message.
    remote_context / set_remote_context: RemoteContext,
    /// The ids of the call's own span.
    trace / set_trace: TraceIds,
    /// What travels with the call's trace. Where nothing is stated, it is what the exchange
    /// [carries](Exchange::carried).
    carried / set_carried: Arc<Carried>,
    /// What is entered while the inner service works on this call.
    scope / set_scope: Arc<dyn Enter>,
    /// The arguments, unmasked and bounded.
    arguments / set_arguments: Payload,
    /// The result or error, unmasked and bounded; complete when the call has ended.
    result / set_result: Payload,
    /// Tokens that a model used.
    tokens / set_tokens: TokenUsage,
    /// The error's code and unmasked message.
    fault / set_fault: RpcFault,
    /// What came of it. May be stated before the end, as an authorizer does.
    outcome / set_outcome: Outcome,
} }

impl Call {
    /// One that begins now.
    pub(crate) fn begin(exchange: &Exchange) -> Self {
        Self::new(exchange, Instant::now(), false)
    }

    /// The exchange itself, seen as a call.
    pub(crate) fn of_exchange(exchange: &Exchange) -> Self {
        Self::new(exchange, exchange.started(), true)
    }

    /// The exchange itself, seen as a call, where that is over.
    pub(crate) fn ended(exchange: &Exchange) -> Self {
        let call = Self::new(exchange, Instant::now(), true);
        call.0.ending.store(true, Relaxed);
        let _ = call.0.ended.set(Duration::ZERO);
        call
    }

    fn new(exchange: &Exchange, started: Instant, is_exchange: bool) -> Self {
        Self(Arc::new(Inner {
            exchange: exchange.clone(),
            is_exchange,
            started,
            facts: Facts::default(),
            expects_result: AtomicBool::new(false),
            outlives_exchange: AtomicBool::new(false),
            disconnect_cancels: AtomicBool::new(false),
            capture_limit: AtomicUsize::new(0),
            capture: Mutex::default(),
            watches: Mutex::default(),
            ending: AtomicBool::new(false),
            ended: OnceLock::new(),
            late: AtomicU32::new(0),
            place: AtomicUsize::new(0),
        }))
    }

    /// The exchange that the call began in.
    #[must_use]
    pub fn exchange(&self) -> &Exchange {
        &self.0.exchange
    }

    /// Whether it is the exchange itself, seen as [one call](Exchange::call).
    #[must_use]
    pub fn is_exchange(&self) -> bool {
        self.0.is_exchange
    }

    /// Whether two handles are of the same call.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// When the call began: when its message had been read.
    #[must_use]
    pub fn started(&self) -> Instant {
        self.0.started
    }

    /// How long it took; so far, while it lasts.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.ended.get().copied().unwrap_or_else(|| self.0.started.elapsed())
    }

    /// Whether it has ended.
    #[must_use]
    pub fn is_ended(&self) -> bool {
        self.0.ending.load(Relaxed)
    }

    /// How many facts came after the end, and were refused.
    #[must_use]
    pub fn late(&self) -> u32 {
        self.0.late.load(Relaxed)
    }

    /// A result is due: an exchange that completes without one has failed.
    pub fn expect_result(&self) {
        self.0.expects_result.store(true, Relaxed);
    }

    /// The result may come on another stream: an exchange that completes without one leaves the call
    /// open, and whoever asked for this must [end](Self::end) it.
    pub fn outlive_exchange(&self) {
        self.0.outlives_exchange.store(true, Relaxed);
    }

    /// Closing the response stream is how the client cancels, as in MCP 2026-07-28.
    pub fn disconnect_cancels(&self) {
        self.0.disconnect_cancels.store(true, Relaxed);
    }

    /// Asks that up to `limit` bytes of the arguments and of the result be kept. The largest limit asked
    /// for counts.
    pub fn capture(&self, limit: usize) {
        self.0.capture_limit.fetch_max(limit, Relaxed);
    }

    /// How many bytes of the arguments and of the result are to be kept.
    #[must_use]
    pub fn capture_limit(&self) -> usize {
        self.0.capture_limit.load(Relaxed).max(self.0.exchange.capture_limit())
    }

    /// A piece of the result passes.
    pub fn result_data(&self, fragment: &[u8]) {
        let limit = self.capture_limit();
        if limit > 0 && !self.is_ended() {
            self.0.capture.lock().unwrap_or_else(PoisonError::into_inner).push(fragment, limit);
        }
    }

    /// Calls `f` inside the call's scope, if one was stated.
    pub fn enter<R>(&self, f: impl FnOnce() -> R) -> R {
        let Some(scope) = self.scope() else { return f() };
        let mut f = Some(f);
        let mut result = None;
        scope.enter(&mut || result = f.take().map(|f| f()));
        match (result, f) {
            (Some(result), _) => result,
            (None, Some(f)) => f(),
            (None, None) => unreachable!("f is taken only to give the result"),
        }
    }

    /// Ends the call, the first time it is called. An outcome that was stated before stands.
    pub fn end(&self, outcome: Outcome) {
        let facts = self.facts();
        let _ = facts.outcome.set(outcome);
        if self.0.ending.swap(true, AcqRel) {
            return;
        }
        if let Some(result) = self.0.capture.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = facts.result.set(result);
        }
        let _ = self.0.ended.set(self.0.started.elapsed());
        self.0.exchange.forget(self);
        self.finish_watches();
    }

    fn finish_watches(&self) {
        let watches = std::mem::take(&mut *self.0.watches.lock().unwrap_or_else(PoisonError::into_inner));
        for watch in watches {
            // The guard is for the watches after this one; nothing is shared that a panic could break.
            let _ = catch_unwind(AssertUnwindSafe(|| watch.finish(self)));
        }
    }

    pub(crate) fn place(&self) -> usize {
        self.0.place.load(Relaxed)
    }

    pub(crate) fn set_place(&self, place: usize) {
        self.0.place.store(place, Relaxed);
    }

    pub(crate) fn announce(&self, watches: &WatchList) {
        for registered in watches {
            let watch = catch_unwind(AssertUnwindSafe(|| registered.watch.call(self)));
            if let Ok(Some(watch)) = watch {
                self.0.watches.lock().unwrap_or_else(PoisonError::into_inner).push(watch);
            }
        }
        // The client may have gone meanwhile, on another task, before these watches were there to hear.
        if self.is_ended() {
            self.finish_watches();
        }
    }

    /// The exchange has ended: so does the call, unless its result may still come elsewhere.
    pub(crate) fn end_with_exchange(&self, end: End) {
        if end == End::Complete && self.0.outlives_exchange.load(Relaxed) {
            return;
        }
        self.end(self.outcome_of(end));
    }

    fn outcome_of(&self, end: End) -> Outcome {
        let status = self.0.exchange.status();
        match (end, status) {
            (End::Failed(failure), _) => Outcome::Failed(failure),
            (End::Disconnected, _) if self.0.disconnect_cancels.load(Relaxed) => Outcome::Cancelled,
            (End::Disconnected, _) => Outcome::Disconnected,
            (_, Some(status)) if status.as_u16() >= 400 => Outcome::Status(status),
            (End::Complete, _) if self.0.expects_result.load(Relaxed) => Outcome::Failed(Failure::NoResult),
            (_, Some(status)) => Outcome::Status(status),
            (_, None) => Outcome::Failed(Failure::NoResult),
        }
    }

    fn facts(&self) -> &Facts {
        &self.0.facts
    }

    fn in_time(&self) -> bool {
        let in_time = !self.is_ended();
        if !in_time {
            self.0.late.fetch_add(1, Relaxed);
        }
        in_time
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("kind", &self.kind())
            .field("outcome", &self.outcome())
            .field("exchange", &self.0.exchange)
            .finish_non_exhaustive()
    }
}
