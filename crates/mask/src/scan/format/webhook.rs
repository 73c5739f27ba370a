//! Addresses that are credentials: who knows one may post.
//!
//! The literal is a host. What its path names as the secret part goes; slashes may be escaped.

use super::Candidate;
use crate::class::{BASE64URL, Class, PERCENT_BASE64};
use crate::scan::{Open, placeholder};

/// The words of a path before its secret part, and the least length of that part.
const PATHS: &[(&[&str], usize)] = &[
    (&["services"], 20),
    (&["workflows"], 20),
    (&["triggers"], 20),
    (&["api", "webhooks"], 40),
    (&["api", "v*", "webhooks"], 40),
    (&["webhookb2"], 60),
    (&["webhook"], 60),
    (&["open-apis", "bot", "v2", "hook"], 30),
    (&["open-apis", "bot", "hook"], 30),
];

pub(crate) fn webhook(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, rule, body, .. } = *candidate;
    let rest = &view.bytes[body..];
    let (start, end) = PATHS.iter().find_map(|&(words, least)| secret_part(rest, words, least))?;
    let secret = &rest[start..end];
    let harmless = placeholder::is_sample(secret) || !secret.iter().any(u8::is_ascii_digit);
    (!harmless).then(|| Open::known(rule, body + start, body + end))
}

/// The part of a path after `words`, if it is no shorter than `least`.
fn secret_part(path: &[u8], words: &[&str], least: usize) -> Option<(usize, usize)> {
    let mut at = port(path);
    for word in words {
        at += slash(&path[at..])?;
        let segment = BASE64URL.run(&path[at..]);
        let fits = match *word {
            "v*" => path[at..].starts_with(b"v") && segment <= 3,
            word => &path[at..at + segment] == word.as_bytes(),
        };
        fits.then_some(())?;
        at += segment;
    }
    let start = at + slash(&path[at..])?;
    let end = start + run_of_segments(&path[start..]);
    (end - start >= least).then_some((start, end))
}

fn port(path: &[u8]) -> usize {
    if path.starts_with(b":443") { 4 } else { 0 }
}

/// `/`, `\/` at any depth, or `%2F`: how many bytes it takes.
fn slash(text: &[u8]) -> Option<usize> {
    let slashes = text.iter().take(16).take_while(|&&byte| byte == b'\\').count();
    match &text[slashes..] {
        [b'/', ..] => Some(slashes + 1),
        [b'%', b'2', b'F' | b'f', ..] if slashes == 0 => Some(3),
        _ => None,
    }
}

/// Words with slashes between them; an `@` joins the two halves of a Teams address.
fn run_of_segments(text: &[u8]) -> usize {
    let mut end = 0;
    loop {
        end += BASE64URL.run(&text[end..]);
        let joint = match text.get(end) {
            Some(b'@') => Some(1),
            _ => slash(&text[end..]),
        };
        match joint {
            Some(joint) if text.get(end + joint).is_some_and(|&byte| BASE64URL.has(byte)) => end += joint,
            _ => return end,
        }
    }
}

/// The signature that lets anyone run an Azure workflow.
pub(crate) fn signed_workflow(candidate: &Candidate<'_>) -> Option<Open> {
    const FAR: usize = 320;
    const NAME: &[u8] = b"sig=";
    const SIGNATURE: Class = PERCENT_BASE64;
    let Candidate { view, rule, body, .. } = *candidate;
    let rest = &view.bytes[body..view.bytes.len().min(body + FAR)];
    let ends = |byte: &u8| matches!(byte, b'"' | b'\'' | b'<' | b'>') || byte.is_ascii_whitespace();
    let url = &rest[..rest.iter().position(ends).unwrap_or(rest.len())];
    let start = body + url.windows(NAME.len()).position(|part| part == NAME)? + NAME.len();
    let len = SIGNATURE.run(&view.bytes[start..]);
    let likely = (30..=80).contains(&len) && !placeholder::is_sample(&view.bytes[start..start + len]);
    likely.then(|| Open::known(rule, start, start + len))
}
