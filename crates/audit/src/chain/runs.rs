use super::{ChainKey, Checkpoint, CheckpointReason, Link, Mac, WriterId};

/// Signs for records that are about to be taken out: one checkpoint for each run of consecutive places.
///
/// The links may come in any order.
#[must_use]
pub fn runs(mut links: Vec<Link>, key: &ChainKey, reason: CheckpointReason) -> Vec<Checkpoint> {
    links.sort_by_key(|link| (link.writer, link.number));
    let mut runs: Vec<(WriterId, u64, u64, Mac)> = Vec::new();
    for Link { writer, number, mac } in links {
        match runs.last_mut() {
            Some(run) if run.0 == writer && run.2 + 1 == number => (run.2, run.3) = (number, mac),
            _ => runs.push((writer, number, number, mac)),
        }
    }
    runs.into_iter().map(|run| Checkpoint::sign(key, run, reason)).collect()
}
