//! What outlives an exchange: sessions, and the calls that wait in them.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use gate_call::{Call, Client, Direction, Failure, Outcome};
use gate_wire::IdKey;

const MAX_SESSIONS: usize = 10_000;
/// How many calls a session, or the stream of an exchange, may have open.
pub(crate) const MAX_CALLS: usize = 1_024;
const IDLE: Duration = Duration::from_secs(60 * 60);
/// A session is known for this many times as long as its calls wait: people leave their clients idle.
const KNOWN_FOR: u32 = 24;
const SWEEP_EVERY: Duration = Duration::from_secs(60);

/// The protocol sessions that are known, and the calls in each whose results may come on another stream.
///
/// Bounded: 10,000 sessions of 1,024 open calls. A call that waits for its result in a session of which
/// nothing was heard for an hour ends as failed; the session itself is forgotten after a day. A clone is
/// a handle to the same sessions.
///
/// ```
/// use std::time::Duration;
/// use gate_mcp::{McpLayer, Sessions};
///
/// let sessions = Sessions::bounded(100, Duration::from_secs(600));
/// let layer = McpLayer::builder().sessions(sessions.clone()).build();
/// // Now and then, so that calls end also when no other traffic comes:
/// sessions.sweep();
/// // At shutdown, when the server has drained:
/// sessions.end_all();
/// # drop(layer);
/// ```
#[derive(Clone)]
pub struct Sessions(Arc<Inner>);

struct Inner {
    table: Mutex<Table>,
    max: usize,
    idle: Duration,
    untracked: AtomicU64,
}

struct Table {
    sessions: HashMap<SessionKey, Session>,
    swept: Instant,
}

/// A session's server and id: ids are unique only within a server.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SessionKey {
    pub(crate) server: Arc<str>,
    pub(crate) id: Arc<str>,
}

struct Session {
    calls: HashMap<(Direction, IdKey), Call>,
    about: About,
    seen: Instant,
}

/// What `initialize` said.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct About {
    pub(crate) client: Option<Client>,
    pub(crate) version: Option<Arc<str>>,
}

impl Sessions {
    /// No sessions yet.
    #[must_use]
    pub fn new() -> Self {
        Self::bounded(MAX_SESSIONS, IDLE)
    }

    /// No sessions yet, and never more than `sessions`. A call waits until its session was `idle` for so
    /// long.
    #[must_use]
    pub fn bounded(sessions: usize, idle: Duration) -> Self {
        let table = Table { sessions: HashMap::new(), swept: Instant::now() };
        Self(Arc::new(Inner { table: Mutex::new(table), max: sessions, idle, untracked: AtomicU64::new(0) }))
    }

    /// How many sessions are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.table().sessions.len()
    }

    /// How many sessions are known of each server that has any.
    #[must_use]
    pub fn per_server(&self) -> BTreeMap<Arc<str>, usize> {
        let mut servers = BTreeMap::new();
        for key in self.table().sessions.keys() {
            *servers.entry(Arc::clone(&key.server)).or_default() += 1;
        }
        servers
    }

    /// Whether no session is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many calls were not followed beyond their exchange because a bound was reached, or because
    /// their id was in use.
    #[must_use]
    pub fn untracked(&self) -> u64 {
        self.0.untracked.load(Relaxed)
    }

    /// Ends calls that have waited for too long, and forgets sessions that nobody uses. This also happens
    /// now and then as sessions are used.
    pub fn sweep(&self) {
        let gone = self.table().sweep(Instant::now(), self.0.idle);
        end(gone);
    }

    /// Forgets all sessions, as at shutdown. Their open calls end as failed.
    pub fn end_all(&self) {
        let sessions = std::mem::take(&mut self.table().sessions);
        sessions.into_values().for_each(|session| end(session.calls.into_values()));
    }

    pub(crate) fn introduce(&self, key: SessionKey, about: About) {
        self.with(key, |session| session.about = about);
    }

    pub(crate) fn about(&self, key: &SessionKey) -> About {
        let mut table = self.table();
        let Some(session) = table.sessions.get_mut(key) else { return About::default() };
        session.seen = Instant::now();
        session.about.clone()
    }

    /// Makes a call findable by its session and id. Returns whether it is.
    pub(crate) fn add(&self, key: SessionKey, direction: Direction, id: IdKey, call: &Call) -> bool {
        let slot = (direction, id);
        let added = self.with(key, |session| match session.calls.get(&slot) {
            Some(other) if !other.is_ended() => false,
            None if session.calls.len() >= MAX_CALLS => false,
            _ => {
                session.calls.insert(slot, call.clone());
                true
            }
        });
        if !added {
            self.count_untracked();
        }
        added
    }

    pub(crate) fn count_untracked(&self) {
        self.0.untracked.fetch_add(1, Relaxed);
    }

    pub(crate) fn take(&self, key: &SessionKey, direction: Direction, id: &IdKey) -> Option<Call> {
        self.remove(key, direction, id, |_| true)
    }

    /// Takes out this very call: its id may meanwhile be another's.
    pub(crate) fn forget(&self, key: &SessionKey, direction: Direction, id: &IdKey, call: &Call) {
        self.remove(key, direction, id, |found| found.is(call));
    }

    pub(crate) fn end(&self, key: &SessionKey) {
        let session = self.table().sessions.remove(key);
        session.into_iter().for_each(|session| end(session.calls.into_values()));
    }

    fn remove(
        &self,
        key: &SessionKey,
        direction: Direction,
        id: &IdKey,
        wanted: impl FnOnce(&Call) -> bool,
    ) -> Option<Call> {
        let mut table = self.table();
        let session = table.sessions.get_mut(key)?;
        session.seen = Instant::now();
        let slot = (direction, id.clone());
        let found = session.calls.get(&slot).is_some_and(wanted);
        let call = found.then(|| session.calls.remove(&slot)).flatten();
        // An invented session id leaves nothing behind.
        if session.is_blank() {
            table.sessions.remove(key);
        }
        call
    }

    fn with<R>(&self, key: SessionKey, change: impl FnOnce(&mut Session) -> R) -> R {
        let now = Instant::now();
        let mut table = self.table();
        let full = table.sessions.len() >= self.0.max && !table.sessions.contains_key(&key);
        let mut gone = Vec::new();
        if full || now.duration_since(table.swept) >= SWEEP_EVERY {
            gone = table.sweep(now, self.0.idle);
        }
        if full && table.sessions.len() >= self.0.max {
            gone.extend(table.evict());
        }
        let session = table.sessions.entry(key).or_insert_with(|| Session::new(now));
        session.seen = now;
        let result = change(session);
        drop(table);
        // Ending calls runs their watches: not under the lock.
        end(gone);
        result
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    /// Takes out the calls that have waited for too long, and the sessions that nobody uses.
    fn sweep(&mut self, now: Instant, idle: Duration) -> Vec<Call> {
        self.swept = now;
        let mut gone = Vec::new();
        self.sessions.retain(|_, session| {
            let quiet = now.duration_since(session.seen);
            let known_for = idle.saturating_mul(KNOWN_FOR);
            let waited = |call: &Call| {
                // Others end with their exchange, whatever time that takes.
                call.exchange().end().is_some() && (quiet > idle || call.elapsed() > known_for)
            };
            gone.extend(session.calls.extract_if(|_, call| waited(call)).map(|(_, call)| call));
            !session.is_blank() && (quiet <= known_for || !session.calls.is_empty())
        });
        gone
    }

    /// Takes out the session that is missed least.
    fn evict(&mut self) -> Vec<Call> {
        let worth = |session: &Session| (session.is_busy(), session.is_introduced(), session.seen);
        let least = self.sessions.iter().min_by_key(|(_, session)| worth(session));
        let least = least.map(|(key, _)| key.clone());
        let session = least.and_then(|key| self.sessions.remove(&key));
        session.map(|session| session.calls.into_values().collect()).unwrap_or_default()
    }
}

impl Session {
    fn new(now: Instant) -> Self {
        Self { calls: HashMap::new(), about: About::default(), seen: now }
    }

    /// Whether a stream is open on which a result is to come.
    fn is_busy(&self) -> bool {
        self.calls.values().any(|call| call.exchange().end().is_none())
    }

    fn is_introduced(&self) -> bool {
        self.about != About::default()
    }

    fn is_blank(&self) -> bool {
        self.calls.is_empty() && !self.is_introduced()
    }
}

/// Ends calls that nobody else could end any more.
fn end(calls: impl IntoIterator<Item = Call>) {
    for call in calls {
        call.end(Outcome::Failed(Failure::Session));
    }
}

impl Default for Sessions {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").field("len", &self.len()).field("untracked", &self.untracked()).finish()
    }
}
