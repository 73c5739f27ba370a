//! Secrets that the text itself shows.

use super::class::{BASE64, BASE64URL, Class, DOTTED, TOKEN68, WORD};
use super::skip::{Skip, slashes_before};
use super::{Open, View, placeholder};
use crate::rules::{Rule, Shape};
use crate::style::Style;

/// The userinfo of a URL is not searched further than this.
const AUTHORITY: usize = 512;
/// A private key begins with at least so much base64.
const PEM_MIN: usize = 16;

pub(crate) fn verify(view: &View<'_>, rule: &'static Rule, literal: &str, style: Style) -> Option<Open> {
    let found = &view.bytes[view.hit..view.hit + literal.len()];
    let exact = found == literal.as_bytes();
    let body = view.hit + literal.len();
    match rule.shape {
        Shape::Pem if exact => pem(view, rule, body),
        Shape::Userinfo => userinfo(view, rule, body, style),
        Shape::AuthScheme if view.at_boundary() => auth_scheme(view, rule, body),
        Shape::Jwt if exact && view.at_boundary() => jwt(view, rule),
        Shape::TwoParts { first, second } if exact && view.at_boundary() => {
            two_parts(view, rule, body, (first, second))
        }
        Shape::Token { class, min, max } if exact && view.at_boundary() => {
            token(view, rule, body, (class, min, max))
        }
        _ => None,
    }
}

fn token(
    view: &View<'_>,
    rule: &'static Rule,
    body: usize,
    (class, min, max): (Class, usize, usize),
) -> Option<Open> {
    let len = class.run(&view.bytes[body..]);
    if len < min || len > max || placeholder::is_sample(&view.bytes[body..body + len]) {
        return None;
    }
    let known = body - view.hit + len;
    let class = (max == usize::MAX).then_some(class);
    Some(Open::new(rule, view.hit, Skip::Run { known, class }))
}

fn two_parts(
    view: &View<'_>,
    rule: &'static Rule,
    body: usize,
    (first, second): (usize, usize),
) -> Option<Open> {
    let rest = &view.bytes[body..];
    let dot = BASE64URL.run(rest);
    let tail = rest.get(dot + 1..)?;
    if dot != first || rest[dot] != b'.' || BASE64URL.run(tail) != second {
        return None;
    }
    let known = body - view.hit + first + 1 + second;
    Some(Open::new(rule, view.hit, Skip::Run { known, class: None }))
}

fn jwt(view: &View<'_>, rule: &'static Rule) -> Option<Open> {
    let rest = &view.bytes[view.hit..];
    let header = BASE64URL.run(rest);
    let payload = rest.get(header + 1..)?;
    let payload_len = BASE64URL.run(payload);
    let signed = payload.get(payload_len) == Some(&b'.');
    let likely = payload.starts_with(b"eyJ") || signed && payload_len >= 16;
    if header < 10 || rest[header] != b'.' || payload_len < 4 || !likely {
        return None;
    }
    let len = DOTTED.run(rest);
    if len == rest.len() {
        return Some(Open::new(rule, view.hit, Skip::Run { known: len, class: Some(DOTTED) }));
    }
    Some(Open::new(rule, view.hit, Skip::Run { known: without_dots(&rest[..len]), class: None }))
}

/// `Bearer` and `Basic` are words, so what follows must look like credentials.
fn auth_scheme(view: &View<'_>, rule: &'static Rule, body: usize) -> Option<Open> {
    let rest = &view.bytes[body..];
    let len = TOKEN68.run(rest);
    let open_ended = len == rest.len();
    let len = if open_ended { len } else { without_dots(&rest[..len]) };
    let credentials = &rest[..len];
    let basic = view.bytes[body - 2].eq_ignore_ascii_case(&b'c');
    let likely = if basic { is_user_and_password(credentials) } else { is_opaque(credentials) };
    if !likely || placeholder::is_sample(credentials) {
        return None;
    }
    let class = open_ended.then_some(TOKEN68);
    Some(Open::new(rule, body, Skip::Run { known: len, class }))
}

/// Whether base64 text has a colon inside, as `user:password` does.
fn is_user_and_password(text: &[u8]) -> bool {
    let text = &text[..text.len() - text.iter().rev().take_while(|&&b| b == b'=').count()];
    text.len() >= 4
        && text.iter().all(|&byte| BASE64.has(byte) && byte != b'=')
        && text.chunks(4).any(|group| decoded(group).contains(&Some(b':')))
}

fn decoded(group: &[u8]) -> [Option<u8>; 3] {
    let six = |at: usize| -> Option<u32> {
        Some(match *group.get(at)? {
            byte @ b'A'..=b'Z' => u32::from(byte - b'A'),
            byte @ b'a'..=b'z' => u32::from(byte - b'a') + 26,
            byte @ b'0'..=b'9' => u32::from(byte - b'0') + 52,
            b'+' => 62,
            _ => 63,
        })
    };
    let bits = (0..4).fold(0, |bits, at| bits << 6 | six(at).unwrap_or(0));
    let [_, first, second, third] = bits.to_be_bytes();
    [six(1).map(|_| first), six(2).map(|_| second), six(3).map(|_| third)]
}

/// Whether a word looks drawn at random rather than written.
fn is_opaque(text: &[u8]) -> bool {
    let has = |kind: fn(&u8) -> bool| text.iter().any(kind);
    let mixed = has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    text.len() >= 8 && has(u8::is_ascii_digit)
        || text.len() >= 20 && mixed && text.iter().all(u8::is_ascii_alphanumeric)
}

fn without_dots(text: &[u8]) -> usize {
    text.len() - text.iter().rev().take_while(|&&byte| byte == b'.').count()
}

fn userinfo(view: &View<'_>, rule: &'static Rule, body: usize, style: Style) -> Option<Open> {
    let rest = &view.bytes[body..];
    let ends = |byte: &u8| {
        matches!(byte, b'/' | b'?' | b'#' | b'"' | b'\'' | b'`' | b'\\' | b'>') || byte.is_ascii_whitespace()
    };
    let authority = &rest[..rest.iter().take(AUTHORITY).take_while(|byte| !ends(byte)).count()];
    let at = authority.iter().rposition(|&byte| byte == b'@')?;
    let colon = authority[..at].iter().position(|&byte| byte == b':')?;
    let password = &authority[colon + 1..at];
    let template = matches!(password, [b'{' | b'<', ..] | [b'$', b'{', ..]);
    if template || placeholder::is_harmless(password, style) {
        return None;
    }
    let skip = Skip::Run { known: password.len(), class: None };
    Some(Open::new(rule, body + colon + 1, skip))
}

fn pem(view: &View<'_>, rule: &'static Rule, after_begin: usize) -> Option<Open> {
    let rest = &view.bytes[after_begin..];
    let label = rest.iter().take_while(|b| b.is_ascii_uppercase() || b" 0123456789".contains(b));
    let label = &rest[..label.count()];
    let dashes = rest[label.len()..].starts_with(b"-----");
    if !dashes || !label.windows(11).any(|part| part == b"PRIVATE KEY") {
        return None;
    }
    let mut at = after_begin + label.len() + 5;
    let spaced = view.bytes.get(at) == Some(&b' ');
    at += separators(&view.bytes[at..]);
    while let Some(header) = header_len(&view.bytes[at..]) {
        at += header;
        at += separators(&view.bytes[at..]);
    }
    let first = BASE64.run(&view.bytes[at..]);
    (first >= PEM_MIN).then(|| Open::new(rule, at, Skip::Pem { spaced, line_start: false, slashes: 0 }))
}

/// Newlines and blanks, also escaped at any depth.
fn separators(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        let slashes = bytes[at..].iter().take_while(|&&byte| byte == b'\\').count();
        at += match bytes.get(at + slashes) {
            Some(b'n' | b'r' | b't') if slashes > 0 => slashes + 1,
            Some(byte) if slashes == 0 && byte.is_ascii_whitespace() => 1,
            _ => return at,
        };
    }
}

/// `Proc-Type: 4,ENCRYPTED` and its like, up to the end of the line.
fn header_len(bytes: &[u8]) -> Option<usize> {
    let name = bytes.iter().take(32).take_while(|b| b.is_ascii_alphabetic() || **b == b'-').count();
    if name == 0 || bytes.get(name..name + 2) != Some(b": ") {
        return None;
    }
    let ends = |byte: &u8| matches!(byte, b'\n' | b'\r' | b'\\' | b'"' | b'\'');
    Some(bytes.iter().position(ends).unwrap_or(bytes.len()))
}

impl View<'_> {
    /// Whether a word starts at the hit.
    fn at_boundary(&self) -> bool {
        let before = &self.bytes[self.floor..self.hit];
        match before {
            [] => true,
            [.., last] if !WORD.has(*last) => true,
            [.., b'n' | b'r' | b't' | b'b' | b'f'] => slashes_before(before, before.len() - 1) > 0,
            [.., b'%', high, low] => high.is_ascii_hexdigit() && low.is_ascii_hexdigit(),
            _ => {
                matches!(before.last_chunk::<6>(), Some([b'\\', b'u', hex @ ..])
                    if hex.iter().all(u8::is_ascii_hexdigit))
            }
        }
    }
}
