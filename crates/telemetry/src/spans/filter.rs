//! Which spans and events are looked at.

use std::{fmt, sync::Arc};

use tracing::{Metadata, level_filters::LevelFilter, subscriber::Interest};
use tracing_subscriber::{
    filter::Targets,
    layer::{Context, Filter},
};

use super::span::RawSpan;
use crate::{LogError, export::Outbox};

/// Stands before what is asked for, which can overrule it.
///
/// The events of `gate-trace` say when the first byte passed. The line that it writes for each call says what
/// its span says. Then what exporters are made of: whoever exports their spans makes new ones by exporting.
const DEFAULTS: &str = "info,gate_trace::span=debug,gate_trace::call=off,gate_telemetry=off,\
    opentelemetry=off,tonic=off,h2=off,hyper=off,reqwest=off,rustls=off";

/// Lets spans and events pass by target and level, and none while nothing is exported.
pub struct SpanFilter {
    targets: Targets,
    outbox: Arc<Outbox<RawSpan>>,
}

impl SpanFilter {
    pub(crate) fn new(directives: &str, outbox: Arc<Outbox<RawSpan>>) -> Result<Self, LogError> {
        let targets = format!("{DEFAULTS},{directives}").parse().map_err(LogError::filter)?;
        Ok(Self { targets, outbox })
    }
}

impl<S> Filter<S> for SpanFilter {
    fn enabled(&self, metadata: &Metadata<'_>, cx: &Context<'_, S>) -> bool {
        self.outbox.is_open() && Filter::<S>::enabled(&self.targets, metadata, cx)
    }

    fn callsite_enabled(&self, metadata: &'static Metadata<'static>) -> Interest {
        if self.outbox.is_open() {
            Filter::<S>::callsite_enabled(&self.targets, metadata)
        } else {
            Interest::never()
        }
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        if self.outbox.is_open() {
            Filter::<S>::max_level_hint(&self.targets)
        } else {
            Some(LevelFilter::OFF)
        }
    }
}

impl fmt::Debug for SpanFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SpanFilter").field("targets", &self.targets).finish_non_exhaustive()
    }
}
