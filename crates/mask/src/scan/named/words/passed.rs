//! Names in code where values without quotes are: variables, members and cases that are handed on. What was drawn, or
//! chosen for a password, is none.

use super::numbered;
use super::value::Value;
use crate::kinds::Kinds;
use crate::scan::drawn::is_drawn;
use crate::scan::named::judge;
use crate::scan::named::line::line_at_end;
use crate::scan::named::site::Site;
use crate::scan::named::text::{TrimSuffix, ends_with_folded, trim_gap};
use crate::scan::skip::Ends;

/// No variable has a longer number.
const NUMBER: usize = 2;
/// A shorter word may be anything.
const SHORTEST: usize = 4;

/// Whether a value after a colon is one.
pub(super) fn is_one(site: &Site<'_>, value: &Value<'_>) -> bool {
    is_closed(value) && (is_numbered(site, value) || is_pinned(value) || is_asserted(site, value))
        || is_in_literal(site, value)
        || is_last_argument(site, value)
        || is_member_of_type(site, value)
}

/// `export type Device = {`, `interface Device {`, and below it `encryptKey: KID`: a type of TypeScript, where each
/// member has a line (<https://www.typescriptlang.org/docs/handbook/2/objects.html>).
fn is_member_of_type(site: &Site<'_>, value: &Value<'_>) -> bool {
    const DECLARES: &[&[u8]] = &[b"export type ", b"type ", b"export interface ", b"interface "];
    let class = value.bytes.first().is_some_and(u8::is_ascii_uppercase);
    if !class || !value.kinds.only(Kinds::LETTER) || !value.ends_line() || judge::is_scrambled(value.bytes) {
        return false;
    }
    let before = site.before();
    let Some(open) = before.iter().rposition(|byte| matches!(byte, b'{' | b'}')) else {
        return false;
    };
    // The string that holds the text may begin.
    let line = line_at_end(&before[..open]).rsplit(|byte| *byte == b'"').next().unwrap_or_default();
    before[open] == b'{' && DECLARES.iter().any(|word| line.starts_with(word))
}

/// Whether a value that is assigned is one.
pub(super) fn is_assigned(site: &Site<'_>, value: &Value<'_>) -> bool {
    value.kinds.any(Kinds::DOT) && (is_case(site, value.bytes) || is_own_member(site, value.bytes))
}

/// What follows an argument, a member or an item.
fn is_closed(value: &Value<'_>) -> bool {
    value.bytes.ends_with(b",") || matches!(value.after.first(), Some(b',' | b')' | b'}' | b']'))
}

/// `accessToken: newAccessToken1,`, `Token: token2}`: called like the name, with a number.
pub(super) fn is_numbered(site: &Site<'_>, value: &Value<'_>) -> bool {
    let name = last_step(site.name());
    let bytes = value.bytes.trim_suffix_of(b",");
    let number = bytes.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let head = &bytes[..bytes.len() - number];
    if !(1..=NUMBER).contains(&number) || judge::is_chosen(name) || !is_identifier(head) {
        return false;
    }
    let Some(own) = head.len().checked_sub(name.len()).and_then(|at| head.get(at..)) else {
        return false;
    };
    let humps = || name.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    let begins = || own.first().is_some_and(u8::is_ascii_uppercase);
    // Of one word, a member begins with a capital and a variable does not.
    let word = || own.first().is_some_and(u8::is_ascii_lowercase) && own != name;
    let called = if own.len() == head.len() { humps() || word() } else { begins() };
    own.eq_ignore_ascii_case(name) && called && head[0].is_ascii_lowercase()
}

/// `credentials=tenant1_credentials,` on a line of its own: the name after words with numbers.
pub(crate) fn is_compound(site: &Site<'_>, start: usize) -> bool {
    let name = site.name();
    // What most fail comes first.
    if !name.iter().all(u8::is_ascii_lowercase) || judge::is_chosen(name) {
        return false;
    }
    let value = Value::at(site, start, Ends::LineWord);
    let Some(words) = value.bytes.strip_suffix(b",").and_then(|words| words.strip_suffix(name)) else {
        return false;
    };
    let word = |word: &[u8]| {
        let letters = word.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        letters > 2 && word.len() - letters <= NUMBER && word[letters..].iter().all(u8::is_ascii_digit)
    };
    value.ends_line()
        && words.strip_suffix(b"_").is_some_and(|words| words.split(|byte| *byte == b'_').all(word))
}

/// `%{token: ^hashed_token}`: what a match of Elixir compares with
/// (<https://hexdocs.pm/elixir/pattern-matching.html#the-pin-operator>).
fn is_pinned(value: &Value<'_>) -> bool {
    let name = value.bytes.strip_prefix(b"^").unwrap_or_default();
    name.len() >= SHORTEST && name.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b'_')
}

/// `session: respSession!,`, where TypeScript is told that there is one.
fn is_asserted(site: &Site<'_>, value: &Value<'_>) -> bool {
    let name = value.bytes.trim_suffix_of(b",").strip_suffix(b"!").unwrap_or_default();
    let hump = || name.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    name.iter().all(u8::is_ascii_alphabetic)
        && ends_with_folded(name, site.name())
        && !judge::is_chosen(site.name())
        && hump()
}

/// `fakeRef{secretKey: key1}`: an identifier in a literal of Go, whose type is right before the brace. What a program
/// prints has no blank there, and a setting none before.
fn is_in_literal(site: &Site<'_>, value: &Value<'_>) -> bool {
    let bytes = value.bytes.trim_suffix_of(b",");
    let begins = bytes.first().is_some_and(u8::is_ascii_lowercase);
    if !is_closed(value) || !value.is_item() || !begins || is_drawn(bytes) {
        return false;
    }
    let line = line_at_end(site.before());
    let open = line.iter().rposition(|byte| matches!(byte, b'{' | b'}' | b'"'));
    let member = matches!(line.last(), Some(b'{')) || line.ends_with(b", ");
    member
        && open.is_some_and(|at| {
            let class = line[..at].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            line[at] == b'{' && class > 1 && line[at - class].is_ascii_alphabetic()
        })
}

/// `actorToken: actor)`, `jwt: es512_jose_jwt`: the last of several arguments or members, of which each has a line.
fn is_last_argument(site: &Site<'_>, value: &Value<'_>) -> bool {
    let name = value.bytes.trim_suffix_of(b")");
    let closes = name.len() < value.bytes.len();
    let plain = closes && name.len() >= SHORTEST && is_path(name);
    if !plain && (closes || !numbered::is_variable(site, value)) {
        return false;
    }
    let before = trim_gap(site.before());
    let starts = site.before()[before.len()..].iter().any(|byte| matches!(byte, b'\n' | b'\\'));
    starts && value.ends_line() && matches!(before.last(), Some(b',' | b'('))
}

/// `state.availableSecrets = .unavailable`: a case of an enumeration of Swift, assigned to a member.
fn is_case(site: &Site<'_>, value: &[u8]) -> bool {
    let case = value.strip_prefix(b".").unwrap_or_default();
    site.name().contains(&b'.')
        && case.len() >= SHORTEST
        && case[0].is_ascii_lowercase()
        && case.iter().all(u8::is_ascii_alphabetic)
}

/// `apiKeys := resp.JSON200.ApiKeys`: a member that is called like what it is assigned to.
fn is_own_member(site: &Site<'_>, value: &[u8]) -> bool {
    let name = last_step(site.name());
    let steps =
        || value.split(|byte| *byte == b'.').all(|step| step.first().is_some_and(u8::is_ascii_alphabetic));
    last_step(value).eq_ignore_ascii_case(name)
        && steps()
        && value.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
}

fn last_step(path: &[u8]) -> &[u8] {
    path.rsplit(|byte| *byte == b'.').next().unwrap_or(path)
}

fn is_identifier(name: &[u8]) -> bool {
    name.first().is_some_and(u8::is_ascii_alphabetic)
        && name.iter().all(|byte| byte.is_ascii_alphabetic() || *byte == b'_')
}

/// `actor`, `Mock.accessToken`.
fn is_path(path: &[u8]) -> bool {
    path.split(|byte| *byte == b'.').all(is_identifier)
}
