//! What a record is found by: its facets and its words, each as some bytes.

use gate_audit::{AuditRecord, EntryKind, Filter, Kind, Search, Status, StatusFilter};
use gate_mask::Masked;

use crate::columns::micros;

/// Of longer ones only the beginning is kept.
const LONGEST: usize = 64;

/// Begins each facet, and no word.
const FACET: u8 = 1;

/// A prefix that is shorter has too many words to put together.
const SHORTEST_PREFIX: usize = 2;

/// Of the statuses that are not `ok`; the name of no status.
const ERROR: &str = "error";

/// Tokens from one to another, without that.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: Vec<u8>,
    pub(super) to: Vec<u8>,
}

impl Span {
    fn only(token: Vec<u8>) -> Self {
        let to = [&token[..], &[0]].concat();
        Self { from: token, to }
    }

    /// Of a text in UTF-8, which has no byte of all ones.
    fn beginning_with(token: Vec<u8>) -> Self {
        let to = [&token[..], &[u8::MAX]].concat();
        Self { from: token, to }
    }

    pub(super) fn contains(&self, token: &[u8]) -> bool {
        self.from[..] <= *token && *token < self.to[..]
    }
}

/// What all records have that pass a filter.
pub(super) struct Wanted {
    pub(super) spans: Vec<Span>,
    /// What those have of which only the record can tell whether they pass; `None` if all of them do, but for
    /// the filter's times.
    pub(super) unsure: Option<Vec<Span>>,
}

/// Hands on every token of the record, some of them more than once.
pub(super) fn tokens(record: &AuditRecord, mut add: impl FnMut(&[u8])) {
    let mut token = Vec::with_capacity(LONGEST + 2);
    let mut facet = |key, value: &[u8]| {
        set_facet(&mut token, key, value);
        add(&token);
    };
    facet(b'e', record.entry.as_str().as_bytes());
    facet(b'k', record.kind.as_str().as_bytes());
    facet(b'x', record.status.as_str().as_bytes());
    if record.status != Status::Ok {
        facet(b'x', ERROR.as_bytes());
    }
    let names = [
        (b's', &record.server),
        (b'n', &record.name),
        (b'p', &record.principal),
        (b'c', &record.session),
        (b'w', &record.workflow),
        (b'r', &record.request_id),
    ];
    for (key, name) in names {
        name.iter().for_each(|name: &Masked<String>| facet(key, name.get().as_bytes()));
    }
    record.trace_id.iter().for_each(|id| facet(b't', id));
    facet(b'd', redacted(!record.redactions.is_empty()));
    facet(b'l', &speed(micros(record.latency)));
    for word in Search::words_of(record) {
        add(cut(word.as_bytes()));
    }
}

/// What to look for.
pub(super) fn wanted(filter: &Filter) -> Wanted {
    let (mut spans, mut is_exact) = (Vec::new(), true);
    let mut facet = |key, value: Option<&[u8]>| {
        let Some(value) = value else { return };
        let mut token = Vec::new();
        set_facet(&mut token, key, value);
        is_exact &= value.len() < LONGEST;
        spans.push(Span::only(token));
    };
    facet(b'e', filter.entry.map(|entry: EntryKind| entry.as_str().as_bytes()));
    facet(b'k', filter.kind.map(|kind: Kind| kind.as_str().as_bytes()));
    facet(b'x', filter.status.map(|is| status(is).as_bytes()));
    let names = [
        (b's', &filter.server),
        (b'n', &filter.name),
        (b'p', &filter.principal),
        (b'c', &filter.session),
        (b'w', &filter.workflow),
        (b'r', &filter.request_id),
    ];
    for (key, name) in names {
        facet(key, name.as_deref().map(str::as_bytes));
    }
    facet(b't', filter.trace_id.as_ref().map(|id| &id[..]));
    facet(b'd', filter.redacted.map(redacted));
    for term in filter.search.iter().flat_map(Search::terms) {
        let token = cut(term.word.as_bytes()).to_vec();
        let is_whole = term.word.len() < LONGEST;
        let is_short = term.is_prefix && term.word.chars().count() < SHORTEST_PREFIX;
        is_exact &= is_whole && !is_short;
        if !is_short {
            let span = if is_whole && term.is_prefix { Span::beginning_with } else { Span::only };
            spans.push(span(token));
        }
    }
    let mut unsure = (!is_exact).then(|| spans.clone());
    if let Some(least) = filter.min_latency.filter(|least| !least.is_zero()) {
        let mut from = Vec::new();
        set_facet(&mut from, b'l', &speed(micros(least)));
        let about = unsure.get_or_insert_with(|| spans.clone());
        // Of those that took about so long some took longer; if nothing else is unsure, all the slower ones pass.
        let span = Span { to: [&from[..], &[0]].concat(), from: from.clone() };
        let slower = Span { from, to: vec![FACET, b'l', u8::MAX] };
        about.push(if is_exact { span } else { slower.clone() });
        spans.push(slower);
    }
    Wanted { spans, unsure }
}

fn status(status: StatusFilter) -> &'static str {
    match status {
        StatusFilter::Is(status) => status.as_str(),
        StatusFilter::Success => Status::Ok.as_str(),
        _ => ERROR,
    }
}

fn redacted(redacted: bool) -> &'static [u8] {
    if redacted { b"y" } else { b"n" }
}

/// How many bits its number has, and the three behind the first.
fn speed(latency_us: u64) -> [u8; 2] {
    let bits = u64::BITS - latency_us.leading_zeros();
    let behind = if bits > 3 { latency_us >> (bits - 4) & 7 } else { latency_us };
    [bits as u8, behind as u8]
}

fn set_facet(token: &mut Vec<u8>, key: u8, value: &[u8]) {
    token.clear();
    token.extend_from_slice(&[FACET, key]);
    token.extend_from_slice(cut(value));
}

fn cut(token: &[u8]) -> &[u8] {
    &token[..token.len().min(LONGEST)]
}
