//! Secrets that the text itself shows.

mod arguments;
mod auth;
mod beside;
mod broadcast;
mod chat;
mod command;
mod connection;
mod der;
mod file;
mod flags;
mod hash;
mod jwt;
mod mixed;
mod pem;
mod places;
mod push;
mod query;
mod routing;
mod sentry;
mod service;
mod token;
mod usage;
mod userinfo;
mod vendor;
mod walks;
mod webhook;

pub(crate) use auth::{auth_scheme, digest};
pub(crate) use beside::{alibaba_secret, aws_secret, scaleway_secret, twilio_token};
pub(crate) use broadcast::stream_key;
pub(crate) use chat::bot_token;
pub(crate) use command::{
    command, from_literal, keytool, net_use, openssl, piped, secure_string, stats_auth,
};
pub(crate) use connection::{braced, go_mysql, odbc, oracle, oracle_thin};
pub(crate) use der::der;
pub(crate) use file::{basic_member, netrc, pgpass};
pub(crate) use hash::crypt;
pub(crate) use jwt::jwt;
pub(crate) use mixed::{crates_io, mandrill, mixed_alnum, mixed_url};
pub(crate) use pem::{pem, putty};
pub(crate) use push::push_secret;
pub(crate) use query::{code, key, signature, signature_field};
pub(crate) use routing::routing_key;
pub(crate) use sentry::sentry;
pub(crate) use service::service_key;
pub(crate) use userinfo::userinfo;
pub(crate) use vendor::{
    adyen, asana, dotted, dotted_tail, google, meta, new_relic_mobile, secret_id, square, unseal_key,
    vault_legacy,
};
pub(crate) use walks::Walks;
pub(crate) use webhook::{signed_workflow, webhook};

use super::engine::RuleId;
pub(crate) use super::named::{
    kubernetes_secret, listed_key, positional, private_jwk, sensitive_value, typed_value,
};
use super::runs::Runs;
use super::{LOOK_AHEAD, Open, View, placeholder};
use crate::class::{Class, WORD};
use crate::kinds::Look;
use crate::mark::MARK;
use crate::rules::Shape;
use crate::style::Style;

/// `38;2;255;255;255` is as long as the numbers of a colour get.
const LONGEST_COLOR: usize = 24;

/// A place where the literal of a rule was found.
#[derive(Clone, Copy)]
pub(crate) struct Candidate<'c> {
    /// What may be looked at; the literal starts at its hit.
    pub(crate) view: &'c View<'c>,
    pub(crate) rule: RuleId,
    /// Where the literal ends.
    pub(crate) body: usize,
    pub(crate) style: &'c Style,
    pub(crate) runs: &'c Runs,
}

impl Candidate<'_> {
    /// How many bytes from `at` on are of the class, as far as they may be looked at.
    pub(super) fn run(&self, class: Class, at: usize) -> usize {
        self.runs.len(class, self.view.bytes, at)
    }
}

/// Decides whether a secret is at a candidate.
pub(crate) type Verify = fn(&Candidate<'_>) -> Option<Open>;

pub(crate) fn verify(candidate: &Candidate<'_>, shape: Shape) -> Option<Open> {
    match shape {
        Shape::Token(pieces) => token::token(candidate, pieces),
        Shape::Around { before, after } => token::around(candidate, before, after),
        Shape::After(pieces) => token::after(candidate, pieces),
        Shape::Code(verify) | Shape::Word(verify) => verify(candidate),
        Shape::KeyName | Shape::Number(_) => None,
    }
}

pub(super) fn without_dots(text: &[u8]) -> usize {
    text.len() - text.iter().rev().take_while(|&&byte| byte == b'.').count()
}

/// How much of what was taken from `rest` is not the end of a comment: `<!--token-->`.
pub(super) fn without_comment_end(rest: &[u8], len: usize) -> usize {
    let dashes = rest[..len].iter().rev().take(2).take_while(|&&byte| byte == b'-').count();
    if dashes > 0 && rest[len - dashes..].starts_with(b"-->") { len - dashes } else { len }
}

/// Whether something was masked here. It may have been longer than what may be looked at, so what
/// is after it must not count, or masking twice would find more than masking once.
pub(super) fn has_mark(text: &[u8]) -> bool {
    text.windows(MARK.len()).any(|part| part == MARK)
}

/// Whether a value is none: empty, masked, filled in later. What another rule masked a part of is
/// left to it.
pub(crate) fn is_harmless(value: &[u8], style: &Style) -> bool {
    let masked = has_mark(value) && !is_forged(value, style);
    placeholder::is_harmless(Look::at(value), style) || is_filled_in(value) || masked
}

/// `***realsecret`, which only begins like a mark.
pub(crate) fn is_forged(value: &[u8], style: &Style) -> bool {
    const LAST: usize = 4;
    let shown = &value[..value.len().min(MARK.len() + LAST)];
    let goes_on = value.strip_prefix(MARK).and_then(<[u8]>::first).is_some_and(u8::is_ascii_alphanumeric);
    goes_on && !style.is_mark(value) && !style.is_mark(shown)
}

/// Whether a shell or a template puts the value there: `$PASS`, `${pass}`, `%s`, `{{ pass }}`, `<x>`.
pub(super) fn is_filled_in(value: &[u8]) -> bool {
    let name = |text: &[u8]| text.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    match value {
        [b'<' | b'[' | b'{', ..] | [b'$' | b'#' | b'@' | b'%', b'{' | b'(', ..] => true,
        [b'$', rest @ ..] => name(rest),
        [b'%', rest @ .., b'%'] => name(rest),
        [b'%', _] => true,
        _ => false,
    }
}

impl View<'_> {
    /// Whether what runs to the end of the view may go on after it.
    pub(crate) fn goes_on(&self) -> bool {
        self.bytes.len() >= self.hit + LOOK_AHEAD
    }

    /// Whether a word starts at the hit.
    pub(crate) fn at_boundary(&self) -> bool {
        self.is_boundary(self.hit)
    }

    /// Whether a word starts at `at`, which is not before the floor.
    pub(crate) fn is_boundary(&self, at: usize) -> bool {
        // The `n` of `\napi_key` is none of the name's.
        if token::escape_len(self, at) > 0 {
            return false;
        }
        let before = &self.bytes[self.floor..at];
        match before {
            [] => true,
            [.., last] if !WORD.has(*last) => true,
            [.., b'm'] => ends_in_color(before),
            [rest @ .., b'n' | b'r' | b't' | b'b' | b'f' | b'v' | b'0'] if rest.ends_with(b"\\") => true,
            [.., b'%', high, low] | [.., b'\\', b'x', high, low] => is_hex(&[*high, *low]),
            _ => matches!(before.last_chunk::<6>(), Some([b'\\', b'u', hex @ ..]) if is_hex(hex)),
        }
    }
}

fn is_hex(digits: &[u8]) -> bool {
    digits.iter().all(u8::is_ascii_hexdigit)
}

/// `\x1b[1;32m`, with which terminals change the colour, however the first byte is written or whether
/// it is left out.
fn ends_in_color(before: &[u8]) -> bool {
    let parameters = before[..before.len() - 1].iter().rev();
    let other = parameters.take(LONGEST_COLOR).find(|&&byte| !byte.is_ascii_digit() && byte != b';');
    other == Some(&b'[')
}
