//! Texts in which each sign of one kind is written twice: quotes in a cell of CSV (`1,"{""name"": ""x""}"`,
//! <https://www.rfc-editor.org/rfc/rfc4180#section-2>), backslashes where Python shows a text
//! (`'{"text":"{\\"name\\":\\"x\\"}"}'`).
//!
//! Where nothing else stands with a name, all is asked of the text with half of them.

use super::newline::Newline;
use super::text::Text;
use crate::class::find;
use crate::scan::ahead::Ahead;
use crate::scan::engine::{Engine, RuleId};
use crate::scan::follow::Follow;
use crate::scan::named::Value;
use crate::scan::named::key::Key;
use crate::scan::named::site::SHOWN;
use crate::scan::skip::slashes_before;
use crate::scan::{Open, State, View};

/// A quote that opens a value is looked for in so many bytes behind a name, and what is further before it stays as it
/// is written: no text has more pieces.
const NEAR: usize = 96;
/// So many leaves of an array or object are masked, or rows of a table.
const FOLLOWING: usize = 16;

/// What stands with a name that nothing stands with as the text is written.
#[inline(never)]
pub(in crate::scan::named) fn value(
    view: &View<'_>,
    key: &Key,
    state: &mut State,
    engine: &Engine,
    found: &mut Ahead,
) -> Option<Value> {
    let mut text = match doublings(view, key) {
        Some(doublings) => with_fewer_slashes(view, key, doublings),
        None if has_doubled_quotes(view, key) => of_cell(view, key),
        None => return None,
    };
    text.respelled = true;
    let value = text.ask(view, state, engine, found)?;
    let Value::Secret(mut open) = value else { return Some(value) };
    // The quotes of a mark would not be doubled.
    if open.quote.is_some() {
        return None;
    }
    let mut last = open.follow.take().map(|follow| (follow, text.end_of(view, &open)));
    for _ in 0..FOLLOWING {
        let Some((mut next, end)) = last.and_then(|last| text.next(view, open.rule, last, state, engine))
        else {
            break;
        };
        last = next.follow.take().map(|follow| (follow, end));
        if next.quote.is_none() {
            found.add(next, view.bytes);
        }
    }
    Some(Value::Secret(open))
}

/// Whether a name stands between two quotes and two, or the first behind it are two that open a value.
fn has_doubled_quotes(view: &View<'_>, key: &Key) -> bool {
    let rest = view.bytes.get(key.end..).unwrap_or_default();
    let before = &view.bytes[view.floor..key.start];
    if rest.starts_with(b"\"\"") && before.ends_with(b"\"\"") {
        return true;
    }
    let near = &rest[..rest.len().min(NEAR)];
    let mut from = 0;
    while let Some(at) = find(&near[from..], b'"').map(|at| from + at) {
        let (run, next) = (quotes(&rest[at..]), |at: usize| rest.get(at));
        if run == 2 && at > 0 && opens(rest[at - 1], next(at + run)) {
            let value = &rest[at + run..rest.len().min(at + run + SHOWN)];
            let end = value.iter().position(|byte| matches!(byte, b'"' | b'\n'));
            return end.is_some_and(|end| quotes(&value[end..]) > 1);
        }
        // Those of the name, or of an empty text.
        if !run.is_multiple_of(2) || run == 2 && at > 0 {
            return false;
        }
        from = at + run;
        if from >= near.len() {
            return false;
        }
    }
    false
}

fn opens(before: u8, next: Option<&u8>) -> bool {
    let letter = |next: &u8| next.is_ascii_graphic() && !b",;:)}]\"'+".contains(next);
    b" =(:,[{\t".contains(&before) && next.is_some_and(letter)
}

fn quotes(text: &[u8]) -> usize {
    text.iter().take_while(|byte| **byte == b'"').count()
}

/// How often the backslashes of the quotes around a name were doubled: those of any take one less than two, four,
/// eight, which is odd.
fn doublings(view: &View<'_>, key: &Key) -> Option<u32> {
    let rest = view.bytes.get(key.end..).filter(|rest| rest.starts_with(b"\\\\"))?;
    let slashes = rest.iter().take_while(|byte| **byte == b'\\').count();
    let before = view.bytes[view.floor..key.start].strip_suffix(b"\"")?;
    let quoted = rest.get(slashes) == Some(&b'"') && slashes_before(before, before.len()) == slashes;
    (quoted && slashes.is_multiple_of(2)).then(|| slashes.trailing_zeros())
}

/// The text of the cell that a name is in, and what is around it.
fn of_cell(view: &View<'_>, key: &Key) -> Text {
    let bytes = view.bytes;
    let mut text = Text::new(Newline::Written { slashes: 0 });
    let (mut from, mut start) = (view.floor, key.start);
    while let Some(quote) = bytes[view.floor..start].iter().rposition(|byte| *byte == b'"') {
        let end = view.floor + quote + 1;
        let run = bytes[view.floor..end].iter().rev().take_while(|byte| **byte == b'"').count();
        start = end - run;
        let is_cells = !run.is_multiple_of(2);
        if is_cells || key.start - end > NEAR {
            // The first is that of the cell.
            from = if is_cells { start + 1 } else { end };
            text.add(view, view.floor, from - usize::from(is_cells));
            break;
        }
    }
    let mut at = from;
    while let Some(quote) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'"')) {
        let begin = at + quote;
        let run = quotes(&bytes[begin..]);
        text.add(view, from, begin + run / 2);
        (from, at) = (begin + run, begin + run);
        if !run.is_multiple_of(2) {
            break;
        }
    }
    text.add(view, from, bytes.len());
    text
}

/// All that is seen, with as many backslashes as before they were doubled so often.
fn with_fewer_slashes(view: &View<'_>, key: &Key, doublings: u32) -> Text {
    let bytes = view.bytes;
    let mut text = Text::new(Newline::Written { slashes: 0 });
    let (mut from, mut at) = (view.floor, view.floor.max(key.start.saturating_sub(NEAR)));
    while let Some(slash) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'\\')) {
        let begin = at + slash;
        let run = bytes[begin..].iter().take_while(|byte| **byte == b'\\').count();
        at = begin + run;
        // One by itself is of the last text.
        let own = (run >> doublings).max(1);
        if own < run {
            text.add(view, from, begin + own);
            from = at;
        }
    }
    text.add(view, from, bytes.len());
    text
}

impl Text {
    /// Where a span of the window ends in this text.
    fn end_of(&self, view: &View<'_>, open: &Open) -> usize {
        self.view(view).end_of(self.place(open.start), &open.skip)
    }

    /// What follows the end of a span, and where that ends itself.
    fn next(
        &self,
        view: &View<'_>,
        rule: RuleId,
        (follow, hit): (Follow, usize),
        state: &mut State,
        engine: &Engine,
    ) -> Option<(Open, usize)> {
        let own = View { hit, ..self.view(view) };
        let names = state.names;
        state.names = self.place(names);
        let next = follow.next(&own, rule, engine, state);
        state.names = names.max(self.origin(state.names));
        let next = next?;
        let end = own.end_of(next.start, &next.skip);
        Some((self.open(&own, next, |_| {})?, end))
    }
}
