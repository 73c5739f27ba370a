//! The key name around a hit.

use super::quoting::{Quoting, escaped_single, escapes_of_last};
use super::text::{self, opening_quote};
use crate::class::{Bytes, NAME};
use crate::names::MAX_NAME;
use crate::scan::View;
use crate::scan::skip::slashes_before;

/// A name, and where it stands.
pub(crate) struct Key {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Up to here no other hit can belong to another name.
    pub(crate) seen: usize,
    whole: bool,
    /// There are no escapes in it.
    plain: bool,
    /// It has more signs than a name has: `/prod/db/password`, `Auth:ClientSecret`, `user[password]`.
    path: bool,
}

/// No path is longer.
const PATH: usize = 64;

impl Key {
    pub(crate) fn around(view: &View<'_>) -> Self {
        // A literal may begin with what stands before a short name.
        let before = !NAME.has(view.bytes[view.hit]) && view.bytes[view.hit] != b'\\' || follows_escape(view);
        let hit = view.hit + usize::from(before);
        let nearest = hit - NAME.run_back(&view.bytes[view.floor..hit]);
        // No escape is in what no backslash is before.
        let plain = nearest == view.floor || view.bytes[nearest - 1] != b'\\';
        let start = if plain { nearest } else { start(view, hit) };
        let whole = !(view.cut && start == view.floor);
        let color = text::after_color(&view.bytes[view.floor..start], &view.bytes[start..hit]);
        let start = start + color.unwrap_or(0);
        let end = hit + NAME.short_run(&view.bytes[hit..]);
        let mut key = Self { start, end, seen: 0, whole, plain: true, path: false };
        let escaped =
            !plain && view.bytes[start..hit].contains(&b'\\') || view.bytes.get(end) == Some(&b'\\');
        if escaped {
            key.read_escapes(view);
        }
        // What is too long to be a name stays so at its other hits.
        key.whole &= key.end - start <= MAX_NAME || !key.plain;
        let rest = if key.whole { 0 } else { end - hit };
        key.seen = key.end.max(hit + rest);
        if view.bytes.get(key.end) == Some(&b' ') {
            key.add_word(view);
        }
        // A sentence's end, or a dash before a number.
        while key.end > key.start && matches!(view.bytes[key.end - 1], b'.' | b'-') {
            key.end -= 1;
        }
        key
    }

    /// The name of another, between quotes.
    pub(super) fn between(start: usize, end: usize) -> Self {
        Self { start, end, seen: end, whole: true, plain: true, path: false }
    }

    /// The name with the rest of the path between the quotes, of which it is the end.
    pub(super) fn with_path(self, view: &View<'_>) -> Self {
        // What most names fail comes first.
        let before = view.bytes[view.floor..self.start].last();
        let begins = matches!(before, Some(b'/' | b':' | b'@' | b'['));
        match view.bytes.get(self.end) {
            Some(b'"' | b'\'' | b'\\' | b']') if begins => self.widened(view),
            Some(b'*') if matches!(before, Some(b'"' | b'\'')) => self.widened(view),
            _ => self,
        }
    }

    fn widened(self, view: &View<'_>) -> Self {
        static SIGNS: Bytes = Bytes::alnum_and(b"_./:@[-");
        let before = &view.bytes[view.floor..self.start];
        let len = path_len(before, &SIGNS);
        let quote = before.len().checked_sub(len + 1).map(|at| before[at]);
        let quoted = matches!(quote, Some(b'"' | b'\''));
        let index = before.ends_with(b"[");
        let close = match view.bytes.get(self.end) {
            Some(b']') if index => 1,
            Some(b'*') => 1,
            Some(b']') => return self,
            _ if index => return self,
            _ => 0,
        };
        let end = self.end + close;
        if !quoted || !self.plain || !matches!(view.bytes.get(end), Some(b'"' | b'\'' | b'\\')) {
            return self;
        }
        Self { start: self.start - len, end, seen: self.seen.max(end), path: true, ..self }
    }

    /// Whether it is a type of resource of CloudFormation: `AWS::IAM::AccessKey`
    /// (<https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html>).
    pub(super) fn is_resource(&self, view: &View<'_>) -> bool {
        let name = &view.bytes[view.floor..self.end];
        let last = name.iter().rev().take(PATH).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if !name[..name.len() - last].ends_with(b"::") {
            return false;
        }
        let step = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b':';
        let len = name.iter().rev().take(PATH).take_while(|byte| step(byte)).count();
        name[name.len() - len..].starts_with(b"AWS::")
    }

    /// Whether its name is more than a name.
    pub(super) fn is_path(&self) -> bool {
        self.path
    }

    /// Finds the end of a name with escapes in it.
    fn read_escapes(&mut self, view: &View<'_>) {
        self.plain = false;
        self.end = self.start;
        for len in 0.. {
            let Some((_, width)) = letter(&view.bytes[self.end..]) else {
                // The backslash is that of the quote after the name.
                self.plain = self.end - self.start == len;
                return;
            };
            if len == MAX_NAME {
                self.whole = false;
                return;
            }
            self.end += width;
        }
    }

    /// `API key`: the second word of a name in prose or between quotes.
    fn add_word(&mut self, view: &View<'_>) {
        let rest = &view.bytes[self.end + 1..];
        let word = &rest[..rest.iter().take(8).take_while(|byte| byte.is_ascii_alphabetic()).count()];
        let name = &view.bytes[self.start..self.end];
        let ends =
            |end: &[u8]| name.len() >= end.len() && name[name.len() - end.len()..].eq_ignore_ascii_case(end);
        let known: &[&[u8]] = match () {
            () if ends(b"connection") => &[b"string", b"strings"],
            () if ends(b"pass") => &[b"word", b"phrase", b"code"],
            () if ends(b"session") => &[b"key", b"keys", b"id"],
            () => &[b"key", b"keys", b"code", b"codes", b"phrase", b"verifier"],
        };
        if self.plain && known.iter().any(|known| word.eq_ignore_ascii_case(known)) {
            self.end += 1 + word.len();
            // Of Rails.
            let base = ends(b"secret") && word.eq_ignore_ascii_case(b"key");
            if let Some(rest) = view.bytes.get(self.end..).filter(|_| base) {
                let third = rest.get(..5).is_some_and(|next| next.eq_ignore_ascii_case(b" base"));
                self.end += if third { 5 } else { 0 };
            }
            self.seen = self.seen.max(self.end);
        }
    }

    /// The name, escapes resolved in `room`, unless it is too long to be one.
    pub(crate) fn name<'k>(&self, view: &'k View<'_>, room: &'k mut [u8; MAX_NAME]) -> Option<&'k [u8]> {
        if !self.whole || self.start == self.end {
            return None;
        }
        let written = &view.bytes[self.start..self.end];
        Some(if self.plain { written } else { resolved(written, room) })
    }

    /// The quotes around the name, and what follows the closing one.
    pub(super) fn quoting(&self, view: &View<'_>) -> Option<(Quoting, usize)> {
        let before = &view.bytes[view.floor..self.start];
        match (before, view.bytes.get(self.end)?) {
            ([.., open @ (b'\'' | b'`')], close) if open == close => {
                let quoting = if *open == b'`' { Quoting::Backtick } else { Quoting::Single(0) };
                Some((quoting, self.end + 1))
            }
            ([.., b'\''], b'\\') => {
                let (depth, after) = escaped_single(view.bytes, self.end)?;
                (escapes_of_last(before) == usize::from(depth)).then_some((Quoting::Single(depth), after))
            }
            ([.., b'"'], b'"' | b'\\') => {
                let slashes = slashes_before(before, before.len() - 1);
                let (depth, after) = opening_quote(view.bytes, self.end)?;
                (slashes == usize::from(depth)).then_some((Quoting::Double(depth), after))
            }
            ([.., b' '], b'"' | b'\\') => self.spaced(before, view),
            _ => None,
        }
    }

    /// The quotes around a name of several words, of which this is the end.
    fn spaced(&self, before: &[u8], view: &View<'_>) -> Option<(Quoting, usize)> {
        let (depth, after) = opening_quote(view.bytes, self.end)?;
        let words =
            before.iter().rev().take(24).take_while(|b| b.is_ascii_alphanumeric() || **b == b' ').count();
        let before = &before[..before.len() - words];
        let opens =
            before.last() == Some(&b'"') && slashes_before(before, before.len() - 1) == usize::from(depth);
        opens.then_some((Quoting::Double(depth), after))
    }
}

fn resolved<'r>(mut written: &[u8], room: &'r mut [u8; MAX_NAME]) -> &'r [u8] {
    let mut len = 0;
    while let (Some((byte, width)), Some(place)) = (letter(written), room.get_mut(len)) {
        *place = byte;
        len += 1;
        written = &written[width..];
    }
    &room[..len]
}

/// The next letter of a name, plain or escaped, and how many bytes it takes.
fn letter(bytes: &[u8]) -> Option<(u8, usize)> {
    let first = *bytes.first()?;
    if NAME.has(first) {
        return Some((first, 1));
    }
    let slashes = bytes.iter().take(64).take_while(|&&byte| byte == b'\\').count();
    if slashes == 0 {
        return None;
    }
    let byte = escaped(bytes.get(slashes..slashes + 5)?)?;
    Some((byte, slashes + 5))
}

/// `u0061`, if it is a letter of a name.
fn escaped(unit: &[u8]) -> Option<u8> {
    let hex = std::str::from_utf8(unit.strip_prefix(b"u00")?).ok()?;
    u8::from_str_radix(hex, 16).ok().filter(|&byte| NAME.has(byte))
}

/// How long the path is that a text ends in; its slashes may be escaped.
fn path_len(text: &[u8], signs: &Bytes) -> usize {
    let mut escaped = false;
    let step = |byte: &&u8| {
        let own = signs.has(**byte) || escaped && **byte == b'\\';
        escaped = matches!(**byte, b'/' | b'\\') && own;
        own
    };
    text.iter().rev().take(PATH).take_while(step).count()
}

/// Where a name with escapes in it starts, or one after an escape.
#[cold]
fn start(view: &View<'_>, hit: usize) -> usize {
    let mut at = hit;
    while at > view.floor && NAME.has(view.bytes[at - 1]) {
        at = match escape_before(&view.bytes[view.floor..at]) {
            Some(Escape::Letter(width)) => at - width,
            Some(Escape::Other) => break,
            None => at - 1,
        };
    }
    // The letter of an escaped newline is not the name's.
    let control = at < hit && matches!(view.bytes[at], b'n' | b'r' | b't' | b'b' | b'f');
    if control && slashes_before(&view.bytes[view.floor..], at - view.floor) > 0 {
        at += 1;
    }
    at
}

/// Whether the hit is at the letter of an escape that a short name follows: `\npass`.
fn follows_escape(view: &View<'_>) -> bool {
    let escape = matches!(view.bytes[view.hit], b'n' | b'r' | b't')
        && view.bytes[view.floor..view.hit].ends_with(b"\\");
    let rest = &view.bytes[view.hit + 1..];
    let name = || &rest[..NAME.short_run(rest)];
    escape && [&b"pass"[..], b"pw"].iter().any(|short| name().eq_ignore_ascii_case(short))
}

/// A `\uXXXX` that a look back came upon.
enum Escape {
    /// A letter of a name, in so many bytes.
    Letter(usize),
    /// Another character, such as a quote.
    Other,
}

fn escape_before(bytes: &[u8]) -> Option<Escape> {
    let unit = bytes.last_chunk::<5>().filter(|unit| unit[0] == b'u')?;
    let hex = unit[1..].iter().all(u8::is_ascii_hexdigit);
    let slashes = slashes_before(bytes, bytes.len() - unit.len()).min(64);
    if slashes == 0 || !hex {
        return None;
    }
    Some(escaped(unit).map_or(Escape::Other, |_| Escape::Letter(unit.len() + slashes)))
}
