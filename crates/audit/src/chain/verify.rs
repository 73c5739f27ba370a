use super::{ChainKey, ChainStart, Checkpoint, Head, KeyRing, Mac, WriterId, seal::link_mac};
use crate::{AuditRecord, AuditStore, RecordId, StoreError};

/// What a verification found.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Verdict {
    /// Records whose hash was computed.
    pub checked: u64,
    /// Records that were taken out by checkpoints.
    pub pruned: u64,
    /// Records from before the first chain, which nothing seals.
    pub unsealed: u64,
    /// How far each chain goes.
    pub heads: Vec<Head>,
    /// The first flaw of each chain, and those that concern no chain.
    pub flaws: Vec<Flaw>,
}

/// Where the trail is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Flaw {
    /// In whose chain.
    pub writer: Option<WriterId>,
    /// At which place.
    pub number: Option<u64>,
    /// In which record.
    pub record: Option<RecordId>,
    /// What is wrong.
    pub kind: FlawKind,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FlawKind {
    /// The record is not what was sealed, or what went before it is not.
    Altered,
    /// Records are missing from this place on, and no checkpoint accounts for them.
    Removed,
    /// A record that no chain has a place for.
    Inserted,
    /// The end of the chain is missing: it went further once.
    Truncated,
    /// A whole chain is missing.
    ChainRemoved,
    /// The note that a chain began, or a checkpoint, is not what was signed.
    BadSeal,
    /// It was sealed with a key that is not at hand.
    UnknownKey,
}

impl FlawKind {
    /// A short, stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Altered => "altered",
            Self::Removed => "removed",
            Self::Inserted => "inserted",
            Self::Truncated => "truncated",
            Self::ChainRemoved => "chain_removed",
            Self::BadSeal => "bad_seal",
            Self::UnknownKey => "unknown_key",
        }
    }
}

/// How many records are read at a time.
const PAGE: usize = 1_000;

/// Walks every chain of a store from its start.
///
/// `anchors` are heads that were told to the outside: a chain that does not reach them was cut short.
/// `progress` hears, now and then, how many records were checked.
///
/// # Errors
///
/// When the store cannot be read.
pub async fn verify(
    store: &dyn AuditStore,
    keys: &KeyRing,
    anchors: &[Head],
    mut progress: impl FnMut(u64) + Send,
) -> Result<Verdict, StoreError> {
    let mut verdict = Verdict::default();
    let starts = store.chains().await?;
    for start in &starts {
        if let Some(flaw) = chain(store, keys, start, &mut verdict, &mut progress).await? {
            verdict.flaws.push(flaw);
        }
    }
    strays(store, &starts, &mut verdict).await?;
    let known = starts.iter().filter_map(|start| start.previous).chain(anchors.iter().copied());
    known.for_each(|anchor| check_anchor(anchor, &starts, &mut verdict));
    Ok(verdict)
}

/// The first flaw of a chain.
///
/// The retention may take records out, and sign for them, between two readings. What looks like a flaw, and
/// like an end, is looked at again if something was signed for meanwhile.
async fn chain(
    store: &dyn AuditStore,
    keys: &KeyRing,
    start: &ChainStart,
    verdict: &mut Verdict,
    progress: &mut (impl FnMut(u64) + Send),
) -> Result<Option<Flaw>, StoreError> {
    let flaw = |kind| Flaw { writer: Some(start.writer), number: None, record: None, kind };
    let Some(key) = keys.get(start.key) else { return Ok(Some(flaw(FlawKind::UnknownKey))) };
    if !start.is_genuine(key) {
        return Ok(Some(flaw(FlawKind::BadSeal)));
    }
    let mut checkpoints = store.checkpoints(start.writer).await?;
    let (walk, checked, found) = loop {
        if let Some(flaw) = unsigned(&checkpoints, keys, start.writer) {
            return Ok(Some(flaw));
        }
        let mut walk = Walk::new(key, start, checkpoints.clone());
        let before = verdict.checked;
        let (checked, found) = walk.all(store, |checked| progress(before + checked)).await?;
        let now = store.checkpoints(start.writer).await?;
        let goes_on = now.iter().any(|checkpoint| checkpoint.last > walk.number);
        if now.len() <= checkpoints.len() || (found.is_none() && !goes_on) {
            break (walk, checked, found);
        }
        checkpoints = now;
    };
    verdict.checked += checked;
    verdict.pruned += walk.pruned;
    verdict.heads.push(Head { writer: walk.writer, number: walk.number, mac: walk.mac });
    Ok(found)
}

/// The first checkpoint that is not what was signed.
fn unsigned(checkpoints: &[Checkpoint], keys: &KeyRing, writer: WriterId) -> Option<Flaw> {
    checkpoints.iter().find_map(|checkpoint| {
        let kind = match keys.get(checkpoint.key) {
            None => FlawKind::UnknownKey,
            Some(key) if !checkpoint.is_genuine(key) => FlawKind::BadSeal,
            Some(_) => return None,
        };
        Some(Flaw { writer: Some(writer), number: Some(checkpoint.first), record: None, kind })
    })
}

/// A chain, walked as far as `number`.
struct Walk<'a> {
    key: &'a ChainKey,
    writer: WriterId,
    number: u64,
    mac: Mac,
    checkpoints: Vec<Checkpoint>,
    pruned: u64,
}

impl<'a> Walk<'a> {
    fn new(key: &'a ChainKey, start: &ChainStart, mut checkpoints: Vec<Checkpoint>) -> Self {
        checkpoints.sort_by_key(|checkpoint| checkpoint.first);
        Self { key, writer: start.writer, number: 0, mac: start.mac, checkpoints, pruned: 0 }
    }

    /// To the end, or to the first flaw. `progress` hears of each page; how many records were fine.
    async fn all(
        &mut self,
        store: &dyn AuditStore,
        mut progress: impl FnMut(u64) + Send,
    ) -> Result<(u64, Option<Flaw>), StoreError> {
        let (mut checked, mut scratch) = (0, Vec::new());
        loop {
            let records = store.sealed(self.writer, self.number, PAGE).await?;
            if records.is_empty() {
                self.pass_gaps();
                return Ok((checked, None));
            }
            let mut flaws = records.iter().map(|record| self.step(record, &mut scratch));
            if let Some(flaw) = flaws.find_map(Result::err) {
                return Ok((checked, Some(flaw)));
            }
            checked += records.len() as u64;
            progress(checked);
        }
    }

    fn step(&mut self, record: &AuditRecord, scratch: &mut Vec<u8>) -> Result<(), Flaw> {
        let flaw = |number, kind| Flaw {
            writer: Some(self.writer),
            number: Some(number),
            record: Some(record.id),
            kind,
        };
        let Some(link) = record.link else { return Err(flaw(self.number + 1, FlawKind::Inserted)) };
        let removed = flaw(self.number + 1, FlawKind::Removed);
        let [inserted, altered] = [FlawKind::Inserted, FlawKind::Altered].map(|kind| flaw(link.number, kind));
        if link.number > self.number + 1 {
            self.pass_gaps();
        }
        if link.number > self.number + 1 {
            return Err(Flaw { number: Some(self.number + 1), record: None, ..removed });
        }
        if link.number <= self.number {
            return Err(inserted);
        }
        let mac = link_mac(self.key, self.mac, self.writer, link.number, record, scratch);
        if mac != link.mac {
            return Err(altered);
        }
        (self.number, self.mac) = (link.number, link.mac);
        Ok(())
    }

    /// Goes on behind what checkpoints account for.
    fn pass_gaps(&mut self) {
        let next = |number| move |checkpoint: &&Checkpoint| checkpoint.first == number + 1;
        while let Some(checkpoint) = self.checkpoints.iter().find(next(self.number)) {
            self.pruned += (checkpoint.last + 1).saturating_sub(checkpoint.first);
            let last = checkpoint.last.max(checkpoint.first);
            (self.number, self.mac) = (last, checkpoint.after);
        }
    }
}

/// Records of no chain: fine from before the first one, and inserted since.
async fn strays(
    store: &dyn AuditStore,
    starts: &[ChainStart],
    verdict: &mut Verdict,
) -> Result<(), StoreError> {
    let first = starts.iter().map(|start| start.writer.time()).min();
    let strays = store.strays(first.map(RecordId::floor)).await?;
    verdict.unsealed = strays.before;
    if let Some(record) = strays.first_since {
        verdict.flaws.push(Flaw {
            writer: None,
            number: None,
            record: Some(record),
            kind: FlawKind::Inserted,
        });
    }
    Ok(())
}

fn check_anchor(anchor: Head, starts: &[ChainStart], verdict: &mut Verdict) {
    let flaw = |kind| Flaw { writer: Some(anchor.writer), number: Some(anchor.number), record: None, kind };
    if verdict.flaws.iter().any(|flaw| flaw.writer == Some(anchor.writer)) {
        return;
    }
    let head = verdict.heads.iter().find(|head| head.writer == anchor.writer);
    let found = match head {
        None if starts.iter().any(|start| start.writer == anchor.writer) => None,
        None => Some(FlawKind::ChainRemoved),
        Some(head) if head.number < anchor.number => Some(FlawKind::Truncated),
        Some(head) if head.number == anchor.number && head.mac != anchor.mac => Some(FlawKind::Altered),
        Some(_) => None,
    };
    verdict.flaws.extend(found.map(flaw));
}
