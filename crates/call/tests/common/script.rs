//! A body that does as it was told.

use std::{
    collections::VecDeque,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    task::{Context, Poll},
};

use bytes::Bytes;
use http::HeaderMap;
use http_body::{Body, Frame, SizeHint};

use super::BoxError;

#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    Data(Bytes),
    Trailers,
    /// Not ready now, but soon.
    Pending,
    /// Never ready again.
    Hang,
    Error,
    Panic,
}

#[derive(Clone, Debug, Default)]
pub struct Script {
    steps: VecDeque<Step>,
    /// Whether the body tells its exact size.
    sized: bool,
    /// Whether the body tells its end before it is asked once more.
    tells_end: bool,
    pub polls: Arc<AtomicUsize>,
}

impl Script {
    pub fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        Self { steps: steps.into_iter().collect(), ..Self::default() }
    }

    /// Two pieces of five bytes with a pause between.
    pub fn ten_bytes() -> Self {
        let piece = || Step::Data(Bytes::from_static(b"12345"));
        Self::new([piece(), Step::Pending, piece()])
    }

    pub fn then(mut self, step: Step) -> Self {
        self.steps.push_back(step);
        self
    }

    pub fn sized(mut self, sized: bool) -> Self {
        self.sized = sized;
        self
    }

    pub fn tells_end(mut self, tells_end: bool) -> Self {
        self.tells_end = tells_end;
        self
    }

    /// The same body, whose polls are counted apart.
    pub fn twin(&self) -> Self {
        Self { polls: Arc::default(), ..self.clone() }
    }

    fn left(&self) -> u64 {
        let length = |step: &Step| if let Step::Data(data) = step { data.len() as u64 } else { 0 };
        self.steps.iter().map(length).sum()
    }
}

pub fn trailers() -> HeaderMap {
    HeaderMap::from_iter([(http::HeaderName::from_static("x-sum"), http::HeaderValue::from_static("42"))])
}

impl Body for Script {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.polls.fetch_add(1, SeqCst);
        if self.steps.front() == Some(&Step::Hang) {
            return Poll::Pending;
        }
        match self.steps.pop_front() {
            None => Poll::Ready(None),
            Some(Step::Data(data)) => Poll::Ready(Some(Ok(Frame::data(data)))),
            Some(Step::Trailers) => Poll::Ready(Some(Ok(Frame::trailers(trailers())))),
            Some(Step::Error) => Poll::Ready(Some(Err("the body broke".into()))),
            Some(Step::Panic) => panic!("the body panics, as told"),
            Some(Step::Pending | Step::Hang) => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.tells_end && self.steps.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        if self.sized { SizeHint::with_exact(self.left()) } else { SizeHint::default() }
    }
}
