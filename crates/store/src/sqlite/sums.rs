//! Sums of calls and tokens: added to, and forgotten. [`answer`](super::answer) reads them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use sqlx::{Arguments, Row, SqliteConnection, sqlite::SqliteArguments};

use super::append::insert;
use crate::{
    sheet::Sheet,
    spans::SPANS,
    sums::{self, Label, Minutes, Place},
    usage::Facet,
};

/// How many names one statement looks up.
const SIZES: [usize; 3] = [64, 8, 1];

static STATEMENTS: LazyLock<[String; SIZES.len()]> = LazyLock::new(|| {
    SIZES.map(|names| {
        // What is there already is only returned where it is written.
        insert("INSERT INTO usage_names (facet, server, name)", 3, names)
            + " ON CONFLICT DO UPDATE SET facet = excluded.facet RETURNING number, facet, server, name"
    })
});

/// Adds the sums of minutes to those of all spans.
pub(super) async fn add(connection: &mut SqliteConnection, minutes: &Minutes) -> sqlx::Result<()> {
    let numbers = numbers(&mut *connection, minutes).await?;
    let sheets = sums::sheets(minutes, &numbers).ok_or(sqlx::Error::RowNotFound)?;
    for (place, sheet) in sheets {
        add_sheet(connection, place, sheet).await?;
    }
    Ok(())
}

/// The numbers of all names that there are sums of; new ones are given one.
async fn numbers<'m>(
    connection: &mut SqliteConnection,
    minutes: &'m Minutes,
) -> sqlx::Result<BTreeMap<Label, i64>> {
    let labels: BTreeSet<&'m Label> = minutes.keys().map(|(label, _)| label).collect();
    let labels: Vec<_> = labels.into_iter().collect();
    let (mut numbers, mut rest) = (BTreeMap::new(), &labels[..]);
    for (size, statement) in SIZES.into_iter().zip(&*STATEMENTS) {
        while let Some((some, after)) = rest.split_at_checked(size) {
            let mut arguments = SqliteArguments::default();
            for (facet, server, name) in some {
                arguments.add(*facet).map_err(sqlx::Error::Encode)?;
                arguments.add(kept(server)).map_err(sqlx::Error::Encode)?;
                arguments.add(kept(name)).map_err(sqlx::Error::Encode)?;
            }
            for row in sqlx::query_with(statement.as_str(), arguments).fetch_all(&mut *connection).await? {
                let label = (row.try_get(1)?, read(row.try_get(2)?), read(row.try_get(3)?));
                numbers.insert(label, row.try_get(0)?);
            }
            rest = after;
        }
    }
    Ok(numbers)
}

async fn add_sheet(connection: &mut SqliteConnection, place: Place, mut sheet: Sheet) -> sqlx::Result<()> {
    let (facet, span, start, part) = place;
    let sql = "SELECT sums FROM usage WHERE facet = ? AND span = ? AND start = ? AND part = ?";
    let there = sqlx::query_scalar(sql).bind(facet).bind(span.cast_signed()).bind(start.cast_signed());
    let there: Option<Vec<u8>> = there.bind(part).fetch_optional(&mut *connection).await?;
    if let Some(there) = there {
        sums::add_kept(&mut sheet, &there, place);
    }
    let insert =
        sqlx::query("INSERT OR REPLACE INTO usage (facet, span, start, part, sums) VALUES (?,?,?,?,?)");
    let insert = insert.bind(facet).bind(span.cast_signed()).bind(start.cast_signed()).bind(part);
    insert.bind(sheet.packed(start)).execute(connection).await.map(drop)
}

/// Forgets the sums from before a minute, in seconds since 1970, and the names that have none left.
pub(super) async fn forget(connection: &mut SqliteConnection, before: u64) -> sqlx::Result<()> {
    // A longer span goes when all of it is before.
    let sql = "DELETE FROM usage WHERE facet = ? AND span = ? AND start <= ? - span";
    for facet in [Facet::Tool, Facet::Principal] {
        let mut gone = 0;
        for span in SPANS {
            let forget = sqlx::query(sql).bind(facet.number()).bind(span.cast_signed());
            // The last one's: what is in a shorter span is in the longest.
            gone = forget.bind(before.cast_signed()).execute(&mut *connection).await?.rows_affected();
        }
        if gone > 0 {
            forget_names(connection, facet).await?;
        }
    }
    Ok(())
}

async fn forget_names(connection: &mut SqliteConnection, facet: Facet) -> sqlx::Result<()> {
    let sql = "SELECT start, part, sums FROM usage WHERE facet = ? AND span = ?";
    let longest = SPANS[SPANS.len() - 1].cast_signed();
    let sheets = sqlx::query_as(sql).bind(facet.number()).bind(longest).fetch_all(&mut *connection).await?;
    let Some(left) = sums::on(&sheets) else { return Ok(()) };
    let forget = "DELETE FROM usage_names WHERE facet = ? AND number NOT IN (SELECT value FROM json_each(?))";
    let forget = sqlx::query(forget).bind(facet.number()).bind(list(left));
    forget.execute(connection).await.map(drop)
}

/// In JSON.
pub(super) fn list(numbers: impl IntoIterator<Item = i64>) -> String {
    let numbers: Vec<_> = numbers.into_iter().map(|number| number.to_string()).collect();
    format!("[{}]", numbers.join(","))
}

/// `=` goes before a text that is there, since one may be empty.
fn kept(text: &Option<String>) -> String {
    text.as_ref().map(|text| format!("={text}")).unwrap_or_default()
}

pub(super) fn read(kept: &str) -> Option<String> {
    kept.strip_prefix('=').map(str::to_owned)
}
