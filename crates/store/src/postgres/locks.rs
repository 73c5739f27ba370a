//! Advisory locks, by which gateways that share a database keep out of each other's way.
//!
//! Whoever takes several takes them in this order: [`RETENTION`], then days, then [`PARTITIONS`]; who has [`SUMS`]
//! takes no other. They come before any lock on a table, and end with their transaction.

use super::partitions::Day;

/// Tells ours from those of other programs in the database. Those of `sqlx`, one of which guards the
/// migrations, are of another kind.
const OURS: i32 = 0x6d63_7067;
/// Days are of a class of their own.
const OF_DAYS: i32 = OURS + 1;

#[derive(Clone, Copy)]
pub(super) struct Lock(i32, i32);

/// Who takes records out, or changes what may be taken out.
pub(super) const RETENTION: Lock = Lock(OURS, 1);
/// Who makes partitions.
pub(super) const PARTITIONS: Lock = Lock(OURS, 2);
/// Who changes the sheets of sums.
pub(super) const SUMS: Lock = Lock(OURS, 3);

/// Writers share it; whoever drops the day's partition has it alone. A writer would otherwise hold the
/// whole table and wait for the partition, while who drops it holds the partition and waits for the table.
pub(super) fn of_day(day: Day) -> Lock {
    Lock(OF_DAYS, day)
}

/// Begins a transaction that has the lock alone.
pub(super) fn begin_exclusive(lock: Lock) -> String {
    format!("BEGIN; {}", exclusive(lock))
}

pub(super) fn exclusive(Lock(class, key): Lock) -> String {
    format!("SELECT pg_advisory_xact_lock({class}, {key})")
}

/// Begins a transaction that shares the locks.
pub(super) fn begin_shared(locks: impl Iterator<Item = Lock>) -> String {
    locks.fold("BEGIN".to_owned(), |sql, Lock(class, key)| {
        format!("{sql}; SELECT pg_advisory_xact_lock_shared({class}, {key})")
    })
}

/// Takes the lock alone if nobody has it, and tells whether it did.
pub(super) fn try_exclusive(Lock(class, key): Lock) -> String {
    format!("SELECT pg_try_advisory_xact_lock({class}, {key})")
}
