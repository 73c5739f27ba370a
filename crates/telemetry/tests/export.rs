//! Export from outside: spans of `tracing`, and a back end of one's own that is swapped for others.

#![cfg(feature = "export")]

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering::SeqCst},
    },
    thread,
    time::Duration,
};

use gate_telemetry::{
    Settings, Telemetry,
    provider::{Destination, Exporters, Field, Provider, ProviderError},
    settings::Credentials,
    spans::Spans,
};
use opentelemetry_sdk::{
    error::{OTelSdkError, OTelSdkResult},
    trace::{SpanData, SpanExporter},
};
use tracing::Dispatch;
use tracing_subscriber::layer::SubscriberExt as _;

/// Keeps what each of its back ends got.
#[derive(Clone, Debug, Default)]
struct Shelves(Arc<Mutex<BTreeMap<String, Vec<i64>>>>);

impl Provider for Shelves {
    fn name(&self) -> &'static str {
        "shelves"
    }

    fn options(&self) -> &'static [Field] {
        const { &[Field::required("shelf", "which one")] }
    }

    fn exporters(&self, destination: &Destination<'_>) -> Result<Exporters, ProviderError> {
        let shelf = destination.option("shelf")?.to_owned();
        let exporter = Shelf { shelves: self.clone(), shelf };
        Ok(Exporters { traces: Some(Box::new(exporter)), ..Exporters::default() })
    }
}

#[derive(Debug)]
struct Shelf {
    shelves: Shelves,
    shelf: String,
}

impl SpanExporter for Shelf {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        tokio::time::sleep(Duration::from_micros(500)).await;
        if self.shelf == "broken" {
            return Err(OTelSdkError::InternalFailure("it fell down".to_owned()));
        }
        let number = |span: &SpanData| match span.attributes.iter().find(|it| it.key.as_str() == "number") {
            Some(number) => number.value.as_str().parse::<i64>().expect("a number"),
            None => panic!("a span that nobody made: {span:?}"),
        };
        let mut shelves = self.shelves.0.lock().expect("no test panics here");
        shelves.entry(self.shelf.clone()).or_default().extend(batch.iter().map(number));
        Ok(())
    }
}

fn settings(shelf: &str) -> Settings {
    let mut settings = Settings::default();
    settings.service_name = "shop".to_owned();
    settings.provider = "shelves".to_owned();
    settings.batch.queue = 200_000;
    settings.batch.delay = Duration::from_millis(5);
    settings.options.insert("shelf".to_owned(), shelf.to_owned());
    settings
}

/// Makes so many spans, a share of them after each change.
fn make(from: u64, count: u64, changes: &AtomicU64, of: u64) {
    for n in 0..count {
        while changes.load(SeqCst) < n * of / count {
            thread::sleep(Duration::from_micros(200));
        }
        drop(tracing::info_span!(target: "shop", "sale", number = from + n));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_span_arrives_once_wherever_it_goes() {
    const THREADS: u64 = 4;
    const EACH: u64 = 10_000;
    const CHANGES: u64 = 20;
    let (layer, handle) = Spans::new().layer().unwrap();
    let subscriber = Dispatch::new(tracing_subscriber::registry().with(layer));
    let shelves = Shelves::default();
    let telemetry = Telemetry::builder().spans(handle).provider(Arc::new(shelves.clone())).build();
    telemetry.apply(settings("first"), Credentials::new()).await.unwrap();

    let changes = Arc::new(AtomicU64::new(0));
    let makers: Vec<_> = (0..THREADS)
        .map(|maker| {
            let (subscriber, changes) = (subscriber.clone(), Arc::clone(&changes));
            let make = move || make(maker * EACH, EACH, &changes, CHANGES);
            thread::spawn(move || tracing::dispatcher::with_default(&subscriber, make))
        })
        .collect();
    for change in 0..CHANGES {
        changes.store(change, SeqCst);
        let shelf = if change % 2 == 0 { "a" } else { "b" };
        telemetry.apply(settings(shelf), Credentials::new()).await.unwrap();
        // What is refused changes nothing, whatever is under way.
        assert!(telemetry.apply(settings("broken"), Credentials::new()).await.is_err());
        assert_eq!(telemetry.settings(), settings(shelf));
    }
    let join = || makers.into_iter().for_each(|maker| maker.join().unwrap());
    tokio::task::spawn_blocking(join).await.unwrap();
    assert!(telemetry.shutdown(Duration::from_secs(30)).await.is_nothing());

    let shelves = shelves.0.lock().unwrap();
    let mut all: Vec<_> = shelves.values().flatten().copied().collect();
    all.sort_unstable();
    assert!(all.iter().copied().eq(0..(THREADS * EACH) as i64), "{} spans", all.len());
    assert!(shelves["a"].len() > 1_000 && shelves["b"].len() > 1_000);
    let status = telemetry.status().traces;
    assert_eq!((status.exported, status.failed, status.dropped), (THREADS * EACH, 0, 0));
    assert!(!status.on);
}
