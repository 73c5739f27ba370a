//! The audit trail's pipeline and store.

use metrics::Unit;

use super::Metric;

pub(super) static AUDIT: &[Metric] = &[
    AUDIT_QUEUED,
    AUDIT_RESERVED,
    AUDIT_QUEUE_BYTES,
    AUDIT_BACKLOG,
    AUDIT_JOURNAL_BYTES,
    AUDIT_OLDEST,
    AUDIT_JOURNALLED,
    AUDIT_WRITTEN,
    AUDIT_REPLAYED,
    AUDIT_BATCHES,
    AUDIT_LARGEST_BATCH,
    AUDIT_LAST_WRITE,
    AUDIT_SLOWEST_WRITE,
    AUDIT_RETRIES,
    AUDIT_DROPPED,
    AUDIT_SKIPPED,
    AUDIT_REFUSED,
    AUDIT_WAITED,
    AUDIT_SHED,
    AUDIT_WITHHELD,
    AUDIT_RELEASED,
    AUDIT_UNRECORDED_AUTHENTICATIONS,
    AUDIT_STORE_FAILING,
    AUDIT_JOURNAL_FAILING,
    AUDIT_JOURNAL_CORRUPT,
    AUDIT_UNINDEXED,
];

/// Records in memory.
pub const AUDIT_QUEUED: Metric = Metric::gauge("audit_queue_records", Unit::Count, &[])
    .of_gateway()
    .tells("Records that wait in memory: to be masked, and to be written to the journal or the store.")
    .moves("A call ends, and its record is written.");

/// Room taken.
pub const AUDIT_RESERVED: Metric = Metric::gauge("audit_reserved_records", Unit::Count, &[])
    .of_gateway()
    .tells("Room taken: records in memory, and one for each exchange that is under way.")
    .moves("A request arrives, and its record is written.");

/// Bytes in memory.
pub const AUDIT_QUEUE_BYTES: Metric = Metric::gauge("audit_queue_bytes", Unit::Bytes, &[])
    .of_gateway()
    .tells("Bytes that records in memory hold.")
    .moves("As audit_queue_records.");

/// Records between journal and store.
pub const AUDIT_BACKLOG: Metric = Metric::gauge("audit_backlog_records", Unit::Count, &[])
    .of_gateway()
    .tells("Records of this run that the journal has and the store has not.")
    .moves("A record is written to the journal, and to the store.");

/// What the journal holds.
pub const AUDIT_JOURNAL_BYTES: Metric = Metric::gauge("audit_journal_bytes", Unit::Bytes, &[])
    .of_gateway()
    .tells("Bytes that the journal holds on disk.")
    .moves("A record is written to the journal, and a segment is done with.");

/// How long the oldest record has waited.
pub const AUDIT_OLDEST: Metric = Metric::gauge("audit_oldest_record_age_seconds", Unit::Seconds, &[])
    .of_gateway()
    .tells("How long the oldest record that the store is being given has waited; 0 if there is none.")
    .moves("The store takes its time, or takes nothing.");

/// Records in the journal.
pub const AUDIT_JOURNALLED: Metric = Metric::counter("audit_records_journalled_total", &[])
    .of_gateway()
    .tells("Records written to the journal.")
    .moves("A call ends.");

/// Records in the store.
pub const AUDIT_WRITTEN: Metric = Metric::counter("audit_records_written_total", &[])
    .of_gateway()
    .tells("Records written to the store.")
    .moves("A call has ended.");

/// Records of an earlier run.
pub const AUDIT_REPLAYED: Metric = Metric::counter("audit_records_replayed_total", &[])
    .of_gateway()
    .tells("Records of earlier runs written to the store, from the journal.")
    .moves("The gateway starts, and the journal has what the store has not.");

/// Batches.
pub const AUDIT_BATCHES: Metric = Metric::counter("audit_batches_total", &[])
    .of_gateway()
    .tells("Batches of records written to the store.")
    .moves("A call has ended.");

/// The largest batch.
pub const AUDIT_LARGEST_BATCH: Metric = Metric::gauge("audit_largest_batch_records", Unit::Count, &[])
    .of_gateway()
    .tells("How many records the largest batch had that was written to the store.")
    .moves("A larger batch is written.");

/// The last write.
pub const AUDIT_LAST_WRITE: Metric = Metric::gauge("audit_last_write_seconds", Unit::Seconds, &[])
    .of_gateway()
    .tells("How long the store took for the last batch.")
    .moves("A batch is written.");

/// The slowest write.
pub const AUDIT_SLOWEST_WRITE: Metric = Metric::gauge("audit_slowest_write_seconds", Unit::Seconds, &[])
    .of_gateway()
    .tells("How long the store took for the slowest batch.")
    .moves("A batch takes longer.");

/// Appends that failed.
pub const AUDIT_RETRIES: Metric = Metric::counter("audit_write_retries_total", &[])
    .of_gateway()
    .tells("Writes to the store that failed and were tried again.")
    .moves("The store does not take records.");

/// Calls without a record.
pub const AUDIT_DROPPED: Metric = Metric::counter("audit_calls_dropped_total", &[])
    .of_gateway()
    .tells("Calls that were served and have no record.")
    .moves("There is no room, and audit.on_full is drop.");

/// Calls that need no record.
pub const AUDIT_SKIPPED: Metric = Metric::counter("audit_calls_skipped_total", &[])
    .of_gateway()
    .tells("Calls that are not recorded because of their method.")
    .moves("A call ends whose method is in audit.skip_methods.");

/// Requests refused.
pub const AUDIT_REFUSED: Metric = Metric::counter("audit_requests_refused_total", &[])
    .of_gateway()
    .tells("Requests refused for want of room for their records.")
    .moves("There is no room, at once or in time.");

/// Requests that waited.
pub const AUDIT_WAITED: Metric = Metric::counter("audit_requests_waited_total", &[])
    .of_gateway()
    .tells("Requests that had to wait for room for their records.")
    .moves("There is no room, and audit.on_full is wait.");

/// Records without payloads.
pub const AUDIT_SHED: Metric = Metric::counter("audit_records_shed_total", &[])
    .of_gateway()
    .tells("Records whose payloads were left out for want of room.")
    .moves("Payloads come faster than they are masked.");

/// Responses that failed.
pub const AUDIT_WITHHELD: Metric = Metric::counter("audit_responses_withheld_total", &[])
    .of_gateway()
    .tells("Responses that failed because their record did not become durable in time.")
    .moves("A record is late, and audit.durability is before-response.");

/// Responses let go.
pub const AUDIT_RELEASED: Metric = Metric::counter("audit_responses_released_total", &[])
    .of_gateway()
    .tells("Responses that were let go before their record was durable.")
    .moves("A record is late, and audit.fail_open is set.");

/// Failures beyond what is recorded.
pub const AUDIT_UNRECORDED_AUTHENTICATIONS: Metric =
    Metric::counter("audit_unrecorded_authentications_total", &[])
        .of_gateway()
        .tells("Requests that failed to authenticate, beyond those a second that are recorded.")
        .moves("There are more than audit.failed_authentications a second.");

/// Whether the store fails.
pub const AUDIT_STORE_FAILING: Metric = Metric::gauge("audit_store_failing", Unit::Count, &[])
    .of_gateway()
    .tells("1 while the store does not take records, else 0.")
    .moves("A write to the store fails, and one succeeds again.");

/// Whether the journal fails.
pub const AUDIT_JOURNAL_FAILING: Metric = Metric::gauge("audit_journal_failing", Unit::Count, &[])
    .of_gateway()
    .tells("1 while the journal does not take records, else 0.")
    .moves("A write to the journal fails, and one succeeds again.");

/// Segments that are damaged.
pub const AUDIT_JOURNAL_CORRUPT: Metric = Metric::gauge("audit_journal_corrupt_segments", Unit::Count, &[])
    .of_gateway()
    .tells("Segments of the journal that could not be read to their ends; they are kept beside it.")
    .moves("The gateway starts, and a segment is damaged.");

/// How far the index of words is behind.
pub const AUDIT_UNINDEXED: Metric = Metric::gauge("audit_unindexed_records", Unit::Count, &[])
    .of_gateway()
    .tells("Records that the store's index of words does not have yet.")
    .moves("A record is written, and indexed.");
