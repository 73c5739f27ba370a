//! Secrets that the text itself shows.

mod arguments;
mod auth;
mod beside;
mod chat;
mod command;
mod connection;
mod file;
mod hash;
mod jwt;
mod mixed;
mod pem;
mod query;
mod token;
mod userinfo;
mod vendor;
mod webhook;

pub(crate) use auth::auth_scheme;
pub(crate) use beside::{alibaba_secret, aws_secret, scaleway_secret, twilio_token};
pub(crate) use chat::{bot_token, discord_token, mailgun_key};
pub(crate) use command::{command, openssl, secure_string};
pub(crate) use connection::{braced, go_mysql, oracle, oracle_thin};
pub(crate) use file::{basic_member, netrc, pgpass};
pub(crate) use hash::crypt;
pub(crate) use jwt::jwt;
pub(crate) use mixed::{crates_io, mixed_alnum, mixed_url};
pub(crate) use pem::{pem, putty};
pub(crate) use query::{code, signature};
pub(crate) use userinfo::userinfo;
pub(crate) use vendor::{adyen, asana, dotted, meta, new_relic_mobile, square};
pub(crate) use webhook::{signed_workflow, webhook};

use super::engine::RuleId;
use super::skip::slashes_before;
use super::{Open, View};
use crate::class::WORD;
use crate::rules::Shape;
use crate::style::Style;

/// A place where the literal of a rule was found.
#[derive(Clone, Copy)]
pub(crate) struct Candidate<'c> {
    /// What may be looked at; the literal starts at its hit.
    pub(crate) view: &'c View<'c>,
    pub(crate) rule: RuleId,
    /// Where the literal ends.
    pub(crate) body: usize,
    pub(crate) style: &'c Style,
}

/// Decides whether a secret is at a candidate.
pub(crate) type Verify = fn(&Candidate<'_>) -> Option<Open>;

pub(crate) fn verify(candidate: &Candidate<'_>, shape: Shape) -> Option<Open> {
    match shape {
        Shape::Token(pieces) => token::token(candidate, pieces),
        Shape::Around { before, after } => token::around(candidate, before, after),
        Shape::After(pieces) => token::after(candidate, pieces),
        Shape::Code(verify) => verify(candidate),
        Shape::KeyName | Shape::Number(_) => None,
    }
}

pub(super) fn without_dots(text: &[u8]) -> usize {
    text.len() - text.iter().rev().take_while(|&&byte| byte == b'.').count()
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
    /// Whether a word starts at the hit.
    pub(crate) fn at_boundary(&self) -> bool {
        self.is_boundary(self.hit)
    }

    /// Whether a word starts at `at`, which is not before the floor.
    pub(crate) fn is_boundary(&self, at: usize) -> bool {
        let before = &self.bytes[self.floor..at];
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
