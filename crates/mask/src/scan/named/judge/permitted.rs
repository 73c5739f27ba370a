//! What somebody may do with secrets: `"secrets": "read"`.

use crate::kinds::{Kinds, Look};
use crate::scan::named::text::{ends_with_folded, is_one_of};

/// `"secrets": "read"`: what somebody may do with all of them.
pub(super) fn is_permission(value: &[u8], name: &[u8]) -> bool {
    let many = matches!(name, [.., b's' | b'S'])
        || ends_with_folded(name, b"id_token")
        || ends_with_folded(name, b"id-token");
    many && is_one_of(&["read", "write", "admin", "full"], value)
}

/// `secrets=read,environments=read`: the same of all secrets, and of other things after it
/// (<https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#insufficient-permissions>).
pub(super) fn are_permissions(Look { bytes, kinds }: Look<'_>, name: &[u8]) -> bool {
    const LIST: Kinds = Kinds::LOWER.or(Kinds::UNDERSCORE).or(Kinds::EQUALS).or(Kinds::COMMA);
    let mut parts = bytes.split(|byte| *byte == b',');
    let of_more = |part: &[u8]| {
        let (of, may) = part.split_at(part.iter().position(|byte| *byte == b'=').unwrap_or(part.len()));
        !of.is_empty() && may.get(1..).is_some_and(|may| is_permission(may, b"all_others"))
    };
    kinds.only(LIST)
        && kinds.any(Kinds::EQUALS)
        && parts.next().is_some_and(|first| is_permission(first, name))
        && parts.all(of_more)
}
