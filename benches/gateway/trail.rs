//! The gateway's audit trail, read from outside while the gateway writes it.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions},
};

const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(5);

pub(crate) struct Trail {
    database: SqlitePool,
    /// How many calls the gateway has answered.
    pub(crate) due: u64,
}

impl Trail {
    pub(crate) async fn open(data: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new().filename(data.join("audit.db")).read_only(true);
        let database = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        Ok(Self { database, due: 0 })
    }

    /// Waits until there is a row for each answer.
    pub(crate) async fn wait(&self) -> Result<()> {
        let started = Instant::now();
        loop {
            // Rows are never deleted here, so the last number is their count; `check` counts them.
            let rows = self.number("SELECT coalesce(max(seq), 0) FROM calls").await?;
            if rows >= self.due {
                return Ok(());
            }
            let due = self.due;
            ensure!(started.elapsed() < PATIENCE, "{rows} audit rows of {due} after {PATIENCE:?}");
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// As many rows as answers, each of the call that was made, and none with the password.
    pub(crate) async fn check(&self) -> Result<u64> {
        let rows = self.number("SELECT count(*) FROM calls").await?;
        ensure!(rows == self.due, "{rows} audit rows for {} calls", self.due);
        let good = self.number(
            "SELECT count(*) FROM (SELECT * FROM calls ORDER BY seq DESC LIMIT 1000) \
             WHERE name = 'search_issues' AND status = 'ok' AND arguments LIKE '%pgbouncer%' \
             AND arguments NOT LIKE '%correct-horse%' AND response LIKE '%max_client_conn%'",
        );
        let (good, looked_at) = (good.await?, rows.min(1000));
        ensure!(good == looked_at, "{good} of the last {looked_at} audit rows are as they should be");
        Ok(rows)
    }

    async fn number(&self, query: &'static str) -> Result<u64> {
        let number: i64 = sqlx::query_scalar(query).fetch_one(&self.database).await.context(query)?;
        Ok(u64::try_from(number)?)
    }
}
