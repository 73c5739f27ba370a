use std::{fmt, sync::Arc};

use gate_call::{Exchange, Observer, Watches};
use http::Request;

use crate::{
    context::{Context, ServerOf},
    conversation::Conversation,
};

/// Begins a conversation with each exchange: the heart of [`McpLayer`](crate::McpLayer).
pub struct McpObserver {
    pub(crate) context: Arc<Context>,
    pub(crate) server_of: Option<Box<ServerOf>>,
}

impl Observer for McpObserver {
    type Scope = ();

    fn begin<B>(&self, _: &Exchange, request: &mut Request<B>, watches: &mut Watches) {
        let server =
            self.server_of.as_ref().and_then(|server_of| server_of(request.uri(), request.extensions()));
        let conversation = Arc::new(Conversation::new(&self.context, server, request.headers()));
        // Left for `Peek`, which sits below and reads the messages.
        request.extensions_mut().insert(Arc::clone(&conversation));
        watches.push_shared(conversation);
    }

    fn again<B>(&self, _: &Exchange, _: &mut Request<B>) {}
}

impl fmt::Debug for McpObserver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("McpObserver").field("context", &self.context).finish_non_exhaustive()
    }
}
