//! A collector that is in trouble, and a service that does not notice.

#![cfg(feature = "otlp")]

#[path = "support/shop.rs"]
mod shop;

use std::{collections::HashSet, time::Duration};

use gate_telemetry::{Status, Telemetry, settings::Credentials, settings::Protocol};
use shop::{SPANS, Shop};
use testkit::otlp::{Behaviour, Failure, OtlpReceiver, Signal};

const QUEUE: usize = 128;
const PATIENCE: Duration = Duration::from_secs(30);

struct Trouble {
    receiver: OtlpReceiver,
    telemetry: Telemetry,
    shop: Shop,
    calls: u64,
}

impl Trouble {
    async fn begin(protocol: Protocol) -> (Self, tracing::subscriber::DefaultGuard) {
        let receiver = OtlpReceiver::start().await.expect("a receiver");
        let (telemetry, dispatch) = shop::telemetry();
        let guard = tracing::dispatcher::set_default(&dispatch);
        let mut settings = shop::settings(&receiver.endpoint(), protocol);
        settings.timeout = Duration::from_millis(300);
        settings.metrics_interval = Duration::from_millis(200);
        (settings.batch.queue, settings.batch.size) = (QUEUE, 64);
        settings.batch.delay = Duration::from_millis(20);
        telemetry.apply(settings, Credentials::new()).await.expect("applied");
        let shop = Shop::open(&telemetry).await;
        (Self { receiver, telemetry, shop, calls: 0 }, guard)
    }

    /// All of them are served.
    async fn call(&mut self, count: u64) {
        let mut caller = self.shop.caller().await;
        for _ in 0..count {
            caller.call().await;
        }
        self.calls += count;
        let Status { traces, logs, .. } = self.telemetry.status();
        assert!(traces.queued <= QUEUE && logs.queued <= QUEUE, "{traces:?} {logs:?}");
    }

    /// Calls, at first while it behaves like this; what became of the spans of that time.
    async fn under(&mut self, behaviour: Behaviour, is_lost: bool) -> Status {
        self.call(20).await;
        self.telemetry.flush(PATIENCE).await;
        self.receiver.behave(behaviour).await.expect("told");
        self.call(400).await;
        if is_lost {
            self.failed().await;
        }
        let status = self.telemetry.status();
        self.receiver.behave(Behaviour::Answer).await.expect("told");
        self.recovers().await;
        self.adds_up().await;
        status
    }

    /// Some time after the calls: an export has to give up first.
    async fn failed(&self) {
        let seen = || {
            let Status { traces, logs, .. } = self.telemetry.status();
            traces.failed > 0 && logs.failed > 0
        };
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while !seen() {
            assert!(tokio::time::Instant::now() < deadline, "{:?}", self.telemetry.status());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Without anybody's help, it goes on where it can.
    async fn recovers(&mut self) {
        let before = self.receiver.count(Signal::Traces);
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while self.receiver.count(Signal::Traces) < before + 40 {
            assert!(tokio::time::Instant::now() < deadline, "{:?}", self.telemetry.status());
            self.call(10).await;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        // What is left of the bad times is gone, and everything arrives.
        self.telemetry.flush(PATIENCE).await;
        self.receiver.clear();
        self.call(20).await;
        self.telemetry.flush(PATIENCE).await;
        assert_eq!(self.receiver.count(Signal::Traces), 20 * SPANS as usize, "{}", self.receiver.dump());
        assert_eq!(self.receiver.count(Signal::Logs), 20);
    }

    /// Each span and each record was taken, refused or dropped, and is counted as such.
    async fn adds_up(&self) {
        assert!(self.telemetry.shutdown(PATIENCE).await.is_nothing());
        let Status { traces, logs, .. } = self.telemetry.status();
        assert_eq!(traces.exported + traces.failed + traces.dropped, self.calls * SPANS, "{traces:?}");
        assert_eq!(logs.exported + logs.failed + logs.dropped, self.calls, "{logs:?}");
    }
}

/// Whether anything is lost is up to how fast it is; that nothing else is, is not.
async fn bear(behaviour: Behaviour, is_lost: bool) {
    for protocol in [Protocol::Grpc, Protocol::HttpProtobuf] {
        let (mut trouble, _guard) = Trouble::begin(protocol).await;
        let Status { traces, logs, .. } = trouble.under(behaviour.clone(), is_lost).await;
        if is_lost {
            assert!(traces.dropped > 0, "it is counted: {traces:?}");
            assert_eq!((traces.exported, logs.exported), (20 * SPANS, 20), "what came before");
        }
        let ids: HashSet<_> = trouble.receiver.spans().into_iter().map(|span| span.span_id).collect();
        assert_eq!(ids.len(), trouble.receiver.count(Signal::Traces), "none twice once all is well");
    }
}

#[tokio::test]
async fn hung() {
    bear(Behaviour::Hang, true).await;
}

#[tokio::test]
async fn refusing() {
    bear(Behaviour::Refuse, true).await;
}

#[tokio::test]
async fn slow() {
    bear(Behaviour::Slow(Duration::from_millis(50)), false).await;
}

#[tokio::test]
async fn resetting() {
    bear(Behaviour::Reset, false).await;
}

#[tokio::test]
async fn throttling() {
    bear(Behaviour::Fail(Failure::Throttled { retry_after: Some(Duration::from_secs(1)) }), true).await;
}

#[tokio::test]
async fn unavailable() {
    bear(Behaviour::Fail(Failure::Unavailable { retry_after: None }), true).await;
}
