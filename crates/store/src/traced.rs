//! A span for each thing that a store is asked to do.

use std::{fmt, sync::Arc};

use gate_audit::{
    AuditRecord, AuditSink, AuditStore, Filter, Hold, Page, Pruned, RecordId, Rows, StoreFuture, StoreHealth,
    Strays, TableExtent, Usage, UsageQuery,
    chain::{ChainKey, ChainStart, Checkpoint, WriterId},
};
use tracing::{Instrument, Level, field::Empty};

/// The target of the spans, for filters.
const SPAN_TARGET: &str = "gate_store::span";

/// A store around whose work there are spans, by the OpenTelemetry conventions for databases: `tracing` spans of
/// the level `INFO` at the target `gate_store::span`. They say what was done to which table, and nothing of
/// the values. Probes have none.
///
/// [`OpenStore::store`](crate::OpenStore::store) gives such a one.
#[derive(Debug)]
pub struct Traced<S> {
    store: Arc<S>,
    system: Database,
}

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Database {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// A table, by its names in either database.
#[derive(Clone, Copy)]
enum Table {
    Calls,
    Chains,
    Checkpoints,
    Holds,
    Usage,
}

impl Database {
    /// As the conventions have it.
    fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgresql",
        }
    }

    fn table(self, table: Table) -> &'static str {
        match (self, table) {
            (Self::Sqlite, Table::Calls) => "calls",
            (Self::Sqlite, Table::Chains) => "chains",
            (Self::Sqlite, Table::Checkpoints) => "checkpoints",
            (Self::Sqlite, Table::Holds) => "holds",
            (Self::Sqlite, Table::Usage) => "usage",
            (Self::Postgres, Table::Calls) => "audit_calls",
            (Self::Postgres, Table::Chains) => "audit_chains",
            (Self::Postgres, Table::Checkpoints) => "audit_checkpoints",
            (Self::Postgres, Table::Holds) => "audit_holds",
            (Self::Postgres, Table::Usage) => "audit_sheets",
        }
    }
}

/// What is done: a command, and the table that it is mostly done to.
struct Operation {
    command: &'static str,
    table: Table,
    batch: Option<usize>,
}

impl Operation {
    fn new(command: &'static str, table: Table) -> Self {
        Self { command, table, batch: None }
    }
}

impl<S> Traced<S> {
    /// Spans around the work of `store`.
    pub fn new(store: Arc<S>, system: Database) -> Self {
        Self { store, system }
    }

    fn span<'a, T: 'a>(&self, operation: Operation, work: StoreFuture<'a, T>) -> StoreFuture<'a, T> {
        let Operation { command, table, batch } = operation;
        let table = self.system.table(table);
        let summary = Summary { command, table };
        let span = tracing::span!(
            target: SPAN_TARGET,
            Level::INFO,
            "store",
            otel.name = %summary,
            otel.kind = "client",
            otel.status_code = Empty,
            db.system.name = self.system.name(),
            db.operation.name = command,
            db.operation.batch.size = batch,
            db.collection.name = table,
            db.query.summary = %summary,
            error.type = Empty,
        );
        if span.is_disabled() {
            return work;
        }
        let told = span.clone();
        let work = async move {
            let done = work.await;
            if done.is_err() {
                // What it was may quote what was stored; the line that is logged of it is masked.
                tracing::record_all!(told, otel.status_code = "ERROR", error.type = "store");
            }
            done
        };
        Box::pin(work.instrument(span))
    }
}

/// `{command} {table}`
#[derive(Clone, Copy)]
struct Summary {
    command: &'static str,
    table: &'static str,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.command, self.table)
    }
}

impl<S: AuditSink> AuditSink for Traced<S> {
    fn append<'a>(&'a self, batch: &'a [AuditRecord]) -> StoreFuture<'a, ()> {
        // By the convention, one is no batch.
        let size = Some(batch.len()).filter(|size| *size > 1);
        let operation = Operation { batch: size, ..Operation::new("INSERT", Table::Calls) };
        self.span(operation, self.store.append(batch))
    }

    fn begin_chain<'a>(&'a self, start: &'a ChainStart) -> StoreFuture<'a, ()> {
        self.span(Operation::new("INSERT", Table::Chains), self.store.begin_chain(start))
    }

    fn ping(&self) -> StoreFuture<'_, ()> {
        self.store.ping()
    }
}

impl<S: AuditStore> AuditStore for Traced<S> {
    fn query<'a>(&'a self, filter: &'a Filter, page: &'a Page) -> StoreFuture<'a, Rows> {
        self.span(Operation::new("SELECT", Table::Calls), self.store.query(filter, page))
    }

    fn get(&self, id: RecordId) -> StoreFuture<'_, Option<AuditRecord>> {
        self.span(Operation::new("SELECT", Table::Calls), self.store.get(id))
    }

    fn health(&self) -> StoreFuture<'_, StoreHealth> {
        self.store.health()
    }

    fn usage(&self, query: UsageQuery) -> StoreFuture<'_, Vec<Usage>> {
        self.span(Operation::new("SELECT", Table::Usage), self.store.usage(query))
    }

    fn extents(&self, before: Option<RecordId>) -> StoreFuture<'_, Vec<TableExtent>> {
        self.span(Operation::new("SELECT", Table::Calls), self.store.extents(before))
    }

    fn newest(&self, rows: Option<u64>, bytes: Option<u64>) -> StoreFuture<'_, Option<RecordId>> {
        self.span(Operation::new("SELECT", Table::Calls), self.store.newest(rows, bytes))
    }

    fn prune<'a>(&'a self, cut_off: RecordId, key: Option<&'a ChainKey>) -> StoreFuture<'a, Pruned> {
        self.span(Operation::new("DELETE", Table::Calls), self.store.prune(cut_off, key))
    }

    fn hold<'a>(&'a self, hold: &'a Hold) -> StoreFuture<'a, ()> {
        self.span(Operation::new("INSERT", Table::Holds), self.store.hold(hold))
    }

    fn holds(&self) -> StoreFuture<'_, Vec<Hold>> {
        self.span(Operation::new("SELECT", Table::Holds), self.store.holds())
    }

    fn release<'a>(&'a self, name: &'a str, key: Option<&'a ChainKey>) -> StoreFuture<'a, bool> {
        self.span(Operation::new("DELETE", Table::Holds), self.store.release(name, key))
    }

    fn chains(&self) -> StoreFuture<'_, Vec<ChainStart>> {
        self.span(Operation::new("SELECT", Table::Chains), self.store.chains())
    }

    fn sealed(&self, writer: WriterId, after: u64, limit: usize) -> StoreFuture<'_, Vec<AuditRecord>> {
        self.span(Operation::new("SELECT", Table::Calls), self.store.sealed(writer, after, limit))
    }

    fn checkpoints(&self, writer: WriterId) -> StoreFuture<'_, Vec<Checkpoint>> {
        self.span(Operation::new("SELECT", Table::Checkpoints), self.store.checkpoints(writer))
    }

    fn strays(&self, since: Option<RecordId>) -> StoreFuture<'_, Strays> {
        self.span(Operation::new("SELECT", Table::Calls), self.store.strays(since))
    }
}
