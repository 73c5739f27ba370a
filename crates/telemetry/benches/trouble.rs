//! What requests notice of a collector in trouble, and of a swap from one to another: nothing.
//!
//! Real sockets all the way; every round has two stretches of the same kind, *A* and *A'*, whose difference is
//! what the machine makes of nothing.
//!
//! ```sh
//! cargo bench -p gate-telemetry --features otlp --bench trouble            # all
//! cargo bench … -- --rounds 3 --seconds 2 --rate 2000 --only trouble       # or `swap`
//! ```

#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]

#[path = "../tests/support/shop.rs"]
mod shop;

use std::{
    collections::HashSet,
    env,
    time::{Duration, Instant},
};

use gate_telemetry::{
    Telemetry,
    settings::{Credentials, Protocol},
};
use shop::{Caller, SPANS, Shop};
use testkit::otlp::{Behaviour, Failure, OtlpReceiver, Signal};
use tokio::time::{MissedTickBehavior, interval, sleep};

const CALLERS: usize = 8;
const QUEUE: usize = 8192;
const SWAPS: usize = 20;
const PATIENCE: Duration = Duration::from_secs(60);

struct Options {
    rounds: usize,
    seconds: f64,
    rate: f64,
    only: Option<String>,
}

impl Options {
    fn read() -> Self {
        let words: Vec<String> = env::args().collect();
        let of = |name: &str| words.iter().skip_while(|word| *word != name).nth(1);
        let number = |name, default| of(name).and_then(|text| text.parse().ok()).unwrap_or(default);
        Self {
            rounds: number("--rounds", 5.0) as usize,
            seconds: number("--seconds", 3.0),
            rate: number("--rate", 2000.0),
            only: of("--only").cloned(),
        }
    }

    fn wants(&self, part: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only == part)
    }
}

fn main() {
    let options = Options::read();
    let (telemetry, dispatch) = shop::telemetry();
    tracing::dispatcher::set_global_default(dispatch).expect("the first one");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        if options.wants("trouble") {
            trouble(&options, &telemetry).await;
        }
        if options.wants("swap") {
            swap(&options, &telemetry).await;
        }
    });
}

/// Calls at the rate that was asked for, and how long each took, in order.
async fn load(shop: &Shop, options: &Options, time: Duration) -> Vec<Duration> {
    let period = Duration::from_secs_f64(CALLERS as f64 / options.rate);
    let mut callers = Vec::new();
    for _ in 0..CALLERS {
        let caller = shop.caller().await;
        callers.push(tokio::spawn(calls(caller, period, time)));
    }
    let mut all = Vec::new();
    for caller in callers {
        all.extend(caller.await.expect("served"));
    }
    all.sort_unstable();
    all
}

async fn calls(mut caller: Caller, period: Duration, time: Duration) -> Vec<Duration> {
    let (mut ticks, end) = (interval(period), Instant::now() + time);
    // What is late is made up for, so that the rate is kept.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut took = Vec::new();
    while Instant::now() < end {
        ticks.tick().await;
        took.push(caller.call().await);
    }
    took
}

/// Of one stretch of calls, in microseconds.
#[derive(Clone, Copy)]
struct Summary {
    p50: f64,
    p99: f64,
    p999: f64,
}

impl Summary {
    fn of(sorted: &[Duration]) -> Self {
        let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e6;
        Self { p50: at(0.5), p99: at(0.99), p999: at(0.999) }
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

/// What the stretches of a name took, beside those of *A* and *A'* of the same rounds.
fn print(name: &str, stretches: &[Summary], healthy: &[Summary]) {
    let of = |stretches: &[Summary], part: fn(&Summary) -> f64| median(stretches.iter().map(part));
    let p99s = healthy.iter().map(|summary| summary.p99);
    let (low, high) = p99s.fold((f64::MAX, 0_f64), |(low, high), p99| (low.min(p99), high.max(p99)));
    let p99 = of(stretches, |summary| summary.p99);
    println!(
        "{name:<14} {:>8.0} {p99:>8.0} {:>8.0}   {}",
        of(stretches, |summary| summary.p50),
        of(stretches, |summary| summary.p999),
        if p99 <= high {
            format!("within {low:.0}–{high:.0}")
        } else {
            format!("ABOVE {low:.0}–{high:.0}")
        },
    );
}

fn troubles() -> Vec<(&'static str, Behaviour)> {
    vec![
        ("A", Behaviour::Answer),
        ("hung", Behaviour::Hang),
        ("refusing", Behaviour::Refuse),
        ("slow", Behaviour::Slow(Duration::from_millis(500))),
        ("A'", Behaviour::Answer),
        ("resetting", Behaviour::Reset),
        ("429", Behaviour::Fail(Failure::Throttled { retry_after: Some(Duration::from_secs(1)) })),
        ("503", Behaviour::Fail(Failure::Unavailable { retry_after: None })),
    ]
}

async fn trouble(options: &Options, telemetry: &Telemetry) {
    let receiver = OtlpReceiver::start().await.expect("a receiver");
    let shop = Shop::open(telemetry).await;
    for protocol in [Protocol::Grpc, Protocol::HttpProtobuf] {
        let mut settings = shop::settings(&receiver.endpoint(), protocol);
        settings.timeout = Duration::from_secs(1);
        settings.batch.queue = QUEUE;
        telemetry.apply(settings, Credentials::new()).await.expect("applied");
        load(&shop, options, Duration::from_secs(1)).await;
        let mut rows: Vec<(&str, Vec<Summary>, u64, usize)> = Vec::new();
        for _ in 0..options.rounds {
            for (place, (name, behaviour)) in troubles().into_iter().enumerate() {
                let before = telemetry.status().traces.dropped;
                receiver.behave(behaviour).await.expect("told");
                let took = load(&shop, options, Duration::from_secs_f64(options.seconds)).await;
                let status = telemetry.status().traces;
                assert!(status.queued <= QUEUE, "the queue is bounded: {status:?}");
                if rows.len() <= place {
                    rows.push((name, Vec::new(), 0, 0));
                }
                let (_, summaries, dropped, queued) = &mut rows[place];
                summaries.push(Summary::of(&took));
                *dropped += status.dropped - before;
                *queued = status.queued.max(*queued);
                recover(telemetry, &receiver, &shop).await;
            }
        }
        let healthy: Vec<_> =
            rows.iter().filter(|row| row.0.starts_with('A')).flat_map(|row| row.1.clone()).collect();
        println!(
            "\n{} at {} calls/s, medians of {} rounds, µs",
            protocol.as_str(),
            options.rate,
            options.rounds
        );
        println!(
            "{:<14} {:>8} {:>8} {:>8}   p99 beside that of A and A'",
            "collector", "p50", "p99", "p99.9"
        );
        for (name, summaries, ..) in &rows {
            print(name, summaries, &healthy);
        }
        for (name, _, dropped, queued) in &rows {
            println!("{name:<14} {dropped:>8} spans dropped, at most {queued} seen waiting");
        }
    }
}

/// It goes on by itself: nobody tells our side that the collector is well again.
async fn recover(telemetry: &Telemetry, receiver: &OtlpReceiver, shop: &Shop) {
    receiver.behave(Behaviour::Answer).await.expect("told");
    receiver.clear();
    let (start, mut caller) = (Instant::now(), shop.caller().await);
    while receiver.count(Signal::Traces) == 0 || telemetry.status().traces.queued > 1000 {
        assert!(start.elapsed() < PATIENCE, "it recovers: {:?}", telemetry.status());
        caller.call().await;
        sleep(Duration::from_millis(20)).await;
    }
    telemetry.flush(PATIENCE).await;
    receiver.clear();
}

/// Calls with and without twenty swaps between two collectors meanwhile.
async fn swap(options: &Options, telemetry: &Telemetry) {
    let receivers =
        [OtlpReceiver::start().await.expect("a receiver"), OtlpReceiver::start().await.expect("a receiver")];
    let shop = Shop::open(telemetry).await;
    let apply = async |swap: usize| {
        let protocols = [Protocol::Grpc, Protocol::HttpProtobuf, Protocol::HttpJson];
        let mut settings = shop::settings(&receivers[swap % 2].endpoint(), protocols[swap % 3]);
        settings.batch.queue = 1 << 17;
        telemetry.apply(settings, Credentials::new()).await.expect("applied");
    };
    let time = Duration::from_secs_f64(options.seconds * 3.0);
    let mut rows = [("A", Vec::new()), ("20 swaps", Vec::new()), ("A'", Vec::new())];
    apply(0).await;
    load(&shop, options, Duration::from_secs(1)).await;
    for _ in 0..options.rounds {
        for (name, summaries) in &mut rows {
            apply(0).await;
            telemetry.flush(PATIENCE).await;
            receivers.iter().for_each(OtlpReceiver::clear);
            let swaps = async {
                for swap in 1..=if *name == "20 swaps" { SWAPS } else { 0 } {
                    sleep(time / (SWAPS as u32 + 1)).await;
                    apply(swap).await;
                }
            };
            let (took, ()) = tokio::join!(load(&shop, options, time), swaps);
            telemetry.flush(PATIENCE).await;
            exact(&receivers, took.len());
            summaries.push(Summary::of(&took));
        }
    }
    let healthy: Vec<_> =
        rows.iter().filter(|row| row.0.starts_with('A')).flat_map(|row| row.1.clone()).collect();
    println!(
        "\nswaps over all protocols at {} calls/s, medians of {} rounds, µs",
        options.rate, options.rounds
    );
    println!("{:<14} {:>8} {:>8} {:>8}   p99 beside that of A and A'", "", "p50", "p99", "p99.9");
    for (name, summaries) in &rows {
        print(name, summaries, &healthy);
    }
    println!("spans and log records at both = those made, none twice, in every stretch");
}

fn exact(receivers: &[OtlpReceiver; 2], calls: usize) {
    let ids: Vec<_> = receivers.iter().flat_map(OtlpReceiver::spans).map(|span| span.span_id).collect();
    let distinct: HashSet<_> = ids.iter().collect();
    assert_eq!((ids.len(), distinct.len()), (calls * SPANS as usize, ids.len()), "each span once");
    let logs: usize = receivers.iter().map(|receiver| receiver.count(Signal::Logs)).sum();
    assert_eq!(logs, calls, "each log record");
}
