//! The header of a table: where it begins, and by what its cells are told apart.

use super::cell::Cell;
use super::layout::{Frame, Layout};
use crate::class::Bytes;
use crate::kinds::Look;
use crate::scan::View;
use crate::scan::named::judge;
use crate::scan::named::text::{escaped_blank, opening_quote, spaces};
use crate::scan::skip::slashes_before;

/// No name of a column is longer.
const NAME: usize = 40;
/// No name has more blanks that has no quotes.
const BLANKS: usize = 2;

impl Layout {
    /// That of the header in which a name, its quotes included, is from `start` to `end`, and where that
    /// header begins.
    pub(super) fn around(view: &View<'_>, start: usize, end: usize) -> Option<(Self, usize)> {
        let bytes = view.bytes;
        let sign = sign(&bytes[view.floor..start], &bytes[end..])?;
        let quote = opening_quote(bytes, end.checked_sub(1)?).map(|_| slashes_before(bytes, end - 1));
        let (begin, before) = beginning(view, start, quote)?;
        let frame = match before {
            b'(' => Frame::Parens,
            b'[' => Frame::Array(u8::try_from(quote?).ok()?),
            _ if sign == b'|' && bytes.get(spaces(bytes, begin)) == Some(&b'|') => Frame::Closed,
            _ => Frame::Line,
        };
        let lines = matches!(frame, Frame::Line | Frame::Closed);
        let escaped = matches!(before, b'"' | b'\\');
        (lines || sign == b',').then_some((Self { frame, sign, escaped }, begin))
    }
}

/// Whether a cell of a header is the name of a column.
pub(super) fn is_name(cell: &Cell, view: &View<'_>, layout: Layout) -> bool {
    static NAMES: Bytes = Bytes::alnum_and(b"_.-# ");
    let name = &view.bytes[cell.start..cell.end];
    let first = name.first().is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'#'));
    // Of words with blanks and commas a sentence is made, where blanks are beside the commas, too.
    let apart = view.bytes[..cell.start].ends_with(b" ") || view.bytes.get(cell.after + 1) == Some(&b' ');
    let many = || name.iter().filter(|byte| **byte == b' ').count() > BLANKS;
    let blanks = !cell.quoted && matches!(layout.sign, b',' | b';') && (apart || many());
    let strings = matches!(layout.frame, Frame::Array(_));
    first
        && name.len() <= NAME
        && NAMES.run(name) == name.len()
        && !(blanks && name.contains(&b' '))
        && (cell.quoted || !strings)
        && !judge::is_no_name(Look::at(name))
}

/// The sign that is after a name, or before the last one of a row.
fn sign(before: &[u8], after: &[u8]) -> Option<u8> {
    let is_sign = |sign: &u8| matches!(sign, b',' | b';' | b'|');
    let blanks = after.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let escaped_tab = || escaped_blank(after).is_some_and(|width| after[width - 1] == b't');
    if after[..blanks].contains(&b'\t') || escaped_tab() {
        return Some(b'\t');
    }
    match after.get(blanks)? {
        next if is_sign(next) => Some(*next),
        b'\n' | b'\r' | b'\\' | b'"' | b')' | b']' => {
            let tab = before.ends_with(b"\t") || before.ends_with(b"\\t");
            let last = before.trim_ascii_end().last().copied().filter(is_sign);
            if tab { Some(b'\t') } else { last }
        }
        _ => None,
    }
}

/// Where the header begins that has a name at `start`, and the bracket that is there, or what ends before
/// it: a line, one in a string, or the quote of that string. Strings may have a line each in brackets.
///
/// The quotes of its names take so many backslashes, if they have any.
fn beginning(view: &View<'_>, start: usize, quote: Option<usize>) -> Option<(usize, u8)> {
    static HEADER: Bytes = Bytes::alnum_and(b"_.-# \t,;|'`");
    let mut at = start;
    let mut line = None;
    loop {
        let before = &view.bytes[view.floor..at];
        at -= before.iter().rev().take_while(|byte| HEADER.has(**byte)).count();
        let before = &before[..at - view.floor];
        let Some(last) = before.last() else {
            return line.or(view.from_start.then_some((view.floor, b'\n')));
        };
        match (last, view.bytes[at]) {
            (b'\n', _) | (b'\\', b'n') => {
                let escaped = usize::from(*last == b'\\');
                line = line.or(Some((at + escaped, *last)));
                let above = view.floor + line_end(before);
                if quote.is_none() || !matches!(view.bytes[..above].last(), Some(b',' | b'[')) {
                    return line;
                }
                at = above;
            }
            (b'"', _) if quote.is_none_or(|own| slashes_before(before, before.len() - 1) < own) => {
                return line.or(Some((at, b'"')));
            }
            (b'"', _) | (b'\\', b't' | b'"' | b'\\') => at -= 1,
            (b'[', _) => return Some((at - 1, b'[')),
            (b'(', _) => return line.or(Some((at - 1, b'('))),
            _ => return line,
        }
    }
}

/// Where the line ends before a newline, or the backslashes of one, that `before` ends in.
fn line_end(before: &[u8]) -> usize {
    let slashes = slashes_before(before, before.len());
    before[..before.len() - slashes].trim_ascii_end().len()
}
