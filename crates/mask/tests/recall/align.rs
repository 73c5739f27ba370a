//! What of a document survived masking, byte by byte.
//!
//! The engine says nothing of where it masked: the output alone must show it, as it would to a
//! judge who has only the output.

use std::ops::Range;

use crate::kinds::Case;

const MARK: &[u8] = b"***";

/// Whether each byte of the input is still in the output.
pub(crate) fn survivors(case: &Case, output: &[u8]) -> Vec<bool> {
    let input = &case.document[..];
    if input == output {
        return vec![true; input.len()];
    }
    exact(case, output).or_else(|| pieces(case, output)).unwrap_or_else(|| ends(input, output))
}

/// The wanted output: all but the secrets is there, and a mark in place of each.
fn exact(case: &Case, output: &[u8]) -> Option<Vec<bool>> {
    let mut kept = vec![true; case.document.len()];
    let mut rest = output;
    let mut start = 0;
    for secret in &case.secrets {
        rest = rest.strip_prefix(&case.document[start..secret.start])?;
        let next = &case.document[secret.end..];
        let len = mark_len(rest);
        // One mark may stand for all the parts of a secret.
        let goes_on = len > 0 || case.parts && rest.first() == next.first();
        rest = goes_on.then(|| &rest[len..])?;
        kept[secret.clone()].fill(false);
        start = secret.end;
    }
    (rest == &case.document[start..]).then_some(kept)
}

/// `***`, or `"***"` in place of a number, at any depth of JSON in strings.
fn mark_len(text: &[u8]) -> usize {
    let quote = |text: &[u8]| {
        let slashes = text.iter().take_while(|&&byte| byte == b'\\').count();
        if text.get(slashes) == Some(&b'"') { slashes + 1 } else { 0 }
    };
    let open = quote(text);
    match text[open..].strip_prefix(MARK) {
        Some(after) if open > 0 => open + MARK.len() + quote(after),
        Some(_) => MARK.len(),
        None => 0,
    }
}

/// What stands between the marks comes from the input in this order; of all places where it may
/// come from, those count that speak best for the engine.
fn pieces(case: &Case, output: &[u8]) -> Option<Vec<bool>> {
    let input = &case.document[..];
    let pieces = between_marks(output);
    let price = Price::of(case);
    let last = pieces.len() - 1;
    // For each piece, its places as (end, cost so far, length, place of the piece before).
    let mut rows: Vec<Vec<Place>> = vec![vec![Place { end: 0, cost: 0, len: 0, before: 0 }]];
    for (nth, piece) in pieces.iter().enumerate() {
        let (lead, tail) = quotes_around(piece, nth > 0, nth < last);
        let mut row = Vec::new();
        for cut in [0..piece.len(), lead..piece.len(), 0..piece.len() - tail, lead..piece.len() - tail] {
            let part = piece.get(cut.clone()).unwrap_or_default();
            let room = if nth == 0 { 0..part.len() } else { 0..input.len() };
            let room = if nth == last { input.len().checked_sub(part.len())?..input.len() } else { room };
            row.extend(places(input, part, room, &rows[nth], &price));
        }
        row.sort_by_key(|place| (place.end, place.cost));
        row.dedup_by_key(|place| place.end);
        rows.push(row);
    }
    let mut at = (0..rows[last + 1].len()).min_by_key(|&at| rows[last + 1][at].cost)?;
    let mut kept = vec![false; input.len()];
    for row in rows.iter().skip(1).rev() {
        let place = &row[at];
        kept[place.end - place.len..place.end].fill(true);
        at = place.before;
    }
    Some(kept)
}

struct Place {
    end: usize,
    cost: usize,
    len: usize,
    before: usize,
}

fn between_marks(output: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < output.len() {
        if output[at..].starts_with(MARK) {
            pieces.push(&output[start..at]);
            at += MARK.len();
            start = at;
        } else {
            at += 1;
        }
    }
    pieces.push(&output[start..]);
    pieces
}

/// How much of a piece may be quotes that came with a mark, at its start and its end.
fn quotes_around(piece: &[u8], after_mark: bool, before_mark: bool) -> (usize, usize) {
    let lead = piece.iter().take_while(|&&byte| byte == b'\\').count() + 1;
    let lead = if after_mark && piece.get(lead - 1) == Some(&b'"') { lead } else { 0 };
    let tail = match piece {
        [.., b'"'] if before_mark => {
            1 + piece[..piece.len() - 1].iter().rev().take_while(|&&byte| byte == b'\\').count()
        }
        _ => 0,
    };
    (lead, tail)
}

/// The places of `part` in `room`, each after the cheapest place of the piece before it.
fn places(input: &[u8], part: &[u8], room: Range<usize>, before: &[Place], price: &Price) -> Vec<Place> {
    let mut found = Vec::new();
    let mut best: Option<usize> = None;
    let mut next = 0;
    let worth = |at: usize| before[at].cost as isize - price.lost[before[at].end] as isize;
    for start in room.start..=room.end.saturating_sub(part.len()) {
        while before.get(next).is_some_and(|place| place.end <= start) {
            if best.is_none_or(|best| worth(next) < worth(best)) {
                best = Some(next);
            }
            next += 1;
        }
        let Some(best) = best.filter(|_| input[start..].starts_with(part)) else { continue };
        let end = start + part.len();
        let lost = price.lost[start] - price.lost[before[best].end];
        let leaked = price.leaked[end] - price.leaked[start];
        found.push(Place { end, cost: before[best].cost + lost + leaked, len: part.len(), before: best });
    }
    found
}

/// Running sums: what it costs to lose, and to leave, the bytes up to a place.
struct Price {
    lost: Vec<usize>,
    leaked: Vec<usize>,
}

impl Price {
    fn of(case: &Case) -> Self {
        let mut lose = vec![1; case.document.len()];
        let mut leave = vec![0; case.document.len()];
        for range in &case.spare {
            lose[range.clone()].fill(0);
        }
        for range in &case.secrets {
            lose[range.clone()].fill(0);
            leave[range.clone()].fill(1);
        }
        let sums = |each: &[usize]| {
            let mut sums = vec![0];
            sums.extend(each.iter().scan(0, |sum, price| {
                *sum += price;
                Some(*sum)
            }));
            sums
        };
        Self { lost: sums(&lose), leaked: sums(&leave) }
    }
}

/// Only the common start and end are taken as unchanged.
fn ends(input: &[u8], output: &[u8]) -> Vec<bool> {
    let head = input.iter().zip(output).take_while(|(a, b)| a == b).count();
    let room = input.len().min(output.len()) - head;
    let tail = input.iter().rev().zip(output.iter().rev()).take(room).take_while(|(a, b)| a == b).count();
    let mut kept = vec![true; input.len()];
    kept[head..input.len() - tail].fill(false);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::Family;
    use crate::text::Text;

    fn case(template: &str) -> Case {
        let text = Text::parse(template);
        Case {
            kind: "test",
            family: Family::ByName,
            seed: 0,
            document: text.bytes,
            secrets: text.secrets,
            spare: text.spare,
            parts: false,
        }
    }

    /// The bytes that survived, with `.` for those that did not.
    fn shown(template: &str, output: &str) -> String {
        let case = case(template);
        let kept = survivors(&case, output.as_bytes());
        case.document
            .iter()
            .zip(kept)
            .map(|(&byte, kept)| if kept { char::from(byte) } else { '.' })
            .collect()
    }

    #[test]
    fn a_masked_secret_is_gone_and_all_else_is_there() {
        assert_eq!(shown("a=⟦secret⟧ b=1", "a=*** b=1"), "a=...... b=1");
        assert_eq!(shown(r#"{"pin":⟦1234⟧,"n":1}"#, r#"{"pin":"***","n":1}"#), r#"{"pin":....,"n":1}"#);
        assert_eq!(shown(r#"{\"pin\":⟦1234⟧}"#, r#"{\"pin\":\"***\"}"#), r#"{\"pin\":....}"#);
        assert_eq!(shown("⟦s1⟧,⟦s2⟧", "***,***"), "..,..");
    }

    #[test]
    fn what_was_left_is_seen() {
        assert_eq!(shown("a=⟦secret⟧ b=1", "a=secret b=1"), "a=secret b=1");
        assert_eq!(shown("a=⟦secret⟧ b=1", "a=***ret b=1"), "a=...ret b=1");
        assert_eq!(shown("a=⟦secret⟧ b=1", "a=secret b=***"), "a=secret b=.");
        assert_eq!(shown("⟦first⟧ and ⟦second⟧.", "*** and second."), "..... and second.");
    }

    #[test]
    fn what_else_was_lost_is_seen() {
        assert_eq!(shown("user=ada a=⟦secret⟧ b=1", "user=*** a=*** b=1"), "user=... a=...... b=1");
        assert_eq!(shown("a=⟦secret⟧ b=1", "***"), "............");
        assert_eq!(shown(r#"{"x":{"a":⟦"q"⟧},"b":1}"#, r#"{"x":"***","b":1}"#), r#"{"x":.........,"b":1}"#);
    }

    #[test]
    fn equal_text_elsewhere_is_no_survivor() {
        assert_eq!(shown("b b=⟦b=b=b⟧ b", "b b=*** b"), "b b=..... b");
        assert_eq!(shown("u=⟨x⟩ p=⟦u=x, p=1⟧, p=1", "u=*** p=***, p=1"), "u=. p=........, p=1");
    }

    #[test]
    fn an_output_that_is_no_masked_input_loses_its_middle() {
        assert_eq!(shown("abc ⟦secret⟧ def", "abc ??? def"), "abc ...... def");
    }
}
