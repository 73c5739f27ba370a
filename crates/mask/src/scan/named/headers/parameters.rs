//! Parameters of an authorization: `Token token="…", nonce="…"`, `MAC id="…", mac="…"`.

use super::scheme::scheme_len;
use crate::class::{DASH_ALNUM, NAME};
use crate::mark::MARK;
use crate::scan::ahead::Ahead;
use crate::scan::named::site::Site;
use crate::scan::named::text::{
    Literal, Quoting, ends_with_folded, is_one_of, literal, opening_quote, spaces,
};

/// So many parameters are looked at.
const PARAMETERS: usize = 10;
/// No name of one is longer, and no scheme that is not known.
const NAMED: usize = 24;
/// Those that are credentials; all others say whose they are, or what they are for.
const SECRET: &[&str] = &[
    "token",
    "access_token",
    "oauth_token",
    "oauth_signature",
    "api_key",
    "api-key",
    "apikey",
    "key",
    "mac",
    "password",
    "secret",
];

/// Adds the credentials among the parameters after a scheme, and tells whether there are any parameters.
///
/// A mark ends the look: what it stands for was longer, and behind it more could be seen now.
pub(in crate::scan::named) fn parameters(site: &Site<'_>, at: usize, found: &mut Ahead) -> bool {
    let bytes = site.view.bytes;
    let Some(mut next) = first(site, at) else { return false };
    for _ in 0..PARAMETERS {
        let Some((name, string)) = parameter(site, next) else { break };
        let value = site.shown(string.content, &string.skip);
        if value.starts_with(MARK) {
            break;
        }
        let end = string.content + value.len();
        if is_one_of(SECRET, name)
            && is_word(value)
            && let Some(open) = site.secret(string.content, string.skip)
        {
            site.engine.add_found(site.view, open, found);
        }
        let after = opening_quote(bytes, end).map_or(end + 1, |(_, after)| after);
        if bytes.get(after) != Some(&b',') {
            break;
        }
        next = spaces(bytes, after + 1);
    }
    true
}

/// The same for those in a string whose quotes they have not: `'Token token="…", nonce="…"'`.
pub(in crate::scan::named) fn in_string(site: &Site<'_>, string: &Literal, found: &mut Ahead) -> bool {
    let plain = !matches!(string.quote, Quoting::Double(_));
    plain && ends_with_folded(site.name(), b"authorization") && parameters(site, string.content, found)
}

/// Whether a value is one word, and no code between the ends of two strings: `token="+token+"`.
fn is_word(value: &[u8]) -> bool {
    let joined = matches!(value, [b'+' | b'.', .., b'+' | b'.']);
    value.iter().all(u8::is_ascii_graphic) && !joined
}

/// Where the first parameter is after the scheme at `at`.
fn first(site: &Site<'_>, at: usize) -> Option<usize> {
    let rest = site.view.bytes.get(at..)?;
    let word = || {
        let word = DASH_ALNUM.short_run(&rest[..rest.len().min(NAMED)]);
        let other =
            word > 0 && rest.get(word) == Some(&b' ') && ends_with_folded(site.name(), b"authorization");
        other.then_some(word + 1)
    };
    let scheme = Some(scheme_len(rest)).filter(|&len| len > 0).or_else(word)?;
    let start = spaces(site.view.bytes, at + scheme);
    parameter(site, start).map(|_| start)
}

/// The parameter at `at`: its name, and its value between quotes.
fn parameter<'s>(site: &'s Site<'_>, at: usize) -> Option<(&'s [u8], Literal)> {
    let bytes = site.view.bytes;
    let rest = bytes.get(at..)?;
    let name = &rest[..NAME.short_run(&rest[..rest.len().min(NAMED)])];
    let equals = at + name.len();
    if name.is_empty() || bytes.get(equals) != Some(&b'=') {
        return None;
    }
    let string = literal(bytes, equals + 1)?;
    // The quote may end the string that holds the header.
    (!site.closes(&string)).then_some((name, string))
}
