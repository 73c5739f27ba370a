//! Writing the index, as far as there are rows.

use std::{fmt::Write, time::Duration};

use futures_util::future::join;
use gate_audit::RecordId;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection, SqlitePool};

use super::{
    read::{self, Entry},
    words,
};

/// A segment takes no more rows, and none that is so much younger than its first. What retention takes out
/// leaves the index once that is so of all of a segment.
const MOST: i64 = 1 << 18;
const LONGEST: Duration = Duration::from_hours(7 * 24);

/// How many rows a block has.
const BLOCK: i64 = 256;

/// FTS5's: how many bytes are gathered before they are written, and how many parts before they are merged.
const OPTIONS: [(&str, u32); 2] = [("hashsize", 16 << 20), ("automerge", 8)];

/// Which of the two failed.
pub(super) enum Failed {
    Index(sqlx::Error),
    Rows(sqlx::Error),
}

impl From<sqlx::Error> for Failed {
    fn from(error: sqlx::Error) -> Self {
        Self::Index(error)
    }
}

/// Takes in what is there, and throws out what is gone. `reached` hears of each step.
pub(super) async fn all(
    writer: &mut SqliteConnection,
    rows: &SqlitePool,
    reached: impl Fn(i64),
) -> Result<(), Failed> {
    let mut watermark: i64 =
        sqlx::query_scalar("SELECT watermark FROM about").fetch_one(&mut *writer).await?;
    reached(watermark);
    let mut entries = read::next(rows, watermark).await.map_err(Failed::Rows)?;
    while let Some(last) = entries.last() {
        watermark = last.seq;
        // While these are written, the next ones are read.
        let (written, next) = join(take_in(writer, &entries), read::next(rows, watermark)).await;
        // Another process may have been quicker; then its watermark is further on.
        reached(written?);
        entries = next.map_err(Failed::Rows)?;
    }
    throw_out(writer, rows).await
}

/// One transaction. Says up to which row the index goes.
async fn take_in(writer: &mut SqliteConnection, entries: &[Entry]) -> sqlx::Result<i64> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    let watermark: i64 =
        sqlx::query_scalar("SELECT watermark FROM about").fetch_one(&mut *transaction).await?;
    let new = &entries[entries.partition_point(|entry| entry.seq <= watermark)..];
    let Some(last) = new.last() else { return Ok(watermark) };
    let mut segment = Segment::current(&mut transaction).await?;
    let mut rest = new;
    while !rest.is_empty() {
        let fits = match &segment {
            Some(segment) => segment.fits(rest),
            None => 0,
        };
        if fits == 0 {
            segment = Some(Segment::open(&mut transaction, segment, &rest[0]).await?);
            continue;
        }
        let (part, after) = rest.split_at(fits);
        if let Some(segment) = &mut segment {
            segment.add(&mut transaction, part).await?;
        }
        rest = after;
    }
    let update = sqlx::query("UPDATE about SET watermark = ?, id = ?").bind(last.seq);
    update.bind(bytes(last.id)).execute(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(last.seq)
}

/// The segment that is written to.
struct Segment {
    number: i64,
    rows: i64,
    opened: RecordId,
}

impl Segment {
    async fn current(index: &mut SqliteConnection) -> sqlx::Result<Option<Self>> {
        let sql = "SELECT number, rows, opened FROM segments ORDER BY number DESC LIMIT 1";
        let found: Option<(i64, i64, Vec<u8>)> = sqlx::query_as(sql).fetch_optional(index).await?;
        let segment = found.map(|(number, rows, opened)| {
            super::id(&opened).map(|opened| Self { number, rows, opened }).ok_or(sqlx::Error::RowNotFound)
        });
        segment.transpose()
    }

    async fn open(index: &mut SqliteConnection, last: Option<Self>, first: &Entry) -> sqlx::Result<Self> {
        let number = last.map_or(1, |last| last.number + 1);
        let sql = format!(
            "CREATE VIRTUAL TABLE words_{number} USING fts5(words, content = '', columnsize = 0, \
             detail = none, tokenize = '{}')",
            words::TOKENIZER
        );
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *index).await?;
        for (option, value) in OPTIONS {
            let sql =
                format!("INSERT INTO words_{number} (words_{number}, rank) VALUES ('{option}', {value})");
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *index).await?;
        }
        let sql = "INSERT INTO segments (number, first, last, low, top, rows, opened) VALUES (?,?,?,?,?,0,?)";
        let insert = sqlx::query(sql).bind(number).bind(first.seq).bind(first.seq);
        let insert = insert.bind(bytes(first.id)).bind(bytes(first.id)).bind(bytes(first.id));
        insert.execute(index).await?;
        Ok(Self { number, rows: 0, opened: first.id })
    }

    /// How many of the next rows belong to it.
    fn fits(&self, entries: &[Entry]) -> usize {
        let end = self.opened.time() + LONGEST;
        let room = usize::try_from(MOST - self.rows).unwrap_or_default();
        entries.iter().take(room).take_while(|entry| entry.id.time() < end).count()
    }

    async fn add(&mut self, index: &mut SqliteConnection, entries: &[Entry]) -> sqlx::Result<()> {
        // One statement for all: each costs several messages between threads. It is the first in its
        // transaction: before a statement of several rows FTS5 writes out what it has gathered.
        let sql = format!(
            "INSERT INTO words_{} (rowid, words) SELECT CAST(key AS INTEGER), value FROM json_each(?)",
            self.number
        );
        sqlx::query(AssertSqlSafe(sql)).bind(object(entries)).execute(&mut *index).await?;
        let part = Part::of(entries);
        let sql = "UPDATE segments SET last = ?, low = min(low, ?), top = max(top, ?), rows = rows + ? \
                   WHERE number = ?";
        let update = sqlx::query(sql).bind(part.last).bind(bytes(part.low)).bind(bytes(part.top));
        update.bind(part.rows).bind(self.number).execute(&mut *index).await?;
        self.add_blocks(index, entries).await?;
        self.rows += part.rows;
        Ok(())
    }

    async fn add_blocks(&self, index: &mut SqliteConnection, entries: &[Entry]) -> sqlx::Result<()> {
        let sql = "SELECT first, rows, high FROM blocks WHERE segment = ? ORDER BY first DESC LIMIT 1";
        let last: Option<(i64, i64, Vec<u8>)> =
            sqlx::query_as(sql).bind(self.number).fetch_optional(&mut *index).await?;
        let mut high = last.as_ref().and_then(|(_, _, high)| super::id(high));
        let (mut first, room) = last.map_or((None, 0), |(first, rows, _)| (Some(first), BLOCK - rows));
        let (fill, rest) = entries.split_at(entries.len().min(usize::try_from(room).unwrap_or_default()));
        let new = rest.chunks(usize::try_from(BLOCK).unwrap_or(usize::MAX));
        let sql = "INSERT INTO blocks VALUES (?,?,?,?,?,?,?) ON CONFLICT DO UPDATE SET last = excluded.last, \
                   low = min(low, excluded.low), top = max(top, excluded.top), high = excluded.high, \
                   rows = rows + excluded.rows";
        for (index_of, part) in std::iter::once(fill).chain(new).enumerate() {
            if part.is_empty() {
                continue;
            }
            let part = Part::of(part);
            let begins = first.take().filter(|_| index_of == 0).unwrap_or(part.first);
            high = high.max(Some(part.top));
            let insert = sqlx::query(sql).bind(self.number).bind(begins).bind(part.last);
            let insert = insert.bind(bytes(part.low)).bind(bytes(part.top)).bind(high.map(bytes));
            insert.bind(part.rows).execute(&mut *index).await?;
        }
        Ok(())
    }
}

/// Rows in a row.
struct Part {
    first: i64,
    last: i64,
    low: RecordId,
    top: RecordId,
    rows: i64,
}

impl Part {
    /// Of at least one.
    fn of(entries: &[Entry]) -> Self {
        let (first, last) = (&entries[0], &entries[entries.len() - 1]);
        let mut part = Self {
            first: first.seq,
            last: last.seq,
            low: first.id,
            top: first.id,
            rows: entries.len() as i64,
        };
        for entry in entries {
            (part.low, part.top) = (part.low.min(entry.id), part.top.max(entry.id));
        }
        part
    }
}

/// Segments of which no row is left.
async fn throw_out(writer: &mut SqliteConnection, rows: &SqlitePool) -> Result<(), Failed> {
    let floor = sqlx::query_as("SELECT floor_seq, floor_id FROM trail").fetch_one(rows).await;
    let (seq, id): (i64, Vec<u8>) = floor.map_err(Failed::Rows)?;
    let sql = "SELECT number FROM segments WHERE last <= ? AND top < ?";
    let gone: Vec<i64> = sqlx::query_scalar(sql).bind(seq).bind(id).fetch_all(&mut *writer).await?;
    for number in gone {
        let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
        let drop = format!("DROP TABLE IF EXISTS words_{number}");
        sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut *transaction).await?;
        for sql in ["DELETE FROM blocks WHERE segment = ?", "DELETE FROM segments WHERE number = ?"] {
            sqlx::query(sql).bind(number).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
    }
    Ok(())
}

/// In JSON, by `seq`. There is nothing in the words that JSON would have escaped.
fn object(entries: &[Entry]) -> String {
    let length = entries.iter().map(|entry| entry.words.len() + 24).sum();
    let mut object = String::with_capacity(length);
    for Entry { seq, words, .. } in entries {
        let before = if object.is_empty() { '{' } else { ',' };
        // Writing to a string cannot fail.
        let _ = write!(object, "{before}\"{seq}\":\"{words}\"");
    }
    object.push('}');
    object
}

fn bytes(id: RecordId) -> Vec<u8> {
    id.as_bytes().to_vec()
}
