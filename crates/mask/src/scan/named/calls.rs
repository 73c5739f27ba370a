//! Calls whose name is that of what they are given: `config.setPassword("…")`, `.apiKey("…")`.

use super::line::Line;
use super::text::{gap, is_one_of, literal};
use super::{Site, assigned, code, judge};
use crate::class::Bytes;
use crate::kinds::{Kinds, Look};
use crate::scan::Open;

/// What a builder is told by a method of that name. Others look something up: `.cookie("sid")`.
const TOLD: &[&str] = &[
    "apikey",
    "api_key",
    "accesstoken",
    "access_token",
    "authtoken",
    "auth_token",
    "clientsecret",
    "client_secret",
    "passphrase",
    "password",
    "secretkey",
    "secret_key",
    "secretaccesskey",
    "secret_access_key",
];

/// A shorter word with a number may be the name of something.
const SHORTEST: usize = 8;
/// No name of a first argument is longer.
const FIRST: usize = 32;

/// `config.setPassword("…")`, `.apiKey("…")`; `at` is at the bracket.
pub(super) fn value(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let name = site.name();
    if name.ends_with(b"NetworkCredential") {
        return second(site, at);
    }
    let last = name.rsplit(|&byte| byte == b'.').next()?;
    let sets = [&b"set"[..], b"with", b"put", b"add"];
    let bearer = last == b"bearer_auth";
    let setter = sets.iter().any(|set| last.len() > set.len() && last[..set.len()].eq_ignore_ascii_case(set));
    let first = at + 1;
    let start = if setter { after_first(bytes, first) } else { first };
    let literal = literal(bytes, start)?;
    let value = Look::at(site.shown(literal.content, &literal.skip));
    let clear = || is_clear(value) && site.engine.sense(value.bytes).is_none();
    let fits = match () {
        // What begins its line may be the name of a test, and what follows another argument the name of a thing.
        () if setter && (start > first || Line::of(site) == Line::Start && !name.contains(&b'.')) => clear(),
        () if bearer && Line::of(site) == Line::Start && !name.contains(&b'.') => false,
        () if setter || bearer => site.engine.sense(value.bytes).is_none() || judge::is_opaque(value),
        () => name.contains(&b'.') && is_one_of(TOLD, last) && clear(),
    };
    fits.then(|| assigned::string(site, start)).flatten()
}

/// More than a word with a number, and neither a path nor a selector.
fn is_clear(value: Look<'_>) -> bool {
    const OTHER: Kinds = Kinds::SLASH.or(Kinds::COLON).or(Kinds::SPACE).or(Kinds::DOT);
    let begins = value.bytes.first().is_some_and(u8::is_ascii_alphanumeric);
    begins
        && value.bytes.len() >= SHORTEST
        && value.kinds.any(Kinds::DIGIT)
        && value.kinds.any(Kinds::LETTER)
        && !value.kinds.any(OTHER)
}

/// After `ctx, ` or `"ada", `, if a string follows that ends the call.
fn after_first(bytes: &[u8], at: usize) -> usize {
    static NAME: Bytes = Bytes::alnum_and(b"_.");
    let rest = bytes.get(at..).unwrap_or_default();
    let end = match literal(bytes, at) {
        Some(user) => code::after_string(bytes, &user),
        None => Some(at + NAME.run(&rest[..rest.len().min(FIRST)])),
    };
    let Some(end) = end.filter(|&end| end > at && bytes.get(end) == Some(&b',')) else {
        return at;
    };
    let next = gap(bytes, end + 1);
    let ends = literal(bytes, next).and_then(|last| code::after_string(bytes, &last));
    if ends.is_some_and(|end| bytes.get(end) == Some(&b')')) { next } else { at }
}

/// `NetworkCredential("user", "…")`.
fn second(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let comma = code::after_string(bytes, &literal(bytes, gap(bytes, at + 1))?)?;
    (bytes.get(comma) == Some(&b',')).then(|| assigned::string(site, gap(bytes, comma + 1))).flatten()
}
