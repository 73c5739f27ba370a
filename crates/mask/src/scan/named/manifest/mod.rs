//! Secrets of Kubernetes: under `data` and `stringData` of a resource of that kind, every value is one,
//! whatever its name (<https://kubernetes.io/docs/concepts/configuration/secret/>).
//!
//! A resource begins with its `apiVersion`; what kind it is may be said before its data, as people
//! write it, or after it, as `kubectl` does. It may be longer than what can be seen of it, so each secret
//! is a span of its own, and the next is looked for where that ended.

mod json;
mod yaml;

use crate::class::ANY_BASE64;
use crate::scan::engine::RuleId;
use crate::scan::follow::Follow;
use crate::scan::format::{Candidate, is_harmless};
use crate::scan::named::margin;
use crate::scan::named::text::{ends_with_folded, is_one_of};
use crate::scan::skip::Skip;
use crate::scan::{Open, View};
use crate::style::Style;

/// So many members of a resource or its data are looked at.
const MEMBERS: usize = 24;
/// The members of a resource that hold secrets.
const SECTIONS: &[&[u8]] = &[b"data", b"stringData"];
/// What is in a secret beside it: who has it,
const USERS: &[&str] = &["username", "user", "login", "email"];
/// where it is sent to,
const HOSTS: &[&str] = &["host", "hostname", "port"];
/// and what it opens.
const PLACES: &[&str] = &["database", "dbname", "namespace", "region"];
/// What certificates are called, which are public.
const CERTIFICATE: &[u8] = b".crt";
/// `true` and `false` in base64.
const SWITCHES: &[&[u8]] = &[b"dHJ1ZQ==", b"ZmFsc2U="];

/// How the members of a resource are written.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Resource {
    /// By how many backslashes are before quotes.
    Json(json::Members),
    /// By how far its lines are indented.
    Yaml(yaml::Lines),
}

/// The first secret of a resource whose `apiVersion` is at the candidate.
pub(crate) fn kubernetes_secret(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, rule, body, style, .. } = *candidate;
    if let Some((members, at)) = json::Members::around(view, body) {
        return members.first(view, at, style).map(|secret| secret.open(rule, Resource::Json(members)));
    }
    let len = body - view.hit;
    let in_yaml = |view: &View<'_>| {
        let (lines, at) = yaml::Lines::around(view, view.hit + len)?;
        lines.first(view, at, style).map(|secret| secret.open(rule, Resource::Yaml(lines)))
    };
    in_yaml(view).or_else(|| margin::resource(view, in_yaml))
}

impl Resource {
    /// The secret that follows the one that ended at the view's hit.
    pub(crate) fn next(self, view: &View<'_>, rule: RuleId, style: &Style) -> Option<Open> {
        let secret = match self {
            Self::Json(members) => members.next(view, style),
            Self::Yaml(lines) => lines.next(view, style),
        };
        secret.map(|secret| secret.open(rule, self))
    }
}

/// Where a secret begins, and what it ends with.
struct Secret {
    start: usize,
    skip: Skip,
}

impl Secret {
    fn open(self, rule: RuleId, resource: Resource) -> Open {
        Open { follow: Some(Follow::Resource(resource)), ..Open::new(rule, self.start, self.skip) }
    }
}

/// What is known of a resource of which a part was seen.
#[derive(Default)]
struct Seen {
    /// What kind it is.
    secret: Option<bool>,
    /// Where the first of its data begins.
    section: Option<usize>,
}

impl Seen {
    /// Takes a member; what it holds begins at `at`.
    fn add(&mut self, name: &[u8], value: &[u8], at: usize) {
        if name == b"kind" {
            self.secret = Some(matches!(value, b"Secret" | b"\"Secret\"" | b"'Secret'"));
        }
        if self.section.is_none() && SECTIONS.contains(&name) {
            self.section = Some(at);
        }
    }

    /// Where its secrets begin. What has more data than can be seen, all of it in base64, is a secret:
    /// other resources keep such data under other names.
    fn secrets(&self, is_encoded: impl FnOnce(usize) -> bool) -> Option<usize> {
        let at = self.section?;
        self.secret.unwrap_or_else(|| is_encoded(at)).then_some(at)
    }

    fn is_told(&self) -> bool {
        self.secret == Some(false) || self.secret.is_some() && self.section.is_some()
    }
}

/// Whether a member of the data is to be masked.
fn is_secret(name: &[u8], value: &[u8], style: &Style) -> bool {
    !is_public(name) && !SWITCHES.contains(&value) && !is_harmless(value, style)
}

/// Whether what a secret has under a name is none itself.
pub(crate) fn is_public(name: &[u8]) -> bool {
    // Of `SMTP_USERNAME`, the last word says it.
    let last = name.rsplit(|byte| matches!(byte, b'_' | b'-' | b'.')).next().unwrap_or_default();
    is_user(last) || is_host(last) || is_one_of(PLACES, last) || ends_with_folded(name, CERTIFICATE)
}

/// Whether a word says who has it.
pub(crate) fn is_user(word: &[u8]) -> bool {
    is_one_of(USERS, word)
}

/// Whether a word says where it is sent to.
pub(crate) fn is_host(word: &[u8]) -> bool {
    is_one_of(HOSTS, word)
}

/// Whether a value is text in base64, or the beginning of one that is longer than what can be seen.
fn is_base64(value: &[u8], is_whole: bool) -> bool {
    let letters = value.len() - value.iter().rev().take(2).take_while(|&&byte| byte == b'=').count();
    ANY_BASE64.run(&value[..letters]) == letters
        && (!is_whole || value.len().is_multiple_of(4))
        && letters > 0
}
