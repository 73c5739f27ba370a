//! An exporter that does what a test tells it to.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use opentelemetry::Context;
use opentelemetry_sdk::error::{OTelSdkError, OTelSdkResult};
use tokio::time::sleep;

use super::super::{Carrier, Exporting};

/// What an exporter does with a batch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Manner {
    Good,
    Slow(Duration),
    Hangs,
    Fails,
    Panics,
}

/// An exporter that keeps what it gets.
#[derive(Clone)]
pub(super) struct Fake {
    manner: Arc<Mutex<Manner>>,
    got: Arc<Mutex<Vec<u64>>>,
    largest: Arc<AtomicUsize>,
    pub(super) busy: Arc<AtomicBool>,
    closed: Arc<AtomicUsize>,
}

impl Fake {
    pub(super) fn new(manner: Manner) -> Self {
        Self {
            manner: Arc::new(Mutex::new(manner)),
            got: Arc::default(),
            largest: Arc::default(),
            busy: Arc::default(),
            closed: Arc::default(),
        }
    }

    pub(super) fn set(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }

    pub(super) fn got(&self) -> Vec<u64> {
        self.got.lock().unwrap().clone()
    }

    /// How many items the largest batch had.
    pub(super) fn largest(&self) -> usize {
        self.largest.load(SeqCst)
    }

    pub(super) fn closed(&self) -> usize {
        self.closed.load(SeqCst)
    }
}

impl Carrier<u64> for Fake {
    fn export(&self, batch: Vec<u64>) -> Exporting<'_> {
        assert_eq!(self.closed(), 0, "an export after the exporter was closed");
        Box::pin(async move {
            assert!(!self.busy.swap(true, SeqCst), "two exports at once");
            assert!(Context::is_current_telemetry_suppressed());
            tracing::error!("nobody may hear of this");
            self.largest.fetch_max(batch.len(), SeqCst);
            let manner = *self.manner.lock().unwrap();
            match manner {
                Manner::Slow(time) => sleep(time).await,
                Manner::Hangs => std::future::pending().await,
                _ => {}
            }
            self.busy.store(false, SeqCst);
            match manner {
                Manner::Fails => return Err(OTelSdkError::InternalFailure("refused".to_owned())),
                Manner::Panics => panic!("an exporter of somebody's"),
                _ => {}
            }
            self.got.lock().unwrap().extend(batch);
            Ok(())
        })
    }

    fn shutdown(&self, _: Duration) -> OTelSdkResult {
        self.closed.fetch_add(1, SeqCst);
        Ok(())
    }
}
