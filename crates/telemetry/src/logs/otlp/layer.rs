//! Makes a record of each event.

use std::{fmt, sync::Arc, time::SystemTime};

use tracing::{
    Event, Subscriber,
    span::{Attributes, Id, Record},
};
use tracing_subscriber::{Layer, layer::Context, registry::LookupSpan};

use super::record::{RawRecord, RecordIds};
use crate::{
    export::Outbox,
    feedback::is_exporting,
    logs::ids::{self, Find, Ids, LineIds},
    names::Names,
    raw::{EventFields, Facts, Fill, Limits, Wide},
    spans::parse_id,
};

/// A `tracing` layer that hands events on to be exported. Made by [`Records`](super::Records).
pub struct RecordLayer {
    pub(crate) names: Arc<Names>,
    pub(crate) outbox: Arc<Outbox<RawRecord>>,
    pub(crate) wide: Arc<Wide>,
    pub(crate) limits: Limits,
}

impl RecordLayer {
    fn record(&self, event: &Event<'_>, ids: RecordIds) -> RawRecord {
        let metadata = event.metadata();
        let (mut attributes, mut message) = (Facts::with_capacity(metadata.fields().len(), 128), None);
        let (limits, wide) = (&self.limits, &self.wide);
        let to = Fill { facts: &mut attributes, limits, wide, most: limits.attributes };
        event.record(&mut EventFields { names: &self.names, to, message: &mut message });
        RawRecord { metadata, time: SystemTime::now(), ids, message, attributes }
    }
}

impl<S> Layer<S> for RecordLayer
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, cx: Context<'_, S>) {
        // A layer of log lines may have found them already.
        if cx.span(id).is_some_and(|span| span.extensions().get::<Ids>().is_some()) {
            return;
        }
        let mut find = Find { ids: Ids::default(), names: &self.names };
        attrs.record(&mut find);
        ids::keep(find.ids, id, &cx);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, cx: Context<'_, S>) {
        let mut find = Find { ids: Ids::default(), names: &self.names };
        values.record(&mut find);
        ids::keep(find.ids, id, &cx);
    }

    fn on_event(&self, event: &Event<'_>, cx: Context<'_, S>) {
        // What an exporter says while it exports would be exported next, and so on.
        if !self.outbox.is_open() || is_exporting() {
            return;
        }
        let mut ids = LineIds::default();
        ids.find(cx.event_scope(event));
        let record = self.record(event, record_ids(&ids));
        self.outbox.send(record);
    }
}

fn record_ids(ids: &LineIds) -> RecordIds {
    let id = |wanted| ids.iter().find(|(name, _)| *name == wanted).map(|(_, id)| id);
    let span = id("trace_id").and_then(parse_id).zip(id("span_id").and_then(parse_id));
    RecordIds { span, request: id("request_id").map(Into::into) }
}

impl fmt::Debug for RecordLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordLayer").field("outbox", &self.outbox).finish_non_exhaustive()
    }
}
