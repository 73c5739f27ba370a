//! Lists of the headers of a request, of which the place of a string or the list's name says that it is the
//! value of one: `"rawHeaders": ["Host", "…", "X-Api-Key", "…"]`, as Node gives those that came
//! (<https://nodejs.org/api/http.html#messagerawheaders>), and `headers=[("X-Api-Key", "…")]`.
//!
//! The name of the list is out of sight once a secret was masked, so all that can be seen are found with the
//! first; and behind a mark none is, for masking again must find no more.

use super::after_string;
use crate::kinds::{Kinds, Look};
use crate::mark::MARK;
use crate::names::Sense;
use crate::scan::Open;
use crate::scan::ahead::Ahead;
use crate::scan::named::judge;
use crate::scan::named::key::Key;
use crate::scan::named::site::Site;
use crate::scan::named::text::{Literal, gap, literal, opening_quote};
use crate::scan::skip::Progress;

/// What the names of such lists end in.
const RAW: &[u8] = b"awHeaders";
const HEADERS: &[u8] = b"eaders";
/// So many strings before a name are read, which is more than can be seen.
const STRINGS: usize = 64;
/// So many headers after it are.
const PAIRS: usize = 32;

/// How headers stand in a list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// Name after value after name.
    Flat,
    /// Each in brackets.
    Pairs,
}

/// The value at `at` of the header, and whatever else the list has; `before` is what stands before the quote of
/// its name.
pub(super) fn value(site: &Site<'_>, before: &[u8], at: usize, found: &mut Ahead) -> Option<Open> {
    // What most values fail comes first: mere words are names as often.
    if !is_more(site, at)? {
        return None;
    }
    let list = Layout::of(before)?;
    let span = list.one(site, at)?;
    list.add_next(site, at, found);
    Some(span)
}

/// Whether the string at `at` is more than a word.
fn is_more(site: &Site<'_>, at: usize) -> Option<bool> {
    let string = literal(site.view.bytes, at)?;
    let value = Look::at(site.shown(string.content, &string.skip));
    Some(
        judge::is_opaque(value)
            || value.kinds.any(Kinds::EQUALS.or(Kinds::SPACE)) && value.kinds.any(Kinds::DIGIT),
    )
}

impl Layout {
    /// That of the list whose name is in sight and in which the name of a header is; `before` is what stands
    /// before its quote.
    fn of(before: &[u8]) -> Option<Self> {
        let at = place(before, HEADERS)?;
        if place(&before[at..], MARK).is_some() {
            return None;
        }
        let list = &before[at + HEADERS.len()..];
        match before.last()? {
            b'(' => Some(Self::Pairs),
            // Of a list whose beginning is too far back nothing is known.
            _ if before[..at + HEADERS.len()].ends_with(RAW) && is_even(list)? => Some(Self::Flat),
            _ => None,
        }
    }

    fn one(self, site: &Site<'_>, at: usize) -> Option<Open> {
        let string = literal(site.view.bytes, at)?;
        let value = Look::at(site.shown(string.content, &string.skip));
        let fits = self == Self::Flat && is_more(site, at)? || is_clear(site, value);
        fits.then(|| site.literal(at)).flatten()
    }

    fn add_next(self, site: &Site<'_>, first: usize, found: &mut Ahead) {
        let bytes = site.view.bytes;
        let mut at = first;
        for _ in 0..PAIRS {
            let Some((name, value)) = self.next(bytes, at) else { return };
            let Some(end) = end_of(bytes, &name) else { return };
            let key = Key::between(name.content, end);
            let sense = site.engine.sense(&bytes[name.content..end]);
            if let Some(sense @ (Sense::Any | Sense::Scalar)) = sense
                && let Some(open) = self.one(&site.of(&key, sense), value)
            {
                site.engine.add_found(site.view, open, found);
            }
            at = value;
        }
    }

    /// The name of the header after the one whose value is at `at`, and where its value is.
    fn next(self, bytes: &[u8], at: usize) -> Option<(Literal, usize)> {
        let last = literal(bytes, at)?;
        if bytes[last.content..].starts_with(MARK) {
            return None;
        }
        let mut at = after_string(bytes, &last)?;
        if self == Self::Pairs {
            at = gap(bytes, after(bytes, at, b')')?);
        }
        at = gap(bytes, after(bytes, at, b',')?);
        if self == Self::Pairs {
            at = gap(bytes, after(bytes, at, b'(')?);
        }
        let name = literal(bytes, at)?;
        let value = gap(bytes, after(bytes, after_string(bytes, &name)?, b',')?);
        literal(bytes, value).is_some().then_some((name, value))
    }
}

/// Whether the name of a flat list is in sight, and no mark after it.
pub(super) fn is_near(before: &[u8]) -> bool {
    place(before, RAW).is_some_and(|at| place(&before[at..], MARK).is_none())
}

fn after(bytes: &[u8], at: usize, sign: u8) -> Option<usize> {
    (bytes.get(at) == Some(&sign)).then_some(at + 1)
}

fn end_of(bytes: &[u8], string: &Literal) -> Option<usize> {
    match string.skip.clone().advance(bytes, string.content, false) {
        Progress::Done(end) if end > string.content => Some(end),
        _ => None,
    }
}

/// Where the last such part of a text begins.
fn place(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).rposition(|window| window == part)
}

/// More than a word, and neither a path nor another name.
fn is_clear(site: &Site<'_>, value: Look<'_>) -> bool {
    let header = site.name().contains(&b'-') || site.name().eq_ignore_ascii_case(b"authorization");
    header
        && judge::is_opaque(value)
        && !value.kinds.any(Kinds::SLASH.or(Kinds::UNDERSCORE))
        && site.engine.sense(value.bytes).is_none()
}

/// Whether the number of strings in a list is even that follows what `text` begins after, a name in quotes or not.
fn is_even(text: &[u8]) -> Option<bool> {
    let quote = opening_quote(text, 0).map(|(_, after)| after).or_else(|| after(text, 0, b'\''));
    let colon = gap(text, quote.unwrap_or(0));
    let open = gap(text, after(text, colon, b':')?);
    let mut at = gap(text, after(text, open, b'[')?);
    for count in 0..STRINGS {
        if at >= text.len() {
            return Some(count % 2 == 0);
        }
        let comma = after_string(text, &literal(text, at)?)?;
        at = gap(text, after(text, comma, b',')?);
    }
    None
}
