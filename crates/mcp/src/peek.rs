//! Reads a request's messages before its server is asked.

use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::{Bytes, BytesMut};
use gate_call::{Call, Exchange};
use http::{HeaderMap, Method, Request, Response, header, request};
use http_body::{Body, Frame};
use http_body_util::Full;
use pin_project_lite::pin_project;
use tower_service::Service;

use crate::{
    PeekBody, RefusalBody,
    conversation::{Conversation, essence, is_plain},
    propagate::Heard,
    refusal::Refusal,
};

/// Reads the JSON body of a POST, up to a limit, and says which calls are in it; then asks the inner
/// service with the very same bytes. Everything else passes as it is.
///
/// Made by [`McpLayer`](crate::McpLayer), inside the observing service that sees the response.
#[derive(Clone, Copy, Debug)]
pub struct Peek<S> {
    inner: S,
}

impl<S> Peek<S> {
    pub(crate) fn new(inner: S) -> Self {
        Self { inner }
    }

    /// The inner service.
    pub fn get_ref(&self) -> &S {
        &self.inner
    }

    fn pass<B: Body>(&mut self, request: Request<B>) -> PeekFuture<S, B>
    where
        S: Service<Request<PeekBody<B>>>,
    {
        PeekFuture::calling(self.inner.call(request.map(PeekBody::untouched)), None)
    }
}

impl<S, B, R> Service<Request<B>> for Peek<S>
where
    S: Service<Request<PeekBody<B>>, Response = Response<R>> + Clone,
    B: Body<Data = Bytes>,
{
    type Response = Response<RefusalBody<R>>;
    type Error = S::Error;
    type Future = PeekFuture<S, B>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        // Taken out: should this layer be met again further in, the messages have been read.
        let conversation = request.extensions_mut().remove::<Arc<Conversation>>();
        let exchange = Exchange::of(request.extensions()).cloned();
        let (Some(conversation), Some(exchange)) = (conversation, exchange) else {
            return self.pass(request);
        };
        if !is_json_post(&request) {
            conversation.meet(&exchange);
            return self.pass(request);
        }
        let parties = Parties { conversation, exchange };
        if !is_plain(request.headers()) {
            return PeekFuture::refused(parties.refuse(&Refusal::Encoded));
        }
        let announced = request.body().size_hint().lower();
        if announced > parties.max_body() as u64 {
            return PeekFuture::refused(parties.refuse(&Refusal::TooLarge(parties.max_body())));
        }
        // The service that was polled ready goes with the future; a fresh clone stays.
        let clone = self.inner.clone();
        let service = std::mem::replace(&mut self.inner, clone);
        let (parts, body) = request.into_parts();
        PeekFuture { state: State::Reading { body, reading: Some(Reading::new(service, parts, parties)) } }
    }
}

fn is_json_post<B>(request: &Request<B>) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
    request.method() == Method::POST && essence(kind).eq_ignore_ascii_case(b"application/json")
}

pin_project! {
    /// The response future of [`Peek`].
    pub struct PeekFuture<S: Service<Request<PeekBody<B>>>, B: Body> {
        #[pin]
        state: State<S, B, S::Future>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<S, B: Body, F> {
        Reading { #[pin] body: B, reading: Option<Reading<S, B::Error>> },
        Calling { #[pin] future: F, call: Option<Call> },
        Refused { response: Option<Response<Full<Bytes>>> },
    }
}

/// A body that is being read, and what waits for it.
struct Reading<S, E> {
    service: S,
    parts: request::Parts,
    parties: Parties,
    first: Bytes,
    more: BytesMut,
    trailers: Option<HeaderMap>,
    error: Option<E>,
}

struct Parties {
    conversation: Arc<Conversation>,
    exchange: Exchange,
}

impl<S: Service<Request<PeekBody<B>>>, B: Body> PeekFuture<S, B> {
    fn calling(future: S::Future, call: Option<Call>) -> Self {
        Self { state: State::Calling { future, call } }
    }

    fn refused(response: Response<Full<Bytes>>) -> Self {
        Self { state: State::Refused { response: Some(response) } }
    }
}

impl<S, B, R> Future for PeekFuture<S, B>
where
    S: Service<Request<PeekBody<B>>, Response = Response<R>>,
    B: Body<Data = Bytes>,
{
    type Output = Result<Response<RefusalBody<R>>, S::Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            let next = match self.as_mut().project().state.project() {
                StateProjection::Reading { body, reading } => {
                    ready!(poll_read(body, reading, cx)).into_state()
                }
                StateProjection::Calling { future, call } => {
                    let response = match call {
                        Some(call) => ready!(call.enter(|| future.poll(cx))),
                        None => ready!(future.poll(cx)),
                    };
                    return Poll::Ready(response.map(|response| response.map(RefusalBody::inner)));
                }
                StateProjection::Refused { response } => {
                    let Some(response) = response.take() else {
                        panic!("`PeekFuture` polled after completion")
                    };
                    return Poll::Ready(Ok(response.map(RefusalBody::refusal)));
                }
            };
            self.as_mut().project().state.set(next);
        }
    }
}

/// What follows when the body has been read.
enum Next<F> {
    Call(F, Option<Call>),
    Refuse(Response<Full<Bytes>>),
}

impl<F> Next<F> {
    fn into_state<S, B: Body>(self) -> State<S, B, F> {
        match self {
            Self::Call(future, call) => State::Calling { future, call },
            Self::Refuse(response) => State::Refused { response: Some(response) },
        }
    }
}

fn poll_read<S, B>(
    mut body: Pin<&mut B>,
    reading: &mut Option<Reading<S, B::Error>>,
    cx: &mut Context<'_>,
) -> Poll<Next<S::Future>>
where
    S: Service<Request<PeekBody<B>>>,
    B: Body<Data = Bytes>,
{
    loop {
        let frame = ready!(body.as_mut().poll_frame(cx));
        let Some(current) = reading.as_mut() else { panic!("`PeekFuture` polled after completion") };
        let done = match frame {
            Some(Ok(frame)) => {
                current.push(frame);
                body.is_end_stream()
            }
            Some(Err(error)) => {
                current.error = Some(error);
                true
            }
            None => true,
        };
        let too_large = current.len() > current.parties.max_body();
        let Some(finished) = reading.take_if(|_| done || too_large) else { continue };
        let max = finished.parties.max_body();
        return Poll::Ready(if too_large {
            Next::Refuse(finished.parties.refuse(&Refusal::TooLarge(max)))
        } else {
            finished.proceed()
        });
    }
}

impl<S, E> Reading<S, E> {
    fn new(service: S, parts: request::Parts, parties: Parties) -> Self {
        let (first, more) = (Bytes::new(), BytesMut::new());
        Self { service, parts, parties, first, more, trailers: None, error: None }
    }

    fn len(&self) -> usize {
        self.first.len() + self.more.len()
    }

    /// A body of one frame, as most are, is not copied.
    fn push(&mut self, frame: Frame<Bytes>) {
        match frame.into_data() {
            Ok(data) if self.len() == 0 => self.first = data,
            Ok(data) => {
                if self.more.is_empty() {
                    self.more.extend_from_slice(&std::mem::take(&mut self.first));
                }
                self.more.extend_from_slice(&data);
            }
            Err(frame) => self.trailers = frame.into_trailers().ok(),
        }
    }

    fn proceed<B: Body<Error = E>>(mut self) -> Next<S::Future>
    where
        S: Service<Request<PeekBody<B>>>,
    {
        let Parties { conversation, exchange } = &self.parties;
        let body = if self.more.is_empty() { self.first } else { self.more.freeze() };
        exchange.add_request_bytes(body.len() as u64);
        if let Some(error) = self.error {
            // The inner service sees what this one saw.
            let request = Request::from_parts(self.parts, PeekBody::broken(body, error));
            return Next::Call(self.service.call(request), None);
        }
        let messages = match gate_wire::read(&body, conversation.context.limits) {
            Ok(messages) => messages,
            Err(error) => return Next::Refuse(self.parties.refuse(&Refusal::Unreadable(error))),
        };
        let calls = conversation.hear(exchange, &body, &messages);
        let call = calls.first().filter(|_| messages.len() == 1).map(|(_, call)| call.clone());
        if conversation.context.keep_offsets {
            let heard = Heard { body: body.clone(), offsets: messages.into_offsets(), calls };
            self.parts.extensions.insert(Arc::new(heard));
        }
        let request = Request::from_parts(self.parts, PeekBody::whole(body, self.trailers));
        let future = match &call {
            Some(call) => call.enter(|| self.service.call(request)),
            None => self.service.call(request),
        };
        Next::Call(future, call)
    }
}

impl Parties {
    fn max_body(&self) -> usize {
        self.conversation.context.max_body
    }

    fn refuse(&self, refusal: &Refusal) -> Response<Full<Bytes>> {
        refusal.answer(&self.conversation, &self.exchange)
    }
}

impl<S: Service<Request<PeekBody<B>>>, B: Body> fmt::Debug for PeekFuture<S, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PeekFuture").finish_non_exhaustive()
    }
}
