//! Sums of rows that are written, before the sums themselves are.
//!
//! A sum touches a row of each span: to write them with every batch costs more than the batch. So they gather
//! here over several batches. Nothing hangs on them: up to which row the sums go is written with them, and what
//! the rows behind that one come to can be read from the rows, after a crash as well as when another process
//! has written between.

use std::collections::BTreeMap;

use gate_audit::{AuditRecord, StoreError};
use sqlx::{SqliteConnection, SqlitePool};

use super::{filter::Select, row, sums};
use crate::{
    sums::Minutes,
    usage::{self, Key, Sum},
};

/// Behind how many rows the sums are written: after a crash so many must be read again.
const DUE: i64 = 16_384;

/// How many of them are read in one go.
const STEP: i64 = 1_000;

/// The sums of some rows.
pub(super) struct Pending {
    /// Of the rows behind this one,
    from: i64,
    /// up to this one; `None` if some between are not in it.
    to: Option<i64>,
    sums: Minutes,
}

impl Pending {
    pub(super) fn behind(row: i64) -> Self {
        Self { from: row, to: Some(row), sums: Minutes::new() }
    }

    /// Up to which row the sums are written.
    pub(super) async fn summed(connection: &mut SqliteConnection) -> sqlx::Result<i64> {
        sqlx::query_scalar("SELECT summed FROM trail").fetch_one(connection).await
    }

    /// Whether there are rows of which the sums are not written.
    pub(super) async fn is_behind(readers: &SqlitePool) -> Result<bool, StoreError> {
        let sql =
            "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'calls'), 0) > summed FROM trail";
        let is_behind = sqlx::query_scalar(sql).fetch_one(readers).await;
        is_behind.map_err(|error| StoreError::new("sum up", error))
    }

    /// Takes in rows that were written.
    pub(super) fn add(&mut self, behind: i64, to: i64, sums: BTreeMap<Key<'_>, Sum>) {
        if self.to == Some(behind) {
            self.to = Some(to);
            take_in(&mut self.sums, sums);
        } else {
            self.to = None;
            self.sums.clear();
        }
    }

    /// Whether the sums were [written](Self::write).
    pub(super) async fn write_if_due(
        &self,
        transaction: &mut SqliteConnection,
        last: i64,
    ) -> sqlx::Result<bool> {
        let is_due = last - self.from >= DUE;
        if is_due {
            self.write(transaction, last).await?;
        }
        Ok(is_due)
    }

    /// Brings the sums up to the last row there is. Once that is committed, nothing is pending.
    pub(super) async fn write(&self, transaction: &mut SqliteConnection, last: i64) -> sqlx::Result<()> {
        let summed = Self::summed(&mut *transaction).await?;
        if summed == last {
            return Ok(());
        }
        if self.from == summed && self.to == Some(last) {
            sums::add(&mut *transaction, &self.sums).await?;
        } else {
            let read = Self::read(&mut *transaction, summed, last).await?;
            sums::add(&mut *transaction, &read.sums).await?;
        }
        sqlx::query("UPDATE trail SET summed = ?").bind(last).execute(transaction).await.map(drop)
    }

    async fn read(transaction: &mut SqliteConnection, from: i64, to: i64) -> sqlx::Result<Self> {
        let mut read = Self::behind(from);
        let mut behind = from;
        while behind < to {
            let mut select = Select::new(format!("SELECT {} FROM calls WHERE seq > ", row::names()));
            select.push_bind(behind).push(" AND seq <= ").push_bind(to.min(behind + STEP));
            let rows = select.build().fetch_all(&mut *transaction).await?;
            // A row that somebody has spoilt must not be in the way of all that come after it.
            let records: Vec<AuditRecord> = rows.iter().filter_map(|row| row::read(row).ok()).collect();
            take_in(&mut read.sums, usage::sums(&records));
            behind += STEP;
        }
        Ok(read)
    }
}

/// Takes in the sums of a batch.
fn take_in(minutes: &mut Minutes, sums: BTreeMap<Key<'_>, Sum>) {
    for (Key { minute, facet, server, name }, sum) in sums {
        let label = (facet.number(), server.map(str::to_owned), name.map(str::to_owned));
        minutes.entry((label, minute)).or_default().add(sum);
    }
}
