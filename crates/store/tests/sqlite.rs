//! What is SQLite's alone: its files, their versions, and the index beside them.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod suite;

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use gate_audit::{AuditRecord, AuditSink, AuditStore, Filter, Kind, Page, RecordId, Search, Status};
use gate_mask::Masked;
use gate_store::SqliteStore;
use sqlx::{Connection, Executor, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;

#[cfg(unix)]
#[tokio::test]
async fn the_files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(dir.path().join("data/audit.db")).await.unwrap();
    store.append(&records(10)).await.unwrap();
    suite::settled(&store).await;
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&dir.path().join("data")), 0o700);
    let files: Vec<_> = fs::read_dir(dir.path().join("data")).unwrap().map(|file| file.unwrap()).collect();
    assert!(files.len() >= 4, "a database and an index, each with its log");
    files.iter().for_each(|file| assert_eq!(mode(&file.path()), 0o600, "{file:?}"));
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("audit.db");
    fs::write(&path, "this is no database, whatever its name says".repeat(50)).unwrap();
    SqliteStore::open(&path).await.unwrap_err();
}

#[tokio::test]
async fn a_file_of_a_newer_version_is_refused() {
    let (_dir, path) = somewhere();
    SqliteStore::open(&path).await.unwrap().close().await.unwrap();
    let newer = "INSERT INTO _sqlx_migrations VALUES (99, 'newer', '2030-01-01', true, x'00', 1)";
    connection(&path).await.execute(newer).await.unwrap();
    let refused = SqliteStore::open(&path).await.unwrap_err();
    assert!(refused.to_string().contains("newer version"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_may_open_a_new_file_at_once_and_write_to_it() {
    for _ in 0..5 {
        let (_dir, path) = somewhere();
        let (one, two) = tokio::join!(SqliteStore::open(&path), SqliteStore::open(&path));
        let (one, two) = (one.unwrap(), two.unwrap());
        let records = records(2_000);
        let (first, second) = tokio::join!(one.append(&records[..1_200]), two.append(&records[800..]));
        first.and(second).unwrap();
        suite::settled(&one).await;
        suite::settled(&two).await;
        for store in [&one, &two] {
            assert_eq!(found(store, "quarterly").await, (2_000, 50));
        }
    }
}

#[tokio::test]
async fn sums_lose_and_double_nothing_whoever_writes() {
    let (_dir, path) = somewhere();
    let records = records(40_000);
    let to = SystemTime::now() + Duration::from_hours(1);
    // One that is never closed: what it has not summed up is in its rows.
    let lost = SqliteStore::open(&path).await.unwrap();
    lost.append(&records[..100]).await.unwrap();
    drop(lost);
    let (one, two) = (SqliteStore::open(&path).await.unwrap(), SqliteStore::open(&path).await.unwrap());
    assert_eq!(suite::calls(&two, to).await, 100);
    let mut written = 100;
    for (turn, batch) in records[100..].chunks(1_900).enumerate() {
        let (writer, reader) = if turn % 3 == 0 { (&two, &one) } else { (&one, &two) };
        writer.append(batch).await.unwrap();
        // A batch that is sent again counts once.
        writer.append(&batch[..batch.len() / 2]).await.unwrap();
        written += batch.len() as u64;
        if turn % 4 == 1 {
            assert_eq!(suite::calls(reader, to).await, written);
        }
    }
    assert_eq!(suite::calls(&one, to).await, records.len() as u64);
    one.close().await.unwrap();
    two.close().await.unwrap();
    assert_eq!(suite::calls(&SqliteStore::open(&path).await.unwrap(), to).await, records.len() as u64);
}

#[tokio::test]
async fn the_index_is_used_and_holds_every_row() {
    let (_dir, path) = somewhere();
    let store = filled(&path).await;
    assert_eq!(indexed(&path).await, 3_000);
    // What is only in the index is not believed; what is only in the database is not found by it.
    let mut index = connection(&beside(&path)).await;
    index.execute("INSERT INTO words_1 (rowid, words) VALUES (900000, 'quarterly onlyhere')").await.unwrap();
    let mut rows = connection(&path).await;
    rows.execute("UPDATE calls SET arguments = 'a zanzibar' WHERE seq = 7").await.unwrap();
    assert_eq!(found(&store, "zanzibar").await, (0, 0));
    assert_eq!(found(&store, "onlyhere").await.1, 0);
    assert_eq!(found(&store, "quarterly").await, (3_000, 50));
}

type Spoil = fn(&Path);

#[tokio::test]
async fn an_index_that_is_gone_or_damaged_is_built_anew() {
    let (_dir, path) = somewhere();
    filled(&path).await.close().await.unwrap();
    let spoil: [(&str, Spoil); 4] = [
        ("gone", |index| fs::remove_file(index).unwrap()),
        ("no database", |index| fs::write(index, "nonsense".repeat(5_000)).unwrap()),
        ("cut", |index| fs::OpenOptions::new().write(true).open(index).unwrap().set_len(20_000).unwrap()),
        ("empty", |index| fs::write(index, "").unwrap()),
    ];
    for (how, spoil) in spoil {
        spoil(&beside(&path));
        let store = SqliteStore::open(&path).await.unwrap();
        // It is found all the while.
        assert_eq!(found(&store, "quarterly").await.1, 50, "{how}");
        suite::settled(&store).await;
        assert_eq!(found(&store, "quarterly").await, (3_000, 50), "{how}");
        suite::settled(&store).await;
        store.close().await.unwrap();
        assert_eq!(indexed(&path).await, 3_000, "{how}");
    }
}

#[tokio::test]
async fn an_index_that_breaks_in_use_is_built_anew() {
    let (_dir, path) = somewhere();
    let store = filled(&path).await;
    connection(&beside(&path)).await.execute("DROP TABLE words_1").await.unwrap();
    assert_eq!(found(&store, "quarterly").await.1, 50);
    for _ in 0..200 {
        if found(&store, "quarterly").await == (3_000, 50) && indexed(&path).await == 3_000 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it stays broken");
}

#[tokio::test]
async fn the_index_of_another_trail_is_not_used() {
    let (dir, path) = somewhere();
    filled(&path).await.close().await.unwrap();
    let other = dir.path().join("other.db");
    let store = SqliteStore::open(&other).await.unwrap();
    store.append(&records(3)).await.unwrap();
    suite::settled(&store).await;
    store.close().await.unwrap();
    fs::copy(beside(&path), beside(&other)).unwrap();
    let store = SqliteStore::open(&other).await.unwrap();
    suite::settled(&store).await;
    assert_eq!(found(&store, "quarterly").await, (3, 3));
}

#[tokio::test]
async fn segments_go_when_all_of_their_rows_are_gone() {
    let (_dir, path) = somewhere();
    let now = SystemTime::now();
    let store = SqliteStore::open(&path).await.unwrap();
    // Six weeks: a segment has one at most.
    let records: Vec<_> =
        (0..1_000_u32).map(|index| record(now - Duration::from_secs(3_600) * (1_000 - index))).collect();
    store.append(&records).await.unwrap();
    suite::settled(&store).await;
    let segments = async || {
        let mut index = connection(&beside(&path)).await;
        let sql = "SELECT count(*) FROM sqlite_schema WHERE name GLOB 'words_?'";
        sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut index).await.unwrap()
    };
    assert_eq!(segments().await, 6);
    let cut_off = RecordId::floor(now - Duration::from_hours(500));
    while store.prune(cut_off, None).await.unwrap().rows > 0 {}
    for _ in 0..200 {
        if segments().await == 4 {
            assert_eq!(found(&store, "quarterly").await, (500, 50));
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("there are {} segments", segments().await);
}

/// However far back they are, and whatever else is there.
#[tokio::test]
async fn what_is_asked_for_by_time_alone_is_counted_to_the_record() {
    let (_dir, path) = somewhere();
    let store = SqliteStore::open(&path).await.unwrap();
    let start = SystemTime::now() - Duration::from_secs(30_000);
    let at = |second: u64| start + Duration::from_secs(second);
    let records: Vec<_> = (0..15_000).map(|second| record(at(second))).collect();
    for batch in records.chunks(5_000) {
        store.append(batch).await.unwrap();
    }
    for (from, to) in [(0, 100), (30, 5_000), (70, 70), (500, 20_000), (20, 10)] {
        let filter = Filter::default().from(at(from)).to(at(to));
        let total = store.query(&filter, &Page::first(1)).await.unwrap().total;
        let expected = to.min(15_000).saturating_sub(from);
        assert_eq!((total.count, total.is_estimate), (expected, false), "{from} to {to}");
    }
}

fn somewhere() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("audit.db");
    (dir, path)
}

fn beside(path: &Path) -> PathBuf {
    path.with_extension("index.db")
}

async fn connection(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(path).busy_timeout(Duration::from_secs(10));
    SqliteConnection::connect_with(&options).await.unwrap()
}

/// How many rows are in the index.
async fn indexed(path: &Path) -> i64 {
    let mut index = connection(&beside(path)).await;
    let sql = "SELECT ifnull(sum(rows), 0) FROM segments";
    sqlx::query_scalar(sql).fetch_one(&mut index).await.unwrap_or_default()
}

fn text(text: &str) -> Option<Masked<String>> {
    Some(Masked::assume_masked_from_store(text.to_owned()))
}

fn record(time: SystemTime) -> AuditRecord {
    let mut record = AuditRecord::new(RecordId::at(time), Kind::Tool, Status::Ok);
    record.arguments.text = text("the quarterly report");
    record
}

fn records(count: u32) -> Vec<AuditRecord> {
    let start = SystemTime::now() - Duration::from_secs(600);
    (0..count).map(|index| record(start + Duration::from_millis(1) * index)).collect()
}

/// With 3,000 records: more than are counted without the index.
async fn filled(path: &Path) -> SqliteStore {
    let store = SqliteStore::open(path).await.unwrap();
    store.append(&records(3_000)).await.unwrap();
    suite::settled(&store).await;
    store
}

/// The total, and how many are on the first page.
async fn found(store: &SqliteStore, words: &str) -> (u64, usize) {
    let filter = Filter::default().search(Search::parse(words).unwrap());
    let rows = store.query(&filter, &Page::default()).await.unwrap();
    (rows.total.count, rows.items.len())
}
