//! What every audit store must do; each store's test runs all of it.

use std::{
    collections::HashSet,
    time::{Duration, SystemTime},
};

use gate_audit::{
    AuditRecord, AuditStore, Direction, Filter, Kind, Page, RecordId, RecordedPayload, Rows, Status,
    StatusFilter,
};
use gate_mask::{Masked, Masker};

pub(crate) async fn conforms(store: &dyn AuditStore) {
    store.ping().await.unwrap();
    let records = records(1_234);
    store.append(&[]).await.unwrap();
    store.append(&records[..700]).await.unwrap();
    // A batch that is sent again, in part with new records, is kept once.
    store.append(&records[500..]).await.unwrap();
    store.append(&records[..700]).await.unwrap();

    reads_back_what_it_was_given(store, &records).await;
    pages_newest_first(store, &records).await;
    for filter in filters(&records) {
        finds_what_the_filter_says(store, &records, &filter).await;
    }
}

async fn reads_back_what_it_was_given(store: &dyn AuditStore, records: &[AuditRecord]) {
    for record in records.iter().step_by(97) {
        let found = store.get(record.id).await.unwrap().expect("the record is there");
        // Findings are not stored with each text, only their sum, so the texts are compared without.
        assert_eq!(found, as_read_back(record));
    }
    assert_eq!(store.get(RecordId::at(SystemTime::now())).await.unwrap(), None);
}

async fn pages_newest_first(store: &dyn AuditStore, records: &[AuditRecord]) {
    let mut expected: Vec<_> = records.iter().map(|record| record.id).collect();
    expected.sort_by(|a, b| b.cmp(a));
    let mut page = Page::first(100);
    let mut seen = Vec::new();
    loop {
        let rows = store.query(&Filter::default(), &page).await.unwrap();
        assert_eq!((rows.total.count, rows.total.is_estimate), (1_234, false));
        seen.extend(ids(&rows));
        let Some(next) = rows.next else { break };
        // As a client would: through its text.
        page = Page::first(100).after(next.to_string().parse().unwrap());
    }
    assert_eq!(seen, expected);
}

async fn finds_what_the_filter_says(store: &dyn AuditStore, records: &[AuditRecord], filter: &Filter) {
    let expected: HashSet<_> =
        records.iter().filter(|record| filter.matches(record)).map(|record| record.id).collect();
    let rows = store.query(filter, &Page::first(Page::MAX)).await.unwrap();
    assert_eq!(rows.total.count as usize, expected.len(), "{filter:?}");
    assert_eq!(rows.items.len(), expected.len().min(Page::MAX as usize), "{filter:?}");
    assert!(ids(&rows).all(|id| expected.contains(&id)), "{filter:?}");
    assert_eq!(rows.next.is_some(), expected.len() > Page::MAX as usize, "{filter:?}");
}

fn filters(records: &[AuditRecord]) -> Vec<Filter> {
    let one = &records[617];
    let mut filters = vec![
        Filter::default().status(StatusFilter::Success),
        Filter::default().status(StatusFilter::Error),
        Filter::default().server("files"),
        Filter::default().server("nobody"),
        Filter::default().name("tool-3"),
        Filter::default().principal("user-2").server("github"),
        Filter::default().session("session-11"),
        Filter::default().workflow("nightly"),
        Filter::default().request_id("request-617"),
        Filter::default().trace_id(one.trace_id.unwrap()),
        Filter::default().from(one.created_at()),
        Filter::default().to(one.created_at()),
        Filter::default().from(records[100].created_at()).to(records[130].created_at()).server("files"),
        Filter::default().server("' OR 1=1 --"),
    ];
    filters.extend(Status::ALL.map(|status| Filter::default().status(status)));
    filters.extend([Kind::Tool, Kind::Skill, Kind::Http].map(|kind| Filter::default().kind(kind)));
    filters
}

fn records(count: usize) -> Vec<AuditRecord> {
    let masker = Masker::default();
    let start = SystemTime::now() - Duration::from_secs(3_600);
    (0..count).map(|index| record(&masker, index, start + Duration::from_millis(index as u64 * 7))).collect()
}

fn record(masker: &Masker, index: usize, time: SystemTime) -> AuditRecord {
    let text = |text: String| Some(masker.mask_str(&text).into_owned());
    let kinds = [Kind::Tool, Kind::Skill, Kind::Tool, Kind::Http, Kind::Tool];
    let status = Status::ALL[index % 13 % Status::ALL.len()];
    let mut record = AuditRecord::new(RecordId::at(time), kinds[index % kinds.len()], status);
    record.server = text(["files", "github", "demo"][index % 3].into());
    record.name = text(format!("tool-{}", index % 7));
    record.principal = index.is_multiple_of(2).then(|| text(format!("user-{}", index % 4))).flatten();
    record.session = text(format!("session-{}", index % 17));
    record.workflow = index.is_multiple_of(10).then(|| text("nightly".into())).flatten();
    record.request_id = text(format!("request-{index}"));
    record.method = text("tools/call".into());
    record.client = text("tester/1.0".into());
    record.direction = [Some(Direction::ToServer), Some(Direction::ToClient), None][index % 3];
    let mut trace_id = [7; 16];
    trace_id[..8].copy_from_slice(&(index as u64 / 2).to_be_bytes());
    record.trace_id = Some(trace_id);
    record.span_id = (!index.is_multiple_of(5)).then_some([3; 8]);
    record.http_status = (!index.is_multiple_of(4)).then_some(200);
    record.error_code = index.is_multiple_of(6).then_some(-32_602);
    record.error = text(format!("it broke: \u{1f525} \0 {index}"));
    record.latency = Duration::from_micros(index as u64 * 3);
    record.first_byte = index.is_multiple_of(3).then_some(Duration::from_micros(12));
    record.request_bytes = index as u64;
    record.response_bytes = u64::from(u32::MAX) + index as u64;
    record.input_tokens = index.is_multiple_of(2).then_some(index as u64);
    record.output_tokens = Some(1);
    record.arguments = payload(text(format!(r#"{{"path": "/srv/{index}"}}"#)), index.is_multiple_of(9));
    record.response = payload((!index.is_multiple_of(8)).then(|| text("x".repeat(index))).flatten(), false);
    record.redactions = gate_audit::Redactions::parse("key-name:2,jwt:1");
    record
}

fn payload(text: Option<Masked<String>>, truncated: bool) -> RecordedPayload {
    let size = text.as_ref().map(|text| text.get().len() as u64);
    RecordedPayload { text, size, truncated, ..Default::default() }
}

fn as_read_back(record: &AuditRecord) -> AuditRecord {
    let mut record = record.clone();
    let bare = |text: &mut Option<Masked<String>>| {
        *text = text.take().map(|text| Masked::assume_masked_from_store(text.into_inner()));
    };
    bare(&mut record.error);
    bare(&mut record.arguments.text);
    bare(&mut record.response.text);
    record
}

fn ids(rows: &Rows) -> impl Iterator<Item = RecordId> {
    rows.items.iter().map(|record| record.id)
}
