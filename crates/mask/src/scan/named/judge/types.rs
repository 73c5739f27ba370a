//! Words that are no values.

use super::is_scrambled;
use crate::scan::named::text::is_one_of;
use crate::words::{List, numbers};

/// The types of a JSON Schema.
pub(crate) static TYPES: List =
    List::new(&numbers(["array", "boolean", "integer", "null", "number", "object", "string"]));

/// Whether a word is the name of a type, or stands where a value would without being one.
pub(crate) fn is_type(word: &[u8]) -> bool {
    // The second is what stubs of Python have for a type that is not known yet.
    TYPES.has(word)
        || word == b"Incomplete"
        || NO_VALUES.has(word)
        || is_type_name(word)
        || is_of_module(word)
}

/// `ed25519.Ed25519PrivateKey`, `secp256k1::SecretKey`: a type after the module that has it.
fn is_of_module(word: &[u8]) -> bool {
    const DIGITS: usize = 6;
    if let Some(colon) = word.windows(2).rposition(|pair| pair == b"::") {
        return is_of_crate(&word[..colon], &word[colon + 2..], DIGITS);
    }
    let Some(dot) = word.iter().rposition(|byte| *byte == b'.') else {
        return false;
    };
    let step = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'.');
    word[0].is_ascii_lowercase() && word[..dot].iter().all(step) && is_type_of(&word[dot + 1..], DIGITS)
}

/// The same in Rust, where a type needs no telling name: nothing but a path has two colons so.
fn is_of_crate(path: &[u8], item: &[u8], digits: usize) -> bool {
    let step = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b':');
    let begins = |text: &[u8], with: fn(&u8) -> bool| text.first().is_some_and(with);
    begins(path, u8::is_ascii_lowercase)
        && path.iter().all(step)
        && begins(item, u8::is_ascii_uppercase)
        && item.iter().any(u8::is_ascii_lowercase)
        && item.iter().all(u8::is_ascii_alphanumeric)
        && item.iter().filter(|byte| byte.is_ascii_digit()).count() <= digits
        && !is_scrambled(item)
}

/// Words that stand for a type, or for what a form or a manual says of a secret.
static NO_VALUES: List = List::new(&numbers([
    "a",
    "admin",
    "an",
    "and",
    "any",
    "are",
    "as",
    "async",
    "at",
    "auth",
    "authentication",
    "authorization",
    "auto",
    "await",
    "basic",
    "be",
    "bearer",
    "bool",
    "by",
    "bytes",
    "can",
    "char",
    "const",
    "credentials",
    "default",
    "disabled",
    "empty",
    "enabled",
    "error",
    "expired",
    "f64",
    "failed",
    "field",
    "file",
    "flag",
    "for",
    "from",
    "function",
    "given",
    "has",
    "helper",
    "i32",
    "i64",
    "if",
    "in",
    "inherit",
    "int",
    "invalid",
    "is",
    "key",
    "let",
    "manager",
    "missing",
    "must",
    "name",
    "new",
    "none",
    "not",
    "number",
    "of",
    "off",
    "ok",
    "old",
    "on",
    "option",
    "optional",
    "or",
    "password",
    "please",
    "policy",
    "protected",
    "provided",
    "read",
    "required",
    "reset",
    "return",
    "secret",
    "see",
    "self",
    "set",
    "should",
    "storage",
    "store",
    "str",
    "support",
    "text",
    "that",
    "the",
    "this",
    "to",
    "token",
    "type",
    "u16",
    "u32",
    "u64",
    "u8",
    "unknown",
    "unset",
    "use",
    "usize",
    "value",
    "var",
    "varchar",
    "void",
    "was",
    "will",
    "with",
    "write",
    "yes",
    "your",
]));

/// `SecretStr`, `TokenKind`.
fn is_type_name(word: &[u8]) -> bool {
    is_type_of(word, 2)
}

/// The same with so many digits at most.
fn is_type_of(word: &[u8], digits: usize) -> bool {
    const ENDS: &[&[u8]] = &[
        b"Str",
        b"String",
        b"Token",
        b"Key",
        b"Secret",
        b"Password",
        b"Type",
        b"Kind",
        b"Bytes",
        b"Any",
        b"Text",
        b"Field",
        b"Credentials",
        b"Credential",
        b"Cookie",
        b"Session",
        b"Array",
        b"Option",
        b"Config",
    ];
    word.first().is_some_and(u8::is_ascii_uppercase)
        && word.iter().all(u8::is_ascii_alphanumeric)
        && word.iter().filter(|byte| byte.is_ascii_digit()).count() <= digits
        && (ENDS.iter().any(|end| word.ends_with(end)) || is_class(word))
}

/// `RequestsCookieJar`, `SessionStore`: what a class does, after what it does it for.
fn is_class(word: &[u8]) -> bool {
    const ENDS: &[&[u8]] = &[
        b"Jar",
        b"Store",
        b"Storage",
        b"Provider",
        b"Manager",
        b"Handler",
        b"Factory",
        b"Service",
        b"Client",
        b"Model",
        b"Context",
        b"Interface",
        b"Response",
        b"Request",
        b"Settings",
    ];
    let owner = ENDS.iter().find_map(|end| word.strip_suffix(*end));
    owner.and_then(<[u8]>::last).is_some_and(u8::is_ascii_lowercase)
}

/// `VARCHAR(255) NOT NULL DEFAULT ''`: a column of a table of SQL.
pub(super) fn is_column(value: &[u8]) -> bool {
    const SIZED: &[&str] = &["varchar", "char", "nvarchar", "varbinary", "binary"];
    const MORE: &[&[u8]] = &[b" NOT NULL", b" DEFAULT", b" NULL", b" not null", b" default", b" null"];
    let len = value.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (word, rest) = value.split_at(len);
    let size = rest.iter().skip(1).take_while(|byte| byte.is_ascii_digit()).count();
    let more = rest.get(size + 1..).and_then(|rest| rest.strip_prefix(b")"));
    is_one_of(SIZED, word)
        && size > 0
        && rest.starts_with(b"(")
        && more.is_some_and(|more| MORE.iter().any(|next| more.starts_with(next)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        assert!(super::NO_VALUES.is_sorted());
    }
}
