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
use crate::{LogError, export::Outbox, feedback::is_feedback, logs::filter};

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

impl<S> Filter<S> for RecordFilter
where
    EnvFilter: Filter<S>,
{
    fn enabled(&self, metadata: &Metadata<'_>, cx: &Context<'_, S>) -> bool {
        self.is_open()
            && !is_feedback(metadata)
            && Filter::<S>::enabled(&**self.0.directives.load(), metadata, cx)
    }

    fn callsite_enabled(&self, metadata: &'static Metadata<'static>) -> Interest {
        if !self.is_open() || is_feedback(metadata) {
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

    // Directives can be about what is inside a span. They hear of all that was let pass as it began, also when
    // nothing is exported any more: who entered must leave.

    fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, cx: Context<'_, S>) {
        Filter::<S>::on_new_span(&**self.0.directives.load(), attrs, id, cx);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, cx: Context<'_, S>) {
        Filter::<S>::on_record(&**self.0.directives.load(), id, values, cx);
    }

    fn on_enter(&self, id: &Id, cx: Context<'_, S>) {
        Filter::<S>::on_enter(&**self.0.directives.load(), id, cx);
    }

    fn on_exit(&self, id: &Id, cx: Context<'_, S>) {
        Filter::<S>::on_exit(&**self.0.directives.load(), id, cx);
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
