//! Writes a line for each event.

use std::{
    fmt, io,
    io::Write as _,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use gate_mask::Masker;
use tracing::{Event, Subscriber, span};
use tracing_subscriber::{
    Layer,
    fmt::{MakeWriter, writer::BoxMakeWriter},
    layer::Context,
    registry::LookupSpan,
};

use crate::{
    fields::Fields,
    ids::{Find, Ids, LineIds},
    line::Line,
};

/// A `tracing` layer that writes one masked line for each event. Made by [`Logs`](crate::Logs).
pub struct LogLayer {
    pub(crate) shape: Shape,
    pub(crate) masker: Masker,
    pub(crate) writer: BoxMakeWriter,
    pub(crate) lost: Arc<AtomicU64>,
}

/// How lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Json,
    Pretty { ansi: bool },
}

impl<S> Layer<S> for LogLayer
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn on_new_span(&self, attrs: &span::Attributes<'_>, id: &span::Id, ctx: Context<'_, S>) {
        let mut find = Find { ids: Ids::default(), masker: &self.masker };
        attrs.record(&mut find);
        self.keep(find.ids, id, &ctx);
    }

    fn on_record(&self, id: &span::Id, values: &span::Record<'_>, ctx: Context<'_, S>) {
        let mut find = Find { ids: Ids::default(), masker: &self.masker };
        values.record(&mut find);
        self.keep(find.ids, id, &ctx);
    }

    fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
        let mut fields = Fields::new(&self.masker);
        event.record(&mut fields);
        let ids = LineIds::of(ctx.event_scope(event));
        let line = Line { metadata: event.metadata(), fields: &fields, ids: &ids };
        let mut text = String::with_capacity(512);
        let formatted = match self.shape {
            Shape::Json => line.json(&mut text),
            Shape::Pretty { ansi } => line.pretty(ansi, &mut text),
        };
        // In one piece, so that lines never mix. There is nowhere to report a failure to but a count.
        let mut writer = self.writer.make_writer_for(event.metadata());
        if formatted.is_err() || writer.write_all(text.as_bytes()).is_err() {
            self.lost.fetch_add(1, Relaxed);
        }
    }
}

impl LogLayer {
    fn keep<S>(&self, ids: Ids, id: &span::Id, ctx: &Context<'_, S>)
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
    {
        let Some(span) = ctx.span(id).filter(|_| !ids.is_empty()) else { return };
        let mut extensions = span.extensions_mut();
        match extensions.get_mut::<Ids>() {
            Some(known) => known.merge(ids),
            None => extensions.insert(ids),
        }
    }
}

/// Standard error, unlocked until a line is ready.
pub(crate) fn stderr() -> BoxMakeWriter {
    BoxMakeWriter::new(io::stderr)
}

impl fmt::Debug for LogLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogLayer").field("shape", &self.shape).finish_non_exhaustive()
    }
}
