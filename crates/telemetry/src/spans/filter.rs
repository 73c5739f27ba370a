//! Which spans and events are looked at.

use std::{fmt, sync::Arc};

use tracing::{Metadata, level_filters::LevelFilter, subscriber::Interest};
use tracing_subscriber::{
    filter::Targets,
    layer::{Context, Filter},
};

use super::{keep::Keep, span::RawSpan};
use crate::{LogError, export::Outbox, feedback::is_feedback};

/// Stands before what is asked for, which can overrule it. The span of `gate-trace` says when the first byte
/// passed, and what the line says that it writes for each call.
const DEFAULTS: &str = "info,gate_trace::span::first_byte=off,gate_trace::call=off";
/// By this target `gate-trace` asks whether more is wanted of unsampled spans than their ids.
const UNSAMPLED: &str = "gate_trace::span::unsampled";

/// Lets spans and events pass by target and level, and none while nothing is exported.
pub struct SpanFilter {
    targets: Targets,
    outbox: Arc<Outbox<RawSpan>>,
    keep: Arc<Keep>,
}

impl SpanFilter {
    pub(crate) fn new(
        directives: &str,
        outbox: Arc<Outbox<RawSpan>>,
        keep: Arc<Keep>,
    ) -> Result<Self, LogError> {
        // Nothing, as a directive, would stand for `error`.
        let asked = directives.split(',').map(str::trim).filter(|directive| !directive.is_empty());
        let directives: Vec<_> = DEFAULTS.split(',').chain(asked).collect();
        let targets = directives.join(",").parse().map_err(LogError::filter)?;
        Ok(Self { targets, outbox, keep })
    }

    /// Whether it would come to nothing, whatever is asked for.
    fn is_lost(&self, metadata: &Metadata<'_>) -> bool {
        is_feedback(metadata) || (metadata.target() == UNSAMPLED && !self.keep.is_on())
    }
}

impl<S> Filter<S> for SpanFilter {
    fn enabled(&self, metadata: &Metadata<'_>, cx: &Context<'_, S>) -> bool {
        self.outbox.is_open() && !is_feedback(metadata) && Filter::<S>::enabled(&self.targets, metadata, cx)
    }

    fn callsite_enabled(&self, metadata: &'static Metadata<'static>) -> Interest {
        if !self.outbox.is_open() || self.is_lost(metadata) {
            return Interest::never();
        }
        Filter::<S>::callsite_enabled(&self.targets, metadata)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        if !self.outbox.is_open() {
            return Some(LevelFilter::OFF);
        }
        Filter::<S>::max_level_hint(&self.targets)
    }
}

impl fmt::Debug for SpanFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SpanFilter").field("targets", &self.targets).finish_non_exhaustive()
    }
}
