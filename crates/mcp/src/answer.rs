//! Reading what comes back.

use gate_call::{Call, Client, Direction, Exchange, Kind, Outcome, Payload, RpcFault, TokenUsage};
use gate_wire::{
    Field, Message, MessageKind, MessageSink,
    sse::{EventEnd, StreamSink},
};
use smallvec::SmallVec;

use crate::{
    conversation::{Conversation, Pending, Purpose},
    method,
    session::About,
};

/// How much of a `tools/list` result is read.
const LISTING_LIMIT: usize = 1 << 20;

/// Hears the messages of one response.
pub(crate) struct Answers<'a> {
    pub(crate) conversation: &'a Conversation,
    pub(crate) exchange: &'a Exchange,
    pub(crate) pending: &'a mut SmallVec<[Pending; 1]>,
    pub(crate) kept: &'a mut Kept,
}

impl MessageSink for Answers<'_> {
    fn message(&mut self, message: &Message<'_>) {
        self.hear(message);
    }

    fn payload(&mut self, payload: gate_wire::Payload, bytes: &[u8]) {
        self.keep(payload, bytes);
    }
}

impl StreamSink for Answers<'_> {
    fn message(&mut self, message: &Message<'_>, _: &EventEnd<'_>) {
        self.hear(message);
    }

    fn payload(&mut self, payload: gate_wire::Payload, bytes: &[u8]) {
        self.keep(payload, bytes);
    }

    fn event(&mut self, event: &EventEnd<'_>, _: Result<(), gate_wire::Error>) {
        self.kept.clear();
        // A stream whose events have ids may be resumed elsewhere: the server may close it before the
        // result, and give that on the stream that resumes it.
        if event.sets_id && self.conversation.session_key().is_some() {
            self.pending.iter().for_each(|pending| pending.call.outlive_exchange());
        }
    }
}

impl Answers<'_> {
    fn hear(&mut self, message: &Message<'_>) {
        match message.kind() {
            MessageKind::Response | MessageKind::ErrorResponse => self.settle(message),
            MessageKind::Request => self.ask_client(message),
            MessageKind::Notification => self.note(message),
        }
    }

    fn settle(&mut self, message: &Message<'_>) {
        let result = self.kept.take(message.index());
        let Some((call, purpose)) = self.asked(message) else { return };
        if purpose == Purpose::Initialize {
            self.open_session(&call, message);
        }
        if let (Purpose::ListTools { first }, Some(server)) = (purpose, call.server()) {
            self.conversation.context.catalog.learn(server, &result.bytes, first);
        }
        let usage = message.usage().map(|usage| TokenUsage { input: usage.input, output: usage.output });
        let usage = usage.or_else(|| {
            let usage_of = self.conversation.context.usage_of.as_deref()?;
            usage_of(&result.bytes)
        });
        usage.into_iter().for_each(|usage| _ = call.set_tokens(usage));
        settle(&call, message, result);
    }

    /// The call that a response answers: of this exchange, or of another in its session.
    fn asked(&mut self, message: &Message<'_>) -> Option<(Call, Purpose)> {
        let id = message.id()?.key();
        if let Some(at) = self.pending.iter().position(|pending| pending.id == id) {
            let Pending { call, purpose, id } = self.pending.swap_remove(at);
            if let Some(key) = self.conversation.session_key() {
                self.conversation.context.sessions.take(&key, Direction::ToServer, &id);
            }
            return Some((call, purpose));
        }
        let key = self.conversation.session_key()?;
        let call = self.conversation.context.sessions.take(&key, Direction::ToServer, &id)?;
        Some((call, Purpose::Other))
    }

    fn open_session(&self, call: &Call, message: &Message<'_>) {
        let version = message.protocol_version().map(std::sync::Arc::<str>::from);
        version.iter().for_each(|version| _ = call.set_protocol_version(version.clone()));
        if let Some(key) = self.conversation.session_key() {
            let client: Option<Client> = call.client().cloned();
            self.conversation.context.sessions.introduce(key, About { client, version });
        }
    }

    /// A request from the server to the client. Its answer is a POST of the client's.
    fn ask_client(&self, message: &Message<'_>) {
        let Some(id) = message.id() else { return };
        let started = self.exchange.start_call(|call| {
            self.conversation.introduce(call, Kind::Mcp);
            call.set_direction(Direction::ToClient);
            call.set_rpc_id(String::from_utf8_lossy(id.raw()));
            message.method().into_iter().for_each(|method| _ = call.set_method(method));
        });
        let Ok(call) = started else { return };
        call.outlive_exchange();
        if let Some(key) = self.conversation.session_key() {
            self.conversation.context.sessions.add(key, Direction::ToClient, id.key(), call);
        }
    }

    fn note(&self, message: &Message<'_>) {
        match (message.method().as_deref(), &self.conversation.server) {
            (Some(method::TOOLS_LIST_CHANGED), Some(server)) => {
                self.conversation.context.catalog.mark_stale(server);
            }
            (Some(method::CANCELLED), _) => self.cancel(message),
            _ => {}
        }
    }

    /// The server no longer wants an answer to its own request.
    fn cancel(&self, message: &Message<'_>) {
        let (Some(id), Some(key)) = (message.cancelled_id(), self.conversation.session_key()) else { return };
        let call = self.conversation.context.sessions.take(&key, Direction::ToClient, &id.key());
        call.into_iter().for_each(|call| call.end(Outcome::Cancelled));
    }

    fn keep(&mut self, payload: gate_wire::Payload, bytes: &[u8]) {
        if matches!(payload.field, Field::Result | Field::Error) {
            let limits = self.pending.iter().map(|pending| match pending.purpose {
                Purpose::ListTools { .. } => LISTING_LIMIT,
                _ => pending.call.capture_limit(),
            });
            let limit = limits.max().unwrap_or(0).max(self.conversation.context.keep());
            self.kept.push(payload.index, bytes, limit);
        }
    }
}

/// Ends a call by its response, in whichever body that came.
pub(crate) fn settle(call: &Call, message: &Message<'_>, result: Part) {
    let limit = call.capture_limit();
    if limit > 0 && result.total > 0 {
        let mut bytes = result.bytes;
        bytes.truncate(limit);
        call.set_result(Payload::new(bytes.into(), result.total));
    }
    if message.kind() == MessageKind::ErrorResponse {
        let code = message.error_code();
        let text = message.error_message().unwrap_or_default();
        call.set_fault(RpcFault { code, message: text.into() });
        call.end(Outcome::RpcError(code.unwrap_or_default()));
    } else if message.is_error() == Some(true) {
        call.end(Outcome::ToolError);
    } else {
        call.end(Outcome::Ok);
    }
}

/// The beginnings of results whose messages are not complete yet.
#[derive(Default)]
pub(crate) struct Kept(SmallVec<[(usize, Part); 1]>);

/// The beginning of one result, and how long it is so far.
#[derive(Default)]
pub(crate) struct Part {
    pub(crate) bytes: Vec<u8>,
    pub(crate) total: u64,
}

impl Kept {
    fn push(&mut self, index: usize, bytes: &[u8], limit: usize) {
        let others: usize =
            self.0.iter().filter(|(at, _)| *at != index).map(|(_, part)| part.bytes.len()).sum();
        let at = self.0.iter().position(|(at, _)| *at == index).unwrap_or_else(|| {
            self.0.push((index, Part::default()));
            self.0.len() - 1
        });
        let part = &mut self.0[at].1;
        // One limit for all of a batch bounds what an event can make us hold.
        let room = limit.saturating_sub(others + part.bytes.len());
        part.bytes.extend_from_slice(&bytes[..bytes.len().min(room)]);
        part.total += bytes.len() as u64;
    }

    fn take(&mut self, index: usize) -> Part {
        let at = self.0.iter().position(|(at, _)| *at == index);
        at.map(|at| self.0.swap_remove(at).1).unwrap_or_default()
    }

    fn clear(&mut self) {
        self.0.clear();
    }
}
