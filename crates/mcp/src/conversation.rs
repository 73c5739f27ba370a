//! The messages of one exchange.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use gate_call::{Call, Direction, Exchange, Interest, Kind, ResponseHead, Watch};
use gate_wire::{IdKey, MessageReader, sse::SseMessages};
use http::{HeaderMap, HeaderName, Method, StatusCode, header};
use smallvec::SmallVec;

use crate::{
    answer::Answers,
    context::Context,
    kept::Kept,
    session::{About, SessionKey},
};

// Names that need not be parsed for each request.
const PROTOCOL_VERSION: HeaderName = HeaderName::from_static("mcp-protocol-version");
const SESSION_ID: HeaderName = HeaderName::from_static("mcp-session-id");

/// One exchange's part in the protocol: what it asked, and the reading of what comes back.
///
/// [`Peek`](crate::Peek) puts in the calls; as a [`Watch`] it sees the response pass.
pub(crate) struct Conversation {
    pub(crate) context: Arc<Context>,
    pub(crate) server: Option<Arc<str>>,
    pub(crate) header_version: Option<Arc<str>>,
    session: OnceLock<Arc<str>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    pending: SmallVec<[Pending; 1]>,
    reader: Reader,
    kept: Kept,
    /// Whether the request was read as messages.
    heard: bool,
}

/// A call that waits for its result.
pub(crate) struct Pending {
    pub(crate) id: IdKey,
    pub(crate) call: Call,
    pub(crate) direction: Direction,
    pub(crate) purpose: Purpose,
    /// Whether other exchanges of the session can find it, and so end it.
    pub(crate) findable: bool,
}

/// What else is learnt from a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Other,
    Initialize,
    ListTools { first: bool },
}

#[derive(Default)]
enum Reader {
    /// Nothing that can be read, or nothing yet.
    #[default]
    None,
    Json(Box<MessageReader>),
    Sse(Box<SseMessages>),
}

impl Conversation {
    pub(crate) fn new(context: &Arc<Context>, server: Option<Arc<str>>, headers: &HeaderMap) -> Self {
        let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).map(Arc::from);
        Self {
            context: Arc::clone(context),
            server,
            header_version: text(&PROTOCOL_VERSION),
            session: text(&SESSION_ID).map(OnceLock::from).unwrap_or_default(),
            state: Mutex::default(),
        }
    }

    /// The call that an exchange is by itself, where it asks nothing by message: the GET of a stream, the
    /// DELETE of a session, an answer to the server, what is refused unread.
    pub(crate) fn meet(&self, exchange: &Exchange) -> Call {
        let call = exchange.call();
        self.introduce(&call);
        // Who it is was said when its session began.
        let About { client, version } = self.about();
        client.into_iter().for_each(|client| _ = call.set_client(client));
        let version = self.header_version.clone().or(version);
        version.into_iter().for_each(|version| _ = call.set_protocol_version(version));
        call
    }

    /// States what holds for every call of this exchange.
    pub(crate) fn introduce(&self, call: &Call) {
        if let Some(server) = &self.server {
            call.set_server(Arc::clone(server));
        }
        if let Some(session) = self.session.get() {
            call.set_session(Arc::clone(session));
        }
    }

    pub(crate) fn session_key(&self) -> Option<SessionKey> {
        let id = Arc::clone(self.session.get()?);
        Some(SessionKey { server: self.server.clone().unwrap_or_default(), id })
    }

    /// What is known of the session.
    pub(crate) fn about(&self) -> About {
        self.session_key().map(|key| self.context.sessions.about(&key)).unwrap_or_default()
    }

    pub(crate) fn expect(&self, pending: Pending) {
        self.state().pending.push(pending);
    }

    /// The request's body has been read as messages.
    pub(crate) fn note_heard(&self) {
        self.state().heard = true;
    }

    /// Lets other exchanges of the session find a call, if there is a session. Returns whether they can.
    pub(crate) fn share(&self, direction: Direction, id: &IdKey, call: &Call) -> bool {
        self.session_key().is_some_and(|key| self.context.sessions.add(key, direction, id.clone(), call))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A session that begins with this response: its calls so far are of it.
    fn open_session(&self, id: &str, pending: &mut [Pending]) {
        if self.session.set(Arc::from(id)).is_err() {
            return;
        }
        for Pending { id, call, direction, findable, .. } in pending {
            self.introduce(call);
            *findable = self.share(*direction, id, call);
        }
    }
}

impl Pending {
    /// The result may come on another stream. Only where that, or the session's end, can find the call:
    /// it would never end otherwise.
    pub(crate) fn outlive_exchange(&self) {
        if self.findable {
            self.call.outlive_exchange();
        }
    }
}

impl Watch for Conversation {
    fn wants(&self) -> Interest {
        Interest::RESPONSE | Interest::RESPONSE_DATA
    }

    fn response(&self, exchange: &Exchange, head: ResponseHead<'_>) {
        let mut state = self.state();
        if let Some(id) = head.headers.get(&SESSION_ID).and_then(|id| id.to_str().ok()) {
            self.open_session(id, &mut state.pending);
        }
        let pending = &state.pending;
        if is_plain(head.headers) {
            pending.iter().for_each(|pending| pending.call.expect_result());
        }
        if head.status == StatusCode::ACCEPTED {
            pending.iter().for_each(Pending::outlive_exchange);
        }
        state.reader = Reader::of(head.headers, &self.context);
        let heard = state.heard;
        drop(state);
        if !heard {
            // Only now: a handler may have known better what this is.
            exchange.call().set_kind(Kind::Http);
        }
        if exchange.method() == Method::DELETE && head.status.is_success() {
            self.session_key().into_iter().for_each(|key| self.context.sessions.end(&key));
        }
    }

    fn response_data(&self, exchange: &Exchange, data: &[u8]) {
        let mut state = self.state();
        let State { pending, reader, kept, .. } = &mut *state;
        let mut answers = Answers { conversation: self, exchange, pending, kept };
        match reader {
            Reader::None => {}
            Reader::Json(reader) => reader.push(data, &mut answers),
            Reader::Sse(reader) => reader.push(data, &mut answers),
        }
    }

    fn finish(&self, _: &Exchange) {
        let pending = std::mem::take(&mut self.state().pending);
        let Some(key) = self.session_key() else { return };
        // Those that are still open may be answered on another stream.
        for Pending { id, call, direction, .. } in pending.iter().filter(|pending| pending.call.is_ended()) {
            self.context.sessions.forget(&key, *direction, id, call);
        }
    }
}

impl Reader {
    fn of(headers: &HeaderMap, context: &Context) -> Self {
        let kind = headers.get(header::CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
        match essence(kind) {
            _ if !is_plain(headers) => Self::None,
            kind if kind.eq_ignore_ascii_case(b"application/json") => {
                Self::Json(Box::new(MessageReader::new(context.limits)))
            }
            kind if kind.eq_ignore_ascii_case(b"text/event-stream") => {
                Self::Sse(Box::new(SseMessages::new(context.limits)))
            }
            _ => Self::None,
        }
    }
}

/// Whether a body is as it was written: a compressed one passes unread.
pub(crate) fn is_plain(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_ENCODING).is_none_or(|encoding| encoding == "identity")
}

/// A media type without its parameters.
pub(crate) fn essence(media_type: &[u8]) -> &[u8] {
    media_type.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii()
}
