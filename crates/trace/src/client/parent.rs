//! What a request is made for.

use std::sync::Arc;

use gate_call::{Call, Carried, Exchange, TraceIds};
use http::Extensions;

use crate::{Sampler, current, http_span::HttpSpan, place::Place};

/// Who asks.
pub(super) enum Parent {
    Call(Call),
    Exchange(Exchange),
    /// Whatever the thread is in, if anything.
    Ambient,
}

impl Parent {
    /// `exchange` is the request's own, inside that of whoever makes it.
    pub(super) fn of(exchange: &Exchange, extensions: &Extensions) -> Self {
        if let Some(call) = extensions.get::<Call>() {
            return Self::Call(call.clone());
        }
        let Some(outer) = exchange.outer() else { return Self::Ambient };
        match &outer.open_calls()[..] {
            [sole] => Self::Call(sole.clone()),
            _ => Self::Exchange(outer.clone()),
        }
    }

    pub(super) fn call(&self) -> Option<&Call> {
        match self {
            Self::Call(call) => Some(call),
            _ => None,
        }
    }

    fn exchange(&self) -> Option<&Exchange> {
        match self {
            Self::Call(call) => Some(call.exchange()),
            Self::Exchange(exchange) => Some(exchange),
            Self::Ambient => None,
        }
    }

    fn ids(&self) -> Option<TraceIds> {
        let own = self.call().and_then(Call::trace);
        own.or_else(|| self.exchange()?.trace()).copied().or_else(current::current)
    }

    /// Where a span below it stands.
    pub(super) fn place(&self, sampler: &dyn Sampler) -> Place {
        self.ids().map_or_else(|| Place::first(None, sampler), Place::below)
    }

    /// What travels with its trace.
    pub(super) fn carried(&self) -> Option<&Arc<Carried>> {
        let own = self.call().and_then(Call::carried);
        own.or_else(|| self.exchange()?.carried())
    }

    /// Runs `f` inside its span, which is not always the one that the thread is in: a buffer between layers
    /// moves requests to other tasks.
    pub(super) fn enter<R>(&self, f: impl FnOnce() -> R) -> R {
        match self {
            Self::Call(call) => call.enter(f),
            Self::Ambient => f(),
            Self::Exchange(exchange) => match exchange.watch::<HttpSpan>() {
                Some(span) => span.enter(f),
                None => f(),
            },
        }
    }
}
