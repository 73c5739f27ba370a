//! The bodies on either side of [`Peek`](crate::Peek).

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::HeaderMap;
use http_body::{Body, Frame, SizeHint};
use http_body_util::Full;
use pin_project_lite::pin_project;

pin_project! {
    /// A request body: as it came, or read and given again byte for byte.
    pub struct PeekBody<B: Body> {
        #[pin]
        kind: Kind<B>,
    }
}

pin_project! {
    #[project = KindProjection]
    enum Kind<B: Body> {
        Untouched { #[pin] body: B },
        Read { data: Bytes, then: Then<B::Error> },
    }
}

enum Then<E> {
    End,
    Trailers(HeaderMap),
    Error(E),
}

impl<B: Body> PeekBody<B> {
    pub(crate) fn untouched(body: B) -> Self {
        Self { kind: Kind::Untouched { body } }
    }

    pub(crate) fn whole(data: Bytes, trailers: Option<HeaderMap>) -> Self {
        Self { kind: Kind::Read { data, then: trailers.map_or(Then::End, Then::Trailers) } }
    }

    pub(crate) fn broken(data: Bytes, error: B::Error) -> Self {
        Self { kind: Kind::Read { data, then: Then::Error(error) } }
    }
}

impl<B: Body<Data = Bytes>> Body for PeekBody<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let (data, then) = match self.project().kind.project() {
            KindProjection::Untouched { body } => return body.poll_frame(cx),
            KindProjection::Read { data, then } => (data, then),
        };
        if !data.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(data)))));
        }
        Poll::Ready(match std::mem::replace(then, Then::End) {
            Then::End => None,
            Then::Trailers(trailers) => Some(Ok(Frame::trailers(trailers))),
            Then::Error(error) => Some(Err(error)),
        })
    }

    fn is_end_stream(&self) -> bool {
        match &self.kind {
            Kind::Untouched { body } => body.is_end_stream(),
            Kind::Read { data, then } => data.is_empty() && matches!(then, Then::End),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.kind {
            Kind::Untouched { body } => body.size_hint(),
            Kind::Read { then: Then::Error(_), data } => {
                let mut hint = SizeHint::new();
                hint.set_lower(data.len() as u64);
                hint
            }
            Kind::Read { data, .. } => SizeHint::with_exact(data.len() as u64),
        }
    }
}

impl<B: Body> fmt::Debug for PeekBody<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if matches!(self.kind, Kind::Untouched { .. }) { "untouched" } else { "read" };
        f.debug_tuple("PeekBody").field(&kind).finish()
    }
}

pin_project! {
    /// A response body: the inner service's, or that of a refusal.
    pub struct RefusalBody<R> {
        #[pin]
        kind: Answered<R>,
    }
}

pin_project! {
    #[project = AnsweredProjection]
    enum Answered<R> {
        Inner { #[pin] body: R },
        Refusal { #[pin] body: Full<Bytes> },
    }
}

impl<R> RefusalBody<R> {
    /// The inner service's body.
    pub fn inner(body: R) -> Self {
        Self { kind: Answered::Inner { body } }
    }

    /// The body of a refusal, as [`error_reply`](crate::error_reply) makes it.
    pub fn refusal(body: Full<Bytes>) -> Self {
        Self { kind: Answered::Refusal { body } }
    }
}

impl<R: Body<Data = Bytes>> Body for RefusalBody<R> {
    type Data = Bytes;
    type Error = R::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match self.project().kind.project() {
            AnsweredProjection::Inner { body } => body.poll_frame(cx),
            AnsweredProjection::Refusal { body } => {
                body.poll_frame(cx).map(|frame| frame.map(|frame| frame.map_err(|error| match error {})))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.kind {
            Answered::Inner { body } => body.is_end_stream(),
            Answered::Refusal { body } => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.kind {
            Answered::Inner { body } => body.size_hint(),
            Answered::Refusal { body } => body.size_hint(),
        }
    }
}

/// The body of a refusal that says nothing.
impl<R> Default for RefusalBody<R> {
    fn default() -> Self {
        Self::refusal(Full::default())
    }
}

impl<R> fmt::Debug for RefusalBody<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefusalBody").finish_non_exhaustive()
    }
}
