//! Names in code that have digits: those of algorithms, and the numbers that tell one variable from another.

use super::value::Value;
use crate::kinds::Kinds;
use crate::scan::named::site::Site;

/// What is called by a name with digits in it.
const KNOWN: &[&[u8]] = &[
    b"argon2", b"base32", b"base58", b"base64", b"ed25519", b"es256", b"es384", b"es512", b"hs256", b"hs384",
    b"hs512", b"http2", b"k8s", b"md5", b"oauth1", b"oauth2", b"pbkdf2", b"pkcs1", b"pkcs12", b"pkcs8",
    b"ps256", b"rs256", b"rs384", b"rs512", b"s3", b"sha1", b"sha256", b"sha384", b"sha512", b"utf8",
    b"x509",
];

/// No variable has a longer number.
const NUMBER: usize = 2;

/// How many digits are in a text and in no such name.
pub(super) fn digits(text: &[u8]) -> usize {
    let (mut at, mut digits) = (0, 0);
    while let Some(byte) = text.get(at) {
        let known = if byte.is_ascii_alphabetic() { known_len(text, at) } else { 0 };
        digits += usize::from(byte.is_ascii_digit());
        at += known.max(1);
    }
    digits
}

/// How long the known name is that begins a word at `at`: after a small letter, one with a capital does.
fn known_len(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let capital = rest.first().is_some_and(u8::is_ascii_uppercase);
    let begins = match at.checked_sub(1).and_then(|before| text.get(before)) {
        Some(before) if before.is_ascii_alphanumeric() => capital && !before.is_ascii_uppercase(),
        _ => true,
    };
    let is_here = |name: &&&[u8]| {
        let own = rest.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name));
        own && !rest.get(name.len()).is_some_and(|next| next.is_ascii_lowercase() || next.is_ascii_digit())
    };
    if begins { KNOWN.iter().find(is_here).map_or(0, |name| name.len()) } else { 0 }
}

/// Whether a value is a variable that is called like a secret: `base64CookieSecret`, `refresh_token_1`.
pub(super) fn is_variable(site: &Site<'_>, value: &Value<'_>) -> bool {
    let name = value.bytes.strip_suffix(b",").unwrap_or(value.bytes);
    let number = name.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (head, _) = name.split_at(name.len() - number);
    let name = match head.strip_suffix(b"_") {
        Some(head) if (1..=NUMBER).contains(&number) => head,
        _ => name,
    };
    let compound = || name.iter().skip(1).any(|byte| byte.is_ascii_uppercase() || *byte == b'_');
    name.first().is_some_and(u8::is_ascii_lowercase)
        && name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        && compound()
        && digits(name) == 0
        && site.engine.sense(name).is_some()
}

/// Whether a value is the variable of a script: `$cred`, `$secureString`. Passwords have digits.
pub(super) fn is_of_script(value: &[u8]) -> bool {
    let name = value.strip_prefix(b"$").unwrap_or_default();
    name.first().is_some_and(u8::is_ascii_alphabetic)
        && name.iter().all(|byte| byte.is_ascii_alphabetic() || *byte == b'_')
}

/// The same after `=`: there, names in hash tables of scripts have capitals, and so have variables, or one is
/// short for the other. `password = $ecret` is a setting.
pub(super) fn is_assigned(site: &Site<'_>, value: &[u8]) -> bool {
    let name = site.name();
    let capital = name.first().is_some_and(u8::is_ascii_uppercase) && Kinds::of(name).any(Kinds::LOWER);
    let variable = value.get(1..).unwrap_or_default();
    let short = || name.get(..variable.len()).is_some_and(|start| start.eq_ignore_ascii_case(variable));
    is_of_script(value) && (capital || Kinds::of(variable).any(Kinds::UPPER) || short())
}

#[cfg(test)]
mod tests {
    use super::{digits, is_of_script};

    #[test]
    fn digits_of_algorithms_do_not_count() {
        for name in
            ["base64CookieSecret", "tOpenIDConnectPBKDF2ClientSecret", "es512_jose_jwt", "argon2Digest"]
        {
            assert_eq!(digits(name.as_bytes()), 0, "{name}");
        }
        for (name, count) in [("hunter2", 1), ("base641", 3), ("xs3kr3t", 2), ("ctx.es512.jwk4", 1)] {
            assert_eq!(digits(name.as_bytes()), count, "{name}");
        }
    }

    #[test]
    fn a_variable_has_a_sign_and_letters() {
        assert!(is_of_script(b"$cred") && is_of_script(b"$secureString"));
        assert!(!is_of_script(b"$ecr3t") && !is_of_script(b"$") && !is_of_script(b"cred"));
    }
}
