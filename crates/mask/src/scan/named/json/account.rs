//! Members beside `pass` that say whose password it is: alone, it may be the result of a test.

use super::sibling::{is_after, is_before};
use crate::names::Sense;
use crate::scan::named::judge::types;
use crate::scan::named::site::Site;
use crate::scan::named::text::{Quoting, gap, is_one_of, literal};

/// Who has the password, or where.
const OWNERS: &[&str] = &[
    "user",
    "username",
    "user_name",
    "userid",
    "user_id",
    "login",
    "email",
    "account",
    "uid",
    "usr",
    "host",
    "hostname",
    "server",
];
/// Results of a test or a check.
const RESULTS: &[&str] = &["error", "errors", "failed", "failure", "passed", "pending", "skipped", "success"];
/// No shorter word is a password.
const SHORTEST: usize = 6;
/// Nor a smaller number, which may count something.
const DIGITS: usize = 6;

/// What the name of `site` says of its value, given the members beside it.
pub(crate) fn sense(site: &Site<'_>, after: usize) -> Sense {
    if site.sense != Sense::Opaque || !is_one_of(&["pass", "pw"], site.name()) {
        return site.sense;
    }
    let bytes = site.view.bytes;
    let colon = gap(bytes, after);
    let end = if bytes.get(colon) == Some(&b':') { end(site, gap(bytes, colon + 1)) } else { None };
    let owned = |end: usize| is_before(site, OWNERS) || is_after(site, OWNERS, end);
    if end.is_some_and(owned) { Sense::Scalar } else { site.sense }
}

/// Where the value at `at` ends, if a password may be written so.
fn end(site: &Site<'_>, at: usize) -> Option<usize> {
    let bytes = site.view.bytes;
    if let Some(string) = literal(bytes, at) {
        let value = site.shown(string.content, &string.skip);
        let word = value.len() >= SHORTEST && !is_one_of(RESULTS, value) && !types::is_type(value);
        return word.then_some(string.content + value.len());
    }
    let digits = bytes.get(at..)?.iter().take(20).take_while(|byte| byte.is_ascii_digit()).count();
    let number = digits >= DIGITS && matches!(site.quoting, Some(Quoting::Double(_)));
    number.then_some(at + digits)
}
