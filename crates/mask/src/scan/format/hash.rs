//! Hashes of passwords, as `htpasswd` and `/etc/shadow` hold them.

use super::Candidate;
use crate::class::Class;
use crate::scan::Open;

/// Nothing is looked for beyond so many bytes of a hash.
const LONGEST: usize = 256;
/// What a salt or a digest is made of: crypt's alphabet, and the two of base64.
const PARTS: Class = crate::class::TOKEN68;

/// `$id$…$salt$digest`; the literal is `$id$` and one byte.
pub(crate) fn crypt(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, rule, .. } = *candidate;
    let rest = &view.bytes[view.hit..view.bytes.len().min(view.hit + LONGEST)];
    let bcrypt = rest.starts_with(b"$2");
    let part = |byte: &u8| PARTS.has(*byte) || matches!(byte, b'$' | b',');
    let len = rest.iter().take_while(|byte| part(byte)).count();
    let digest = rest[..len].iter().rev().take_while(|&&byte| byte != b'$').count();
    let dollars = rest[..len].iter().filter(|&&byte| byte == b'$').count();
    // bcrypt has its salt and its digest in one.
    let likely = if bcrypt { dollars == 3 && digest == 53 } else { dollars >= 3 && digest >= 22 };
    (likely && len < LONGEST).then(|| Open::known(rule, view.hit, view.hit + len))
}
