//! Hashes of passwords, as `htpasswd` and `/etc/shadow` hold them.

use super::Candidate;
use crate::class::{Class, TOKEN68};
use crate::scan::Open;

/// Nothing is looked for beyond so many bytes of a hash.
const LONGEST: usize = 256;
/// What a salt or a digest is made of: crypt's alphabet, and the two of base64.
const PART: Class = TOKEN68;
/// Of Argon2: its name, version, parameters, salt and digest.
const PARTS_MAX: usize = 5;

/// `$id$…$salt$digest`; the literal is `$id$` and one byte.
pub(crate) fn crypt(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, rule, .. } = *candidate;
    let rest = &view.bytes[view.hit..view.bytes.len().min(view.hit + LONGEST)];
    let bcrypt = rest.starts_with(b"$2");
    let (mut at, mut parts, mut last) = (0, 0, 0);
    while parts < PARTS_MAX && rest.get(at) == Some(&b'$') {
        last = rest[at + 1..].iter().take_while(|&&byte| PART.has(byte) || byte == b',').count();
        at += 1 + last;
        parts += 1;
    }
    // bcrypt has its salt and its digest in one.
    let likely = if bcrypt { parts == 3 && last == 53 } else { parts >= 3 && last >= 22 };
    (likely && at < LONGEST).then(|| Open::known(rule, view.hit, view.hit + at))
}
