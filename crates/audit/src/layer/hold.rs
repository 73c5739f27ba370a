//! Holding back what tells of a call until its record is durable.

use std::{
    sync::Arc,
    task::{Context, Poll},
};

use gate_call::{End, Exchange};
use http::{Method, Response, StatusCode};
use http_body::Body;

use crate::pipeline::{BeforeResponse, Shared, Waiting, collect};

/// What one response waits for. It goes from the response's future on to its body.
pub(super) struct Held {
    shared: Arc<Shared>,
    options: BeforeResponse,
    /// The exchange, if a layer further out ends it: too late for what is held here.
    outer: Option<Exchange>,
    bodiless: bool,
    /// Bytes of body still due, where the response says so.
    remaining: Option<u64>,
    /// What is held is the response's end.
    over: bool,
    /// For the calls whose results are held, or were let go and are perhaps not on their way yet.
    waiting: Waiting,
}

impl Held {
    pub(super) fn new(
        shared: Arc<Shared>,
        options: BeforeResponse,
        outer: Option<Exchange>,
        method: &Method,
    ) -> Self {
        let bodiless = *method == Method::HEAD;
        let waiting = Waiting::default();
        Self { shared, options, outer, bodiless, remaining: None, over: false, waiting }
    }

    /// Runs `f`, the inner service's code, and waits for the records of the calls that end in it.
    pub(super) fn watch<R>(&mut self, f: impl FnOnce(&mut Self) -> R) -> R {
        let (result, tickets) = collect(|| f(self));
        self.waiting.tickets.extend(tickets);
        result
    }

    /// A response's head has come: the calls end that end with it.
    pub(super) fn head<R: Body>(&mut self, response: &Response<R>) {
        let (status, body) = (response.status(), response.body());
        if status == StatusCode::SWITCHING_PROTOCOLS {
            return;
        }
        let length = response.headers().get(http::header::CONTENT_LENGTH);
        let length = || length?.to_str().ok()?.parse().ok();
        self.remaining = body.size_hint().exact().or_else(length);
        let bodiless = matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
        if self.bodiless || bodiless || body.is_end_stream() || self.remaining == Some(0) {
            self.last(Some(status));
        }
    }

    /// So many bytes of body are passing. Whether they are the last that are due.
    pub(super) fn spends(&mut self, bytes: usize) -> bool {
        self.remaining = self.remaining.map(|remaining| remaining.saturating_sub(bytes as u64));
        self.remaining == Some(0)
    }

    /// Nothing comes after what is passing: the calls end that have not yet.
    pub(super) fn last(&mut self, status: Option<StatusCode>) {
        self.over = true;
        if let Some(exchange) = self.outer.take() {
            exchange.end_calls(End::Complete, status);
        }
    }

    /// Whether what is held may go: when the records are durable, or it was not to be waited for any longer.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<bool> {
        self.waiting.poll(cx, self.options, &self.shared.counters)
    }

    /// What was held is let go; if it is all that there is, nobody asks again.
    pub(super) fn let_go(&mut self) {
        if self.over {
            self.delivered();
        }
    }

    /// What was let go is on its way, or the exchange has failed, which its records tell.
    pub(super) fn delivered(&mut self) {
        self.waiting.tickets.clear();
    }
}

/// Should it have held something to the end, or nobody have asked for what came after, then its records say
/// too much: the client went away before.
impl Drop for Held {
    fn drop(&mut self) {
        for ticket in self.waiting.tickets.drain(..) {
            self.shared.enqueue_disconnect(&ticket.call, ticket.id);
        }
    }
}
