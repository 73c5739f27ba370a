//! A name and its value as two fields of a structure, whose own names have no quotes:
//! `{Name: "DB_PASSWORD", Value: "…"}` of Go, `{name: 'API_KEY', value: '…'}` of JavaScript.

use crate::kinds::{Kinds, Look};
use crate::scan::Open;
use crate::scan::named::code;
use crate::scan::named::judge::{self, types};
use crate::scan::named::site::Site;
use crate::scan::named::statements::prose;
use crate::scan::named::text::{gap, is_one_of, literal, trim_gap};

/// What the name's field is called, and that of its value.
const NAMES: &[&str] = &["env", "header", "key", "name", "parameter", "variable"];
const VALUES: &[&str] = &["val", "value"];
/// No such field has a longer name.
const LONGEST: usize = 16;

/// The value of a name that `before` is before, without its quote; `at` is after the comma.
pub(super) fn value(site: &Site<'_>, before: &[u8], at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let label = trim_gap(before.strip_suffix(b":")?);
    let letters = label.iter().rev().take(LONGEST).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (head, _) = label.split_at(label.len() - letters);
    // The first letter may be that of an escaped newline or tab.
    let letters = letters - usize::from(head.ends_with(b"\\") && letters > 0);
    let (head, label) = label.split_at(label.len() - letters);
    if !is_one_of(NAMES, label) || !matches!(trim_gap(head).last(), Some(b'{' | b',' | b'(')) {
        return None;
    }
    let rest = bytes.get(at..)?;
    let word = &rest[..rest.iter().take(LONGEST).take_while(|byte| byte.is_ascii_alphabetic()).count()];
    let colon = gap(bytes, at + word.len());
    let start = gap(bytes, colon + 1);
    let string =
        literal(bytes, start).filter(|_| is_one_of(VALUES, word) && bytes.get(colon) == Some(&b':'))?;
    let after = code::after_string(bytes, &string).and_then(|end| site.byte(end));
    let value = Look::at(site.shown(string.content, &string.skip));
    let told = is_value(site, word, value) || is_beside_user(site, value);
    (matches!(after, Some(b',' | b'}' | b')')) && told).then(|| site.literal(start)).flatten()
}

/// Whether it is no label of a choice: the variables of an environment have names in capitals, and what stands in
/// a choice of a form is a word, or the name of another field.
fn is_value(site: &Site<'_>, word: &[u8], value: Look<'_>) -> bool {
    let name = Kinds::of(site.name());
    let variable = name.any(Kinds::UNDERSCORE) && !name.any(Kinds::LOWER);
    let exported =
        word.first().is_some_and(u8::is_ascii_uppercase) && name.any(Kinds::UNDERSCORE.or(Kinds::DASH));
    variable || judge::is_opaque(value) && (exported || site.engine.sense(value.bytes).is_none())
}

/// `{ key: 'username', value: 'ada' }, { key: 'password', value: 'mypwd' }`: a word, after the same of a user.
fn is_beside_user(site: &Site<'_>, value: Look<'_>) -> bool {
    const NEAR: usize = 128;
    const SHORTEST: usize = 5;
    const USERS: &[&[u8]] = &[b"'user", b"\"user", b"'login'", b"\"login\"", b"'email'", b"\"email\""];
    let before = site.before();
    let near = || &before[before.len().saturating_sub(NEAR)..];
    let beside = || USERS.iter().any(|user| near().windows(user.len()).any(|part| part == *user));
    prose::is_password(site)
        && value.bytes.len() >= SHORTEST
        && value.kinds.only(Kinds::LOWER.or(Kinds::DIGIT))
        && !types::is_type(value.bytes)
        && site.engine.sense(value.bytes).is_none()
        && beside()
}
