//! Writes a line for each event.

use std::{fmt, io, sync::Arc};

use tracing::{Event, Subscriber, span};
use tracing_subscriber::{Layer, fmt::writer::BoxMakeWriter, layer::Context, registry::LookupSpan};

use super::{
    fields::Fields,
    ids::{self, Find, Ids},
    line::Draft,
    sink::Sink,
};
use crate::names::Names;

/// A `tracing` layer that writes one masked line for each event. Made by [`Logs`](crate::Logs).
pub struct LogLayer {
    pub(crate) names: Names,
    pub(crate) sink: Arc<Sink>,
}

impl<S> Layer<S> for LogLayer
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn on_new_span(&self, attrs: &span::Attributes<'_>, id: &span::Id, ctx: Context<'_, S>) {
        let mut find = Find { ids: Ids::default(), names: &self.names };
        attrs.record(&mut find);
        ids::keep(find.ids, id, &ctx);
    }

    fn on_record(&self, id: &span::Id, values: &span::Record<'_>, ctx: Context<'_, S>) {
        let mut find = Find { ids: Ids::default(), names: &self.names };
        values.record(&mut find);
        ids::keep(find.ids, id, &ctx);
    }

    fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
        let mut draft = Draft::take();
        let shape = self.sink.shape();
        let mut fields = Fields::new(&self.names, shape, &mut draft);
        event.record(&mut fields);
        let dropped = fields.dropped();
        draft.ids.find(ctx.event_scope(event));
        self.sink.write(event.metadata(), draft.finish(shape, event.metadata(), dropped));
        draft.put_back();
    }
}

/// Standard error, unlocked until a line is ready.
pub(crate) fn stderr() -> BoxMakeWriter {
    BoxMakeWriter::new(io::stderr)
}

impl fmt::Debug for LogLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogLayer").field("sink", &self.sink).finish_non_exhaustive()
    }
}
