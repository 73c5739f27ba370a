//! Values that say where a secret is, and not what it is.

use crate::class::Bytes;
use crate::kinds::{Kinds, Look};

const STARTS: &[&[u8]] = &[
    b"op://",
    b"vault:",
    b"arn:aws",
    b"arn:{",
    b"arn:$",
    b"/run/secrets/",
    b"/var/run/secrets/",
    b"ENC[",
    b"env:",
    b"ssm:",
    b"sops:",
    b"secretsmanager:",
    b"awssm:",
    b"gcpsm:",
    b"keyvault:",
    b"@Microsoft.KeyVault",
    b"!vault",
    b"file:/",
    b"file:{",
    b"file:$",
    b"pass:$",
    b"pass:#{",
    b"process.env.",
    b"os.environ",
    b"ref+",
    b"~/",
    b"./",
    b"../",
    b"%USERPROFILE%",
    b"$HOME/",
    b"${HOME}/",
    b"/etc/",
    b"$$(",
    b"secret://",
    b"secrets://",
    b"secretref:",
    b"keyring:",
    // Names of things (<https://www.rfc-editor.org/rfc/rfc8141>), devices that curl reads from.
    b"urn:",
    b"@/dev/",
    // By which APISIX reads them from elsewhere (<https://apisix.apache.org/docs/apisix/terminology/secret/>).
    b"$ENV://",
    b"$env://",
    b"$secret://",
];

/// The first bytes of those.
static BEGIN: Bytes = {
    let mut first = [0; STARTS.len()];
    let mut at = 0;
    while at < first.len() {
        first[at] = STARTS[at][0];
        at += 1;
    }
    Bytes::of(&first)
};

/// The files that keys and passwords are kept in.
const FILES: &[&[u8]] = &[
    b".pem", b".key", b".crt", b".json", b".jks", b".p12", b".pfx", b".txt", b".env", b".yml", b".yaml",
    b".pub", b".toml", b".ini", b".conf", b".gpg", b".asc", b".ppk", b".cert", b".cer", b".der",
];

pub(super) fn is_reference(value: Look<'_>) -> bool {
    // One of these is in all that follows.
    const SIGNS: Kinds = Kinds::COLON
        .or(Kinds::SLASH)
        .or(Kinds::SQUARE)
        .or(Kinds::DOT)
        .or(Kinds::PLUS)
        .or(Kinds::BANG)
        .or(Kinds::DOLLAR)
        .or(Kinds::PERCENT)
        .or(Kinds::PAREN);
    let Look { bytes: value, kinds } = value;
    let Some(&first) = value.first().filter(|_| kinds.any(SIGNS)) else {
        return false;
    };
    let project = value.starts_with(b"projects/") && value.windows(9).any(|part| part == b"/secrets/");
    let starts = BEGIN.has(first) && STARTS.iter().any(|start| start[0] == first && value.starts_with(start));
    project
        || starts
        || is_path(value)
        || is_item(value)
        || is_of_environment(value)
        || kinds.any(Kinds::HASH) && is_pointer(value)
        || kinds.any(Kinds::DOLLAR) && kinds.any(Kinds::SLASH) && is_file_below(value)
}

/// `$dir/private/cakey.key`: a file below the folder that a variable names.
fn is_file_below(value: &[u8]) -> bool {
    static PATH: Bytes = Bytes::letters_and(b"._-/");
    let Some(path) = value.strip_prefix(b"$") else {
        return false;
    };
    let name = path.iter().take_while(|byte| byte.is_ascii_alphabetic() || **byte == b'_').count();
    name > 1
        && path.get(name) == Some(&b'/')
        && PATH.run(path) == path.len()
        && FILES.iter().any(|end| path.ends_with(end))
}

/// `#/components/schemas/Password`: another part of a document of JSON
/// (<https://www.rfc-editor.org/rfc/rfc6901#section-6>).
fn is_pointer(value: &[u8]) -> bool {
    static STEPS: Bytes = Bytes::alnum_and(b"/_-.~");
    let Some(path) = value.strip_prefix(b"#/") else {
        return false;
    };
    let first = path.iter().take_while(|byte| byte.is_ascii_alphabetic() || **byte == b'$').count();
    let rest = path.get(first..).unwrap_or_default();
    first > 1 && rest.len() > 1 && rest.starts_with(b"/") && STEPS.run(rest) == rest.len()
}

/// `env.TOKEN`, `env(TOKEN)`, `$System.env.TOKEN`, `ENV["TOKEN"]`, and `ENV[` of a value that ends at a quote.
fn is_of_environment(value: &[u8]) -> bool {
    static NAME: Bytes = Bytes::alnum_and(b"_");
    static QUOTES: Bytes = Bytes::of(b"\\\"'");
    // What a script puts in by its path.
    let owner = value.strip_prefix(b"$").map_or(0, |path| {
        let len = path.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if path.get(len) == Some(&b'.') { len + 2 } else { 1 }
    });
    let value = value.get(owner..).unwrap_or_default();
    let Some((_, rest)) = value.split_at_checked(3).filter(|(env, _)| env.eq_ignore_ascii_case(b"env"))
    else {
        return false;
    };
    let is_variable = |name: &[u8]| {
        let small = name.iter().any(u8::is_ascii_lowercase);
        name.first().is_some_and(u8::is_ascii_alphabetic) && NAME.run(name) == name.len() && !small
    };
    match rest {
        [b'.', name @ ..] => is_variable(name),
        [b'['] => true,
        // Perl, in a string.
        [b'{', name @ .., b'}'] => owner == 1 && is_variable(name),
        [b'(', name @ .., b')'] => is_variable(name),
        [b'[', name @ .., b']'] => {
            let name = &name[QUOTES.run(name)..];
            is_variable(&name[..NAME.run(name)])
                && QUOTES.run(&name[NAME.run(name)..]) == name.len() - NAME.run(name)
        }
        _ => false,
    }
}

/// `/pipelines/docs/api-token`, `certs/server.key`: of words that no one drew.
fn is_path(value: &[u8]) -> bool {
    static NAME: Bytes = Bytes::letters_and(b"._-/\\:");
    // What most values fail comes first.
    if NAME.run(value) < value.len() {
        return is_numbered_file(value) || is_rooted_file(value);
    }
    let file = |end: &&[u8]| value.len() > end.len() && value.ends_with(end);
    let lower = |b: &u8| !b.is_ascii_uppercase();
    let slashes = value.iter().filter(|byte| **byte == b'/').count();
    // `LoadCredential=token:/etc/app/token` of systemd.
    let path = value.iter().position(|byte| *byte == b':').map_or(value, |colon| &value[colon + 1..]);
    let rooted = path.starts_with(b"/") && slashes >= 2 && value.iter().all(lower);
    rooted || FILES.iter().any(file)
}

/// `keys/admin1.pem`: a file in a folder, with a small number.
fn is_numbered_file(value: &[u8]) -> bool {
    static NAME: Bytes = Bytes::alnum_and(b"._-/");
    const DIGITS: usize = 3;
    FILES.iter().any(|end| value.ends_with(end))
        && NAME.run(value) == value.len()
        && value.contains(&b'/')
        && value.iter().filter(|byte| byte.is_ascii_digit()).count() <= DIGITS
        && !value.iter().any(u8::is_ascii_uppercase)
}

/// `/config/jwks/rsa.2048.pem`, `/2010-04-01/Accounts/…/SigningKeys.json`: a file by its whole path.
fn is_rooted_file(value: &[u8]) -> bool {
    static NAME: Bytes = Bytes::alnum_and(b"._-/");
    const STEPS: usize = 3;
    value.starts_with(b"/")
        && FILES.iter().any(|end| value.ends_with(end))
        && NAME.run(value) == value.len()
        && value.iter().filter(|byte| **byte == b'/').count() >= STEPS
        && !value.windows(2).any(|pair| pair == b"//")
}

/// `crate::private::Number`.
fn is_item(value: &[u8]) -> bool {
    let name = |b: &u8| b.is_ascii_alphabetic() || b"_:$".contains(b);
    let starts = value.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'$');
    starts && value.windows(2).any(|pair| pair == b"::") && value.iter().all(name)
}

/// `$token`, `$$API_KEY`, `DB_PASSWORD`: the name of a variable, if `is_secret` says that the name
/// is one of a secret.
pub(super) fn is_variable(value: &[u8], is_secret: impl Fn(&[u8]) -> bool) -> bool {
    let name = value.strip_prefix(b"$").unwrap_or(value);
    let name = name.strip_prefix(b"$").unwrap_or(name);
    let marked = name.len() < value.len();
    let constant = name.contains(&b'_') && !name.iter().any(u8::is_ascii_lowercase);
    (marked || constant)
        && name.first().is_some_and(u8::is_ascii_alphabetic)
        && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_' || marked && *b == b'-')
        && is_secret(name)
}
