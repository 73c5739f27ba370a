//! What verification tells of a trail that somebody has meddled with.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::{Duration, SystemTime};

use gate_audit::{
    AuditRecord, AuditSink, AuditStore, Filter, Hold, Kind, MemoryStore, RecordId, Retention, Status,
    chain::{Chain, ChainKey, FlawKind, Head, KeyRing, Verdict, verify},
};
use gate_mask::Masked;

fn key() -> ChainKey {
    ChainKey::new(b"nobody can guess this one").unwrap()
}

fn record(index: u64) -> AuditRecord {
    let time = SystemTime::now() - Duration::from_secs(3_600) + Duration::from_millis(index);
    let mut record = AuditRecord::new(RecordId::at(time), Kind::Tool, Status::Ok);
    record.name = Some(Masked::assume_masked_from_store(format!("tool-{index}")));
    record
}

/// Two runs of a writer, of 20 records each.
fn written() -> (Vec<Chain>, Vec<AuditRecord>) {
    let mut records: Vec<_> = (0..40).map(record).collect();
    let mut first = Chain::start(key(), "gateway", None);
    records[..20].iter_mut().for_each(|record| first.seal(record));
    let mut second = Chain::start(key(), "gateway", Some(first.head()));
    records[20..].iter_mut().for_each(|record| second.seal(record));
    (vec![first, second], records)
}

async fn stored(chains: &[Chain], records: &[AuditRecord]) -> MemoryStore {
    let store = MemoryStore::new(10_000);
    for chain in chains {
        store.begin_chain(chain.beginning()).await.unwrap();
    }
    store.append(records).await.unwrap();
    store
}

async fn verdict(store: &MemoryStore, anchors: &[Head]) -> Verdict {
    verify(store, &KeyRing::from(key()), anchors, |_| {}).await.unwrap()
}

/// The kinds of the flaws, and the first one's place.
async fn flaws(chains: &[Chain], records: &[AuditRecord]) -> (Vec<FlawKind>, Option<u64>) {
    let anchors: Vec<_> = chains.iter().map(Chain::head).collect();
    let found = verdict(&stored(chains, records).await, &anchors).await.flaws;
    (found.iter().map(|flaw| flaw.kind).collect(), found.first().and_then(|flaw| flaw.number))
}

#[tokio::test]
async fn an_untouched_trail_has_no_flaw() {
    let (chains, records) = written();
    let store = stored(&chains, &records).await;
    let verdict = verdict(&store, &[chains[1].head()]).await;
    assert_eq!((verdict.checked, verdict.flaws.as_slice()), (40, &[][..]));
    assert_eq!(verdict.heads, [chains[0].head(), chains[1].head()]);
}

#[tokio::test]
async fn the_first_record_that_was_meddled_with_is_named() {
    let (chains, records) = written();

    let mut altered = records.clone();
    altered[7].status = Status::Denied;
    assert_eq!(flaws(&chains, &altered).await, (vec![FlawKind::Altered], Some(8)));

    let mut removed = records.clone();
    removed.remove(25);
    assert_eq!(flaws(&chains, &removed).await, (vec![FlawKind::Removed], Some(6)));

    let mut swapped = records.clone();
    (swapped[3].link, swapped[4].link) = (records[4].link, records[3].link);
    assert_eq!(flaws(&chains, &swapped).await, (vec![FlawKind::Altered], Some(4)));

    let mut forged = record(99);
    forged.link = records[9].link;
    let inserted = [records.clone(), vec![forged]].concat();
    assert_eq!(flaws(&chains, &inserted).await, (vec![FlawKind::Inserted], Some(10)));

    let unlinked = [records.clone(), vec![late()]].concat();
    assert_eq!(flaws(&chains, &unlinked).await, (vec![FlawKind::Inserted], None));

    assert_eq!(flaws(&chains, &records[..39]).await, (vec![FlawKind::Truncated], Some(20)));
    // The second chain's start tells where the first one ended.
    let cut = [&records[..18], &records[20..]].concat();
    let store = stored(&chains, &cut).await;
    assert_eq!(verdict(&store, &[]).await.flaws[0].kind, FlawKind::Truncated);
}

fn late() -> AuditRecord {
    AuditRecord::new(RecordId::at(SystemTime::now() + Duration::from_secs(1)), Kind::Tool, Status::Ok)
}

#[tokio::test]
async fn a_chain_that_is_gone_as_a_whole_is_missed() {
    let (chains, records) = written();
    let store = stored(&chains[1..], &records[20..]).await;
    assert_eq!(verdict(&store, &[]).await.flaws[0].kind, FlawKind::ChainRemoved);
}

#[tokio::test]
async fn another_key_verifies_nothing() {
    let (chains, records) = written();
    let store = stored(&chains, &records).await;
    let other = KeyRing::from(ChainKey::new(b"some other secret").unwrap());
    let verdict = verify(&store, &other, &[], |_| {}).await.unwrap();
    assert_eq!(verdict.flaws[0].kind, FlawKind::UnknownKey);
    assert!(ChainKey::new(b"too short").is_none());
}

#[tokio::test]
async fn what_retention_takes_out_is_accounted_for() {
    let (chains, records) = written();
    let store = stored(&chains, &records).await;
    store.hold(&Hold::new("case 7", Filter::default().name("tool-5"), SystemTime::now())).await.unwrap();

    let preview = Retention::default().max_rows(10).preview(&store, SystemTime::now()).await.unwrap();
    assert_eq!((preview.rows(), preview.tables[0].extent.held, preview.total.rows), (30, 1, 40));
    let pruned = Retention::run(&store, &preview, Some(&key()), |_| {}).await.unwrap();
    assert_eq!((pruned.rows, pruned.held), (30, 1));

    let verdict_after = verdict(&store, &[chains[1].head()]).await;
    assert_eq!(verdict_after.flaws, []);
    assert_eq!((verdict_after.checked, verdict_after.pruned), (11, 29));
    assert!(store.get(records[5].id).await.unwrap().is_some(), "it is held");

    assert!(store.release("case 7", Some(&key())).await.unwrap());
    assert!(store.get(records[5].id).await.unwrap().is_none());
    let verdict_after = verdict(&store, &[]).await;
    assert_eq!((verdict_after.flaws.len(), verdict_after.checked, verdict_after.pruned), (0, 10, 30));
}

#[tokio::test]
async fn what_is_taken_out_without_a_signature_is_missed() {
    let (chains, records) = written();
    let store = stored(&chains, &records).await;
    let preview = Retention::default().max_rows(30).preview(&store, SystemTime::now()).await.unwrap();
    Retention::run(&store, &preview, None, |_| {}).await.unwrap();
    assert_eq!(verdict(&store, &[]).await.flaws[0].kind, FlawKind::Removed);
}

/// The retention may overtake a verification: at its next page, and at the end of a chain.
#[tokio::test]
async fn what_goes_while_it_is_verified_is_accounted_for() {
    for (count, gone) in [(3_000, 1_900), (1_500, 1_500)] {
        let mut records: Vec<_> = (0..count).map(record).collect();
        let mut chain = Chain::start(key(), "gateway", None);
        records.iter_mut().for_each(|record| chain.seal(record));
        let store = stored(std::slice::from_ref(&chain), &records).await;
        let cut_off =
            records.get(gone).map_or_else(|| RecordId::floor(SystemTime::now()), |record| record.id);
        let mut has_run = false;
        let verdict = verify(&store, &key().into(), &[chain.head()], |_| {
            if !std::mem::replace(&mut has_run, true) {
                while at_once(store.prune(cut_off, Some(&key()))).rows > 0 {}
            }
        })
        .await
        .unwrap();
        assert!(has_run);
        assert_eq!((&*verdict.flaws, &*verdict.heads), (&[][..], &[chain.head()][..]));
        assert_eq!((verdict.checked, verdict.pruned), (count - gone as u64, gone as u64));
    }
}

/// A store in memory never waits.
fn at_once<T>(future: gate_audit::StoreFuture<'_, T>) -> T {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(done) => done.unwrap(),
        std::task::Poll::Pending => panic!("it waits"),
    }
}
