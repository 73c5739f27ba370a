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
    let Some((word, after)) = quoted_word(site.view.bytes, first, depth) else {
        return false;
    };
    let value = gap(site.view.bytes, gap(site.view.bytes, after) + 1);
    match site.name() {
        // Apps that share what a site has stored
        // (<https://developer.apple.com/documentation/xcode/supporting-associated-domains>).
        b"webcredentials" => word == b"apps",
        b"id_token" => are_claims(site, first, depth),
        _ if REFERENCES.contains(&word) => true,
        _ if word == b"Fn::Sub" => has_members(site, value),
        _ if word == b"value" => is_example(site, first, depth),
        _ if word == b"version" => is_package(site, first, depth),
        _ => is_resource(site, first, depth) || is_of_stack(site, first, depth),
    }
}

/// `{"Fn::Sub": "{\\"user\\": …}"}`: an object in a string, whose members have names of their own.
fn has_members(site: &Site<'_>, at: usize) -> bool {
    let string = literal(site.view.bytes, at);
    string.is_some_and(|text| site.shown(text.content, &text.skip).trim_ascii_start().starts_with(b"{"))
}

/// `{"value": {…}}`: an example of an interface (<https://spec.openapis.org/oas/v3.1.0#example-object>), whose members
/// have names of their own.
fn is_example(site: &Site<'_>, first: usize, depth: u8) -> bool {
    const ABOUT: &[&str] = &["value", "summary", "description", "externalValue"];
    members(site, first, depth)
        .all(|(word, at)| is_one_of(ABOUT, word) && (word != b"value" || matches!(site.byte(at), Some(b'{'))))
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

/// What a part of a template of CloudFormation says of itself
/// (<https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/product-attribute-reference.html>), and
/// what of a parameter and of an output.
const OF_STACK: &[&str] = &[
    "AllowedPattern",
    "AllowedValues",
    "Condition",
    "ConstraintDescription",
    "CreationPolicy",
    "Default",
    "DeletionPolicy",
    "DependsOn",
    "Description",
    "Export",
    "MaxLength",
    "MaxValue",
    "Metadata",
    "MinLength",
    "MinValue",
    "NoEcho",
    "Properties",
    "Type",
    "UpdatePolicy",
    "UpdateReplacePolicy",
    "Value",
];

/// `"ApiSecret": {"Type": "AWS::SecretsManager::Secret", …}`: a part of a template, unless it has a text for a
/// value of its own.
fn is_of_stack(site: &Site<'_>, first: usize, depth: u8) -> bool {
    let (mut count, mut held, mut choice) = (0, false, false);
    for (word, at) in members(site, first, depth) {
        if !OF_STACK.iter().any(|of| of.as_bytes() == word) {
            return false;
        }
        held |= matches!(word, b"Default" | b"Value") && site.byte(at) != Some(b'{');
        choice |= word == b"AllowedValues";
        count += 1;
    }
    count > 1 && (choice || !held)
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
pub(super) fn members<'s>(
    site: &'s Site<'_>,
    first: usize,
    depth: u8,
) -> impl Iterator<Item = (&'s [u8], usize)> {
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
