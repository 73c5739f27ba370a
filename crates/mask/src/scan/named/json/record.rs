//! Objects under a telling name that are records of something else, as their members say: they are looked
//! into, and what is secret in them has a name of its own.

use super::steps::{Next, next};
use crate::scan::named::site::Site;
use crate::scan::named::text::{gap, is_one_of, literal, quoted_word};

/// So many members are read.
const MEMBERS: usize = 32;
/// So many members of a package may stand before what tells where it is from.
const FIRST: usize = 3;

/// What stands in a template for what is known elsewhere
/// (<https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html>).
const REFERENCES: &[&[u8]] = &[b"Ref", b"Fn::GetAtt", b"Fn::ImportValue", b"Fn::FindInMap"];

/// How a claim is asked for
/// (<https://openid.net/specs/openid-connect-core-1_0.html#IndividualClaimsRequests>).
const ASKED: &[&str] = &["essential", "value", "values"];

/// Whether the object whose first member is at `first` is a record.
pub(super) fn is_one(site: &Site<'_>, first: usize, depth: u8) -> bool {
    let Some((word, _)) = quoted_word(site.view.bytes, first, depth) else {
        return false;
    };
    match site.name() {
        // Apps that share what a site has stored
        // (<https://developer.apple.com/documentation/xcode/supporting-associated-domains>).
        b"webcredentials" => word == b"apps",
        b"id_token" => are_claims(site, first, depth),
        _ if REFERENCES.contains(&word) => true,
        _ if word == b"version" => is_package(site, first, depth),
        _ => is_resource(site, first, depth),
    }
}

/// `{"version": "4.1.3", "resolved": "https://…"}` of a lock file, in which a package is called like a secret
/// (<https://docs.npmjs.com/cli/configuring-npm/package-lock-json>).
fn is_package(site: &Site<'_>, first: usize, depth: u8) -> bool {
    members(site, first, depth).take(FIRST).any(|(word, _)| matches!(word, b"resolved" | b"integrity"))
}

/// `"apps.secret": {"id": "…", "object": "apps.secret"}`: what an interface gives says what it is
/// (<https://docs.stripe.com/api>).
fn is_resource(site: &Site<'_>, first: usize, depth: u8) -> bool {
    let mut is_one = false;
    for (word, value) in members(site, first, depth) {
        match word {
            b"object" => is_one |= is_name(site, value),
            // What has no name of its own.
            b"value" | b"payload" | b"data" | b"content" | b"text" => return false,
            _ => {}
        }
    }
    is_one
}

/// Whether the string at `at` is the name, or the end of it that a dot is before.
fn is_name(site: &Site<'_>, at: usize) -> bool {
    let Some(string) = literal(site.view.bytes, at) else {
        return false;
    };
    let own = site.shown(string.content, &string.skip);
    let last = |name: &[u8]| name.rsplit(|byte| *byte == b'.').next().map(<[u8]>::len);
    own == site.name() || last(site.name()).is_some_and(|len| own == &site.name()[site.name().len() - len..])
}

/// `{"sub": {"essential": true}, "acr": null}`.
fn are_claims(site: &Site<'_>, first: usize, depth: u8) -> bool {
    let bytes = site.view.bytes;
    let claim = |at: usize| {
        let inner = gap(bytes, at + 1);
        let mut asked = members(site, inner, depth).peekable();
        match site.byte(at) {
            Some(b'{') if site.byte(inner) == Some(b'}') => true,
            Some(b'{') => asked.peek().is_some() && asked.all(|(word, _)| is_one_of(ASKED, word)),
            _ => bytes.get(at..).is_some_and(|rest| rest.starts_with(b"null")),
        }
    };
    let mut claims = members(site, first, depth).peekable();
    claims.peek().is_some() && claims.all(|(_, value)| claim(value))
}

/// The names of the members that can be seen whole, and where their values are.
fn members<'s>(site: &'s Site<'_>, first: usize, depth: u8) -> impl Iterator<Item = (&'s [u8], usize)> {
    let bytes = site.view.bytes;
    let mut at = Some(first);
    std::iter::from_fn(move || {
        let (word, after) = quoted_word(bytes, at?, depth)?;
        let value = gap(bytes, gap(bytes, after) + 1);
        at = match next(bytes, value, depth) {
            Some(Next::Begins(next)) => Some(next),
            _ => None,
        };
        Some((word, value))
    })
    .take(MEMBERS)
}
