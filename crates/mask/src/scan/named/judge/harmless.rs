//! Values that need no masking whatever their name: placeholders, variables, and what is masked already.

use crate::kinds::{Kinds, Look};
use crate::mark::MARK;
use crate::scan::engine::Engine;
use crate::scan::format::is_forged;
use crate::scan::{placeholder, reference};
use crate::words::{LONGEST, List, numbers};

/// What tokens begin with, in lower case, and say by it no more than whose they are.
static PREFIXES: List = List::new(&numbers([
    "dop_v1_",
    "figd_",
    "gho_",
    "ghp_",
    "ghr_",
    "ghs_",
    "ghu_",
    "github_pat_",
    "glpat-",
    "gsk_",
    "hf_",
    "hvs.",
    "lin_api_",
    "npm_",
    "ntn_",
    "pk_live_",
    "pk_test_",
    "pypi-",
    "r8_",
    "rk_live_",
    "rk_test_",
    "sg.",
    "shpat_",
    "sk-",
    "sk-ant-",
    "sk-proj-",
    "sk_live_",
    "sk_test_",
    "whsec_",
    "xapp-",
    "xoxa-",
    "xoxb-",
    "xoxe-",
    "xoxp-",
    "xoxs-",
]));

/// Whether another rule masked a part of a value without quotes, which was none then and is none
/// now: at the start of what would end such a value elsewhere, or after what begins a value.
pub(crate) fn is_masked_in_part(value: &[u8], engine: &Engine) -> bool {
    let first = value.iter().position(|byte| *byte == MARK[0]).unwrap_or(value.len());
    let is_mark = |at: usize| value[at..].starts_with(MARK) && !is_forged(&value[at..], engine.style());
    let place = (first..value.len()).find(|&at| is_mark(at));
    place.is_some_and(|at| match value[..at].last() {
        Some(before) => b":=/@&?+{".contains(before) || value[..at].ends_with(b"-p"),
        None => {
            let end = value.iter().position(|byte| b",()]}<>|\\".contains(byte));
            end.is_some_and(|end| engine.style().is_mark(&value[..end]))
        }
    })
}

/// Whether a value needs no masking whatever its name.
pub(crate) fn is_harmless(value: Look<'_>, engine: &Engine) -> bool {
    let Look { bytes, kinds } = value;
    let is_secret_name = |name: &[u8]| engine.sense(name).is_some();
    kinds.any(Kinds::STAR) && is_marked(bytes, engine)
        || kinds.any(Kinds::STAR) && is_pattern(bytes)
        || placeholder::is_harmless(value, engine.style())
        || kinds.any(Kinds::CLOSE.or(Kinds::DOT)) && is_ended_literal(bytes)
        || kinds.any(Kinds::DASH)
            && (kinds.any(Kinds::SPACE) && is_public_key(bytes) || is_ruled(bytes) || bytes == SIGNED)
        || kinds.any(Kinds::DOLLAR.or(Kinds::UNDERSCORE)) && reference::is_variable(bytes, is_secret_name)
}

/// `nil)`, `None),`, `false.`: what languages have for nothing, and the end of what it stands in.
fn is_ended_literal(value: &[u8]) -> bool {
    const NOTHING: &[&[u8]] = &[b"nil", b"null", b"None", b"true", b"false", b"undefined"];
    let end = value.iter().rposition(|byte| !b")]},;.".contains(byte)).map_or(0, |at| at + 1);
    end < value.len() && NOTHING.contains(&&value[..end])
}

/// `s/^DB_PASSWORD=.*/…/`, `"Invalid token:.*failure"`: a pattern for any value.
fn is_pattern(value: &[u8]) -> bool {
    let word = |rest: &[u8]| rest.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b'_');
    value
        .strip_prefix(b".*")
        .is_some_and(|rest| word(rest) || !rest.first().is_some_and(u8::is_ascii_alphanumeric))
}

/// The scheme of requests that are signed, whose parameters have names
/// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html>).
const SIGNED: &[u8] = b"AWS4-HMAC-SHA256";

/// `DEFINITIONS----------*/`: a heading in a comment, and the line that is drawn behind it.
fn is_ruled(value: &[u8]) -> bool {
    const SHORTEST: usize = 4;
    let value = value.strip_suffix(b"*/").unwrap_or(value);
    let word = value.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let line = &value[word..];
    word > 0 && line.len() >= SHORTEST && line.iter().all(|byte| *byte == b'-')
}

/// `ssh-ed25519 AAAA…`: a line of the keys that may sign in
/// (<https://man.openbsd.org/sshd.8#AUTHORIZED_KEYS_FILE_FORMAT>), and `ada:ssh-ed25519 AAAA…`, where it says who may
/// (<https://cloud.google.com/compute/docs/connect/add-ssh-keys#metadata>). A user is no more than a word, and only a
/// key follows the type.
fn is_public_key(value: &[u8]) -> bool {
    const TYPES: &[&[u8]] = &[
        b"ssh-rsa ",
        b"ssh-ed25519 ",
        b"ssh-dss ",
        b"ecdsa-sha2-nistp",
        b"sk-ssh-ed25519@",
        b"sk-ecdsa-sha2-",
    ];
    let is_typed = |value: &[u8]| TYPES.iter().any(|kind| value.starts_with(kind));
    let of_user = || {
        let (user, key) = value.split_at(value.iter().take(USER).position(|byte| *byte == b':')?);
        let key = key.get(1..).filter(|key| is_typed(key) && !user.is_empty())?;
        let body = key.splitn(2, |byte| *byte == b' ').nth(1)?;
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"._-@+".contains(byte);
        Some(body.starts_with(KEY) && user.iter().all(plain))
    };
    is_typed(value) || of_user() == Some(true)
}

/// No name of a user is longer.
const USER: usize = 64;
/// What the keys of all types begin with: how long the name of the type is, in base64.
const KEY: &[u8] = b"AAAA";

/// Whether a value is a mark, perhaps after a prefix that vendors publish: `xoxb-***`. What follows it
/// may belong to a value without quotes.
fn is_marked(value: &[u8], engine: &Engine) -> bool {
    let after = value.iter().rev().take_while(|byte| b",;.:)]}".contains(byte)).count();
    let value = &value[..value.len() - after];
    let prefix = value.iter().take(LONGEST).position(|byte| *byte == MARK[0]).unwrap_or(0);
    let (prefix, mark) = value.split_at(prefix);
    // Of a longer row of stars, nothing is shown, either: `ntn_****`.
    let row = || !prefix.is_empty() && mark.iter().all(|byte| *byte == b'*');
    mark.starts_with(MARK)
        && (prefix.is_empty() || PREFIXES.has(prefix))
        && (engine.style().is_mark(mark) || row())
}

#[cfg(test)]
mod tests {
    #[test]
    fn prefixes_are_sorted() {
        assert!(super::PREFIXES.is_sorted());
    }
}
