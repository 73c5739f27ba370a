//! What is off costs nothing. This is one test in a process of its own: what one subscriber wants is asked for
//! in all threads.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use gate_telemetry::{
    Records,
    spans::{Sampler, Spans},
};
use tracing::{Level, field::Empty, info_span};
use tracing_subscriber::prelude::*;

fn work() {
    let text = "some text";
    let span = info_span!(target: "gate_trace::span", "HTTP request", text, late = Empty);
    span.in_scope(|| {
        tracing::info!(text, "event");
        info_span!("inner", text);
    });
    span.record("late", 7);
}

fn allocations(f: impl FnOnce()) -> u64 {
    allocation_counter::measure(f).count_total
}

fn is_wanted() -> bool {
    tracing::span_enabled!(target: "gate_trace::span", Level::INFO) || tracing::event_enabled!(Level::ERROR)
}

#[test]
fn what_is_off_is_not_even_asked_and_nothing_is_kept_of_what_is_not_sampled() {
    off();
    not_sampled();
}

fn off() {
    let sampler = Arc::new(Sampler::new(1.0));
    let (spans, traces) = Spans::new().sampler(Arc::clone(&sampler)).layer().unwrap();
    let (records, logs) = Records::new().layer().unwrap();
    let subscriber = tracing_subscriber::registry().with(spans).with(records);
    let _guard = tracing::subscriber::set_default(subscriber);
    assert!(!is_wanted() && info_span!("off").is_disabled());
    assert!(!sampler.sample(None, [7; 16]));
    work();
    assert_eq!(allocations(work), 0);

    // On any thread, as whoever changes settings is on another than those who serve.
    std::thread::scope(|scope| scope.spawn(|| traces.open(10, 10)).join().unwrap());
    assert!(is_wanted() && !info_span!("on").is_disabled());
    assert!(allocations(work) > 0);
    logs.open(10, 10);
    work();
    assert_eq!((traces.take(10).len(), logs.take(10).len()), (5, 1));

    traces.close();
    logs.close();
    assert!(!is_wanted() && info_span!("off again").is_disabled());
    work();
    assert_eq!(allocations(work), 0);
    assert!(traces.take(10).is_empty() && logs.take(10).is_empty());
    assert_eq!(allocations(|| _ = sampler.sample(Some(true), [7; 16])), 0);
}

fn not_sampled() {
    let (spans, traces) = Spans::new().sampler(Arc::new(Sampler::new(0.0))).layer().unwrap();
    let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(spans));
    traces.open(10, 10);
    // The registry has its places for spans from the first time.
    work();
    assert_eq!(allocations(work), 0);
}
