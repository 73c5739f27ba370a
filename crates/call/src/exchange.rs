//! One HTTP request and its response.

use std::{
    any::Any,
    fmt,
    net::SocketAddr,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicU16, AtomicU32, AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant, SystemTime},
};

use http::{Extensions, HeaderValue, Method, Request, StatusCode, Uri, Version};
use smallvec::SmallVec;

use crate::{
    Call, Carried, End, LateError, TraceIds, Watch,
    fact::facts,
    observe::LayerId,
    own,
    watch::{Interest, Registered, WatchList},
};

/// One HTTP request and its response: a cheap shared handle to write-once facts.
///
/// The outermost observing layer makes it and leaves it in the request's [`Extensions`]; any code on the
/// way may look it up with [`Exchange::of`] and state what it knows.
///
/// `Debug` shows no header, query or payload.
#[derive(Clone)]
pub struct Exchange(Arc<Inner>, Passed);

/// Which layers the request that carries this handle has passed: a bit each, by the order in which they
/// registered. A request that is made anew further out, as a retry does, has not passed those further in.
#[derive(Clone, Copy, Default)]
struct Passed(u32);

struct Inner {
    started: Instant,
    started_at: SystemTime,
    method: Method,
    uri: Uri,
    version: Version,
    outer: Option<Exchange>,
    facts: Facts,
    status: AtomicU16,
    first_byte: OnceLock<Duration>,
    request_bytes: AtomicU64,
    response_bytes: AtomicU64,
    /// Bytes that layers further in see, and the outermost has not counted yet.
    passing: AtomicU64,
    ended: OnceLock<(End, Duration)>,
    late: AtomicU32,
    capture_limit: AtomicUsize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    layers: SmallVec<[(LayerId, WatchList); 4]>,
    open: SmallVec<[Call; 1]>,
    own: Option<Call>,
    any_started: bool,
    closed: bool,
}

/// What an exchange held that refers back to it.
struct Closed {
    open: SmallVec<[Call; 1]>,
    /// The call that the exchange is itself, and who is to hear of it.
    own: Option<(Call, WatchList)>,
    layers: SmallVec<[(LayerId, WatchList); 4]>,
}

facts! { Exchange {
    /// The request id, as it goes upstream and back to the client.
    request_id / set_request_id: HeaderValue,
    /// Who asks. Stated by authentication only, never by a reader of bodies.
    principal / set_principal: Arc<str>,
    /// The client's address.
    peer / set_peer: SocketAddr,
    /// The route's template, such as `/users/{id}`.
    route / set_route: Arc<str>,
    /// The HTTP span's ids.
    trace / set_trace: TraceIds,
    /// What travels with the trace.
    carried / set_carried: Arc<Carried>,
    /// What broke, more exactly than the [end](Exchange::end) tells: a name from a small set. Stated by
    /// whatever asks a server, of the request that it fails.
    failed_by / set_failed_by: &'static str,
} }

impl Exchange {
    pub(crate) fn begin<B>(request: &Request<B>, outer: Option<Self>) -> Self {
        let inner = Inner {
            started: Instant::now(),
            started_at: SystemTime::now(),
            method: request.method().clone(),
            uri: own::uri(request.uri()),
            version: request.version(),
            outer,
            facts: Facts::default(),
            status: AtomicU16::new(0),
            first_byte: OnceLock::new(),
            request_bytes: AtomicU64::new(0),
            response_bytes: AtomicU64::new(0),
            passing: AtomicU64::new(0),
            ended: OnceLock::new(),
            late: AtomicU32::new(0),
            capture_limit: AtomicUsize::new(0),
            state: Mutex::default(),
        };
        Self(Arc::new(inner), Passed::default())
    }

    /// The exchange that a request belongs to.
    #[must_use]
    pub fn of(extensions: &Extensions) -> Option<&Self> {
        extensions.get()
    }

    /// Takes the handle out, as the upstream boundary does: an in-process upstream with layers of its
    /// own then starts an exchange of its own.
    pub fn take(extensions: &mut Extensions) -> Option<Self> {
        extensions.remove()
    }

    /// When the request's head arrived.
    #[must_use]
    pub fn started(&self) -> Instant {
        self.0.started
    }

    /// When the request's head arrived, by the wall clock.
    #[must_use]
    pub fn started_at(&self) -> SystemTime {
        self.0.started_at
    }

    /// The request's method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.0.method
    }

    /// The request's URI, as it came. Its query may hold secrets.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.0.uri
    }

    /// The request's protocol version.
    #[must_use]
    pub fn version(&self) -> Version {
        self.0.version
    }

    /// The exchange around this one, where a client-side layer nests its own.
    #[must_use]
    pub fn outer(&self) -> Option<&Self> {
        self.0.outer.as_ref()
    }

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

    /// How many facts and calls came after the end, and were refused.
    #[must_use]
    pub fn late(&self) -> u32 {
        self.0.late.load(Relaxed)
    }

    /// Whether two handles are of the same exchange.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

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

    /// The first watch of this type here. So an observer that meets an exchange
    /// [again](crate::Observer::again) finds what it left there; none, once the exchange has ended.
    #[must_use]
    pub fn watch<W: Watch>(&self) -> Option<Arc<W>> {
        let state = self.state();
        let mut all = state.layers.iter().flat_map(|(_, watches)| watches);
        all.find_map(|registered| {
            let watch: Arc<dyn Any + Send + Sync> = Arc::clone(&registered.watch) as _;
            watch.downcast().ok()
        })
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

    /// The watches that a layer has registered here, if it has.
    pub(crate) fn registered(&self, layer: LayerId) -> Result<Option<(usize, WatchList)>, LateError> {
        let state = self.state();
        if state.closed {
            return Err(self.too_late());
        }
        let place = state.layers.iter().position(|(id, _)| *id == layer);
        Ok(place.map(|place| (place, state.layers[place].1.clone())))
    }

    /// Whether the request that carries this handle has passed the layer at this place.
    pub(crate) fn has_passed(&self, place: usize) -> bool {
        self.1.0 & bit(place) != 0
    }

    pub(crate) fn pass(&mut self, place: usize) {
        self.1.0 |= bit(place);
    }

    /// All watches that want something, of all layers so far.
    pub(crate) fn watches(&self, interest: Interest) -> WatchList {
        flatten(&self.state().layers, interest)
    }

    /// Registers a layer's watches. Should the exchange end before that, on another task, they hear at
    /// once how: what has been begun is finished.
    pub(crate) fn register(&self, layer: LayerId, watches: WatchList) -> Option<usize> {
        let mut state = self.state();
        if state.closed {
            drop(state);
            self.finish(&watches);
            return None;
        }
        state.layers.push((layer, watches));
        Some(state.layers.len() - 1)
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

    /// Ends the exchange, the first time it is called: its calls first, then the watches in order.
    pub(crate) fn complete(&self, end: End) {
        if self.0.ended.set((end, self.0.started.elapsed())).is_err() {
            return;
        }
        let Closed { open, own, layers } = self.close();
        for call in open {
            call.end_with_exchange(end);
        }
        if let Some((own, watches)) = own {
            own.announce(&watches);
            own.end_with_exchange(end);
        }
        layers.iter().for_each(|(_, watches)| self.finish(watches));
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
        let mut state = self.state();
        let (open, own) = (std::mem::take(&mut state.open), state.own.take());
        let has_own = !std::mem::replace(&mut state.any_started, true);
        let interest = if own.is_some() { Interest::STATED_CALLS } else { Interest::CALLS };
        let watches = flatten(&state.layers, interest);
        drop(state);
        for call in open {
            call.end_with_exchange(end);
        }
        if has_own && (own.is_some() || !watches.is_empty()) {
            let own = own.unwrap_or_else(|| Call::of_exchange(self));
            own.announce(&watches);
            own.end_with_exchange(end);
        }
    }

    fn finish(&self, watches: &WatchList) {
        for registered in watches {
            // The guard is for the watches after this one; nothing is shared that a panic could break.
            let _ = catch_unwind(AssertUnwindSafe(|| registered.watch.finish(self)));
        }
    }

    /// Takes everything that refers back to this exchange out of it.
    fn close(&self) -> Closed {
        let mut state = self.state();
        state.closed = true;
        let layers = std::mem::take(&mut state.layers);
        let stated = state.own.take();
        let open = std::mem::take(&mut state.open);
        let any_started = state.any_started;
        drop(state);
        let own = match stated {
            _ if any_started => None,
            Some(own) => Some((own, flatten(&layers, Interest::STATED_CALLS))),
            None => {
                let watches = flatten(&layers, Interest::CALLS);
                (!watches.is_empty()).then(|| (Call::of_exchange(self), watches))
            }
        };
        Closed { open, own, layers }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn facts(&self) -> &Facts {
        &self.0.facts
    }

    fn in_time(&self) -> bool {
        let in_time = self.0.ended.get().is_none();
        if !in_time {
            self.too_late();
        }
        in_time
    }

    fn too_late(&self) -> LateError {
        self.0.late.fetch_add(1, Relaxed);
        LateError
    }
}

/// None for the thirty-third layer and on: those count as not passed.
fn bit(place: usize) -> u32 {
    u32::try_from(place).ok().and_then(|place| 1_u32.checked_shl(place)).unwrap_or_default()
}

fn flatten(layers: &[(LayerId, WatchList)], interest: Interest) -> WatchList {
    let all = layers.iter().flat_map(|(_, watches)| watches);
    all.filter(|registered: &&Registered| registered.wants.contains(interest)).cloned().collect()
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("request_id", &self.request_id())
            .field("method", self.method())
            .field("status", &self.status())
            .field("end", &self.end())
            .finish_non_exhaustive()
    }
}
