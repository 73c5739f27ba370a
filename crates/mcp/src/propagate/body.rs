use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;

pin_project! {
    /// The request body of [`Propagate`](super::Propagate): as it came, or with other data in the place of
    /// its own. Trailers and errors are the inner body's in either case.
    pub struct PropagateBody<B> {
        #[pin]
        inner: B,
        data: Data,
    }
}

enum Data {
    Own,
    /// In the place of the first frame.
    Other(Bytes),
    /// What more the inner body has was a part of what has been replaced.
    Given,
}

impl<B> PropagateBody<B> {
    pub(super) fn new(inner: B, other: Option<Bytes>) -> Self {
        Self { inner, data: other.map_or(Data::Own, Data::Other) }
    }
}

impl<B: Body<Data = Bytes>> Body for PropagateBody<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let mut this = self.project();
        loop {
            let frame = ready!(this.inner.as_mut().poll_frame(cx));
            let is_data = matches!(&frame, Some(Ok(frame)) if frame.is_data());
            if !is_data || matches!(this.data, Data::Own) {
                return Poll::Ready(frame);
            }
            if let Data::Other(other) = std::mem::replace(this.data, Data::Given) {
                return Poll::Ready(Some(Ok(Frame::data(other))));
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        match &self.data {
            Data::Own => self.inner.size_hint(),
            Data::Other(other) => SizeHint::with_exact(other.len() as u64),
            Data::Given => SizeHint::with_exact(0),
        }
    }
}

impl<B> fmt::Debug for PropagateBody<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PropagateBody")
            .field("is_replaced", &!matches!(self.data, Data::Own))
            .finish_non_exhaustive()
    }
}
