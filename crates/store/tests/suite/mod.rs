//! What every audit store must do; each store's test runs all of it, on stores that are empty.
#![allow(dead_code, reason = "each test file uses its part")]

mod chain;
mod query;
mod records;
mod retention;
mod usage;

use std::{sync::Arc, time::Duration};

use gate_audit::{AuditRecord, AuditStore, RecordId, Rows};

#[allow(unused_imports, reason = "each test file uses its part")]
pub(crate) use self::{chain::verifies, retention::retains, usage::calls};

/// How many records [`conforms`] leaves in the store.
pub(crate) const LEFT: u64 = 1_234;

/// Writing, asking, summing up.
pub(crate) async fn conforms(store: &dyn AuditStore) {
    store.ping().await.unwrap();
    query::nothing_is_in_it(store).await;
    let records = records::records(LEFT as usize);
    query::keeps_each_record_once(store, &records).await;
    // Once as it comes, in part from what an index does not have yet; and once from the index.
    query::answers(store, &records).await;
    settled(store).await;
    query::answers(store, &records).await;
    usage::sums_up(store, &records).await;
}

/// Writing while others ask. Leaves the store full.
pub(crate) async fn serves_readers_while_it_writes(store: &dyn AuditStore) {
    query::serves_readers_while_it_writes(store).await;
}

/// A new, empty store for each call.
pub(crate) type Made = Arc<dyn AuditStore>;

/// Waits until whatever is written behind the writer is written.
pub(crate) async fn settled(store: &dyn AuditStore) {
    for _ in 0..2_000 {
        if store.health().await.unwrap().unindexed == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("its index never catches up");
}

fn ids(rows: &Rows) -> impl Iterator<Item = RecordId> {
    rows.items.iter().map(|record| record.id)
}

fn id(record: &AuditRecord) -> RecordId {
    record.id
}
