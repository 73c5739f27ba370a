//! Items of a list without the quotes of JSON: `api_keys: [a, b]` of YAML, `'passwords': ['a', 'b']` of Python.

use super::after_string;
use crate::class::GRAPHIC;
use crate::kinds::{Kinds, Look};
use crate::mark::MARK;
use crate::names::Sense;
use crate::scan::Open;
use crate::scan::ahead::Ahead;
use crate::scan::engine::RuleId;
use crate::scan::named::judge::harmless::is_harmless;
use crate::scan::named::judge::{suspect, types};
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::named::text::{ends_with_folded, gap, literal};

/// So many items are looked at.
pub(super) const ITEMS: usize = 16;
/// Lists of what people chose or were given, and never of the names of some.
const CHOSEN: &[&[u8]] = &[b"passwords", b"passphrases", b"codes", b"keys"];

/// Adds those that look like secrets; `at` is at the bracket.
///
/// A mark ends the look: what it stands for was longer, and behind it more could be seen now.
pub(crate) fn add(site: &Site<'_>, at: usize, found: &mut Ahead) {
    let bytes = site.view.bytes;
    if !matches!(site.sense, Sense::Any | Sense::Random) {
        return;
    }
    let mut at = at + 1;
    for _ in 0..ITEMS {
        let Some((start, value, end)) = item(site, gap(bytes, at)) else { return };
        if value.starts_with(MARK) {
            return;
        }
        if is_secret(site, Look::at(value)) {
            let open = Open::known(RuleId::KEY_NAME, start, start + value.len());
            site.engine.add_found(site.view, open, found);
        }
        if bytes.get(end) != Some(&b',') {
            return;
        }
        at = end + 1;
    }
}

/// The item at `at`, where it starts, and where the sign after it is.
fn item<'s>(site: &'s Site<'_>, at: usize) -> Option<(usize, &'s [u8], usize)> {
    let bytes = site.view.bytes;
    let (start, value, end) = match literal(bytes, at) {
        Some(string) => {
            let value = site.shown(string.content, &string.skip);
            (string.content, value, after_string(bytes, &string)?)
        }
        None => {
            let rest = bytes.get(at..)?;
            let within = |byte: &u8| GRAPHIC.has(*byte) && !b",]}[{()".contains(byte);
            let len = rest.iter().take(SHOWN).take_while(|byte| within(byte)).count();
            (at, &rest[..len], gap(bytes, at + len))
        }
    };
    let listed = matches!(bytes.get(end), Some(b',' | b']')) && !value.is_empty() && value.len() < SHOWN;
    listed.then_some((start, value, end))
}

pub(super) fn is_secret(site: &Site<'_>, value: Look<'_>) -> bool {
    // Of several secrets any may be a name; of one secret they are all that it was and will be.
    let one = || site.name().eq_ignore_ascii_case(b"secret") && !value.kinds.any(Kinds::DOT);
    let many =
        || CHOSEN.iter().any(|end| ends_with_folded(site.name(), end)) && value.kinds.only(Kinds::ALNUM);
    let chosen = || suspect::is_chosen(value) && (one() || many());
    let drawn = suspect::is_word(value) || suspect::is_password(value) || suspect::is_short(value);
    (drawn || site.sense == Sense::Any && chosen())
        && !value.bytes.starts_with(b"0x")
        && !types::is_type(value.bytes)
        && !is_harmless(value, site.engine)
        && site.engine.sense(value.bytes).is_none()
}
