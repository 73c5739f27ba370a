//! The audit trail of a gateway: opened, watched, closed.

use std::time::Duration;

use gate_audit::{
    AuditLayer, BeforeResponse, DrainReport, Fsync, IntentLayer, JournalOptions, Pipeline, PipelineOptions,
    Stats, chain::ChainKey,
};
use gate_console::{AdminToken, Console};
use gate_mask::Masker;
use gate_store::OpenStore;
use tokio::time::{Interval, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::{
    config::{self, AuditConfig, Config, Durability},
    error::{GatewayError, Kind},
    retention::Keeper,
};

/// How long the trail may take to write what is left, once no call is under way.
const DRAIN: Duration = Duration::from_secs(30);
/// How long after a record was written the journal reaches the disk, unless it is to at once or never.
const SYNC: Duration = Duration::from_secs(1);
/// How often is looked for what went wrong: so often, at most, is each kind of it logged.
const LOOK: Duration = Duration::from_secs(10);

pub(crate) struct Audit {
    pub(crate) store: OpenStore,
    pub(crate) layer: AuditLayer,
    pub(crate) intents: Option<IntentLayer>,
    pipeline: Pipeline,
    key: ChainKey,
}

impl Audit {
    pub(crate) async fn open(config: &Config, masker: Masker) -> Result<Self, GatewayError> {
        let database = config.database().map_err(Kind::Config)?;
        let key = config.chain_key().map_err(Kind::Config)?;
        let options = options(config, key.clone());
        let store = database.open().await.map_err(Kind::Store)?;
        let started = Pipeline::start(store.store(), masker, options);
        let (layer, pipeline) = started.map_err(Kind::Audit)?;
        let intents = config.audit.intent.then(|| layer.intents(held(&config.audit)));
        Ok(Self { store, layer, intents, pipeline, key })
    }

    /// Takes out what is not kept any longer.
    pub(crate) fn keeper(&self, config: &Config) -> Keeper {
        Keeper { store: self.store.store(), retention: config.audit.retention(), key: Some(self.key.clone()) }
    }

    /// Shows the trail, and records who looks.
    pub(crate) fn console(&self, token: AdminToken, config: &Config, masker: Masker) -> Console {
        Console::new(token, self.store.store())
            .recorded(self.layer.clone())
            .retention(config.audit.retention())
            .keys(self.key.clone().into(), Some(self.key.clone()))
            .masker(masker)
    }

    /// Writes what is left, then closes the store: in this order.
    pub(crate) async fn close(self) -> DrainReport {
        let report = self.pipeline.shutdown(DRAIN).await;
        anchor(&self.layer, &mut 0);
        if report.journalled > 0 {
            tracing::warn!(
                records = report.journalled,
                "the journal keeps what the audit store did not take"
            );
        }
        if let Err(error) = self.store.close().await {
            tracing::warn!(error = error.with_causes(), "the audit store could not be closed cleanly");
        }
        report
    }
}

fn options(config: &Config, key: ChainKey) -> PipelineOptions {
    let audit = &config.audit;
    let mut options = PipelineOptions::default()
        .on_full(on_full(audit.on_full, audit.wait))
        .on_exhausted(on_full(audit.on_exhausted, audit.wait))
        .max_records(audit.max_pending)
        .max_bytes(audit.max_pending_bytes)
        .payload_cap(audit.max_payload)
        .failed_authentications(audit.failed_authentications)
        .instance(audit.instance())
        .chain(key);
    options = audit.policy.iter().fold(options, |options, rule| options.payloads(rule.rule()));
    options = audit.skip_methods.iter().fold(options, |options, method| options.skip_method(method.as_str()));
    match audit.durability {
        Durability::Async => options,
        Durability::Journal => options.journal(journal(config)),
        Durability::BeforeResponse => options.journal(journal(config)).before_response(held(audit)),
    }
}

fn journal(config: &Config) -> JournalOptions {
    let fsync = match config.audit.fsync {
        config::Fsync::Always => Fsync::Always,
        config::Fsync::Interval => Fsync::Interval(SYNC),
        config::Fsync::Never => Fsync::Never,
    };
    JournalOptions::new(config.data_dir.join("journal"))
        .fsync(fsync)
        .max_bytes(config.audit.journal_max_bytes)
}

fn held(audit: &AuditConfig) -> BeforeResponse {
    BeforeResponse { timeout: audit.durable_within, fail_open: audit.fail_open }
}

fn on_full(on_full: config::OnFull, deadline: Duration) -> gate_audit::OnFull {
    match on_full {
        config::OnFull::Wait => gate_audit::OnFull::Wait { deadline },
        config::OnFull::Refuse => gate_audit::OnFull::Refuse,
        config::OnFull::Drop => gate_audit::OnFull::Drop,
    }
}

/// Tells of what goes wrong with the trail, and how far its chain has come, until told to stop.
pub(crate) async fn watch(layer: AuditLayer, anchor_every: Duration, stop: CancellationToken) {
    let (mut look, mut anchoring) = (ticks(LOOK), ticks(anchor_every));
    let (mut before, mut anchored) = (Stats::default(), 0);
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            _ = look.tick() => {
                let now = layer.stats();
                tell(&before, &now);
                before = now;
            }
            _ = anchoring.tick() => anchor(&layer, &mut anchored),
        }
    }
    tell(&before, &layer.stats());
}

fn ticks(every: Duration) -> Interval {
    let mut ticks = interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

/// Outside of the store, the head shows what was cut off the trail's end, or rolled back.
fn anchor(layer: &AuditLayer, last: &mut u64) {
    let Some(head) = layer.head().filter(|head| head.number > *last) else { return };
    *last = head.number;
    tracing::info!(anchor = %head, "the audit chain has come to here");
}

fn tell(before: &Stats, now: &Stats) {
    let more = |what: &str, before: u64, now: u64| {
        if now > before {
            tracing::warn!(count = now - before, "{what}");
        }
    };
    more("calls were served without a record", before.dropped, now.dropped);
    more("requests were refused, as there was no room to record them", before.refused, now.refused);
    more("records have no payloads, as there was no room", before.shed, now.shed);
    more("responses failed, as they could not be recorded in time", before.withheld, now.withheld);
    more("responses were let go before they were on record", before.released, now.released);
    more("segments of the audit journal are damaged", before.journal_corrupt, now.journal_corrupt);
    more(
        "damaged segments were removed, as there were too many",
        before.journal_discarded,
        now.journal_discarded,
    );
    if now.panics > before.panics {
        tracing::error!(count = now.panics - before.panics, "a part of the audit trail has panicked");
    }
    if now.dead {
        tracing::error!("the audit trail records nothing any longer: restart the gateway");
    }
    more(
        "failed authentications were not recorded, as there were too many",
        before.unrecorded_authentications,
        now.unrecorded_authentications,
    );
    if let Some(error) = now.store_error.as_deref().filter(|_| now.retries > before.retries) {
        let (backlog, bytes) = (now.backlog, now.journal_bytes);
        tracing::warn!(error, backlog, journal_bytes = bytes, "the audit store does not take records");
    }
    if let Some(error) = &now.journal_error {
        tracing::warn!(error, "the audit journal does not take records");
    }
}
