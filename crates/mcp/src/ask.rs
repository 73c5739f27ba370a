//! Reading what a client sends: starts calls, and ends those of the server's that it answers.

use std::sync::Arc;

use bytes::Bytes;
use gate_call::{Call, Client, Direction, Exchange, Kind, Outcome, Payload, RemoteContext};
use gate_wire::{Message, MessageKind, Messages, Value};

use crate::{
    answer::{Part, settle},
    conversation::{Conversation, Pending, Purpose},
    method,
    session::About,
};

impl Conversation {
    /// Takes in the messages of a request body. Returns the call, where there is just one.
    pub(crate) fn hear(&self, exchange: &Exchange, body: &Bytes, messages: &Messages<'_>) -> Option<Call> {
        let about = self.session_key().map(|key| self.context.sessions.about(&key)).unwrap_or_default();
        let mut sole = None;
        for message in messages.iter() {
            match message.kind() {
                MessageKind::Request | MessageKind::Notification => {
                    sole = self.ask(exchange, body, &message, &about);
                }
                _ => self.answer(exchange, body, &message),
            }
        }
        sole.filter(|_| messages.len() == 1)
    }

    fn ask(&self, exchange: &Exchange, body: &Bytes, message: &Message<'_>, about: &About) -> Option<Call> {
        let method = message.method()?;
        // The exchange has ended, its client is gone: the server need not be asked, but nobody is there
        // to be told so.
        let call = exchange.start_call(|call| self.describe(call, message, &method, about)).ok()?;
        self.context.note_capture(&call);
        self.keep_arguments(&call, body, message);
        if message.kind() == MessageKind::Notification {
            if method == method::CANCELLED {
                self.cancel(message);
            }
        } else if let Some(id) = message.id() {
            let purpose = purpose(message, &method);
            self.expect(Pending { id: id.key(), call: call.clone(), purpose });
        }
        Some(call)
    }

    fn describe(&self, call: &Call, message: &Message<'_>, method: &str, about: &About) {
        let kind = method::kind_of(method);
        self.introduce(call, kind);
        call.set_direction(Direction::ToServer);
        call.set_method(method);
        let name = if kind == Kind::Resource { message.uri() } else { message.name() };
        name.into_iter().for_each(|name| _ = call.set_name(name));
        if let Some(id) = message.id() {
            call.set_rpc_id(String::from_utf8_lossy(id.raw()));
        }
        if let Some(token) = message.progress_token() {
            call.set_progress_token(String::from_utf8_lossy(token.raw()));
        }
        self.describe_protocol(call, message, method, about);
        let context = RemoteContext {
            traceparent: message.traceparent().map(Arc::from),
            tracestate: message.tracestate().map(Arc::from),
            baggage: message.baggage().map(Arc::from),
        };
        if context != RemoteContext::default() {
            call.set_remote_context(context);
        }
    }

    fn describe_protocol(&self, call: &Call, message: &Message<'_>, method: &str, about: &About) {
        let client = message.client().map(|client| Client {
            name: client.name.unwrap_or_default().into(),
            version: client.version.map(Arc::from),
        });
        client.or_else(|| about.client.clone()).into_iter().for_each(|client| _ = call.set_client(client));
        // What `initialize` asks for is not yet what is agreed.
        if method == method::INITIALIZE {
            return;
        }
        let version = message.protocol_version().map(Arc::from);
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

    /// The client no longer wants the answer to a request of its own.
    fn cancel(&self, message: &Message<'_>) {
        let (Some(id), Some(key)) = (message.cancelled_id(), self.session_key()) else { return };
        let call = self.context.sessions.take(&key, Direction::ToServer, &id.key());
        call.into_iter().for_each(|call| call.end(Outcome::Cancelled));
    }

    /// The client answers a request of the server's.
    fn answer(&self, exchange: &Exchange, body: &Bytes, message: &Message<'_>) {
        self.introduce(&exchange.call(), Kind::Mcp);
        let (Some(id), Some(key)) = (message.id(), self.session_key()) else { return };
        let Some(call) = self.context.sessions.take(&key, Direction::ToClient, &id.key()) else { return };
        let range = message.result().map(|result| result.range()).unwrap_or_default();
        let result = body.get(range).unwrap_or_default();
        let kept = &result[..result.len().min(call.capture_limit())];
        settle(&call, message, Part { bytes: kept.to_vec(), total: result.len() as u64 });
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
