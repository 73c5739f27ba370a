//! Which events are exported as log records, what of them, and what never is.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use gate_telemetry::{Logs, RecordHandle, Records, spans::Limits};
use opentelemetry::{
    Context,
    logs::{AnyValue, Severity},
};
use opentelemetry_sdk::logs::SdkLogRecord;
use proptest::prelude::*;
use tracing::{info_span, subscriber::DefaultGuard};
use tracing_subscriber::prelude::*;

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";

fn record(records: Records) -> (RecordHandle, DefaultGuard) {
    let (layer, handle) = records.layer().unwrap();
    let guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(layer));
    handle.open(4096, 512);
    (handle, guard)
}

fn taken(handle: &RecordHandle) -> Vec<SdkLogRecord> {
    handle.take(usize::MAX).into_iter().map(|(record, _)| record).collect()
}

fn bodies(handle: &RecordHandle) -> Vec<String> {
    taken(handle).iter().map(|record| text(record.body().unwrap())).collect()
}

fn text(value: &AnyValue) -> String {
    match value {
        AnyValue::String(text) => text.to_string(),
        other => format!("{other:?}"),
    }
}

fn attribute(record: &SdkLogRecord, name: &str) -> Option<String> {
    record.attributes_iter().find(|(key, _)| key.as_str() == name).map(|(_, value)| text(value))
}

#[test]
fn a_record_says_what_the_event_says() {
    let (handle, _guard) = record(Records::new());
    let before = std::time::SystemTime::now();
    tracing::warn!(target: "shop", count = 7, ratio = 0.5, yes = true, who = "ada", "sold {}", "out");
    let (record, scope) = handle.take(1).remove(0);
    assert_eq!(record.body(), Some(&"sold out".into()));
    assert_eq!((record.severity_number(), record.severity_text()), (Some(Severity::Warn), Some("WARN")));
    assert_eq!((scope.name(), record.target().unwrap().as_ref()), ("shop", "shop"));
    assert!(record.timestamp().unwrap() >= before && record.trace_context().is_none());
    let value =
        |name: &str| record.attributes_iter().find(|(key, _)| key.as_str() == name).unwrap().1.clone();
    assert_eq!((value("count"), value("ratio")), (AnyValue::Int(7), AnyValue::Double(0.5)));
    assert_eq!((value("yes"), value("who")), (AnyValue::Boolean(true), "ada".into()));
}

#[test]
fn to_be_closed_inside_a_span_leaves_nothing_behind() {
    let (handle, _guard) = record(Records::new().filter("off,[work]=info"));
    info_span!("work").in_scope(|| {
        tracing::info!("within");
        handle.close();
    });
    handle.open(4096, 512);
    tracing::info!("without");
    assert_eq!(bodies(&handle), ["within"]);
}

#[test]
fn a_record_has_the_ids_that_its_line_has() {
    for with_lines in [false, true] {
        let (layer, handle) = Records::new().layer().unwrap();
        let lines = with_lines.then(|| Logs::new().filter("off").writer(std::io::sink).layer().unwrap().0);
        let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(lines).with(layer));
        handle.open(10, 10);
        let outer =
            info_span!("outer", request_id = "request-7", trace_id = TRACE, span_id = "00000000000000a1");
        let inner = outer.in_scope(|| info_span!("inner", span_id = tracing::field::Empty));
        inner.record("span_id", "00000000000000a2");
        outer.in_scope(|| tracing::info!("one"));
        inner.in_scope(|| info_span!("mute").in_scope(|| tracing::info!(request_id = "mine", "two")));
        let records = taken(&handle);
        let of = |record: &SdkLogRecord| {
            let context = record.trace_context().unwrap();
            (
                context.trace_id.to_string(),
                context.span_id.to_string(),
                attribute(record, "request_id").unwrap(),
            )
        };
        let expected = |span: &str| (TRACE.to_owned(), span.to_owned(), "request-7".to_owned());
        assert_eq!(of(&records[0]), expected("00000000000000a1"));
        assert_eq!(of(&records[1]), expected("00000000000000a2"));
    }
}

#[test]
fn no_secret_is_in_anything_that_comes_out() {
    let token = format!("gh{}_{}", "p", "A1b2C3d4E5f6G7h8I9j0".repeat(2).split_at(36).0);
    let (handle, _guard) = record(Records::new());
    info_span!("span", request_id = token, trace_id = TRACE, span_id = token).in_scope(|| {
        tracing::error!(password = "planted", pin = 987_654, list = ?[&token], url = "http://ada:planted@host/", "{token}");
    });
    let records = handle.take(10);
    let all = format!("{records:?}");
    assert_eq!((records.len(), records[0].0.attributes_iter().count()), (1, 5));
    for secret in ["planted", &token, "987654"] {
        assert!(!all.contains(secret), "{secret} in {all}");
    }
}

#[test]
fn what_is_exported_changes_at_run_time() {
    let (handle, _guard) = record(Records::new().filter("warn"));
    tracing::info!("one");
    handle.set_filter("info").unwrap();
    tracing::info!("two");
    assert!(handle.set_filter("nonsense=nonsense=nonsense").is_err());
    tracing::info!("three");
    handle.set_filter("off").unwrap();
    tracing::error!("four");
    handle.set_filter("[quiet]=warn,debug").unwrap();
    tracing::debug!("five");
    handle.close();
    tracing::error!("six");
    handle.open(10, 10);
    tracing::error!("seven");
    assert_eq!(bodies(&handle), ["two", "three", "five", "seven"]);
}

#[test]
fn what_exporters_say_is_not_exported() {
    let (handle, _guard) = record(Records::new().filter("debug,hyper::client=trace,h2=trace"));
    tracing::warn!(target: "hyper::client", "1");
    tracing::warn!(target: "hyper_util::client", "2");
    tracing::warn!(target: "h2", "3");
    tracing::warn!(target: "opentelemetry-otlp", "4");
    tracing::warn!(target: "tonic::transport", "5");
    tracing::warn!(target: "h2o", "drink");
    let exporting = Context::new().with_telemetry_suppressed().attach();
    tracing::warn!("6");
    drop(exporting);
    assert_eq!(bodies(&handle), ["drink"]);
}

#[test]
fn what_is_over_the_limits_is_dropped() {
    let mut limits = Limits::default();
    (limits.attributes, limits.text) = (2, 5);
    let (handle, _guard) = record(Records::new().limits(limits));
    tracing::info!(a = "0123456789", b = 2, c = 3, "0123456789");
    handle.open(1, 1);
    tracing::info!("more than fits");
    assert_eq!(handle.dropped(), 1);
    let record = taken(&handle).remove(0);
    assert_eq!((record.body(), record.attributes_iter().count()), (Some(&"01234".into()), 2));
    assert_eq!(attribute(&record, "a").unwrap(), "01234");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_values_come_out_masked_and_bounded(a in "\\PC{0,300}", b in any::<String>(), repeat in 1usize..60) {
        let (handle, _guard) = record(Records::new());
        let (a, b) = (a.repeat(repeat), b.repeat(repeat));
        tracing::info!(a, secret = b, list = ?[&a, &b], "{a} {b}");
        let record = taken(&handle).remove(0);
        let masker = gate_mask::Masker::default();
        let attributes = record.attributes_iter().map(|(key, value)| (key.as_str(), text(value)));
        for (name, text) in attributes.chain([("", text(record.body().unwrap()))]) {
            prop_assert!(text.len() <= 4095);
            let again = masker.mask_value_of(name, &text);
            prop_assert_eq!(&**again.get(), &*text, "masking twice changes nothing: {}", name);
        }
    }
}
