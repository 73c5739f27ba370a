//! The two bodies of an exchange with an upstream.

use std::{
    any::Any,
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::{BodyExt, Empty, combinators::UnsyncBoxBody};
use hyper::body::Incoming;

use crate::{BoxError, UpstreamError};

/// The body of a request to an upstream: any body, erased.
pub struct RequestBody(UnsyncBoxBody<Bytes, BoxError>);

impl RequestBody {
    /// Erases a body. One that is erased already is not wrapped again.
    pub fn new<B>(body: B) -> Self
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        unless_it_is(body, |body| Self(body.map_err(Into::into).boxed_unsync()))
    }
}

/// The body of an upstream's response, as it comes.
pub struct ResponseBody(Kind);

enum Kind {
    Remote(Incoming),
    Local(UnsyncBoxBody<Bytes, UpstreamError>),
}

impl ResponseBody {
    /// Erases a body. One that is erased already is not wrapped again.
    pub fn new<B>(body: B) -> Self
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        unless_it_is(body, |body| {
            let body = body.map_err(|error| UpstreamError::of_service(error.into()));
            Self(Kind::Local(body.boxed_unsync()))
        })
    }

    pub(crate) fn remote(body: Incoming) -> Self {
        Self(Kind::Remote(body))
    }
}

/// An empty one.
impl Default for ResponseBody {
    fn default() -> Self {
        Self::new(Empty::<Bytes>::new())
    }
}

/// Gives the value as it is where it is of the wanted type, and converts it otherwise.
fn unless_it_is<T: 'static, U: 'static>(value: T, convert: impl FnOnce(T) -> U) -> U {
    let mut value = Some(value);
    if let Some(same) = (&mut value as &mut dyn Any).downcast_mut::<Option<U>>()
        && let Some(same) = same.take()
    {
        return same;
    }
    match value {
        Some(value) => convert(value),
        None => unreachable!("the value is taken only to be returned"),
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Pin::new(&mut self.0).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = UpstreamError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, UpstreamError>>> {
        match &mut self.0 {
            Kind::Remote(body) => {
                Pin::new(body).poll_frame(cx).map(|frame| frame.map(|f| f.map_err(UpstreamError::of_body)))
            }
            Kind::Local(body) => Pin::new(body).poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Kind::Remote(body) => body.is_end_stream(),
            Kind::Local(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Remote(body) => body.size_hint(),
            Kind::Local(body) => body.size_hint(),
        }
    }
}

impl fmt::Debug for RequestBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestBody").finish_non_exhaustive()
    }
}

impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseBody").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_the_wanted_type_is_not_converted() {
        assert_eq!(unless_it_is(1_u8, |_: u8| 2_u8), 1);
        assert_eq!(unless_it_is(1_u8, u16::from), 1_u16);
    }
}
