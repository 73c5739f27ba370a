//! What the layer does with each request.

use std::{fmt, sync::Arc};

use gate_call::{Exchange, Interest, Observer, ResponseHead, Watch, Watches};
use http::{HeaderName, HeaderValue, Request};
use tower_http::request_id::{MakeRequestId, RequestId};

use crate::{MakeUuidV7, RequestIdBuilder, generate, rules};

/// Gives every exchange one id: the heart of [`RequestIdLayer`](crate::RequestIdLayer).
///
/// It is public so that it can share one layer with other observers:
/// `ObserveLayer::new((RequestIdObserver::default(), others))`.
pub struct RequestIdObserver<M = MakeUuidV7> {
    header: HeaderName,
    max_length: usize,
    generator: M,
    /// The same for every exchange, which keeps its id itself.
    answer: Arc<SetOnResponse>,
}

impl<M> RequestIdObserver<M> {
    pub(crate) fn new(builder: RequestIdBuilder<M>) -> Self {
        let RequestIdBuilder { header, max_length, generator } = builder;
        let answer = Arc::new(SetOnResponse { header: header.clone() });
        Self { header, max_length, generator, answer }
    }
}

impl Default for RequestIdObserver {
    fn default() -> Self {
        Self::new(RequestIdBuilder::default())
    }
}

impl<M: MakeRequestId + Clone> RequestIdObserver<M> {
    /// The id that was stated already, or came with the request, or is minted now.
    fn id<B>(&self, exchange: &Exchange, request: &Request<B>) -> HeaderValue {
        if let Some(stated) = exchange.request_id() {
            return stated.clone();
        }
        let id = rules::inbound(request.headers(), &self.header, self.max_length)
            .unwrap_or_else(|| self.mint(exchange, request));
        // Should somebody have been quicker, theirs is the exchange's id.
        if exchange.set_request_id(id.clone()) {
            return id;
        }
        exchange.request_id().cloned().unwrap_or(id)
    }

    fn mint<B>(&self, exchange: &Exchange, request: &Request<B>) -> HeaderValue {
        let made = self.generator.clone().make_request_id(request).map(RequestId::into_header_value);
        // A generator may copy from the request, so its ids are held to the same rules.
        let safe = made.filter(|id| rules::is_safe(id, self.max_length));
        safe.unwrap_or_else(|| generate::uuid_at(exchange.started_at()))
    }

    fn set<B>(&self, id: HeaderValue, request: &mut Request<B>) {
        request.headers_mut().insert(self.header.clone(), id.clone());
        request.extensions_mut().insert(RequestId::new(id));
    }
}

impl<M: MakeRequestId + Clone> Observer for RequestIdObserver<M> {
    type Scope = ();

    fn begin<B>(&self, exchange: &Exchange, request: &mut Request<B>, watches: &mut Watches) {
        self.set(self.id(exchange, request), request);
        watches.push_shared(self.answer.clone());
    }

    fn again<B>(&self, exchange: &Exchange, request: &mut Request<B>) {
        // A retry sends the request as it was before this layer, and another attempt is no other request.
        self.set(self.id(exchange, request), request);
    }
}

impl<M> fmt::Debug for RequestIdObserver<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestIdObserver")
            .field("header", &self.header)
            .field("max_length", &self.max_length)
            .finish_non_exhaustive()
    }
}

/// Puts the exchange's id on the response, whoever made it.
struct SetOnResponse {
    header: HeaderName,
}

impl Watch for SetOnResponse {
    fn wants(&self) -> Interest {
        Interest::RESPONSE
    }

    fn response(&self, exchange: &Exchange, head: ResponseHead<'_>) {
        if let Some(id) = exchange.request_id() {
            head.headers.insert(self.header.clone(), id.clone());
        }
    }
}
