//! Lines with something before each that is no part of the text: the numbers of a listing, the signs of a diff,
//! the marks of what is quoted or commented out, what a log or a search writes before each line, and the quotes
//! around each where they are the strings of an array.
//!
//! Whoever asks for the line after a name or before it would find that instead. So where a name does not stand
//! with its value on one line, and lines beside it begin alike, all is asked of those lines without what they
//! begin with. [`newline`] knows lines, [`part`] what they begin with, [`text`] holds what is left of them.

mod beyond;
mod newline;
mod part;
mod respelled;
mod text;

pub(crate) use beyond::Beyond;
pub(super) use newline::escaped_newline;
use newline::{Newline, quote_depth};
use part::Part;
pub(crate) use part::known_len;
pub(super) use respelled::value as respelled;
use text::Text;

use super::key::Key;
use super::line::next_line;
use super::statements::directive::is_directive;
use super::text::{TrimSuffix, blanks, color_len, gap, is_one_of, opening_quote, spaces};
use super::{Value, ask, table};
use crate::class::{find, rfind};
use crate::scan::ahead::Ahead;
use crate::scan::engine::Engine;
use crate::scan::follow::Follow;
use crate::scan::{Open, State, View};

/// So many things may stand before one line: `2026-03-04T10:10:10Z INFO [worker-9] + password: |`.
const PARTS: usize = 4;

/// No code of a colour that ends a line is longer.
const COLORS: usize = 24;

/// What stands before lines.
#[derive(Clone, Default)]
struct Margin<'t> {
    parts: [Option<Part<'t>>; PARTS],
}

/// What of another line belongs to a margin.
struct Begin {
    len: usize,
    /// What a diff has there.
    sign: Option<u8>,
}

/// Whether there may be something before the line of a name that hides what stands with it; `after` is behind the
/// name and its quote.
#[inline]
pub(super) fn may_be(view: &View<'_>, (key, after): (&Key, usize)) -> bool {
    let asks = || goes_on(view, key, after) && (begins_string(view, key, after) || !begins_plainly(view));
    !view.is_part() && (asks() || begins_behind_sign(view, key, after))
}

/// Whether nothing but a quote, a tag and an indent is between a name and a sign that may end what stands before its line,
/// and a value may be behind it: that is read as on a line of its own. None of those signs begins a comment, which is
/// no setting.
fn begins_behind_sign(view: &View<'_>, key: &Key, after: usize) -> bool {
    let bytes = view.bytes;
    let next = bytes.get(blanks(bytes, after));
    let told = matches!(next, Some(b':' | b'=' | b'>'));
    if !(told || bytes.get(after) == Some(&b' ') && next.is_some_and(u8::is_ascii_graphic)) {
        return false;
    }
    let head = before_name(&bytes[view.floor..key.start]);
    let sign = before_indent(head);
    let indent = &head[sign.len()..];
    match sign {
        [.., digit, b':'] => digit.is_ascii_digit(),
        [.., 0x92 | b'|' | b'+'] | [.., b'2', b'1', b'9', b'2'] => true,
        [.., b'>'] => !indent.is_empty(),
        [.., digit] if digit.is_ascii_digit() && matches!(indent, [b'\t' | b'\\', ..]) => true,
        [.., b'Z' | b']' | b'0'..=b'9'] => told && !indent.is_empty(),
        // Those of a list have a blank.
        _ => matches!(indent, [b'-'] | [b'-', b'\t' | b'\\', ..] | [b'-', b' ', b' ', ..]),
    }
}

/// What stands before a name and its quote, with other words between those, or before the tag that it is in.
fn before_name(before: &[u8]) -> &[u8] {
    const LONGEST: usize = 64;
    let word = |byte: &&u8| byte.is_ascii_alphanumeric() || b" _-".contains(byte);
    let words = match before {
        [.., b' '] => before.iter().rev().take(LONGEST).take_while(word).count(),
        _ => 0,
    };
    let head = match &before[..before.len() - words] {
        [head @ .., b'"' | b'\'' | b'`'] => head.trim_suffix_of(b"\\"),
        _ => before,
    };
    let tag = head.strip_suffix(b" name=").map(|head| head.trim_suffix_of(b"abcdefghijklmnopqrstuvwxyz-"));
    tag.and_then(|head| head.strip_suffix(b"<")).unwrap_or(head)
}

/// What stands before blanks and dashes, of which a tab may be escaped.
fn before_indent(mut text: &[u8]) -> &[u8] {
    loop {
        text = match text {
            [rest @ .., b' ' | b'-' | b'\t'] => rest,
            [rest @ .., b't'] if rest.ends_with(b"\\") => rest.trim_suffix_of(b"\\"),
            _ => return text,
        };
    }
}

/// Whether a name without quotes of its own begins a string: `"- password: |"`.
fn begins_string(view: &View<'_>, key: &Key, after: usize) -> bool {
    let before = &view.bytes[view.floor..key.start];
    let indent = before.iter().rev().take_while(|byte| matches!(byte, b' ' | b'-')).count();
    after == key.end && before[..before.len() - indent].last() == Some(&b'"')
}

/// Whether the line of the hit begins as text does: what most lines do, and is told at a glance.
fn begins_plainly(view: &View<'_>) -> bool {
    let before = &view.bytes[view.floor..view.hit];
    let newline = rfind(before, b'\n');
    let line = &before[newline.map_or(0, |at| at + 1)..];
    // In a string, lines end otherwise.
    if line.iter().fold(false, |any, byte| any | matches!(byte, b'\\' | b'|')) {
        return false;
    }
    let text = line.trim_ascii_start();
    let is_sign = |sign: &u8| sign.is_ascii_digit() || b"+->#/[*\"\x1b".contains(sign);
    let word = text.split(|byte| *byte == b' ').next().unwrap_or_default();
    let dated =
        || matches!(text, [b'A'..=b'Z', b'a'..=b'z', b'a'..=b'z', b' ', b' ' | b'0'..=b'9', b'0'..=b'9', ..]);
    let numbered = || word.windows(2).any(|pair| matches!(pair[0], b':' | b'-') && pair[1].is_ascii_digit());
    if text.first().is_some_and(is_sign) && text != b"\"" || dated() || numbered() {
        return false;
    }
    // Lines that a diff leaves as they are begin with a blank.
    let is_changed = |byte: Option<&u8>| matches!(byte, Some(b'+' | b'-'));
    let previous = &before[..newline.unwrap_or(0)];
    let previous = rfind(previous, b'\n').map_or(0, |at| at + 1);
    let rest = &view.bytes[view.hit..];
    let next = || find(rest, b'\n').and_then(|at| rest.get(at + 1));
    line.first() != Some(&b' ') || !is_changed(before.get(previous)) && !is_changed(next())
}

/// What stands with a name if lines beside its own begin as that does.
#[inline(never)]
pub(super) fn value(
    view: &View<'_>,
    (key, after): (&Key, usize),
    state: &mut State,
    engine: &Engine,
    found: &mut Ahead,
) -> Option<Value> {
    let newline = Newline::of_string(view, key, after).or_else(|| Newline::around(view))?;
    let lines = Lines::around(view, newline)?;
    if lines.margin.is_comment() && !goes_on(view, key, after) {
        return None;
    }
    let (sign, other) = (lines.sign, lines.other());
    let text = lines.text(view, other);
    let mut value = text.ask(view, state, engine, found)?;
    if let Value::Secret(open) = &mut value {
        open.follow = open.follow.take().map(|follow| lines.beyond(follow));
    }
    if sign == Some(b' ') && text.leaves_out() {
        let old = lines.text(view, b'+');
        if let Some(Value::Secret(old)) = old.ask(view, state, engine, found) {
            found.add(old, view.bytes);
        }
    }
    Some(value)
}

/// The lines around a hit, and what each begins with.
struct Lines<'t> {
    newline: Newline,
    margin: Margin<'t>,
    /// Where that of the hit starts,
    start: usize,
    /// and what a diff has there.
    sign: Option<u8>,
}

impl<'t> Lines<'t> {
    fn around(view: &View<'t>, newline: Newline) -> Option<Self> {
        let start = newline.start(view, view.hit)?;
        let (end, next) = newline.next(view.bytes, view.hit).unzip();
        let line = &view.bytes[start..end.unwrap_or(view.bytes.len())];
        let below = || {
            let next = next?;
            Margin::of(line, newline.line(view.bytes, next), true)
        };
        let above = || {
            let previous = newline.start(view, newline.before(view, start)?)?;
            Margin::of(line, newline.line(view.bytes, previous), false)
        };
        let within = |margin: &Margin<'_>| margin.begin(line).is_some_and(|own| start + own.len <= view.hit);
        // Of strings, each is a line by itself.
        let strings = matches!(newline, Newline::String { .. }).then(Margin::default);
        let margin = below().filter(within).or_else(|| above().filter(within)).or(strings)?;
        let sign = margin.begin(line)?.sign;
        Some(Self { newline, margin, start, sign })
    }

    /// Of what a diff takes away and what it adds, only the one goes with the other lines: the sign of those that do not.
    fn other(&self) -> u8 {
        if self.sign == Some(b'-') { b'+' } else { b'-' }
    }

    /// What is left of them.
    fn text(&self, view: &View<'_>, without: u8) -> Text {
        Text::around(view, self.newline, &self.margin, (self.start, without))
    }

    /// What follows a secret on them.
    fn beyond(&self, follow: Follow) -> Follow {
        Beyond::follow(follow, (&self.margin, self.other()), self.newline)
    }
}

/// The first secret of a resource in lines with margins that `first` finds in what is left of them.
pub(super) fn resource(view: &View<'_>, first: impl FnOnce(&View<'_>) -> Option<Open>) -> Option<Open> {
    if view.is_part() || begins_plainly(view) {
        return None;
    }
    let lines = Lines::around(view, Newline::around(view)?)?;
    let text = lines.text(view, lines.other());
    let own = text.view(view);
    let mut open = text.open(&own, first(&own)?, |_| {})?;
    open.follow = open.follow.take().map(|follow| lines.beyond(follow));
    Some(open)
}

/// `ask` of the text without margins.
impl Text {
    fn ask(&self, view: &View<'_>, state: &mut State, engine: &Engine, found: &mut Ahead) -> Option<Value> {
        let own = self.view(view);
        let headers = state.headers;
        state.headers = self.place(headers);
        let mut inside = Ahead::default();
        let value = ask(&own, state, engine, &mut inside);
        state.names = self.origin(state.names);
        state.headers = headers.max(self.origin(state.headers));
        let value = match value {
            Value::Secret(open) => Value::Secret(self.open(&own, open, |rest| found.add(rest, view.bytes))?),
            other => other,
        };
        while let Some(open) = inside.pop() {
            if let Some(first) = self.open(&own, open, |rest| found.add(rest, view.bytes)) {
                found.add(first, view.bytes);
            }
        }
        Some(value)
    }
}

impl<'t> Margin<'t> {
    /// How much of the end of a line is margin: `\x1b[0m` where lines begin with codes of colours.
    fn end_len(&self, line: &[u8]) -> usize {
        if !self.has_colors() {
            return 0;
        }
        let shown = line.len().saturating_sub(COLORS);
        let ends = |at: &usize| color_len(line, *at).is_some_and(|len| at + len == line.len());
        (shown..line.len()).find(ends).map_or(0, |at| line.len() - at)
    }

    /// What a line begins with if another does, too, the next one or the one before.
    fn of(line: &'t [u8], other: &[u8], is_next: bool) -> Option<Self> {
        let (mut margin, mut own, mut its) = (Self::default(), 0, 0);
        for place in 0..PARTS {
            let Some((part, len, other_len)) = Part::of(&line[own..], &other[its..], is_next, place == 0)
            else {
                break;
            };
            margin.parts[place] = Some(part);
            (own, its) = (own + len, its + other_len);
        }
        margin.parts[0].is_some().then_some(margin)
    }

    /// Whether it is the sign of a comment, which has no settings.
    fn is_comment(&self) -> bool {
        let sign = |part: &Part<'_>| matches!(part, Part::Same(same) if matches!(same.trim_ascii().first(), Some(b'#' | b'/' | b'*')));
        self.parts.iter().flatten().any(sign)
    }

    fn has_colors(&self) -> bool {
        self.parts.iter().flatten().any(|part| matches!(part, Part::Color))
    }

    /// The same for longer than the text is seen.
    fn kept(&self) -> Margin<'static> {
        Margin { parts: self.parts.clone().map(|part| part.map(Part::kept)) }
    }

    /// What of a line is margin, if it has one.
    fn begin(&self, line: &[u8]) -> Option<Begin> {
        let mut begin = Begin { len: 0, sign: None };
        for part in self.parts.iter().flatten() {
            let rest = &line[begin.len..];
            begin.len += part.len_in(rest)?;
            if matches!(part, Part::Changed) {
                begin.sign = rest.first().copied();
            }
        }
        Some(begin)
    }
}

/// Whether what stands with a name may be on another line: most have their value beside them.
fn goes_on(view: &View<'_>, key: &Key, after: usize) -> bool {
    let bytes = view.bytes;
    let at = blanks(bytes, after);
    let quote = |at: usize| matches!(bytes.get(at), Some(b'"' | b'\\'));
    let next = |at: usize| next_line(bytes, at + color_len(bytes, at).unwrap_or(0)).is_some();
    let ends = |at: usize| next(at) || quote(at) && ends_string(view, (key, after), at);
    match bytes.get(at) {
        Some(b',') if ends(spaces(bytes, at + 1)) => true,
        Some(b':' | b'=') => {
            let value = blanks(bytes, at + 1);
            let told =
                || after > key.end && is_one_of(&["token", "token_str", "pin"], &bytes[key.start..key.end]);
            ends(value)
                || matches!(bytes.get(value), Some(b'{' | b'[' | b'|' | b'>'))
                || told()
                || has_comment(&bytes[value..])
        }
        Some(b'<') => bytes[at..].starts_with(b"</"),
        Some(b'|') => !matches!(bytes.get(at + 1), Some(b'|' | b'=')),
        Some(b',' | b';') => table::may_follow(bytes, after),
        // The last word of a sentence has no value.
        _ if ends(at) => after > key.end || !matches!(bytes[..key.start], [.., b'a'..=b'z', b' ']),
        // One that is switched off is looked at as it is.
        next => {
            let sets = next.is_some() && at > key.end && is_directive(&bytes[key.start..key.end]);
            sets && !matches!(bytes[..key.start], [.., b'#', b' '] | [.., b'#'])
        }
    }
}

/// Whether the string that a name is in with more ends at `at`, and another follows.
fn ends_string(view: &View<'_>, (key, after): (&Key, usize), at: usize) -> bool {
    let Some((depth, end)) = opening_quote(view.bytes, at) else {
        return false;
    };
    let outer = match quote_depth(view, key, after) {
        Some(Some(own)) => depth < own,
        Some(None) => at > after,
        None => false,
    };
    outer && view.bytes.get(gap(view.bytes, end)) == Some(&b',')
}

/// `password = … ; since March`: a comment goes on to the end of the line.
fn has_comment(rest: &[u8]) -> bool {
    const LONGEST: usize = 96;
    let word = rest.iter().take(LONGEST).take_while(|byte| !byte.is_ascii_whitespace()).count();
    word > 0 && matches!(&rest[word..], [b' ', b';' | b'#', ..])
}
