//! Search and facets, behind the writers.
//!
//! A batch leaves the ids of its records in `audit_unindexed`, in its own transaction. A task of each gateway
//! takes such lists out, reads their records, and writes a *segment*: of each word and each facet the places of
//! the records that have it, packed into blocks ([`block`]). Small segments are made anew as one. All of that is
//! transactions, so whoever reads in one finds each record once: in a list or in a segment.

mod block;
mod places;
mod search;
mod segment;
mod step;
mod tokens;
mod walk;

use gate_audit::{AuditRecord, RecordId};
use sqlx::{PgConnection, types::Uuid};

pub(super) use self::{
    search::rows,
    segment::{pause, tidy},
    step::step,
};
use super::select::uuid;

/// Leaves the list of what was written, in the transaction that writes it.
pub(super) async fn note(connection: &mut PgConnection, records: &[&AuditRecord]) -> sqlx::Result<()> {
    let bytes = |record: &AuditRecord| i64::try_from(record.text_bytes()).unwrap_or(i64::MAX);
    let records: Vec<_> = records.iter().map(|record| (uuid(record.id), bytes(record))).collect();
    segment::list(connection, &records).await
}

/// How many records are in no segment yet.
pub(super) async fn unindexed(readers: &sqlx::PgPool) -> sqlx::Result<u64> {
    let sum = "SELECT coalesce(sum(records), 0)::bigint FROM audit_unindexed";
    Ok(sqlx::query_scalar::<_, i64>(sum).fetch_one(readers).await?.unsigned_abs())
}

fn record_id(id: Uuid) -> Option<RecordId> {
    RecordId::from_bytes(id.into_bytes())
}
