//! Objects that say what a value must be or where it is.

use super::sibling;
use super::steps::{MEMBERS, Next, next};
use crate::scan::named::judge::types::TYPES;
use crate::scan::named::site::Site;
use crate::scan::named::text::{gap, is_one_of, opening_quote, quoted_word};

/// Members of a schema, beside those that a value may have, too.
const SCHEMA: &[&str] = &[
    "description",
    "title",
    "format",
    "minlength",
    "maxlength",
    "pattern",
    "default",
    "minimum",
    "maximum",
    "nullable",
    "writeonly",
    "readonly",
    "deprecated",
    "examples",
    "example",
    "enum",
    "const",
    "$comment",
    "required",
    "sensitive",
    "scheme",
    "bearerformat",
    "additionalproperties",
    "patternproperties",
    "$id",
    "$schema",
    "exclusiveminimum",
    "exclusivemaximum",
    "minitems",
    "maxitems",
    "uniqueitems",
    "multipleof",
    "contentencoding",
    "contentmediatype",
    "x-secret",
    "x-sensitive",
    // Of a volume in Kubernetes, which sorts them before the name of the secret.
    "defaultmode",
    "items",
    "optional",
];

/// Members that say where a secret is, or what it must be.
const REFERENCES: &[&str] = &[
    "$ref",
    "anyof",
    "oneof",
    "allof",
    "secretkeyref",
    "valuefrom",
    "configmapkeyref",
    "ref",
    "existingsecret",
    "properties",
    "fromsecret",
    "secretname",
    // Of an API of AWS (<https://smithy.io/2.0/spec/model.html#shape>).
    "shape",
];

/// Types of what a form, an API or a table has.
const FIELDS: &[&str] = &[
    "http",
    "apikey",
    "oauth2",
    "openidconnect",
    "mutualtls",
    "password",
    "text",
    "hidden",
    "varchar",
    "str",
    "bool",
];

/// Whether an object says what a value must be or where it is: `{"type": "string", …}`.
pub(super) fn is_schema(site: &Site<'_>, mut at: usize, depth: u8) -> bool {
    let bytes = site.view.bytes;
    let mut described = false;
    for _ in 0..MEMBERS {
        let Some((word, after)) = quoted_word(bytes, at, depth) else {
            return false;
        };
        if is_one_of(REFERENCES, word) {
            return true;
        }
        let value = gap(bytes, gap(bytes, after) + 1);
        // By what others refer to it.
        let pointer = || opening_quote(bytes, value).is_some_and(|(_, id)| bytes[id..].starts_with(b"#/"));
        if word == b"id" && pointer() {
            return true;
        }
        if word == b"type" {
            let value = if bytes.get(value) == Some(&b'[') { gap(bytes, value + 1) } else { value };
            return quoted_word(bytes, value, depth)
                .is_some_and(|(t, _)| TYPES.has(t) || is_one_of(FIELDS, t));
        }
        if !is_one_of(SCHEMA, word) {
            return false;
        }
        described |= is_one_of(&["description", "title", "format", "minlength", "maxlength", "const"], word)
            || word == b"enum" && bytes.get(value) == Some(&b'[');
        match next(bytes, value, depth) {
            Some(Next::Begins(next)) => at = next,
            other => {
                let ends = other == Some(Next::Ends(Some(b'}')));
                return ends && (described || sibling::is_property(site));
            }
        }
    }
    described
}
