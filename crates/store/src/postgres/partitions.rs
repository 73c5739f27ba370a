//! The days into which the trail is parted.

use std::{
    collections::BTreeSet,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use gate_audit::{AuditRecord, RecordId};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, PgPool};

use super::locks;

const DAY: u64 = 24 * 60 * 60;

/// How many are made in one transaction: each takes a few of the server's locks.
const AT_ONCE: usize = 8;

/// Days since 1970, in UTC.
pub(super) type Day = i32;

/// The days of these records, in order.
pub(super) fn days(records: &[AuditRecord]) -> BTreeSet<Day> {
    records.iter().map(|record| day(record.created_at())).collect()
}

fn day(time: SystemTime) -> Day {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    // An id holds no time after the year 10889.
    Day::try_from(since.as_secs() / DAY).unwrap_or(Day::MAX)
}

fn start_of(day: Day) -> RecordId {
    let seconds = u64::from(day.unsigned_abs()) * DAY;
    RecordId::floor(UNIX_EPOCH + Duration::from_secs(seconds))
}

/// A partition that is there.
#[derive(Clone, Debug)]
pub(super) struct Partition {
    /// As it stands in a statement.
    pub(super) table: String,
    pub(super) from: RecordId,
    pub(super) to: RecordId,
}

impl Partition {
    /// The day that it is, and that writers lock while they write to it; `None` if an operator has made it
    /// longer or shorter.
    pub(super) fn day(&self) -> Option<Day> {
        let day = day(self.from.time());
        (self.from == start_of(day) && self.to == start_of(day.saturating_add(1))).then_some(day)
    }
}

/// Every partition, the oldest first.
pub(super) async fn all(connection: &mut PgConnection) -> sqlx::Result<Vec<Partition>> {
    // Of one that is dropped just now the bounds may be gone.
    let rows: Vec<(Option<String>, Option<String>)> = sqlx::query_as(
        "SELECT part.oid::regclass::text, pg_get_expr(part.relpartbound, part.oid)
         FROM pg_inherits JOIN pg_class AS part ON part.oid = inhrelid
         WHERE inhparent = 'audit_calls'::regclass",
    )
    .fetch_all(connection)
    .await?;
    let mut partitions: Vec<_> =
        rows.into_iter().filter_map(|(table, bounds)| parse(table?, &bounds?)).collect();
    partitions.sort_by_key(|partition| partition.from);
    Ok(partitions)
}

/// Bounds are shown as `FOR VALUES FROM ('…') TO ('…')`. One that an operator has attached in another way
/// is not ours to drop.
fn parse(table: String, bounds: &str) -> Option<Partition> {
    let mut quoted = bounds.split('\'').skip(1).step_by(2);
    let (from, to) = (quoted.next()?.parse().ok()?, quoted.next()?.parse().ok()?);
    Some(Partition { table, from, to })
}

/// The partitions that are known to be there.
#[derive(Debug, Default)]
pub(super) struct Known(Mutex<BTreeSet<Day>>);

impl Known {
    /// Sees to it that there is a partition for each of these days; for tomorrow, too, when today is
    /// among them.
    pub(super) async fn ensure(&self, pool: &PgPool, days: &[Day]) -> sqlx::Result<()> {
        let today = day(SystemTime::now());
        let tomorrow = days.contains(&today).then_some(today.saturating_add(1));
        let missing: Vec<_> = {
            let known = self.days();
            days.iter().copied().chain(tomorrow).filter(|day| !known.contains(day)).collect()
        };
        for days in missing.chunks(AT_ONCE) {
            make(&mut *pool.acquire().await?, days).await?;
            self.days().extend(days);
        }
        Ok(())
    }

    /// What is known is so no longer: somebody has taken a partition out.
    pub(super) fn forget(&self) {
        self.days().clear();
    }

    fn days(&self) -> MutexGuard<'_, BTreeSet<Day>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn make(connection: &mut PgConnection, days: &[Day]) -> sqlx::Result<()> {
    let mut transaction = connection.begin().await?;
    make_within(&mut transaction, days).await?;
    transaction.commit().await
}

/// Makes those that are not there, within a transaction. Attaching a table locks less than making a
/// partition does: nobody who reads or writes waits.
pub(super) async fn make_within(connection: &mut PgConnection, days: &[Day]) -> sqlx::Result<()> {
    connection.execute(AssertSqlSafe(locks::exclusive(locks::PARTITIONS))).await?;
    let there = all(connection).await?;
    for &day in days {
        let (from, to) = (start_of(day), start_of(day.saturating_add(1)));
        if there.iter().any(|partition| partition.from < to && from < partition.to) {
            continue;
        }
        let name = name(day);
        let statements = format!(
            "CREATE TABLE {name} (LIKE audit_calls INCLUDING ALL);
             ALTER TABLE audit_calls ATTACH PARTITION {name} FOR VALUES FROM ('{from}') TO ('{to}')"
        );
        connection.execute(AssertSqlSafe(statements)).await?;
    }
    Ok(())
}

/// `audit_calls_20261121`.
fn name(day: Day) -> String {
    const FIRST: i32 = 2_440_588;
    match time::Date::from_julian_day(FIRST.saturating_add(day)) {
        Ok(date) => format!("audit_calls_{:04}{:02}{:02}", date.year(), u8::from(date.month()), date.day()),
        Err(_) => format!("audit_calls_day_{day}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_names_and_bounds_that_read_back() {
        assert_eq!(name(0), "audit_calls_19700101");
        assert_eq!(name(20_778), "audit_calls_20261121");
        assert_eq!(name(3_000_000), "audit_calls_day_3000000");
        let (from, to) = (start_of(20_778), start_of(20_779));
        let read = parse("t".to_owned(), &format!("FOR VALUES FROM ('{from}') TO ('{to}')")).unwrap();
        assert_eq!((read.from, read.to, read.day()), (from, to, Some(20_778)));
        assert!(parse("t".to_owned(), "DEFAULT").is_none());
        assert_eq!(day(to.time()), 20_779);
        assert_eq!(day(RecordId::at(to.time() - Duration::from_millis(1)).time()), 20_778);
    }
}
