//! A layer's place at an exchange.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use bytes::Buf;
use http::{Method, Response, StatusCode};
use http_body::{Body, Frame};
use smallvec::SmallVec;

use crate::{
    End, Exchange, Failure, ResponseHead, Watch,
    watch::{Interest, WatchList},
};

type Taps = SmallVec<[(Interest, Arc<dyn Watch>); 1]>;

/// What a layer's future and body carry. The owner's seat completes the exchange when it is dropped; a
/// guest's only hands on what passes its position; one that has nothing to do is empty.
#[derive(Default)]
pub(crate) enum Seat {
    Owner(Owner),
    Guest(Exchange, Taps),
    #[default]
    Empty,
}

pub(crate) struct Owner {
    exchange: Exchange,
    taps: Taps,
    /// Set while the inner future or body is polled: dropped in that state, it has panicked.
    /// `thread::panicking` would also be true when a panic elsewhere drops this seat.
    polling: bool,
    /// How the exchange ends if nothing else happens to it.
    otherwise: End,
    /// Bytes of body still due, where the response says so.
    remaining: Option<u64>,
}

impl Seat {
    pub(crate) fn owner(exchange: Exchange, watches: &WatchList) -> Self {
        Self::Owner(Owner {
            exchange,
            taps: taps(watches),
            polling: false,
            otherwise: End::Disconnected,
            remaining: None,
        })
    }

    pub(crate) fn guest(exchange: Exchange, watches: &WatchList) -> Self {
        let taps = taps(watches);
        if taps.is_empty() { Self::Empty } else { Self::Guest(exchange, taps) }
    }

    /// Runs `f`, the inner service's code: should it panic, the exchange has failed.
    pub(crate) fn watched<R>(&mut self, f: impl FnOnce() -> R) -> R {
        self.set_polling(true);
        let result = f();
        self.set_polling(false);
        result
    }

    fn set_polling(&mut self, polling: bool) {
        if let Self::Owner(owner) = self {
            owner.polling = polling;
        }
    }

    pub(crate) fn head<R: Body>(&mut self, response: &mut Response<R>) {
        match self {
            Self::Owner(owner) => {
                owner.exchange.set_status(response.status());
                head(&owner.exchange, &owner.taps, response);
                owner.head(response);
            }
            Self::Guest(exchange, taps) => head(exchange, taps, response),
            Self::Empty => {}
        }
        if matches!(self, Self::Owner(owner) if owner.otherwise != End::Disconnected) {
            self.leave();
        }
    }

    /// A frame of the body passes; `last` when nothing follows.
    pub(crate) fn frame<D: Buf>(&mut self, frame: &Frame<D>, last: bool) {
        if let Some(data) = frame.data_ref() {
            self.data(data);
        }
        let spent = matches!(self, Self::Owner(owner) if owner.remaining == Some(0));
        if last || spent {
            self.complete();
        }
    }

    fn data<D: Buf>(&mut self, data: &D) {
        match self {
            Self::Owner(owner) => {
                // First, as calls may end in a tap: with this piece.
                owner.count(data.remaining() as u64);
                tap(&owner.exchange, &owner.taps, data);
            }
            Self::Guest(exchange, taps) => {
                exchange.while_passing(data.remaining() as u64, || tap(exchange, taps, data));
            }
            Self::Empty => {}
        }
    }

    /// Nothing follows. If something was still due, it has broken off.
    pub(crate) fn complete(&mut self) {
        let broken = matches!(self, Self::Owner(owner) if owner.remaining.is_some_and(|due| due > 0));
        self.end(if broken { End::Failed(Failure::Body) } else { End::Complete });
    }

    /// The body or the future has come to this end.
    pub(crate) fn end(&mut self, end: End) {
        if let Self::Owner(owner) = self {
            owner.otherwise = end;
        }
        self.leave();
    }

    fn leave(&mut self) {
        *self = Self::Empty;
    }
}

impl Owner {
    fn head<R: Body>(&mut self, response: &Response<R>) {
        let status = response.status();
        let method = self.exchange.method();
        let connected = method == Method::CONNECT && status.is_success();
        if status == StatusCode::SWITCHING_PROTOCOLS || connected {
            self.otherwise = End::Upgraded;
            return;
        }
        let bodiless =
            method == Method::HEAD || status == StatusCode::NO_CONTENT || status == StatusCode::NOT_MODIFIED;
        if bodiless || response.body().is_end_stream() {
            self.otherwise = End::Complete;
            return;
        }
        self.remaining = response.body().size_hint().exact().or_else(|| content_length(response));
        if self.remaining == Some(0) {
            self.otherwise = End::Complete;
        }
    }

    /// A server drops a body that has given all its `Content-Length` promised, without polling it again:
    /// so the end is known by counting.
    fn count(&mut self, count: u64) {
        self.exchange.add_response_bytes(count);
        self.remaining = self.remaining.map(|remaining| remaining.saturating_sub(count));
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        let end = if self.polling { End::Failed(Failure::Panic) } else { self.otherwise };
        self.exchange.complete(end);
    }
}

fn taps(watches: &WatchList) -> Taps {
    let at_seat = watches.iter().filter(|registered| registered.wants.meets(Interest::AT_SEAT));
    at_seat.map(|registered| (registered.wants, Arc::clone(&registered.watch))).collect()
}

fn head<R>(exchange: &Exchange, taps: &Taps, response: &mut Response<R>) {
    for (_, watch) in taps.iter().filter(|(wants, _)| wants.contains(Interest::RESPONSE)) {
        let (status, version) = (response.status(), response.version());
        // `http` has no way to borrow both at once but to take one out.
        let mut extensions = std::mem::take(response.extensions_mut());
        let head =
            ResponseHead { status, version, headers: response.headers_mut(), extensions: &mut extensions };
        // The guard keeps an observer's panic from the call; it can break only what it observes.
        let _ = catch_unwind(AssertUnwindSafe(|| watch.response(exchange, head)));
        *response.extensions_mut() = extensions;
    }
}

fn tap<D: Buf>(exchange: &Exchange, taps: &Taps, data: &D) {
    for (_, watch) in taps.iter().filter(|(wants, _)| wants.contains(Interest::RESPONSE_DATA)) {
        // As above.
        let _ = catch_unwind(AssertUnwindSafe(|| {
            super::tap::each_slice(data, |slice| watch.response_data(exchange, slice));
        }));
    }
}

fn content_length<R>(response: &Response<R>) -> Option<u64> {
    response.headers().get(http::header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
