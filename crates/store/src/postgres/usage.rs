//! Asking for sums.

use futures_util::TryStreamExt;
use gate_audit::{StoreError, Usage, UsageQuery};
use sqlx::{PgConnection, PgPool, Row, postgres::PgRow};

use super::{
    error,
    sums::{as_stored, each},
    text::unescape,
};
use crate::{spans, sums::Answer, usage::Facet};

/// Sheets, and what is on none yet: in one statement, so in one state of the database. With `OFFSET 0` each piece is
/// looked up; the planner, which does not know how short they are, would read all sheets instead.
const SUMS: &str = "SELECT kept.start, kept.part, kept.sums, NULL::bigint[], NULL::text[], NULL::text[],
        NULL::bigint[], NULL::bigint[], NULL::bigint[], NULL::bigint[]
    FROM unnest($2::integer[], $3::bigint[], $4::bigint[]) AS piece (span, since, until),
    LATERAL (SELECT start, part, sums FROM audit_sheets
        WHERE facet = $1 AND audit_sheets.span = piece.span AND start >= piece.since AND start < piece.until
        OFFSET 0) AS kept
    UNION ALL
    SELECT NULL, NULL, NULL, minutes, servers, names, calls, errors, input_tokens, output_tokens
    FROM audit_unsummed WHERE facet = $1 AND until >= $5 AND since < $6";

pub(super) async fn query(readers: &PgPool, query: UsageQuery) -> Result<Vec<Usage>, StoreError> {
    let mut connection = readers.acquire().await.map_err(failed)?;
    let answer = add_up(&mut connection, query).await?;
    let names = names(&mut connection, answer.numbers()).await.map_err(failed)?;
    Ok(answer.finish(names))
}

fn failed(error: sqlx::Error) -> StoreError {
    error::failed("sum usage up")(error)
}

async fn add_up(connection: &mut PgConnection, query: UsageQuery) -> Result<Answer, StoreError> {
    let pieces = spans::pieces(query);
    let time = query.span();
    let mut rows = sqlx::query(SUMS)
        .bind(Facet::of(query.by).number())
        .bind(pieces.iter().map(|(span, _)| as_stored(*span)).collect::<Vec<_>>())
        .bind(pieces.iter().map(|(_, time)| time.start.cast_signed()).collect::<Vec<_>>())
        .bind(pieces.iter().map(|(_, time)| time.end.cast_signed()).collect::<Vec<_>>())
        .bind(time.start.cast_signed())
        .bind(time.end.cast_signed())
        .fetch(connection);
    let mut answer = Answer::to(query);
    while let Some(row) = rows.try_next().await.map_err(failed)? {
        take_in(&mut answer, &row)?;
    }
    Ok(answer)
}

/// A sheet, or a list of what is on none yet.
fn take_in(answer: &mut Answer, row: &PgRow) -> Result<(), StoreError> {
    let start: Option<i64> = row.try_get(0).map_err(failed)?;
    if let Some(start) = start {
        let part = row.try_get(1).map_err(failed)?;
        return answer.add(row.try_get(2).map_err(failed)?, (start.cast_unsigned(), part));
    }
    let see = |minute, server: Option<String>, name: Option<String>, sum| {
        answer.add_minute(minute, server.map(unescape), name.map(unescape), sum);
    };
    each(row, 3, see).map_err(failed)
}

type Named = (i64, Option<String>, Option<String>);

async fn names(connection: &mut PgConnection, numbers: Vec<i64>) -> sqlx::Result<Vec<Named>> {
    let names = sqlx::query_as("SELECT number, who[1], who[2] FROM audit_names WHERE number = ANY($1)");
    let names: Vec<Named> = names.bind(numbers).fetch_all(connection).await?;
    let unescaped = |(number, server, name): Named| (number, server.map(unescape), name.map(unescape));
    Ok(names.into_iter().map(unescaped).collect())
}
