//! Values beside their names among the arguments of a call: `curl_easy_setopt(curl, CURLOPT_PASSWORD, "…")`,
//! `assert.equal(parsed['AccountKey'], '…')`.

use super::couple;
use crate::class::Bytes;
use crate::kinds::{Kinds, Look};
use crate::scan::Open;
use crate::scan::named::code;
use crate::scan::named::headers::scheme::scheme_len;
use crate::scan::named::judge::{self, suspect};
use crate::scan::named::site::Site;
use crate::scan::named::text::{ends_with_folded, gap, literal};

/// Options of libcurl (<https://curl.se/libcurl/c/curl_easy_setopt.html>), whose values stand after them.
const CURL: &[u8] = b"CURLOPT_";
/// What the calls end in that compare with what is expected.
const COMPARED: &[&[u8]] = &[b"tobe", b"equal", b"equals", b"equalto", b"eql", b"eq"];
/// No such call is longer, with what leads to it.
const CALL: usize = 32;

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

/// Whether a name is the variable that a file of settings in Perl gives a value: `Set($DatabasePassword, '…');`.
pub(crate) fn is_set(before: &[u8]) -> bool {
    before.strip_suffix(b"Set($").is_some_and(|line| match line {
        [.., b'\\', b'n' | b'r' | b't'] | [] => true,
        [.., last] => last.is_ascii_whitespace() || *last == b'"',
    })
}

/// The value of such a variable; `at` is at the comma.
pub(crate) fn of_set(site: &Site<'_>, at: usize) -> Option<Open> {
    let start = gap(site.view.bytes, at + 1);
    (is_set(site.before()) && is_chosen(site, start, b")")).then(|| site.literal(start)).flatten()
}

/// `equal(config.password, '…')`: a member that a test compares with what it must be; `at` is at the comma.
pub(crate) fn of_member(site: &Site<'_>, at: usize) -> Option<Open> {
    let start = gap(site.view.bytes, at + 1);
    let compares = site.before().split_last().is_some_and(|(_, call)| is_comparison(call));
    let fits = compares && is_member(site.before(), site.name()) && is_chosen(site, start, b"),");
    fits.then(|| site.literal(start)).flatten()
}

/// `set(echo.HeaderAuthorization, "Bearer …")`: a constant that has a header's name; `at` is at the comma.
pub(crate) fn of_header(site: &Site<'_>, at: usize) -> Option<Open> {
    let start = gap(site.view.bytes, at + 1);
    let string = literal(site.view.bytes, start)?;
    // After it may be what the token is called.
    let value = site.shown(string.content, &string.skip);
    let scheme = scheme_len(value);
    let named = || value.get(scheme..).is_some_and(|word| site.engine.sense(word).is_some());
    let header = is_member(site.before(), site.name()) && ends_with_folded(site.name(), b"authorization");
    let last = || code::after_string(site.view.bytes, &string).and_then(|end| site.byte(end)) == Some(b')');
    (header && scheme > 0 && !named() && last()).then(|| site.literal(start)).flatten()
}

/// Whether a name is a member that is the first argument of a call.
pub(crate) fn is_member(before: &[u8], name: &[u8]) -> bool {
    before.ends_with(b"(") && name.contains(&b'.')
}

/// Whether one of these ends the string at `at`, as an argument, and that is what a person chose, or was drawn.
fn is_chosen(site: &Site<'_>, at: usize, ends: &[u8]) -> bool {
    let Some(string) = literal(site.view.bytes, at) else {
        return false;
    };
    let end = code::after_string(site.view.bytes, &string);
    let value = Look::at(site.shown(string.content, &string.skip));
    end.and_then(|end| site.byte(end)).is_some_and(|end| ends.contains(&end))
        && (judge::is_no_name(value) || suspect::is_chosen(value))
        && site.engine.sense(value.bytes).is_none()
}

/// `expect(config.password).toBe('…')`, `.to eq('…')`; `at` is at the bracket.
pub(crate) fn expected(site: &Site<'_>, at: usize) -> Option<Open> {
    static CALLS: Bytes = Bytes::alnum_and(b"_. ");
    let bytes = site.view.bytes;
    let rest = bytes.get(at + 1..)?;
    let call = &rest[..CALLS.run(&rest[..rest.len().min(CALL)])];
    let bracket = at + 1 + call.len();
    let start = gap(bytes, bracket + 1);
    let fits = is_comparison(call) && bytes.get(bracket) == Some(&b'(') && is_chosen(site, start, b")");
    fits.then(|| site.literal(start)).flatten()
}

fn is_comparison(call: &[u8]) -> bool {
    COMPARED.iter().any(|end| ends_with_folded(call, end))
}

/// Whether a name is what a test says something of: `expect(config.password)`.
pub(crate) fn is_expected(before: &[u8]) -> bool {
    before.ends_with(b"expect(") || before.ends_with(b"assertThat(")
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
