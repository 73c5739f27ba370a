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
    ids::{self, Stated, TraceId},
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
    /// Whether a new span is sampled, and its trace if there is a new one.
    fn decide(&self, attrs: &Attributes<'_>, around: &Around) -> (bool, Option<TraceId>) {
        if let Some(stated) = ids::sampled_of(attrs, &self.names) {
            return (stated, None);
        }
        match (ids::trace_of(attrs, &self.names), around) {
            (Some(trace_id), Around::Followed(around, _)) if around.trace_id == trace_id => {
                (around.sampled, None)
            }
            (Some(trace_id), _) => (self.sampler.sample(None, trace_id), None),
            (None, Around::Followed(around, _)) => (around.sampled, None),
            (None, Around::Unsampled) => (false, None),
            (None, Around::Nothing) => {
                let trace_id = ids::random();
                (self.sampler.sample(None, trace_id), Some(trace_id))
            }
        }
    }

    fn follow(&self, attrs: &Attributes<'_>) -> RawSpan {
        let mut span = RawSpan::begin(attrs.metadata(), &self.limits);
        let Said { attributes, about } = &mut span.said;
        attrs.record(&mut Listen {
            names: &self.names,
            to: self.fill(attributes, self.limits.attributes),
            about,
        });
        span
    }

    fn fill<'a>(&'a self, facts: &'a mut crate::raw::Facts, most: usize) -> Fill<'a> {
        Fill { facts, limits: &self.limits, wide: &self.wide, most }
    }
}

/// What is around a new span.
enum Around {
    Nothing,
    Followed(Place, Option<Arc<Family>>),
    /// A span of a trace that is not sampled: nothing is known of it.
    Unsampled,
}

impl Around {
    fn of<'a, R: LookupSpan<'a>>(parent: Option<&SpanRef<'a, R>>) -> Self {
        let Some(parent) = parent else { return Self::Nothing };
        match parent.extensions().get::<Followed>() {
            Some(Followed { span, family }) => Self::Followed(span.place, family.clone()),
            None => Self::Unsampled,
        }
    }
}

/// Where a span belongs, by what it states and what is around it.
fn place(stated: Stated, around: &Around, new_trace: Option<TraceId>, sampled: bool) -> Place {
    let around = match around {
        Around::Followed(around, _) => Some(around),
        Around::Nothing | Around::Unsampled => None,
    };
    let around_trace = around.map(|around| around.trace_id);
    let trace_id = stated.trace_id.or(around_trace).or(new_trace).unwrap_or_else(ids::random);
    let local = around.filter(|around| around.trace_id == trace_id).map(|around| around.span_id);
    Place {
        trace_id,
        span_id: stated.span_id.unwrap_or_else(ids::random),
        parent: stated.parent.or(local).unwrap_or_default(),
        is_remote: stated.parent.is_some() && stated.parent != local,
        sampled,
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
        let around = Around::of(span.parent().as_ref());
        let (sampled, new_trace) = self.decide(attrs, &around);
        if !sampled && !self.keep.is_on() {
            return;
        }
        let mut followed = self.follow(attrs);
        followed.place = place(followed.said.about.ids, &around, new_trace, sampled);
        let family = match around {
            _ if sampled => None,
            Around::Followed(_, Some(family)) => Some(family),
            _ => Some(self.keep.begin()),
        };
        span.extensions_mut().replace(Followed { span: followed, family });
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
