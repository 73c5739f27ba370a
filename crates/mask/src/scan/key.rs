//! The key name around a hit.

use super::View;
use super::class::NAME;
use super::skip::slashes_before;
use crate::names::MAX_NAME;

/// A name, and where it stands.
pub(crate) struct Key {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Escapes resolved.
    name: [u8; MAX_NAME],
    len: usize,
    whole: bool,
}

impl Key {
    pub(crate) fn around(view: &View<'_>) -> Self {
        let start = start(view);
        let whole = !(view.cut && start == view.floor);
        let mut key = Self {
            start,
            end: start,
            name: [0; MAX_NAME],
            len: 0,
            whole,
        };
        while let Some((byte, width)) = letter(&view.bytes[key.end..]) {
            let Some(place) = key.name.get_mut(key.len) else {
                key.whole = false;
                break;
            };
            *place = byte;
            key.len += 1;
            key.end += width;
        }
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
    let slashes = bytes
        .iter()
        .take(64)
        .take_while(|&&byte| byte == b'\\')
        .count();
    if slashes == 0 {
        return None;
    }
    let byte = escaped(bytes.get(slashes..slashes + 5)?)?;
    Some((byte, slashes + 5))
}

/// `u0061`, if it is a letter of a name.
fn escaped(unit: &[u8]) -> Option<u8> {
    let hex = std::str::from_utf8(unit.strip_prefix(b"u00")?).ok()?;
    u8::from_str_radix(hex, 16)
        .ok()
        .filter(|&byte| NAME.has(byte))
}

fn start(view: &View<'_>) -> usize {
    let mut at = view.hit;
    while at > view.floor && NAME.has(view.bytes[at - 1]) {
        let unit = at.saturating_sub(5).max(view.floor);
        let slashes = slashes_before(&view.bytes[view.floor..], unit - view.floor).min(64);
        match (slashes, &view.bytes[unit..at]) {
            (1.., whole) if escaped(whole).is_some() => at = unit - slashes,
            // Another escape, such as a quote.
            (1.., [b'u', hex @ ..]) if hex.len() == 4 && hex.iter().all(u8::is_ascii_hexdigit) => {
                break;
            }
            _ => at -= 1,
        }
    }
    // The letter of an escaped newline is not the name's.
    let control = at < view.hit && matches!(view.bytes[at], b'n' | b'r' | b't' | b'b' | b'f');
    if control && slashes_before(&view.bytes[view.floor..], at - view.floor) > 0 {
        at += 1;
    }
    at
}
