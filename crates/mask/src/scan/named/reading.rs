//! The text of a string of JSON as its reader has it: with newlines where `\n` is written, and quotes where `\"` is.
//!
//! Whoever looks at the lines beside a name finds them so in an answer as they are in a file.

use std::ops::Range;

use super::key::Key;
use super::margin::escaped_newline;
use super::quoting::Quoting;
use super::site::Site;
use crate::class::rfind;
use crate::scan::skip::slashes_before;
use crate::scan::{LOOK_AHEAD, LOOK_BEHIND, View};

/// No newline is looked for further from a name.
const LINE: usize = 256;

/// Whether `holds` is true of a site as it is written, or else as it reads in the string that it is in.
pub(super) fn holds(site: &Site<'_>, holds: impl Fn(&Site<'_>) -> bool) -> bool {
    holds(site) || Reading::around(site).is_some_and(|reading| reading.ask(site, holds))
}

/// The same of what its reader has alone.
pub(super) fn read(site: &Site<'_>, ask: impl Fn(&Site<'_>) -> bool) -> bool {
    match Reading::around(site) {
        Some(reading) => reading.ask(site, ask),
        None => ask(site),
    }
}

/// On the stack: looking costs no allocation.
struct Reading {
    bytes: [u8; LOOK_BEHIND + LOOK_AHEAD],
    len: usize,
    key: Range<usize>,
    from_start: bool,
}

impl Reading {
    /// What is around a name in a string of more than one line.
    fn around(site: &Site<'_>) -> Option<Self> {
        let view = site.view;
        let level = level(site)?;
        let (start, from_start) = start(view, site.key.start, level);
        let mut this = Self { bytes: [0; LOOK_BEHIND + LOOK_AHEAD], len: 0, key: 0..0, from_start };
        this.add(view.bytes, start..site.key.start, level);
        this.key.start = this.len;
        this.add(view.bytes, site.key.start..site.key.end, level);
        this.key.end = this.len;
        this.add(view.bytes, site.key.end..view.bytes.len(), level);
        Some(this)
    }

    fn ask(&self, site: &Site<'_>, ask: impl Fn(&Site<'_>) -> bool) -> bool {
        let part = site.view.part(&self.bytes[..self.len], self.key.start);
        let view = View { from_start: self.from_start, ..part };
        let key = Key::between(self.key.start, self.key.end);
        let quoting = site.quoting.map(|quoting| match quoting {
            Quoting::Double(_) => Quoting::Double(0),
            other => other,
        });
        ask(&Site { view: &view, quoting, ..site.of(&key, site.sense) })
    }

    /// What is written in a part of the window, or as much of it as the string has.
    fn add(&mut self, bytes: &[u8], part: Range<usize>, level: usize) {
        let mut at = part.start;
        while at < part.end {
            let rest = &bytes[at..part.end];
            let plain = rest.iter().position(|byte| matches!(byte, b'\\' | b'"')).unwrap_or(rest.len());
            self.push(&rest[..plain]);
            let slashes = rest[plain..].iter().take_while(|byte| **byte == b'\\').count();
            let Some(&sign) = rest.get(plain + slashes) else { return };
            let left = slashes % (2 * level);
            for _ in 0..slashes / (2 * level) {
                self.push(b"\\");
            }
            match sign {
                b'"' if left + 1 == 2 * level => self.push(b"\""),
                // The string ends.
                b'"' => return,
                b'n' if left == level => self.push(b"\n"),
                b't' if left == level => self.push(b"\t"),
                b'r' | b'/' if left == level => self.push(if sign == b'/' { b"/" } else { b"" }),
                _ if left == 0 => self.push(&[sign]),
                _ => self.push(&[b'\\', sign]),
            }
            at += plain + slashes + 1;
        }
    }

    fn push(&mut self, text: &[u8]) {
        if let Some(room) = self.bytes.get_mut(self.len..self.len + text.len()) {
            room.copy_from_slice(text);
            self.len += text.len();
        }
    }
}

/// How many backslashes escape the newlines of the string that a name is in: one, two, four.
pub(super) fn level(site: &Site<'_>) -> Option<usize> {
    if let Some(Quoting::Double(depth)) = site.quoting {
        return (depth > 0).then(|| usize::from(depth).div_ceil(2));
    }
    let rest = site.view.bytes.get(site.key.end..)?;
    let rest = &rest[..rest.len().min(LINE)];
    let before = site.before();
    let before = &before[before.len().saturating_sub(LINE)..];
    let (line, end) = (rest.split(is_newline).next()?, before.rsplit(is_newline).next()?);
    // Where lines are as they are written, it is in none, unless one opens and ends on its own.
    let is_in_string = |part: &[u8], seen: &[u8]| part.len() == seen.len() || has_odd_quotes(part);
    if !is_in_string(line, rest) || !is_in_string(end, before) {
        return None;
    }
    escaped_newline(line).or_else(|| escaped_newline(end)).filter(|slashes| slashes.is_power_of_two())
}

fn is_newline(byte: &u8) -> bool {
    *byte == b'\n'
}

/// Whether one quote that is not escaped has no other.
fn has_odd_quotes(text: &[u8]) -> bool {
    let plain = |at: &usize| text[*at] == b'"' && (*at == 0 || text[*at - 1] != b'\\');
    (0..text.len()).filter(plain).count() % 2 == 1
}

/// Where what can be seen of the string begins, and whether that is its start.
fn start(view: &View<'_>, key: usize, level: usize) -> (usize, bool) {
    let before = &view.bytes[view.floor..key];
    let mut end = before.len();
    while let Some(quote) = rfind(&before[..end], b'"') {
        if slashes_before(before, quote) < level {
            return (view.floor + quote + 1, true);
        }
        end = quote;
    }
    // An escape may be cut through.
    let cut = before.iter().take_while(|byte| **byte == b'\\').count();
    (view.floor + if cut > 0 { (cut + 1).min(before.len()) } else { 0 }, false)
}
