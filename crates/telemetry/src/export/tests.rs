//! What the road promises, whatever the exporter does.

mod fake;

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    thread,
    time::Duration,
};

use gate_mask::Masker;
use tokio::{
    runtime::Handle,
    time::{Instant, sleep, timeout},
};
use tracing_subscriber::layer::SubscriberExt as _;

use self::fake::{Fake, Manner};
use super::{Lane, Outbox, Plan};
use crate::{provider::Signal, settings::BatchSettings};

fn lane() -> Arc<Lane<u64>> {
    Arc::new(Lane::new(Signal::Traces, Masker::default(), Arc::new(Outbox::new())))
}

fn plan(queue: usize, size: usize, delay_ms: u64, timeout_ms: u64) -> Plan {
    let batch = BatchSettings { queue, size, delay: Duration::from_millis(delay_ms) };
    Plan { batch, timeout: Duration::from_millis(timeout_ms) }
}

async fn install(lane: &Lane<u64>, fake: &Fake, plan: Plan) {
    lane.install(&Handle::current(), Box::new(fake.clone()), plan).await;
}

fn soon(seconds: u64) -> Instant {
    Instant::now() + Duration::from_secs(seconds)
}

/// Waits for something that should be.
async fn eventually(what: impl Fn() -> bool) {
    timeout(Duration::from_secs(20), async {
        while !what() {
            sleep(Duration::from_millis(2)).await;
        }
    })
    .await
    .expect("it should have come about");
}

#[tokio::test]
async fn a_whole_batch_goes_at_once_and_a_part_of_one_after_the_delay() {
    let (lane, fake) = (lane(), Fake::new(Manner::Good));
    install(&lane, &fake, plan(100, 10, 60_000, 1_000)).await;
    (0..10).for_each(|n| lane.outbox().send(n));
    eventually(|| fake.got().len() == 10).await;
    let second = Fake::new(Manner::Good);
    install(&lane, &second, plan(100, 10, 20, 1_000)).await;
    assert_eq!(fake.closed(), 1);
    lane.outbox().send(10);
    eventually(|| second.got() == [10]).await;
}

#[tokio::test]
async fn what_a_closed_road_is_given_leaves_no_trace() {
    let (lane, fake) = (lane(), Fake::new(Manner::Good));
    let tasks = Handle::current().metrics().num_alive_tasks();
    lane.outbox().send(1);
    assert_eq!((lane.outbox().len(), lane.outbox().dropped(), lane.outbox().memory()), (0, 0, 0));

    install(&lane, &fake, plan(1_000, 10, 60_000, 1_000)).await;
    assert!(lane.outbox().is_open());
    (0..105).for_each(|n| lane.outbox().send(n));
    assert_eq!(lane.remove(soon(5)).await, 0);
    assert_eq!(fake.got(), (0..105).collect::<Vec<_>>());
    assert_eq!(fake.largest(), 10);
    assert_eq!(fake.closed(), 1);
    assert!(!lane.outbox().is_open());
    assert_eq!(lane.outbox().memory(), 0);
    assert_eq!(Handle::current().metrics().num_alive_tasks(), tasks);
    lane.outbox().send(1);
    assert_eq!((lane.outbox().len(), lane.outbox().memory()), (0, 0));
}

#[tokio::test]
async fn a_road_that_nobody_holds_is_emptied_and_ends() {
    let (lane, fake) = (lane(), Fake::new(Manner::Good));
    let tasks = Handle::current().metrics().num_alive_tasks();
    install(&lane, &fake, plan(1_000, 10, 60_000, 1_000)).await;
    (0..5).for_each(|n| lane.outbox().send(n));
    let outbox = Arc::clone(lane.outbox());
    drop(lane);
    eventually(|| fake.closed() == 1).await;
    eventually(|| Handle::current().metrics().num_alive_tasks() == tasks).await;
    assert_eq!(fake.got().len(), 5);
    assert!(!outbox.is_open());
}

#[tokio::test]
async fn a_hung_exporter_holds_nobody_up() {
    let (lane, hung, good) = (lane(), Fake::new(Manner::Hangs), Fake::new(Manner::Good));
    install(&lane, &hung, plan(100, 10, 5, 60_000)).await;
    let begun = Instant::now();
    (0..100_000).for_each(|n| lane.outbox().send(n));
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    eventually(|| hung.busy.load(SeqCst)).await;
    assert!(lane.outbox().len() <= 100 && lane.outbox().memory() <= 256);
    assert!(lane.outbox().dropped() >= 100_000 - 110);

    let begun = Instant::now();
    assert_eq!(lane.flush(Instant::now() + Duration::from_millis(50)).await, lane.outbox().len());
    install(&lane, &good, plan(100, 10, 5, 60_000)).await;
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    // What was on its way by the hung exporter is lost; what waited is not.
    lane.flush(soon(5)).await;
    let counts = lane.tally().counts();
    assert_eq!((counts.failures, counts.exported), (1, good.got().len() as u64));
    assert_eq!(counts.exported + counts.failed + lane.outbox().dropped(), 100_000);
    assert_eq!((hung.got().len(), hung.closed()), (0, 1));
}

#[tokio::test]
async fn a_hung_exporter_is_left_behind_when_the_road_is_closed() {
    let (lane, hung) = (lane(), Fake::new(Manner::Hangs));
    let tasks = Handle::current().metrics().num_alive_tasks();
    install(&lane, &hung, plan(100, 10, 5, 60_000)).await;
    (0..50).for_each(|n| lane.outbox().send(n));
    eventually(|| hung.busy.load(SeqCst)).await;
    let begun = Instant::now();
    let left = lane.remove(Instant::now() + Duration::from_millis(200)).await;
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    assert_eq!(left, 40);
    assert_eq!(lane.tally().counts().failed + lane.outbox().dropped(), 50);
    assert_eq!((lane.outbox().memory(), hung.closed()), (0, 1));
    assert_eq!(Handle::current().metrics().num_alive_tasks(), tasks);
}

#[tokio::test]
async fn it_recovers_by_itself_from_failures_and_panics() {
    for manner in [Manner::Fails, Manner::Panics] {
        let (lane, fake) = (lane(), Fake::new(manner));
        install(&lane, &fake, plan(1_000, 10, 5, 1_000)).await;
        (0..10).for_each(|n| lane.outbox().send(n));
        eventually(|| lane.tally().counts().failures > 0).await;
        fake.set(Manner::Good);
        (10..20).for_each(|n| lane.outbox().send(n));
        eventually(|| lane.tally().counts().exported == 10).await;
        let counts = lane.tally().counts();
        assert_eq!(counts.failed, 10);
        assert_eq!(fake.got(), (10..20).collect::<Vec<_>>());
        let error = counts.last_error.expect("it is kept").reason;
        assert_eq!(error, if manner == Manner::Fails { "refused" } else { "the exporter panicked" });
        assert!(counts.last_success.is_some());
    }
}

#[tokio::test]
async fn what_comes_while_the_back_end_is_down_waits_for_it() {
    let (lane, fake) = (lane(), Fake::new(Manner::Fails));
    install(&lane, &fake, plan(10_000, 10, 50, 1_000)).await;
    (0..10).for_each(|n| lane.outbox().send(n));
    eventually(|| lane.tally().counts().failures == 1).await;
    // Without a pause all of these would be tried, and lost, at once.
    (10..5_000).for_each(|n| lane.outbox().send(n));
    sleep(Duration::from_millis(20)).await;
    fake.set(Manner::Good);
    assert_eq!(lane.flush(soon(10)).await, 0);
    assert!(fake.got().len() > 4_000, "{}", fake.got().len());
    assert_eq!(lane.tally().counts().exported as usize, fake.got().len());
}

#[tokio::test]
async fn an_export_that_takes_too_long_is_given_up() {
    let (lane, fake) = (lane(), Fake::new(Manner::Hangs));
    install(&lane, &fake, plan(100, 10, 5, 50)).await;
    lane.outbox().send(1);
    eventually(|| lane.tally().counts().failures == 1).await;
    assert_eq!(lane.tally().counts().last_error.unwrap().reason, "no answer in time");
}

#[tokio::test]
async fn a_flush_ends_although_more_keeps_coming() {
    let (lane, fake) = (lane(), Fake::new(Manner::Slow(Duration::from_millis(1))));
    install(&lane, &fake, plan(1_000, 10, 60_000, 1_000)).await;
    let sender = {
        let (lane, stop) = (Arc::clone(&lane), Arc::new(AtomicBool::new(false)));
        let task = {
            let stop = Arc::clone(&stop);
            thread::spawn(move || {
                let mut n = 0;
                while !stop.load(SeqCst) {
                    lane.outbox().send(n);
                    n += 1;
                    thread::sleep(Duration::from_micros(100));
                }
            })
        };
        (stop, task)
    };
    for _ in 0..5 {
        assert!(timeout(Duration::from_secs(5), lane.flush(soon(60))).await.is_ok());
    }
    sender.0.store(true, SeqCst);
    sender.1.join().unwrap();
}

/// Keeps the messages of events.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<String>>>);

impl<S: tracing::Subscriber> tracing_subscriber::Layer<S> for Heard {
    fn on_event(&self, event: &tracing::Event<'_>, _: tracing_subscriber::layer::Context<'_, S>) {
        let mut text = format!("{} ", event.metadata().target());
        event.record(&mut |field: &tracing::field::Field, value: &dyn std::fmt::Debug| {
            if field.name() == "message" {
                text.push_str(&format!("{value:?}"));
            }
        });
        self.0.lock().unwrap().push(text);
    }
}

#[tokio::test]
async fn the_log_hears_little_of_failures_and_nothing_of_exports() {
    let heard = Heard::default();
    let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(heard.clone()));
    let (lane, fake) = (lane(), Fake::new(Manner::Fails));
    install(&lane, &fake, plan(50, 10, 1, 1_000)).await;
    (0..1_000).for_each(|n| lane.outbox().send(n));
    assert_eq!(lane.flush(soon(10)).await, 0);
    assert_eq!(lane.tally().counts().failures, 5);
    for _ in 0..10 {
        fake.set(Manner::Good);
        (0..10).for_each(|n| lane.outbox().send(n));
        lane.flush(soon(10)).await;
        fake.set(Manner::Fails);
        (0..10).for_each(|n| lane.outbox().send(n));
        lane.flush(soon(10)).await;
    }
    lane.remove(soon(5)).await;
    let mut heard = heard.0.lock().unwrap().clone();
    heard.sort();
    let ours = |message: &str| format!("gate_telemetry::export::tally {message}");
    assert_eq!(
        heard,
        [ours("dropped: they came faster than they left"), ours("export fails"), ours("export works again"),]
    );
}

/// Eight threads send while the exporter is swapped again and again: each item arrives once, somewhere.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_swap_loses_or_doubles_anything() {
    const THREADS: u64 = 8;
    const EACH: u64 = 25_000;
    const SWAPS: u64 = 50;
    let lane = lane();
    let mut fakes = vec![Fake::new(Manner::Good)];
    install(&lane, &fakes[0], plan(300_000, 128, 2, 10_000)).await;
    let swaps = Arc::new(AtomicU64::new(0));
    let senders: Vec<_> = (0..THREADS)
        .map(|thread| {
            let (lane, swaps) = (Arc::clone(&lane), Arc::clone(&swaps));
            thread::spawn(move || {
                for n in 0..EACH {
                    // A fiftieth of them with each swap.
                    while swaps.load(SeqCst) < n * SWAPS / EACH {
                        thread::sleep(Duration::from_micros(200));
                    }
                    lane.outbox().send(thread * EACH + n);
                }
            })
        })
        .collect();
    for swap in 0..SWAPS {
        swaps.store(swap, SeqCst);
        let manner = if swap % 2 == 0 { Manner::Slow(Duration::from_millis(1)) } else { Manner::Good };
        let fake = Fake::new(manner);
        install(&lane, &fake, plan(300_000, 64 + swap as usize, 2, 10_000)).await;
        fakes.push(fake);
        sleep(Duration::from_millis(3)).await;
    }
    tokio::task::spawn_blocking(|| senders.into_iter().for_each(|sender| sender.join().unwrap()))
        .await
        .unwrap();
    let last = fakes.last().unwrap().clone();
    last.set(Manner::Good);
    assert_eq!(lane.remove(soon(60)).await, 0);

    let mut seen = BTreeMap::<u64, u32>::new();
    fakes.iter().flat_map(Fake::got).for_each(|item| *seen.entry(item).or_default() += 1);
    assert_eq!(seen.len() as u64, THREADS * EACH);
    assert!(seen.values().all(|times| *times == 1));
    assert!(fakes.iter().all(|fake| fake.closed() == 1));
    assert!(fakes.iter().filter(|fake| !fake.got().is_empty()).count() > 25);
    assert_eq!(lane.outbox().dropped(), 0);
    let counts = lane.tally().counts();
    assert_eq!((counts.exported, counts.failed), (THREADS * EACH, 0));
}
