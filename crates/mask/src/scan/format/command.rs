//! Passwords among the arguments of commands whose flags do not tell. `--password` does.

use super::Candidate;
use super::arguments::{Argument, Arguments};
use super::usage::{Usage, ends_in_command, usage};
use super::walks::End;
use crate::scan::Open;
use crate::scan::skip::{Ends, Skip};

/// No name of a user in a manual is longer.
const LONGEST_USER: usize = 32;

pub(crate) fn command(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    if !view.at_boundary() {
        return None;
    }
    let usage = usage(&view.bytes[view.hit..body - 1])?;
    let walks = &candidate.runs.walks;
    // Going from argument to argument takes longer.
    if usage.needs().is_some_and(|needed| !walks.has(needed, view.bytes, body)) {
        return None;
    }
    let arguments = Arguments::after(view.bytes, body);
    let end = match usage {
        Usage::Last { flag, place } => last(arguments, flag, place),
        _ => walks.go(usage, arguments, |arguments| next(arguments, usage)),
    };
    match end {
        End::Found(start, end) => secret(candidate, start, end),
        End::Nothing | End::Open => None,
    }
}

/// What the next argument is.
pub(super) fn next(arguments: &mut Arguments<'_>, usage: Usage) -> End {
    let Some(argument) = arguments.next() else {
        return End::Nothing;
    };
    let text = arguments.text(argument);
    if ends_in_command(text) {
        return End::Nothing;
    }
    let value = match usage {
        Usage::Joined(flag) => joined(text, flag, argument, arguments),
        Usage::Flag(flags) => flags.iter().find_map(|flag| flagged(text, flag, argument, arguments)),
        Usage::Long(flags) => flags.iter().find_map(|flag| long(text, flag, argument, arguments)),
        Usage::User(..) if text == b"--oauth2-bearer" => arguments.next().map(|next| (next.start, next.end)),
        Usage::User(flag, mark) => user(text, flag, argument, arguments)
            .map(|(argument, start)| after_mark(arguments, argument, start, mark)),
        Usage::UserSlash => user_slash(text, argument),
        Usage::Token => {
            let drawn = text.len() >= 20 && text.iter().any(u8::is_ascii_digit) && !text.contains(&b'=');
            (drawn && !text.starts_with(b"-")).then_some((argument.start, argument.end))
        }
        Usage::Named => {
            let sensitive = text.ends_with(b"secret_access_key") || text.ends_with(b"session_token");
            sensitive.then(|| arguments.next().map(|next| (next.start, next.end))).flatten()
        }
        Usage::Last { .. } => None,
    };
    match value {
        Some((start, end)) => End::Found(start, end),
        None if super::has_mark(text) => End::Nothing,
        None => End::Open,
    }
}

/// The argument at a place among those that are no flags.
fn last(mut arguments: Arguments<'_>, flag: Option<u8>, place: usize) -> End {
    let mut places = 0;
    let mut lettered = false;
    while let Some(argument) = arguments.next() {
        let text = arguments.text(argument);
        if ends_in_command(text) {
            break;
        }
        let is_flag = text.starts_with(b"-");
        lettered |= flag.is_none_or(|flag| is_flag && text.contains(&flag));
        // Without a file, there is one argument less.
        places += if is_flag { usize::from(flag.is_some() && text.contains(&b'n')) } else { 1 };
        if lettered && places == place && !is_flag {
            return End::Found(argument.start, argument.end);
        }
        // What follows is further on than that place.
        if places >= place || super::has_mark(text) {
            break;
        }
    }
    End::Nothing
}

/// `echo X | docker login --password-stdin`, `echo user:X | chpasswd`: what is written into the pipe.
pub(crate) fn piped(candidate: &Candidate<'_>) -> Option<Open> {
    const ECHO: &[u8] = b"echo ";
    let view = candidate.view;
    let before = &view.bytes[view.floor..view.hit];
    // Without an early end, many bytes are looked at together.
    if !before.iter().fold(false, |any, byte| any | matches!(byte, b'|' | b'\n')) {
        return None;
    }
    let pipe = before.iter().rposition(|byte| matches!(byte, b'|' | b'\n'))?;
    let first = before[..pipe].iter().rposition(|byte| matches!(byte, b'|' | b'\n' | b';'));
    let first = first.map_or(0, |at| at + 1);
    let echo = before[first..pipe].windows(ECHO.len()).rposition(|part| part == ECHO)?;
    let start = view.floor + first + echo;
    let end = view.floor + pipe;
    let mut arguments = Arguments::after(&view.bytes[..end], start + ECHO.len());
    let value = arguments.find(|argument| view.bytes[argument.start] != b'-')?;
    let between = &view.bytes[value.end..end];
    let last = between.iter().all(|byte| b" \"'\\".contains(byte));
    let of_user = view.bytes[view.hit] == b'c';
    let user = if of_user {
        view.bytes[value.start..value.end].iter().position(|&byte| byte == b':')? + 1
    } else {
        0
    };
    (last && view.is_boundary(start)).then(|| secret(candidate, value.start + user, value.end)).flatten()
}

/// `net use Z: \\host\share /user:name X`.
pub(crate) fn net_use(candidate: &Candidate<'_>) -> Option<Open> {
    const WORDS: usize = 4;
    const FAR: usize = 160;
    let Candidate { view, body, .. } = *candidate;
    let line = &view.bytes[body..view.bytes.len().min(body + FAR)];
    let mut at = body;
    let mut user = false;
    for word in line.split(|&byte| byte == b' ').take(WORDS) {
        if user {
            let value = Arguments::after(view.bytes, at).next()?;
            let flag = view.bytes[value.start] == b'/';
            return (!flag).then(|| secret(candidate, value.start, value.end)).flatten();
        }
        let other = word.contains(&b'\n') || word.eq_ignore_ascii_case(b"net");
        user = word.get(..6).is_some_and(|start| start.eq_ignore_ascii_case(b"/user:"));
        if other {
            return None;
        }
        at += word.len() + 1;
    }
    None
}

/// `-passin pass:X` of OpenSSL. The literal ends with the colon.
pub(crate) fn openssl(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    let value = Arguments::after(view.bytes, body).next()?;
    (value.start == body).then(|| secret(candidate, value.start, value.end)).flatten()
}

/// `-storepass X`, `-srckeypass X` of Java's tools.
pub(crate) fn keytool(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    let before = &view.bytes[view.floor..view.hit];
    let owner = before.strip_suffix(b"dest").or(before.strip_suffix(b"src")).unwrap_or(before);
    if !owner.ends_with(b"-") {
        return None;
    }
    let value = Arguments::after(view.bytes, body).next()?;
    let text = &view.bytes[value.start..value.end];
    // `[-storepass password]` of a manual.
    let manual = text.ends_with(b"]") || text == b"password";
    (!manual).then(|| secret(candidate, value.start, value.end)).flatten()
}

/// `ConvertTo-SecureString "X"` of PowerShell.
pub(crate) fn secure_string(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    let mut arguments = Arguments::after(view.bytes, body);
    let mut value = arguments.next()?;
    if view.bytes[value.start..value.end].eq_ignore_ascii_case(b"-string") {
        value = arguments.next()?;
    }
    let quoted = matches!(view.bytes[value.start - 1], b'"' | b'\'');
    quoted.then(|| secret(candidate, value.start, value.end)).flatten()
}

type Found = (usize, usize);

fn joined(text: &[u8], flag: &[u8], argument: Argument, arguments: &mut Arguments<'_>) -> Option<Found> {
    let value = text.strip_prefix(flag)?;
    if value.is_empty() {
        return arguments.quoted_after(argument).map(|quoted| (quoted.start, quoted.end));
    }
    // `-protocol=tcp`, `--port`: a long flag in a shell of its own.
    let long = value.first() == Some(&b'-') || value.contains(&b'=') && value.starts_with(b"rot");
    (!long).then_some((argument.start + flag.len(), argument.end))
}

fn flagged(text: &[u8], flag: &[u8], argument: Argument, arguments: &mut Arguments<'_>) -> Option<Found> {
    let value = text.strip_prefix(flag)?;
    match value {
        [] => {
            let next = arguments.quoted_after(argument).or_else(|| arguments.next())?;
            Some((next.start, next.end))
        }
        [b'='] => arguments.quoted_after(argument).map(|quoted| (quoted.start, quoted.end)),
        [b'=', ..] => Some((argument.start + flag.len() + 1, argument.end)),
        // `-password X` is another flag.
        [b'a', b's', b's', ..] | [b'w', ..] => None,
        _ => Some((argument.start + flag.len(), argument.end)),
    }
}

fn long(text: &[u8], flag: &[u8], argument: Argument, arguments: &mut Arguments<'_>) -> Option<Found> {
    let same = matches!(text.strip_prefix(flag)?, [] | [b'=', ..]);
    same.then(|| flagged(text, flag, argument, arguments)).flatten()
}

/// The argument that the value of `-u` or `--user` is in, where `-su` is `-s -u`, and where it begins.
fn user(
    text: &[u8],
    flag: &[u8],
    argument: Argument,
    arguments: &mut Arguments<'_>,
) -> Option<(Argument, usize)> {
    const LONG: [&[u8]; 2] = [b"--user", b"--proxy-user"];
    let letter = *flag.last()?;
    let is_long = LONG.contains(&text);
    let letters = text.first() == Some(&b'-') && text.get(1) != Some(&b'-') && text.len() <= 6;
    if is_long || letters && text.last() == Some(&letter) {
        let next = arguments.quoted_after(argument).or_else(|| arguments.next())?;
        return Some((next, next.start));
    }
    let value = LONG.iter().find_map(|long| text.strip_prefix(*long)?.strip_prefix(b"="));
    match value.or_else(|| text.strip_prefix(flag))? {
        [] => arguments.quoted_after(argument).map(|quoted| (quoted, quoted.start)),
        value => Some((argument, argument.end - value.len())),
    }
}

/// What follows the mark in an argument: `ada:X`, `ada:"X"`.
fn after_mark(arguments: &mut Arguments<'_>, argument: Argument, start: usize, mark: u8) -> Found {
    let end = argument.end;
    let user = arguments.bytes()[start..end].iter().position(|&byte| byte == mark);
    let start = user.map_or(end, |user| start + user + 1);
    let quoted = if user.is_some() && start == end { arguments.quoted_after(argument) } else { None };
    quoted.map_or((start, end), |quoted| (quoted.start, quoted.end))
}

/// `scott/tiger@//host:1521/db`.
fn user_slash(text: &[u8], argument: Argument) -> Option<Found> {
    let slash = text.iter().position(|&byte| byte == b'/').filter(|&at| at > 0 && text[0] != b'-')?;
    let rest = &text[slash + 1..];
    let len = rest.iter().position(|&byte| byte == b'@').unwrap_or(rest.len());
    let start = argument.start + slash + 1;
    Some((start, start + len))
}

/// `USERNAME:PASSWORD` of a manual: two words in capitals, of which the second says what it is.
fn is_manual(before: &[u8], value: &[u8]) -> bool {
    const ENDS: &[&[u8]] = &[b"PASSWORD", b"PASS", b"PASSWD", b"TOKEN", b"KEY", b"SECRET"];
    let capitals = |word: &[u8]| word.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_');
    let Some(user) = before.strip_suffix(b":").filter(|_| capitals(value)) else {
        return false;
    };
    let len = user.iter().rev().take(LONGEST_USER).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let user = &user[user.len() - len..];
    len > 0 && capitals(user) && ENDS.iter().any(|end| value.ends_with(end))
}

fn secret(candidate: &Candidate<'_>, start: usize, end: usize) -> Option<Open> {
    let Candidate { view, rule, style, .. } = *candidate;
    let value = &view.bytes[start..end];
    let harmless = super::is_harmless(value, style) || is_manual(&view.bytes[view.floor..start], value);
    // A number is the id of a user's group, a mark of punctuation the end of a string.
    let number = value.iter().all(u8::is_ascii_digit) && value.len() < 6;
    let written = value.iter().any(u8::is_ascii_alphanumeric) && value[0] != b'-';
    let skip = if end == view.bytes.len() && view.goes_on() {
        Skip::plain(Ends::Word)
    } else {
        Skip::Run { known: end - start, class: None }
    };
    (!harmless && !number && written).then(|| Open::new(rule, start, skip))
}
