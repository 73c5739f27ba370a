//! What an exporter tells besides success and failure: that a back end took a part only.
//!
//! The SDK's traits have no word for it. Exporters of OTLP log it, and those of our own, and of others, call
//! [`rejected`]; both end up here, as an export is polled on one thread, and nothing else is meanwhile.

use std::{
    cell::RefCell,
    fmt,
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use tracing::{
    Dispatch, Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    level_filters::LevelFilter,
    span::{Attributes, Id, Record},
    subscriber::Interest,
};

/// What of an export that succeeded was not taken after all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) rejected: u64,
    /// What the back end said, as it said it.
    pub(crate) why: Option<String>,
}

impl Taken {
    fn add(&mut self, other: Self) {
        self.rejected = self.rejected.saturating_add(other.rejected);
        self.why = other.why.or(self.why.take());
    }
}

thread_local! {
    /// What was told since an export is being polled.
    static TOLD: RefCell<Taken> = const { RefCell::new(Taken { rejected: 0, why: None }) };
}

/// To be called by an exporter, in the course of an export that is a success but for so many items, which
/// then count as failed. `why` is masked before anybody sees it.
///
/// On the thread on which the export is polled: what a task of its own tells is not heard.
pub fn rejected(count: u64, why: impl fmt::Display) {
    let why = Some(why.to_string()).filter(|why| !why.is_empty());
    tell(Taken { rejected: count, why });
}

fn tell(taken: Taken) {
    TOLD.with_borrow_mut(|told| told.add(taken));
}

/// Runs something, with no subscriber but one that hears what exporters say of rejected items, and adds that.
pub(super) fn listen<R>(taken: &mut Taken, poll: impl FnOnce() -> R) -> R {
    static LISTENER: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(Listener::default()));
    // An export that panicked may have left something behind.
    TOLD.take();
    let result = tracing::dispatcher::with_default(&LISTENER, poll);
    taken.add(TOLD.take());
    result
}

/// Hears the one event of the OTLP exporters that tells of a partial success, and nothing else.
#[derive(Default)]
struct Listener {
    ids: AtomicU64,
}

fn is_partial_success(metadata: &Metadata<'_>) -> bool {
    metadata.is_event()
        && *metadata.level() == Level::WARN
        && metadata.target() == "opentelemetry-otlp"
        && metadata.name().ends_with(".PartialSuccess")
}

impl Subscriber for Listener {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if is_partial_success(metadata) { Interest::always() } else { Interest::never() }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        is_partial_success(metadata)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::WARN)
    }

    fn event(&self, event: &Event<'_>) {
        let mut taken = Taken::default();
        event.record(&mut taken);
        tell(taken);
    }

    /// No span is enabled; should there be one all the same, its id must not be another's.
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(self.ids.fetch_add(1, Relaxed).saturating_add(1))
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// `rejected_spans`, `rejected_data_points` or `rejected_log_records`, and `error_message`.
impl Visit for Taken {
    fn record_i64(&mut self, field: &Field, value: i64) {
        if field.name().starts_with("rejected_") {
            self.rejected = u64::try_from(value).unwrap_or(0);
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "error_message" && !value.is_empty() {
            self.why = Some(value.to_owned());
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exporters_tell_in_either_way_and_nothing_else_is_heard() {
        let mut taken = Taken::default();
        listen(&mut taken, || {
            tracing::warn!(name: "X.PartialSuccess", target: "opentelemetry-otlp", rejected_spans = 2_i64, error_message = "");
            tracing::warn!(target: "opentelemetry-otlp", rejected_spans = 100_i64);
            tracing::warn!(name: "X.PartialSuccess", target: "another", rejected_spans = 100_i64);
            let _span = tracing::error_span!("a span").entered();
            rejected(3, "too large");
        });
        assert_eq!(taken, Taken { rejected: 5, why: Some("too large".to_owned()) });
        rejected(7, "nobody listens");
        listen(&mut taken, || {
            tracing::warn!(name: "X.PartialSuccess", target: "opentelemetry-otlp", rejected_spans = -1_i64, error_message = "odd");
        });
        assert_eq!(taken, Taken { rejected: 5, why: Some("odd".to_owned()) });
    }
}
