use std::{
    error, fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Buf;
use gate_call::observe::ObservedBody;
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;

use super::hold::Held;

/// What the body of an audited response may fail with.
pub(super) type BoxError = Box<dyn error::Error + Send + Sync>;

pin_project! {
    /// The response body of [`Audit`](super::Audit): the inner body, frame by frame as it comes, unless
    /// results are to be [held](crate::BeforeResponse).
    pub struct AuditBody<R>
    where
        R: Body,
    {
        // The order is the contract: the inner body goes first, and with it its calls end.
        #[pin]
        inner: ObservedBody<R, ()>,
        holding: Option<Box<Holding<R::Data>>>,
    }
}

struct Holding<D> {
    held: Held,
    /// What is held: a frame, or the end.
    next: Option<Option<Frame<D>>>,
    ended: bool,
}

impl<R: Body> AuditBody<R> {
    pub(super) fn new(inner: ObservedBody<R, ()>, held: Option<Held>) -> Self {
        let holding = held.map(|held| Box::new(Holding { held, next: None, ended: false }));
        Self { inner, holding }
    }
}

impl<R> Body for AuditBody<R>
where
    R: Body,
    R::Error: Into<BoxError>,
{
    type Data = R::Data;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<R::Data>, BoxError>>> {
        let this = self.project();
        match this.holding {
            None => this.inner.poll_frame(cx).map_err(Into::into),
            Some(holding) => holding.poll_frame(this.inner, cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.holding.as_ref().is_none_or(|holding| holding.next.is_none()) && self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let inner = self.inner.size_hint();
        let held = self.holding.as_ref().and_then(|holding| holding.next.as_ref()?.as_ref()?.data_ref());
        let Some(held) = held.map(|data| data.remaining() as u64) else { return inner };
        let mut hint = SizeHint::new();
        if let Some(upper) = inner.upper() {
            hint.set_upper(upper.saturating_add(held));
        }
        hint.set_lower(inner.lower().saturating_add(held));
        hint
    }
}

impl<D: Buf> Holding<D> {
    fn poll_frame<R>(
        &mut self,
        inner: Pin<&mut ObservedBody<R, ()>>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<D>, BoxError>>>
    where
        R: Body<Data = D>,
        R::Error: Into<BoxError>,
    {
        if self.next.is_none() {
            if self.ended {
                return Poll::Ready(None);
            }
            match ready!(self.poll_inner(inner, cx)) {
                Some(Err(error)) => {
                    self.held.delivered();
                    return Poll::Ready(Some(Err(error)));
                }
                Some(Ok(frame)) => self.next = Some(Some(frame)),
                None => self.next = Some(None),
            }
        }
        let may_go = ready!(self.held.poll(cx));
        let next = self.next.take().flatten();
        if !may_go {
            self.ended = true;
            return Poll::Ready(Some(Err(Withheld.into())));
        }
        self.held.let_go();
        Poll::Ready(next.map(Ok))
    }

    fn poll_inner<R>(
        &mut self,
        mut inner: Pin<&mut ObservedBody<R, ()>>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<D>, BoxError>>>
    where
        R: Body<Data = D>,
        R::Error: Into<BoxError>,
    {
        // Asked for more, so what was let go before is on its way.
        self.held.delivered();
        let ended = &mut self.ended;
        self.held.watch(|held| {
            let polled = inner.as_mut().poll_frame(cx);
            let last = match &polled {
                Poll::Ready(Some(Ok(frame))) => {
                    let spent = frame.data_ref().is_some_and(|data| held.spends(data.remaining()));
                    spent || frame.is_trailers() || inner.is_end_stream()
                }
                Poll::Ready(None) => true,
                _ => false,
            };
            if last {
                *ended = true;
                held.last(None);
            }
            polled.map_err(Into::into)
        })
    }
}

/// A record did not become durable in time, and the response was not to be without it.
#[derive(Debug)]
struct Withheld;

impl fmt::Display for Withheld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the response is withheld, as it could not be recorded in time")
    }
}

impl error::Error for Withheld {}

impl<R: Body + Default> Default for AuditBody<R> {
    fn default() -> Self {
        Self::new(ObservedBody::default(), None)
    }
}

impl<R: Body + fmt::Debug> fmt::Debug for AuditBody<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuditBody").field("inner", &self.inner).finish_non_exhaustive()
    }
}
