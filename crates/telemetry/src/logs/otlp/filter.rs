//! Which events become records.

use std::{fmt, sync::Arc};

use arc_swap::ArcSwap;
use tracing::{
    Metadata,
    level_filters::LevelFilter,
    span::{Attributes, Id, Record},
    subscriber::Interest,
};
use tracing_subscriber::{
    EnvFilter,
    layer::{Context, Filter},
};

use super::record::RawRecord;
use crate::{LogError, export::Outbox, logs::filter};

/// What exporters are made of. Whoever exports what these say makes them say more by exporting.
const LOOPS: [&str; 7] = ["opentelemetry", "tonic", "h2", "hyper", "reqwest", "rustls", "gate_telemetry"];

/// Lets events pass by the directives of [`Logs`](crate::Logs), and none while nothing is exported.
#[derive(Clone)]
pub struct RecordFilter(Arc<Inner>);

struct Inner {
    directives: ArcSwap<EnvFilter>,
    outbox: Arc<Outbox<RawRecord>>,
}

impl RecordFilter {
    pub(crate) fn new(directives: &str, outbox: Arc<Outbox<RawRecord>>) -> Result<Self, LogError> {
        let directives = ArcSwap::from_pointee(filter::parse(directives)?);
        Ok(Self(Arc::new(Inner { directives, outbox })))
    }

    pub(crate) fn set(&self, directives: &str) -> Result<(), LogError> {
        self.0.directives.store(Arc::new(filter::parse(directives)?));
        Ok(())
    }

    fn is_open(&self) -> bool {
        self.0.outbox.is_open()
    }
}

fn is_loop(metadata: &Metadata<'_>) -> bool {
    let is_of = |name: &&str| metadata.target().strip_prefix(*name).is_some_and(is_end_of_name);
    LOOPS.iter().any(|name| is_of(&name))
}

/// What follows a crate's name in a target: nothing, a path, or the rest of the name of a sister.
fn is_end_of_name(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with("::") || rest.starts_with(['_', '-'])
}

impl<S> Filter<S> for RecordFilter
where
    EnvFilter: Filter<S>,
{
    fn enabled(&self, metadata: &Metadata<'_>, cx: &Context<'_, S>) -> bool {
        self.is_open()
            && !is_loop(metadata)
            && Filter::<S>::enabled(&**self.0.directives.load(), metadata, cx)
    }

    fn callsite_enabled(&self, metadata: &'static Metadata<'static>) -> Interest {
        if !self.is_open() || is_loop(metadata) {
            return Interest::never();
        }
        Filter::<S>::callsite_enabled(&**self.0.directives.load(), metadata)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        if !self.is_open() {
            return Some(LevelFilter::OFF);
        }
        Filter::<S>::max_level_hint(&**self.0.directives.load())
    }

    // Directives can be about what is inside a span.

    fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, cx: Context<'_, S>) {
        if self.is_open() {
            Filter::<S>::on_new_span(&**self.0.directives.load(), attrs, id, cx);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, cx: Context<'_, S>) {
        if self.is_open() {
            Filter::<S>::on_record(&**self.0.directives.load(), id, values, cx);
        }
    }

    fn on_enter(&self, id: &Id, cx: Context<'_, S>) {
        if self.is_open() {
            Filter::<S>::on_enter(&**self.0.directives.load(), id, cx);
        }
    }

    fn on_exit(&self, id: &Id, cx: Context<'_, S>) {
        if self.is_open() {
            Filter::<S>::on_exit(&**self.0.directives.load(), id, cx);
        }
    }

    fn on_close(&self, id: Id, cx: Context<'_, S>) {
        Filter::<S>::on_close(&**self.0.directives.load(), id, cx);
    }
}

impl fmt::Debug for RecordFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RecordFilter").field(&self.0.directives.load().to_string()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sisters_are_of_the_family_and_namesakes_are_not() {
        assert!(is_end_of_name("") && is_end_of_name("::proto") && is_end_of_name("_util::client"));
        assert!(!is_end_of_name("o"), "h2o is not h2");
    }
}
