//! The audit trail in PostgreSQL, which several gateways may share.

mod append;
mod chain;
mod copy;
mod error;
mod hold;
mod index;
mod locks;
mod partitions;
mod query;
mod retention;
mod row;
mod select;
mod sums;
mod task;
mod text;
mod usage;

use std::{fmt, str::FromStr, time::Duration};

use gate_audit::{
    AuditRecord, AuditSink, AuditStore, Filter, Hold, Page, Pruned, RecordId, Rows, StoreError, StoreFuture,
    StoreHealth, Strays, TableExtent, Usage, UsageQuery,
    chain::{ChainKey, ChainStart, Checkpoint, WriterId},
};
use sqlx::{
    ConnectOptions, Connection, Executor, PgConnection, PgPool, SqlSafeStr,
    migrate::{Migration, MigrationType, Migrator},
    postgres::{PgConnectOptions, PgPoolOptions},
};

use self::{
    append::Writer,
    error::{Scrubbed, failed},
    task::{Task, Work},
};

/// Keeps audit records in a PostgreSQL database; see the [crate's documentation](crate).
pub struct PostgresStore {
    writer: Writer,
    /// Apart from the readers, so that no query, however slow, keeps a batch waiting.
    writers: PgPool,
    readers: PgPool,
    indexer: Task,
    summer: Task,
}

const WRITERS: u32 = 3;
const READERS: u32 = 4;

/// How long a connection is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

impl PostgresStore {
    /// Connects, and brings the tables up to date. A password that the URL does not have is looked for in
    /// `PGPASSWORD` and `~/.pgpass`.
    ///
    /// # Errors
    ///
    /// When the URL cannot be read, the server cannot be reached or refuses, or its tables come from a newer
    /// version. The error does not quote the URL.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url).map_err(failed("read the database's URL"))?;
        let name = options.get_application_name().unwrap_or("mcp-gateway").to_owned();
        let options = options.application_name(&name).disable_statement_logging();
        let connected = tokio::time::timeout(PATIENCE, options.connect()).await;
        let connected = connected.unwrap_or(Err(sqlx::Error::PoolTimedOut));
        migrate(connected.map_err(failed("connect to the database"))?).await?;
        let pool = |most| {
            let pool = PgPoolOptions::new().max_connections(most).acquire_timeout(PATIENCE);
            pool.after_connect(|connection, _| Box::pin(prepare(connection)))
                .connect_lazy_with(options.clone())
        };
        let (writers, readers) = (pool(WRITERS), pool(READERS));
        let indexer = Task::start(Work::Index, options.clone());
        let summer = Task::start(Work::Sums, options);
        Ok(Self { writer: Writer::new(writers.clone()), writers, readers, indexer, summer })
    }

    /// Closes the connections. Further calls fail.
    pub async fn close(&self) {
        self.indexer.stop();
        self.summer.stop();
        self.writers.close().await;
        self.readers.close().await;
    }
}

/// No statement here runs so long that compiling it would pay; and none is so different for other values that planning
/// it anew would, which takes longer than most of them.
async fn prepare(connection: &mut PgConnection) -> sqlx::Result<()> {
    connection.execute("SET jit = off; SET plan_cache_mode = force_generic_plan").await.map(drop)
}

/// Under a lock that every gateway takes: the first one does it, the others find it done.
async fn migrate(mut connection: PgConnection) -> Result<(), StoreError> {
    let migrated = migrations().run(&mut connection).await;
    migrated.map_err(|error| StoreError::new("bring the tables up to date", Scrubbed::from(error)))?;
    connection.close().await.map_err(failed("close a connection"))
}

/// In order, each for ever as it is: the database remembers their checksums.
fn migrations() -> Migrator {
    let migration = |version, name: &'static str, sql: &'static str| {
        Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
    };
    let mut migrator = Migrator::with_migrations(vec![
        migration(1, "trail", include_str!("../../migrations/postgres/1_trail.sql")),
        migration(2, "sums", include_str!("../../migrations/postgres/2_sums.sql")),
    ]);
    // Others may keep their tables, and the list of their migrations, in the same database.
    migrator.dangerous_set_table_name("audit_migrations");
    migrator
}

impl AuditSink for PostgresStore {
    fn append<'a>(&'a self, batch: &'a [AuditRecord]) -> StoreFuture<'a, ()> {
        Box::pin(async {
            self.writer.append(batch).await?;
            self.indexer.wake();
            self.summer.wake();
            Ok(())
        })
    }

    fn begin_chain<'a>(&'a self, start: &'a ChainStart) -> StoreFuture<'a, ()> {
        Box::pin(chain::begin(&self.writers, start))
    }

    fn ping(&self) -> StoreFuture<'_, ()> {
        Box::pin(async {
            let answer = sqlx::query("SELECT FROM audit_calls LIMIT 1").fetch_optional(&self.readers).await;
            answer.map(drop).map_err(failed("ping"))
        })
    }
}

impl AuditStore for PostgresStore {
    fn query<'a>(&'a self, filter: &'a Filter, page: &'a Page) -> StoreFuture<'a, Rows> {
        Box::pin(query::rows(&self.readers, filter, page))
    }

    fn get(&self, id: RecordId) -> StoreFuture<'_, Option<AuditRecord>> {
        Box::pin(query::one(&self.readers, id))
    }

    fn health(&self) -> StoreFuture<'_, StoreHealth> {
        Box::pin(async {
            let unindexed = index::unindexed(&self.readers).await;
            unindexed.map(StoreHealth::new).map_err(failed("measure"))
        })
    }

    fn usage(&self, query: UsageQuery) -> StoreFuture<'_, Vec<Usage>> {
        Box::pin(usage::query(&self.readers, query))
    }

    fn extents(&self, before: Option<RecordId>) -> StoreFuture<'_, Vec<TableExtent>> {
        Box::pin(retention::extents(&self.readers, before))
    }

    fn newest(&self, rows: Option<u64>, bytes: Option<u64>) -> StoreFuture<'_, Option<RecordId>> {
        Box::pin(retention::newest(&self.readers, rows, bytes))
    }

    fn prune<'a>(&'a self, cut_off: RecordId, key: Option<&'a ChainKey>) -> StoreFuture<'a, Pruned> {
        Box::pin(retention::prune(&self.writers, cut_off, key))
    }

    fn hold<'a>(&'a self, hold: &'a Hold) -> StoreFuture<'a, ()> {
        Box::pin(hold::place(&self.writers, hold))
    }

    fn holds(&self) -> StoreFuture<'_, Vec<Hold>> {
        Box::pin(hold::list(&self.readers))
    }

    fn release<'a>(&'a self, name: &'a str, key: Option<&'a ChainKey>) -> StoreFuture<'a, bool> {
        Box::pin(hold::release(&self.writers, name, key))
    }

    fn chains(&self) -> StoreFuture<'_, Vec<ChainStart>> {
        Box::pin(chain::starts(&self.readers))
    }

    fn sealed(&self, writer: WriterId, after: u64, limit: usize) -> StoreFuture<'_, Vec<AuditRecord>> {
        Box::pin(chain::sealed(&self.readers, writer, after, limit))
    }

    fn checkpoints(&self, writer: WriterId) -> StoreFuture<'_, Vec<Checkpoint>> {
        Box::pin(chain::checkpoints(&self.readers, writer))
    }

    fn strays(&self, since: Option<RecordId>) -> StoreFuture<'_, Strays> {
        Box::pin(chain::strays(&self.readers, since))
    }
}

impl fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let connections = self.writers.size() + self.readers.size();
        f.debug_struct("PostgresStore").field("connections", &connections).finish_non_exhaustive()
    }
}
