//! Values beside their names among the arguments of a call: `curl_easy_setopt(curl, CURLOPT_PASSWORD, "…")`,
//! `assert.equal(parsed['AccountKey'], '…')`.

use super::couple;
use crate::kinds::{Kinds, Look};
use crate::scan::Open;
use crate::scan::named::code;
use crate::scan::named::judge;
use crate::scan::named::site::Site;
use crate::scan::named::text::{gap, literal};

/// Options of libcurl (<https://curl.se/libcurl/c/curl_easy_setopt.html>), whose values stand after them.
const CURL: &[u8] = b"CURLOPT_";

/// Whether a name without quotes is one of those by which a call is told what to set: a constant.
pub(crate) fn is_option(name: &[u8]) -> bool {
    let last = name.rsplit(|&byte| byte == b'.').next().unwrap_or_default();
    let kinds = Kinds::of(last);
    kinds.any(Kinds::UNDERSCORE) && !kinds.any(Kinds::LOWER)
}

/// `setopt(curl, CURLOPT_PASSWORD, "…")`, `add(Names.CLIENT_SECRET, "…")`; `at` is at the comma.
pub(crate) fn of_option(site: &Site<'_>, at: usize) -> Option<Open> {
    let argument = matches!(site.before().trim_ascii_end().last(), Some(b'(' | b','));
    if !argument || !is_option(site.name()) {
        return None;
    }
    let start = gap(site.view.bytes, at + 1);
    let known = site.name().starts_with(CURL) && is_last(site, start);
    (known || couple::ends(site, start, b')')).then(|| site.literal(start)).flatten()
}

/// `equal(parsed['AccountKey'], '…')`, if that clearly is a value; `at` is at the comma.
pub(crate) fn beside(site: &Site<'_>, at: usize) -> Option<Open> {
    let start = gap(site.view.bytes, at + 1);
    let fits = site.byte(at) == Some(b',') && couple::ends(site, start, b')');
    fits.then(|| site.literal(start)).flatten()
}

/// Whether the call ends with the string at `at`, and that is no sentence.
fn is_last(site: &Site<'_>, at: usize) -> bool {
    let Some(string) = literal(site.view.bytes, at) else {
        return false;
    };
    let end = code::after_string(site.view.bytes, &string);
    let value = Look::at(site.shown(string.content, &string.skip));
    end.and_then(|end| site.byte(end)) == Some(b')') && !judge::is_prose(value.bytes)
}
