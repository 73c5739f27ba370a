//! The retention, on its schedule.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use gate_audit::{AuditStore, Retention, StoreError, chain::ChainKey};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::config::{AuditConfig, ConfigError};

/// How long after the start the first run is, and how much later it may be.
const FIRST: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(60));
/// How long after one run the next is, and how much later it may be: gateways that share a store, and were
/// started together, take turns.
const NEXT: (Duration, Duration) = (Duration::from_secs(55 * 60), Duration::from_secs(10 * 60));

const DAY: Duration = Duration::from_secs(86_400);

/// Takes out of a store what is not kept any longer.
pub(crate) struct Keeper {
    pub(crate) store: Arc<dyn AuditStore>,
    pub(crate) retention: Retention,
    /// Signs for what is taken out of a chain.
    pub(crate) key: Option<ChainKey>,
}

impl Keeper {
    /// Runs now and then, until told to stop. A run that is under way then goes on until the store is
    /// closed: between two of its steps, and never within one.
    pub(crate) async fn keep(self, stop: CancellationToken) {
        if self.retention == Retention::default() {
            return;
        }
        let mut pause = pause(FIRST);
        while stop.run_until_cancelled(tokio::time::sleep(pause)).await.is_some() {
            match self.run().await {
                Err(error) if !stop.is_cancelled() => {
                    tracing::warn!(
                        error = error.with_causes(),
                        "the audit retention failed; it is tried again later"
                    );
                }
                _ => {}
            }
            pause = self::pause(NEXT);
        }
    }

    async fn run(&self) -> Result<(), StoreError> {
        let preview = self.retention.preview(&*self.store, SystemTime::now()).await?;
        let pruned = Retention::run(&*self.store, &preview, self.key.as_ref(), |_| ()).await?;
        if pruned.rows > 0 {
            let kept = preview.total.rows.saturating_sub(pruned.rows);
            tracing::info!(rows = pruned.rows, held = pruned.held, kept, "old audit records were taken out");
        }
        Ok(())
    }
}

/// Random, so that what has started together does not go on together.
fn pause((least, more): (Duration, Duration)) -> Duration {
    let random = Uuid::new_v4().as_u128() as u32;
    least + more.mul_f64(f64::from(random) / f64::from(u32::MAX))
}

impl AuditConfig {
    /// What is kept.
    pub fn retention(&self) -> Retention {
        let mut retention = Retention::default();
        if self.retention_days > 0 {
            retention = retention.max_age(DAY * self.retention_days);
        }
        retention.max_rows = self.retention_max_rows;
        retention.max_bytes = self.retention_max_bytes;
        retention
    }

    /// Nothing at all cannot be meant: whoever wants no trail switches it off.
    pub(crate) fn check_retention(&self) -> Result<(), ConfigError> {
        let bounds = [
            ("audit.retention_max_rows", self.retention_max_rows),
            ("audit.retention_max_bytes", self.retention_max_bytes),
        ];
        match bounds.into_iter().find(|(_, bound)| *bound == Some(0)) {
            Some((setting, _)) => Err(ConfigError::new(format!("{setting}: must be 1 or more"))),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use gate_audit::{AuditRecord, AuditSink, Filter, Kind, MemoryStore, Page, RecordId, Status};

    use super::*;
    use crate::Config;

    #[tokio::test(start_paused = true)]
    async fn it_runs_shortly_after_the_start_and_every_hour() {
        let record = |days: u32| {
            let id = RecordId::at(SystemTime::now() - DAY * days - Duration::from_secs(60));
            AuditRecord::new(id, Kind::Tool, Status::Ok)
        };
        let store = Arc::new(MemoryStore::new(100));
        let retention = AuditConfig::default().retention();
        let keeper = Keeper { store: Arc::clone(&store) as _, retention, key: None };
        let stop = CancellationToken::new();
        let kept = tokio::spawn(keeper.keep(stop.clone()));
        for minutes in [2, 66] {
            store.append(&[record(89), record(90), record(300)]).await.unwrap();
            tokio::time::sleep(Duration::from_secs(minutes * 60)).await;
            let rows = store.query(&Filter::default(), &Page::default()).await.unwrap();
            assert!(rows.items.iter().all(|row| row.created_at() > SystemTime::now() - DAY * 90), "{rows:?}");
        }
        assert_eq!(store.query(&Filter::default(), &Page::default()).await.unwrap().total.count, 2);
        stop.cancel();
        kept.await.unwrap();
    }

    #[test]
    fn pauses_differ_within_their_bounds() {
        let pauses: Vec<_> = (0..100).map(|_| pause(NEXT)).collect();
        assert!(pauses.iter().all(|pause| (NEXT.0..=NEXT.0 + NEXT.1).contains(pause)));
        assert!(pauses.iter().max() > pauses.iter().min());
    }

    #[test]
    fn settings_say_what_is_kept() {
        let read = |toml: &str| Config::from_toml(&format!("[audit]\n{toml}")).unwrap();
        assert_eq!(read("").audit.retention(), Retention::default().max_age(DAY * 90));
        assert_eq!(read("retention_days = 0").audit.retention(), Retention::default());
        let bounds = read("retention_days = 1\nretention_max_rows = 5\nretention_max_bytes = 6");
        let expected = Retention::default().max_age(DAY).max_rows(5).max_bytes(6);
        assert_eq!(bounds.audit.retention(), expected);
        let why = read("retention_max_rows = 0").check().unwrap_err().to_string();
        assert_eq!(why, "audit.retention_max_rows: must be 1 or more");
    }
}
