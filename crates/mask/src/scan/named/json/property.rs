//! What a JSON Schema says that a secret is if nobody says otherwise.

use super::leaves;
use super::steps::{Next, after_value, next};
use crate::kinds::Look;
use crate::mark::MARK;
use crate::scan::Open;
use crate::scan::named::judge::{self, suspect};
use crate::scan::named::site::Site;
use crate::scan::named::text::{gap, is_one_of, literal, quoted_word};

/// Members of a property that have a value of its own.
pub(super) const VALUES: &[&str] = &["default", "const", "example", "examples"];
/// The same of what is no property: `{"type": "string", "value": "x9"}`.
const TYPED: &[&str] = &["value"];
/// Of these, those that hold and are not just shown.
const HOLDING: &[&str] = &["default", "const", "value"];

/// So many members of a property are read.
const MEMBERS: usize = 8;
/// So many of a list of examples are.
const ITEMS: usize = 4;

/// How sure it is that a value is a secret.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// It is masked already.
    Marked,
    /// It was made up by a person, unless it is one of several that there are.
    Chosen,
    Drawn,
}

/// The value that the property gives whose members begin at `at`.
pub(super) fn given(site: &Site<'_>, mut at: usize, depth: u8) -> Option<Open> {
    let bytes = site.view.bytes;
    let (mut found, mut choice) = (None, false);
    for _ in 0..MEMBERS {
        let Some((word, after)) = quoted_word(bytes, at, depth) else {
            break;
        };
        let value = gap(bytes, gap(bytes, after) + 1);
        if is_one_of(VALUES, word) || is_one_of(TYPED, word) {
            // The first of them, so that a second look finds no more.
            found = found.or_else(|| Some((seen(site, word, value, depth)?, value)));
        }
        choice |= is_one_of(&["enum"], word);
        let Some(comma) = after_value(bytes, value, depth).map(|end| gap(bytes, end)) else {
            break;
        };
        if bytes.get(comma) != Some(&b',') {
            break;
        }
        at = gap(bytes, comma + 1);
    }
    let (seen, at) = found?;
    (seen == Seen::Drawn || seen == Seen::Chosen && !choice).then(|| value(site, at, depth)).flatten()
}

/// The value at `at` of the member that is called `word`.
pub(super) fn given_at(site: &Site<'_>, word: &[u8], at: usize, depth: u8) -> Option<Open> {
    let secret = seen(site, word, at, depth).is_some_and(|seen| seen != Seen::Marked);
    secret.then(|| value(site, at, depth)).flatten()
}

fn value(site: &Site<'_>, at: usize, depth: u8) -> Option<Open> {
    if site.byte(at) != Some(b'[') {
        return site.literal(at);
    }
    // A list of one keeps its brackets.
    let first = gap(site.view.bytes, at + 1);
    if matches!(next(site.view.bytes, first, depth)?, Next::Ends(_)) {
        return site.literal(first);
    }
    leaves::first(site, at, depth)
}

/// What the string at `at` is, or the first secret of a list of strings.
fn seen(site: &Site<'_>, word: &[u8], at: usize, depth: u8) -> Option<Seen> {
    if site.byte(at) != Some(b'[') {
        return string(site, word, at);
    }
    let mut at = gap(site.view.bytes, at + 1);
    for _ in 0..ITEMS {
        if let Some(seen) = string(site, word, at) {
            return Some(seen);
        }
        match next(site.view.bytes, at, depth)? {
            Next::Begins(next) => at = next,
            Next::Ends(_) => break,
        }
    }
    None
}

/// A string that is more than a word: a schema gives names and samples, too.
fn string(site: &Site<'_>, word: &[u8], at: usize) -> Option<Seen> {
    let string = literal(site.view.bytes, at)?;
    let value = Look::at(site.shown(string.content, &string.skip));
    if value.bytes.starts_with(MARK) {
        return Some(Seen::Marked);
    }
    if suspect::is_word(value) || suspect::is_password(value) {
        return Some(Seen::Drawn);
    }
    let id = judge::is_uuid(value.bytes) && is_one_of(HOLDING, word);
    let named = || site.engine.sense(value.bytes).is_some();
    (id || suspect::is_chosen(value) && !named()).then_some(Seen::Chosen)
}
