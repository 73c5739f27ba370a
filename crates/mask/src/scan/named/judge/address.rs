//! Addresses of pages and hosts in which nothing is secret: `https://example.com/oauth/token`.

use super::called::is_same;
use super::looks::is_scrambled;
use crate::kinds::{Kinds, Look};
use crate::scan::drawn::is_drawn;
use crate::scan::engine::Engine;
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::named::text::ends_with_folded;

/// Whether a value is such an address, or the name of a host where a token comes from.
pub(super) fn is_plain(value: Look<'_>, site: &Site<'_>) -> bool {
    let Look { bytes, kinds } = value;
    // What most values fail comes first.
    if !kinds.any(Kinds::SLASH.or(Kinds::DOT))
        || bytes.len() >= SHOWN
        || kinds.any(Kinds::AT.or(Kinds::SPACE))
    {
        return false;
    }
    match rest_of_url(bytes) {
        Some(rest) => is_written(rest, site.engine) || leads_to(rest, site.name()),
        None => is_host(value) && is_of_service(site.name()),
    }
}

/// Whether a text is a URL in which nothing is secret, whatever its name.
pub(in crate::scan::named) fn is_url(text: &[u8], engine: &Engine) -> bool {
    rest_of_url(text).is_some_and(|rest| is_written(rest, engine))
}

/// What comes after the scheme of a URL, or after what a program puts there: `${issuer}/oauth`.
fn rest_of_url(value: &[u8]) -> Option<&[u8]> {
    const SCHEME: usize = 12;
    if value.starts_with(b"${") {
        let rest = &value[placed(value)?..];
        return rest.contains(&b'/').then_some(rest);
    }
    let colon = value.iter().take(SCHEME).position(|byte| *byte == b':')?;
    let (scheme, rest) = value.split_at(colon);
    let named = scheme.len() > 2 && scheme.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b'+');
    rest.strip_prefix(b"://").filter(|rest| named && !rest.is_empty())
}

/// How long the `${…}` is that a text begins with.
fn placed(text: &[u8]) -> Option<usize> {
    let name = text.strip_prefix(b"${")?;
    let named = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_.?".contains(byte);
    let len = name.iter().take_while(named).count();
    (len > 0 && name.get(len) == Some(&b'}')).then_some(len + 3)
}

/// `"access_tokens": "https://…/Services/VA…/AccessTokens"`: a path that ends in what the name says.
fn leads_to(rest: &[u8], name: &[u8]) -> bool {
    let last = rest.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    let path = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._/".contains(byte);
    last.len() < rest.len()
        && last.iter().any(u8::is_ascii_alphabetic)
        && is_same(last, name)
        && rest.iter().all(path)
}

/// Whether host, path and query are of words and small numbers, and no member of the query is secret.
fn is_written(mut rest: &[u8], engine: &Engine) -> bool {
    let sign = |byte: &u8| matches!(byte, b'?' | b'#');
    let query = rest.iter().position(sign).map_or(&[][..], |at| &rest[at + 1..]);
    let secret = |member: &[u8]| {
        let equals = member.iter().position(|byte| *byte == b'=');
        equals.is_some_and(|at| engine.sense(&member[..at]).is_some())
    };
    if query.split(|byte| matches!(byte, b'&' | b'?' | b'#')).any(secret) {
        return false;
    }
    while let Some(&first) = rest.first() {
        let len = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let step = match first {
            _ if len > 0 => is_word(&rest[..len]).then_some(len),
            b'$' => placed(rest),
            _ => b"-._~/:?=&#*%+".contains(&first).then_some(1),
        };
        match step {
            Some(step) => rest = &rest[step..],
            None => return false,
        }
    }
    true
}

/// `authorize`, `oauth2`, `rfc7519`: letters as they are written, and a few digits at one end.
fn is_word(run: &[u8]) -> bool {
    const DIGITS: usize = 5;
    const LETTERS: usize = 24;
    let digits = run.iter().filter(|byte| byte.is_ascii_digit()).count();
    let letters = without_digits(run);
    digits <= DIGITS
        && letters.len() <= LETTERS
        && letters.iter().all(u8::is_ascii_alphabetic)
        && !is_scrambled(letters)
        && !is_drawn(letters)
}

/// What is between the digits at both ends.
fn without_digits(run: &[u8]) -> &[u8] {
    let first = run.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(run.len());
    let last = run.iter().rposition(|byte| !byte.is_ascii_digit()).map_or(first, |at| at + 1);
    &run[first..last]
}

/// `graph.facebook.com`: words in small letters, and a domain that many end in.
fn is_host(Look { bytes, kinds }: Look<'_>) -> bool {
    const HOST: Kinds = Kinds::LOWER.or(Kinds::DOT).or(Kinds::DASH);
    const TOP: &[&[u8]] = &[b".com", b".org", b".net", b".io", b".dev", b".gov", b".edu", b".cloud"];
    kinds.only(HOST)
        && TOP.iter().any(|top| bytes.len() > top.len() && bytes.ends_with(top))
        && bytes.split(|byte| matches!(byte, b'.' | b'-')).all(|part| !part.is_empty() && is_word(part))
}

/// Whether a name may be one of where a token comes from. Somebody may choose a host for a password.
fn is_of_service(name: &[u8]) -> bool {
    const ENDS: &[&[u8]] = &[b"token", b"tokenbase", b"token_base", b"authorization", b"jwt"];
    ENDS.iter().any(|end| ends_with_folded(name, end))
}
