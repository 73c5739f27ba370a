//! What a scanner has found, and does not show:
//! `"Secrets": [{"RuleID": "github-pat", "StartLine": 3, "Match": "TOKEN=****"}]`
//! (<https://trivy.dev/latest/docs/configuration/reporting/#json>).

use super::steps::{Next, next};
use crate::scan::named::site::Site;
use crate::scan::named::text::{gap, is_one_of, literal, quoted_word};

/// No finding has more members before what was found.
const MEMBERS: usize = 12;
/// With so many stars a scanner hides what it has found; a mark of ours has fewer.
const STARS: &[u8] = b"****";

/// Whether the object whose first member is at `at` is such a finding.
pub(super) fn is_one(site: &Site<'_>, mut at: usize, depth: u8) -> bool {
    let bytes = site.view.bytes;
    let mut ruled = false;
    for _ in 0..MEMBERS {
        let Some((word, after)) = quoted_word(bytes, at, depth) else {
            return false;
        };
        let value = gap(bytes, gap(bytes, after) + 1);
        ruled |= is_one_of(&["ruleid"], word);
        if is_one_of(&["match"], word) {
            return ruled && is_hidden(site, value);
        }
        match next(bytes, value, depth) {
            Some(Next::Begins(next)) => at = next,
            _ => return false,
        }
    }
    false
}

/// Whether the string at `at` has its secret in stars.
fn is_hidden(site: &Site<'_>, at: usize) -> bool {
    literal(site.view.bytes, at).is_some_and(|text| {
        let text = site.shown(text.content, &text.skip);
        text.windows(STARS.len()).any(|part| part == STARS)
    })
}
