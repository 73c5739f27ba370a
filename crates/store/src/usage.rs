//! Sums of calls and tokens by minute: made with each batch, and added up when they are asked for.

use std::collections::BTreeMap;

use gate_audit::{AuditRecord, EntryKind, Status, UsageBy};
use gate_mask::Masked;

const MINUTE: u64 = 60;

/// No call reads or writes more tokens than this; a larger number is a mistake, or malice, and must not make the
/// sums overflow: a batch that cannot be added up would be in the way of all that come after it.
const MOST_TOKENS: u64 = 1_000_000_000;

/// For what a sum is kept. Those for servers come from those for tools.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Facet {
    Tool,
    Principal,
}

impl Facet {
    pub(crate) fn of(by: UsageBy) -> Self {
        match by {
            UsageBy::Principal => Self::Principal,
            _ => Self::Tool,
        }
    }

    /// As it is stored, for ever.
    pub(crate) fn number(self) -> i16 {
        match self {
            Self::Tool => 1,
            Self::Principal => 2,
        }
    }
}

/// In the order in which every writer takes its locks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key<'a> {
    /// Where the minute begins, in seconds since 1970.
    pub(crate) minute: u64,
    pub(crate) facet: Facet,
    pub(crate) server: Option<&'a str>,
    pub(crate) name: Option<&'a str>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) calls: u64,
    pub(crate) errors: u64,
    pub(crate) input_tokens: u64,
    pub(crate) output_tokens: u64,
}

/// What these records add to the sums.
pub(crate) fn sums<'a>(records: impl IntoIterator<Item = &'a AuditRecord>) -> BTreeMap<Key<'a>, Sum> {
    let mut sums: BTreeMap<Key<'a>, Sum> = BTreeMap::new();
    for record in records.into_iter().filter(|record| record.entry == EntryKind::Call) {
        let minute = minute(record);
        let tool = Key { minute, facet: Facet::Tool, server: text(&record.server), name: text(&record.name) };
        let principal = Key { minute, facet: Facet::Principal, server: None, name: text(&record.principal) };
        for key in [tool, principal] {
            sums.entry(key).or_default().count(record);
        }
    }
    sums
}

fn minute(record: &AuditRecord) -> u64 {
    let since = record.created_at().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    since.as_secs() / MINUTE * MINUTE
}

fn text(text: &Option<Masked<String>>) -> Option<&str> {
    text.as_ref().map(|text| text.get().as_str())
}

impl Sum {
    pub(crate) fn add(&mut self, other: Self) {
        self.calls += other.calls;
        self.errors += other.errors;
        self.input_tokens = self.input_tokens.saturating_add(other.input_tokens);
        self.output_tokens = self.output_tokens.saturating_add(other.output_tokens);
    }

    fn count(&mut self, record: &AuditRecord) {
        let tokens = |count: Option<u64>| count.unwrap_or_default().min(MOST_TOKENS);
        self.calls += 1;
        self.errors += u64::from(record.status != Status::Ok);
        self.input_tokens += tokens(record.input_tokens);
        self.output_tokens += tokens(record.output_tokens);
    }
}
