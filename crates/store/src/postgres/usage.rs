//! Sums of calls and tokens by the minute, the hour and the day.

use std::sync::LazyLock;

use gate_audit::{AuditRecord, StoreError, Usage, UsageBy, UsageQuery};
use sqlx::{Connection, PgConnection, PgPool, postgres::PgRow};

use super::{error::failed, locks, row::Reader, text::escape};
use crate::{
    columns::ReadColumns,
    spans::{self, SPANS},
    usage::{Facet, Stored, Sum, answer, sums},
};

/// An index takes no long text: names are told apart by so many bytes of theirs.
const LONGEST: usize = 1_000;

/// Servers' sums, of those of their tools: [`Facet`] knows nothing of them.
const SERVERS: i16 = 3;

/// A transaction adds to the rows of the first shard that no other is at just now: nobody waits, and there are no
/// more shards than writers at a time. Should there be more of those than shards, some wait.
static ADD: LazyLock<String> = LazyLock::new(|| {
    let free = locks::first_free(locks::SHARDS, "n");
    format!(
        "INSERT INTO audit_usage AS kept
        (span, start, minute, facet, shard, calls, errors, input_tokens, output_tokens, who)
    SELECT span, minute / span * span AS start, min(minute), kind.facet,
        coalesce((SELECT n FROM generate_series(0, 15) AS n WHERE {free} LIMIT 1), pg_backend_pid() % 16),
        sum(calls), sum(errors), sum(input), sum(output), ARRAY[server, kind.name] AS who
    FROM unnest($1::bigint[], $2::smallint[], $3::text[], $4::text[],
        $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
        AS added (minute, facet, server, name, calls, errors, input, output),
        unnest($9::integer[]) AS span,
        LATERAL (SELECT added.facet, added.name UNION ALL SELECT {SERVERS}, NULL WHERE added.facet = {TOOLS})
            AS kind (facet, name)
    GROUP BY kind.facet, span, start, who
    ORDER BY kind.facet, span, start, who
    ON CONFLICT (facet, span, start, shard, who) DO UPDATE SET
        minute = least(kept.minute, excluded.minute),
        calls = kept.calls + excluded.calls,
        errors = kept.errors + excluded.errors,
        input_tokens = kept.input_tokens + excluded.input_tokens,
        output_tokens = kept.output_tokens + excluded.output_tokens",
        TOOLS = Facet::Tool.number(),
    )
});

/// Adds what these records are to the sums. Every writer takes the rows in the same order.
pub(super) async fn add<'a>(
    connection: &mut PgConnection,
    records: impl IntoIterator<Item = &'a AuditRecord>,
) -> sqlx::Result<()> {
    let sums = sums(records);
    if sums.is_empty() {
        return Ok(());
    }
    let signed =
        |pick: fn(&Sum) -> u64| sums.values().map(move |sum| pick(sum).cast_signed()).collect::<Vec<_>>();
    sqlx::query(ADD.as_str())
        .bind(sums.keys().map(|key| key.minute.cast_signed()).collect::<Vec<_>>())
        .bind(sums.keys().map(|key| key.facet.number()).collect::<Vec<_>>())
        .bind(sums.keys().map(|key| key.server.map(short)).collect::<Vec<_>>())
        .bind(sums.keys().map(|key| key.name.map(short)).collect::<Vec<_>>())
        .bind(signed(|sum| sum.calls))
        .bind(signed(|sum| sum.errors))
        .bind(signed(|sum| sum.input_tokens))
        .bind(signed(|sum| sum.output_tokens))
        .bind(SPANS.map(as_stored))
        .execute(connection)
        .await
        .map(drop)
}

fn as_stored(span: u64) -> i32 {
    i32::try_from(span).unwrap_or(i32::MAX)
}

fn short(text: &str) -> String {
    let escaped = escape(text);
    escaped[..escaped.floor_char_boundary(LONGEST)].to_owned()
}

pub(super) async fn query(readers: &PgPool, query: UsageQuery) -> Result<Vec<Usage>, StoreError> {
    let rows = async {
        let mut connection = readers.acquire().await?;
        // Hardly ever does the planner know how many there are; to sort them by their names takes long.
        let mut transaction = connection.begin_with("BEGIN READ ONLY; SET LOCAL enable_sort = off").await?;
        let rows = sum_up(&mut transaction, query).await?;
        transaction.rollback().await?;
        Ok(rows)
    };
    let rows = rows.await.map_err(failed("sum usage up"))?;
    let stored = rows.iter().map(|row| {
        let mut row = Reader::new(row);
        let start = row.get::<i64>()?.cast_unsigned();
        let (server, name) = (row.string()?, row.string()?);
        let mut count = || row.get::<i64>().map(i64::cast_unsigned);
        let sum = Sum { calls: count()?, errors: count()?, input_tokens: count()?, output_tokens: count()? };
        Ok(Stored { start, server, name, sum })
    });
    Ok(answer(&query, stored.collect::<Result<Vec<_>, StoreError>>()?))
}

/// What one bucket holds is added up there already.
async fn sum_up(connection: &mut PgConnection, query: UsageQuery) -> sqlx::Result<Vec<PgRow>> {
    let pieces = spans::pieces(query);
    sqlx::query(
        "SELECT min(minute), who[1], who[2],
            sum(calls)::bigint, sum(errors)::bigint,
            least(sum(input_tokens), 9223372036854775807)::bigint,
            least(sum(output_tokens), 9223372036854775807)::bigint
         FROM (SELECT kept.*
            FROM unnest($1::integer[], $2::bigint[], $3::bigint[]) AS piece (span, since, until),
            LATERAL (SELECT * FROM audit_usage WHERE facet = $4 AND audit_usage.span = piece.span
                AND start >= since AND start < until) AS kept) AS kept
         GROUP BY CASE WHEN $5 > 0 THEN start / $5 END, who",
    )
    .bind(pieces.iter().map(|(span, _)| as_stored(*span)).collect::<Vec<_>>())
    .bind(pieces.iter().map(|(_, time)| time.start.cast_signed()).collect::<Vec<_>>())
    .bind(pieces.iter().map(|(_, time)| time.end.cast_signed()).collect::<Vec<_>>())
    .bind(if query.by == UsageBy::Server { SERVERS } else { Facet::of(query.by).number() })
    .bind(query.bucket.map_or(0, |_| query.seconds().cast_signed()))
    .fetch_all(connection)
    .await
}

/// Forgets the spans that end before a minute, in seconds since 1970. One that a writer adds to just now is
/// left for the next time.
pub(super) async fn forget(connection: &mut PgConnection, before: u64) -> sqlx::Result<()> {
    sqlx::query(
        "DELETE FROM audit_usage WHERE ctid IN (
            SELECT ctid FROM audit_usage WHERE start <= $1 - span FOR UPDATE SKIP LOCKED)",
    )
    .bind(i64::try_from(before).unwrap_or(i64::MAX))
    .execute(connection)
    .await
    .map(drop)
}
