//! The lines beside that of a name: what other names hold that are written like it.

use crate::class::WORD;
use crate::kinds::{Kinds, Look};
use crate::mark::MARK;
use crate::scan::named::site::Site;
use crate::scan::named::text::TrimSuffix;

/// So many lines before that of the name are read.
const BEFORE: usize = 8;

/// Where code begins and ends in a text of Markdown.
const FENCE: &[u8] = b"```";

/// What stands on a line.
pub(super) enum Line<'t> {
    /// A name and the text that it holds.
    Pair(&'t [u8], &'t [u8]),
    /// Something was masked on it.
    Marked,
    /// Nothing that tells anything: a remark, a bracket, a part of a text.
    Nothing,
    /// What is no text: a number, a switch.
    Other,
}

/// How the line of a name is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `"name": "text",`, in quotes like this.
    Quoted(u8),
    /// `<string name="name">text</string>`.
    Markup,
    /// `name = text`, `name: "text"`.
    Bare,
    /// `public static final String NAME = "text";`.
    Declared,
}

/// Whether a name may begin its line, or stand in a tag: that of most values does not.
pub(super) fn may_begin_line(site: &Site<'_>) -> bool {
    let before = match site.before() {
        [before @ .., b'"' | b'\'' | b'`'] => before.trim_suffix_of(b"\\"),
        [.., b' '] => before_words(site.before()),
        before => before,
    };
    let indent = before.trim_suffix_of(b" \t");
    matches!(before.trim_ascii_end().last(), None | Some(b'=' | b'<'))
        || indent.ends_with(b"\n")
        || indent.ends_with(b"\\n")
}

/// What stands before the quote of a name of several words: `"Create a new password"`.
fn before_words(text: &[u8]) -> &[u8] {
    const LONGEST: usize = 96;
    let word = |byte: &u8| byte.is_ascii_alphabetic() || b" ,.:;?!'()-".contains(byte);
    let words = text.iter().rev().take(LONGEST).take_while(|byte| word(byte)).count();
    match text.split_at(text.len() - words) {
        ([before @ .., b'"'], _) => before.trim_suffix_of(b"\\"),
        _ => text,
    }
}

impl Form {
    /// How the line is written that the name of a site stands on, with what of it can be seen.
    pub(super) fn of(site: &Site<'_>) -> Option<(Self, usize)> {
        let before = site.before();
        let line = match before.iter().rposition(|byte| *byte == b'\n') {
            Some(newline) => newline + 1,
            None if site.view.starts_at(site.view.floor) => 0,
            None => return None,
        };
        let head = before[line..].trim_ascii_start();
        let form = match head {
            [] => Self::Bare,
            [quote @ (b'"' | b'\'' | b'`'), words @ ..] if !words.contains(quote) => Self::Quoted(*quote),
            [b'<'] | [b'<', .., b'=', b'"' | b'\''] => Self::Markup,
            _ if Kinds::of(head).only(DECLARING) => Self::Declared,
            _ => return None,
        };
        Some((form, site.view.floor + line))
    }

    /// What stands on a line that may be written so.
    fn read(self, line: &[u8]) -> Line<'_> {
        let line = line.trim_ascii();
        if line.contains(&MARK[0]) && line.windows(MARK.len()).any(|part| part == MARK) {
            return Line::Marked;
        }
        let remark =
            [&b"//"[..], b"#", b";", b"<!", b"*", b"/*", b"--"].iter().any(|of| line.starts_with(of));
        // `[settings]`: where a part of the file begins.
        let section = matches!(line, [b'[', name @ .., b']'] if name.iter().all(|byte| WORD.has(*byte) || *byte == b'.'));
        if remark || section || line.iter().all(|byte| b"{}[]();, ".contains(byte)) {
            return Line::Nothing;
        }
        match self {
            Self::Quoted(quote) => quoted(line, quote),
            Self::Markup => markup(line),
            Self::Bare => bare(line),
            Self::Declared => declared(line),
        }
    }
}

/// What stands before the name that a line declares.
const DECLARING: Kinds = Kinds::ALNUM
    .or(Kinds::SPACE)
    .or(Kinds::TAB)
    .or(Kinds::UNDERSCORE)
    .or(Kinds::COLON)
    .or(Kinds::STAR)
    .or(Kinds::ANGLE)
    .or(Kinds::SLASH);

/// Looks at the lines beside that of a name, so many after it, until `look` has seen enough. The nearest come first on either side;
/// before the name, none is read beyond a line on which something was masked.
pub(super) fn each<'s>(
    site: &Site<'s>,
    (form, start): (Form, usize),
    lines: usize,
    mut look: impl FnMut(Line<'s>) -> bool,
) {
    let bytes = site.view.bytes;
    let rest = bytes.get(site.key.end..).unwrap_or_default();
    let after = rest.split_inclusive(|byte| *byte == b'\n').skip(1).take(lines);
    let mut after = after.take_while(|line| !line.starts_with(FENCE));
    if !after.by_ref().filter(|line| line.ends_with(b"\n")).all(|line| look(form.read(line))) {
        return;
    }
    let before = bytes.get(site.view.floor..start).unwrap_or_default();
    // What the first of them began with may be out of sight.
    let whole = if site.view.starts_at(site.view.floor) {
        0
    } else {
        before.iter().position(|byte| *byte == b'\n').map_or(before.len(), |newline| newline + 1)
    };
    let lines = before.get(whole..).unwrap_or_default();
    for line in lines.strip_suffix(b"\n").unwrap_or(lines).rsplit(|byte| *byte == b'\n').take(BEFORE) {
        if line.starts_with(FENCE) {
            return;
        }
        let line = form.read(line);
        if matches!(line, Line::Marked) || !look(line) {
            return;
        }
    }
}

/// The text between the quote that `text` begins with and the last one like it, with which it ends.
fn between(text: &[u8]) -> Option<&[u8]> {
    let (quote @ (b'"' | b'\'' | b'`'), inner) = text.split_first()? else {
        return None;
    };
    let close = inner.iter().rposition(|byte| byte == quote)?;
    let ends = inner.get(close + 1..)?.iter().all(|byte| b",;)] ".contains(byte));
    inner.get(..close).filter(|_| ends)
}

/// What follows the sign between a name and what it holds.
fn after_sign(text: &[u8]) -> Option<&[u8]> {
    let text = text.trim_ascii_start();
    let rest =
        text.strip_prefix(b"=>").or_else(|| text.strip_prefix(b":")).or_else(|| text.strip_prefix(b"="));
    rest.map(<[u8]>::trim_ascii)
}

fn quoted(line: &[u8], quote: u8) -> Line<'_> {
    let Some(inner) = line.strip_prefix(&[quote]) else {
        return Line::Nothing;
    };
    let Some(close) = inner.iter().position(|byte| *byte == quote) else {
        return Line::Nothing;
    };
    match after_sign(&inner[close + 1..]) {
        None | Some([] | [b'{' | b'[', ..]) => Line::Nothing,
        Some(held) => between(held).map_or(Line::Other, |text| Line::Pair(&inner[..close], text)),
    }
}

fn markup(line: &[u8]) -> Line<'_> {
    let close = line.strip_prefix(b"<").and_then(|tag| tag.iter().position(|byte| *byte == b'>'));
    let Some(close) = close else {
        return Line::Nothing;
    };
    let text = &line[close + 2..];
    let end = text.iter().position(|byte| *byte == b'<').unwrap_or(text.len());
    if end == 0 { Line::Nothing } else { Line::Pair(&line[..close], &text[..end]) }
}

fn bare(line: &[u8]) -> Line<'_> {
    let name = line.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(byte)).count();
    match after_sign(&line[name..]) {
        Some([] | [b'{' | b'[', ..]) => Line::Nothing,
        Some(held @ [b'"' | b'\'' | b'`', ..]) if name > 0 => {
            between(held).map_or(Line::Other, |text| Line::Pair(&line[..name], text))
        }
        Some(held) if name > 0 => Line::Pair(&line[..name], held),
        _ => Line::Other,
    }
}

/// A name and a text in double or single quotes, with what else a declaration has before and after.
fn declared(line: &[u8]) -> Line<'_> {
    let Some(equals) = line.iter().position(|byte| *byte == b'=') else {
        return Line::Nothing;
    };
    let (head, held) = (line[..equals].trim_ascii_end(), line[equals + 1..].trim_ascii_start());
    let name = head.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    let text = held
        .split_first()
        .filter(|(quote, _)| matches!(**quote, b'"' | b'\''))
        .and_then(|(quote, inner)| inner.iter().position(|byte| byte == quote).map(|close| &inner[..close]));
    match text {
        Some(text) if name > 0 => Line::Pair(&head[head.len() - name..], text),
        _ => Line::Nothing,
    }
}

/// The text that the name of a site holds on its own line.
pub(super) fn own<'s>(site: &Site<'s>, (form, start): (Form, usize)) -> Option<Look<'s>> {
    let rest = site.view.bytes.get(start..)?;
    let line = rest.get(..rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()))?;
    match form.read(line) {
        Line::Pair(_, text) => Some(Look::at(text)),
        _ => None,
    }
}
