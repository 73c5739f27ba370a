//! Pages and sums out of PostgreSQL, of a day's records.

use std::time::{Duration, Instant, SystemTime};

use gate_audit::{
    AuditRecord, AuditSink, AuditStore, Filter, Kind, Page, RecordId, Redactions, Search, Status,
    StatusFilter, UsageBy, UsageQuery,
    chain::{Chain, ChainKey},
};
use gate_mask::Masked;
use gate_store::PostgresStore;

use crate::Outcome;

const BATCH: usize = 1_000;
const DAY: Duration = Duration::from_hours(24);
const ROUNDS: usize = 200;
/// Of so many records one has the rare word.
const RARE: usize = 20_000;

/// A xorshift generator: the same records in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn id(&mut self, prefix: &str, sides: u64) -> String {
        format!("{prefix}{:012x}", self.roll(sides))
    }
}

/// Records over a day, sealed.
struct Records {
    dice: Dice,
    chain: Chain,
    words: Vec<String>,
    start: SystemTime,
    step: Duration,
    next: usize,
}

const UUID: &str = "0195d7a0-0000-7000-8000-";

impl Records {
    fn new(rows: usize) -> Option<Self> {
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        let letters =
            |dice: &mut Dice| (0..3 + dice.roll(7)).map(|_| (b'a' + dice.roll(26) as u8) as char).collect();
        let words = (0..20_000).map(|_| letters(&mut dice)).collect();
        let chain = Chain::start(ChainKey::new(&[7; 32])?, "bench", None);
        let step = DAY / u32::try_from(rows).ok()?;
        Some(Self { dice, chain, words, start: SystemTime::now() - DAY, step, next: 0 })
    }

    fn text(&mut self, length: usize) -> Option<Masked<String>> {
        let mut text = String::with_capacity(length + 16);
        while text.len() < length {
            // Some words are much more frequent than others.
            let sides = 1 + self.dice.roll(self.words.len() as u64);
            text += &self.words[self.dice.roll(sides) as usize];
            text.push(' ');
        }
        Some(Masked::assume_masked_from_store(text))
    }

    fn record(&mut self) -> AuditRecord {
        let named = |text: String| Some(Masked::assume_masked_from_store(text));
        let time = self.start + self.step * u32::try_from(self.next).unwrap_or(u32::MAX);
        let status = if self.dice.roll(20) == 0 { Status::ToolError } else { Status::Ok };
        let mut record = AuditRecord::new(RecordId::at(time), Kind::Tool, status);
        record.server = named(format!("server-{}", self.dice.roll(10)));
        record.name = named(format!("tool-{}", self.dice.roll(30)));
        record.principal = named(format!("user-{}", self.dice.roll(100)));
        record.session = named(self.dice.id(UUID, 2_000));
        record.request_id = named(format!("{UUID}{:012x}", self.next));
        record.trace_id = Some(trace(self.next));
        record.method = named("tools/call".into());
        let slowest = 1 << (4 + self.dice.roll(16));
        record.latency = Duration::from_micros(self.dice.roll(slowest));
        record.redactions = Redactions::parse(if self.dice.roll(10) == 0 { "key-name:1" } else { "" });
        record.input_tokens = Some(self.dice.roll(900));
        record.output_tokens = Some(self.dice.roll(900));
        (record.arguments.text, record.response.text) = (self.text(512), self.text(512));
        if self.next.is_multiple_of(RARE) {
            record.error = named("a zanzibar of an error".into());
        }
        self.next += 1;
        self.chain.seal(&mut record);
        record
    }
}

fn trace(at: usize) -> [u8; 16] {
    (at as u128).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835).to_be_bytes()
}

pub(crate) async fn asking(store: &PostgresStore, rows: usize) -> Outcome {
    let mut records = Records::new(rows).ok_or("no records")?;
    let started = Instant::now();
    for done in (0..rows).step_by(BATCH) {
        let batch: Vec<_> = (0..BATCH).map(|_| records.record()).collect();
        store.append(&batch).await?;
        if done % 100_000 == 0 {
            println!("  {done} of {rows} rows written, {:.0?}", started.elapsed());
        }
    }
    let unindexed = store.health().await?.unindexed;
    println!("  all written, {:.0?}; {unindexed} of them not indexed", started.elapsed());
    while store.health().await?.unindexed > 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // Small segments become large ones then.
    tokio::time::sleep(Duration::from_secs(3)).await;
    println!("{rows} rows, searchable after {:.0?}:", started.elapsed());
    let (start, dice) = (records.start, &mut records.dice);
    pages(store, rows, start, dice).await?;
    sums(store, start, dice).await
}

async fn pages(store: &PostgresStore, rows: usize, start: SystemTime, dice: &mut Dice) -> Outcome {
    let all = Filter::default;
    let words = |text: &str| Search::parse(text).ok_or("no word");
    let (rare, prefix, none) = (words("zanzibar")?, words("zanz*")?, words("zyzzyvas")?);
    let mut of = |name: &str, filter: &dyn Fn(&mut Dice) -> Filter| {
        let filters = (0..ROUNDS).map(|_| filter(dice)).collect();
        (name.to_owned(), filters)
    };
    let asked: Vec<(String, Vec<Filter>)> = vec![
        of("everything", &|_| all()),
        of("server and error", &|dice| {
            all().server(format!("server-{}", dice.roll(10))).status(StatusFilter::Error)
        }),
        of("principal", &|dice| all().principal(format!("user-{}", dice.roll(100)))),
        of("session", &|dice| all().session(dice.id(UUID, 2_000))),
        of("request", &|dice| all().request_id(dice.id(UUID, rows as u64))),
        of("trace", &|dice| all().trace_id(trace(dice.roll(rows as u64) as usize))),
        of("an hour's errors", &|dice| {
            let from = start + DAY * dice.roll(23) as u32 / 24;
            all().status(StatusFilter::Error).from(from).to(from + DAY / 24)
        }),
        of("slow", &|dice| all().min_latency(Duration::from_millis(200 + dice.roll(300)))),
        of("rare word", &|_| all().search(rare.clone())),
        of("rare prefix", &|_| all().search(prefix.clone())),
        of("a word that is not there", &|_| all().search(none.clone())),
    ];
    for (name, filters) in asked {
        let mut times = Vec::new();
        for filter in &filters {
            let asked = Instant::now();
            store.query(filter, &Page::default()).await?;
            times.push(asked.elapsed());
        }
        tell(&name, times);
    }
    Ok(())
}

async fn sums(store: &PostgresStore, start: SystemTime, dice: &mut Dice) -> Outcome {
    for (name, by, bucket) in [
        ("servers by the hour", UsageBy::Server, Some(DAY / 24)),
        ("tools in all", UsageBy::Tool, None),
        ("servers in all", UsageBy::Server, None),
        ("principals by the day", UsageBy::Principal, Some(DAY)),
        ("tools of an hour by the minute", UsageBy::Tool, Some(DAY / 1_440)),
    ] {
        let is_short = bucket == Some(DAY / 1_440);
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let from = start + DAY * dice.roll(22) as u32 / 24;
            let (from, to) = if is_short { (from, from + DAY / 24) } else { (start, start + DAY) };
            let asked = Instant::now();
            store.usage(UsageQuery { from, to, by, bucket }).await?;
            times.push(asked.elapsed());
        }
        tell(name, times);
    }
    Ok(())
}

fn tell(name: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |part: usize| times[times.len() * part / 100];
    println!("  {name:32} p50 {:8.2?}  p95 {:8.2?}", at(50), at(95));
}
