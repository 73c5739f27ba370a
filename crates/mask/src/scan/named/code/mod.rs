//! What source code puts between a name and the string that is its value.
//!
//! Values that are assigned are in [`assigned`] ([`mod@array`]s of them, code without blanks in [`expression`], what a
//! plan changes in [`changed`], strings on lines of their own in [`heredoc`], names in strings that end after them in
//! [`mod@in_string`]), what they are compared with in [`comparison`], those that calls are given in [`calls`],
//! [`arguments`], [`positional`], [`gradle`] and [`browser`], whose answers are read by [`snapshot`]. Names that are strings themselves have their values
//! beside them in a [`list`], a [`couple`] or two [`fields`]; [`several`] have theirs in the same order; a list of
//! values is read by [`items`], what a program collects by [`collection`]. Statements of [`sql`] have words instead;
//! what a program prints of a value is in [`dumped`].

pub(super) mod arguments;
mod array;
pub(super) mod assigned;
pub(super) mod browser;
pub(super) mod calls;
pub(super) mod changed;
pub(super) mod collection;
pub(super) mod comparison;
pub(super) mod couple;
pub(super) mod dumped;
mod expression;
mod fields;
mod gradle;
mod heredoc;
pub(super) mod in_string;
pub(super) mod items;
pub(super) mod list;
pub(super) mod positional;
mod sent;
pub(super) mod several;
pub(super) mod snapshot;
pub(super) mod sql;

use crate::kinds::{Kinds, Look};
use crate::names::Sense;
use crate::scan::engine::RuleId;
use crate::scan::named::judge;
use crate::scan::named::judge::harmless::is_harmless;
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::named::text::{Literal, Quoting, ends_with_folded, gap, is_one_of, literal, spaces};
use crate::scan::skip::Progress;
use crate::scan::{Open, QuoteText};

/// Types that a declaration puts after the name.
const AFTER_NAME: &[&str] = &["string", "str", "text", "varchar", "secretstring"];

/// Where settings come from: what stands in for one of them is a value, even if it is a word.
const SETTINGS: &[&[u8]] = &[b"env.", b"environ.", b"config.", b"settings.", b"options.", b"opts."];

/// `Password string = "…"` of Go, `Password As String = "…"` of Visual Basic; `at` is at the type.
pub(super) fn typed(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let at = if bytes.get(at..)?.starts_with(b"As ") { at + b"As ".len() } else { at };
    let rest = bytes.get(at..)?;
    let len = rest.iter().take(16).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let equals = spaces(bytes, at + len);
    let declares = is_one_of(AFTER_NAME, &rest[..len]) && bytes.get(equals) == Some(&b'=');
    let value = spaces(bytes, equals + 1);
    (declares && value > equals + 1).then(|| string(site, value)).flatten()
}

/// `Password { get; set; } = "…"` of C#; `at` is at the brace.
pub(super) fn property(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let rest = &bytes[at + 1..bytes.len().min(at + 64)];
    let accessor = |byte: &u8| byte.is_ascii_lowercase() || matches!(byte, b' ' | b';');
    let len = rest.iter().take_while(|byte| accessor(byte)).count();
    let reads = rest[..len].windows(4).any(|part| part == b"get;");
    let equals = spaces(bytes, at + 1 + len + 1);
    let set = reads && rest.get(len) == Some(&b'}') && bytes.get(equals) == Some(&b'=');
    set.then(|| string(site, spaces(bytes, equals + 1))).flatten()
}

/// `std::string token{"…"}`, `std::string token("…")` of C++; `at` is at the bracket.
pub(super) fn initialized(site: &Site<'_>, at: usize) -> Option<Open> {
    const TYPES: &[&[u8]] = &[b"string ", b"string_view ", b"String "];
    let bytes = site.view.bytes;
    let declares = at == site.key.end && TYPES.iter().any(|class| site.before().ends_with(class));
    let value = literal(bytes, at + 1).filter(|_| declares)?;
    let close = if bytes.get(at) == Some(&b'(') { b')' } else { b'}' };
    (bytes.get(after_string(bytes, &value)?) == Some(&close)).then(|| site.literal(at + 1)).flatten()
}

/// Where the string is in `Just "…"` of Haskell or `Some "…"` of OCaml.
pub(super) fn wrapped(site: &Site<'_>, at: usize) -> Option<usize> {
    let rest = site.view.bytes.get(at..)?;
    let wraps = rest.starts_with(b"Just ") || rest.starts_with(b"Some ");
    let start = at + b"Just ".len();
    literal(site.view.bytes, start).filter(|_| wraps).map(|_| start)
}

/// `process.env.PASSWORD || "…"`, where `at` is at the operator.
pub(super) fn otherwise(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let operator = bytes.get(at..at + 2)?;
    let start = spaces(bytes, at + 2);
    if !matches!(operator, b"||" | b"??" | b"?:") || start == at + 2 {
        return None;
    }
    let string = literal(bytes, start)?;
    let name = site.name();
    let path = &name[..name.iter().rposition(|&byte| byte == b'.').map_or(0, |dot| dot + 1)];
    let setting = SETTINGS.iter().any(|setting| path.ends_with(setting));
    let value = site.shown(string.content, &string.skip);
    (setting || judge::is_opaque(Look::at(value))).then(|| assigned::string(site, start)).flatten()
}

/// `${db.password:…}` of Spring, where what holds if nothing is set is more than a word; `at` is after the
/// colon (<https://docs.spring.io/spring-framework/reference/core/beans/environment.html>).
pub(super) fn otherwise_of(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = site.view.bytes.get(at..)?;
    let rest = &rest[..rest.len().min(SHOWN)];
    let within = |byte: &u8| byte.is_ascii_graphic() && !b"{}$\"'\\<>/:".contains(byte);
    let value = Look::at(&rest[..rest.iter().take_while(|byte| within(byte)).count()]);
    // A shell has signs after its colon, and counts letters.
    let begins = value.bytes.first().is_some_and(u8::is_ascii_alphanumeric);
    let fits = begins
        && rest.get(value.bytes.len()) == Some(&b'}')
        && value.kinds.any(Kinds::LETTER)
        && judge::is_opaque(value);
    (fits && judge::is_secret(value, site)).then(|| Open::known(RuleId::KEY_NAME, at, at + value.bytes.len()))
}

/// `const pin = 483920;`: a number, and neither a count nor a bit among flags, as `DONT_EXPIRE_PASSWORD = 65536`.
pub(super) fn number(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = site.view.bytes.get(at..)?;
    let len = rest.iter().take(20).take_while(|byte| byte.is_ascii_digit()).count();
    let token = site.name().len() >= 5 && site.name()[site.name().len() - 5..].eq_ignore_ascii_case(b"token");
    let fits = site.sense == Sense::Any && !token && (4..20).contains(&len) && rest.get(len) == Some(&b';');
    let bit = || {
        let number = std::str::from_utf8(&rest[..len]).ok().and_then(|digits| digits.parse::<u64>().ok());
        arguments::is_option(site.name()) && number.is_some_and(u64::is_power_of_two)
    };
    (fits && !bit()).then(|| Open::known(RuleId::KEY_NAME, at, at + len))
}

/// `{'pin': 7735}`, as Python prints a dictionary; what a quote of its own is put around stays a value of
/// one. A token may be the number of a word, and a small number is one of something else.
pub(super) fn in_dict(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = site.view.bytes.get(at..)?;
    let len = rest.iter().take(20).take_while(|byte| byte.is_ascii_digit()).count();
    let token = ends_with_folded(site.name(), b"token") || site.name().ends_with(b"s");
    let known = matches!(site.quoting, Some(Quoting::Single(_)));
    let ends = matches!(rest.get(len), Some(b',' | b'}'));
    let fits = known && site.sense == Sense::Any && !token && (4..20).contains(&len) && ends;
    let quote_text = QuoteText::new(&site.before()[site.before().len() - site.quote_len()..]).map(Box::new);
    fits.then(|| Open { quote_text, ..Open::known(RuleId::KEY_NAME, at, at + len) })
}

/// `auth=("ada", "…")` of Python's requests; `at` is after the bracket.
pub(super) fn basic(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let user = literal(bytes, at)?;
    let after = after_string(bytes, &user)?;
    let password = literal(bytes, gap(bytes, after + 1)).filter(|_| bytes.get(after) == Some(&b','))?;
    let end = after_string(bytes, &password)?;
    let value = site.shown(password.content, &password.skip);
    // What a manual writes there.
    let manual =
        is_one_of(&["pass", "password", "passwd"], value) || is_harmless(Look::at(value), site.engine);
    let fits = bytes.get(end) == Some(&b')') && user.quote == password.quote && !manual;
    fits.then(|| Open::new(RuleId::KEY_NAME, password.content, password.skip))
}

/// What follows the quote that ends a string.
pub(super) fn after_string(bytes: &[u8], literal: &Literal) -> Option<usize> {
    let Progress::Done(end) = literal.skip.clone().advance(bytes, literal.content, false) else {
        return None;
    };
    Some(gap(bytes, end + literal.quote.width()))
}

fn string(site: &Site<'_>, at: usize) -> Option<Open> {
    literal(site.view.bytes, at)?;
    assigned::string(site, at)
}
