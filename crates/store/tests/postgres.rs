//! The store suite on a real PostgreSQL, and what only a server can do to its clients.
#![cfg(feature = "postgres")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod suite;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering::SeqCst},
    },
    time::{Duration, SystemTime},
};

use gate_audit::{
    AuditRecord, AuditSink, AuditStore, Filter, Hold, Kind, Page, RecordId, Retention, Search, Status,
    UsageBy, UsageQuery,
    chain::{Chain, ChainKey, KeyRing, verify},
};
use gate_mask::Masked;
use gate_store::PostgresStore;
use sqlx::{AssertSqlSafe, Connection, Executor};
use testkit::Postgres;

#[tokio::test]
async fn postgres_conforms_and_keeps_it_over_a_restart() {
    let mut server = Postgres::start().unwrap();
    let store = PostgresStore::open(&server.url()).await.unwrap();
    suite::conforms(&store).await;
    server.crash().unwrap();
    server.restart().unwrap();
    let rows = store.query(&Filter::default(), &Page::default()).await.unwrap();
    assert_eq!(rows.total.count, suite::LEFT);
    store.close().await;
    store.ping().await.unwrap_err();

    let store = PostgresStore::open(&server.url()).await.unwrap();
    let rows = store.query(&Filter::default(), &Page::default()).await.unwrap();
    assert_eq!(rows.total.count, suite::LEFT);
}

async fn store(server: &Postgres) -> PostgresStore {
    PostgresStore::open(&server.url()).await.unwrap()
}

#[tokio::test]
async fn postgres_retains() {
    let server = Postgres::start().unwrap();
    suite::retains(&store(&server).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_serves_readers_while_it_writes() {
    let server = Postgres::start().unwrap();
    suite::serves_readers_while_it_writes(&store(&server).await).await;
}

#[tokio::test]
async fn postgres_verifies() {
    let server = Postgres::start().unwrap();
    let count = AtomicU32::new(0);
    suite::verifies(async || {
        let name = format!("another_{}", count.fetch_add(1, SeqCst));
        let mut connection = sqlx::PgConnection::connect(&server.url()).await.unwrap();
        connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
        let url = format!("{}/{name}", server.url().trim_end_matches("/postgres"));
        Arc::new(PostgresStore::open(&url).await.unwrap()) as suite::Made
    })
    .await;
}

fn key() -> ChainKey {
    ChainKey::new(b"nobody can guess this one").unwrap()
}

/// Records of one writer, over these days before now, in the order in which they are written.
fn written(days: u64, count: u64) -> (Chain, Vec<AuditRecord>) {
    let mut chain = Chain::start(key(), "gateway", None);
    let step = Duration::from_secs(days * 86_400) / u32::try_from(count).unwrap();
    let start = SystemTime::now() - Duration::from_secs(days * 86_400);
    let record = |at| {
        let mut record = AuditRecord::new(RecordId::at(start + step * at), Kind::Tool, Status::Ok);
        let text = |text: String| Some(Masked::assume_masked_from_store(text));
        record.server = text("files".into());
        record.name = text(format!("tool-{}", at % 7));
        record.principal = text(format!("user-{}", at % 5));
        record.arguments.text = text("x".repeat(200));
        record.input_tokens = Some(3);
        chain.seal(&mut record);
        record
    };
    let records = (0..u32::try_from(count).unwrap()).map(record).collect();
    (chain, records)
}

async fn calls_in_usage(store: &dyn AuditStore) -> u64 {
    let to = SystemTime::now() + Duration::from_secs(3_600);
    let query = UsageQuery { from: SystemTime::UNIX_EPOCH, to, by: UsageBy::Server, bucket: None };
    store.usage(query).await.unwrap().iter().map(|sum| sum.calls).sum()
}

async fn rows(store: &dyn AuditStore) -> u64 {
    store.extents(None).await.unwrap().iter().map(|table| table.extent.rows).sum()
}

/// Two gateways write, each batch sent twice now and then, while a third takes out what is old, whole
/// partitions and parts, as they write to them.
#[tokio::test(flavor = "multi_thread")]
async fn two_write_while_a_third_prunes() {
    const EACH: u64 = 12_000;
    let server = Postgres::start().unwrap();
    let (one, two, pruner) = (store(&server).await, store(&server).await, store(&server).await);
    let cut_off = RecordId::floor(SystemTime::now() - Duration::from_secs(36 * 3_600));
    let writing = async |store: &PostgresStore| {
        let (chain, records) = written(6, EACH);
        store.begin_chain(chain.beginning()).await.unwrap();
        for (at, batch) in records.chunks(200).enumerate() {
            store.append(batch).await.unwrap();
            // What is pruned is gone; sent again, it would be there again. Only the young is.
            if at % 5 == 0 && batch[0].id >= cut_off {
                store.append(batch).await.unwrap();
            }
        }
        chain.head()
    };
    let is_done = AtomicBool::new(false);
    let writers = async {
        let heads = tokio::join!(writing(&one), writing(&two));
        is_done.store(true, SeqCst);
        [heads.0, heads.1]
    };
    let pruning = async {
        let mut pruned = 0;
        loop {
            let was_done = is_done.load(SeqCst);
            let step = pruner.prune(cut_off, Some(&key())).await.unwrap();
            pruned += step.rows;
            if was_done && step.rows == 0 {
                return pruned;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    let (heads, pruned) = tokio::join!(writers, pruning);
    assert_eq!(pruned + rows(&one).await, 2 * EACH);
    assert!(pruned > EACH && rows(&one).await > EACH / 3);
    assert_eq!(calls_in_usage(&two).await, 2 * EACH);
    let verdict = verify(&one, &KeyRing::from(key()), &heads, |_| {}).await.unwrap();
    assert_eq!((verdict.flaws, verdict.checked + verdict.pruned), (vec![], 2 * EACH));
    assert_eq!(verdict.pruned, pruned);
}

/// The server is killed at any moment, again and again; whoever writes tries each batch until it is told
/// that it is written, as the pipeline does.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_dies_loses_nothing_and_keeps_nothing_twice() {
    let mut server = Postgres::start().unwrap();
    let store = store(&server).await;
    let (chain, records) = written(1, 40_000);
    store.begin_chain(chain.beginning()).await.unwrap();
    let is_done = AtomicBool::new(false);
    let failures = AtomicU32::new(0);
    let write = async {
        for batch in records.chunks(250) {
            while store.append(batch).await.is_err() {
                failures.fetch_add(1, SeqCst);
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        is_done.store(true, SeqCst);
    };
    std::thread::scope(|scope| {
        let killer = scope.spawn(|| {
            for round in 0..6_u64 {
                std::thread::sleep(Duration::from_millis(40 + round * 37));
                server.crash().unwrap();
                server.restart().unwrap();
            }
        });
        tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(write));
        killer.join().unwrap();
    });
    assert!(failures.load(SeqCst) > 0, "no crash hit a batch");
    assert_eq!(rows(&store).await, 40_000);
    assert_eq!(calls_in_usage(&store).await, 40_000);
    let verdict = verify(&store, &KeyRing::from(key()), &[chain.head()], |_| {}).await.unwrap();
    assert_eq!((verdict.flaws, verdict.checked), (vec![], 40_000));
}

/// Whoever waits for a batch may stop waiting at any moment.
#[tokio::test]
async fn an_append_that_is_given_up_harms_no_later_one() {
    let server = Postgres::start().unwrap();
    let store = store(&server).await;
    let (chain, records) = written(1, 4_000);
    store.begin_chain(chain.beginning()).await.unwrap();
    for micros in (0..40).map(|round| round * 700) {
        let _ = tokio::time::timeout(Duration::from_micros(micros), store.append(&records)).await;
    }
    store.append(&records).await.unwrap();
    assert_eq!((rows(&store).await, calls_in_usage(&store).await), (4_000, 4_000));
}

#[tokio::test]
async fn tables_of_a_newer_version_are_refused() {
    let server = Postgres::start().unwrap();
    let url = server.url();
    let (one, two) = tokio::join!(PostgresStore::open(&url), PostgresStore::open(&url));
    two.unwrap();
    one.unwrap().close().await;
    let mut connection = sqlx::PgConnection::connect(&url).await.unwrap();
    let newer = "INSERT INTO audit_migrations (version, description, success, checksum, execution_time)
        VALUES (99, 'later', true, '', 0)";
    connection.execute(newer).await.unwrap();
    let why = told(&PostgresStore::open(&url).await.unwrap_err());
    assert!(why.contains("newer version (migration 99)"), "{why}");
}

fn told(error: &dyn std::error::Error) -> String {
    let chain = std::iter::successors(Some(error), |error| error.source());
    chain.map(|error| format!("{error} {error:?} ")).collect()
}

/// What PostgreSQL says of a row that it refuses quotes the row.
#[tokio::test]
async fn errors_quote_neither_rows_nor_passwords() {
    let server = Postgres::start().unwrap();
    let store = store(&server).await;
    let mut connection = sqlx::PgConnection::connect(&server.url()).await.unwrap();
    let strict = "ALTER TABLE audit_calls ADD CONSTRAINT strict CHECK (server <> 'hunter2')";
    connection.execute(strict).await.unwrap();
    let mut record = AuditRecord::new(RecordId::at(SystemTime::now()), Kind::Tool, Status::Ok);
    record.server = Some(Masked::assume_masked_from_store("hunter2".to_owned()));
    let why = told(&store.append(&[record]).await.unwrap_err());
    assert!(why.contains("23514") && !why.contains("hunter2"), "{why}");

    for url in [
        "postgres://ann:hunter2@127.0.0.1:1/db",
        "postgres://ann:hunter2@127.0.0.1:port/db",
        "nothing:hunter2@of the kind",
        "postgres://ann:hunter2@127.0.0.1:1/db?sslmode=hunter2",
    ] {
        let why = told(&PostgresStore::open(url).await.unwrap_err());
        assert!(!why.contains("hunter2"), "{why}");
    }
}

/// What is held may lie behind any number of records that only look like it, and is found all the same.
#[tokio::test]
async fn a_held_record_outlives_a_partition_of_others_like_it() {
    let server = Postgres::start().unwrap();
    let store = store(&server).await;
    let day = SystemTime::now() - Duration::from_secs(5 * 86_400);
    let midnight =
        day - Duration::from_secs(day.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() % 86_400);
    let record = |at: u32| {
        let time = midnight + Duration::from_millis(u64::from(at) * 100);
        let mut record = AuditRecord::new(RecordId::at(time), Kind::Tool, Status::Ok);
        let text = if at == 12_000 { "art" } else { "start" };
        record.arguments.text = Some(Masked::assume_masked_from_store(text.to_owned()));
        record
    };
    let records: Vec<_> = (0..=12_000).map(record).collect();
    for batch in records.chunks(5_000) {
        store.append(batch).await.unwrap();
    }
    let filter = Filter::default().search(Search::parse("art").unwrap());
    store.hold(&Hold::new("art", filter, SystemTime::now())).await.unwrap();

    let retention = Retention::default().max_age(Duration::from_secs(2 * 86_400));
    let preview = retention.preview(&store, SystemTime::now()).await.unwrap();
    assert_eq!((preview.rows(), preview.total.held), (12_001, 1));
    let pruned = Retention::run(&store, &preview, None, |_| {}).await.unwrap();
    assert_eq!((pruned.rows, pruned.held), (12_001, 1));
    assert!(store.get(records[12_000].id).await.unwrap().is_some());
    assert!(store.get(records[0].id).await.unwrap().is_none());
}

/// Small segments become one, and one of which records are gone is made anew: nothing is found twice, or missed.
#[tokio::test]
async fn segments_are_made_anew() {
    let server = Postgres::start().unwrap();
    let store = store(&server).await;
    let mut connection = sqlx::PgConnection::connect(&server.url()).await.unwrap();
    let (_, records) = written(3, 1_200);
    for batch in records.chunks(100) {
        store.append(batch).await.unwrap();
        suite::settled(&store).await;
    }
    let filter = Filter::default().name("tool-3");
    let page = Page::first(Page::MAX);
    let mut segments = 12_i64;
    while segments >= 8 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        let found = store.query(&filter, &page).await.unwrap();
        assert_eq!((found.items.len(), found.total.is_estimate), (171, false));
        let count = sqlx::query_scalar("SELECT count(*) FROM audit_segments");
        segments = count.fetch_one(&mut connection).await.unwrap();
    }
    let cut_off = records[700].id;
    while store.prune(cut_off, None).await.unwrap().rows > 0 {}
    let left = records[700..].iter().filter(|record| filter.matches(record)).count();
    let found = store.query(&filter, &page).await.unwrap();
    assert_eq!((found.items.len(), found.total.count), (left, left as u64));
    suite::settled(&store).await;
    let second = Page::first(7).offset(left as u64 - 7);
    let found = store.query(&filter, &second).await.unwrap();
    assert_eq!((found.items.len(), found.next, found.total.count), (7, None, left as u64));
}

/// What the tables of the version before had of sums is not lost, nor what a gateway of that version adds while it
/// is not replaced yet.
#[tokio::test]
async fn sums_of_the_version_before_are_taken_over() {
    const TRAIL: &str = include_str!("../migrations/postgres/1_trail.sql");
    let server = Postgres::start().unwrap();
    let mut connection = sqlx::PgConnection::connect(&server.url()).await.unwrap();
    connection.execute("CREATE DATABASE before").await.unwrap();
    let url = format!("{}/before", server.url().trim_end_matches("/postgres"));
    store(&server).await.close().await;
    let (checksum, made): (Vec<u8>, String) = sqlx::query_as(
        "SELECT (SELECT checksum FROM audit_migrations WHERE version = 1),
            (SELECT string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' ORDER BY attnum)
             FROM pg_attribute WHERE attrelid = 'audit_migrations'::regclass AND attnum > 0)",
    )
    .fetch_one(&mut connection)
    .await
    .unwrap();
    let mut connection = sqlx::PgConnection::connect(&url).await.unwrap();
    connection.execute(TRAIL).await.unwrap();
    let migrations = format!("CREATE TABLE audit_migrations ({made})");
    connection.execute(AssertSqlSafe(migrations)).await.unwrap();
    let first = "INSERT INTO audit_migrations VALUES (1, 'trail', now(), true, $1, 0)";
    sqlx::query(first).bind(checksum).execute(&mut connection).await.unwrap();
    // As that version wrote them: a row for each name and span.
    let add = "INSERT INTO audit_usage AS kept
            (span, start, minute, facet, shard, calls, errors, input_tokens, output_tokens, who)
        SELECT span, minute / span * span, min(minute), facet, 0, count(*), 1, 30, 40, who
        FROM generate_series(1700000040, 1700000040 + 120 * 60, 60) AS minute, unnest(ARRAY[60, 3600, 86400]) AS span,
            (VALUES (1, ARRAY['files', 'read']), (1, ARRAY['files', NULL]), (2, ARRAY[NULL, 'ann']),
                (3, ARRAY['files', NULL])) AS named (facet, who)
        GROUP BY span, minute / span * span, facet, who
        ON CONFLICT (facet, span, start, shard, who) DO UPDATE SET calls = kept.calls + excluded.calls";
    connection.execute(add).await.unwrap();

    let store = PostgresStore::open(&url).await.unwrap();
    let calls = async |by, name: Option<&str>| {
        let to = SystemTime::now();
        let query = UsageQuery { from: SystemTime::UNIX_EPOCH, to, by, bucket: None };
        let sums = store.usage(query).await.unwrap();
        let sum = sums.into_iter().find(|sum| sum.name.as_deref() == name).unwrap();
        assert_eq!(sum.start, 1_700_000_040);
        (sum.calls, sum.errors, sum.input_tokens, sum.output_tokens)
    };
    for minutes in [121, 2 * 121] {
        // Whether they were folded meanwhile or not.
        for _ in 0..20 {
            let one = (minutes, minutes, minutes * 30, minutes * 40);
            assert_eq!(calls(UsageBy::Tool, Some("read")).await, one);
            assert_eq!(calls(UsageBy::Principal, Some("ann")).await, one);
            assert_eq!(calls(UsageBy::Server, None).await.0, 2 * minutes);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        connection.execute(add).await.unwrap();
    }
}
