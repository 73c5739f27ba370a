//! A name and its value alone between brackets, as languages print what has two parts:
//! `("X-Api-Key", "…")`, `["password", "…"]`, `{password, "…"}`.

use crate::kinds::{Kinds, Look};
use crate::scan::Open;
use crate::scan::named::code;
use crate::scan::named::judge::{self, suspect};
use crate::scan::named::site::Site;
use crate::scan::named::text::{self, Quoting, ends_with_folded, gap, literal, spaces, trim_gap};

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

/// `Password => '…'` of Perl; in a match it is a variant, and what follows it a word. `at` is at the arrow.
pub(crate) fn after_arrow(site: &Site<'_>, at: usize) -> Option<Open> {
    let start = gap(site.view.bytes, text::after_arrow(site.view.bytes, at)?);
    let string = literal(site.view.bytes, start)?;
    let value = Look::at(site.shown(string.content, &string.skip));
    // What other languages have in such quotes is one letter.
    let quoted = matches!(string.quote, Quoting::Single(_));
    let chosen = || suspect::is_chosen(value) || quoted && judge::is_opaque(value);
    let password = || is_password_of(site) && value.kinds.any(Kinds::DIGIT) && chosen();
    let fits = is_value(site, value) || password() && site.engine.sense(value.bytes).is_none();
    fits.then(|| site.literal(start)).flatten()
}

/// Whether the name is that of a password, and no variant of a type: `Field::Password`, `Field.Password`.
fn is_password_of(site: &Site<'_>) -> bool {
    let ends = [&b"password"[..], b"passphrase"].iter().any(|end| ends_with_folded(site.name(), end));
    ends && !site.name().contains(&b'.') && !site.before().ends_with(b":")
}

/// `"password" to "…"`, as Kotlin makes the entry of a map; `at` is at the word.
pub(crate) fn entry(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let quote = site.quote_len();
    let before = site.before();
    let before = trim_gap(before.get(..before.len().checked_sub(quote)?)?);
    let start = spaces(bytes, at + b"to ".len());
    let listed = matches!(before.last(), Some(b'(' | b',')) && bytes.get(at..)?.starts_with(b"to ");
    let string = literal(bytes, start).filter(|_| listed)?;
    let end = code::after_string(bytes, &string).and_then(|end| site.byte(end));
    let value = Look::at(site.shown(string.content, &string.skip));
    let password = || ends_with_folded(site.name(), b"password") && suspect::is_chosen(value);
    let clear = is_value(site, value) || password() && site.engine.sense(value.bytes).is_none();
    (matches!(end, Some(b',' | b')')) && clear).then(|| site.literal(start)).flatten()
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
