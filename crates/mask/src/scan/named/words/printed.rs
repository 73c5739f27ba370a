//! Whether a value stands in a map or a structure that a program has printed.

use super::value::Value;
use crate::kinds::Kinds;
use crate::scan::drawn::is_drawn;
use crate::scan::named::line::line_at_end;
use crate::scan::named::site::Site;
use crate::scan::named::text::ends_with_folded;

/// A shorter word may be the name of a thing.
const SHORTEST: usize = 6;

/// `map[host:db password:…]`, as Go prints one; in its source, a type is between the brackets.
pub(super) fn is_in_map(site: &Site<'_>) -> bool {
    const MAP: &[u8] = b"map[";
    let before = site.before();
    if !matches!(before.last(), Some(b'[' | b' ')) {
        return false;
    }
    let open = before.iter().rposition(|byte| matches!(byte, b'[' | b']' | b'\n' | b'"'));
    open.is_some_and(|at| {
        let first = &before[at + 1..];
        before[..=at].ends_with(MAP) && (first.is_empty() || first.contains(&b':'))
    })
}

/// `{user: svc, password: …}` of YAML.
pub(super) fn is_in_flow(site: &Site<'_>, value: &Value<'_>) -> bool {
    let before = site.before();
    matches!(value.after.first(), Some(b',' | b'}'))
        && (before.ends_with(b", ") || before.ends_with(b"{ ") || before.ends_with(b"{"))
}

/// `db: {host: db1, password: ember}` on a line of its own: a word in a map of YAML. Where such a map is a member
/// of another one, it may be one of a program, in which words are variables.
pub(super) fn is_word_in_flow(site: &Site<'_>, value: &Value<'_>) -> bool {
    let line = line_at_end(site.before());
    let key = line.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(byte)).count();
    let end = value.after.iter().position(|byte| matches!(byte, b'\n' | b'\r' | b'\\' | b'"'));
    let map = value.after[..end.unwrap_or(value.after.len())].trim_ascii_end();
    let named = |own: &&[u8]| ends_with_folded(site.name(), own);
    // One that is nobody's may be a lexer's.
    let token = || named(&&b"token"[..]) && site.name().len() > b"token".len();
    key > 0
        && line[key..].starts_with(b": {")
        && is_in_flow(site, value)
        && value.kinds.only(Kinds::ALNUM)
        && ([&b"password"[..], b"passwd", b"passphrase"].iter().any(named) || token())
        && map.iter().position(|byte| *byte == b'}') == map.len().checked_sub(1)
}

/// `{Host:db Password:…}`, as Go prints a structure: fields without commas, of which there are others.
/// A token may be a lexer's.
pub(super) fn is_in_struct(site: &Site<'_>, value: &Value<'_>) -> bool {
    let before = site.before();
    let field = |text: &[u8]| {
        let name = text.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        name > 0 && text.get(name) == Some(&b':')
    };
    // What most values fail comes first.
    let listed =
        matches!(before.last(), Some(b'{' | b' ')) && matches!(value.after.first(), Some(b' ' | b'}'));
    let word = || value.bytes.len() < SHORTEST || ends_with_folded(site.name(), b"token");
    if !listed || value.is_plain() && word() && !is_drawn(value.bytes) {
        return false;
    }
    let open = before.iter().rposition(|byte| matches!(byte, b'{' | b'}' | b',' | b'=' | b'\n' | b'"'));
    let Some((b'{', first)) = open.and_then(|at| before[at..].split_first()) else {
        return false;
    };
    match value.after {
        [b' ', next @ ..] => field(next) && (first.is_empty() || field(first)),
        [b'}', ..] => !first.is_empty() && field(first),
        _ => false,
    }
}
