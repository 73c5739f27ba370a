//! Sums of calls and tokens.

use std::{
    collections::BTreeMap,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use gate_audit::{AuditRecord, AuditStore, EntryKind, Status, Usage, UsageBy, UsageQuery};

const HOUR: Duration = Duration::from_hours(1);

pub(super) async fn sums_up(store: &dyn AuditStore, records: &[AuditRecord]) {
    let (first, last) = (records[0].created_at(), records[records.len() - 1].created_at());
    let spans = [
        (first - 48 * HOUR, last + 48 * HOUR),
        (first, last),
        (first + Duration::from_secs(3), last - Duration::from_secs(2)),
        (last, first - HOUR),
        (UNIX_EPOCH, last + 1_000 * HOUR),
    ];
    let buckets =
        [None, Some(60), Some(90), Some(300), Some(3_600), Some(5_400), Some(86_400), Some(7 * 86_400)];
    for (from, to) in spans {
        for by in [UsageBy::Server, UsageBy::Tool, UsageBy::Principal] {
            for bucket in buckets {
                let query = UsageQuery { from, to, by, bucket: bucket.map(Duration::from_secs) };
                assert_eq!(store.usage(query).await.unwrap(), expected(records, query), "{query:?}");
            }
        }
    }
}

/// As the documentation of the query says, in the most simple way.
pub(super) fn expected(records: &[AuditRecord], query: UsageQuery) -> Vec<Usage> {
    let mut sums: BTreeMap<_, Usage> = BTreeMap::new();
    for record in records.iter().filter(|record| record.entry == EntryKind::Call) {
        let Some(start) = query.bucket_of(record.created_at()) else { continue };
        let of = |text: &Option<gate_mask::Masked<String>>| text.as_ref().map(|text| text.get().clone());
        let (server, name) = match query.by {
            UsageBy::Server => (of(&record.server), None),
            UsageBy::Tool => (of(&record.server), of(&record.name)),
            _ => (None, of(&record.principal)),
        };
        let sum = sums.entry((query.bucket.map(|_| start), server.clone(), name.clone())).or_default();
        if sum.calls == 0 {
            sum.start = start;
        }
        (sum.server, sum.name) = (server, name);
        sum.start = sum.start.min(start);
        sum.calls += 1;
        sum.errors += u64::from(record.status != Status::Ok);
        sum.input_tokens += record.input_tokens.unwrap_or_default();
        sum.output_tokens += record.output_tokens.unwrap_or_default();
    }
    sums.into_values().collect()
}

pub(crate) async fn calls(store: &dyn AuditStore, to: SystemTime) -> u64 {
    let query = UsageQuery { from: UNIX_EPOCH, to, by: UsageBy::Principal, bucket: None };
    store.usage(query).await.unwrap().iter().map(|sum| sum.calls).sum()
}
