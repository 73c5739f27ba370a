//! Digests of secrets that were drawn, by which nobody can guess them: `"token_hash": "c3ab8ff1…"`,
//! `"hashed_secret": "…"`, `tokenDigest: "sha256:…"`. By that of a password it can be guessed.

use crate::kinds::{Kinds, Look};
use crate::names::Words;
use crate::scan::named::text::ends_with_folded;

/// No digest has fewer digits.
const SHORTEST: usize = 40;

/// What a digest is called, and what is said of what it was made of.
const MADE: &[&[u8]] = &[b"hash", b"hashed", b"digest"];

/// What is drawn.
const DRAWN: &[&[u8]] =
    &[b"token", b"tokens", b"secret", b"secrets", b"key", b"keys", b"cookie", b"session", b"jwt"];

/// What people choose, or have few digits.
const CHOSEN: &[&[u8]] =
    &[b"password", b"passwd", b"passphrase", b"passcode", b"pass", b"pwd", b"pw", b"pin", b"otp", b"code"];

/// Whether a value is such a digest.
pub(super) fn is_digest(Look { bytes, kinds }: Look<'_>, name: &[u8]) -> bool {
    const DIGEST: Kinds = Kinds::LOWER.or(Kinds::DIGIT).or(Kinds::COLON);
    // What most values fail comes first.
    if bytes.len() < SHORTEST || !kinds.only(DIGEST) {
        return false;
    }
    let hex =
        [&b"sha1:"[..], b"sha256:", b"sha384:", b"sha512:"].iter().find_map(|made| bytes.strip_prefix(*made));
    let hex = hex.unwrap_or(bytes);
    matches!(hex.len(), SHORTEST | 64 | 96 | 128)
        && hex.iter().all(u8::is_ascii_hexdigit)
        && (is_of_drawn(name) || hex.len() == SHORTEST && is_of_files(name))
}

/// Whether a name says that a secret was hashed, and that nobody chose it.
fn is_of_drawn(name: &[u8]) -> bool {
    let Some(words) = Words::split(name) else {
        return false;
    };
    let (mut made, mut drawn) = (false, false);
    for word in words.iter() {
        if CHOSEN.contains(&word) {
            return false;
        }
        // `tokenhash`, without anything between them.
        let joined = word.strip_suffix(b"hash").is_some_and(|word| DRAWN.contains(&word));
        made |= joined || MADE.contains(&word);
        drawn |= joined || DRAWN.contains(&word);
    }
    made && drawn
}

/// `PackageVerificationCode: d6a770ba…`: the digest of all files of a package
/// (<https://spdx.github.io/spdx-spec/v2.3/package-information/#79-package-verification-code-field>).
pub(in crate::scan::named) fn is_of_files(name: &[u8]) -> bool {
    [&b"packageverificationcode"[..], b"packageverificationcodevalue"]
        .iter()
        .any(|code| ends_with_folded(name, code))
}
