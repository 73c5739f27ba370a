//! From one back end to another and back, over all protocols, while calls are served: nothing is lost, and
//! nothing is there twice.

#![cfg(feature = "otlp")]

#[path = "support/shop.rs"]
mod shop;

use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    time::Duration,
};

use gate_telemetry::settings::{Credentials, Protocol};
use shop::{SPANS, Shop};
use testkit::otlp::{OtlpReceiver, PointValue, ReceivedPoint};

const SWAPS: usize = 20;
const CALLERS: usize = 4;

fn measured(point: &ReceivedPoint) -> u64 {
    match &point.value {
        PointValue::Histogram(histogram) if point.name == "http.server.request.duration" => histogram.count,
        _ => 0,
    }
}

#[tokio::test]
async fn each_signal_arrives_once_at_one_of_two() {
    let receivers =
        [OtlpReceiver::start().await.expect("a receiver"), OtlpReceiver::start().await.expect("a receiver")];
    let (telemetry, dispatch) = shop::telemetry();
    let _guard = tracing::dispatcher::set_default(&dispatch);
    let settings = |swap: usize| {
        let protocols = [Protocol::Grpc, Protocol::HttpProtobuf, Protocol::HttpJson];
        let mut settings = shop::settings(&receivers[swap % 2].endpoint(), protocols[swap % 3]);
        (settings.batch.queue, settings.batch.size) = (100_000, 128);
        settings.batch.delay = Duration::from_millis(5);
        settings
    };
    telemetry.apply(settings(0), Credentials::new()).await.expect("applied");
    let shop = Shop::open(&telemetry).await;

    let done = Arc::new(AtomicBool::new(false));
    let mut callers = Vec::new();
    for _ in 0..CALLERS {
        let (mut caller, done) = (shop.caller().await, Arc::clone(&done));
        callers.push(tokio::spawn(async move {
            let mut calls = 0;
            while !done.load(SeqCst) {
                caller.call().await;
                calls += 1;
            }
            calls
        }));
    }
    for swap in 1..=SWAPS {
        tokio::time::sleep(Duration::from_millis(20)).await;
        telemetry.apply(settings(swap), Credentials::new()).await.expect("applied");
    }
    done.store(true, SeqCst);
    let mut calls = 0_u64;
    for caller in callers {
        calls += caller.await.expect("served");
    }
    assert!(telemetry.shutdown(Duration::from_secs(30)).await.is_nothing());

    let status = telemetry.status();
    for (signal, made) in [(&status.traces, calls * SPANS), (&status.logs, calls)] {
        assert_eq!((signal.exported, signal.failed, signal.dropped), (made, 0, 0));
    }
    let each = |of: &dyn Fn(&OtlpReceiver) -> Vec<String>| {
        let all: Vec<_> = receivers.iter().map(of).collect();
        assert!(all.iter().all(|some| !some.is_empty()), "both got a share");
        let all = all.concat();
        let distinct: HashSet<_> = all.iter().cloned().collect();
        assert_eq!(distinct.len(), all.len(), "none twice");
        all.len() as u64
    };
    let ids = |receiver: &OtlpReceiver| receiver.spans().into_iter().map(|span| span.span_id).collect();
    let numbers = |receiver: &OtlpReceiver| {
        receiver.logs().into_iter().map(|log| log.attributes["number"].to_string()).collect()
    };
    assert_eq!(each(&ids), calls * SPANS);
    assert_eq!(each(&numbers), calls);
    let counted: u64 = receivers.iter().flat_map(OtlpReceiver::metrics).map(|point| measured(&point)).sum();
    assert_eq!(counted, calls, "each call is counted once");
}
