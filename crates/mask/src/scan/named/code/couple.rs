//! A name and its value alone between brackets, as languages print what has two parts:
//! `("X-Api-Key", "…")`, `["password", "…"]`, `{password, "…"}`.

use crate::kinds::{Kinds, Look};
use crate::scan::Open;
use crate::scan::named::code;
use crate::scan::named::judge::{self, suspect};
use crate::scan::named::site::Site;
use crate::scan::named::text::{gap, literal};

/// A shorter word with a number may be the name of something.
const SHORTEST: usize = 8;

/// Whether a string that ends with the bracket may follow `{name`, as in a tuple of Erlang.
pub(crate) fn is_first(before: &[u8], bytes: &[u8], after: usize) -> bool {
    before.ends_with(b"{") && string_at(bytes, after).is_some()
}

/// Where the string begins after the comma at `at`; a binary of Erlang is one, too: `<<"…">>`.
fn string_at(bytes: &[u8], at: usize) -> Option<usize> {
    let start = gap(bytes, at + 1);
    let start = if bytes.get(start..)?.starts_with(b"<<") { start + 2 } else { start };
    matches!(bytes.get(start), Some(b'"' | b'\\')).then_some(start)
}

/// `{password, "…"}` of Erlang; `at` is at the comma.
pub(crate) fn value(site: &Site<'_>, at: usize) -> Option<Open> {
    if !site.before().ends_with(b"{") {
        return None;
    }
    let start = string_at(site.view.bytes, at)?;
    let string = literal(site.view.bytes, start)?;
    let end = code::after_string(site.view.bytes, &string)?;
    let rest = site.view.bytes.get(end..)?;
    let closes = rest.starts_with(b"}") || rest.starts_with(b">>}");
    let value = Look::at(site.shown(string.content, &string.skip));
    let clear = judge::is_opaque(value) && value.kinds.any(Kinds::DIGIT) && value.bytes.len() >= SHORTEST;
    let named = || site.engine.sense(value.bytes).is_some();
    (closes && clear && !named()).then(|| site.literal(start)).flatten()
}

/// `{ "AccountKey", "…" }` of C# and C++, which list other strings so, too; `at` is at the second.
pub(super) fn in_braces(site: &Site<'_>, at: usize) -> Option<Open> {
    ends(site, at, b'}').then(|| site.literal(at)).flatten()
}

/// Whether the string at `at` is the value of the name, and this sign follows it.
pub(super) fn ends(site: &Site<'_>, at: usize, sign: u8) -> bool {
    let Some(string) = literal(site.view.bytes, at) else {
        return false;
    };
    let end = code::after_string(site.view.bytes, &string);
    end.and_then(|end| site.byte(end)) == Some(sign)
        && is_value(site, Look::at(site.shown(string.content, &string.skip)))
}

/// Whether a string beside such a name is its value, and no other name.
pub(super) fn is_value(site: &Site<'_>, value: Look<'_>) -> bool {
    let header = site.name().contains(&b'-');
    let digits = || value.bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    let numbered = || {
        digits() >= 3
            && value.bytes.len() >= SHORTEST
            && value.kinds.only(Kinds::ALNUM)
            && value.kinds.any(Kinds::LETTER)
    };
    (judge::is_no_name(value)
        || suspect::is_password(value)
        || header && (judge::is_uuid(value.bytes) || numbered()))
        && site.engine.sense(value.bytes).is_none()
}
