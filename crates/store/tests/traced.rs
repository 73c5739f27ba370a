//! What is said of a store's work: which command, to which table, and nothing of the values.

#![cfg(feature = "sqlite")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex},
};

use gate_audit::{AuditSink, AuditStore, Filter, Page};
use gate_store::{Database, SqliteStore, Traced};
use tracing::{
    Subscriber,
    field::{Field, Visit},
    span,
};
use tracing_subscriber::{Layer, layer::Context, layer::SubscriberExt, registry::LookupSpan};

type Fields = BTreeMap<&'static str, String>;

#[derive(Clone, Default)]
struct Spans(Arc<Mutex<BTreeMap<u64, Fields>>>);

struct Fill<'a>(&'a mut Fields);

impl Visit for Fill<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Spans {
    fn on_new_span(&self, attrs: &span::Attributes<'_>, id: &span::Id, _: Context<'_, S>) {
        if attrs.metadata().target() == "gate_store::span" {
            let mut spans = self.0.lock().unwrap();
            // Ids are used again.
            let key = spans.len() as u64;
            let fields = spans.entry(key).or_default();
            attrs.record(&mut Fill(fields));
            fields.insert("id", id.into_u64().to_string());
        }
    }

    fn on_record(&self, id: &span::Id, values: &span::Record<'_>, _: Context<'_, S>) {
        let mut spans = self.0.lock().unwrap();
        let is = |fields: &&mut Fields| fields.get("id") == Some(&id.into_u64().to_string());
        if let Some(fields) = spans.values_mut().rev().find(is) {
            values.record(&mut Fill(fields));
        }
    }
}

#[tokio::test]
async fn each_piece_of_work_is_a_span_without_values() {
    let spans = Spans::default();
    let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(spans.clone()));
    let dir = tempfile::tempdir().unwrap();
    let store = Arc::new(SqliteStore::open(dir.path().join("audit.db")).await.unwrap());
    let traced = Traced::new(Arc::clone(&store), Database::Sqlite);
    traced.ping().await.unwrap();
    traced.query(&Filter::default().principal("planted"), &Page::default()).await.unwrap();
    traced.holds().await.unwrap();
    store.close().await.unwrap();
    assert!(traced.holds().await.is_err());

    let spans: Vec<_> = spans.0.lock().unwrap().values().cloned().collect();
    assert_eq!(spans.len(), 3, "a probe has none: {spans:#?}");
    let of = |at: usize, field: &str| spans[at].get(field).cloned().unwrap_or_default();
    assert_eq!(of(0, "otel.name"), "SELECT calls");
    assert_eq!(of(0, "otel.kind"), "\"client\"");
    assert_eq!(of(0, "db.system.name"), "\"sqlite\"");
    assert_eq!(of(0, "db.operation.name"), "\"SELECT\"");
    assert_eq!(of(0, "db.collection.name"), "\"calls\"");
    assert_eq!(of(1, "db.query.summary"), "SELECT holds");
    assert_eq!(of(1, "error.type"), "");
    assert_eq!((of(2, "error.type"), of(2, "otel.status_code")), ("\"store\"".into(), "\"ERROR\"".into()));
    assert!(!format!("{spans:?}").contains("planted"));
    let known = |field: &&&str| {
        **field == "id"
            || gate_trace::semconv::ATTRIBUTES.contains(field)
            || gate_trace::semconv::MARKS.contains(field)
    };
    let stray: Vec<_> = spans.iter().flat_map(BTreeMap::keys).filter(|field| !known(field)).collect();
    assert!(stray.is_empty(), "{stray:?}");
}
