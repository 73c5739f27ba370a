//! What is kept, and for how long.

use std::time::{Duration, SystemTime};

use gate_audit::{
    AuditRecord, AuditStore, Filter, Hold, Page, Preview, Pruned, RecordId, Retention, Search, UsageQuery,
};

use super::{
    id, ids,
    records::{plain, record, text},
    settled, usage,
};

const DAY: Duration = Duration::from_hours(24);

/// Retention, caps and holds.
pub(crate) async fn retains(store: &dyn AuditStore) {
    let now = SystemTime::now();
    let records = aged(now);
    for batch in records.chunks(500) {
        store.append(batch).await.unwrap();
    }
    caps_are_met_to_the_record(store, &records).await;
    holds_are_listed(store, now).await;
    what_is_old_goes_and_what_is_held_stays(store, &records, now).await;
    a_full_store_goes_down_to_its_caps(store, &records, now).await;
    sums_go_in_the_end(store, now).await;
}

/// 3,000 records, a tenth of an hour apart, up to now; the oldest are twelve days old.
fn aged(now: SystemTime) -> Vec<AuditRecord> {
    let time = |index: u32| now - Duration::from_secs(360) * (3_000 - index);
    (0..3_000).map(|index| record(index as usize, time(index))).collect()
}

async fn caps_are_met_to_the_record(store: &dyn AuditStore, records: &[AuditRecord]) {
    let kept = |cut_off: RecordId| records.iter().filter(move |record| record.id >= cut_off);
    for rows in [1, 2, 1_000, 2_999] {
        let cut_off = store.newest(Some(rows), None).await.unwrap().unwrap();
        assert_eq!(kept(cut_off).count() as u64, rows);
    }
    for rows in [3_000, 4_000, u64::MAX] {
        assert_eq!(store.newest(Some(rows), None).await.unwrap(), None);
    }
    let none = store.newest(Some(0), None).await.unwrap().unwrap();
    assert_eq!(kept(none).count(), 0);
    let all: u64 = records.iter().map(AuditRecord::text_bytes).sum();
    assert_eq!(store.newest(None, Some(all)).await.unwrap(), None);
    for bytes in [all - 1, all / 2, 10_000, 1] {
        let cut_off = store.newest(None, Some(bytes)).await.unwrap().unwrap();
        let sum: u64 = kept(cut_off).map(AuditRecord::text_bytes).sum();
        let next = records[..records.len() - kept(cut_off).count()].last().unwrap().text_bytes();
        assert!(sum <= bytes && sum + next > bytes, "{sum} of {bytes}");
    }
    let both = store.newest(Some(10), Some(u64::MAX)).await.unwrap().unwrap();
    assert_eq!(kept(both).count(), 10);
}

async fn holds_are_listed(store: &dyn AuditStore, now: SystemTime) {
    let now = RecordId::floor(now).time();
    let since = SystemTime::UNIX_EPOCH
        + Duration::from_millis(now.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis() as u64);
    let mut filter = Filter::default();
    for (key, value) in Filter::KEYS.into_iter().zip(CONDITIONS) {
        filter.set(key, value).unwrap();
    }
    let hold = Hold::new("everything at once\n", filter, since);
    store.hold(&Hold::new("everything at once\n", Filter::default(), since)).await.unwrap();
    store.hold(&hold).await.unwrap();
    assert_eq!(store.holds().await.unwrap(), [hold]);
    assert!(store.release("everything at once\n", None).await.unwrap());
    assert!(!store.release("everything at once\n", None).await.unwrap());
    assert_eq!(store.holds().await.unwrap(), []);
}

/// One for each of [`Filter::KEYS`].
const CONDITIONS: [&str; 15] = [
    "error",
    "event",
    "tool",
    "a\nb=c",
    "read",
    "ann",
    "s-1",
    "",
    "r-1",
    "000102030405060708090a0b0c0d0e0f",
    "2026-11-21T10:00:00.25Z",
    "2026-11-22T10:00:00Z",
    "12.5",
    "false",
    "quarterly repo*",
];

async fn what_is_old_goes_and_what_is_held_stays(
    store: &dyn AuditStore,
    records: &[AuditRecord],
    now: SystemTime,
) {
    let by_session = Filter::default().session("session-3");
    let by_words = Filter::default().search(Search::parse("srv 44").unwrap());
    store.hold(&Hold::new("sessions", by_session.clone(), now)).await.unwrap();
    store.hold(&Hold::new("words", by_words.clone(), now)).await.unwrap();
    let is_held = |record: &&AuditRecord| by_session.matches(record) || by_words.matches(record);

    let preview = Retention::default().max_age(5 * DAY).preview(store, now).await.unwrap();
    let cut_off = preview.cut_off.unwrap();
    let (old, young): (Vec<_>, Vec<_>) = records.iter().partition(|record| record.id < cut_off);
    let held: Vec<_> = old.iter().copied().filter(is_held).collect();
    assert!(old.len() > 1_500 && young.len() >= 1_199 && held.len() > 80);
    assert_eq!((preview.rows(), preview.total.rows), (old.len() as u64, 3_000));
    let measured = sum(&preview);
    assert_eq!(measured.0, old.iter().map(|record| record.text_bytes()).sum::<u64>());
    assert_eq!((measured.1, measured.2), (held.len() as u64, old.first().map(|record| record.id)));

    let sums = usage::calls(store, now + DAY).await;
    let pruned = ran(store, &preview).await;
    assert_eq!(pruned, Pruned::new(old.len() as u64, held.len() as u64));
    assert_eq!(ran(store, &preview).await, Pruned::default());
    assert_eq!(usage::calls(store, now + DAY).await, sums, "sums outlive their records");
    found_are(store, &young, &Filter::default()).await;
    let files: Vec<_> = young.iter().copied().filter(|record| is(record, "files")).collect();
    found_are(store, &files, &Filter::default().server("files")).await;
    settled(store).await;
    found_are(store, &files, &Filter::default().server("files")).await;
    for record in &old {
        let found = store.get(record.id).await.unwrap();
        assert_eq!(found.as_ref(), Some(*record).filter(is_held));
    }

    assert!(store.release("sessions", None).await.unwrap());
    for record in &held {
        let found = store.get(record.id).await.unwrap();
        assert_eq!(found.is_some(), by_words.matches(record));
    }
    assert!(store.release("words", None).await.unwrap());
    assert_eq!(store.get(held[0].id).await.unwrap(), None);
}

async fn a_full_store_goes_down_to_its_caps(store: &dyn AuditStore, records: &[AuditRecord], now: SystemTime) {
    let retention = Retention::default().max_rows(700).max_age(365 * DAY);
    let preview = retention.preview(store, now).await.unwrap();
    let before = preview.total.rows;
    assert_eq!(ran(store, &preview).await, Pruned::new(before - 700, 0));
    let newest: Vec<_> = records[2_300..].iter().collect();
    found_are(store, &newest, &Filter::default()).await;
    let again = retention.preview(store, now).await.unwrap();
    assert_eq!((again.rows(), again.total.rows), (0, 700));
    assert_eq!(again.total.bytes, newest.iter().map(|record| record.text_bytes()).sum::<u64>());

    // What is written when all is gone is found like anything else.
    let preview = Retention::default().max_rows(0).preview(store, now).await.unwrap();
    assert_eq!(ran(store, &preview).await.rows, 700);
    let mut late = plain(now + Duration::from_secs(1));
    late.server = text("files");
    store.append(std::slice::from_ref(&late)).await.unwrap();
    settled(store).await;
    found_are(store, &[&late], &Filter::default().server("files")).await;
}

async fn sums_go_in_the_end(store: &dyn AuditStore, now: SystemTime) {
    assert!(usage::calls(store, now + DAY).await > 2_000);
    let long_after = now + UsageQuery::OUTLIVES + 2 * DAY;
    while store.prune(RecordId::floor(long_after), None).await.unwrap().rows > 0 {}
    assert_eq!(usage::calls(store, now + DAY).await, 0);
}

async fn ran(store: &dyn AuditStore, preview: &Preview) -> Pruned {
    let mut heard = Pruned::default();
    let pruned = Retention::run(store, preview, None, |so_far| heard = so_far).await.unwrap();
    assert_eq!(heard, pruned);
    pruned
}

/// Bytes, held rows and the oldest of what would go.
fn sum(preview: &Preview) -> (u64, u64, Option<RecordId>) {
    let extents = || preview.tables.iter().map(|table| table.extent);
    let oldest = extents().filter_map(|extent| extent.oldest).min();
    (extents().map(|extent| extent.bytes).sum(), extents().map(|extent| extent.held).sum(), oldest)
}

fn is(record: &AuditRecord, server: &str) -> bool {
    record.server.as_ref().is_some_and(|is| is.get() == server)
}

/// Of these, in their order, the store finds the newest first, and as many.
async fn found_are(store: &dyn AuditStore, records: &[&AuditRecord], filter: &Filter) {
    let rows = store.query(filter, &Page::first(Page::MAX)).await.unwrap();
    let expected = records.iter().rev().take(Page::MAX as usize).map(|record| id(record));
    assert_eq!(ids(&rows).collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    assert_eq!((rows.total.count, rows.total.is_estimate), (records.len() as u64, false), "{filter:?}");
}
