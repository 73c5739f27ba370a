//! Statements of SQL that make a user or change its password.

use super::assigned;
use super::in_string::in_string;
use crate::scan::Open;
use crate::scan::named::judge;
use crate::scan::named::site::Site;
use crate::scan::named::text::{is_one_of, literal, spaces};
use crate::scan::named::words::value::Value;
use crate::scan::skip::{Ends, Skip};

/// `IDENTIFIED BY '…'`.
pub(crate) fn identified(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let rest = bytes.get(at..)?;
    let by = rest.get(..3)?.eq_ignore_ascii_case(b"by ");
    let start = spaces(bytes, at + 3);
    let password =
        bytes.get(start..).is_some_and(|rest| rest.len() > 9 && rest[..9].eq_ignore_ascii_case(b"password "));
    let start = if password { spaces(bytes, start + 9) } else { start };
    // In backticks is what documentation names.
    let named = bytes.get(start) == Some(&b'`') || is_told_apart(site, start);
    (by && !named).then(|| site.literal(start).or_else(|| bare(site, start))).flatten()
}

/// `CREATE USER app IDENTIFIED BY X1y2z3;`: without quotes, as Oracle takes it.
fn bare(site: &Site<'_>, start: usize) -> Option<Open> {
    let value = Value::at(site, start, Ends::Word);
    let makes_user = judge::words(site.before()).any(|word| is_one_of(&["user", "role"], word));
    let drawn = value.has_digit() && value.bytes.len() >= 8;
    (makes_user && drawn).then(|| site.secret_of(value.look(), start, Skip::plain(Ends::Word))).flatten()
}

/// `the commands identified by "code"`: a word in a sentence, and no statement that makes a user.
fn is_told_apart(site: &Site<'_>, at: usize) -> bool {
    let word = literal(site.view.bytes, at).map(|word| site.shown(word.content, &word.skip));
    let lower = |text: &[u8]| text.iter().all(u8::is_ascii_lowercase);
    let statement =
        || judge::words(site.before()).any(|word| is_one_of(&["user", "grant", "role", "alter"], word));
    lower(site.name())
        && word.is_some_and(lower)
        && judge::words(site.before()).next().is_some()
        && !statement()
}

/// `IDENTIFIED WITH mysql_native_password BY '…'`; the name is the plugin's.
pub(crate) fn of_plugin(site: &Site<'_>, rest: &[u8], at: usize) -> Option<Open> {
    let by =
        rest.get(..3).is_some_and(|by| by.eq_ignore_ascii_case(b"by ") || by.eq_ignore_ascii_case(b"as "));
    by.then(|| site.literal(spaces(site.view.bytes, at + 3))).flatten()
}

/// `SET PASSWORD FOR 'user'@'host' = '…'`.
pub(crate) fn set_password(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let rest = &bytes[at..];
    let equals = rest.iter().take(96).position(|&byte| matches!(byte, b'=' | b'\n' | b';'))?;
    let start = spaces(bytes, at + equals + 1);
    // Of a statement that goes on in another string, the first one ends here.
    let value = || match literal(bytes, start) {
        Some(string) if in_string(site, &string) => None,
        _ => site.literal(start).or_else(|| assigned::constructed(site, start)),
    };
    (rest[equals] == b'=').then(value).flatten()
}
