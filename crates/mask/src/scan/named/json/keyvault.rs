//! What Azure Key Vault answers: the address of a secret, and the secret beside it
//! (<https://learn.microsoft.com/rest/api/keyvault/secrets/get-secret/get-secret>).

use super::pair;
use crate::class::GRAPHIC;
use crate::scan::Open;
use crate::scan::named::site::Site;
use crate::scan::named::text::opening_quote;
use crate::scan::skip::{Progress, Skip, slashes_before};

const HOST: &[u8] = b".vault.azure.net/";
/// No address is longer before its secret.
const LONGEST: usize = 64;

/// Whether `name`, after `before`, is the step to the secrets of a vault.
pub(crate) fn is_step(before: &[u8], name: &[u8]) -> bool {
    name == b"secrets" && before.ends_with(HOST)
}

/// `"id": "https://x.vault.azure.net/secrets/db/9f86", "value": "…"`, in either order.
pub(crate) fn value(site: &Site<'_>) -> Option<Open> {
    let before = site.before();
    if !is_step(before, site.name()) {
        return None;
    }
    let bytes = site.view.bytes;
    let part = |byte: &u8| GRAPHIC.has(*byte) && *byte != b'"';
    let content = site.key.start - before.iter().rev().take(LONGEST).take_while(|byte| part(byte)).count();
    let slashes = slashes_before(bytes, content.checked_sub(1)?);
    let start = content - 1 - slashes;
    let (depth, opened) = opening_quote(bytes, start)?;
    let label = pair::label_of(bytes.get(site.view.floor..start)?, depth)?;
    if opened != content || label != b"id" {
        return None;
    }
    let Progress::Done(close) = Skip::string(depth).advance(bytes, content, false) else {
        return None;
    };
    let (_, end) = opening_quote(bytes, close)?;
    site.literal(pair::beside(site.view, (start, end), depth, &["value"])?)
}
