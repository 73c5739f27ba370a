//! Where records are kept, and how they are asked for.

mod error;
mod filter;
mod hold;
mod memory;
mod page;
mod pairs;
mod retention;
mod search;
mod sums;
mod usage;

use std::pin::Pin;

pub use self::{
    error::StoreError,
    filter::{Filter, StatusFilter},
    hold::Hold,
    memory::MemoryStore,
    page::{Cursor, Page, Rows, Total},
    pairs::FilterError,
    retention::{Extent, Preview, Pruned, Retention, TableExtent},
    search::{Search, Term},
    usage::{Usage, UsageBy, UsageQuery},
};
use crate::{
    AuditRecord, RecordId,
    chain::{ChainKey, ChainStart, Checkpoint, WriterId},
};

/// What the methods of an [`AuditStore`] return.
pub type StoreFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Where a [`Pipeline`](crate::Pipeline) writes: what a service needs that only hands its records on.
///
/// Records come in masked, as their type says.
pub trait AuditSink: Send + Sync + 'static {
    /// Keeps all of these records, or none. A record whose id is there already is kept once: the pipeline
    /// sends a batch again whenever it is not sure.
    fn append<'a>(&'a self, batch: &'a [AuditRecord]) -> StoreFuture<'a, ()>;

    /// Notes that a chain begins; does nothing if that is known.
    fn begin_chain<'a>(&'a self, start: &'a ChainStart) -> StoreFuture<'a, ()>;

    /// Whether it answers.
    fn ping(&self) -> StoreFuture<'_, ()>;
}

/// A place that keeps audit records, and is asked for them.
///
/// What a store reads back it vouches for with
/// [`Masked::assume_masked_from_store`](gate_mask::Masked::assume_masked_from_store).
pub trait AuditStore: AuditSink {
    /// A page of the records that pass the filter, newest first.
    fn query<'a>(&'a self, filter: &'a Filter, page: &'a Page) -> StoreFuture<'a, Rows>;

    /// The record with this id.
    fn get(&self, id: RecordId) -> StoreFuture<'_, Option<AuditRecord>>;

    /// How it is.
    fn health(&self) -> StoreFuture<'_, StoreHealth>;

    /// Sums of calls and tokens, by time and in order: of every record of a whole call that was ever kept,
    /// once. They outlive their records by [`UsageQuery::OUTLIVES`]; with that much between a minute and the
    /// cut-off of a [`prune`](Self::prune), its sums go, too.
    fn usage(&self, query: UsageQuery) -> StoreFuture<'_, Vec<Usage>>;

    /// How much there is before an id, or in all, for each table that holds records; what a hold has put
    /// aside is none of it. Together they agree with what [`prune`](Self::prune) takes out.
    fn extents(&self, before: Option<RecordId>) -> StoreFuture<'_, Vec<TableExtent>>;

    /// Where the newest records begin of which so many, or so many bytes, are kept; `None` if that is all.
    fn newest(&self, rows: Option<u64>, bytes: Option<u64>) -> StoreFuture<'_, Option<RecordId>>;

    /// Takes out some of the records before `cut_off`, the oldest first, in one transaction: as many as
    /// writers can wait for. What a [hold](Hold) keeps is put aside first. None are left once it takes out none.
    ///
    /// With a key, what is taken out is [signed for](crate::chain::runs) in the same transaction; held
    /// records stay in their chain.
    fn prune<'a>(&'a self, cut_off: RecordId, key: Option<&'a ChainKey>) -> StoreFuture<'a, Pruned>;

    /// Places a hold, in the stead of one of the same name.
    fn hold<'a>(&'a self, hold: &'a Hold) -> StoreFuture<'a, ()>;

    /// Every hold.
    fn holds(&self) -> StoreFuture<'_, Vec<Hold>>;

    /// Releases a hold, with the records that only it kept and the retention has passed. Whether there was
    /// one.
    fn release<'a>(&'a self, name: &'a str, key: Option<&'a ChainKey>) -> StoreFuture<'a, bool>;

    /// Every chain that ever began, in the order of their starts.
    fn chains(&self) -> StoreFuture<'_, Vec<ChainStart>>;

    /// Records of a chain in its order, the ones put aside included: at most `limit`, from behind `after`.
    fn sealed(&self, writer: WriterId, after: u64, limit: usize) -> StoreFuture<'_, Vec<AuditRecord>>;

    /// What was signed out of a chain.
    fn checkpoints(&self, writer: WriterId) -> StoreFuture<'_, Vec<Checkpoint>>;

    /// Records that have no place in a chain that is known: how many before an id, and the first one that is
    /// not. Without an id all are before it.
    fn strays(&self, since: Option<RecordId>) -> StoreFuture<'_, Strays>;
}

/// How a store is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoreHealth {
    /// Records that search does not find by its index yet: it reads them.
    pub unindexed: u64,
}

impl StoreHealth {
    /// With so many records that are not in an index yet.
    #[must_use]
    pub fn new(unindexed: u64) -> Self {
        Self { unindexed }
    }
}

/// Records of no chain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Strays {
    /// How many there are before the id that was asked about.
    pub before: u64,
    /// The first one since.
    pub first_since: Option<RecordId>,
}
