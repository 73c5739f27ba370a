//! Names in lists: arguments of a program or a call, headers as arrays.

use super::text::{Quoting, gap, is_one_of, literal, strip_quote, trim_gap};
use super::{Site, code, judge, pair, scheme_len};
use crate::kinds::Look;
use crate::scan::Open;
use crate::scan::skip::Progress;

/// Calls that take a name and its value.
const SETTERS: &[&str] = &[
    "set",
    "put",
    "add",
    "append",
    "header",
    "with",
    "define",
    "env",
    "param",
    "field",
    "var",
    "insert",
    "attribute",
    "property",
    "setenv",
    "putenv",
    "item",
    "store",
    "basicauth",
];
/// Calls that take a name and what holds if it is not set.
const GETTERS: &[&str] = &["getenv", "get", "fetch", "env", "getordefault", "getproperty", "var"];

/// What follows the name and its comma at `at`.
pub(super) fn value(site: &Site<'_>, quoting: Quoting, at: usize) -> Option<Open> {
    if site.name().starts_with(b"-") {
        return argument(site, at);
    }
    if let Quoting::Double(depth) = quoting {
        let pair = pair::after(site, depth, at);
        if pair.is_some() {
            return pair;
        }
    }
    if let Some(row) = table(site, quoting, at) {
        return Some(row);
    }
    let before = opening(site, quoting)?;
    match before.last()? {
        b'(' => call(site, trim_gap(&before[..before.len() - 1]), at),
        b'[' | b',' => header(site, before, at),
        _ => None,
    }
}

fn table(site: &Site<'_>, quoting: Quoting, at: usize) -> Option<Open> {
    let Quoting::Double(depth) = quoting else { return None };
    code::row(site, strip_quote(site.before(), depth)?, depth, at)
}

/// What stands before the quote of the name.
fn opening<'s>(site: &'s Site<'_>, quoting: Quoting) -> Option<&'s [u8]> {
    let before = match quoting {
        Quoting::Double(depth) => strip_quote(site.before(), depth)?,
        Quoting::Other(_) => site.before().split_last()?.1,
    };
    Some(trim_gap(before))
}

/// `["--password", "…"]`.
fn argument(site: &Site<'_>, at: usize) -> Option<Open> {
    let literal = literal(site.view.bytes, at)?;
    let value = site.shown(literal.content, &literal.skip);
    let flag = value.starts_with(b"-") && !judge::is_opaque(Look::at(value));
    (!flag).then(|| site.literal(at)).flatten()
}

/// `set("key", "…")`, `getenv("KEY", "…")`.
fn call(site: &Site<'_>, before: &[u8], at: usize) -> Option<Open> {
    let len = before.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    let callee = &before[before.len() - len..];
    let takes = |word: &&str| {
        callee.len() >= word.len()
            && callee[callee.len() - word.len()..].eq_ignore_ascii_case(word.as_bytes())
    };
    let starts =
        |word: &str| callee.len() >= word.len() && callee[..word.len()].eq_ignore_ascii_case(word.as_bytes());
    let sets = SETTERS.iter().any(takes) || ["set", "put", "add"].into_iter().any(starts);
    let gets = is_one_of(GETTERS, callee);
    (sets || gets).then(|| site.literal(at)).flatten()
}

/// `[["Authorization", "…"], …]`, and the same flat.
fn header(site: &Site<'_>, before: &[u8], at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let literal = literal(bytes, at)?;
    let rest = &bytes[literal.content..];
    let value = site.shown(literal.content, &literal.skip);
    if scheme_len(rest) > 0 && judge::is_opaque(Look::at(&value[scheme_len(rest)..])) {
        return site.literal(at);
    }
    let Some((b'[', outer)) = before.split_last() else {
        return None;
    };
    let nested = matches!(trim_gap(outer).last(), Some(b'[' | b','));
    let Progress::Done(end) = literal.skip.clone().advance(bytes, literal.content, false) else {
        return None;
    };
    let close = match literal.quote {
        Quoting::Double(depth) => end + usize::from(depth) + 1,
        Quoting::Other(_) => end + 1,
    };
    let last = bytes.get(gap(bytes, close)) == Some(&b']');
    let named = site.engine.sense(value).is_some();
    (nested && last && !named).then(|| site.literal(at)).flatten()
}
