//! Members that say of a secret when it was made, whose it is, what it is for and what it looks like.

use std::cell::Cell;

use super::steps::{Next, next};
use crate::class::Bytes;
use crate::kinds::{Kinds, Look};
use crate::names::Words;
use crate::scan::named::judge;
use crate::scan::named::judge::counted::is_of_time;
use crate::scan::named::judge::harmless::is_harmless;
use crate::scan::named::site::Site;
use crate::scan::named::text::{ends_with_folded, gap, literal, quoted_word};
use crate::words::{List, numbers};

/// What is counted or measured of a secret, and when something was done to it: as a number.
static COUNTED: List = List::new(&numbers([
    "count",
    "creation",
    "duration",
    "exp",
    "iat",
    "leeway",
    "length",
    "nbf",
    "order",
    "size",
    "timestamp",
    "ttl",
    "usage",
    "uses",
]));

/// The last words of the names of other such members. What is called an id may be one of a table.
static ENDS: List = List::new(&numbers([
    "age", "at", "count", "date", "days", "id", "interval", "lifetime", "limit", "ms", "on", "order",
    "period", "seconds", "time", "timeout", "ttl", "version",
]));

/// What is chosen for a secret, from a few words.
static CHOSEN: List = List::new(&numbers([
    "channel",
    "color",
    "colour",
    "display",
    "driver",
    "encoding",
    "format",
    "helper",
    "icon",
    "method",
    "policy",
    "realm",
    "rotationpolicy",
    "shape",
    "size",
    "usage",
]));

/// What somebody wrote about it.
static WRITTEN: List = List::new(&numbers(["comment", "description", "note", "notes", "purpose", "summary"]));

/// Objects and lists in which a secret would have a name of its own, as what an API says of its keys
/// (<https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-security-get-api-key>).
static KEPT_WITH: List =
    List::new(&numbers(["annotations", "metadata", "permissions", "privileges", "roledescriptors", "roles"]));

/// Names of what a secret that is kept elsewhere has in it.
static HAS: List = List::new(&numbers(["fields", "keys"]));

/// How the names end of lists that say which fields or people have it: `identityFields`, `identifiers`.
const NAMING: &[&[u8]] = &[b"fields", b"columns", b"identifiers"];

/// So many of those are read.
const ITEMS: usize = 8;

/// Whether the member called `word`, whose value is at `at`, only says something of a secret.
pub(super) fn is_member(site: &Site<'_>, word: &[u8], at: usize, depth: u8) -> bool {
    let Some(string) = literal(site.view.bytes, at) else {
        return match site.byte(at) {
            Some(b'{') => has_names(word) || ends_with_folded(word, b"template"),
            Some(b'[') => {
                has_names(word)
                    || HAS.has(word) && are_names(site, at, depth)
                    || NAMING.iter().any(|end| ends_with_folded(word, end)) && are_fields(site, at, depth)
            }
            _ => is_counted(word) && is_number(site.view.bytes.get(at..).unwrap_or_default()),
        };
    };
    let value = site.shown(string.content, &string.skip);
    is_said(word, value)
}

/// Whether a text under this name is one of a few words, or what somebody wrote about it.
pub(super) fn is_said(word: &[u8], value: &[u8]) -> bool {
    CHOSEN.has(word) && is_choice(value) || WRITTEN.has(word) && judge::is_prose(value)
}

/// Whether secrets in an object or a list that is called so would have names of their own.
pub(super) fn has_names(word: &[u8]) -> bool {
    KEPT_WITH.has_joined(word)
}

/// Whether a number under this name counts or measures something: `ttl`, `created_at`, `ExpiryMinutes`.
pub(super) fn is_counted(word: &[u8]) -> bool {
    let ends = |words: &Words| ENDS.has(words.last());
    COUNTED.has(word) || Words::split(word).is_some_and(|words| ends(&words) || is_of_time(&words))
}

/// `289794`, `1548550550158`, `1.5`, and what follows a number.
pub(super) fn is_number(rest: &[u8]) -> bool {
    const LONGEST: usize = 20;
    static NUMBER: Bytes = Bytes::alnum_and(b".+-");
    let len = NUMBER.run(&rest[..rest.len().min(LONGEST)]);
    let digits = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    (1..LONGEST).contains(&len) && rest[..len].iter().all(digits)
}

/// `PKCS1`, `sms`, `native1`, `always-on`, `#ff0000`.
fn is_choice(value: &[u8]) -> bool {
    const LONGEST: usize = 16;
    const CHOICE: Kinds = Kinds::ALNUM.or(Kinds::DASH).or(Kinds::UNDERSCORE);
    if let Some(color) = value.strip_prefix(b"#") {
        return matches!(color.len(), 3 | 6 | 8) && color.iter().all(u8::is_ascii_hexdigit);
    }
    let digits = value.iter().filter(|byte| byte.is_ascii_digit()).count();
    digits <= 1
        && value.len() <= LONGEST
        && Kinds::of(value).only(CHOICE)
        && !judge::is_scrambled(value)
        && !judge::is_random(Look::at(value))
}

const NAME: Kinds = Kinds::LOWER.or(Kinds::DASH).or(Kinds::UNDERSCORE).or(Kinds::DOT);

/// `["username", "password"]`: names, one of which is telling.
fn are_names(site: &Site<'_>, at: usize, depth: u8) -> bool {
    let telling = Cell::new(false);
    let named = |item: &[u8]| {
        telling.set(telling.get() || site.engine.sense(item).is_some());
        Kinds::of(item).only(NAME)
    };
    are_all(site, at, depth, named) && telling.get()
}

/// `["email", "username"]`, `["$USER"]`, `["string"]`: names, or what stands for one.
fn are_fields(site: &Site<'_>, at: usize, depth: u8) -> bool {
    are_all(site, at, depth, |item| {
        let value = Look::at(item);
        value.kinds.only(NAME) && !judge::is_random(value) || is_harmless(value, site.engine)
    })
}

/// Whether a list has words only that pass a test.
fn are_all(site: &Site<'_>, at: usize, depth: u8, test: impl Fn(&[u8]) -> bool) -> bool {
    let bytes = site.view.bytes;
    let mut at = gap(bytes, at + 1);
    for _ in 0..ITEMS {
        if !quoted_word(bytes, at, depth).is_some_and(|(item, _)| test(item)) {
            return false;
        }
        match next(bytes, at, depth) {
            Some(Next::Begins(next)) => at = next,
            other => return other == Some(Next::Ends(Some(b']'))),
        }
    }
    false
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        use super::{CHOSEN, COUNTED, ENDS, HAS, KEPT_WITH, WRITTEN};
        assert!([&CHOSEN, &COUNTED, &ENDS, &HAS, &KEPT_WITH, &WRITTEN].iter().all(|list| list.is_sorted()));
    }
}
