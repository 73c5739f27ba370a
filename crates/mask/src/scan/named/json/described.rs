//! Objects under a telling name that are looked into, for every member says something of a secret or
//! is found by its own name.

use super::schema::is_schema;
use super::steps::{MEMBERS, Next, after_comments, after_value, next, opening_brace};
use super::{finding, metadata, property, public, theme};
use crate::kinds::{Kinds, Look};
use crate::mark::MARK;
use crate::names::Sense;
use crate::scan::named::judge;
use crate::scan::named::judge::harmless::is_harmless;
use crate::scan::named::judge::stated::is_state;
use crate::scan::named::site::Site;
use crate::scan::named::text::{ends_with_folded, gap, is_one_of, literal, quoted_word};
use crate::words::{List, numbers};

/// Members that say which one is meant.
static REFERRING: List = List::new(&numbers([
    "algorithm",
    "apiversion",
    "in",
    "key",
    "kind",
    "mode",
    "name",
    "namespace",
    "path",
    "provider",
    "scheme",
    "type",
]));

/// Members that say what kind it is, or how it is.
static TYPED: List = List::new(&numbers(["in", "kind", "scheme", "state", "status", "type", "via"]));

/// Members that say what is done to get it, or how it is used.
static OPERATIONS: List = List::new(&numbers(["mode", "operation", "source", "target"]));

/// What the id of a resource of Azure begins with
/// (<https://learn.microsoft.com/azure/azure-resource-manager/templates/key-vault-parameter>).
const RESOURCE: &[u8] = b"/subscriptions/";

/// So deep objects in an object are read.
const NESTED: u8 = 3;

/// Whether an object is looked into, for all its members set something, say it to people, are known
/// to be public or have telling names of their own: `{"min_length": 8}`, `{"label": "Password",
/// "hint": "It must be long."}`, `{"name": "db", "namespace": "default"}`.
pub(super) fn is_described(site: &Site<'_>, at: usize, depth: u8) -> bool {
    are_told(site, at, depth, NESTED) || finding::is_one(site, at, depth) || theme::is_one(site, at, depth)
}

fn are_told(site: &Site<'_>, first: usize, depth: u8, nested: u8) -> bool {
    let bytes = site.view.bytes;
    let mut at = after_comments(bytes, first);
    let commented = |at: usize| bytes[first..at].windows(2).any(|sign| matches!(sign, b"/*" | b"//"));
    for read in 0..2 * MEMBERS {
        let Some((word, after)) = quoted_word(bytes, at, depth) else {
            // What a comma follows need not go on; and settings with comments go on behind what can be seen.
            return read > 0 && bytes.get(at) == Some(&b'}') || is_rest(bytes, at) && commented(at);
        };
        let value = gap(bytes, gap(bytes, after) + 1);
        let id = || is_one_of(&["id"], word) && has_public_id(site, first, depth, nested);
        let public =
            public::is_member(site, word, value) || metadata::is_member(site, word, value, depth) || id();
        if public || has_own_name(site, word) {
            // A string that is longer than can be seen is a mark the next time, and so is what was masked.
            let string = literal(bytes, value);
            let marked = string.as_ref().is_some_and(|own| bytes[own.content..].starts_with(MARK));
            if marked && !public || string.is_some() && after_value(bytes, value, depth).is_none() {
                return true;
            }
        } else if !describes(site, word, value) && !is_nested(site, value, depth, nested) {
            return false;
        }
        match next(bytes, value, depth) {
            Some(Next::Begins(next)) => at = next,
            other => return other == Some(Next::Ends(Some(b'}'))),
        }
    }
    false
}

/// Whether nothing can be seen from `at` on, or no more of it is JSON: a manual leaves something out.
fn is_rest(bytes: &[u8], at: usize) -> bool {
    bytes.get(at..).is_none_or(|rest| rest.is_empty() || rest.starts_with(b"```"))
}

/// Whether an id is public though it looks drawn at random: of a public key
/// (<https://www.w3.org/TR/webauthn-3/#dictdef-registrationresponsejson>), and of what has a name and a type.
fn has_public_id(site: &Site<'_>, mut at: usize, depth: u8, nested: u8) -> bool {
    const TYPED: &[&str] =
        &["type", "kind", "creation", "createdat", "created_at", "updatedat", "updated_at"];
    let bytes = site.view.bytes;
    let (mut named, mut typed) = (false, nested < NESTED);
    for _ in 0..MEMBERS {
        let Some((word, after)) = quoted_word(bytes, at, depth) else {
            return false;
        };
        let value = gap(bytes, gap(bytes, after) + 1);
        if is_one_of(&["rawid"], word) {
            return true;
        }
        if is_one_of(&["type"], word)
            && quoted_word(bytes, value, depth).is_some_and(|(kind, _)| kind == b"public-key")
        {
            return true;
        }
        named |= is_one_of(&["name"], word);
        typed |= is_one_of(TYPED, word);
        match next(bytes, value, depth) {
            Some(Next::Begins(next)) => at = next,
            Some(Next::Ends(_)) => break,
            None => return false,
        }
    }
    named && typed
}

/// Whether an object in a string is a sample, in which what its names call secret is to be filled in:
/// `'{"CLIENT_ID": "...", "CLIENT_SECRET": "..."}'`.
pub(crate) fn is_sample(site: &Site<'_>, at: usize, depth: u8) -> bool {
    let bytes = site.view.bytes;
    let (mut at, mut open) = (gap(bytes, at + 1), false);
    for _ in 0..2 * MEMBERS {
        let Some((word, after)) = quoted_word(bytes, at, depth) else {
            return false;
        };
        let value = gap(bytes, gap(bytes, after) + 1);
        let Some(string) = literal(bytes, value) else {
            return false;
        };
        let look = Look::at(site.shown(string.content, &string.skip));
        let empty = is_harmless(look, site.engine) && !look.kinds.any(Kinds::STAR);
        let told = has_own_name(site, word);
        if !empty && (told || judge::is_random(look)) {
            return false;
        }
        open |= empty && told;
        match next(bytes, value, depth) {
            Some(Next::Begins(next)) => at = next,
            other => return open && other == Some(Next::Ends(Some(b'}'))),
        }
    }
    false
}

/// Whether a member is found by its own name.
fn has_own_name(site: &Site<'_>, word: &[u8]) -> bool {
    matches!(site.engine.sense(word), Some(Sense::Any | Sense::Scalar))
}

/// `{"slackApi": {"id": "17", "name": "Slack account"}}`, `{"automatic": {}}`.
fn is_nested(site: &Site<'_>, at: usize, depth: u8, nested: u8) -> bool {
    let first = gap(site.view.bytes, at + 1);
    match (site.byte(at), site.byte(first)) {
        (Some(b'{'), Some(b'}')) | (Some(b'['), Some(b']')) => true,
        (Some(b'{'), _) if nested > 0 => {
            let schema = is_schema(site, first, depth) && property::given(site, first, depth).is_none();
            schema || are_told(site, first, depth, nested - 1)
        }
        (Some(b'['), _) if nested > 0 => are_described(site, first, depth, nested - 1),
        _ => false,
    }
}

/// The same for all objects of a list.
fn are_described(site: &Site<'_>, mut at: usize, depth: u8, nested: u8) -> bool {
    let bytes = site.view.bytes;
    for _ in 0..MEMBERS {
        if !opening_brace(bytes, at).is_some_and(|first| are_told(site, first, depth, nested)) {
            return false;
        }
        match next(bytes, at, depth) {
            Some(Next::Begins(next)) => at = next,
            other => return other == Some(Next::Ends(Some(b']'))),
        }
    }
    false
}

fn describes(site: &Site<'_>, word: &[u8], at: usize) -> bool {
    let Some(literal) = literal(site.view.bytes, at) else {
        let rest = site.view.bytes.get(at..).unwrap_or_default();
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-.".contains(byte);
        let len = rest.iter().take(8).take_while(|byte| plain(byte)).count();
        return (1..5).contains(&len) || matches!(&rest[..len], b"true" | b"false" | b"null");
    };
    let value = site.shown(literal.content, &literal.skip);
    if is_key(site, word, value) {
        return false;
    }
    refers(word, value)
        || is_state(value, site.name())
        || value.starts_with(RESOURCE)
        || is_harmless(Look::at(value), site.engine)
        || judge::is_message(value)
        || is_time(value)
        || ends_with_folded(word, b"url") && is_page(value)
}

/// Whether a member says which one is meant, what is done to get it, or how it is used.
pub(super) fn refers(word: &[u8], value: &[u8]) -> bool {
    /// The first letters of a password, as Azure shows them.
    const HINT: usize = 3;
    const NAME: Kinds = Kinds::LETTER.or(Kinds::DASH).or(Kinds::UNDERSCORE).or(Kinds::DOT);
    let kinds = || Kinds::of(value);
    let named = |of: Kinds| kinds().only(of) && !judge::is_scrambled(value);
    let typed = || match value.iter().filter(|byte| byte.is_ascii_digit()).count() {
        0 => true,
        digits => digits == 1 && named(NAME.or(Kinds::DIGIT)),
    };
    // Most words are none of these.
    TYPED.has(word) && typed()
        || REFERRING.has(word) && !kinds().any(Kinds::UPPER)
        || OPERATIONS.has(word) && named(Kinds::LETTER)
        || ends_with_folded(word, b"name") && named(NAME)
        || is_one_of(&["header"], word) && named(NAME) && is_header(value)
        || is_one_of(&["version", "revision"], word) && kinds().only(Kinds::DIGIT.or(Kinds::DOT))
        || is_one_of(&["hint"], word) && value.len() <= HINT
}

/// `X-Auth`, in which a token is sent.
fn is_header(name: &[u8]) -> bool {
    name.eq_ignore_ascii_case(b"authorization")
        || name.first().is_some_and(u8::is_ascii_uppercase) && name.contains(&b'-')
}

/// `"jwt": {"key": "…"}`, by which tokens are signed, or one that was drawn, and not the name of one.
fn is_key(site: &Site<'_>, word: &[u8], value: &[u8]) -> bool {
    is_one_of(&["key"], word) && (ends_with_folded(site.name(), b"jwt") || judge::is_no_name(Look::at(value)))
}

/// `2026-03-04T10:10:10Z`.
pub(super) fn is_time(value: &[u8]) -> bool {
    let date = value.iter().take(10).enumerate().all(|(at, byte)| match at {
        4 | 7 => *byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let rest = value.get(10..).unwrap_or_default();
    let clock = |byte: &u8| byte.is_ascii_digit() || b"T :.,Z+-".contains(byte);
    date && value.len() >= 10 && value.len() <= 40 && rest.iter().all(clock)
}

/// The address of a page; the secrets in one have rules of their own.
fn is_page(value: &[u8]) -> bool {
    let page = value.strip_prefix(b"https://").or_else(|| value.strip_prefix(b"http://"));
    page.is_some_and(|page| {
        !page.iter().any(|byte| matches!(byte, b'@' | b'?' | b'#')) && !judge::is_random(Look::at(page))
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        use super::{OPERATIONS, REFERRING, TYPED};
        assert!([&OPERATIONS, &REFERRING, &TYPED].iter().all(|list| list.is_sorted()));
    }
}
