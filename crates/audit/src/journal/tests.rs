use std::{fs, path::Path, time::SystemTime};

use gate_call::Kind;
use gate_mask::Masked;
use proptest::prelude::*;

use super::*;
use crate::{
    AuditRecord, RecordId, Status,
    chain::{Chain, ChainKey},
};

fn record(text: &str) -> AuditRecord {
    let mut record = AuditRecord::new(RecordId::at(SystemTime::now()), Kind::Tool, Status::Ok);
    record.arguments.text = Some(Masked::assume_masked_from_store(text.to_owned()));
    record
}

fn chain(previous: Option<Head>) -> Chain {
    Chain::start(ChainKey::new(&[9; 32]).unwrap(), "gateway-1", previous)
}

fn sealed(chain: &mut Chain, count: usize) -> Vec<AuditRecord> {
    let seal = |at| {
        let mut record = record(&format!("record {at} {}", "x".repeat(at % 90)));
        chain.seal(&mut record);
        record
    };
    (0..count).map(seal).collect()
}

/// Everything that a reader gets without waiting, and the chains that it belongs to.
fn drain(reader: &mut Reader) -> (Vec<AuditRecord>, Vec<ChainStart>) {
    let (mut records, mut starts) = (Vec::new(), Vec::new());
    while let Next::Batch(batch) = reader.next(7).unwrap() {
        records.extend(batch.records);
        starts.extend(batch.start);
    }
    starts.dedup();
    (records, starts)
}

/// Writes a run's records, and leaves as a process does that is killed: nothing is closed.
fn run_and_die(dir: &Path, count: usize) -> (Vec<AuditRecord>, Head) {
    let journal = Journal::open(&JournalOptions::new(dir)).unwrap();
    let mut chain = chain(journal.previous());
    let (mut appender, _reader) = journal.split(Some(chain.beginning()));
    let records = sealed(&mut chain, count);
    records.chunks(3).for_each(|some| appender.append(some).unwrap());
    (records, chain.head())
}

fn segments(dir: &Path) -> Vec<std::path::PathBuf> {
    let all = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let mut all: Vec<_> = all.filter(|path| path.extension().is_some_and(|kind| kind == "journal")).collect();
    all.sort();
    all
}

#[test]
fn what_was_written_is_read_back_in_order_with_its_chain() {
    let dir = tempfile::tempdir().unwrap();
    let journal = Journal::open(&JournalOptions::new(dir.path().join("j"))).unwrap();
    let mut chain = chain(None);
    let (mut appender, mut reader) = journal.split(Some(chain.beginning()));
    assert!(matches!(reader.next(10).unwrap(), Next::Empty));
    for round in 0..3 {
        let records = sealed(&mut chain, 50);
        appender.append(&records).unwrap();
        let (read, starts) = drain(&mut reader);
        assert_eq!(read, records, "round {round}");
        assert_eq!(starts, [chain.beginning().clone()]);
    }
    let head = chain.head();
    appender.close(Some(head));
    assert!(matches!(reader.next(10).unwrap(), Next::Closed));
    assert!(segments(&dir.path().join("j")).is_empty(), "all was read");
    drop(reader);
    let journal = Journal::open(&JournalOptions::new(dir.path().join("j"))).unwrap();
    assert_eq!(journal.previous(), Some(head));
}

#[test]
fn only_its_owner_may_read_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("deep/journal");
    let (_, head) = run_and_die(&path, 3);
    Journal::open(&JournalOptions::new(&path)).unwrap().split(None).0.close(Some(head));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o700);
        let files: Vec<_> = fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(files.len(), 3, "{files:?}");
        files.iter().for_each(|file| assert_eq!(mode(file), 0o600, "{file:?}"));
    }
}

#[test]
fn one_process_has_it() {
    let dir = tempfile::tempdir().unwrap();
    let first = Journal::open(&JournalOptions::new(dir.path())).unwrap();
    let refused = Journal::open(&JournalOptions::new(dir.path())).err().unwrap().to_string();
    assert!(refused.ends_with("is in use by another process"), "{refused}");
    drop(first);
    Journal::open(&JournalOptions::new(dir.path())).unwrap();
}

#[test]
fn the_next_run_reads_what_the_last_one_left_and_follows_its_head() {
    let dir = tempfile::tempdir().unwrap();
    let (first, head) = run_and_die(dir.path(), 20);
    let (second, second_head) = run_and_die(dir.path(), 10);
    let journal = Journal::open(&JournalOptions::new(dir.path())).unwrap();
    assert_eq!(journal.previous(), Some(second_head));
    let (_appender, mut reader) = journal.split(None);
    let (read, starts) = drain(&mut reader);
    assert_eq!(read, [first, second].concat());
    assert_eq!(starts.len(), 2);
    assert_eq!(starts[1].previous, Some(head));
}

#[test]
fn a_full_journal_takes_no_more_until_it_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let journal = Journal::open(&JournalOptions::new(dir.path()).max_bytes(1 << 20)).unwrap();
    let ledger = Arc::clone(&journal.ledger);
    let (mut appender, mut reader) = journal.split(None);
    let records: Vec<_> = (0..16).map(|_| record(&"x".repeat(1_000))).collect();
    let mut written = 0;
    while appender.append(&records).is_ok() {
        written += records.len();
    }
    assert!(matches!(appender.append(&records), Err(AppendError::Full)));
    assert!(ledger.is_full() && ledger.bytes() <= 1 << 20);
    let on_disk: u64 = segments(dir.path()).iter().map(|path| fs::metadata(path).unwrap().len()).sum();
    assert_eq!(on_disk, ledger.bytes());
    assert_eq!(drain(&mut reader).0.len(), written);
    assert!(!ledger.is_full());
    appender.append(&records).unwrap();
    assert_eq!(drain(&mut reader).0, records);
}

#[test]
fn what_the_system_did_not_write_is_written_elsewhere() {
    let dir = tempfile::tempdir().unwrap();
    let journal = Journal::open(&JournalOptions::new(dir.path().join("j"))).unwrap();
    let (mut appender, mut reader) = journal.split(None);
    let records = [record("one"), record("two")];
    appender.append(&records[..1]).unwrap();
    appender.sync().unwrap();
    // No new segment can be made, and the old one is done with.
    fs::rename(dir.path().join("j"), dir.path().join("away")).unwrap();
    let mut large = vec![record(&"x".repeat(1 << 20)); 9];
    large.dedup_by_key(|record| record.id);
    while appender.append(&large).is_ok() {}
    assert!(matches!(appender.append(&records[1..]), Err(AppendError::Failed(_))));
    fs::rename(dir.path().join("away"), dir.path().join("j")).unwrap();
    appender.append(&records[1..]).unwrap();
    let read = drain(&mut reader).0;
    assert_eq!((read.first(), read.last()), (Some(&records[0]), Some(&records[1])));
}

#[test]
fn a_segment_that_is_damaged_under_its_writer_takes_no_more() {
    let dir = tempfile::tempdir().unwrap();
    let journal = Journal::open(&JournalOptions::new(dir.path())).unwrap();
    let ledger = Arc::clone(&journal.ledger);
    let (mut appender, mut reader) = journal.split(None);
    appender.append(&[record("one")]).unwrap();
    fs::File::options().write(true).open(&segments(dir.path())[0]).unwrap().set_len(30).unwrap();
    assert!(matches!(reader.next(10).unwrap(), Next::Empty));
    assert_eq!((ledger.corrupt(), ledger.bytes()), (1, 0));
    let next = [record("two")];
    assert!(matches!(appender.append(&next), Err(AppendError::Failed(_))), "nobody would read it there");
    appender.append(&next).unwrap();
    assert_eq!(drain(&mut reader).0, next);
}

#[test]
fn a_segment_that_was_taken_away_is_not_waited_for() {
    let dir = tempfile::tempdir().unwrap();
    run_and_die(dir.path(), 3);
    let (second, _) = run_and_die(dir.path(), 4);
    let journal = Journal::open(&JournalOptions::new(dir.path())).unwrap();
    let ledger = Arc::clone(&journal.ledger);
    let (_appender, mut reader) = journal.split(None);
    // All of them may come back.
    let away = dir.path().with_extension("away");
    fs::rename(dir.path(), &away).unwrap();
    assert!(reader.next(10).is_err());
    fs::rename(&away, dir.path()).unwrap();
    fs::remove_file(&segments(dir.path())[0]).unwrap();
    assert_eq!((drain(&mut reader).0, ledger.corrupt()), (second, 1));
}

#[test]
fn a_segment_that_cannot_be_removed_is_not_read_twice() {
    let dir = tempfile::tempdir().unwrap();
    let (written, _) = run_and_die(dir.path(), 3);
    let journal = Journal::open(&JournalOptions::new(dir.path())).unwrap();
    let (_appender, mut reader) = journal.split(None);
    assert!(matches!(reader.next(3).unwrap(), Next::Batch(batch) if batch.records == written));
    // A directory cannot be removed as a file is; whoever runs this may be root, whom no mode stops.
    let path = segments(dir.path()).remove(0);
    fs::rename(&path, dir.path().join("kept")).unwrap();
    fs::create_dir(&path).unwrap();
    for _ in 0..2 {
        assert!(reader.next(3).is_err());
    }
    fs::remove_dir(&path).unwrap();
    assert!(matches!(reader.next(3).unwrap(), Next::Empty));
}

#[test]
fn a_header_that_a_crash_has_cut_is_no_corruption() {
    for length in [0, 5, 20, 40] {
        let dir = tempfile::tempdir().unwrap();
        let (_, head) = run_and_die(dir.path(), 1);
        run_and_die(dir.path(), 1);
        let newest = &segments(dir.path())[1];
        fs::File::options().write(true).open(newest).unwrap().set_len(length).unwrap();
        let journal = Journal::open(&JournalOptions::new(dir.path())).unwrap();
        assert_eq!(journal.previous(), Some(head));
        let ledger = Arc::clone(&journal.ledger);
        let (_appender, mut reader) = journal.split(None);
        assert_eq!((drain(&mut reader).0.len(), ledger.corrupt()), (1, 0));
    }
}

#[test]
fn the_last_run_is_known_though_the_clock_was_put_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut later = chain(None).head();
    later.writer = crate::chain::WriterId::at(SystemTime::now() + std::time::Duration::from_secs(3_600));
    later.number = 7;
    let journal = Journal::open(&JournalOptions::new(dir.path())).unwrap();
    journal.split(None).0.close(Some(later));
    let (_, head) = run_and_die(dir.path(), 3);
    assert_eq!(Journal::open(&JournalOptions::new(dir.path())).unwrap().previous(), Some(head));
}

#[test]
fn files_that_only_look_like_segments_are_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["1.journal", "+000000000000001.journal", "ffffffffffffffff0.journal", "x.journal"] {
        fs::write(dir.path().join(name), "not ours").unwrap();
    }
    fs::write(dir.path().join("ffffffffffffffff.journal"), "ours, by its name").unwrap();
    let journal = Journal::open(&JournalOptions::new(dir.path())).unwrap();
    assert_eq!(journal.ledger.newest(), Some(u64::MAX));
    let (mut appender, _reader) = journal.split(None);
    assert!(matches!(appender.append(&[record("one")]), Err(AppendError::Failed(_))));
}

#[test]
fn what_was_set_aside_is_never_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    for times in 1..=3 {
        run_and_die(dir.path(), 1);
        let path = segments(dir.path()).remove(0);
        let mut bytes = fs::read(&path).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(&path, bytes).unwrap();
        let (_appender, mut reader) = Journal::open(&JournalOptions::new(dir.path())).unwrap().split(None);
        assert_eq!(drain(&mut reader).0, []);
        let files = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().path());
        let aside = files.filter(|path| path.extension().is_some_and(|kind| kind == "corrupt"));
        assert_eq!(aside.count(), times);
    }
}

#[test]
fn whoever_reads_learns_that_the_writer_has_gone() {
    let dir = tempfile::tempdir().unwrap();
    let (appender, mut reader) = Journal::open(&JournalOptions::new(dir.path())).unwrap().split(None);
    drop(appender);
    assert!(matches!(reader.next(1).unwrap(), Next::Closed));
}

#[test]
fn what_could_not_be_synced_is_tried_again_later() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("j");
    let every = std::time::Duration::from_millis(200);
    let options = JournalOptions::new(&path).fsync(Fsync::Interval(every));
    let (mut appender, _reader) = Journal::open(&options).unwrap().split(None);
    appender.append(&[record("one")]).unwrap();
    std::thread::sleep(every);
    // The name of the segment belongs on the disk, too, and its directory has gone.
    fs::rename(&path, dir.path().join("away")).unwrap();
    appender.sync().unwrap_err();
    assert!(appender.sync_due().is_some_and(|due| due > every / 2), "not at once, over and over");
    fs::rename(dir.path().join("away"), &path).unwrap();
    appender.sync().unwrap();
    assert_eq!(appender.sync_due(), None);
}

/// Where the frames of a segment begin, that of its header first.
fn frames(bytes: &[u8]) -> Vec<usize> {
    let mut at = 8;
    let mut places = Vec::new();
    while let frame::Frame::Whole(content) = frame::read(&bytes[at..]) {
        places.push(at);
        at += frame::HEAD + content.len();
    }
    places
}

#[test]
fn records_behind_a_damage_are_not_cut_off_as_a_torn_tail() {
    // Of the last but one, with the last one torn, nobody can tell.
    for (damaged, torn) in [(1, false), (1, true), (5, false), (7, true), (8, false)] {
        let dir = tempfile::tempdir().unwrap();
        let (written, _) = run_and_die(dir.path(), 9);
        let path = segments(dir.path()).remove(0);
        let mut bytes = fs::read(&path).unwrap();
        let places = frames(&bytes);
        assert_eq!(places.len(), 10);
        // A length that reaches far beyond the end: as if all the rest were the beginning of one frame.
        bytes[places[damaged] + 3] = 0x40;
        if torn {
            bytes.truncate(bytes.len() - 3);
        }
        fs::write(&path, &bytes).unwrap();
        let journal = Journal::open(&JournalOptions::new(dir.path())).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().len(), bytes.len() as u64, "nothing is cut off");
        // What is missing shows against the last head that there was.
        let last = written[if torn { 7 } else { 8 }].link.unwrap();
        assert_eq!(journal.previous(), Some(last.into()), "{damaged} {torn}");
        let ledger = Arc::clone(&journal.ledger);
        let (_appender, mut reader) = journal.split(None);
        assert_eq!(drain(&mut reader).0, written[..damaged - 1]);
        assert_eq!(ledger.corrupt(), 1, "and it is told");
    }
}

#[test]
fn what_is_set_aside_is_bounded() {
    let dir = tempfile::tempdir().unwrap();
    let aside = || {
        let files = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|path| path.extension().is_some_and(|kind| kind == "corrupt")).count()
    };
    let mut discarded = 0;
    for times in 1..=11 {
        run_and_die(dir.path(), 2);
        let path = segments(dir.path()).remove(0);
        let mut bytes = fs::read(&path).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(&path, bytes).unwrap();
        let journal = Journal::open(&JournalOptions::new(dir.path())).unwrap();
        let ledger = Arc::clone(&journal.ledger);
        let (_appender, mut reader) = journal.split(None);
        drain(&mut reader);
        discarded += ledger.discarded();
        assert_eq!(aside(), times.min(8));
    }
    assert_eq!(discarded, 3);
}

#[test]
fn a_panic_in_reading_is_an_error_and_loses_no_record() {
    let dir = tempfile::tempdir().unwrap();
    let (written, _) = run_and_die(dir.path(), 9);
    let journal = Journal::open(&JournalOptions::new(dir.path())).unwrap();
    let ledger = Arc::clone(&journal.ledger);
    let (_appender, mut reader) = journal.split(None);
    let Next::Batch(first) = reader.next(4).unwrap() else { panic!("there are nine") };
    for _ in 0..2 {
        ledger.panics[0].store(1, std::sync::atomic::Ordering::SeqCst);
        assert_eq!(reader.next(4).err().unwrap().to_string(), "its reader panicked");
    }
    let rest = drain(&mut reader).0;
    assert_eq!(([first.records, rest].concat(), ledger.corrupt()), (written, 0));
}

#[test]
fn what_cannot_be_read_without_a_panic_keeps_nothing_else_from_being_read() {
    let dir = tempfile::tempdir().unwrap();
    run_and_die(dir.path(), 3);
    let (second, _) = run_and_die(dir.path(), 4);
    let journal = Journal::open(&JournalOptions::new(dir.path())).unwrap();
    let ledger = Arc::clone(&journal.ledger);
    let (_appender, mut reader) = journal.split(None);
    ledger.panics[0].store(3, std::sync::atomic::Ordering::SeqCst);
    for _ in 0..3 {
        assert!(reader.next(4).is_err());
    }
    assert_eq!((drain(&mut reader).0, ledger.corrupt()), (second, 1));
}

/// What is left of some segments once they were changed.
fn read_after(count: usize, change: impl FnOnce(&mut Vec<u8>)) -> (Vec<AuditRecord>, Vec<AuditRecord>, u64) {
    let dir = tempfile::tempdir().unwrap();
    let (written, _) = run_and_die(dir.path(), count);
    let path = &segments(dir.path())[0];
    let mut bytes = fs::read(path).unwrap();
    change(&mut bytes);
    fs::write(path, bytes).unwrap();
    let (more, _) = run_and_die(dir.path(), 2);
    let journal = Journal::open(&JournalOptions::new(dir.path())).unwrap();
    let ledger = Arc::clone(&journal.ledger);
    let (appender, mut reader) = journal.split(None);
    let (mut read, _) = drain(&mut reader);
    let after = read.split_off(read.len() - more.len());
    assert_eq!(after, more, "the next segment is read whatever became of the one before");
    appender.close(None);
    assert!(matches!(reader.next(1).unwrap(), Next::Closed));
    assert_eq!(segments(dir.path()).len(), 0);
    (written, read, ledger.corrupt())
}

/// Such a length reaches beyond the end, as if a crash had cut the header.
#[test]
fn a_changed_length_of_the_header_is_noticed() {
    for flip in 1..=u8::MAX {
        let (_, read, corrupt) = read_after(2, |bytes| bytes[9] ^= flip);
        assert_eq!((read.len(), corrupt), (0, 1), "{flip}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn a_cut_anywhere_leaves_the_whole_records_before_it(count in 1_usize..30, cut: prop::sample::Index) {
        let (written, read, _) = read_after(count, |bytes| bytes.truncate(cut.index(bytes.len())));
        prop_assert!(read.len() < written.len());
        prop_assert_eq!(&read[..], &written[..read.len()]);
    }

    #[test]
    fn a_torn_tail_is_no_corruption(cut in 1_usize..60) {
        let (written, read, corrupt) = read_after(9, |bytes| bytes.truncate(bytes.len() - cut));
        prop_assert_eq!((&read[..], corrupt), (&written[..8], 0));
    }

    #[test]
    fn a_changed_byte_is_noticed(count in 1_usize..30, at: prop::sample::Index, flip in 1_u8..) {
        let (written, read, corrupt) = read_after(count, |bytes| {
            let at = at.index(bytes.len());
            bytes[at] ^= flip;
        });
        prop_assert!(read.len() < written.len());
        prop_assert_eq!(&read[..], &written[..read.len()]);
        // The last record's length, if it reaches beyond the end, is like a tail that is torn; no other is.
        prop_assert!(corrupt == 1 || read.len() + 1 == written.len());
    }

    #[test]
    fn anything_may_be_read(bytes in prop::collection::vec(any::<u8>(), 0..300), keep in 0_usize..200) {
        let (written, read, _) = read_after(5, |file| {
            file.truncate(keep.min(file.len()));
            file.extend(bytes);
        });
        prop_assert_eq!(&read[..], &written[..read.len()]);
    }
}
