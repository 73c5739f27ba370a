//! What the index is made of: a record as words, and a filter as what to look for among them.
//!
//! The words of a record are those of [`Search::words_in`] its texts: letters and digits only. What it can be filtered
//! by stands among them as words that begin with `=`, which no text can bring in. The tokenizer splits at
//! spaces and changes nothing, so that the index and [`Filter::matches`] agree on what a word is.

use std::fmt::Write;

use gate_audit::{EntryKind, Filter, Kind, Search, Status, StatusFilter};

use crate::columns::micros;

/// For `CREATE VIRTUAL TABLE`.
pub(super) const TOKENIZER: &str = "ascii tokenchars ''=_''";

/// Longer words are cut: blobs would make up most of the index.
const LONGEST: usize = 64;

/// Latencies are told apart by quarters of a power of two: from 2^8 µs, up to some days.
const SPEEDS: u64 = 1 << SPEED_BITS;
const SPEED_BITS: u32 = 7;
const SHORTEST: u32 = 8;

/// What to look for.
pub(super) struct Expression {
    /// In FTS5's syntax.
    pub(super) text: String,
    /// Whether all that is found passes the filter, but for its times.
    pub(super) is_exact: bool,
    /// Whether one word is looked for: what is found is then all that is looked at.
    pub(super) is_simple: bool,
}

/// What a record can be found by, as it stands in its row.
pub(super) struct Facts<'r> {
    /// No call's.
    pub(super) entry: Option<&'r str>,
    pub(super) kind: &'r str,
    pub(super) status: &'r str,
    /// Each under its key.
    pub(super) names: [(char, Option<&'r str>); 6],
    /// In lower-case hexadecimal.
    pub(super) trace_id: Option<&'r str>,
    pub(super) is_redacted: bool,
    pub(super) latency_us: u64,
    pub(super) texts: [Option<&'r str>; 3],
}

/// The record's words, with spaces between.
pub(super) fn words(facts: &Facts<'_>) -> String {
    let texts = facts.texts.iter().flatten();
    let mut words = String::with_capacity(512 + texts.clone().map(|text| text.len()).sum::<usize>());
    facet(&mut words, 'e', facts.entry.unwrap_or(EntryKind::Call.as_str()));
    facet(&mut words, 'k', facts.kind);
    facet(&mut words, 'x', facts.status);
    if facts.status != Status::Ok.as_str() {
        facet(&mut words, 'x', ERROR);
    }
    for (key, name) in facts.names {
        name.into_iter().for_each(|name| facet(&mut words, key, name));
    }
    facts.trace_id.into_iter().for_each(|id| facet(&mut words, 't', id));
    facet(&mut words, 'd', redacted(facts.is_redacted));
    let speed = speed(facts.latency_us);
    for bits in 0..SPEED_BITS {
        push_speeds(&mut words, bits, speed >> bits);
        words.push(' ');
    }
    for word in texts.flat_map(|text| Search::words_in(text)) {
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
    if let Some(least) = filter.min_latency.map(|least| speed(micros(least))).filter(|least| *least > 0) {
        parts.push(format!("({})", at_least(least).join(" OR ")));
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
    let is_simple = parts.len() == 1;
    (!parts.is_empty()).then(|| Expression { text: parts.join(" AND "), is_exact, is_simple })
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

fn speed(latency_us: u64) -> u64 {
    let Some(power) = latency_us.checked_ilog2().filter(|power| *power >= SHORTEST) else { return 0 };
    let quarter = (latency_us >> (power - 2)) & 3;
    (u64::from(power - SHORTEST) * 4 + quarter + 1).min(SPEEDS - 1)
}

/// The speeds from one on, as few words as can be: each stands for two to the power of `bits` of them.
fn at_least(mut speed: u64) -> Vec<String> {
    let (mut words, mut bits) = (Vec::new(), 0);
    while speed < SPEEDS >> bits {
        if speed & 1 == 1 {
            let mut word = String::from('"');
            push_speeds(&mut word, bits, speed);
            words.push(word + "\"");
            speed += 1;
        }
        speed >>= 1;
        bits += 1;
    }
    words
}

/// Speeds that are the same but for their last bits.
fn push_speeds(words: &mut String, bits: u32, speeds: u64) {
    // Writing to a string cannot fail.
    let _ = write!(words, "=l{bits}x{speeds}");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slower_calls_have_one_of_the_words_and_faster_ones_none() {
        let speeds: Vec<_> =
            (0..64).flat_map(|power| [1 << power, u64::MAX >> (63 - power)]).map(speed).collect();
        assert!(speeds.is_sorted());
        assert_eq!((speed(0), speed(255), speed(256), speed(u64::MAX)), (0, 0, 1, SPEEDS - 1));
        for least in 1..SPEEDS {
            let wanted = at_least(least);
            assert!(wanted.len() <= SPEED_BITS as usize);
            for speed in 0..SPEEDS {
                let has = (0..SPEED_BITS)
                    .filter(|bits| wanted.contains(&format!("\"=l{bits}x{}\"", speed >> bits)));
                assert_eq!(has.count(), usize::from(speed >= least), "{speed} of {least}");
            }
        }
    }
}
