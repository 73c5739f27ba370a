//! Rows into PostgreSQL, against `\copy` of the same rows into the same tables, by `psql`; and out of it.
//!
//! `cargo bench -p gate-store --features postgres --bench postgres [-- writing|asking]`. Needs `psql`, and a machine that has
//! nothing else to do: server, `psql` and store share its cores. Prints its figures; compares nothing.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

#[path = "postgres/asking.rs"]
mod asking;

use std::{
    path::Path,
    time::{Duration, Instant, SystemTime},
};

use gate_audit::{
    AuditRecord, AuditSink, AuditStore, Kind, RecordId, Status,
    chain::{Chain, ChainKey},
};
use gate_mask::Masked;
use gate_store::PostgresStore;
use sqlx::{Connection, Executor, PgConnection};
use testkit::Postgres;

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

const BATCH: usize = 5_000;
const ROUNDS: usize = 3;

/// A server with databases that are made for one measurement each.
struct Bench {
    server: Postgres,
    admin: PgConnection,
}

impl Bench {
    async fn database(&mut self) -> Outcome<String> {
        self.admin.execute("DROP DATABASE IF EXISTS bench WITH (FORCE)").await?;
        self.admin.execute("CREATE DATABASE bench").await?;
        self.admin.execute("CHECKPOINT").await?;
        Ok(format!("{}/bench", self.server.url().trim_end_matches("/postgres")))
    }

    fn psql(&self, url: &str, command: &str) -> Outcome {
        let mut psql = self.server.psql().ok_or("there is no psql beside this PostgreSQL")?;
        let status = psql.args(["--quiet", "--no-psqlrc", "--dbname", url, "--command", command]).status()?;
        if status.success() { Ok(()) } else { Err("psql failed".into()) }
    }

    /// A store with partitions for the records, and nothing else in it. Its index waits, as long as the
    /// connection lives.
    async fn store(&mut self, records: &[AuditRecord]) -> Outcome<(PostgresStore, String, PgConnection)> {
        let url = self.database().await?;
        let store = PostgresStore::open(&url).await?;
        store.append(&[records[0].clone(), records[records.len() - 1].clone()]).await?;
        let mut lock = PgConnection::connect(&url).await?;
        // Before the other tables, as whoever indexes does.
        let empty = "BEGIN; LOCK TABLE audit_segments;
            TRUNCATE audit_calls, audit_unsummed, audit_sheets, audit_names;
            TRUNCATE audit_unindexed, audit_segments, audit_blocks;
            COMMIT";
        lock.execute(empty).await?;
        lock.execute("BEGIN; LOCK TABLE audit_segments IN EXCLUSIVE MODE").await?;
        Ok((store, url, lock))
    }

    async fn psql_copies(&mut self, records: &[AuditRecord], file: &Path) -> Outcome<f64> {
        let (store, url, _lock) = self.store(records).await?;
        store.close().await;
        let started = Instant::now();
        self.psql(&url, &format!(r"\copy audit_calls from '{}'", file.display()))?;
        Ok(rate(records, started))
    }

    async fn store_appends(&mut self, records: &[AuditRecord]) -> Outcome<f64> {
        let (store, _, _lock) = self.store(records).await?;
        let started = Instant::now();
        append(&store, records).await?;
        Ok(rate(records, started))
    }

    /// Rows of which one in each batch is there already: the others are new.
    async fn store_inserts(&mut self, records: &[AuditRecord]) -> Outcome<f64> {
        let (store, _, _lock) = self.store(records).await?;
        let known: Vec<_> = records.iter().step_by(BATCH).cloned().collect();
        store.append(&known).await?;
        store.append(&known).await?;
        let started = Instant::now();
        append(&store, records).await?;
        Ok(rate(records, started))
    }

    /// Rows that are all there already.
    async fn store_repeats(&mut self, records: &[AuditRecord]) -> Outcome<f64> {
        let (store, _, _lock) = self.store(records).await?;
        append(&store, records).await?;
        let started = Instant::now();
        append(&store, records).await?;
        Ok(rate(records, started))
    }

    /// New rows, until all of them are in the index.
    async fn store_indexes(&mut self, records: &[AuditRecord]) -> Outcome<f64> {
        let (store, _, lock) = self.store(records).await?;
        let started = Instant::now();
        drop(lock);
        append(&store, records).await?;
        while store.health().await?.unindexed > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(rate(records, started))
    }

    async fn two_append(&mut self, records: &[AuditRecord]) -> Outcome<f64> {
        let (one, url, _lock) = self.store(records).await?;
        let two = PostgresStore::open(&url).await?;
        let (first, second) = records.split_at(records.len() / 2);
        let started = Instant::now();
        let (one, two) = tokio::join!(append(&one, first), append(&two, second));
        one.and(two)?;
        Ok(rate(records, started))
    }
}

async fn append(store: &PostgresStore, records: &[AuditRecord]) -> Outcome {
    for batch in records.chunks(BATCH) {
        store.append(batch).await?;
    }
    Ok(())
}

fn rate(records: &[AuditRecord], started: Instant) -> f64 {
    records.len() as f64 / started.elapsed().as_secs_f64()
}

/// Between two records: as they come where they come as fast as they are written.
const STEP: Duration = Duration::from_micros(25);

/// One writer's sealed records, with payloads of words.
fn records(count: usize, payload: usize) -> Option<Vec<AuditRecord>> {
    let mut chain = Chain::start(ChainKey::new(b"nobody can guess this one")?, "gateway", None);
    let start = SystemTime::now() - STEP * u32::try_from(count).ok()?;
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let record = |at: usize| {
        let mut text = |length: usize| {
            let mut words = String::with_capacity(length + 16);
            while words.len() < length {
                random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                words.push_str(&format!("{:x} ", random >> 44));
            }
            Some(Masked::assume_masked_from_store(words))
        };
        let name = |name: String| Some(Masked::assume_masked_from_store(name));
        let time = start + STEP * u32::try_from(at).unwrap_or(u32::MAX);
        let status = if at.is_multiple_of(20) { Status::ToolError } else { Status::Ok };
        let mut record = AuditRecord::new(RecordId::at(time), Kind::Tool, status);
        (record.arguments.text, record.response.text) = (text(payload / 4), text(payload * 3 / 4));
        record.server = name(["files", "github", "demo"][at % 3].into());
        record.name = name(format!("tool-{}", at % 17));
        record.principal = name(format!("user-{}", at % 50));
        record.session = name(format!("session-{}", at / 40));
        record.request_id = name(format!("0195d7a0-0000-7000-8000-{at:012x}"));
        record.trace_id =
            Some((at as u128).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835).to_be_bytes());
        record.method = name("tools/call".into());
        record.client = name("client/1.0".into());
        record.input_tokens = Some(100);
        chain.seal(&mut record);
        record
    };
    Some((0..count).map(record).collect())
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

async fn write(bench: &mut Bench, count: usize, payload: usize) -> Outcome {
    let records = records(count, payload).ok_or("no records")?;
    let (store, url, lock) = bench.store(&records).await?;
    append(&store, &records).await?;
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("rows");
    bench.psql(&url, &format!(r"\copy (SELECT * FROM audit_calls) to '{}'", file.display()))?;
    store.close().await;
    drop(lock);

    let mut all = [const { Vec::new() }; 6];
    for _ in 0..ROUNDS {
        all[0].push(bench.psql_copies(&records, &file).await?);
        all[1].push(bench.store_appends(&records).await?);
        all[2].push(bench.store_inserts(&records).await?);
        all[3].push(bench.store_repeats(&records).await?);
        all[4].push(bench.two_append(&records).await?);
        all[5].push(bench.store_indexes(&records).await?);
    }
    let names = [
        "psql \\copy",
        "new rows",
        "new rows, one in each batch known",
        "known rows",
        "two writers",
        "new rows, searchable",
    ];
    let psql = median(all[0].clone());
    println!("{count} rows with {payload} bytes of payload:");
    for (name, figures) in names.into_iter().zip(all) {
        let figure = median(figures);
        println!("  {name:<35} {figure:>8.0} rows/s  {:.2} × psql", figure / psql);
    }
    Ok(())
}

fn main() -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let server = Postgres::start()?;
        let admin = PgConnection::connect(&server.url()).await?;
        let mut bench = Bench { server, admin };
        let part = std::env::args().nth(1).filter(|part| part != "--bench");
        let is_meant = |name| part.as_deref().is_none_or(|part| part == name);
        if is_meant("writing") {
            write(&mut bench, 100_000, 1_024).await?;
            write(&mut bench, 30_000, 8_192).await?;
        }
        for rows in [10_000, 100_000, 1_000_000] {
            if is_meant("asking") {
                let url = bench.database().await?;
                asking::asking(&PostgresStore::open(&url).await?, rows).await?;
            }
        }
        Ok(())
    })
}
