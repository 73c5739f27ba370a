//! Reading the rows that the index is made of.

use std::sync::LazyLock;

use gate_audit::RecordId;
use sqlx::SqlitePool;

use super::{
    super::texts::{self, Values},
    words,
    words::Facts,
};

/// How much one step takes in: rows, and bytes of their texts, or a little more. The more, the less there is
/// to be merged later; too much is no longer in the processor's cache.
const STEP: usize = 8_000;
const BYTES: usize = 8 << 20;

/// How much is in one text.
const PART: i64 = 64;
const PART_BYTES: i64 = 1 << 20;

static PARTS: LazyLock<String> = LazyLock::new(|| {
    const VALUES: &str = "seq hex(id) entry kind status server name principal session workflow request_id \
                          lower(hex(trace_id)) redactions latency_us error arguments response";
    // Sizes first: they stand before the payloads, which need not be read for them.
    format!(
        "SELECT group_concat(part, '') FROM (SELECT {} AS part FROM calls WHERE seq > ?1 AND seq <= ( \
         SELECT max(seq) FROM (SELECT seq, sum(text_bytes) OVER (ORDER BY seq ROWS UNBOUNDED PRECEDING) - \
         text_bytes AS before FROM calls WHERE seq > ?1 ORDER BY seq LIMIT ?2) WHERE before < ?3) \
         ORDER BY seq)",
        texts::expression(VALUES.split(' '))
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
        let read = tokio::task::spawn_blocking(move || Part(Values(&part)).entries()).await;
        let read = read.ok().flatten().ok_or_else(|| sqlx::Error::Decode("no row of calls".into()))?;
        let Some(last) = read.last() else { break };
        behind = last.seq;
        bytes += read.iter().map(|entry| entry.words.len()).sum::<usize>();
        entries.extend(read);
    }
    Ok(entries)
}

/// What is left of a text with rows.
struct Part<'t>(Values<'t>);

impl<'t> Part<'t> {
    /// `None` if this is no such text.
    fn entries(mut self) -> Option<Vec<Entry>> {
        let mut entries = Vec::new();
        while !self.0.0.is_empty() {
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

    fn value(&mut self) -> Option<Option<&'t str>> {
        self.0.value()
    }
}
