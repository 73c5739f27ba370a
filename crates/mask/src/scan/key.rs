//! The key name around a hit.

use super::View;
use super::skip::slashes_before;
use crate::class::NAME;
use crate::names::MAX_NAME;

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
}

impl Key {
    pub(crate) fn around(view: &View<'_>) -> Self {
        let start = start(view);
        let whole = !(view.cut && start == view.floor);
        let mut key = Self { start, end: start, seen: 0, name: [0; MAX_NAME], len: 0, whole };
        while let Some((byte, width)) = letter(&view.bytes[key.end..]) {
            let Some(place) = key.name.get_mut(key.len) else {
                key.whole = false;
                break;
            };
            *place = byte;
            key.len += 1;
            key.end += width;
        }
        // What is too long to be a name stays so at its other hits.
        let rest = if key.whole { 0 } else { NAME.run(&view.bytes[view.hit..]) };
        key.seen = key.end.max(view.hit + rest);
        // A sentence's end, or a dash before a number.
        while key.len > 0 && matches!(view.bytes[key.end - 1], b'.' | b'-') {
            key.len -= 1;
            key.end -= 1;
        }
        key
    }

    /// The name, unless it is too long to be one.
    pub(crate) fn name(&self) -> Option<&[u8]> {
        (self.whole && self.len > 0).then(|| &self.name[..self.len])
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
