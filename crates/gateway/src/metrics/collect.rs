//! Metrics that mirror numbers which are kept elsewhere, set right before somebody looks.

use std::{sync::Arc, time::Duration};

use gate_audit::{AuditLayer, AuditStore, Stats, StoreHealth};
use gate_mask::Family;
use gate_mcp::{Catalog, Sessions};
use gate_metrics::{
    Meter,
    catalogue::{self as c, Metric},
};
use gate_telemetry::{SignalStatus, Telemetry};

use crate::route::Routes;

/// How long the store may take to say how it is.
const PATIENCE: Duration = Duration::from_secs(1);

/// Knows where the numbers are.
#[derive(Clone)]
pub(crate) struct Collector {
    pub(crate) meter: Meter,
    pub(crate) routes: Routes,
    pub(crate) catalog: Catalog,
    pub(crate) sessions: Sessions,
    pub(crate) audit: Option<(AuditLayer, Arc<dyn AuditStore>)>,
    pub(crate) telemetry: Option<Telemetry>,
}

impl Collector {
    /// How the store is, if it says so in time.
    pub(super) async fn store_health(&self) -> Option<StoreHealth> {
        let (_, store) = self.audit.as_ref()?;
        tokio::time::timeout(PATIENCE, store.health()).await.ok()?.ok()
    }

    pub(crate) fn collect(&self, store: Option<StoreHealth>) {
        let build = [env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH];
        self.meter.set(&c::BUILD_INFO, &build, 1.0);
        self.servers();
        self.process();
        if let Some(store) = store {
            self.set(&c::AUDIT_UNINDEXED, store.unindexed);
        }
        if let Some((audit, _)) = &self.audit {
            self.audit(&audit.stats());
            for (rule, family, count) in audit.redactions() {
                self.meter.mirror(&c::REDACTIONS, &[&rule, name_of(family)], count);
            }
        }
        if let Some(telemetry) = &self.telemetry {
            let status = telemetry.status();
            let signals = [("traces", &status.traces), ("metrics", &status.metrics), ("logs", &status.logs)];
            signals.into_iter().for_each(|(signal, status)| self.telemetry(signal, status));
        }
    }

    fn servers(&self) {
        let sessions = self.sessions.per_server();
        let (mut configured, mut connected) = (0, 0);
        for (name, server) in self.routes.iter() {
            configured += 1;
            connected += u64::from(server.is_up());
            self.meter.set(&c::SERVER_TOOLS, &[name], self.catalog.count(name) as f64);
            let sessions = sessions.get(name).copied().unwrap_or_default();
            self.meter.set(&c::ACTIVE_SESSIONS, &[name], sessions as f64);
        }
        self.set(&c::SERVERS_CONFIGURED, configured);
        self.set(&c::SERVERS_CONNECTED, connected);
    }

    fn process(&self) {
        let process = metrics_process::collector::collect();
        if let Some(seconds) = process.cpu_seconds_total {
            self.meter.mirror(&c::PROCESS_CPU, &[], seconds as u64);
        }
        let gauges = [
            (&c::PROCESS_RESIDENT, process.resident_memory_bytes),
            (&c::PROCESS_VIRTUAL, process.virtual_memory_bytes),
            (&c::PROCESS_OPEN_FDS, process.open_fds),
            // What has no limit is told as 0.
            (&c::PROCESS_MAX_FDS, process.max_fds.filter(|limit| *limit > 0)),
            (&c::PROCESS_THREADS, process.threads),
            (&c::PROCESS_START, process.start_time_seconds),
        ];
        for (metric, value) in gauges {
            value.into_iter().for_each(|value| self.set(metric, value));
        }
    }

    fn audit(&self, stats: &Stats) {
        let counters = [
            (&c::AUDIT_JOURNALLED, stats.journalled),
            (&c::AUDIT_WRITTEN, stats.written),
            (&c::AUDIT_REPLAYED, stats.replayed),
            (&c::AUDIT_BATCHES, stats.batches),
            (&c::AUDIT_RETRIES, stats.retries),
            (&c::AUDIT_DROPPED, stats.dropped),
            (&c::AUDIT_SKIPPED, stats.skipped),
            (&c::AUDIT_REFUSED, stats.refused),
            (&c::AUDIT_WAITED, stats.waited),
            (&c::AUDIT_SHED, stats.shed),
            (&c::AUDIT_WITHHELD, stats.withheld),
            (&c::AUDIT_RELEASED, stats.released),
            (&c::AUDIT_UNRECORDED_AUTHENTICATIONS, stats.unrecorded_authentications),
        ];
        for (metric, count) in counters {
            self.meter.mirror(metric, &[], count);
        }
        let gauges = [
            (&c::AUDIT_QUEUED, stats.queued),
            (&c::AUDIT_RESERVED, stats.reserved),
            (&c::AUDIT_QUEUE_BYTES, stats.bytes),
            (&c::AUDIT_BACKLOG, stats.backlog),
            (&c::AUDIT_JOURNAL_BYTES, stats.journal_bytes),
            (&c::AUDIT_LARGEST_BATCH, stats.largest_batch),
            (&c::AUDIT_JOURNAL_CORRUPT, stats.journal_corrupt),
            (&c::AUDIT_STORE_FAILING, stats.store_error.is_some().into()),
            (&c::AUDIT_JOURNAL_FAILING, stats.journal_error.is_some().into()),
        ];
        for (metric, value) in gauges {
            self.set(metric, value);
        }
        let times = [
            (&c::AUDIT_OLDEST, stats.oldest),
            (&c::AUDIT_LAST_WRITE, stats.last_write),
            (&c::AUDIT_SLOWEST_WRITE, stats.slowest_write),
        ];
        for (metric, time) in times {
            self.meter.set(metric, &[], time.unwrap_or_default().as_secs_f64());
        }
    }

    fn telemetry(&self, signal: &str, status: &SignalStatus) {
        let counters = [
            (&c::TELEMETRY_EXPORTED, status.exported),
            (&c::TELEMETRY_FAILED, status.failed),
            (&c::TELEMETRY_FAILURES, status.failures),
            (&c::TELEMETRY_DROPPED, status.dropped),
        ];
        for (metric, count) in counters {
            self.meter.mirror(metric, &[signal], count);
        }
        self.meter.set(&c::TELEMETRY_ON, &[signal], status.on.into());
        self.meter.set(&c::TELEMETRY_QUEUED, &[signal], status.queued as f64);
        // A clock that was set back makes it just now.
        if let Some(age) = status.last_success.map(|at| at.elapsed().unwrap_or_default()) {
            self.meter.set(&c::TELEMETRY_LAST_SUCCESS, &[signal], age.as_secs_f64());
        }
    }

    fn set(&self, metric: &Metric, value: u64) {
        self.meter.set(metric, &[], value as f64);
    }
}

fn name_of(family: Family) -> &'static str {
    match family {
        Family::Pii => "pii",
        _ => "secret",
    }
}
