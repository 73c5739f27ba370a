//! Writing and asking.

use std::{
    collections::HashSet,
    sync::atomic::{AtomicBool, Ordering::SeqCst},
    time::{Duration, SystemTime},
};

use gate_audit::{
    AuditRecord, AuditStore, EntryKind, Filter, Kind, Page, RecordId, Search, Status, StatusFilter,
    chain::{Chain, ChainKey},
};

use super::{
    id, ids,
    records::{plain, record, text},
};

pub(super) async fn nothing_is_in_it(store: &dyn AuditStore) {
    let rows = store.query(&Filter::default(), &Page::default()).await.unwrap();
    assert_eq!((rows.items.len(), rows.next, rows.total.count), (0, None, 0));
    let rows = store.query(&Filter::default().server("files"), &Page::default()).await.unwrap();
    assert_eq!((rows.items.len(), rows.total.count), (0, 0));
    let extents = store.extents(None).await.unwrap();
    assert!(extents.iter().all(|table| table.extent.rows == 0 && table.extent.oldest.is_none()));
    assert_eq!(store.newest(Some(1), Some(1)).await.unwrap(), None);
}

pub(super) async fn keeps_each_record_once(store: &dyn AuditStore, records: &[AuditRecord]) {
    store.append(&[]).await.unwrap();
    store.append(&records[..700]).await.unwrap();
    // A batch that is sent again, in part with new records, is kept once; so is one that repeats itself.
    store.append(&records[500..]).await.unwrap();
    store.append(&records[..700]).await.unwrap();
    store.append(&[records[3].clone(), records[3].clone()]).await.unwrap();
    // What was there first stays.
    let mut other = records[5].clone();
    other.server = text("another");
    store.append(&[other]).await.unwrap();
}

pub(super) async fn answers(store: &dyn AuditStore, records: &[AuditRecord]) {
    reads_back_what_it_was_given(store, records).await;
    pages_newest_first(store, records, &Filter::default()).await;
    pages_newest_first(store, records, &Filter::default().server("files")).await;
    pages_newest_first(store, records, &Filter::default().search(words("quarterly"))).await;
    for filter in filters(records) {
        finds_what_the_filter_says(store, records, &filter).await;
    }
}

async fn reads_back_what_it_was_given(store: &dyn AuditStore, records: &[AuditRecord]) {
    for record in records.iter().step_by(19).chain(&records[..40]) {
        assert_eq!(store.get(record.id).await.unwrap().as_ref(), Some(record));
    }
    assert_eq!(store.get(RecordId::at(SystemTime::now())).await.unwrap(), None);
}

/// Newest first, as the store must find them.
fn expected(records: &[AuditRecord], filter: &Filter) -> Vec<RecordId> {
    let mut ids: Vec<_> = records.iter().filter(|record| filter.matches(record)).map(id).collect();
    ids.sort_by(|a, b| b.cmp(a));
    ids
}

async fn pages_newest_first(store: &dyn AuditStore, records: &[AuditRecord], filter: &Filter) {
    let expected = expected(records, filter);
    let mut page = Page::first(100);
    let mut seen = Vec::new();
    loop {
        let rows = store.query(filter, &page).await.unwrap();
        assert_eq!((rows.total.count, rows.total.is_estimate), (expected.len() as u64, false), "{filter:?}");
        seen.extend(ids(&rows));
        let Some(next) = rows.next else { break };
        // As a client would: through its text.
        page = Page::first(100).after(next.to_string().parse().unwrap());
    }
    assert_eq!(seen, expected, "{filter:?}");

    for (offset, limit) in [(0, 7), (1, 10), (99, 3), (expected.len() - 2, 10), (expected.len(), 10), (1 << 40, 1)] {
        let page = Page::first(limit).offset(offset as u64);
        let rows = store.query(filter, &page).await.unwrap();
        let items: Vec<_> = expected.iter().skip(offset).take(limit as usize).copied().collect();
        assert_eq!(ids(&rows).collect::<Vec<_>>(), items, "{filter:?} {page:?}");
        let more = offset.saturating_add(limit as usize) < expected.len();
        assert_eq!(rows.next.is_some(), more, "{filter:?} {page:?}");
    }
}

async fn finds_what_the_filter_says(store: &dyn AuditStore, records: &[AuditRecord], filter: &Filter) {
    let mut expected = expected(records, filter);
    let rows = store.query(filter, &Page::first(Page::MAX)).await.unwrap();
    let total = (rows.total.count, rows.total.is_estimate);
    assert_eq!(total, (expected.len() as u64, false), "{:?}", filter.pairs());
    assert_eq!(rows.next.is_some(), expected.len() > Page::MAX as usize, "{:?}", filter.pairs());
    expected.truncate(Page::MAX as usize);
    assert_eq!(ids(&rows).collect::<Vec<_>>(), expected, "{:?}", filter.pairs());
}

fn words(words: &str) -> Search {
    Search::parse(words).unwrap()
}

fn filters(records: &[AuditRecord]) -> Vec<Filter> {
    let all = Filter::default;
    let one = &records[617];
    let mut filters = vec![
        all().status(StatusFilter::Success),
        all().status(StatusFilter::Error),
        all().server("files"),
        all().server("Demo server"),
        all().server("demo server"),
        all().server("nobody"),
        all().name("tool-3"),
        all().principal("user-2").server("github"),
        all().session("session-11"),
        all().workflow("nightly"),
        all().workflow(""),
        all().request_id("request-617"),
        all().trace_id(one.trace_id.unwrap()),
        all().trace_id([9; 16]),
        all().from(one.created_at()),
        all().to(one.created_at()),
        all().from(records[100].created_at()).to(records[130].created_at()).server("files"),
        all().from(records[1_000].created_at()).search(words("srv")),
        all().from(one.created_at()).to(one.created_at()),
        all().server("' OR 1=1 --"),
        all().server("files* OR \"x"),
        all().min_latency(Duration::from_micros(2_400)),
        all().min_latency(Duration::from_micros(2_049)).server("github"),
        all().min_latency(Duration::from_nanos(2_400_500)),
        all().min_latency(Duration::ZERO),
        all().min_latency(Duration::from_secs(60)),
        all().redacted(true),
        all().redacted(false).status(Status::Denied),
    ];
    let searches = [
        "srv 617", "SRV/617", "srv", "61*", "6* SRV", "straße", "STRASSE", "übergang zum", "uber*", "हिन्दी", "हि*",
        "में रिपोर्ट", "quarterly report", "broke", "nothing of the kind", "sfiles", "x*", "ff00ff", "00ff*", "0",
    ];
    filters.extend(searches.map(|text| all().search(words(text))));
    // A word longer than any index likes.
    filters.push(all().search(words(&"x".repeat(700))));
    filters.push(all().search(words(&("x".repeat(700) + "*"))));
    filters.push(all().search(words("quarterly")).server("github").status(Status::Ok).principal("user-0"));
    filters.extend(Status::ALL.map(|status| all().status(status)));
    filters.extend(EntryKind::ALL.map(|entry| all().entry(entry)));
    filters.extend([Kind::Tool, Kind::Skill, Kind::Http, Kind::Prompt].map(|kind| all().kind(kind)));
    filters
}

/// Records come late now and then, as from a journal that is read again: pages are in order all the same.
pub(super) async fn serves_readers_while_it_writes(store: &dyn AuditStore) {
    let start = SystemTime::now() - Duration::from_secs(60);
    let mut records: Vec<_> =
        (0..6_000).map(|index| record(index, start + Duration::from_millis(index as u64))).collect();
    records[1_000..3_000].rotate_left(1_500);
    let mut chain = Chain::start(ChainKey::new(b"nobody can guess this one").unwrap(), "gateway", None);
    records.iter_mut().for_each(|record| chain.seal(record));
    store.begin_chain(chain.beginning()).await.unwrap();
    let written = AtomicBool::new(false);
    let write = async {
        for batch in records.chunks(100) {
            store.append(batch).await.unwrap();
            tokio::task::yield_now().await;
        }
        written.store(true, SeqCst);
    };
    tokio::join!(write, read(store, &written, 0), read(store, &written, 1), read(store, &written, 2));
    super::settled(store).await;
    for filter in [Filter::default().server("files"), Filter::default().search(words("quarterly"))] {
        pages_newest_first(store, &records, &filter).await;
    }
    // Two ways to the same sum.
    let rows: u64 = store.extents(None).await.unwrap().iter().map(|table| table.extent.rows).sum();
    assert_eq!(rows, 6_000);
    assert_eq!(store.sealed(chain.head().writer, 0, 10_000).await.unwrap().len(), 6_000);
    let late = plain(start);
    store.append(&[late.clone()]).await.unwrap();
    assert_eq!(store.get(late.id).await.unwrap(), Some(late));
}

async fn read(store: &dyn AuditStore, written: &AtomicBool, which: usize) {
    let filters =
        [Filter::default(), Filter::default().server("files"), Filter::default().search(words("quarterly"))];
    let filter = &filters[which];
    while !written.load(SeqCst) {
        let rows = store.query(filter, &Page::default()).await.unwrap();
        let seen: Vec<_> = ids(&rows).collect();
        assert!(seen.is_sorted_by(|a, b| a > b), "newest first, each once");
        assert!(rows.items.iter().all(|record| filter.matches(record)));
        assert_eq!(seen.iter().collect::<HashSet<_>>().len(), seen.len());
        tokio::task::yield_now().await;
    }
}
