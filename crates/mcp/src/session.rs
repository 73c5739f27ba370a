//! What outlives an exchange: sessions, and the calls that wait in them.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use gate_call::{Call, Client, Direction, Failure, Outcome};
use gate_wire::IdKey;

const MAX_SESSIONS: usize = 10_000;
const MAX_CALLS: usize = 1_024;
const IDLE: Duration = Duration::from_secs(15 * 60);
const SWEEP_EVERY: Duration = Duration::from_secs(60);

/// The protocol sessions that are known, and the calls in each whose results may come on another stream.
///
/// Bounded: 10,000 sessions of 1,024 calls; a session that was idle for 15 minutes is forgotten, and its
/// calls end as failed.
#[derive(Clone, Default)]
pub struct Sessions(Arc<Mutex<Table>>);

#[derive(Default)]
struct Table {
    sessions: HashMap<SessionKey, Session>,
    swept: Option<Instant>,
}

/// A session's server and id: ids are unique only within a server.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SessionKey {
    pub(crate) server: Arc<str>,
    pub(crate) id: Arc<str>,
}

struct Session {
    calls: HashMap<(IdKey, bool), Call>,
    about: About,
    seen: Instant,
}

/// What `initialize` said.
#[derive(Clone, Default)]
pub(crate) struct About {
    pub(crate) client: Option<Client>,
    pub(crate) version: Option<Arc<str>>,
}

impl Sessions {
    /// No sessions yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many sessions are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.table().sessions.len()
    }

    /// Whether no session is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets all sessions, as at shutdown. Their open calls end as failed.
    pub fn end_all(&self) {
        let sessions = std::mem::take(&mut self.table().sessions);
        sessions.into_values().for_each(Session::end);
    }

    pub(crate) fn introduce(&self, key: SessionKey, about: About) {
        self.with(key, |session| session.about = about);
    }

    pub(crate) fn about(&self, key: &SessionKey) -> About {
        self.table().sessions.get(key).map(|session| session.about.clone()).unwrap_or_default()
    }

    pub(crate) fn add(&self, key: SessionKey, direction: Direction, id: IdKey, call: Call) {
        self.with(key, |session| {
            if session.calls.len() < MAX_CALLS {
                session.calls.insert((id, direction == Direction::ToClient), call);
            }
        });
    }

    pub(crate) fn take(&self, key: &SessionKey, direction: Direction, id: &IdKey) -> Option<Call> {
        let mut table = self.table();
        let session = table.sessions.get_mut(key)?;
        session.seen = Instant::now();
        session.calls.remove(&(id.clone(), direction == Direction::ToClient))
    }

    pub(crate) fn end(&self, key: &SessionKey) {
        let session = self.table().sessions.remove(key);
        session.into_iter().for_each(Session::end);
    }

    fn with(&self, key: SessionKey, change: impl FnOnce(&mut Session)) {
        let now = Instant::now();
        let mut table = self.table();
        let gone = table.sweep(now);
        let session = table.sessions.entry(key).or_insert_with(|| Session::new(now));
        session.seen = now;
        change(session);
        drop(table);
        // Ending calls runs their watches: not under the lock.
        gone.into_iter().for_each(Session::end);
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    /// Takes out what is idle, now and then; when full, also what was idle longest.
    fn sweep(&mut self, now: Instant) -> Vec<Session> {
        let full = self.sessions.len() >= MAX_SESSIONS;
        if !full && self.swept.is_some_and(|swept| now.duration_since(swept) < SWEEP_EVERY) {
            return Vec::new();
        }
        self.swept = Some(now);
        let idle = |session: &Session| now.duration_since(session.seen) > IDLE && !session.is_busy();
        let mut gone: Vec<_> =
            self.sessions.extract_if(|_, session| idle(session)).map(|(_, session)| session).collect();
        if self.sessions.len() >= MAX_SESSIONS {
            let oldest = self.sessions.iter().min_by_key(|(_, session)| session.seen);
            let oldest = oldest.map(|(key, _)| key.clone());
            gone.extend(oldest.and_then(|key| self.sessions.remove(&key)));
        }
        gone
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

    fn end(self) {
        self.calls.into_values().for_each(|call| call.end(Outcome::Failed(Failure::Session)));
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").field("len", &self.len()).finish()
    }
}
