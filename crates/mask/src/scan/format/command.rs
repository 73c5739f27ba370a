//! Passwords among the arguments of commands whose flags do not tell. `--password` does.

use super::Candidate;
use super::arguments::Arguments;
use super::flags::{after_mark, certificate, flagged, joined, lettered, long, user, user_slash};
use super::places::{after_host, at_end, first, last, setting, token};
use super::usage::{Usage, ends_in_command, usage};
use super::walks::End;
use crate::scan::Open;
use crate::scan::named::manifest;
use crate::scan::placeholder::is_name_in_capitals;
use crate::scan::skip::{Ends, Skip};
use crate::scan::stand_in::are_names;

/// No name of a user in a manual is longer.
const LONGEST_USER: usize = 32;

pub(crate) fn command(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    if !view.at_boundary() {
        return None;
    }
    // The literal ends inside of the first argument.
    let body = if view.bytes[..body].ends_with(b", -") { body - 2 } else { body };
    let (name, end) = view.bytes[view.hit..body].split_at(body - 1 - view.hit);
    // `[curl, …]`; in prose a comma follows, too.
    if end == b"," && !view.bytes[view.floor..view.hit].ends_with(b"[") {
        return None;
    }
    let usage = usage(name)?;
    // The literal ends inside of the first flag.
    let body = if name.ends_with(b" -") && usage != Usage::AFTER_FLAG { body - 2 } else { body };
    let walks = &candidate.runs.walks;
    // Going from argument to argument takes longer.
    if usage.needs().is_some_and(|needed| !walks.has(needed, view.bytes, body)) {
        return None;
    }
    let arguments = Arguments::after(view.bytes, body);
    let end = match usage {
        Usage::Last { flag, place } => last(arguments, flag, place),
        Usage::First(mark) => first(arguments, mark),
        Usage::AtEnd => at_end(arguments),
        Usage::Setting => setting(arguments),
        _ => walks.go(usage, arguments, |arguments| next(arguments, usage)),
    };
    match end {
        // What says no more than that there is one is a password here, as `password` is: `mysql -uada -psecret shop`.
        End::Found(start, end)
            if matches!(usage, Usage::Joined(_)) && &view.bytes[start..end] == b"secret" =>
        {
            Some(Open::known(candidate.rule, start, end))
        }
        End::Found(start, end) if says_secret(candidate, name, start) => secret(candidate, start, end),
        _ => None,
    }
}

/// Whether what stands around a command's name makes its argument a secret.
fn says_secret(candidate: &Candidate<'_>, name: &[u8], start: usize) -> bool {
    const NEAR: usize = 64;
    const FAR: usize = 256;
    let Candidate { view, body, .. } = *candidate;
    let has = |text: &[u8], word: &[u8]| text.windows(word.len()).any(|part| part == word);
    match name {
        // `composer config http-basic.example.org user X`, but not the words of its manual.
        b"http-basic" | b"github-oauth" | b"gitlab-oauth" | b"pypi-token" => {
            let before = &view.bytes[view.floor.max(view.hit.saturating_sub(NEAR))..view.hit];
            has(before, b"config") && !view.bytes[start..].starts_with(b"password")
        }
        // `["docker", "login", …]`: other commands of it have no password.
        b"docker" => has(&view.bytes[body..view.bytes.len().min(body + NEAR)], b"login"),
        // `--auth file:token.json`: where it is, and not as whom.
        b"--auth" => {
            let whose = &view.bytes[body..start];
            let place = [&b"env:"[..], b"file:", b"type:"].iter().any(|place| whose.ends_with(place));
            !place && !matches!(view.bytes.get(start), Some(b'/' | b'.'))
        }
        b"az sql" => !has(&view.bytes[body..start], b"\n"),
        b"ssm put-parameter" => has(&view.bytes[body..view.bytes.len().min(body + FAR)], b"SecureString"),
        _ => true,
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
        Usage::Joined(flags) => flags.iter().find_map(|flag| joined(text, flag, argument, arguments)),
        Usage::Flag(flags) => flags.iter().find_map(|flag| flagged(text, flag, argument, arguments)),
        Usage::Long(flags) => flags.iter().find_map(|flag| long(text, flag, argument, arguments)),
        Usage::User(..) if text == b"--oauth2-bearer" => arguments.next().map(|next| (next.start, next.end)),
        Usage::Lettered(letter) => lettered(text, letter, argument, arguments),
        Usage::User(_, b':') if text.ends_with(b"-E") || text.ends_with(b"cert") => {
            certificate(text, arguments)
        }
        Usage::User(flag, mark) => user(text, flag, argument, arguments)
            .map(|(argument, start)| after_mark(arguments, argument, start, mark)),
        Usage::UserSlash => user_slash(text, argument),
        Usage::Token => token(text, argument),
        Usage::AfterHost => after_host(text, arguments),
        Usage::Named => {
            let sensitive = text.ends_with(b"secret_access_key") || text.ends_with(b"session_token");
            sensitive.then(|| arguments.next().map(|next| (next.start, next.end))).flatten()
        }
        Usage::Last { .. } | Usage::First(_) | Usage::AtEnd | Usage::Setting => None,
    };
    match value {
        Some((start, end)) => End::Found(start, end),
        None if super::has_mark(text) => End::Nothing,
        None => End::Open,
    }
}

/// `echo X | docker login --password-stdin`, `echo user:X | chpasswd`: what is written into the pipe.
pub(crate) fn piped(candidate: &Candidate<'_>) -> Option<Open> {
    const ECHO: &[u8] = b"echo ";
    let view = candidate.view;
    if let Some(word) = here_string(candidate) {
        return Some(word);
    }
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

/// `docker login --password-stdin <<< X`.
fn here_string(candidate: &Candidate<'_>) -> Option<Open> {
    const NEAR: usize = 64;
    let Candidate { view, body, .. } = *candidate;
    let rest = &view.bytes[body..view.bytes.len().min(body + NEAR)];
    let line =
        &rest[..rest.iter().position(|byte| matches!(byte, b'\n' | b'|' | b';')).unwrap_or(rest.len())];
    let sign = line.windows(3).position(|part| part == b"<<<")?;
    let value = Arguments::after(view.bytes, body + sign + 3).next()?;
    secret(candidate, value.start, value.end)
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
        // Its slash may be escaped.
        let flag = &word[word.iter().take_while(|&&byte| byte == b'\\').count()..];
        user = flag.get(..6).is_some_and(|start| start.eq_ignore_ascii_case(b"/user:"));
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

/// `stats auth ada:X` of HAProxy. The literal ends with the blank.
pub(crate) fn stats_auth(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    let mut arguments = Arguments::after(view.bytes, body);
    let user = arguments.next()?;
    let (start, end) = after_mark(&mut arguments, user, user.start, b':');
    (user.start < start && start < end).then(|| secret(candidate, start, end)).flatten()
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

/// `kubectl create secret generic db --from-literal=name=X`. Where something was masked in the command
/// before, no more of it is seen.
pub(crate) fn from_literal(candidate: &Candidate<'_>) -> Option<Open> {
    const KIND: &[u8] = b"secret";
    let Candidate { view, body, .. } = *candidate;
    let before = &view.bytes[view.floor..view.hit];
    let line = before.iter().rposition(|&byte| byte == b'\n').map_or(before, |at| &before[at + 1..]);
    let goes_on = line.len() == before.len() && !view.from_start && view.floor_is_mark();
    if !goes_on && !line.windows(KIND.len()).any(|part| part == KIND) {
        return None;
    }
    let mut arguments = Arguments::after(view.bytes, body);
    let argument = arguments.next()?;
    let name = arguments.text(argument).iter().position(|&byte| byte == b'=')?;
    let value = match argument.start + name + 1 {
        start if start == argument.end => {
            arguments.quoted_after(argument).map(|value| (value.start, value.end))?
        }
        start => (start, argument.end),
    };
    let is_public = manifest::is_public(&view.bytes[argument.start..argument.start + name]);
    (!is_public).then(|| secret(candidate, value.0, value.1)).flatten()
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

/// `USERNAME:PASSWORD` of a manual: two words in capitals, of which the second says what it is, or
/// `user:password`, two words that both do.
fn is_manual(before: &[u8], value: &[u8]) -> bool {
    const USERS: &[&[u8]] = &[b"user", b"username", b"user_name", b"login", b"email"];
    const PASSWORDS: &[&[u8]] =
        &[b"pass", b"passwd", b"password", b"token", b"api_key", b"apikey", b"api_token", b"apitoken"];
    const ENDS: &[&[u8]] = &[b"PASSWORD", b"PASS", b"PASSWD", b"TOKEN", b"KEY", b"SECRET"];
    let capitals = |word: &[u8]| word.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_');
    let one_of = |words: &[&[u8]], word: &[u8]| words.iter().any(|other| other.eq_ignore_ascii_case(word));
    let Some(user) = before.strip_suffix(b":") else {
        return false;
    };
    let parted = |byte: &&u8| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-');
    let len = user.iter().rev().take(LONGEST_USER).take_while(parted).count();
    if are_names(&user[user.len() - len..], value) {
        return true;
    }
    let user_of = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
    let len = user.iter().rev().take(LONGEST_USER).take_while(user_of).count();
    let user = &user[user.len() - len..];
    if one_of(USERS, user) && one_of(PASSWORDS, value) {
        return true;
    }
    len > 0 && capitals(user) && capitals(value) && ENDS.iter().any(|end| value.ends_with(end))
}

fn secret(candidate: &Candidate<'_>, start: usize, end: usize) -> Option<Open> {
    let Candidate { view, rule, style, .. } = *candidate;
    let value = &view.bytes[start..end];
    let manual = || is_manual(&view.bytes[view.floor..start], value) || is_name_in_capitals(value);
    // A number is the id of a user's group, a mark of punctuation the end of a string.
    let number = value.iter().all(u8::is_ascii_digit) && value.len() < 6;
    let written = value.iter().any(u8::is_ascii_alphanumeric) && value[0] != b'-';
    let skip = if end == view.bytes.len() && view.goes_on() {
        Skip::plain(Ends::Word)
    } else {
        Skip::Run { known: end - start, class: None }
    };
    let none = || manual() || super::is_harmless(value, style) || are_ports(value);
    (written && !number && !none()).then(|| Open::new(rule, start, skip))
}

/// `-p 8081:8081` of Docker, where `mongo-express` begins like a client.
fn are_ports(value: &[u8]) -> bool {
    let port = |part: &[u8]| (2..6).contains(&part.len()) && part.iter().all(u8::is_ascii_digit);
    let colon = value.iter().position(|byte| *byte == b':');
    colon.is_some_and(|at| port(&value[..at]) && port(&value[at + 1..]))
}
