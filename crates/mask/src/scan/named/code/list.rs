//! Names in lists: arguments of a program or a call, headers as arrays.

use super::sent;
use super::{couple, fields, gradle};
use crate::kinds::{Kinds, Look};
use crate::scan::Open;
use crate::scan::ahead::Ahead;
use crate::scan::drawn::is_drawn;
use crate::scan::named::headers::cookies;
use crate::scan::named::headers::scheme::scheme_len;
use crate::scan::named::json::{pair, terraform};
use crate::scan::named::line::next_line;
use crate::scan::named::site::Site;
use crate::scan::named::table::column;
use crate::scan::named::text::{
    Literal, Quoting, ends_with_folded, is_one_of, literal, spaces, strip_quote, trim_gap,
};
use crate::scan::named::{code, judge};
use crate::scan::placeholder::has_folded;

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

/// Methods that make a field of a log line of a name and its value.
const LOGGED: &[&[u8]] = &[b"Any", b"ByteString", b"Str", b"String"];

/// Whether a list may follow a name without quotes: `tokens = [`, `tokens: ["…"]`, and `tokens:` at the end
/// of its line.
pub(crate) fn may_follow(bytes: &[u8], after: usize) -> bool {
    let at = spaces(bytes, after);
    match bytes.get(at) {
        Some(b'=') => bytes.get(spaces(bytes, at + 1)) == Some(&b'['),
        Some(b':') => {
            let value = spaces(bytes, at + 1);
            bytes.get(value) == Some(&b'[') || next_line(bytes, value).is_some()
        }
        _ => false,
    }
}

/// What follows the name and its comma at `at`.
pub(crate) fn value(site: &Site<'_>, quoting: Quoting, at: usize, found: &mut Ahead) -> Option<Open> {
    if site.name().starts_with(b"-") {
        // What is added to another string is no flag.
        let added = opening(site, quoting).is_some_and(|before| before.ends_with(b"+"));
        return if added { None } else { argument(site, at) };
    }
    if let Quoting::Double(depth) = quoting {
        let pair = pair::after(site, depth, at).or_else(|| terraform::result(site, depth, at));
        if pair.is_some() {
            return pair;
        }
    }
    if let Some(row) = table(site, quoting, at) {
        return Some(row);
    }
    let before = opening(site, quoting)?;
    let sent = sent::value(site, before, at, found);
    if sent.is_some() {
        return sent;
    }
    match before.last()? {
        b':' => fields::value(site, before, at),
        b'(' => call(site, trim_gap(&before[..before.len() - 1]), at),
        b',' if gradle::is_field(before) => gradle::value(site, at),
        b',' if couple::ends(site, at, b')') => site.literal(at),
        b'[' | b',' => header(site, before, at),
        b'{' => couple::in_braces(site, at),
        _ => None,
    }
}

fn table(site: &Site<'_>, quoting: Quoting, at: usize) -> Option<Open> {
    let Quoting::Double(depth) = quoting else { return None };
    column::row(site, strip_quote(site.before(), depth)?, depth, at)
}

/// What stands before the quote of the name.
fn opening<'s>(site: &'s Site<'_>, quoting: Quoting) -> Option<&'s [u8]> {
    let before = quoting.strip(site.before())?;
    // Bytes of Python.
    let bytes = before.strip_suffix(b"b").filter(|rest| matches!(rest.last(), Some(b'(' | b'[' | b' ')));
    Some(trim_gap(bytes.unwrap_or(before)))
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
    // `[ValidateSet('Secret', 'Closed')]` of PowerShell lists words.
    if callee == b"ValidateSet" {
        return None;
    }
    let takes = |word: &&str| {
        callee.len() >= word.len()
            && callee[callee.len() - word.len()..].eq_ignore_ascii_case(word.as_bytes())
    };
    let starts =
        |word: &str| callee.len() >= word.len() && callee[..word.len()].eq_ignore_ascii_case(word.as_bytes());
    let sets = SETTERS.iter().any(takes) || ["set", "put", "add"].into_iter().any(starts);
    let gets = is_one_of(GETTERS, callee) || takes(&"ordefault");
    if callee.is_empty() {
        return tuple(site, before, at);
    }
    if LOGGED.contains(&callee) && before[..before.len() - len].ends_with(b".") {
        return field(site, at);
    }
    let hidden = |text: &Literal| {
        let value = site.shown(text.content, &text.skip);
        value.starts_with(b"_") && is_column(value)
    };
    let other = gets && (is_option(site, at) || is_index(site, before, at))
        || literal(site.view.bytes, at).is_some_and(|text| hidden(&text));
    let named = || literal(site.view.bytes, at).is_some_and(|text| is_field(site, &text));
    let fits = if sets || gets { !other && !named() } else { couple::ends(site, at, b')') };
    fits.then(|| site.literal(at)).flatten()
}

/// `reset("password", "password_confirmation")`: another field of the same form.
fn is_field(site: &Site<'_>, text: &Literal) -> bool {
    const NAME: Kinds = Kinds::LOWER.or(Kinds::UNDERSCORE);
    let value = Look::at(site.shown(text.content, &text.skip));
    // Those of an environment are in capitals, and have values.
    let own = site.name().iter().any(u8::is_ascii_lowercase);
    own && value.kinds.only(NAME)
        && value.kinds.any(Kinds::UNDERSCORE)
        && site.engine.sense(value.bytes).is_some()
}

/// `zap.String("password", "…")`; what more arguments follow is a default: `flag.String("token", "", "usage")`.
fn field(site: &Site<'_>, at: usize) -> Option<Open> {
    let literal = literal(site.view.bytes, at)?;
    let end = code::after_string(site.view.bytes, &literal)?;
    let value = Look::at(site.shown(literal.content, &literal.skip));
    let clear = judge::is_opaque(value) && value.kinds.any(Kinds::DIGIT);
    let last = site.byte(end) == Some(b')');
    (clear && last && site.engine.sense(value.bytes).is_none()).then(|| site.literal(at)).flatten()
}

/// `config.get("Credentials", "gs_host", default)`: a section and the name of its option.
fn is_option(site: &Site<'_>, at: usize) -> bool {
    let Some(option) = literal(site.view.bytes, at) else {
        return false;
    };
    const NAME: Kinds = Kinds::LOWER.or(Kinds::UNDERSCORE);
    let name = Look::at(site.shown(option.content, &option.skip));
    let section = site.name().eq_ignore_ascii_case(b"credentials");
    section && name.kinds.only(NAME) && name.kinds.any(Kinds::UNDERSCORE)
}

/// `txn.Get("acl_token", "id_prefix", …)`: a table of Go's memdb, and by which of its indexes is looked
/// (<https://pkg.go.dev/github.com/hashicorp/go-memdb#Txn.Get>). Other languages say so what holds if nothing is set.
fn is_index(site: &Site<'_>, call: &[u8], at: usize) -> bool {
    const NAME: Kinds = Kinds::LOWER.or(Kinds::UNDERSCORE);
    let named = |text: &[u8]| Kinds::of(text).only(NAME);
    call.ends_with(b"txn.Get")
        && site.name().contains(&b'_')
        && named(site.name())
        && literal(site.view.bytes, at).is_some_and(|index| named(site.shown(index.content, &index.skip)))
}

/// `[("host", "db"), ("password", "…")]`: only what is no mere word.
fn tuple(site: &Site<'_>, before: &[u8], at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let literal = literal(bytes, at)?;
    let listed = matches!(before.last(), Some(b'[' | b',' | b'{' | b'('));
    let value = site.shown(literal.content, &literal.skip);
    let look = Look::at(value);
    let scheme = scheme_len(value);
    if scheme > 0 && ends_with_folded(site.name(), b"authorization") {
        let credentials = Look::at(&value[scheme..]);
        let begins = credentials.bytes.first().is_some_and(u8::is_ascii_alphanumeric);
        let opaque = begins && judge::is_opaque(credentials) && credentials.kinds.any(Kinds::DIGIT);
        return opaque.then(|| site.literal(at)).flatten();
    }
    let mixed = look.kinds.any(Kinds::DIGIT) || is_drawn(value);
    let drawn = value.len() >= 8 && judge::is_opaque(look) && mixed && site.engine.sense(value).is_none();
    let drawn = drawn && !is_migration(look);
    let last = || code::after_string(bytes, &literal).is_some_and(|end| bytes.get(end) == Some(&b')'));
    ((listed && drawn || couple::is_value(site, look)) && last()).then(|| site.literal(at)).flatten()
}

/// `('authtoken', '0001_initial')`: a change of a database, by its number
/// (<https://docs.djangoproject.com/en/stable/topics/migrations/#migration-files>).
fn is_migration(Look { bytes, kinds }: Look<'_>) -> bool {
    const NAME: Kinds = Kinds::LOWER.or(Kinds::UNDERSCORE).or(Kinds::DIGIT);
    kinds.only(NAME) && bytes.get(4) == Some(&b'_') && bytes[..4].iter().all(u8::is_ascii_digit)
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
    if is_flat_header(site, value) || is_flat_password(site, value) {
        return site.literal(at);
    }
    let Some((b'[', outer)) = before.split_last() else {
        return None;
    };
    if let Some(cookies) = header_of_cookies(site, &literal) {
        return cookies;
    }
    // In a list of pairs, another pair is before the comma.
    let nested = match trim_gap(outer) {
        [.., b'['] => true,
        [rest @ .., b','] => trim_gap(rest).ends_with(b"]"),
        _ => false,
    };
    let last = bytes.get(code::after_string(bytes, &literal)?) == Some(&b']');
    let named = site.engine.sense(value).is_some();
    let nested = nested || couple::is_value(site, Look::at(value));
    (nested && last && !named && !is_column(value) && !is_identity(value)).then(|| site.literal(at)).flatten()
}

/// `["cookie", "SID=…; HSID=…"]`: however long it is, of a header only cookies are written so.
fn header_of_cookies(site: &Site<'_>, literal: &Literal) -> Option<Option<Open>> {
    let header = is_one_of(&["cookie", "set-cookie"], site.name());
    header.then(|| cookies::list(site, literal.content, &literal.skip)).flatten()
}

/// `[["token", "user"], ["token", "server"]]`: with what one signs in, and not as whom.
fn is_identity(value: &[u8]) -> bool {
    is_one_of(&["account", "client_id", "email", "login", "user", "user_id", "username"], value)
}

/// `token_count`, `_wpnonce`: the name of a column or a field, beside another.
fn is_column(value: &[u8]) -> bool {
    const NAME: Kinds = Kinds::LOWER.or(Kinds::UNDERSCORE);
    let kinds = Kinds::of(value);
    kinds.only(NAME)
        && kinds.any(Kinds::UNDERSCORE)
        && !has_folded(value, b"pass")
        && !has_folded(value, b"secret")
}

/// `["Host", "…", "X-Api-Key", "…"]`: a header's name and what looks drawn at random, which no name
/// of another header does.
fn is_flat_header(site: &Site<'_>, value: &[u8]) -> bool {
    let name = site.name();
    let header = name.contains(&b'-') || name.eq_ignore_ascii_case(b"authorization");
    let digits = || value.iter().filter(|byte| byte.is_ascii_digit()).count();
    let other = || value.contains(&b'-') && value.get(..2).is_some_and(|x| x.eq_ignore_ascii_case(b"x-"));
    header && judge::is_random(Look::at(value)) && digits() >= 2 && !other()
        || header && digits() >= 2 && sent::is_near(site.before())
}

/// `["login", "ada", "password", "…"]`: what looks drawn at random beside the name of a password.
fn is_flat_password(site: &Site<'_>, value: &[u8]) -> bool {
    let look = Look::at(value);
    ends_with_folded(site.name(), b"password") && look.kinds.only(Kinds::ALNUM) && judge::is_no_name(look)
}
