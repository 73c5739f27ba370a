//! What a template binds to an attribute: a path, a variable or a word of a program, and no value
//! (<https://docs.angularjs.org/guide/directive>).

use crate::kinds::{Kinds, Look};
use crate::scan::named::site::Site;

/// Whether a value is such an expression.
pub(super) fn is_bound(Look { bytes, kinds }: Look<'_>, site: &Site<'_>) -> bool {
    const PATH: Kinds = Kinds::LETTER.or(Kinds::UNDERSCORE).or(Kinds::DOT);
    kinds.any(Kinds::QUOTE) && is_quoted_word(bytes)
        || kinds.any(Kinds::EQUALS) && is_two_way(bytes)
        || kinds.only(PATH) && is_variable(bytes, site) && is_attribute_of_own(site)
}

/// `'true'`, `\'false\'`: a word of the program in quotes of its own.
fn is_quoted_word(value: &[u8]) -> bool {
    let slashes = value.iter().take_while(|byte| **byte == b'\\').count();
    let (escape, rest) = value.split_at(slashes);
    let inner = rest.strip_prefix(b"'").and_then(|rest| rest.strip_suffix(b"'"));
    let inner = inner.and_then(|inner| inner.strip_suffix(escape));
    matches!(inner, Some(b"true" | b"false" | b"null"))
}

/// `=iconPicker`: by which a scope has the value of an attribute.
fn is_two_way(value: &[u8]) -> bool {
    let name = value.strip_prefix(b"=").unwrap_or_default();
    name.first().is_some_and(u8::is_ascii_lowercase)
        && name.iter().all(u8::is_ascii_alphabetic)
        && name.iter().any(u8::is_ascii_uppercase)
}

/// `field.value`, `selectedCredential`, `vault_key`: a path, or a name that is one of a secret itself.
fn is_variable(value: &[u8], site: &Site<'_>) -> bool {
    let words = value.split(|byte| *byte == b'.');
    let path = words.clone().count() > 1 && words.clone().all(|word| word.len() > 1);
    let several = || value.contains(&b'_') || value.iter().skip(1).any(u8::is_ascii_uppercase);
    value.first().is_some_and(u8::is_ascii_lowercase)
        && (path || several() && site.engine.sense(value).is_some())
}

/// Whether a name is that of an attribute in a tag that HTML does not have, or beside an attribute that it does not
/// have: both have a dash.
fn is_attribute_of_own(site: &Site<'_>) -> bool {
    let before = site.before();
    let Some(open) = before.iter().rposition(|byte| matches!(byte, b'<' | b'>')) else {
        return false;
    };
    let (bracket, tag) = before[open..].split_at(1);
    let word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let own = |name: &[u8]| name.contains(&b'-') && name[0].is_ascii_lowercase() && name.iter().all(word);
    let names = || {
        tag.split(u8::is_ascii_whitespace)
            .map(|part| part.split(|byte| *byte == b'=').next().unwrap_or_default())
    };
    bracket == b"<"
        && tag.first().is_some_and(u8::is_ascii_lowercase)
        && (own(site.name()) || names().any(own))
}
