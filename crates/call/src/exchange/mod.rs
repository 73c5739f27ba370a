//! One HTTP request and its response.

mod calls;
mod end;
mod layers;
mod progress;

use std::{
    fmt,
    net::SocketAddr,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicU16, AtomicU32, AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant, SystemTime},
};

use http::{Extensions, HeaderValue, Method, Request, Uri, Version};
use smallvec::SmallVec;

use self::layers::Passed;
use crate::{Call, Carried, End, LateError, TraceIds, fact::facts, observe::LayerId, own, watch::WatchList};

/// One HTTP request and its response: a cheap shared handle to write-once facts.
///
/// The outermost observing layer makes it and leaves it in the request's [`Extensions`]; any code on the
/// way may look it up with [`Exchange::of`] and state what it knows.
///
/// `Debug` shows no header, query or payload.
#[derive(Clone)]
pub struct Exchange(Arc<Inner>, Passed);

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

    /// Whether two handles are of the same exchange.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// How many facts and calls came after the end, and were refused.
    #[must_use]
    pub fn late(&self) -> u32 {
        self.0.late.load(Relaxed)
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
