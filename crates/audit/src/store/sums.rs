//! Sums of calls by the minute, as a store in memory keeps them.

use std::{
    collections::BTreeMap,
    time::{SystemTime, UNIX_EPOCH},
};

use gate_mask::Masked;

use super::{Usage, UsageBy, UsageQuery};
use crate::{AuditRecord, EntryKind, RecordId, Status};

/// By the minute's start, then server, name and principal.
#[derive(Default)]
pub(super) struct Sums(BTreeMap<(u64, [Option<String>; 3]), Sum>);

#[derive(Default)]
struct Sum {
    calls: u64,
    errors: u64,
    input_tokens: u64,
    output_tokens: u64,
}

impl Sums {
    /// At most so many; the oldest go first.
    pub(super) fn keep(&mut self, most: usize) {
        while self.0.len() > most {
            self.0.pop_first();
        }
    }

    /// Forgets what is too old by now.
    pub(super) fn prune(&mut self, cut_off: RecordId) {
        let end = UsageQuery::kept_from(cut_off.time());
        self.0 = self.0.split_off(&(end, [const { None }; 3]));
    }

    pub(super) fn add(&mut self, record: &AuditRecord) {
        if record.entry != EntryKind::Call {
            return;
        }
        let text = |text: &Option<Masked<String>>| text.as_ref().map(|text| text.get().clone());
        let key = [text(&record.server), text(&record.name), text(&record.principal)];
        let sum = self.0.entry((minute(record.created_at()), key)).or_default();
        sum.calls += 1;
        sum.errors += u64::from(record.status != Status::Ok);
        sum.input_tokens = sum.input_tokens.saturating_add(record.input_tokens.unwrap_or_default());
        sum.output_tokens = sum.output_tokens.saturating_add(record.output_tokens.unwrap_or_default());
    }

    pub(super) fn usage(&self, query: UsageQuery) -> Vec<Usage> {
        let mut sums: BTreeMap<_, Usage> = BTreeMap::new();
        for ((minute, [server, name, principal]), minutely) in &self.0 {
            if !query.span().contains(minute) {
                continue;
            }
            let (server, name) = match query.by {
                UsageBy::Server => (server.clone(), None),
                UsageBy::Tool => (server.clone(), name.clone()),
                UsageBy::Principal => (None, principal.clone()),
            };
            let start = minute / query.seconds() * query.seconds();
            let start_of_all = if query.bucket.is_none() { 0 } else { start };
            let sum = sums.entry((start_of_all, server.clone(), name.clone())).or_insert_with(|| Usage {
                start,
                server,
                name,
                ..Usage::default()
            });
            sum.start = sum.start.min(start);
            sum.calls += minutely.calls;
            sum.errors += minutely.errors;
            sum.input_tokens = sum.input_tokens.saturating_add(minutely.input_tokens);
            sum.output_tokens = sum.output_tokens.saturating_add(minutely.output_tokens);
        }
        sums.into_values().collect()
    }
}

fn minute(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs() / 60 * 60
}
