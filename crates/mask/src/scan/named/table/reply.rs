//! What Redis answers, of which two lines are a name and its value: `3) "password"⏎4) "…"`
//! (<https://redis.io/docs/latest/commands/hgetall/>).

use crate::names::Sense;
use crate::scan::Open;
use crate::scan::named::line::next_line;
use crate::scan::named::site::Site;
use crate::scan::named::statements::prose;
use crate::scan::named::text::{Literal, Quoting, is_one_of, literal, opening_quote, spaces, strip_quote};

/// No number of a line has more digits.
const DIGITS: usize = 6;
/// No address of a client is longer.
const CLIENT: usize = 64;

/// `"AUTH" "…"`, `"AUTH" "bob" "…"`, as `MONITOR` shows it after the address of a client
/// (<https://redis.io/docs/latest/commands/monitor/>); what follows the name is at `after`.
pub(crate) fn monitored(site: &Site<'_>, quoting: Quoting, after: usize) -> Option<Open> {
    let Quoting::Double(depth) = quoting else { return None };
    let bytes = site.view.bytes;
    if !site.name().eq_ignore_ascii_case(b"auth") || !is_client(strip_quote(site.before(), depth)?) {
        return None;
    }
    let word = |at: usize| {
        let string =
            literal(bytes, at).filter(|string| string.quote == quoting && bytes[..at].ends_with(b" "))?;
        let end = string.content + site.shown(string.content, &string.skip).len();
        Some((at, opening_quote(bytes, end).map(|(_, after)| after)))
    };
    let (first, end) = word(after + 1)?;
    let second = end.and_then(|end| word(end + 1));
    let site = site.of(site.key, Sense::Any);
    site.literal(second.map_or(first, |(at, _)| at))
}

/// Whether a text ends with a client of Redis: `[0 10.0.0.2:4431] `.
fn is_client(before: &[u8]) -> bool {
    let Some(before) = before.strip_suffix(b"] ") else { return false };
    let address = |byte: &&u8| byte.is_ascii_alphanumeric() || b" .:/_-".contains(byte);
    let len = before.iter().rev().take(CLIENT).take_while(address).count();
    let (head, client) = before.split_at(before.len() - len);
    head.ends_with(b"[") && matches!(client, [b'0'..=b'9', .., b'0'..=b'9' | b'a']) && client.contains(&b' ')
}

/// The value on the line after the name, which ends at `after`.
pub(crate) fn value(site: &Site<'_>, quoting: Quoting, after: usize) -> Option<Open> {
    let Quoting::Double(depth) = quoting else { return None };
    let bytes = site.view.bytes;
    let before = strip_quote(site.before(), depth)?.strip_suffix(b") ")?;
    let own =
        before.len() - before.iter().rev().take(DIGITS).take_while(|byte| byte.is_ascii_digit()).count();
    let (next, _) = next_line(bytes, after)?;
    let at = spaces(bytes, next);
    let rest = bytes.get(at..)?;
    let len = rest.iter().take(DIGITS).take_while(|byte| byte.is_ascii_digit()).count();
    let (own, next) = (number(&before[own..])?, number(&rest[..len])?);
    let string = literal(bytes, at + len + 2).filter(|_| rest[len..].starts_with(b") "))?;
    let clear = || prose::clear_string(site, string.content) || is_setting(site, &string);
    (own % 2 == 1 && own + 1 == next && string.quote == quoting && clear())
        .then(|| site.literal(at + len + 2))
        .flatten()
}

/// `requirepass`, which is never a word of anything else: any value but an empty one.
fn is_setting(site: &Site<'_>, string: &Literal) -> bool {
    let known = is_one_of(&["requirepass", "masterauth"], site.name());
    known && !site.shown(string.content, &string.skip).is_empty()
}

fn number(digits: &[u8]) -> Option<u32> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}
