//! Follows the spans of `tracing`.

use std::{fmt, sync::Arc};

use tracing::{
    Event, Metadata, Subscriber,
    span::{Attributes, Id, Record},
};
use tracing_subscriber::{
    Layer,
    layer::Context,
    registry::{LookupSpan, SpanRef},
};

use super::{
    Sampler,
    ids::{self, Stated},
    keep::{Family, Keep},
    said::{Listen, Said},
    span::{Link, Place, RawSpan},
};
use crate::{
    export::Outbox,
    feedback::is_exporting,
    names::Names,
    raw::{EventFields, Fill, Limits, Wide},
};

/// A `tracing` layer that hands ended spans on to be exported. Made by [`Spans`](super::Spans).
///
/// A span of a trace that is not sampled is not followed at all: nothing is kept of it, and its attributes
/// are not looked at.
pub struct SpanLayer {
    pub(crate) names: Arc<Names>,
    pub(crate) outbox: Arc<Outbox<RawSpan>>,
    pub(crate) sampler: Arc<Sampler>,
    pub(crate) keep: Arc<Keep>,
    pub(crate) wide: Arc<Wide>,
    pub(crate) limits: Limits,
}

/// A span that is followed, kept with it until it ends.
struct Followed {
    span: RawSpan,
    /// Of an unsampled trace.
    family: Option<Arc<Family>>,
}

impl SpanLayer {
    /// Where a new span belongs; None, if nobody will want it.
    fn place(&self, stated: &Stated<'_>, around: Option<&Followed>, is_inside: bool) -> Option<Place> {
        let around = around.map(|followed| &followed.span.place);
        let trace_id = match (stated.trace_id, around) {
            (Some(stated), _) => stated,
            (None, Some(around)) => around.trace_id,
            // What is around it is of a trace that is not sampled.
            (None, None) if is_inside => return None,
            (None, None) => ids::new(),
        };
        let parent = around.filter(|around| around.trace_id == trace_id);
        let sampled = stated.sampled.filter(|_| stated.trace_id.is_some());
        let sampled = sampled
            .or(parent.map(|parent| parent.sampled))
            .unwrap_or_else(|| self.sampler.sample(None, trace_id));
        let local = parent.map(|parent| parent.span_id);
        Some(Place {
            trace_id,
            span_id: stated.span_id.unwrap_or_else(ids::new),
            parent: stated.parent.or(local).unwrap_or_default(),
            is_remote: stated.parent.is_some() && stated.parent != local,
            sampled,
        })
    }

    fn follow(&self, attrs: &Attributes<'_>, place: Place, family: Option<Arc<Family>>) -> Followed {
        let mut span = RawSpan::begin(attrs.metadata(), place, &self.limits);
        let Said { attributes, about } = &mut span.said;
        attrs.record(&mut Listen {
            names: &self.names,
            to: self.fill(attributes, self.limits.attributes),
            about,
        });
        Followed { span, family }
    }

    fn fill<'a>(&'a self, facts: &'a mut crate::raw::Facts, most: usize) -> Fill<'a> {
        Fill { facts, limits: &self.limits, wide: &self.wide, most }
    }
}

impl<S> Layer<S> for SpanLayer
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, cx: Context<'_, S>) {
        if !self.outbox.is_open() || is_exporting() {
            return;
        }
        let Some(span) = cx.span(id) else { return };
        let stated = Stated::of(attrs, &self.names);
        let parent = span.parent();
        let (place, family) = {
            let extensions = parent.as_ref().map(SpanRef::extensions);
            let around = extensions.as_ref().and_then(|extensions| extensions.get::<Followed>());
            let Some(place) = self.place(&stated, around, parent.is_some()) else { return };
            (place, around.and_then(|around| around.family.clone()))
        };
        let family = if place.sampled { None } else { self.keep.family(family) };
        if place.sampled || family.is_some() {
            let followed = self.follow(attrs, place, family);
            span.extensions_mut().replace(followed);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, cx: Context<'_, S>) {
        let Some(span) = cx.span(id) else { return };
        if span.extensions().get::<Followed>().is_none() {
            return;
        }
        let mut scratch = Said::scratch();
        let Said { attributes, about } = &mut *scratch;
        values.record(&mut Listen {
            names: &self.names,
            to: self.fill(attributes, self.limits.attributes),
            about,
        });
        if let Some(followed) = span.extensions_mut().get_mut::<Followed>() {
            followed.span.add(&scratch, &self.limits, &self.wide);
        }
        scratch.put_back();
    }

    fn on_follows_from(&self, id: &Id, follows: &Id, cx: Context<'_, S>) {
        let (Some(span), Some(other)) = (cx.span(id), cx.span(follows)) else { return };
        let link = other.extensions().get::<Followed>().map(|other| Link::from(other.span.place));
        if let (Some(link), Some(followed)) = (link, span.extensions_mut().get_mut::<Followed>()) {
            followed.span.add_link(link, &self.limits);
        }
    }

    fn on_event(&self, event: &Event<'_>, cx: Context<'_, S>) {
        let Some(span) = cx.event_span(event) else { return };
        if span.extensions().get::<Followed>().is_none() || is_exporting() {
            return;
        }
        let metadata: &'static Metadata<'static> = event.metadata();
        let mut scratch = Said::scratch();
        let Said { attributes, about } = &mut *scratch;
        let to = self.fill(attributes, self.limits.event_attributes);
        event.record(&mut EventFields { names: &self.names, to, message: &mut about.message });
        if let Some(followed) = span.extensions_mut().get_mut::<Followed>() {
            let (message, facts) = (scratch.about.message, &scratch.attributes);
            followed.span.add_event(metadata, message, facts, &self.limits, &self.wide);
        }
        scratch.put_back();
    }

    fn on_close(&self, id: Id, cx: Context<'_, S>) {
        let Some(span) = cx.span(&id) else { return };
        let Some(followed) = span.extensions_mut().remove::<Followed>() else { return };
        let Followed { mut span, family } = followed;
        span.end(&self.limits);
        match family {
            None => self.outbox.send(span),
            Some(family) => self.keep.ended(&family, span, |span| self.outbox.send(span)),
        }
    }
}

impl fmt::Debug for SpanLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SpanLayer")
            .field("outbox", &self.outbox)
            .field("sampler", &self.sampler)
            .field("keep", &self.keep)
            .finish_non_exhaustive()
    }
}
