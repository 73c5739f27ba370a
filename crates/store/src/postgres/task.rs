//! What is written behind the writers: each kind of work by a task of its own.

use std::{sync::Arc, time::Duration};

use sqlx::{ConnectOptions, PgConnection, postgres::PgConnectOptions};
use tokio::{
    sync::Notify,
    task::JoinHandle,
    time::{sleep, timeout},
};

use super::{error::failed, index, sums};
use crate::trouble::Trouble;

/// How soon work is looked for that other gateways have left.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long a server that fails is left alone.
const REST: Duration = Duration::from_secs(5);

#[derive(Clone, Copy, Debug)]
pub(super) enum Work {
    Index,
    Sums,
}

/// Ends with its owner. What it has begun then is as if it was not.
#[derive(Debug)]
pub(super) struct Task {
    work: Arc<Notify>,
    handle: JoinHandle<()>,
}

impl Task {
    /// With a connection of its own: one that is given up half-way must not be used again.
    pub(super) fn start(kind: Work, options: PgConnectOptions) -> Self {
        let work = Arc::new(Notify::new());
        let handle = tokio::spawn(run(kind, options, Arc::clone(&work)));
        Self { work, handle }
    }

    /// Says that there is work.
    pub(super) fn wake(&self) {
        self.work.notify_one();
    }

    pub(super) fn stop(&self) {
        self.handle.abort();
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Until it is aborted.
async fn run(kind: Work, options: PgConnectOptions, work: Arc<Notify>) {
    let mut connection: Option<PgConnection> = None;
    let mut trouble = Trouble::with(kind.fails());
    loop {
        match kind.step(&mut connection, &options).await {
            Ok(is_more) => {
                trouble.is_over();
                if !is_more {
                    let _ = timeout(PATIENCE, work.notified()).await;
                    sleep(kind.gathering()).await;
                }
            }
            Err(error) => {
                trouble.tell(&failed(kind.doing())(error));
                connection = None;
                sleep(REST).await;
            }
        }
    }
}

impl Work {
    /// Whether there may be more to do.
    async fn step(self, kept: &mut Option<PgConnection>, options: &PgConnectOptions) -> sqlx::Result<bool> {
        let connection = match kept {
            Some(connection) => connection,
            none => none.insert(options.connect().await?),
        };
        match self {
            Self::Index => index::step(connection).await,
            Self::Sums => sums::fold(connection).await,
        }
    }

    /// How long more is waited for: a segment should be of many records, and a sheet is written anew whatever is
    /// added to it.
    fn gathering(self) -> Duration {
        match self {
            Self::Index => Duration::from_millis(200),
            Self::Sums => Duration::from_secs(1),
        }
    }

    fn doing(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::Sums => "sum usage up",
        }
    }

    fn fails(self) -> &'static str {
        match self {
            Self::Index => "the audit trail's search index is not written",
            Self::Sums => "the audit trail's sums are not brought up to date",
        }
    }
}
