//! Passwords and tokens in URLs, before the host.

use super::Candidate;
use crate::mark::MARK;
use crate::scan::stand_in::are_names;
use crate::scan::{LOOK_BEHIND, Open};

/// The userinfo of a URL is not searched further than this.
const AUTHORITY: usize = 512;
/// No slash is escaped by more backslashes.
const DEEPEST: usize = 16;
/// A user's name that is a token is at least so long.
const TOKEN_MIN: usize = 20;

/// No shorter word before a host is taken for a password.
const SHORTEST: usize = 6;

/// `https`.
const LONGEST_SCHEME: usize = 8;

/// Passwords that say that the user's name is the token.
const NO_PASSWORDS: &[&[u8]] = &[b"", b"x-oauth-basic", b"x", b"X", b"api", b"api_token"];

/// `scheme://user:password@host`, `scheme://token@host`; slashes may be escaped.
///
/// The literal is around the `@`: there are many more URLs than URLs with a password.
pub(crate) fn userinfo(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, rule, style, .. } = *candidate;
    // The user may have been masked as a token, which does not end the URL.
    let lowest = view.hit.saturating_sub(LOOK_BEHIND);
    let body = begin(&view.bytes[lowest..view.hit + 2]).map(|at| lowest + at)?;
    let authority = authority(&view.bytes[body..]);
    let at = authority.iter().rposition(|&byte| byte == b'@')?;
    // A grammar: `postgresql://[user[:password]@][host]`.
    if authority[0] == b'[' || authority[..at].windows(2).any(|pair| pair == b"[:") {
        return None;
    }
    let (user, password) = match authority[..at].iter().position(|&byte| byte == b':') {
        Some(colon) => (&authority[..colon], Some(&authority[colon + 1..at])),
        None => (&authority[..at], None),
    };
    let host = &authority[at + 1..];
    if password.is_some_and(|port| is_listener(&view.bytes[lowest..body], port)) {
        return None;
    }
    if super::has_mark(user)
        || is_digest(host)
        || password.is_some_and(|word| is_grammar(user, word, host) || are_names(user, word))
    {
        return None;
    }
    let (start, secret) = match password {
        Some(password) if !NO_PASSWORDS.contains(&password) => (body + user.len() + 1, password),
        _ if is_token(user, &authority[at + 1..]) => (body, user),
        None if is_of_redis(&view.bytes[lowest..body]) && is_chosen(user) => (body, user),
        _ => return None,
    };
    // No other rule finds a part of a password before this one does, so what is more than a mark
    // was written so.
    let hidden = secret.iter().all(|byte| *byte == b'*');
    let forged = secret.starts_with(MARK) && !style.is_mark(secret) && !hidden;
    // A string of Perl has a backslash before the sign.
    let secret = if password.is_some() { secret.strip_suffix(b"\\").unwrap_or(secret) } else { secret };
    // What says no more than that there is one is a password here, as `password` is.
    let word = password.is_some() && secret == b"secret";
    let harmless = !word && super::is_harmless(secret, style) || is_upper_word(secret);
    ((forged || !harmless) && start >= view.floor).then(|| Open::known(rule, start, start + secret.len()))
}

/// `user:password@host`: nothing but what each part is called.
fn is_grammar(user: &[u8], password: &[u8], host: &[u8]) -> bool {
    let one_of = |names: &[&[u8]], word: &[u8]| names.contains(&word);
    let named = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let end = host.iter().take_while(|byte| named(byte)).count();
    one_of(&[b"", b"user", b"username"], user)
        && one_of(&[b"pass", b"passwd", b"password"], password)
        && one_of(&[b"host", b"host.com", b"hostname", b"hostname.com"], &host[..end])
}

/// `reverse:https://example.com:8085@localhost:8080`: for whom a proxy stands, and where it listens
/// (<https://docs.mitmproxy.org/stable/concepts/modes/>).
fn is_listener(before: &[u8], port: &[u8]) -> bool {
    const MODES: &[&[u8]] = &[b"reverse:", b"upstream:"];
    let before = before.strip_suffix(b"://").unwrap_or_default();
    let scheme =
        before.iter().rev().take(LONGEST_SCHEME).take_while(|byte| byte.is_ascii_lowercase()).count();
    let mode = &before[..before.len() - scheme];
    (1..=5).contains(&port.len())
        && port.iter().all(u8::is_ascii_digit)
        && MODES.iter().any(|word| mode.ends_with(word))
}

/// `docker://alpine:3.19@sha256:…`: an image, its tag and its digest
/// (<https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests>).
fn is_digest(host: &[u8]) -> bool {
    const SHOWN: usize = 32;
    let hex = host.strip_prefix(b"sha256:").or_else(|| host.strip_prefix(b"sha512:"));
    hex.is_some_and(|hex| hex.len() >= SHOWN && hex[..SHOWN].iter().all(u8::is_ascii_hexdigit))
}

/// Where the authority begins that `before`, all up to an `@`, ends in.
fn begin(before: &[u8]) -> Option<usize> {
    for (at, &byte) in before.iter().enumerate().rev() {
        match byte {
            b'/' | b'f' | b'F' if before_slash(&before[..=at]).is_some_and(follows_scheme) => {
                return Some(at + 1);
            }
            // Whatever is before an earlier one was looked at there.
            b'@' | b'"' | b'\'' | b'`' | b'<' | b'>' | b'|' => return None,
            b'^' if negates(before, at) => return None,
            _ if byte.is_ascii_whitespace() => return None,
            _ => {}
        }
    }
    None
}

/// What stands before the slash that `text` ends in, which may be escaped at any depth or be `\u002f`.
fn before_slash(text: &[u8]) -> Option<&[u8]> {
    let slashes = |text: &[u8]| text.iter().rev().take(DEEPEST).take_while(|&&byte| byte == b'\\').count();
    if let Some(text) = text.strip_suffix(b"/") {
        return Some(&text[..text.len() - slashes(text)]);
    }
    let (text, code) = text.split_last_chunk::<5>()?;
    let len = text.len() - slashes(text);
    (code.eq_ignore_ascii_case(b"u002f") && len < text.len()).then(|| &text[..len])
}

/// `:/`, where the colon may be `\u003a`.
fn follows_scheme(before: &[u8]) -> bool {
    before_slash(before).is_some_and(|scheme| {
        let escaped = || scheme.last_chunk::<6>().is_some_and(|last| last.eq_ignore_ascii_case(b"\\u003a"));
        scheme.ends_with(b":") || escaped()
    })
}

/// Up to the path. Where a password holds a slash or a hash as it is, up to the host after it.
fn authority(rest: &[u8]) -> &[u8] {
    let ends = |byte: u8| {
        matches!(byte, b'"' | b'\'' | b'`' | b'\\' | b'<' | b'>' | b'|') || byte.is_ascii_whitespace()
    };
    let mut colon = None;
    let mut sign = None;
    let mut path = None;
    for (at, &byte) in rest.iter().enumerate().take(AUTHORITY) {
        match byte {
            b'@' if path.is_none() => sign = Some(at),
            b'@' => return &rest[..rest.len().min(at + 2)],
            b':' if colon.is_none() => colon = Some(at),
            b'/' | b'?' | b'#' if path.is_none() => {
                path = Some(at);
                // What is after the colon is no port, and there is no host yet.
                let password = colon.is_some_and(|colon| !is_port(&rest[colon + 1..at]));
                if sign.is_some() || !password || byte == b'?' {
                    return &rest[..at];
                }
            }
            // Another URL begins.
            b'/' if rest[..at].ends_with(b":/") => return &rest[..path.unwrap_or(at)],
            b'^' if negates(rest, at) => return &rest[..path.unwrap_or(at)],
            b'\\' if colon.is_some() && sign.is_none() && rest.get(at + 1) == Some(&b'@') => {}
            _ if ends(byte) => return &rest[..path.unwrap_or(at)],
            _ => {}
        }
    }
    &rest[..path.unwrap_or(rest.len().min(AUTHORITY))]
}

/// Whether the `^` at `at` is one of `[^` or `(^` in a regular expression, and not a password's own.
fn negates(text: &[u8], at: usize) -> bool {
    at == 0 || matches!(text[at - 1], b'[' | b'(')
}

/// Whether so much could be a port, or stand for one: then a host is before it.
fn is_port(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_digit) || text.eq_ignore_ascii_case(b"port") || super::is_filled_in(text)
}

/// Whether a user's name looks drawn at random. Sentry's public keys are no secrets.
fn is_token(user: &[u8], host: &[u8]) -> bool {
    // Most are too short.
    if user.len() < TOKEN_MIN {
        return false;
    }
    let has = |kind: fn(&u8) -> bool| user.iter().any(kind);
    let plain = user.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    let sentry = host.windows(7).any(|part| part == b".ingest" || part == b"sentry.");
    plain && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic) && !sentry
}

/// Whether a URL that goes on here is one of Redis, whose first versions had a password and no users: many
/// write it alone (<https://www.iana.org/assignments/uri-schemes/prov/redis>).
fn is_of_redis(before: &[u8]) -> bool {
    [&b"redis://"[..], b"rediss://", b"valkey://"].iter().any(|scheme| before.ends_with(scheme))
}

/// `s3cr3tpass`, and neither `worker01` nor `cache`.
fn is_chosen(user: &[u8]) -> bool {
    user.len() >= SHORTEST
        && user.windows(2).any(|pair| pair[0].is_ascii_digit() && pair[1].is_ascii_alphabetic())
}

/// `PASSWORD`, as in `postgres://USER:PASSWORD@HOST`.
fn is_upper_word(text: &[u8]) -> bool {
    const WORDS: &[&[u8]] = &[b"PASSWORD", b"PASS", b"PASSWD", b"PWD", b"SECRET", b"TOKEN", b"KEY"];
    text.split(|&byte| matches!(byte, b'_' | b'-')).any(|word| WORDS.contains(&word))
        && text.iter().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'_' | b'-'))
}
