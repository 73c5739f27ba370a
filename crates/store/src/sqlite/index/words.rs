//! What the index is made of: a record as words, and a filter as what to look for among them.
//!
//! The words of a record are those of [`Search::words_of`]: letters and digits only. What it can be filtered
//! by stands among them as words that begin with `=`, which no text can bring in. The tokenizer splits at
//! spaces and changes nothing, so that the index and [`Filter::matches`] agree on what a word is.

use std::{fmt::Write, time::Duration};

use gate_audit::{AuditRecord, EntryKind, Filter, Kind, Search, Status, StatusFilter};
use gate_mask::Masked;

use crate::columns::micros;

/// For `CREATE VIRTUAL TABLE`.
pub(super) const TOKENIZER: &str = "ascii tokenchars ''=_''";

/// Longer words are cut: blobs would make up most of the index.
const LONGEST: usize = 64;

/// Latencies are told apart by powers of two, up to twelve days.
const SLOWEST: u32 = 40;

/// What to look for.
pub(super) struct Expression {
    /// In FTS5's syntax.
    pub(super) text: String,
    /// Whether all that is found passes the filter, but for its times.
    pub(super) is_exact: bool,
}

/// The record's words, with spaces between.
pub(super) fn words(record: &AuditRecord) -> String {
    let mut words = String::with_capacity(512);
    facet(&mut words, 'e', record.entry.as_str());
    facet(&mut words, 'k', record.kind.as_str());
    facet(&mut words, 'x', record.status.as_str());
    if record.status != Status::Ok {
        facet(&mut words, 'x', ERROR);
    }
    let texts = [
        ('s', &record.server),
        ('n', &record.name),
        ('p', &record.principal),
        ('c', &record.session),
        ('w', &record.workflow),
        ('r', &record.request_id),
    ];
    for (key, text) in texts {
        text.as_ref().map(Masked::get).into_iter().for_each(|text| facet(&mut words, key, text));
    }
    record.trace_id_hex().into_iter().for_each(|id| facet(&mut words, 't', &id));
    facet(&mut words, 'd', redacted(!record.redactions.is_empty()));
    facet(&mut words, 'l', &speed(record.latency).to_string());
    for word in Search::words_of(record) {
        words.push_str(cut(&word));
        words.push(' ');
    }
    words
}

/// What to look for; `None` if the filter asks for times only.
pub(super) fn expression(filter: &Filter) -> Option<Expression> {
    let mut parts = Vec::new();
    let mut add = |key, value: Option<&str>| {
        parts.extend(value.map(|value| {
            let mut word = String::new();
            facet(&mut word, key, value);
            format!("\"{}\"", word.trim_end())
        }));
    };
    add('e', filter.entry.map(EntryKind::as_str));
    add('k', filter.kind.map(Kind::as_str));
    add('x', filter.status.map(status));
    add('s', filter.server.as_deref());
    add('n', filter.name.as_deref());
    add('p', filter.principal.as_deref());
    add('c', filter.session.as_deref());
    add('w', filter.workflow.as_deref());
    add('r', filter.request_id.as_deref());
    add('t', filter.trace_id.map(|id| format!("{:032x}", u128::from_be_bytes(id))).as_deref());
    add('d', filter.redacted.map(redacted));
    let mut is_exact = true;
    if let Some(least) = filter.min_latency.map(speed).filter(|least| *least > 0) {
        let speeds: Vec<_> = (least..=SLOWEST).map(|speed| format!("\"=l{speed}\"")).collect();
        parts.push(format!("({})", speeds.join(" OR ")));
        is_exact = false;
    }
    for term in filter.search.iter().flat_map(Search::terms) {
        let word = cut(&term.word);
        let is_whole = word.len() == term.word.len();
        let any = if term.is_prefix && is_whole { "*" } else { "" };
        parts.push(format!("\"{word}\"{any}"));
        // A word that was cut is at most one character shorter than the longest, and may go on in any way.
        is_exact &= term.word.len() <= LONGEST - 4;
    }
    (!parts.is_empty()).then(|| Expression { text: parts.join(" AND "), is_exact })
}

/// Of the statuses that are not `ok`; the name of no status.
const ERROR: &str = "error";

fn status(status: StatusFilter) -> &'static str {
    match status {
        StatusFilter::Is(status) => status.as_str(),
        StatusFilter::Success => Status::Ok.as_str(),
        _ => ERROR,
    }
}

fn redacted(redacted: bool) -> &'static str {
    if redacted { "y" } else { "n" }
}

fn speed(latency: Duration) -> u32 {
    (u64::BITS - micros(latency).leading_zeros()).min(SLOWEST)
}

/// One word for one value, told from that of any other.
fn facet(words: &mut String, key: char, value: &str) {
    words.push('=');
    words.push(key);
    for letter in value.chars() {
        match letter {
            'a'..='z' | '0'..='9' | '\u{80}'.. => words.push(letter),
            // Writing to a string cannot fail.
            other => drop(write!(words, "_{:02x}", u32::from(other))),
        }
    }
    words.push(' ');
}

fn cut(word: &str) -> &str {
    &word[..word.floor_char_boundary(LONGEST)]
}
