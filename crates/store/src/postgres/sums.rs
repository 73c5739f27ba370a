//! Sums of calls and tokens, behind the writers.
//!
//! A batch leaves its sums by the minute in `audit_unsummed`, in its own transaction: a row for each facet. A task of
//! each gateway takes such rows out and adds them to [sheets](crate::sheet), one gateway at a time. Whoever asks adds
//! what is left of them: a transaction moves each sum from there to here, so in one state of the database it is in one
//! place.

use std::collections::BTreeMap;

use gate_audit::AuditRecord;
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, postgres::PgRow};

use super::{locks, select::Select, text::escape};
use crate::{
    sheet::Sheet,
    spans::SPANS,
    sums::{self, Label, Minutes, Place},
    usage::{Facet, Key, Sum},
};

/// An index takes no long text: names are told apart by so many bytes of theirs.
const LONGEST: usize = 1_000;

/// How many sums are added in one transaction, about.
const ADDED: i64 = 1 << 16;

/// How many lists are looked at, at a time.
const LISTS: i64 = 1_024;

/// How many sheets are in memory at a time.
const SHEETS: usize = 256;

/// The oldest lists, of about so many sums, and at least one.
const TAKE: &str = "DELETE FROM audit_unsummed WHERE batch IN (
        SELECT batch FROM (SELECT batch, sum(sums) OVER (ORDER BY batch) - sums AS before
            FROM (SELECT batch, sums FROM audit_unsummed ORDER BY batch LIMIT $1) AS oldest) AS lists
        WHERE before < $2)
    RETURNING facet, minutes, servers, names, calls, errors, input_tokens, output_tokens";

const NUMBERS: &str = "SELECT number, audit_names.facet, who[1], who[2]
    FROM unnest($1::smallint[], $2::text[], $3::text[]) AS wanted (facet, server, name)
    JOIN audit_names ON audit_names.facet = wanted.facet AND who = ARRAY[server, name]";

const NEW_NUMBERS: &str = "INSERT INTO audit_names (facet, who)
    SELECT facet, ARRAY[server, name] FROM unnest($1::smallint[], $2::text[], $3::text[]) AS new (facet, server, name)
    RETURNING number, facet, who[1], who[2]";

const KEPT: &str = "SELECT facet, span, start, part, sums
    FROM unnest($1::smallint[], $2::integer[], $3::bigint[], $4::bigint[]) AS wanted (facet, span, start, part)
    JOIN audit_sheets USING (facet, span, start, part)";

const KEEP: &str = "INSERT INTO audit_sheets (facet, span, start, part, sums)
    SELECT * FROM unnest($1::smallint[], $2::integer[], $3::bigint[], $4::bigint[], $5::bytea[])
    ON CONFLICT (facet, span, start, part) DO UPDATE SET sums = excluded.sums";

/// Leaves the sums of these records, in the transaction that writes them.
pub(super) async fn note(connection: &mut PgConnection, records: &[&AuditRecord]) -> sqlx::Result<()> {
    let sums = crate::usage::sums(records.iter().copied());
    let of = |facet| sums.iter().filter(move |(key, _)| key.facet == facet).collect::<Vec<_>>();
    let lists = [Facet::Tool, Facet::Principal].map(|facet| (facet, of(facet)));
    if sums.is_empty() {
        return Ok(());
    }
    let mut insert = Select::new(
        "INSERT INTO audit_unsummed
            (facet, since, until, sums, minutes, servers, names, calls, errors, input_tokens, output_tokens) ",
    );
    insert.push_values(lists, |mut row, (facet, list)| {
        let minutes: Vec<_> = list.iter().map(|(key, _)| key.minute.cast_signed()).collect();
        let text = |pick: fn(&Key<'_>) -> Option<String>| {
            list.iter().map(move |(key, _)| pick(key)).collect::<Vec<_>>()
        };
        let count = |pick: fn(&Sum) -> u64| {
            list.iter().map(move |(_, sum)| pick(sum).cast_signed()).collect::<Vec<_>>()
        };
        row.push_bind(facet.number())
            .push_bind(minutes.iter().min().copied())
            .push_bind(minutes.iter().max().copied())
            .push_bind(i32::try_from(list.len()).unwrap_or(i32::MAX))
            .push_bind(minutes)
            .push_bind(text(|key| key.server.map(short)))
            .push_bind(text(|key| key.name.map(short)))
            .push_bind(count(|sum| sum.calls))
            .push_bind(count(|sum| sum.errors))
            .push_bind(count(|sum| sum.input_tokens))
            .push_bind(count(|sum| sum.output_tokens));
    });
    insert.build().execute(connection).await.map(drop)
}

fn short(text: &str) -> String {
    let escaped = escape(text);
    escaped[..escaped.floor_char_boundary(LONGEST)].to_owned()
}

/// Hands on the sums of a list, whose columns begin with the minutes: minute, server and name, as they are kept.
pub(super) fn each(
    row: &PgRow,
    first: usize,
    mut see: impl FnMut(u64, Option<String>, Option<String>, Sum),
) -> sqlx::Result<()> {
    let minutes: Vec<i64> = row.try_get(first)?;
    let (servers, names): (Vec<Option<String>>, Vec<_>) = (row.try_get(first + 1)?, row.try_get(first + 2)?);
    let counts = |at| row.try_get::<Vec<i64>, _>(first + at);
    let counts = counts(3)?.into_iter().zip(counts(4)?).zip(counts(5)?.into_iter().zip(counts(6)?));
    for ((minute, (server, name)), ((calls, errors), (input, output))) in
        minutes.into_iter().zip(servers.into_iter().zip(names)).zip(counts)
    {
        let [calls, errors, input_tokens, output_tokens] =
            [calls, errors, input, output].map(i64::cast_unsigned);
        see(minute.cast_unsigned(), server, name, Sum { calls, errors, input_tokens, output_tokens });
    }
    Ok(())
}

/// Adds what batches have left to the sheets, unless another gateway is at it. Whether there may be more.
pub(super) async fn fold(connection: &mut PgConnection) -> sqlx::Result<bool> {
    let mut transaction = connection.begin().await?;
    let is_free = sqlx::query_scalar(AssertSqlSafe(locks::try_exclusive(locks::SUMS)));
    let is_more = is_free.fetch_one(&mut *transaction).await? && fold_some(&mut transaction).await?;
    transaction.commit().await?;
    Ok(is_more)
}

/// Whether there was something, for who has the lock.
async fn fold_some(connection: &mut PgConnection) -> sqlx::Result<bool> {
    let lists = sqlx::query(TAKE).bind(LISTS).bind(ADDED).fetch_all(&mut *connection).await?;
    let mut minutes = Minutes::new();
    for row in &lists {
        let facet = row.try_get(0)?;
        each(row, 1, |minute, server, name, sum| {
            minutes.entry(((facet, server, name), minute)).or_default().add(sum);
        })?;
    }
    if minutes.is_empty() {
        return Ok(!lists.is_empty());
    }
    let numbers = numbers(connection, &minutes).await?;
    let sheets = sums::sheets(&minutes, &numbers).ok_or(sqlx::Error::RowNotFound)?;
    let mut sheets: Vec<_> = sheets.into_iter().collect();
    for sheets in sheets.chunks_mut(SHEETS) {
        add(connection, sheets).await?;
    }
    Ok(true)
}

/// The numbers of all names that there are sums of; new ones are given one.
async fn numbers(connection: &mut PgConnection, minutes: &Minutes) -> sqlx::Result<BTreeMap<Label, i64>> {
    let mut labels: Vec<&Label> = minutes.keys().map(|(label, _)| label).collect();
    labels.dedup();
    let mut numbers = BTreeMap::new();
    // Those that are there are not asked to be inserted: each time, a number would be lost, and names would be on ever
    // more sheets.
    for sql in [NUMBERS, NEW_NUMBERS] {
        labels.retain(|label| !numbers.contains_key(*label));
        if labels.is_empty() {
            break;
        }
        let rows = sqlx::query(sql)
            .bind(labels.iter().map(|label| label.0).collect::<Vec<_>>())
            .bind(labels.iter().map(|label| label.1.as_deref()).collect::<Vec<_>>())
            .bind(labels.iter().map(|label| label.2.as_deref()).collect::<Vec<_>>())
            .fetch_all(&mut *connection)
            .await?;
        for row in &rows {
            numbers.insert((row.try_get(1)?, row.try_get(2)?, row.try_get(3)?), row.try_get(0)?);
        }
    }
    Ok(numbers)
}

async fn add(connection: &mut PgConnection, sheets: &mut [(Place, Sheet)]) -> sqlx::Result<()> {
    let facets: Vec<_> = sheets.iter().map(|(place, _)| place.0).collect();
    let spans: Vec<_> = sheets.iter().map(|(place, _)| as_stored(place.1)).collect();
    let starts: Vec<_> = sheets.iter().map(|(place, _)| place.2.cast_signed()).collect();
    let parts: Vec<_> = sheets.iter().map(|(place, _)| place.3).collect();
    let kept = sqlx::query(KEPT).bind(&facets).bind(&spans).bind(&starts).bind(&parts);
    for row in &kept.fetch_all(&mut *connection).await? {
        let (span, start): (i32, i64) = (row.try_get(1)?, row.try_get(2)?);
        let place = (row.try_get(0)?, u64::from(span.unsigned_abs()), start.cast_unsigned(), row.try_get(3)?);
        if let Ok(at) = sheets.binary_search_by_key(&place, |(place, _)| *place) {
            sums::add_kept(&mut sheets[at].1, row.try_get(4)?, place);
        }
    }
    let packed: Vec<_> = sheets.iter().map(|(place, sheet)| sheet.packed(place.2)).collect();
    let keep = sqlx::query(KEEP).bind(facets).bind(spans).bind(starts).bind(parts).bind(packed);
    keep.execute(connection).await.map(drop)
}

pub(super) fn as_stored(span: u64) -> i32 {
    i32::try_from(span).unwrap_or(i32::MAX)
}

/// Forgets the sums from before a minute, in seconds since 1970, and the names that have none left.
pub(super) async fn forget(connection: &mut PgConnection, before: u64) -> sqlx::Result<()> {
    let begin = locks::begin_exclusive(locks::SUMS);
    let mut transaction = connection.begin_with(AssertSqlSafe(begin)).await?;
    while fold_some(&mut transaction).await? {}
    // A longer span goes when all of it is before.
    let forget = sqlx::query("DELETE FROM audit_sheets WHERE start <= $1 - span");
    let forget = forget.bind(i64::try_from(before).unwrap_or(i64::MAX));
    if forget.execute(&mut *transaction).await?.rows_affected() > 0 {
        for facet in [Facet::Tool, Facet::Principal] {
            forget_names(&mut transaction, facet).await?;
        }
    }
    transaction.commit().await
}

async fn forget_names(connection: &mut PgConnection, facet: Facet) -> sqlx::Result<()> {
    // What is in a shorter span is in the longest.
    let sheets = sqlx::query_as("SELECT start, part, sums FROM audit_sheets WHERE facet = $1 AND span = $2");
    let longest = as_stored(SPANS[SPANS.len() - 1]);
    let sheets = sheets.bind(facet.number()).bind(longest).fetch_all(&mut *connection).await?;
    let Some(left) = sums::on(&sheets) else { return Ok(()) };
    let forget = sqlx::query("DELETE FROM audit_names WHERE facet = $1 AND number <> ALL($2)");
    let forget = forget.bind(facet.number()).bind(left.into_iter().collect::<Vec<_>>());
    forget.execute(connection).await.map(drop)
}
