//! Reading the rows that the index is made of.
//!
//! A value that crosses from SQLite costs an allocation or two, and each row a message from one thread to
//! another: more than to index it. So SQLite itself puts the values of many rows into one text.

use std::sync::LazyLock;

use gate_audit::RecordId;
use sqlx::SqlitePool;

use super::{words, words::Facts};

/// How much one step takes in: rows, and bytes of their texts, or a little more. The more, the less there is
/// to be merged later; too much is no longer in the processor's cache.
const STEP: usize = 8_000;
const BYTES: usize = 8 << 20;

/// How much is in one text.
const PART: i64 = 64;
const PART_BYTES: i64 = 1 << 20;

/// The bytes of every value stand before it; `-` stands for one that is not there.
static PARTS: LazyLock<String> = LazyLock::new(|| {
    const VALUES: &str = "seq hex(id) entry kind status server name principal session workflow request_id \
                          lower(hex(trace_id)) redactions latency_us error arguments response";
    let value = |value: &str| format!("ifnull(octet_length({value}) || ':' || {value}, '-')");
    let values: Vec<_> = VALUES.split(' ').map(value).collect();
    // Sizes first: they stand before the payloads, which need not be read for them.
    format!(
        "SELECT group_concat(part, '') FROM (SELECT {} AS part FROM calls WHERE seq > ?1 AND seq <= ( \
         SELECT max(seq) FROM (SELECT seq, sum(text_bytes) OVER (ORDER BY seq ROWS UNBOUNDED PRECEDING) - \
         text_bytes AS before FROM calls WHERE seq > ?1 ORDER BY seq LIMIT ?2) WHERE before < ?3) \
         ORDER BY seq)",
        values.join(" || ")
    )
});

/// A row that is to be taken in.
pub(super) struct Entry {
    pub(super) seq: i64,
    pub(super) id: RecordId,
    pub(super) words: String,
}

/// The next step's rows.
pub(super) async fn next(rows: &SqlitePool, mut behind: i64) -> sqlx::Result<Vec<Entry>> {
    let (mut entries, mut bytes) = (Vec::new(), 0);
    let mut rows = rows.acquire().await?;
    while entries.len() < STEP && bytes < BYTES {
        let part = sqlx::query_scalar(PARTS.as_str()).bind(behind).bind(PART).bind(PART_BYTES);
        let part: Option<String> = part.fetch_one(&mut *rows).await?;
        let Some(part) = part else { break };
        // Up to some milliseconds' work: not on a thread that serves requests.
        let read = tokio::task::spawn_blocking(move || Values(&part).entries()).await;
        let read = read.ok().flatten().ok_or_else(|| sqlx::Error::Decode("no row of calls".into()))?;
        let Some(last) = read.last() else { break };
        behind = last.seq;
        bytes += read.iter().map(|entry| entry.words.len()).sum::<usize>();
        entries.extend(read);
    }
    Ok(entries)
}

/// What is left of a text.
struct Values<'t>(&'t str);

impl<'t> Values<'t> {
    /// `None` if this is no such text.
    fn entries(mut self) -> Option<Vec<Entry>> {
        let mut entries = Vec::new();
        while !self.0.is_empty() {
            entries.push(self.entry()?);
        }
        Some(entries)
    }

    fn entry(&mut self) -> Option<Entry> {
        let seq = self.value()??.parse().ok()?;
        let id = self.value()??;
        let id = RecordId::from_bytes(u128::from_str_radix(id, 16).ok()?.to_be_bytes())?;
        let (entry, kind, status) = (self.value()?, self.value()??, self.value()??);
        let mut names = ['s', 'n', 'p', 'c', 'w', 'r'].map(|key| (key, None));
        for (_, name) in &mut names {
            *name = self.value()?;
        }
        let trace_id = self.value()?.filter(|id| !id.is_empty());
        let is_redacted = self.value()?.is_some_and(|redactions| !redactions.is_empty());
        let latency_us = self.value()??.parse::<i64>().ok()?.cast_unsigned();
        let texts = [self.value()?, self.value()?, self.value()?];
        let facts = Facts { entry, kind, status, names, trace_id, is_redacted, latency_us, texts };
        Some(Entry { seq, id, words: words::words(&facts) })
    }

    /// The next value, which may be none.
    fn value(&mut self) -> Option<Option<&'t str>> {
        if let Some(rest) = self.0.strip_prefix('-') {
            self.0 = rest;
            return Some(None);
        }
        let (length, rest) = self.0.split_once(':')?;
        let (value, rest) = rest.split_at_checked(length.parse().ok()?)?;
        self.0 = rest;
        Some(Some(value))
    }
}
