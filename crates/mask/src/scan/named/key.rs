//! The key name around a hit.

use super::text::{Quoting, opening_quote};
use crate::class::NAME;
use crate::names::MAX_NAME;
use crate::scan::View;
use crate::scan::skip::slashes_before;

/// A name, and where it stands.
pub(crate) struct Key {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Up to here no other hit can belong to another name.
    pub(crate) seen: usize,
    /// Escapes resolved.
    name: [u8; MAX_NAME],
    len: usize,
    whole: bool,
    /// There are no escapes in it.
    plain: bool,
}

impl Key {
    pub(crate) fn around(view: &View<'_>) -> Self {
        let start = start(view);
        let whole = !(view.cut && start == view.floor);
        let end = view.hit + NAME.run(&view.bytes[view.hit..]);
        let mut key = Self { start, end, seen: 0, name: [0; MAX_NAME], len: 0, whole, plain: true };
        let escaped = view.bytes[start..view.hit].contains(&b'\\') || view.bytes.get(end) == Some(&b'\\');
        if escaped {
            key.resolve(view);
        }
        // What is too long to be a name stays so at its other hits.
        key.whole &= key.end - start <= MAX_NAME || !key.plain;
        let rest = if key.whole { 0 } else { NAME.run(&view.bytes[view.hit..]) };
        key.seen = key.end.max(view.hit + rest);
        if view.bytes.get(key.end) == Some(&b' ') {
            key.add_word(view);
        }
        // A sentence's end, or a dash before a number.
        while key.end > key.start && matches!(view.bytes[key.end - 1], b'.' | b'-') {
            key.end -= 1;
            key.len = key.len.saturating_sub(1);
        }
        key
    }

    /// Reads a name with escapes in it.
    fn resolve(&mut self, view: &View<'_>) {
        self.plain = false;
        self.end = self.start;
        while let Some((byte, width)) = letter(&view.bytes[self.end..]) {
            let Some(place) = self.name.get_mut(self.len) else {
                self.whole = false;
                return;
            };
            *place = byte;
            self.len += 1;
            self.end += width;
        }
    }

    /// `API key`: the second word of a name in prose or between quotes.
    fn add_word(&mut self, view: &View<'_>) {
        let rest = &view.bytes[self.end + 1..];
        let word = &rest[..rest.iter().take(8).take_while(|byte| byte.is_ascii_alphabetic()).count()];
        let known = [&b"key"[..], b"keys", b"code", b"codes", b"phrase", b"string", b"verifier", b"word"];
        if self.plain && known.iter().any(|known| word.eq_ignore_ascii_case(known)) {
            self.end += 1 + word.len();
            self.seen = self.seen.max(self.end);
        }
    }

    /// The name, unless it is too long to be one.
    pub(crate) fn name<'k>(&'k self, view: &'k View<'_>) -> Option<&'k [u8]> {
        let name = if self.plain { &view.bytes[self.start..self.end] } else { &self.name[..self.len] };
        (self.whole && !name.is_empty()).then_some(name)
    }

    /// The quotes around the name, and what follows the closing one.
    pub(super) fn quoting(&self, view: &View<'_>) -> Option<(Quoting, usize)> {
        let before = &view.bytes[view.floor..self.start];
        match (before, view.bytes.get(self.end)?) {
            ([.., open @ (b'\'' | b'`')], close) if open == close => {
                Some((Quoting::Other(*open), self.end + 1))
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

fn start(view: &View<'_>) -> usize {
    let mut at = view.hit;
    while at > view.floor && NAME.has(view.bytes[at - 1]) {
        at = match escape_before(&view.bytes[view.floor..at]) {
            Some(Escape::Letter(width)) => at - width,
            Some(Escape::Other) => break,
            None => at - 1,
        };
    }
    // The letter of an escaped newline is not the name's.
    let control = at < view.hit && matches!(view.bytes[at], b'n' | b'r' | b't' | b'b' | b'f');
    if control && slashes_before(&view.bytes[view.floor..], at - view.floor) > 0 {
        at += 1;
    }
    at
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
