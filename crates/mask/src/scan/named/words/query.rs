//! Members of URLs' queries and of connection strings, which end where the next one begins.

use crate::class::{Bytes, GRAPHIC, QUERY, WORD};
use crate::kinds::{Kinds, Look};
use crate::names::{MAX_NAME, Sense};
use crate::scan::Open;
use crate::scan::engine::RuleId;
use crate::scan::named::judge;
use crate::scan::named::judge::harmless::is_harmless;
use crate::scan::named::judge::partly::Part;
use crate::scan::named::site::Site;
use crate::scan::named::text::{escaped_blank, opening_quote};

/// No password in a connection string is longer.
const LONGEST: usize = 200;

/// The value of such a member; `at` is at the value.
#[inline]
pub(crate) fn value(site: &Site<'_>, at: usize) -> Option<Open> {
    // What most names fail comes first.
    match site.before().last()? {
        b';' => of_path(site, at)
            .or_else(|| query(site, at))
            .or_else(|| spaced(site, at))
            .or_else(|| last(site, at)),
        b'?' | b'&' | b' ' => query(site, at).or_else(|| spaced(site, at)).or_else(|| last(site, at)),
        _ => None,
    }
}

/// `/cart;jsessionid=value?page=2`: a parameter of a path, which ends where the query begins
/// (<https://jakarta.ee/specifications/servlet/6.1/jakarta-servlet-spec-6.1#url-rewriting>).
fn of_path(site: &Site<'_>, at: usize) -> Option<Open> {
    static VALUE: Bytes = Bytes::alnum_and(b"_.!~-");
    let rest = site.view.bytes.get(at..)?;
    let len = VALUE.run(&rest[..rest.len().min(LONGEST)]);
    let value = Look::at(&rest[..len]);
    let ends = matches!(rest.get(len), Some(b'?' | b'#' | b'/'));
    (ends && len > 0 && site.sense == Sense::Random && judge::is_secret(value, site)).then(|| known(at, len))
}

/// `?name=value`, `&name=value`.
fn query(site: &Site<'_>, at: usize) -> Option<Open> {
    let before = site.before();
    let begins = matches!(before, [.., b'?' | b'&']) || before.ends_with(b"&amp;");
    begins.then(|| member(site, at)).flatten()
}

/// Whether the name is in the address of a badge, an image that is made to be seen: what is asked for with
/// it is the image only (<https://docs.codecov.com/docs/status-badges>).
pub(crate) fn is_of_badge(site: &Site<'_>) -> bool {
    site.name() == b"token" && site.before().ends_with(b"/badge.svg?")
}

/// `user[password]=value` and `user%5Bpassword%5D=value` of a form; `at` is after the name.
pub(crate) fn field(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = &site.view.bytes[at..];
    // The digit and the letter of an escape look like a part of the name.
    let (open, close) = match rest {
        [b']', b'=', ..] => (1, 2),
        [b'%', b'5', b'D' | b'd', b'=', ..] => (3, 4),
        _ => return None,
    };
    let name = &site.view.bytes[site.view.floor..site.key.end];
    let owner = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.%[]".contains(byte);
    let len = name.iter().rev().take(MAX_NAME).take_while(|byte| owner(byte)).count();
    let brackets = match open {
        1 => site.before().ends_with(b"["),
        _ => [&b"%5B"[..], b"%5b"]
            .iter()
            .any(|open| name[name.len() - len..].windows(3).any(|part| part == *open)),
    };
    let before = &name[..name.len() - len];
    let begins = matches!(before.last(), Some(b'?' | b'&' | b'"' | b'\'' | b'\n'))
        || before.is_empty() && site.view.from_start;
    (brackets && begins).then(|| member(site, at + close)).flatten()
}

/// The value at `at`, which ends where the next member begins.
fn member(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = site.view.bytes.get(at..)?;
    let len = QUERY.run(&rest[..rest.len().min(LONGEST)]);
    // A sentence's end, not the value's.
    let stops = rest[..len].iter().rev().take_while(|&&byte| byte == b'.').count();
    if stops > 2 && is_harmless(Look::at(&rest[..len]), site.engine) {
        // `sk-...`
        return None;
    }
    let len = len - stops;
    let padding = rest[len..].iter().take_while(|&&byte| byte == b'=').count();
    let after = &rest[len + padding..];
    // A program may add the string that begins there.
    let quote = || !rest[..len].ends_with(b"+") && opening_quote(after, 0).is_some();
    let escape = || escaped_blank(after).is_some() || quote();
    let ends = after.first().is_some_and(|&byte| ends_member(byte) || byte == b'\\' && escape());
    let whole = (1..LONGEST).contains(&len) && (ends || len + padding == rest.len() && site.view.ends());
    let value = Look::at(&rest[..len]);
    let (from, len) = match Part::of(value, at, site)? {
        Part::All => (0, len + padding),
        Part::Only(len) => (0, len),
        Part::From(from) => (from, len + padding - from),
    };
    (whole && judge::is_secret(value, site)).then(|| known(at + from, len))
}

fn ends_member(byte: u8) -> bool {
    byte.is_ascii_whitespace() || b"&#\"'`<>),;.]".contains(&byte)
}

/// `;Name=a value with blanks;Next=…`.
fn spaced(site: &Site<'_>, at: usize) -> Option<Open> {
    let before = site.before();
    if !before.ends_with(b";") && !before.ends_with(b"; ") {
        return None;
    }
    let rest = site.view.bytes.get(at..)?;
    let within = |byte: &u8| (GRAPHIC.has(*byte) || *byte == b' ') && !matches!(byte, b';' | b'{' | b'<');
    let len = rest.iter().take(LONGEST).take_while(|byte| within(byte)).count();
    let value = &rest[..len];
    let spaced = value.contains(&b' ') && !value.ends_with(b" ") && is_member(&rest[len..]);
    (spaced && judge::is_secret(Look::at(value), site)).then(|| known(at, len))
}

/// `;Name=value.` at the end of a sentence, whose full stop is none of the value.
fn last(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = site.view.bytes.get(at..)?;
    let within = |byte: &u8| GRAPHIC.has(*byte) && !matches!(byte, b';' | b'{' | b'<' | b'(' | b',');
    let len = rest.iter().take(LONGEST).take_while(|byte| within(byte)).count();
    let value = rest[..len].strip_suffix(b".").filter(|value| !value.is_empty() && !value.ends_with(b"."))?;
    let begins = site.before().ends_with(b";") || site.before().ends_with(b"; ");
    let ends = match &rest[len..] {
        [] => site.view.ends(),
        [byte, ..] if byte.is_ascii_whitespace() => true,
        rest => opening_quote(rest, 0).is_some() || escaped_blank(rest).is_some(),
    };
    let value = Look::at(value);
    let fits = begins && ends && value.kinds.any(Kinds::DIGIT) && judge::is_secret(value, site);
    fits.then(|| known(at, len - 1))
}

/// Whether `DSN=warehouse;` is here, the name of a data source; `at` is at the value.
#[inline]
pub(crate) fn is_source(site: &Site<'_>, at: usize) -> bool {
    let rest = site.view.bytes.get(at..).unwrap_or_default();
    site.name().len() == 3
        && site.name().eq_ignore_ascii_case(b"dsn")
        && rest.get(WORD.run(rest)) == Some(&b';')
}

/// Whether `;Name=` is here.
fn is_member(text: &[u8]) -> bool {
    let name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'_');
    let len = text.iter().skip(1).take(40).take_while(|byte| name(byte)).count();
    text.first() == Some(&b';') && len > 0 && text.get(len + 1) == Some(&b'=')
}

fn known(at: usize, len: usize) -> Open {
    Open::known(RuleId::KEY_NAME, at, at + len)
}
