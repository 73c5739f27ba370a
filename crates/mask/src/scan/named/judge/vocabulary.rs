//! Words that others have where a secret would stand: of a type, a grammar, a theme, an algorithm, a
//! system's own settings.

use super::called::is_same;
use super::looks::{is_scrambled, is_uuid};
use super::sentence::words;
use super::types;
use super::version::is_specifier;
use crate::kinds::{Kinds, Look};
use crate::scan::named::site::Site;
use crate::scan::named::text::{TrimSuffix, ends_with_folded, is_one_of};
use crate::words::{List, numbers};

/// Types, as maps of them write them: `{"token": "str"}`. What may have items goes on in brackets.
/// Of Python, of JSON Schema (<https://json-schema.org/draft/2020-12/json-schema-validation#section-6.1.1>),
/// of databases (<https://www.postgresql.org/docs/current/datatype.html>).
static TYPES: List = List::new(&numbers([
    "any",
    "array",
    "bigint",
    "binary",
    "blob",
    "bool",
    "boolean",
    "bytea",
    "bytes",
    "char",
    "character",
    "date",
    "datetime",
    "decimal",
    "dict",
    "double",
    "float",
    "int",
    "integer",
    "json",
    "jsonb",
    "list",
    "longtext",
    "mediumtext",
    "nchar",
    "number",
    "numeric",
    "nvarchar",
    "object",
    "optional",
    "smallint",
    "str",
    "string",
    "text",
    "timestamp",
    "tinyint",
    "tinytext",
    "tuple",
    "uuid",
    "varbinary",
    "varchar",
    "varchar2",
]));

/// Kinds of what a parser reads (<https://github.com/estree/estree/blob/master/es5.md>,
/// <https://esprima.org/doc/index.html>).
static LEXEMES: List = List::new(&numbers([
    "blockcomment",
    "eof",
    "identifier",
    "keyword",
    "linecomment",
    "numericliteral",
    "punctuator",
    "stringliteral",
    "whitespace",
]));

/// Where random numbers come from, which C++ calls a token
/// (<https://gcc.gnu.org/onlinedocs/libstdc++/manual/numerics.html>).
const GENERATORS: &[&str] = &["mt19937", "rdrand", "rdrnd", "rdseed", "arc4random", "getentropy"];

/// In which a token's time is counted
/// (<https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_TokenValidityUnitsType.html>).
const UNITS: &[&str] = &["seconds", "minutes", "hours", "days"];

/// What secrets in Kubernetes are called: the last words of their names.
static RESOURCES: List = List::new(&numbers([
    "auth",
    "cert",
    "certs",
    "config",
    "credentials",
    "creds",
    "env",
    "secret",
    "secrets",
    "tls",
]));

/// How passwords are hashed.
static HASHES: List = List::new(&numbers([
    "argon2", "argon2d", "argon2i", "argon2id", "bcrypt", "md5", "pbkdf2", "scrypt", "sha1", "sha256",
    "sha512", "yescrypt",
]));

/// Where a system looks its users up (<https://man7.org/linux/man-pages/man5/nsswitch.conf.5.html>).
static SERVICES: List = List::new(&numbers([
    "altfiles",
    "cache",
    "compat",
    "db",
    "extrausers",
    "files",
    "hesiod",
    "ldap",
    "nis",
    "nisplus",
    "sss",
    "systemd",
    "winbind",
]));

/// What the settings are called that hold a secret, and what a file of keys calls one.
const SETTINGS: &[&[u8]] = &[
    b"accesskeyid",
    b"awsaccesskeyid",
    b"awsaccesskey",
    b"awssecretaccesskey",
    b"awssecretkey",
    b"awssessiontoken",
    b"privatekey",
];
/// None of them has fewer letters.
const SHORTEST: usize = 10;

/// What is said in brackets in place of a value.
static SAID: List = List::new(&numbers([
    "empty",
    "hidden",
    "known",
    "masked",
    "none",
    "omitted",
    "redacted",
    "sensitive",
    "unchanged",
    "unset",
]));

/// Whether a value that would be a secret is such a word.
pub(super) fn is_term(value: Look<'_>, site: &Site<'_>) -> bool {
    let name = site.name();
    let bytes = value.bytes;
    is_type(value)
        || is_setting(value)
        || is_suffix(value, name)
        || is_of_token(value, name)
        || ends_with_folded(name, b"hash") && HASHES.has(bytes)
        || is_service(value, name)
        || is_count(value, name)
        || is_specifier(value, name)
        || is_resource(value, site)
        || is_checksum(value, site)
        || bytes.len() == 1 && name.eq_ignore_ascii_case(b"accesskey")
        || is_remark(value)
        // A program that keeps passwords, whose name has a digit.
        || bytes == b"1Password"
}

/// `str`, `list[V1LocalObjectReference]`, `V1SecretProjection`.
fn is_type(Look { bytes, kinds }: Look<'_>) -> bool {
    if kinds.any(Kinds::SPACE) && kinds.any(Kinds::PAREN) && types::is_column(bytes) {
        return true;
    }
    // The last of a function's parameters.
    let word = bytes.strip_suffix(b"):").or_else(|| bytes.strip_suffix(b")"));
    if word.is_some_and(|word| TYPES.has(word)) {
        return true;
    }
    if let [b'V', b'1' | b'2', class @ ..] = bytes {
        let capital = class.first().is_some_and(u8::is_ascii_uppercase);
        return capital && class.len() > 5 && Kinds::of(class).only(Kinds::LETTER) && !is_scrambled(class);
    }
    if kinds.only(Kinds::LETTER) {
        let one_case = bytes.iter().skip(1).all(u8::is_ascii_lowercase) || !kinds.any(Kinds::LOWER);
        return one_case && TYPES.has(bytes);
    }
    if matches!(bytes, [b'i' | b'u' | b'f' | b'I' | b'U' | b'F', .., b'0'..=b'9']) && is_sized(bytes) {
        return true;
    }
    // What is said of the type may stand apart from it: `string (optional)`.
    let inner = |byte: &u8| byte.is_ascii_alphanumeric() || b"_., []()|".contains(byte);
    let open = || bytes.iter().position(|byte| matches!(byte, b'[' | b'('));
    kinds.any(Kinds::CLOSE)
        && open().is_some_and(|at| TYPES.has(bytes[..at].trim_ascii_end()) && bytes[at..].iter().all(inner))
        && matches!(bytes.last(), Some(b']' | b')'))
}

/// `int32`, `uint64`, `Float32`.
fn is_sized(value: &[u8]) -> bool {
    let digits = value.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (word, size) = value.split_at(value.len() - digits);
    is_one_of(&["int", "uint", "float"], word) && matches!(size, b"8" | b"16" | b"32" | b"64" | b"128")
}

/// `aws_access_key_id`, `AWSSecretKey`, `private_key`: where a secret is stored, and under which name.
fn is_setting(Look { bytes, kinds }: Look<'_>) -> bool {
    const NAME: Kinds = Kinds::LETTER.or(Kinds::UNDERSCORE).or(Kinds::DASH);
    bytes.len() >= SHORTEST && kinds.only(NAME) && SETTINGS.iter().any(|setting| is_same(bytes, setting))
}

/// `DATA_API_KEY = ".data-api"`: what is put behind the name of an event or an element.
fn is_suffix(Look { bytes, kinds }: Look<'_>, name: &[u8]) -> bool {
    const SUFFIX: Kinds = Kinds::LOWER.or(Kinds::DOT).or(Kinds::DASH);
    bytes.len() > 3 && bytes.starts_with(b".") && kinds.only(SUFFIX) && ends_with_folded(name, b"key")
}

/// What is called a token and opens nothing.
fn is_of_token(value: Look<'_>, name: &[u8]) -> bool {
    let Look { bytes, kinds } = value;
    if matches!(name, b"clientToken" | b"ClientToken") {
        // By which AWS knows a request that comes again
        // (<https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html>).
        return is_uuid(bytes);
    }
    let read = is_one_of(&["token.value", "token.text", "tok.value", "tok.token"], name);
    if read && kinds.only(Kinds::LOWER) {
        return true;
    }
    // Those of a pair that is traded have numbers.
    let name = name.trim_suffix_of(b"0123456789");
    if !ends_with_folded(name, b"token") {
        return false;
    }
    if is_one_of(UNITS, bytes) {
        return true;
    }
    let number = |rest: &[u8]| !rest.is_empty() && rest.iter().all(u8::is_ascii_digit);
    let of_theme = name.eq_ignore_ascii_case(b"token") && (is_path_of_words(value) || is_address(bytes));
    of_theme
        || name == b"token" && is_subword(value)
        || is_color(bytes) && name == b"Token"
        || is_one_of(GENERATORS, bytes)
        || name.eq_ignore_ascii_case(b"token") && LEXEMES.has(bytes) && bytes[0].is_ascii_uppercase()
        || bytes.strip_prefix(b"RFC ").is_some_and(number)
}

/// `color.primary`, as themes and translations name what they hold.
fn is_path_of_words(Look { bytes, kinds }: Look<'_>) -> bool {
    const WORDS: Kinds = Kinds::LOWER.or(Kinds::DOT).or(Kinds::DASH);
    kinds.any(Kinds::DOT) && kinds.only(WORDS) && bytes.split(|byte| *byte == b'.').all(|step| step.len() > 1)
}

/// `##ing`, with which a word goes on (<https://huggingface.co/docs/transformers/tokenizer_summary#wordpiece>).
fn is_subword(Look { bytes, .. }: Look<'_>) -> bool {
    bytes.strip_prefix(b"##").is_some_and(|rest| Kinds::of(rest).only(Kinds::LOWER))
}

/// `Token: "#d0d0d0 bold"` of Pygments (<https://pygments.org/docs/styledevelopment/>).
fn is_color(value: &[u8]) -> bool {
    let Some(color) = value.strip_prefix(b"#") else {
        return false;
    };
    let digits = color.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    matches!(digits, 3 | 6)
        && color[digits..].iter().all(|b| b.is_ascii_lowercase() || matches!(b, b' ' | b':'))
}

/// The contract of a token in a block chain (<https://eips.ethereum.org/EIPS/eip-20>).
fn is_address(value: &[u8]) -> bool {
    value.strip_prefix(b"0x").is_some_and(|hex| hex.len() == 40 && hex.iter().all(u8::is_ascii_hexdigit))
}

/// `passwd: files systemd` of `/etc/nsswitch.conf`.
fn is_service(Look { bytes, kinds }: Look<'_>, name: &[u8]) -> bool {
    name == b"passwd"
        && kinds.only(Kinds::LOWER.or(Kinds::SPACE).or(Kinds::TAB))
        && words(bytes).all(|word| SERVICES.has(word))
}

/// `tcp_syncookies=1`: how many, or whether there are.
fn is_count(Look { bytes, kinds }: Look<'_>, name: &[u8]) -> bool {
    const MANY: &[&[u8]] = &[b"cookies", b"tokens", b"sessions", b"secrets", b"credentials"];
    bytes.len() < 4 && kinds.only(Kinds::DIGIT) && MANY.iter().any(|end| ends_with_folded(name, end))
}

/// `secret: db-credentials`: which secret is meant, by its name
/// (<https://kubernetes.io/docs/concepts/configuration/secret/>). In quotes it may be one.
fn is_resource(Look { bytes, kinds }: Look<'_>, site: &Site<'_>) -> bool {
    const SECRETS: &[&[u8]] = &[b"secret", b"secrets", b"auth"];
    // Of the secrets of a pipeline (<https://docs.drone.io/secret/repository/>).
    if site.name() == b"from_secret" && kinds.only(Kinds::LOWER.or(Kinds::UNDERSCORE).or(Kinds::DASH)) {
        return true;
    }
    if site.name() != b"secret" || !kinds.only(Kinds::LOWER.or(Kinds::DASH)) {
        return false;
    }
    let last = bytes.rsplit(|byte| *byte == b'-').next().unwrap_or_default();
    let bare = || matches!(site.view.bytes.get(site.key.end..), Some([b':', b' ', b'a'..=b'z', ..]));
    let made_up =
        || words(bytes).any(|word| is_one_of(&["super", "my", "very", "top", "jwt", "session"], word));
    let named = RESOURCES.has(last) && (!SECRETS.contains(&last) || bare() && !made_up());
    bytes == b"regcred" || kinds.any(Kinds::DASH) && named
}

/// `checksum/secret: <sha256>`, by which Helm sees that a secret has changed
/// (<https://helm.sh/docs/howto/charts_tips_and_tricks/#automatically-roll-deployments>).
fn is_checksum(Look { bytes, kinds }: Look<'_>, site: &Site<'_>) -> bool {
    const OF: &[u8] = b"checksum/";
    kinds.only(Kinds::DIGIT.or(Kinds::LOWER))
        && matches!(bytes.len(), 32 | 40 | 64)
        && bytes.iter().all(u8::is_ascii_hexdigit)
        && (site.name().starts_with(OF) || site.before().ends_with(OF))
}

/// `(sensitive value)`, `(known after apply)`.
fn is_remark(Look { bytes, kinds }: Look<'_>) -> bool {
    const TEXT: Kinds = Kinds::LETTER.or(Kinds::SPACE).or(Kinds::PAREN).or(Kinds::CLOSE);
    matches!(bytes, [b'(', .., b')']) && kinds.only(TEXT) && words(bytes).any(|word| SAID.has(word))
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        use super::{HASHES, LEXEMES, RESOURCES, SAID, SERVICES, TYPES};
        assert!(
            [&TYPES, &LEXEMES, &HASHES, &SERVICES, &SAID, &RESOURCES].iter().all(|list| list.is_sorted())
        );
    }
}
