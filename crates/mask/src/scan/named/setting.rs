//! Settings that a command or a directive makes, with nothing but blanks before the value.

use super::line::{Line, ends_at};
use super::text::{is_one_of, spaces};
use super::value::first as first_word;
use super::{Site, bare};
use crate::scan::Open;

/// No registry's address is longer, in the settings of npm.
const LONGEST_REGISTRY: usize = 120;

/// `pulumi config set --secret name value`, where more flags may come before the name.
pub(super) fn secret(site: &Site<'_>, mut at: usize) -> Option<Open> {
    const FLAGS: usize = 3;
    let bytes = site.view.bytes;
    for _ in 0..FLAGS {
        let word = first_word(bytes.get(at..)?);
        let end = at + word.len();
        at = spaces(bytes, end);
        // The line ends, escaped or not.
        if at == end || word.contains(&b'\\') {
            return None;
        }
        if !word.starts_with(b"-") {
            return bare::argument(site, at);
        }
    }
    None
}

/// Whether a line is a setting without a sign between: `requirepass …` of Redis.
pub(super) fn is_directive(site: &Site<'_>, rest: &[u8]) -> bool {
    const NAMES: &[&str] = &["requirepass", "auth_pass"];
    let last = || ends_at(rest, first_word(rest).len());
    is_one_of(NAMES, site.name()) && Line::of(site).is_own() && last()
}

/// `npm config set //registry.npmjs.org/:_authToken`: what stands before the registry of a name.
pub(super) fn without_registry(before: &[u8]) -> &[u8] {
    if !before.ends_with(b":") {
        return before;
    }
    let len = before.iter().rev().take(LONGEST_REGISTRY).take_while(|&&byte| byte != b' ').count();
    let (rest, registry) = before.split_at(before.len() - len);
    if registry.starts_with(b"//") { rest } else { before }
}
