//! From `tracing` spans to OpenTelemetry's.
//!
//! [`Spans`] makes a `tracing` layer whose ended spans come out of a [`SpanHandle`], masked. It takes ids,
//! kind, status and name from the fields by which `gate-trace` states them, so that a span that is exported,
//! a log line and an audit record of the same call name the same ids; spans without such fields, as those of
//! an application, become children of those around them.
//!
//! | field | what becomes of it |
//! |---|---|
//! | `trace_id`, `span_id`, `parent_span_id`, in hexadecimal | the span's ids |
//! | `sampled` | whether it is exported |
//! | `otel.name`, `otel.kind`, `otel.status_code`, `otel.status_message` | name, kind and status |
//! | `otel.link`, a `traceparent` | a link, as what it [follows from](tracing::Span::follows_from) is |
//! | `gate.first_byte_ms`, a number | an event, `first byte`, with `after_ms` |
//! | all others | attributes, by their names |
//!
//! The instrumentation scope is the target of the span. Events inside a span become its events, if the
//! [filter](Spans::filter) lets them pass.
//!
//! ```
//! use gate_telemetry::spans::Spans;
//! use tracing_subscriber::prelude::*;
//!
//! let (layer, handle) = Spans::new().layer()?;
//! let subscriber = tracing_subscriber::registry().with(layer);
//! tracing::subscriber::with_default(subscriber, || {
//!     handle.open(1024, 256);
//!     tracing::info_span!("work", password = "hunter2").in_scope(|| tracing::info!("half done"));
//! });
//! let span = handle.take(1).remove(0);
//! assert_eq!((&*span.name, span.attributes[0].value.as_str()), ("work", "***".into()));
//! assert_eq!(span.events[0].name, "half done");
//! # Ok::<(), gate_telemetry::LogError>(())
//! ```

mod filter;
mod ids;
mod keep;
mod layer;
mod said;
mod sampler;
mod set_up;
mod span;

pub use self::{
    filter::SpanFilter,
    layer::SpanLayer,
    sampler::Sampler,
    set_up::{FilteredSpans, SpanHandle, Spans},
};
pub(crate) use self::{
    ids::{parse as parse_id, random as random_id},
    span::RawSpan,
};
pub use crate::raw::Limits;
