//! Where records are kept, and how they are asked for.

mod error;
mod filter;
mod memory;
mod page;

use std::pin::Pin;

pub use self::{
    error::StoreError,
    filter::{Filter, StatusFilter},
    memory::MemoryStore,
    page::{Cursor, Page, Rows, Total},
};
use crate::{AuditRecord, RecordId};

/// What the methods of an [`AuditStore`] return.
pub type StoreFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// A place that keeps audit records.
///
/// Records come in masked, as their type says; what a store reads back it vouches for with
/// [`Masked::assume_masked_from_store`](gate_mask::Masked::assume_masked_from_store).
pub trait AuditStore: Send + Sync + 'static {
    /// Keeps all of these records, or none. A record whose id is there already is kept once: the pipeline
    /// sends a batch again whenever it is not sure.
    fn append<'a>(&'a self, batch: &'a [AuditRecord]) -> StoreFuture<'a, ()>;

    /// A page of the records that pass the filter, newest first.
    fn query<'a>(&'a self, filter: &'a Filter, page: &'a Page) -> StoreFuture<'a, Rows>;

    /// The record with this id.
    fn get(&self, id: RecordId) -> StoreFuture<'_, Option<AuditRecord>>;

    /// Whether the store answers.
    fn ping(&self) -> StoreFuture<'_, ()>;
}
