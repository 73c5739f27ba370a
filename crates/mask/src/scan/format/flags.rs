//! What in an argument, or in the one after it, is the value of a flag.

use super::arguments::{Argument, Arguments};
use crate::scan::drawn::is_drawn;

/// From where to where a value is.
pub(super) type Found = (usize, usize);

/// `-pX`, and not `-p X`.
pub(super) fn joined(
    text: &[u8],
    flag: &[u8],
    argument: Argument,
    arguments: &mut Arguments<'_>,
) -> Option<Found> {
    let value = text.strip_prefix(flag)?;
    if value.is_empty() {
        return arguments.quoted_after(argument).map(|quoted| (quoted.start, quoted.end));
    }
    // `-protocol=tcp`, `--port`: a long flag in a shell of its own.
    let long = value.first() == Some(&b'-') || value.contains(&b'=') && value.starts_with(b"rot");
    (!long).then_some((argument.start + flag.len(), argument.end))
}

/// `-p X`, `-pX`, `-p=X`.
pub(super) fn flagged(
    text: &[u8],
    flag: &[u8],
    argument: Argument,
    arguments: &mut Arguments<'_>,
) -> Option<Found> {
    let value = text.strip_prefix(flag)?;
    match value {
        [] => value_after(argument, arguments),
        [b'='] => arguments.quoted_after(argument).map(|quoted| (quoted.start, quoted.end)),
        [b'=', ..] => Some((argument.start + flag.len() + 1, argument.end)),
        // `-password X`, `-pw X`, `-pwd X` are other flags.
        [b'a', b's', b's', ..] | [b'w'] | [b'w', b'd'] => None,
        _ => Some((argument.start + flag.len(), argument.end)),
    }
}

/// `-k X`, `-k=X`, and no other flag that begins so.
pub(super) fn long(
    text: &[u8],
    flag: &[u8],
    argument: Argument,
    arguments: &mut Arguments<'_>,
) -> Option<Found> {
    let same = matches!(text.strip_prefix(flag)?, [] | [b'=', ..]);
    same.then(|| flagged(text, flag, argument, arguments)).flatten()
}

/// `-P X`, `-PX`, and `-rP X`, where other letters come before.
pub(super) fn lettered(
    text: &[u8],
    letter: u8,
    argument: Argument,
    arguments: &mut Arguments<'_>,
) -> Option<Found> {
    const LETTERS: usize = 6;
    let letters = text.strip_prefix(b"-").filter(|letters| !letters.starts_with(b"-"))?;
    let last = letters.len() <= LETTERS && letters.iter().all(u8::is_ascii_alphabetic);
    if last && letters.last() == Some(&letter) {
        return value_after(argument, arguments);
    }
    (letters.first() == Some(&letter)).then_some((argument.start + 2, argument.end))
}

/// The argument after `argument`, which may be quotes that stand right after it.
fn value_after(argument: Argument, arguments: &mut Arguments<'_>) -> Option<Found> {
    let next = arguments.quoted_after(argument).or_else(|| arguments.next())?;
    Some((next.start, next.end))
}

/// The argument that the value of `-u` or `--user` is in, where `-su` is `-s -u`, and where it begins.
pub(super) fn user(
    text: &[u8],
    flag: &[u8],
    argument: Argument,
    arguments: &mut Arguments<'_>,
) -> Option<(Argument, usize)> {
    const LONG: [&[u8]; 3] = [b"--user", b"--proxy-user", b"--auth"];
    let letter = *flag.last()?;
    let is_long = LONG.contains(&text);
    let letters = text.first() == Some(&b'-') && text.get(1) != Some(&b'-') && text.len() <= 6;
    // `-U` has the user of a proxy.
    let is_letter = |last: &u8| *last == letter || letter == b'u' && *last == b'U';
    if is_long || letters && text.last().is_some_and(is_letter) {
        let next = arguments.quoted_after(argument).or_else(|| arguments.next())?;
        return Some((next, next.start));
    }
    let value = LONG.iter().find_map(|long| text.strip_prefix(*long)?.strip_prefix(b"="));
    match value.or_else(|| text.strip_prefix(flag))? {
        [] => arguments.quoted_after(argument).map(|quoted| (quoted, quoted.start)),
        value => Some((argument, argument.end - value.len())),
    }
}

/// What follows the mark in an argument: `ada:X`, `ada:"X"`; or what comes before it, if nothing
/// follows and it was drawn: `X:`, as an API takes a key for a user.
pub(super) fn after_mark(arguments: &mut Arguments<'_>, argument: Argument, start: usize, mark: u8) -> Found {
    const KEY: usize = 20;
    let end = argument.end;
    let value = &arguments.bytes()[start..end];
    let Some(user) = value.iter().position(|&byte| byte == mark) else {
        return (end, end);
    };
    if value[user + 1..].starts_with(b"//") {
        // An address.
        return (end, end);
    }
    if user + 1 < value.len() {
        return (start + user + 1, end);
    }
    if let Some(quoted) = arguments.quoted_after(argument) {
        return (quoted.start, quoted.end);
    }
    let key = &value[..user];
    let drawn = key.len() >= KEY
        && key.iter().any(u8::is_ascii_digit)
        && (is_drawn(&key[..key.len().min(64)]) || key.iter().all(u8::is_ascii_hexdigit));
    if drawn { (start, start + user) } else { (end, end) }
}

/// `cert.pem:X` after curl's flag for a certificate.
pub(super) fn certificate(text: &[u8], arguments: &mut Arguments<'_>) -> Option<Found> {
    if !matches!(text, b"-E" | b"--cert" | b"--proxy-cert") {
        return None;
    }
    let argument = arguments.next()?;
    let text = arguments.text(argument);
    let colon = text.iter().position(|&byte| byte == b':')?;
    // `C:\cert.pem`, `pkcs11:…`.
    let path = matches!(text.get(colon + 1), Some(b'\\' | b'/') | None) || !text[..colon].contains(&b'.');
    (!path).then_some((argument.start + colon + 1, argument.end))
}

/// `scott/tiger@//host:1521/db`.
pub(super) fn user_slash(text: &[u8], argument: Argument) -> Option<Found> {
    let slash = text.iter().position(|&byte| byte == b'/').filter(|&at| at > 0 && text[0] != b'-')?;
    let rest = &text[slash + 1..];
    let len = rest.iter().position(|&byte| byte == b'@').unwrap_or(rest.len());
    let start = argument.start + slash + 1;
    Some((start, start + len))
}
