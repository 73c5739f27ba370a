//! Sums of calls and tokens: added to, and asked for.

use std::{collections::BTreeMap, fmt::Write, sync::LazyLock};

use gate_audit::{StoreError, Usage, UsageBy, UsageQuery};
use sqlx::{
    Arguments, Row, SqliteConnection, SqlitePool,
    error::BoxDynError,
    sqlite::{SqliteArguments, SqliteRow},
};

use super::append::insert;
use crate::{
    spans::{self, SPANS},
    usage::{self, Facet, Stored, Sum},
};

/// How many sums one statement adds to.
const SIZES: [usize; 3] = [64, 8, 1];
const COLUMNS: usize = 10;

static STATEMENTS: LazyLock<[String; SIZES.len()]> = LazyLock::new(|| {
    SIZES.map(|rows| {
        insert("INSERT INTO usage", COLUMNS, rows)
            + " ON CONFLICT DO UPDATE SET first = min(first, excluded.first), \
               calls = calls + excluded.calls, errors = errors + excluded.errors, \
               input_tokens = input_tokens + excluded.input_tokens, \
               output_tokens = output_tokens + excluded.output_tokens"
    })
});

/// Facet, minute, server, name.
pub(super) type Place = (i16, u64, Option<String>, Option<String>);

/// Facet, span, start, server, name; and the first minute of the sum.
type Spans<'r> = BTreeMap<(i16, u64, u64, Option<&'r str>, Option<&'r str>), (u64, Sum)>;

/// Adds the sums of minutes to those of all spans.
pub(super) async fn add(
    connection: &mut SqliteConnection,
    minutes: &BTreeMap<Place, Sum>,
) -> sqlx::Result<()> {
    let mut sums = Spans::new();
    for ((facet, minute, server, name), minutely) in minutes {
        for span in SPANS {
            let place = (*facet, span, minute / span * span, server.as_deref(), name.as_deref());
            let (first, sum) = sums.entry(place).or_insert((*minute, Sum::default()));
            *first = (*minute).min(*first);
            sum.add(*minutely);
        }
    }
    let sums: Vec<_> = sums.into_iter().collect();
    let mut rest = &sums[..];
    for (size, statement) in SIZES.into_iter().zip(&*STATEMENTS) {
        while let Some((some, after)) = rest.split_at_checked(size) {
            let arguments = bound(some).map_err(sqlx::Error::Encode)?;
            sqlx::query_with(statement.as_str(), arguments).execute(&mut *connection).await?;
            rest = after;
        }
    }
    Ok(())
}

#[expect(clippy::type_complexity, reason = "an entry of a map")]
fn bound(
    sums: &[((i16, u64, u64, Option<&str>, Option<&str>), (u64, Sum))],
) -> Result<SqliteArguments, BoxDynError> {
    let mut arguments = SqliteArguments::default();
    for ((facet, span, start, server, name), (first, sum)) in sums {
        arguments.add(*facet)?;
        for number in [*span, *start] {
            arguments.add(number.cast_signed())?;
        }
        for text in [server, name] {
            arguments.add(kept(*text))?;
        }
        for number in [*first, sum.calls, sum.errors, sum.input_tokens, sum.output_tokens] {
            arguments.add(number.cast_signed())?;
        }
    }
    Ok(arguments)
}

/// Forgets the sums from before a minute, in seconds since 1970.
pub(super) async fn forget(connection: &mut SqliteConnection, before: u64) -> sqlx::Result<()> {
    // A longer span goes when all of it is before.
    let sql = "DELETE FROM usage WHERE facet = ? AND span = ? AND start <= ? - span";
    for facet in [Facet::Tool, Facet::Principal] {
        for span in SPANS {
            let forget = sqlx::query(sql).bind(facet.number()).bind(span.cast_signed());
            forget.bind(before.cast_signed()).execute(&mut *connection).await?;
        }
    }
    Ok(())
}

pub(super) async fn usage(readers: &SqlitePool, query: UsageQuery) -> Result<Vec<Usage>, StoreError> {
    let pieces = spans::pieces(query);
    if pieces.is_empty() {
        return Ok(Vec::new());
    }
    let name = if query.by == UsageBy::Server { "''" } else { "name" };
    let length = query.bucket.map(|_| query.seconds());
    let mut sql = String::new();
    for (index, _) in pieces.iter().enumerate() {
        let union = if index == 0 { "" } else { " UNION ALL " };
        let bucket = length.map_or_else(|| "''".to_owned(), |length| format!("start / {length}"));
        // Writing to a string cannot fail.
        let _ = write!(
            sql,
            "{union}SELECT min(first), server, {name}, sum(calls), sum(errors), sum(input_tokens), \
             sum(output_tokens) FROM usage WHERE facet = ? AND span = ? AND start >= ? AND start < ? \
             GROUP BY {bucket}, server, {name}"
        );
    }
    let mut select = sqlx::query(sqlx::AssertSqlSafe(sql));
    for (span, time) in pieces {
        select = select.bind(Facet::of(query.by).number()).bind(span.cast_signed());
        select = select.bind(time.start.cast_signed()).bind(time.end.cast_signed());
    }
    let found = select.fetch_all(readers).await.and_then(|rows| rows.iter().map(stored).collect());
    let found: Vec<Stored> = found.map_err(|error| StoreError::new("sum up", error))?;
    Ok(usage::answer(&query, found))
}

fn stored(row: &SqliteRow) -> sqlx::Result<Stored> {
    let count = |column: usize| row.try_get::<i64, _>(column).map(i64::cast_unsigned);
    let (calls, errors) = (count(3)?, count(4)?);
    let sum = Sum { calls, errors, input_tokens: count(5)?, output_tokens: count(6)? };
    Ok(Stored { start: count(0)?, server: read(row.try_get(1)?), name: read(row.try_get(2)?), sum })
}

/// A key cannot be empty, so one that is there begins with `=`.
fn kept(text: Option<&str>) -> String {
    text.map(|text| format!("={text}")).unwrap_or_default()
}

fn read(kept: &str) -> Option<String> {
    kept.strip_prefix('=').map(str::to_owned)
}
