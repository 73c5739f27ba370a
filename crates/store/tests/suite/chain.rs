//! Chains: whole, meddled with, pruned.

use std::time::{Duration, SystemTime};

use gate_audit::{
    AuditRecord, AuditStore, Filter, Hold, RecordId, Retention,
    chain::{Chain, ChainKey, FlawKind, Head, KeyRing, Verdict, verify},
};

use super::{
    Made,
    records::{plain, record},
};

/// What verification tells of the stores that `made` makes.
pub(crate) async fn verifies(made: impl AsyncFn() -> Made) {
    an_untouched_trail_has_no_flaw(&*made().await).await;
    what_is_taken_out_is_accounted_for(&*made().await).await;
    strays_are_found(&*made().await).await;
    what_was_meddled_with_is_named(made).await;
}

fn key() -> ChainKey {
    ChainKey::new(b"nobody can guess this one").unwrap()
}

/// Two runs of a writer, of 1,500 records each: more than is read or taken out in one go.
fn written() -> ([Chain; 2], Vec<AuditRecord>) {
    let start = SystemTime::now();
    let time = |index: u64| start + Duration::from_millis(1 + index);
    let mut records: Vec<_> = (0..3_000).map(|index| record(index, time(index as u64))).collect();
    let mut first = Chain::start(key(), "gateway", None);
    records[..1_500].iter_mut().for_each(|record| first.seal(record));
    let mut second = Chain::start(key(), "gateway", Some(first.head()));
    records[1_500..].iter_mut().for_each(|record| second.seal(record));
    ([first, second], records)
}

async fn fill(store: &dyn AuditStore, chains: &[Chain], records: &[AuditRecord]) {
    for chain in chains.iter().rev() {
        store.begin_chain(chain.beginning()).await.unwrap();
        // As after an answer that got lost.
        store.begin_chain(chain.beginning()).await.unwrap();
    }
    store.append(records).await.unwrap();
}

async fn verdict(store: &dyn AuditStore, anchors: &[Head]) -> Verdict {
    verify(store, &KeyRing::from(key()), anchors, |_| {}).await.unwrap()
}

async fn an_untouched_trail_has_no_flaw(store: &dyn AuditStore) {
    let (chains, records) = written();
    fill(store, &chains, &records).await;
    let starts: Vec<_> = chains.iter().map(|chain| chain.beginning().clone()).collect();
    assert_eq!(store.chains().await.unwrap(), starts);
    let heads: Vec<_> = chains.iter().map(Chain::head).collect();
    let found = verdict(store, &heads).await;
    assert_eq!((found.checked, found.unsealed, found.flaws), (3_000, 0, vec![]));
    assert_eq!(found.heads, heads);

    let writer = heads[1].writer;
    let numbers = |records: Vec<AuditRecord>| -> Vec<_> {
        records.iter().map(|record| record.link.unwrap().number).collect()
    };
    assert_eq!(numbers(store.sealed(writer, 0, 3).await.unwrap()), [1, 2, 3]);
    assert_eq!(numbers(store.sealed(writer, 1_498, 10).await.unwrap()), [1_499, 1_500]);
    assert_eq!(numbers(store.sealed(writer, 1_500, 10).await.unwrap()), [0_u64; 0]);
    assert_eq!(numbers(store.sealed(writer, u64::MAX, 10).await.unwrap()), [0_u64; 0]);
}

async fn what_is_taken_out_is_accounted_for(store: &dyn AuditStore) {
    let (chains, records) = written();
    fill(store, &chains, &records).await;
    let hold = Hold::new("case 7", Filter::default().session("session-3"), SystemTime::now());
    store.hold(&hold).await.unwrap();
    let held = records[..2_000].iter().filter(|record| hold.filter.matches(record)).count() as u64;
    let heads: Vec<_> = chains.iter().map(Chain::head).collect();

    let preview = Retention::default().max_rows(1_000).preview(store, SystemTime::now()).await.unwrap();
    let pruned = Retention::run(store, &preview, Some(&key()), |_| {}).await.unwrap();
    assert_eq!((pruned.rows, pruned.held), (2_000, held));
    let found = verdict(store, &heads).await;
    assert_eq!((found.flaws, found.checked, found.pruned), (vec![], 1_000 + held, 2_000 - held));

    assert!(store.release("case 7", Some(&key())).await.unwrap());
    let found = verdict(store, &heads).await;
    assert_eq!((found.flaws, found.checked, found.pruned), (vec![], 1_000, 2_000));
    let [first, second] = heads[..] else { unreachable!() };
    for checkpoint in store.checkpoints(first.writer).await.unwrap() {
        assert!(checkpoint.is_genuine(&key()) && checkpoint.writer == first.writer);
    }
    assert_ne!(store.checkpoints(second.writer).await.unwrap(), []);

    // Without a signature it is missed.
    let preview = Retention::default().max_rows(500).preview(store, SystemTime::now()).await.unwrap();
    Retention::run(store, &preview, None, |_| {}).await.unwrap();
    let found = verdict(store, &heads).await.flaws;
    assert_eq!((found[0].kind, found[0].number), (FlawKind::Removed, Some(501)));
}

async fn strays_are_found(store: &dyn AuditStore) {
    let now = SystemTime::now();
    let early: Vec<_> = (1..=5).map(|second| plain(now - Duration::from_secs(second))).collect();
    store.append(&early).await.unwrap();
    let chain = Chain::start(key(), "gateway", None);
    let (chains, records) = written();
    fill(store, &chains, &records).await;
    let all = store.strays(None).await.unwrap();
    assert_eq!((all.before, all.first_since), (5, None));
    let since = RecordId::floor(chain.head().writer.time());
    let found = verdict(store, &[]).await;
    assert_eq!((found.unsealed, found.flaws), (5, vec![]));

    // One without a place, and one with a place in a chain that never began.
    let mut unknown = Chain::start(key(), "gateway", None);
    let mut late = [plain(now + Duration::from_secs(90)), plain(now + Duration::from_secs(60))];
    unknown.seal(&mut late[1]);
    store.append(&late).await.unwrap();
    let strays = store.strays(Some(since)).await.unwrap();
    assert_eq!((strays.before, strays.first_since), (5, Some(late[1].id)));
    assert_eq!(verdict(store, &[]).await.flaws[0].kind, FlawKind::Inserted);
    assert_eq!(store.get(late[1].id).await.unwrap().as_ref(), Some(&late[1]));
}

type Meddle = fn(&mut Vec<AuditRecord>);

async fn what_was_meddled_with_is_named(made: impl AsyncFn() -> Made) {
    let (chains, records) = written();
    let meddled: [(&str, FlawKind, u64, Meddle); 5] = [
        ("altered", FlawKind::Altered, 8, |records| records[7].http_status = Some(599)),
        ("removed", FlawKind::Removed, 26, |records| drop(records.remove(1_525))),
        ("cut off", FlawKind::Truncated, 1_500, |records| records.truncate(2_990)),
        ("inserted", FlawKind::Inserted, 10, |records| {
            let mut forged = records[20].clone();
            (forged.id, forged.link) = (RecordId::at(SystemTime::now()), records[9].link);
            records.push(forged);
        }),
        ("swapped", FlawKind::Altered, 1_401, |records| {
            (records[1_400].link, records[1_401].link) = (records[1_401].link, records[1_400].link);
        }),
    ];
    let heads: Vec<_> = chains.iter().map(Chain::head).collect();
    for (how, kind, number, meddle) in meddled {
        let store = made().await;
        let mut records = records.clone();
        meddle(&mut records);
        fill(&*store, &chains, &records).await;
        let flaws = verdict(&*store, &heads).await.flaws;
        assert_eq!((flaws[0].kind, flaws[0].number), (kind, Some(number)), "{how}: {flaws:?}");
    }
}
