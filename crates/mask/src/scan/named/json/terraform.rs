//! The state of Terraform: what its provider `random` has drawn for a password
//! (<https://registry.terraform.io/providers/hashicorp/random/latest/docs/resources/password>).

use super::pair;
use super::steps::after_value;
use crate::scan::Open;
use crate::scan::named::site::Site;
use crate::scan::named::text::{gap, quoted_word, strip_quote};

const RESULT: &[u8] = b"result";
/// So many members of a resource are before its instances.
const MEMBERS: usize = 6;

/// `"type": "random_password", …, "instances": [{"attributes": {…, "result": "…"}}]`; `at` is after the
/// comma that follows the type.
pub(crate) fn result(site: &Site<'_>, depth: u8, at: usize) -> Option<Open> {
    if site.name() != b"random_password" || pair::label(site, depth) != Some(b"type") {
        return None;
    }
    let bytes = site.view.bytes;
    let start = instances(bytes, at, depth)?;
    let end = after_value(bytes, start, depth).unwrap_or(bytes.len());
    let mut places = bytes.get(start..end)?.windows(RESULT.len()).enumerate();
    places.find_map(|(place, part)| {
        let name = start + place;
        let before = (part == RESULT).then(|| strip_quote(&bytes[..name], depth)).flatten()?;
        let (_, colon) = quoted_word(bytes, before.len(), depth)?;
        site.literal(gap(bytes, gap(bytes, colon) + 1))
    })
}

/// Where the instances of a resource are, or what is planned for it.
fn instances(bytes: &[u8], mut at: usize, depth: u8) -> Option<usize> {
    for _ in 0..MEMBERS {
        let (word, colon) = quoted_word(bytes, at, depth)?;
        let value = gap(bytes, gap(bytes, colon) + 1);
        if matches!(word, b"instances" | b"values") {
            return Some(value);
        }
        let comma = gap(bytes, after_value(bytes, value, depth)?);
        at = (bytes.get(comma) == Some(&b',')).then(|| gap(bytes, comma + 1))?;
    }
    None
}
