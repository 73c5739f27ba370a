//! Reading what a client sends: starts calls, and ends those of the server's that it answers.

use std::{borrow::Cow, sync::Arc};

use bytes::Bytes;
use gate_call::{Call, Client, Direction, Exchange, Kind, Outcome, Payload, RemoteContext};
use gate_wire::{Field, Id, Message, MessageKind, Messages, Value};
use smallvec::SmallVec;

use crate::{
    conversation::{Conversation, Pending, Purpose},
    kept::Part,
    method,
    session::About,
};

/// How much is kept of a name, or of another text that a message brings.
const MAX_TEXT: usize = 1 << 10;
/// As much as the baggage specification asks to be propagated.
const MAX_BAGGAGE: usize = 8 << 10;

/// The calls of a body, each with the place of its message.
pub(crate) type Calls = SmallVec<[(usize, Call); 1]>;

impl Conversation {
    /// Takes in the messages of a request body. Returns the calls that they are, with their places.
    pub(crate) fn hear(&self, exchange: &Exchange, body: &Bytes, messages: &Messages<'_>) -> Calls {
        self.note_heard();
        let about = self.about();
        let mut calls = Calls::new();
        for (index, message) in messages.iter().enumerate() {
            match message.kind() {
                MessageKind::Request | MessageKind::Notification => {
                    let call = self.ask(exchange, body, &message, &about);
                    calls.extend(call.map(|call| (index, call)));
                }
                _ => self.answer(exchange, body, &message),
            }
        }
        calls
    }

    fn ask(&self, exchange: &Exchange, body: &Bytes, message: &Message<'_>, about: &About) -> Option<Call> {
        let method = message.method()?;
        let direction = Direction::ToServer;
        // When the exchange has ended, its client is gone: nobody is there to be told.
        let call = exchange.start_call(|call| self.describe(call, message, direction, about)).ok()?;
        self.context.note_capture(&call);
        self.keep_arguments(&call, body, message);
        if let Some(id) = message.id() {
            let (id, purpose) = (id.key(), purpose(message, &method));
            let findable = self.share(direction, &id, &call);
            self.expect(Pending { id, call: call.clone(), direction, purpose, findable });
        } else if method == method::CANCELLED {
            self.cancel(message, direction);
        }
        Some(call)
    }

    /// States what a request or notification says of itself.
    pub(crate) fn describe(&self, call: &Call, message: &Message<'_>, direction: Direction, about: &About) {
        let method = message.method().unwrap_or_default();
        let kind = method::kind_of(&method);
        call.set_kind(kind);
        call.set_direction(direction);
        self.introduce(call);
        let name = if kind == Kind::Resource { message.uri() } else { message.name() };
        name.into_iter().for_each(|name| _ = call.set_name(cut(&name)));
        message.id().and_then(token).into_iter().for_each(|id| _ = call.set_rpc_id(id));
        let progress = message.progress_token().and_then(token);
        progress.into_iter().for_each(|token| _ = call.set_progress_token(token));
        self.describe_protocol(call, message, &method, about);
        call.set_method(cut(&method));
        let context = RemoteContext {
            traceparent: short(message.traceparent(), MAX_TEXT),
            tracestate: short(message.tracestate(), MAX_TEXT),
            baggage: short(message.baggage(), MAX_BAGGAGE),
        };
        if context != RemoteContext::default() {
            call.set_remote_context(context);
        }
    }

    fn describe_protocol(&self, call: &Call, message: &Message<'_>, method: &str, about: &About) {
        let client = message.client().map(|client| Client {
            name: cut(&client.name.unwrap_or_default()),
            version: client.version.map(|version| cut(&version)),
        });
        client.or_else(|| about.client.clone()).into_iter().for_each(|client| _ = call.set_client(client));
        // What `initialize` asks for is not yet what is agreed.
        if method == method::INITIALIZE {
            return;
        }
        let version = message.protocol_version().map(|version| cut(&version));
        let version = version.or_else(|| self.header_version.clone()).or_else(|| about.version.clone());
        if let Some(version) = version {
            if method::is_stateless(&version) {
                call.disconnect_cancels();
            }
            call.set_protocol_version(version);
        }
    }

    fn keep_arguments(&self, call: &Call, body: &Bytes, message: &Message<'_>) {
        let limit = call.capture_limit();
        let arguments = if call.kind() == Some(&Kind::Tool) { message.arguments() } else { message.params() };
        if let (Some(arguments), true) = (arguments, limit > 0) {
            call.set_arguments(Payload::of_slice(body, arguments.range(), limit));
        }
    }

    /// Whoever asked no longer wants the answer.
    pub(crate) fn cancel(&self, message: &Message<'_>, direction: Direction) {
        let (Some(id), Some(key)) = (message.cancelled_id(), self.session_key()) else { return };
        let call = self.context.sessions.take(&key, direction, &id.key());
        call.into_iter().for_each(|call| call.end(Outcome::Cancelled));
    }

    /// The client answers a request of the server's.
    fn answer(&self, exchange: &Exchange, body: &Bytes, message: &Message<'_>) {
        self.meet(exchange).set_kind(Kind::Mcp);
        let (Some(id), Some(key)) = (message.id(), self.session_key()) else { return };
        let Some(call) = self.context.sessions.take(&key, Direction::ToClient, &id.key()) else { return };
        let answer = message.result().or_else(|| message.value(Field::Error));
        let bytes = answer.and_then(|answer| body.get(answer.range())).unwrap_or_default();
        let kept = &bytes[..bytes.len().min(call.capture_limit().max(self.context.keep()))];
        self.context.settle(&call, message, Part { bytes: kept.to_vec(), total: bytes.len() as u64 });
    }
}

fn purpose(message: &Message<'_>, method: &str) -> Purpose {
    match method {
        method::INITIALIZE => Purpose::Initialize,
        method::TOOLS_LIST => {
            let cursor = message.params().and_then(|params| params.get("cursor"));
            Purpose::ListTools { first: cursor.as_ref().is_none_or(Value::is_null) }
        }
        _ => Purpose::Other,
    }
}

/// The beginning of a text that may be as long as a body.
pub(crate) fn cut(text: &str) -> Arc<str> {
    text[..text.floor_char_boundary(MAX_TEXT)].into()
}

/// A text whose beginning would mean something else.
fn short(text: Option<Cow<'_, str>>, limit: usize) -> Option<Arc<str>> {
    text.filter(|text| text.len() <= limit).map(Arc::from)
}

/// An id or a progress token as its JSON.
fn token(id: Id<'_>) -> Option<Arc<str>> {
    short(Some(String::from_utf8_lossy(id.raw())), MAX_TEXT)
}
