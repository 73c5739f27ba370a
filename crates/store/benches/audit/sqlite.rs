//! Rows into SQLite and out of it, against the bare limit: a prepared loop in one transaction on the same
//! schema and rows.

use std::{
    path::Path,
    time::{Duration, Instant, SystemTime},
};

use gate_audit::{
    AuditRecord, AuditSink, AuditStore, Filter, Kind, Page, RecordId, Redactions, Search, Status,
    StatusFilter, UsageBy, UsageQuery,
    chain::{Chain, ChainKey},
};
use gate_mask::Masked;
use gate_store::SqliteStore;
use rusqlite::Connection;

use crate::Outcome;

const BATCH: usize = 1_000;
/// Of so many rows one has the rare word.
const RARE: usize = 20_000;
const DAY: Duration = Duration::from_hours(24);

/// As many calls a second as are written.
const BUSY: Duration = Duration::from_micros(25);

pub(crate) async fn write() -> Outcome {
    for (payload, rows) in [(1_024, 50_000), (8_192, 20_000)] {
        for _ in 0..3 {
            writing(payload, rows, BUSY).await?;
        }
    }
    println!("The same calls as of a whole day, sent at once:");
    writing(1_024, 50_000, DAY / 50_000).await
}

pub(crate) async fn ask_for(rows: Option<usize>) -> Outcome {
    for rows in rows.map_or(vec![10_000, 100_000, 1_000_000], |rows| vec![rows]) {
        asking(rows).await?;
    }
    Ok(())
}

/// A xorshift generator: the same rows in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

/// Records, each some time after the one before, sealed.
struct Records {
    dice: Dice,
    chain: Chain,
    words: Vec<String>,
    payload: usize,
    step: Duration,
    next: usize,
    start: SystemTime,
}

impl Records {
    fn new(payload: usize, step: Duration) -> Result<Self, Box<dyn std::error::Error>> {
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        let letters =
            |dice: &mut Dice| (0..3 + dice.roll(7)).map(|_| (b'a' + dice.roll(26) as u8) as char).collect();
        let words = (0..20_000).map(|_| letters(&mut dice)).collect();
        let key = ChainKey::new(&[7; 32]).ok_or("too short a key")?;
        let chain = Chain::start(key, "bench", None);
        Ok(Self { dice, chain, words, payload, step, next: 0, start: SystemTime::now() - DAY })
    }

    fn text(&mut self, length: usize) -> Option<Masked<String>> {
        let mut text = String::with_capacity(length + 16);
        while text.len() < length {
            // Some words are much more frequent than others.
            let most = self.words.len() as u64;
            let sides = 1 + self.dice.roll(most);
            text += &self.words[self.dice.roll(sides) as usize];
            text.push(' ');
        }
        Some(Masked::assume_masked_from_store(text))
    }

    fn batch(&mut self, rows: usize) -> Vec<AuditRecord> {
        (0..rows).map(|_| self.record()).collect()
    }

    fn record(&mut self) -> AuditRecord {
        let named = |text: String| Some(Masked::assume_masked_from_store(text));
        let time = self.start + self.step * u32::try_from(self.next).unwrap_or(u32::MAX);
        let status = if self.dice.roll(20) == 0 { Status::ToolError } else { Status::Ok };
        let mut record = AuditRecord::new(RecordId::at(time), Kind::Tool, status);
        record.server = named(format!("server-{}", self.dice.roll(10)));
        record.name = named(format!("tool-{}", self.dice.roll(30)));
        record.method = named("tools/call".into());
        record.principal = named(format!("user-{}", self.dice.roll(100)));
        record.session = named(format!("0195d7a0-0000-7000-8000-{:012x}", self.dice.roll(2_000)));
        record.request_id = named(format!("0195d7a0-0000-7000-8000-{:012x}", self.next));
        record.trace_id =
            Some((u128::from(self.dice.roll(u64::MAX)) << 64 | self.next as u128).to_be_bytes());
        record.span_id = Some(self.dice.roll(u64::MAX).to_be_bytes());
        let slowest = 1 << (4 + self.dice.roll(16));
        record.latency = Duration::from_micros(self.dice.roll(slowest));
        record.redactions = Redactions::parse(if self.dice.roll(10) == 0 { "key-name:1" } else { "" });
        record.input_tokens = Some(self.dice.roll(900));
        record.output_tokens = Some(self.dice.roll(900));
        record.arguments.text = self.text(self.payload / 2);
        record.response.text = self.text(self.payload / 2);
        if self.next.is_multiple_of(RARE) {
            record.error = named("a zanzibar of an error".into());
        }
        self.next += 1;
        self.chain.seal(&mut record);
        record
    }
}

/// Time on the wall, and on the processors for all threads, where the system tells it.
struct Spent {
    begun: Instant,
    wall: Duration,
    cpu: Duration,
}

impl Spent {
    fn now() -> Self {
        Self { begun: Instant::now(), wall: Duration::ZERO, cpu: cpu() }
    }

    fn since(&self) -> Self {
        Self { begun: self.begun, wall: self.begun.elapsed(), cpu: cpu().saturating_sub(self.cpu) }
    }
}

fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the name come the state, ten more, then user and system time in hundredths of a second.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

async fn writing(payload: usize, rows: usize, step: Duration) -> Outcome {
    let dir = tempfile::tempdir()?;
    let batches: Vec<_> = {
        let mut records = Records::new(payload, step)?;
        (0..rows / BATCH).map(|_| records.batch(BATCH)).collect()
    };
    let alone = alone(&dir.path().join("alone.db"), &batches).await?;
    let bare = bare(&dir.path().join("bare.db"), &dir.path().join("alone.db")).await?;
    let store = SqliteStore::open(dir.path().join("audit.db")).await?;
    let started = Spent::now();
    for batch in &batches {
        store.append(batch).await?;
    }
    let stored = started.since().wall;
    indexed(&store).await?;
    let Spent { wall: searchable, cpu: both, .. } = started.since();
    let rate = |time: Duration| rows as f64 / time.as_secs_f64();
    let again = Instant::now();
    for batch in &batches {
        store.append(batch).await?;
    }
    println!(
        "SQLite, {payload} byte payloads: bare loop {:.0} rows/s, stored {:.0} ({:.2} x), stored while it is \
         indexed {:.0}, searchable {:.0}, sent again {:.0}",
        rate(bare.wall),
        rate(alone.wall),
        bare.wall.as_secs_f64() / alone.wall.as_secs_f64(),
        rate(stored),
        rate(searchable),
        rate(again.elapsed()),
    );
    // On a busy machine these say more: of all threads, by row.
    let each = |time: Duration| time.as_secs_f64() * 1e6 / rows as f64;
    println!(
        "  processor time a row: bare loop {:.1} µs, stored {:.1} µs ({:.2} x), stored and indexed {:.1} µs",
        each(bare.cpu),
        each(alone.cpu),
        bare.cpu.as_secs_f64() / alone.cpu.as_secs_f64(),
        each(both),
    );
    Ok(store.close().await?)
}

/// The writer by itself: somebody else has a lock on the index.
async fn alone(path: &Path, batches: &[Vec<AuditRecord>]) -> Result<Spent, Box<dyn std::error::Error>> {
    let store = SqliteStore::open(path).await?;
    store.append(&batches[0][..1]).await?;
    indexed(&store).await?;
    let lock = Connection::open(path.with_extension("index.db"))?;
    lock.execute_batch("BEGIN IMMEDIATE")?;
    let started = Spent::now();
    for batch in batches {
        store.append(batch).await?;
    }
    let elapsed = started.since();
    lock.execute_batch("ROLLBACK")?;
    store.close().await?;
    Ok(elapsed)
}

async fn indexed(store: &SqliteStore) -> Outcome {
    while store.health().await?.unindexed > 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    Ok(())
}

/// The rows that the store has written, in one transaction into a database that the store has made.
async fn bare(path: &Path, written: &Path) -> Result<Spent, Box<dyn std::error::Error>> {
    SqliteStore::open(path).await?.close().await?;
    let rows = Connection::open(written)?;
    let mut select = rows.prepare("SELECT * FROM calls ORDER BY seq")?;
    let columns = select.column_names().join(", ");
    let width = select.column_count();
    let values = select.query_map([], |row| (0..width).map(|column| row.get(column)).collect());
    let values: Vec<Vec<rusqlite::types::Value>> = values?.collect::<Result<_, _>>()?;
    let mut connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "normal")?;
    let started = Spent::now();
    let transaction = connection.transaction()?;
    let places = vec!["?"; width].join(",");
    let mut insert = transaction.prepare(&format!("INSERT INTO calls ({columns}) VALUES ({places})"))?;
    for row in &values {
        insert.execute(rusqlite::params_from_iter(row))?;
    }
    drop(insert);
    transaction.commit()?;
    Ok(started.since())
}

async fn asking(rows: usize) -> Outcome {
    let dir = tempfile::tempdir()?;
    let store = SqliteStore::open(dir.path().join("audit.db")).await?;
    let mut records = Records::new(1_024, DAY / u32::try_from(rows)?)?;
    let started = Instant::now();
    for done in (0..rows).step_by(BATCH) {
        store.append(&records.batch(BATCH)).await?;
        if done % 100_000 == 0 {
            println!("  {done} of {rows} rows written, {:.0?}", started.elapsed());
        }
    }
    indexed(&store).await?;
    println!("{rows} rows, searchable after {:.0?}:", started.elapsed());
    let (start, end) = (records.start, records.start + DAY);
    let dice = &mut records.dice;
    let all = Filter::default;
    let page = Page::default();
    ask(
        &store,
        "server and error",
        page,
        |dice| all().server(format!("server-{}", dice.roll(10))).status(StatusFilter::Error),
        dice,
    )
    .await?;
    ask(&store, "principal", page, |dice| all().principal(format!("user-{}", dice.roll(100))), dice).await?;
    let session = |dice: &mut Dice| format!("0195d7a0-0000-7000-8000-{:012x}", dice.roll(2_000));
    ask(&store, "session", page, |dice| all().session(session(dice)), dice).await?;
    let request = |dice: &mut Dice| format!("0195d7a0-0000-7000-8000-{:012x}", dice.roll(rows as u64));
    ask(&store, "request id", page, |dice| all().request_id(request(dice)), dice).await?;
    ask(
        &store,
        "an hour's errors",
        page,
        |dice| {
            let from = start + DAY * dice.roll(23) as u32 / 24;
            all().status(StatusFilter::Error).from(from).to(from + DAY / 24)
        },
        dice,
    )
    .await?;
    ask(&store, "slow", page, |dice| all().min_latency(Duration::from_millis(200 + dice.roll(300))), dice)
        .await?;
    let words = |text: &str| Search::parse(text).ok_or("no word");
    let (rare, prefix) = (words("zanzibar")?, words("zanz*")?);
    ask(&store, "rare word", page, |_| all().search(rare.clone()), dice).await?;
    ask(&store, "rare prefix", page, |_| all().search(prefix.clone()), dice).await?;
    ask(&store, "everything", page, |_| all(), dice).await?;
    let offset = Page::default().offset(500);
    ask(&store, "server, page 11", offset, |dice| all().server(format!("server-{}", dice.roll(10))), dice)
        .await?;
    for (name, by, bucket) in [
        ("servers by the hour", UsageBy::Server, Some(DAY / 24)),
        ("tools in all", UsageBy::Tool, None),
        ("servers in all", UsageBy::Server, None),
        ("principals by the day", UsageBy::Principal, Some(DAY)),
        ("tools of an hour by the minute", UsageBy::Tool, Some(DAY / 1_440)),
    ] {
        let minutely = bucket == Some(DAY / 1_440);
        let (mut times, spent) = (Vec::new(), Spent::now());
        for _ in 0..200 {
            let from = start + DAY * dice.roll(22) as u32 / 24;
            let (from, to) = if minutely { (from, from + DAY / 24) } else { (start, end) };
            let asked = Instant::now();
            store.usage(UsageQuery { from, to, by, bucket }).await?;
            times.push(asked.elapsed());
        }
        tell(name, times, spent);
    }
    Ok(store.close().await?)
}

async fn ask(
    store: &SqliteStore,
    name: &str,
    page: Page,
    filter: impl Fn(&mut Dice) -> Filter,
    dice: &mut Dice,
) -> Outcome {
    let (mut times, spent) = (Vec::new(), Spent::now());
    for _ in 0..200 {
        let filter = filter(dice);
        let asked = Instant::now();
        store.query(&filter, &page).await?;
        times.push(asked.elapsed());
    }
    tell(name, times, spent);
    Ok(())
}

fn tell(name: &str, mut times: Vec<Duration>, spent: Spent) {
    let cpu = spent.since().cpu / u32::try_from(times.len()).unwrap_or(u32::MAX);
    times.sort();
    let at = |part: usize| times[times.len() * part / 100];
    println!("  {name:32} p50 {:8.2?}  p95 {:8.2?}  processor time {cpu:8.2?}", at(50), at(95));
}
