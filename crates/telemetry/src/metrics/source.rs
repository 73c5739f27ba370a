//! Metrics that are counted elsewhere, such as in a Prometheus registry, and exported beside ours.

use std::{
    collections::BTreeMap,
    fmt, mem,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use gate_mask::Masker;
use opentelemetry::{
    KeyValue,
    metrics::{AsyncInstrument, Meter},
};

/// The value that one series of a metric has.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Sample<'a> {
    /// The metric's name.
    pub name: &'a str,
    /// What kind of metric it is.
    pub kind: SampleKind,
    /// Its unit, by [UCUM](https://ucum.org): `s`, `By`, `{request}`.
    pub unit: &'a str,
    /// What it says.
    pub about: &'a str,
    /// What tells this series from others of the metric. It is masked before it leaves.
    pub labels: &'a [(&'a str, &'a str)],
    /// The value at the moment; of a counter, since the process began.
    pub value: f64,
}

/// A kind of metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SampleKind {
    /// What only grows.
    Counter,
    /// What goes up and down.
    Gauge,
}

impl<'a> Sample<'a> {
    /// A sample without unit and description.
    #[must_use]
    pub fn new(kind: SampleKind, name: &'a str, labels: &'a [(&'a str, &'a str)], value: f64) -> Self {
        Self { name, kind, unit: "", about: "", labels, value }
    }

    /// With its unit.
    #[must_use]
    pub fn unit(self, unit: &'a str) -> Self {
        Self { unit, ..self }
    }

    /// With what it says.
    #[must_use]
    pub fn about(self, about: &'a str) -> Self {
        Self { about, ..self }
    }
}

/// Tells of all its series, whenever it is asked. A closure is one:
///
/// ```
/// use std::sync::Arc;
/// use gate_telemetry::{Sample, SampleKind, Telemetry};
///
/// let source = |each: &mut dyn FnMut(Sample<'_>)| {
///     each(Sample::new(SampleKind::Gauge, "queue.length", &[("queue", "audit")], 3.0).unit("{record}"));
/// };
/// let telemetry = Telemetry::builder().metric_source(Arc::new(source)).build();
/// ```
pub trait MetricSource: Send + Sync + 'static {
    /// Hands each series to `each`. It is asked at every export of metrics, on a thread where it may block.
    fn samples(&self, each: &mut dyn FnMut(Sample<'_>));
}

impl<F> MetricSource for F
where
    F: Fn(&mut dyn FnMut(Sample<'_>)) + Send + Sync + 'static,
{
    fn samples(&self, each: &mut dyn FnMut(Sample<'_>)) {
        self(each);
    }
}

/// All sources.
#[derive(Clone, Default)]
pub(crate) struct Sources {
    pub(crate) list: Vec<Arc<dyn MetricSource>>,
    /// Those that came later, and are somebody else's.
    pub(crate) borrowed: Arc<Mutex<Vec<Weak<dyn MetricSource>>>>,
    pub(crate) masker: Masker,
}

impl Sources {
    pub(crate) fn borrow(&self, source: &Arc<dyn MetricSource>) {
        let mut borrowed = self.borrowed.lock().unwrap_or_else(PoisonError::into_inner);
        borrowed.retain(|source| source.strong_count() > 0);
        borrowed.push(Arc::downgrade(source));
    }

    fn all(&self) -> Vec<Arc<dyn MetricSource>> {
        let borrowed = self.borrowed.lock().unwrap_or_else(PoisonError::into_inner);
        self.list.iter().cloned().chain(borrowed.iter().filter_map(Weak::upgrade)).collect()
    }

    fn samples(&self, each: &mut dyn FnMut(Sample<'_>)) {
        for source in self.all() {
            // One that panics is heard as far as it came; all that is shared is a list that is longer then.
            let _ = catch_unwind(AssertUnwindSafe(|| source.samples(each)));
        }
    }
}

impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sources").field("count", &self.all().len()).finish_non_exhaustive()
    }
}

/// What counters have counted that somebody was told of.
pub(super) type Told = BTreeMap<String, BTreeMap<Labels, f64>>;

type Labels = Vec<(String, String)>;

/// What the sources say, as instruments of one meter provider.
pub(super) struct Fed {
    sources: Sources,
    meter: Meter,
    /// What each instrument shows when it is asked.
    metrics: BTreeMap<String, Points>,
    /// What counters had counted before this provider began: that was told to another, or to nobody.
    before: Told,
    told: Told,
    /// Whether the log has heard that some are left out.
    is_confessed: bool,
}

#[derive(Clone, Default)]
struct Points(Arc<Mutex<Vec<Point>>>);

type Point = (Vec<KeyValue>, f64);

impl Fed {
    /// How many metrics there may be. More are left out, as the log says.
    const MOST: usize = 1000;

    /// Begins where another has ended, or, if there was none, where counters stand.
    pub(super) fn new(sources: Sources, meter: Meter, before: Option<Told>) -> Self {
        let before = before.unwrap_or_else(|| {
            let mut told = Told::new();
            sources.samples(&mut |sample| note(&mut told, &sample));
            told
        });
        let (metrics, told) = (BTreeMap::new(), Told::new());
        Self { sources, meter, metrics, before, told, is_confessed: false }
    }

    /// Asks the sources; to be done before the instruments are.
    pub(super) fn refresh(&mut self) {
        let Self { sources, meter, metrics, before, told, is_confessed } = self;
        metrics.values().for_each(|points| points.lock().clear());
        sources.samples(&mut |sample| {
            let Some(points) = points(metrics, meter, &sample) else { return confess(is_confessed) };
            note(told, &sample);
            let before = before.get(sample.name).and_then(|before| before.get(&owned(sample.labels)));
            // A counter that was set back has begun anew.
            let before = before.filter(|before| **before <= sample.value).copied().unwrap_or_default();
            let masked = |&(name, value): &(&str, &str)| {
                let value = sources.masker.mask_value_of(name, value).into_inner().into_owned();
                KeyValue::new(name.to_owned(), value)
            };
            let attributes = sample.labels.iter().map(masked).collect();
            points.lock().push((attributes, sample.value - before));
        });
    }

    /// Where counters stood when they were asked last.
    pub(super) fn into_told(self) -> Told {
        self.told
    }
}

fn confess(is_confessed: &mut bool) {
    if !mem::replace(is_confessed, true) {
        tracing::warn!(most = Fed::MOST, "there are more metrics than are exported");
    }
}

fn note(told: &mut Told, sample: &Sample<'_>) {
    if sample.kind == SampleKind::Counter && (told.len() < Fed::MOST || told.contains_key(sample.name)) {
        told.entry(sample.name.to_owned()).or_default().insert(owned(sample.labels), sample.value);
    }
}

/// What the instrument of a sample shows. It is made if it is new, and there is room.
fn points<'a>(
    metrics: &'a mut BTreeMap<String, Points>,
    meter: &Meter,
    sample: &Sample<'_>,
) -> Option<&'a Points> {
    if !metrics.contains_key(sample.name) {
        if metrics.len() >= Fed::MOST {
            return None;
        }
        let points = Points::default();
        instrument(meter, sample, points.clone());
        metrics.insert(sample.name.to_owned(), points);
    }
    metrics.get(sample.name)
}

/// The provider keeps it, and asks it, for as long as it lives itself.
fn instrument(meter: &Meter, sample: &Sample<'_>, points: Points) {
    let (name, unit, about) = (sample.name.to_owned(), sample.unit.to_owned(), sample.about.to_owned());
    match sample.kind {
        SampleKind::Counter => {
            let builder = meter.f64_observable_counter(name).with_unit(unit).with_description(about);
            builder.with_callback(move |observer| points.show(observer)).build();
        }
        SampleKind::Gauge => {
            let builder = meter.f64_observable_gauge(name).with_unit(unit).with_description(about);
            builder.with_callback(move |observer| points.show(observer)).build();
        }
    }
}

impl Points {
    fn show(&self, observer: &dyn AsyncInstrument<f64>) {
        self.lock().iter().for_each(|(attributes, value)| observer.observe(*value, attributes));
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Point>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn owned(labels: &[(&str, &str)]) -> Labels {
    labels.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    use opentelemetry::metrics::MeterProvider as _;
    use opentelemetry_sdk::metrics::SdkMeterProvider;
    use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

    use super::*;

    #[derive(Clone, Default)]
    struct Events(Arc<AtomicUsize>);

    impl<S: tracing::Subscriber> Layer<S> for Events {
        fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
            // The SDK says things, too.
            let is_ours = event.metadata().target() == "gate_telemetry::metrics::source";
            self.0.fetch_add(is_ours.into(), Relaxed);
        }
    }

    #[test]
    fn the_log_hears_once_of_metrics_that_are_left_out() {
        let events = Events::default();
        let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(events.clone()));
        let many = |count: usize| {
            move |each: &mut dyn FnMut(Sample<'_>)| {
                (0..count).for_each(|n| each(Sample::new(SampleKind::Gauge, &format!("m{n}"), &[], 1.0)));
            }
        };
        for (count, heard) in [(Fed::MOST, 0), (Fed::MOST + 2, 1)] {
            let sources = Sources { list: vec![Arc::new(many(count))], ..Sources::default() };
            let mut fed = Fed::new(sources, SdkMeterProvider::default().meter("a test"), None);
            (0..2).for_each(|_| fed.refresh());
            assert_eq!((fed.metrics.len(), events.0.load(Relaxed)), (Fed::MOST, heard));
        }
    }
}
