//! What changes of settings promise.

mod lab;
mod metrics;

use std::{sync::atomic::Ordering::SeqCst, time::Duration};

use tokio::{
    runtime::Handle,
    time::{Instant, sleep, timeout},
};

use self::lab::{Lab, Manner, eventually, settings, span};
use super::ApplyError;
use crate::{Secret, Settings, provider::Signal, settings::Credentials};

fn text(error: ApplyError) -> String {
    error.to_string()
}

#[tokio::test]
async fn spans_go_where_the_settings_say() {
    let (lab, telemetry, _subscriber) = Lab::new();
    let applied = telemetry.apply(settings("a"), Credentials::new()).await.unwrap();
    assert!(applied.traces && !applied.metrics && !applied.logs);
    span(1);
    telemetry.apply(settings("b"), Credentials::new()).await.unwrap();
    span(2);
    assert!(telemetry.flush(Duration::from_secs(5)).await.is_nothing());
    let (a, b) = (lab.backend("a"), lab.backend("b"));
    let mut all = [a.spans(), b.spans()].concat();
    all.sort_unstable();
    assert_eq!(all, [1, 2]);
    assert!(b.spans().contains(&2));
    assert_eq!((a.open(), b.open()), (0, 1));
    assert_eq!(b.resources(), ["weather"]);
    assert_eq!(telemetry.settings(), settings("b"));
    let status = telemetry.status();
    assert_eq!((status.provider.as_str(), status.traces.exported), ("lab", 2));
    assert!(status.traces.on && !status.logs.on && status.traces.last_success.is_some());
}

#[tokio::test]
async fn a_back_end_that_refuses_changes_nothing() {
    let (lab, telemetry, _subscriber) = Lab::new();
    telemetry.apply(settings("a"), Credentials::new()).await.unwrap();
    lab.backend("b").set(Manner::Refuses);
    let mut refused = settings("b");
    refused.endpoint = Some(["https://me:pw@", "b.example:4318/v1?key=k"].concat());
    let error = telemetry.apply(refused.clone(), Credentials::new()).await.unwrap_err();
    let signals = error.unreachable_signals();
    assert_eq!((signals.len(), signals[0].signal), (1, Signal::Traces));
    assert_eq!(text(error), "traces cannot be sent to https://b.example:4318/v1: 401: refused");

    let error = telemetry.check(&refused, &Credentials::new()).await.unwrap_err();
    assert_eq!(error.unreachable_signals().len(), 1);
    lab.backend("b").set(Manner::Panics);
    let error = telemetry.apply(refused.clone(), Credentials::new()).await.unwrap_err();
    assert!(text(error).ends_with("the exporter panicked"));
    lab.backend("b").set(Manner::Hangs);
    refused.timeout = Duration::from_millis(50);
    let error = telemetry.apply(refused, Credentials::new()).await.unwrap_err();
    assert!(text(error).ends_with("no answer within 50ms"));

    assert_eq!(telemetry.settings(), settings("a"));
    span(1);
    telemetry.flush(Duration::from_secs(5)).await;
    assert_eq!(lab.backend("a").spans(), [1]);
    assert_eq!((lab.backend("a").open(), lab.backend("b").open()), (1, 0));
}

#[tokio::test]
async fn a_signal_that_is_not_taken_changes_no_other() {
    let (lab, telemetry, _subscriber) = Lab::new();
    telemetry.apply(settings("a"), Credentials::new()).await.unwrap();
    lab.backend("b").takes_logs.store(false, SeqCst);
    let error =
        telemetry.apply(Settings { logs: true, ..settings("b") }, Credentials::new()).await.unwrap_err();
    assert_eq!(text(error), "the provider `lab` takes no logs");
    assert_eq!(telemetry.settings(), settings("a"));
    span(1);
    telemetry.flush(Duration::from_secs(5)).await;
    assert_eq!(lab.backend("a").spans(), [1]);

    // One of three does not answer.
    lab.backend("c").refuses_logs.store(true, SeqCst);
    let all = Settings { logs: true, metrics: true, ..settings("c") };
    let error = telemetry.apply(all, Credentials::new()).await.unwrap_err();
    assert_eq!(error.unreachable_signals()[0].signal, Signal::Logs);
    let status = telemetry.status();
    assert!(status.traces.on && !status.metrics.on && !status.logs.on);
}

#[tokio::test]
async fn settings_that_make_no_sense_are_refused() {
    let (_, telemetry, _subscriber) = Lab::new();
    let refused = async |change: &dyn Fn(&mut Settings)| {
        let mut settings = settings("a");
        change(&mut settings);
        text(telemetry.apply(settings, Credentials::new()).await.unwrap_err())
    };
    assert!(refused(&|it| it.service_name = " ".to_owned()).await.starts_with("service_name "));
    assert!(refused(&|it| it.service_name = "a\u{7}b".to_owned()).await.starts_with("service_name "));
    for ratio in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
        assert!(refused(&|it| it.sample_ratio = ratio).await.starts_with("sample_ratio "));
    }
    assert!(refused(&|it| it.batch.queue = 0).await.starts_with("batch.queue "));
    assert!(refused(&|it| it.batch.queue = usize::MAX).await.starts_with("batch.queue "));
    assert!(refused(&|it| it.batch.size = 0).await.starts_with("batch.size "));
    assert!(refused(&|it| it.batch.size = it.batch.queue + 1).await.starts_with("batch.size "));
    assert!(refused(&|it| it.batch.delay = Duration::ZERO).await.starts_with("batch.delay "));
    assert!(refused(&|it| it.timeout = Duration::MAX).await.starts_with("timeout "));
    assert!(refused(&|it| it.metrics_interval = Duration::ZERO).await.starts_with("metrics_interval "));
    let unknown = refused(&|it| it.provider = "lob".to_owned()).await;
    assert_eq!(unknown, "there is no provider `lob`; is it `lab`?");
    let option = |it: &mut Settings| drop(it.options.insert("tto".to_owned(), "x".to_owned()));
    assert_eq!(refused(&option).await, "the provider `lab` has no option `tto`; is it `to`?");
    let missing = refused(&|it| it.options.clear()).await;
    assert_eq!(missing, "the provider `lab`: the option `to` is missing");
    let strict = |it: &mut Settings| it.provider = "strict".to_owned();
    assert_eq!(refused(&strict).await, "the provider `strict`: the credential `api_key` is missing");
    let mut strict = settings("a");
    strict.provider = "strict".to_owned();
    let secret = || Secret::new("x".to_owned());
    let mistyped = Credentials::new().with("api_key", secret()).with("api_kay", secret());
    let refused = telemetry.apply(strict.clone(), mistyped).await.unwrap_err();
    assert_eq!(text(refused), "the provider `strict` has no credential `api_kay`; is it `api_key`?");
    let key = Credentials::new().with("api_key", secret()).with("header.x-any", secret());
    telemetry.apply(strict, key).await.unwrap();
}

#[tokio::test]
async fn changes_come_one_after_the_other() {
    let (lab, telemetry, _subscriber) = Lab::new();
    let changes: Vec<_> = (0..12)
        .map(|n| {
            let (to, telemetry) = (format!("{}", n % 3), telemetry.clone());
            lab.backend(&to).set(Manner::Slow(Duration::from_millis(5)));
            tokio::spawn(async move { telemetry.apply(settings(&to), Credentials::new()).await })
        })
        .collect();
    for change in changes {
        change.await.unwrap().unwrap();
    }
    assert_eq!(lab.most_at_once(), 1);
    let to = telemetry.settings().options["to"].clone();
    let open: Vec<_> = ["0", "1", "2"].iter().map(|name| lab.backend(name).open()).collect();
    assert_eq!(open.iter().sum::<usize>(), 1);
    assert_eq!(lab.backend(&to).open(), 1);
}

#[tokio::test]
async fn a_change_that_nobody_waits_for_is_done_all_the_same() {
    let (lab, telemetry, _subscriber) = Lab::new();
    lab.backend("a").set(Manner::Slow(Duration::from_millis(50)));
    let change = telemetry.apply(settings("a"), Credentials::new());
    assert!(timeout(Duration::from_millis(10), change).await.is_err());
    assert_eq!(telemetry.settings(), Settings::default());
    eventually(|| telemetry.settings() == settings("a")).await;
    assert!(telemetry.status().traces.on);
}

#[tokio::test]
async fn a_back_end_that_is_down_prevents_no_start() {
    let (lab, telemetry, _subscriber) = Lab::new();
    let backend = lab.backend("a");
    backend.set(Manner::Refuses);
    assert!(telemetry.apply(settings("a"), Credentials::new()).await.is_err());
    telemetry.install(settings("a"), Credentials::new()).await.unwrap();
    span(1);
    eventually(|| telemetry.status().traces.failures == 1).await;
    let status = telemetry.status().traces;
    assert_eq!((status.failed, status.last_error.unwrap().reason.as_str()), (1, "401: refused"));
    backend.set(Manner::Good);
    span(2);
    eventually(|| backend.spans() == [2]).await;
}

#[tokio::test]
async fn off_is_free() {
    let (lab, telemetry, _subscriber) = Lab::new();
    let tasks = Handle::current().metrics().num_alive_tasks();
    telemetry.apply(Settings::default(), Credentials::new()).await.unwrap();
    assert_eq!(Handle::current().metrics().num_alive_tasks(), tasks);
    let all = Settings { logs: true, metrics: true, ..settings("a") };
    telemetry.apply(all, Credentials::new()).await.unwrap();
    assert_eq!(Handle::current().metrics().num_alive_tasks(), tasks + 3);
    assert!(telemetry.0.traces.outbox().is_open() && telemetry.0.logs.outbox().is_open());
    (0..100).for_each(span);
    let applied = telemetry.apply(Settings::default(), Credentials::new()).await.unwrap();
    assert!(applied.left.is_nothing());
    assert_eq!(lab.backend("a").spans().len(), 100);
    assert_eq!(lab.backend("a").open(), 0);
    eventually(|| Handle::current().metrics().num_alive_tasks() == tasks).await;
    assert!(!telemetry.0.traces.outbox().is_open() && !telemetry.0.logs.outbox().is_open());
    assert_eq!(telemetry.0.traces.outbox().memory(), 0);
}

#[tokio::test]
async fn a_shutdown_says_what_is_left() {
    let (lab, telemetry, _subscriber) = Lab::new();
    let mut small = settings("a");
    small.batch.size = 10;
    telemetry.apply(small, Credentials::new()).await.unwrap();
    lab.backend("a").set(Manner::Hangs);
    (0..25).for_each(span);
    sleep(Duration::from_millis(20)).await;
    let begun = Instant::now();
    let left = telemetry.shutdown(Duration::from_millis(100)).await;
    assert!(begun.elapsed() < Duration::from_secs(3));
    assert_eq!((left.spans, left.log_records, left.metrics), (15, 0, false));
    assert!(!telemetry.status().traces.on);
    assert!(telemetry.shutdown(Duration::from_secs(1)).await.is_nothing());
    lab.backend("a").set(Manner::Good);
    telemetry.apply(settings("a"), Credentials::new()).await.unwrap();
    span(99);
    assert!(telemetry.shutdown(Duration::from_secs(5)).await.is_nothing());
    assert_eq!(lab.backend("a").spans(), [99]);
}

#[tokio::test]
async fn one_can_wait_for_ever() {
    let (lab, telemetry, _subscriber) = Lab::new();
    telemetry.apply(settings("a"), Credentials::new()).await.unwrap();
    span(1);
    assert!(telemetry.flush(Duration::MAX).await.is_nothing());
    assert_eq!(lab.backend("a").spans(), [1]);
    span(2);
    assert!(telemetry.shutdown(Duration::MAX).await.is_nothing());
    assert_eq!(lab.backend("a").spans(), [1, 2]);
}

#[tokio::test]
async fn whoever_decides_on_spans_hears_of_every_change() {
    let (_, telemetry, _subscriber) = Lab::new();
    let spans = telemetry.0.spans.clone().unwrap();
    let is_sampled = |low: u64| spans.sampler().sample(None, u128::from(low).to_be_bytes());
    let half = 1 << 55;
    assert!(!is_sampled(half));
    let kept = Settings { sample_ratio: 0.5, ..settings("a") };
    telemetry.apply(kept.clone(), Credentials::new()).await.unwrap();
    assert!(is_sampled(half) && !is_sampled(half - 1));
    telemetry.apply(settings("a"), Credentials::new()).await.unwrap();
    assert!(is_sampled(half) && is_sampled(0));
    telemetry.apply(Settings { traces: false, ..kept }, Credentials::new()).await.unwrap();
    assert!(!is_sampled(half));
}

#[tokio::test]
async fn what_leaves_is_masked() {
    let (lab, telemetry, _subscriber) = Lab::new();
    let both = Settings { logs: true, ..settings("a") };
    telemetry.apply(both, Credentials::new()).await.unwrap();
    tracing::warn!(target: "weather", "it rains, says password=hunter2");
    assert!(telemetry.shutdown(Duration::from_secs(5)).await.is_nothing());
    let records = lab.backend("a").records();
    assert_eq!(records.len(), 1, "{records:?}");
    assert!(records[0].starts_with("weather ") && records[0].contains("it rains"), "{records:?}");
    assert!(!records[0].contains("hunter2"), "{records:?}");
    assert_eq!(telemetry.status().logs.exported, 1);
}
