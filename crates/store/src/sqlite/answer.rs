//! Asking for sums.

use std::{
    collections::{BTreeSet, HashMap},
    fmt::Write,
};

use futures_util::TryStreamExt;
use gate_audit::{StoreError, Usage, UsageBy, UsageQuery};
use sqlx::{Connection, Row, SqliteConnection, SqlitePool};

use super::{
    sheet::{self, Entry},
    sums,
};
use crate::{spans, usage::Facet};

/// By bucket and the number of the name.
type Sums = HashMap<(u64, i64), Entry>;

pub(super) async fn usage(readers: &SqlitePool, query: UsageQuery) -> Result<Vec<Usage>, StoreError> {
    let failed = |error| StoreError::new("sum up", error);
    let mut reader = readers.acquire().await.map_err(failed)?;
    // One reading transaction: a name may go together with its sums.
    let mut transaction = reader.begin().await.map_err(failed)?;
    let sums = read(&mut transaction, query).await?;
    let names = Names::of(&mut transaction, &sums, query.by).await.map_err(failed)?;
    let mut all: Vec<_> = sums
        .into_iter()
        .filter_map(|((bucket, number), entry)| Some((bucket, *names.places.get(&number)?, entry)))
        .collect();
    all.sort_unstable_by_key(|(bucket, place, _)| (*bucket, *place));
    // Several tools are one server.
    all.dedup_by(|next, kept| {
        let is_same = (next.0, next.1) == (kept.0, kept.1);
        if is_same {
            kept.2.add(next.2);
        }
        is_same
    });
    Ok(all.into_iter().map(|(bucket, place, entry)| names.usage(&query, bucket, place, entry)).collect())
}

async fn read(connection: &mut SqliteConnection, query: UsageQuery) -> Result<Sums, StoreError> {
    let mut sums = Sums::new();
    let pieces = spans::pieces(query);
    let mut sql = String::new();
    for (index, _) in pieces.iter().enumerate() {
        let union = if index == 0 { "" } else { " UNION ALL " };
        let select =
            "SELECT start, part, sums FROM usage WHERE facet = ? AND span = ? AND start >= ? AND start < ?";
        // Writing to a string cannot fail.
        let _ = write!(sql, "{union}{select}");
    }
    if pieces.is_empty() {
        return Ok(sums);
    }
    let mut select = sqlx::query(sqlx::AssertSqlSafe(sql));
    for (span, time) in pieces {
        select = select.bind(Facet::of(query.by).number()).bind(span.cast_signed());
        select = select.bind(time.start.cast_signed()).bind(time.end.cast_signed());
    }
    let failed = |error| StoreError::new("sum up", error);
    let mut rows = select.fetch(connection);
    while let Some(row) = rows.try_next().await.map_err(failed)? {
        let start = row.try_get::<i64, _>(0).map_err(failed)?.cast_unsigned();
        let part = row.try_get(1).map_err(failed)?;
        let bucket = query.bucket.map_or(0, |_| start / query.seconds());
        sheet::each(row.try_get(2).map_err(failed)?, (start, part), |name, entry| {
            sums.entry((bucket, name)).and_modify(|sum| sum.add(entry)).or_insert(entry);
        })?;
    }
    Ok(sums)
}

/// What the sums are of.
struct Names {
    /// In the order of the answer: server and name.
    all: Vec<(Option<String>, Option<String>)>,
    /// By the number of the name, where it is in that order.
    places: HashMap<i64, usize>,
}

impl Names {
    async fn of(connection: &mut SqliteConnection, sums: &Sums, by: UsageBy) -> sqlx::Result<Self> {
        let numbers: BTreeSet<i64> = sums.keys().map(|(_, number)| *number).collect();
        let sql = "SELECT number, server, name FROM usage_names \
                   WHERE number IN (SELECT value FROM json_each(?)) ORDER BY server, name";
        let rows = sqlx::query(sql).bind(sums::list(numbers)).fetch_all(connection).await?;
        let mut names = Self { all: Vec::new(), places: HashMap::with_capacity(rows.len()) };
        for row in &rows {
            let name = if by == UsageBy::Server { None } else { sums::read(row.try_get(2)?) };
            let label = (sums::read(row.try_get(1)?), name);
            if names.all.last() != Some(&label) {
                names.all.push(label);
            }
            names.places.insert(row.try_get(0)?, names.all.len() - 1);
        }
        Ok(names)
    }

    fn usage(&self, query: &UsageQuery, bucket: u64, place: usize, entry: Entry) -> Usage {
        let mut usage = Usage::default();
        (usage.server, usage.name) = self.all[place].clone();
        usage.start = query.bucket.map_or(entry.first, |_| bucket * query.seconds());
        (usage.calls, usage.errors) = (entry.sum.calls, entry.sum.errors);
        (usage.input_tokens, usage.output_tokens) = (entry.sum.input_tokens, entry.sum.output_tokens);
        usage
    }
}
