//! Reading what comes back.

use std::panic::{AssertUnwindSafe, catch_unwind};

use gate_call::{Call, Client, Direction, Exchange, Outcome, RpcFault, TokenUsage};
use gate_wire::{
    Message, MessageKind, MessageSink,
    sse::{EventEnd, StreamSink},
};
use smallvec::SmallVec;

use crate::{
    ask::cut,
    context::{Context, USAGE_LIMIT},
    conversation::{Conversation, Pending, Purpose},
    kept::{Kept, Part},
    method,
    session::{About, MAX_CALLS},
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
        if event.sets_id {
            self.pending.iter().for_each(Pending::outlive_exchange);
        }
    }
}

impl Answers<'_> {
    fn hear(&mut self, message: &Message<'_>) {
        let payload = self.kept.take(message.index());
        match message.kind() {
            MessageKind::Response | MessageKind::ErrorResponse => self.settle(message, payload),
            MessageKind::Request => self.ask_client(message, payload),
            MessageKind::Notification => self.note(message),
        }
    }

    fn settle(&mut self, message: &Message<'_>, result: Part) {
        let Some((call, purpose)) = self.asked(message) else { return };
        if purpose == Purpose::Initialize {
            self.open_session(&call, message);
        }
        let context = &self.conversation.context;
        if let (Purpose::ListTools { first }, Some(server)) = (purpose, call.server()) {
            context.catalog.learn(server, &result.bytes, first);
        }
        context.settle(&call, message, result);
    }

    /// The call that a response answers: of this exchange, or of another in its session.
    fn asked(&mut self, message: &Message<'_>) -> Option<(Call, Purpose)> {
        let id = message.id().filter(|id| !id.is_null()).map(|id| id.key());
        let sessions = &self.conversation.context.sessions;
        let key = self.conversation.session_key();
        if let Some(at) = self.position(message) {
            let Pending { call, purpose, id, .. } = self.pending.swap_remove(at);
            key.into_iter().for_each(|key| sessions.forget(&key, Direction::ToServer, &id, &call));
            return Some((call, purpose));
        }
        let call = sessions.take(&key?, Direction::ToServer, &id?)?;
        Some((call, Purpose::Other))
    }

    fn position(&self, message: &Message<'_>) -> Option<usize> {
        let id = message.id().map(|id| id.key());
        let to_server = |pending: &Pending| pending.direction == Direction::ToServer;
        let answered = |pending: &Pending| to_server(pending) && Some(&pending.id) == id.as_ref();
        self.pending.iter().position(answered).or_else(|| {
            // Servers refuse a request with an error whose id is null, when they have not read so far.
            let nameless = message.id().is_none_or(|id| id.is_null());
            // An error without a code is not JSON-RPC's: OAuth has `"error": "invalid_token"`.
            let refusal = nameless && message.error_code().is_some();
            let sole = self.pending.iter().filter(|pending| to_server(pending)).count() == 1;
            if refusal && sole { self.pending.iter().position(to_server) } else { None }
        })
    }

    fn open_session(&self, call: &Call, message: &Message<'_>) {
        let version = message.protocol_version().map(|version| cut(&version));
        version.iter().for_each(|version| _ = call.set_protocol_version(version.clone()));
        if let Some(key) = self.conversation.session_key() {
            let client: Option<Client> = call.client().cloned();
            self.conversation.context.sessions.introduce(key, About { client, version });
        }
    }

    /// A request from the server to the client. Its answer is a POST of the client's, which can be told
    /// only in a session; without one the call ends with the stream that it came on.
    fn ask_client(&mut self, message: &Message<'_>, params: Part) {
        let (Some(id), conversation) = (message.id(), self.conversation) else { return };
        if self.pending.len() >= MAX_CALLS {
            return conversation.context.sessions.count_untracked();
        }
        let (direction, about) = (Direction::ToClient, conversation.about());
        let started =
            self.exchange.start_call(|call| conversation.describe(call, message, direction, &about));
        let Ok(call) = started else { return };
        conversation.context.note_capture(&call);
        if let Some(arguments) = params.payload(call.capture_limit()) {
            call.set_arguments(arguments);
        }
        call.expect_result();
        let findable = conversation.share(direction, &id.key(), &call);
        let pending = Pending { id: id.key(), call, direction, purpose: Purpose::Other, findable };
        pending.outlive_exchange();
        self.pending.push(pending);
    }

    fn note(&self, message: &Message<'_>) {
        match (message.method().as_deref(), &self.conversation.server) {
            (Some(method::TOOLS_LIST_CHANGED), Some(server)) => {
                self.conversation.context.catalog.mark_stale(server);
            }
            (Some(method::CANCELLED), _) => self.conversation.cancel(message, Direction::ToClient),
            _ => {}
        }
    }

    fn keep(&mut self, payload: gate_wire::Payload, bytes: &[u8]) {
        let limits = self.pending.iter().map(|pending| match pending.purpose {
            Purpose::ListTools { .. } => LISTING_LIMIT,
            _ => pending.call.capture_limit(),
        });
        let limit = limits.max().unwrap_or(0).max(self.conversation.context.keep());
        self.kept.push(payload.index, bytes, limit);
    }
}

impl Context {
    /// Ends a call by its response, in whichever body that came.
    pub(crate) fn settle(&self, call: &Call, message: &Message<'_>, result: Part) {
        let tokens = message.usage().map(|usage| TokenUsage { input: usage.input, output: usage.output });
        let tokens = tokens.or_else(|| self.usage_in(message, &result));
        tokens.into_iter().for_each(|tokens| _ = call.set_tokens(tokens));
        if let Some(result) = result.payload(call.capture_limit()) {
            call.set_result(result);
        }
        if message.kind() == MessageKind::ErrorResponse {
            let code = message.error_code();
            let text = message.error_message().unwrap_or_default();
            call.set_fault(RpcFault { code, message: cut(&text) });
            call.end(Outcome::RpcError(code.unwrap_or_default()));
        } else if message.is_error() == Some(true) {
            call.end(Outcome::ToolError);
        } else {
            call.end(Outcome::Ok);
        }
    }

    fn usage_in(&self, message: &Message<'_>, result: &Part) -> Option<TokenUsage> {
        let usage_of = self.usage_of.as_deref()?;
        let whole = result.bytes.len() as u64 == result.total && result.bytes.len() <= USAGE_LIMIT;
        if !whole || message.kind() != MessageKind::Response {
            return None;
        }
        // A hook that panics loses the usage, and not the call.
        catch_unwind(AssertUnwindSafe(|| usage_of(&result.bytes))).ok().flatten()
    }
}
