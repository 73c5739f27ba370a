//! `SecretID` after its `AccessorID`: what a token of Consul or Nomad is used by, a UUID
//! (<https://developer.hashicorp.com/consul/api-docs/acl/tokens>). Elsewhere it says which secret.

use super::judge;
use super::key::Key;
use crate::mark::MARK;
use crate::scan::engine::RuleId;
use crate::scan::{Open, View};

/// The other may be so far before it.
const FAR: usize = 160;
/// So many signs and blanks are between the name and its value.
const SIGNS: usize = 24;
/// How long a UUID is.
const UUID: usize = 36;
const ACCESSOR: &[u8] = b"AccessorID";

/// The secret that belongs to the name, if it is this one.
pub(super) fn secret(view: &View<'_>, key: &Key, name: &[u8]) -> Option<Open> {
    if name != b"SecretID" {
        return None;
    }
    let rest = view.bytes.get(key.end..)?;
    let signs = rest.iter().take(SIGNS).take_while(|byte| b"\"\\: =".contains(byte)).count();
    let (value, after) = rest.get(signs..)?.split_at_checked(UUID)?;
    let before = &view.bytes[view.floor.max(key.start.saturating_sub(FAR))..key.start];
    // A mark ends the look: what it stands for was longer.
    let end_of_mark = before.windows(MARK.len()).rposition(|part| part == MARK);
    let before = &before[end_of_mark.unwrap_or(0)..];
    let near = || before.windows(ACCESSOR.len()).any(|part| part == ACCESSOR);
    let whole = !after.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
    let start = key.end + signs;
    (signs > 0 && whole && judge::is_uuid(value) && near())
        .then(|| Open::known(RuleId::KEY_NAME, start, start + UUID))
}
