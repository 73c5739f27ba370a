//! `"ConnectionStrings": {"Default": "Server=…;Password=…"}`: an object that is looked into if the
//! secrets of all its strings are found by names or rules of their own.

use super::steps::{Next, next};
use crate::scan::named::judge::connects;
use crate::scan::named::site::Site;
use crate::scan::named::text::{ends_with_folded, gap, literal, quoted_word};
use crate::scan::skip::Progress;

/// No application has more.
const MEMBERS: usize = 12;

/// What leads to the secret of a connection string, or says that it has none.
const TELLING: &[&[u8]] = &[
    b"password=",
    b"pwd=",
    b"accountkey=",
    b"sharedaccesskey=",
    b"sharedaccesssignature=",
    b"trusted_connection=true",
    b"integrated security=true",
    b"integrated security=sspi",
    b"authentication=active directory",
];

/// Whether the object whose first member is at `at` is such a one.
pub(super) fn are_told(site: &Site<'_>, mut at: usize, depth: u8) -> bool {
    let bytes = site.view.bytes;
    if !ends_with_folded(site.name(), b"connectionstrings") {
        return false;
    }
    for _ in 0..MEMBERS {
        let Some((_, after)) = quoted_word(bytes, at, depth) else {
            return false;
        };
        let value = gap(bytes, gap(bytes, after) + 1);
        match next(bytes, value, depth).filter(|_| is_told(bytes, value)) {
            Some(Next::Begins(next)) => at = next,
            other => return other == Some(Next::Ends(Some(b'}'))),
        }
    }
    false
}

/// Whether the secret of the string at `at` is told by what stands before it.
fn is_told(bytes: &[u8], at: usize) -> bool {
    let Some(string) = literal(bytes, at) else {
        return false;
    };
    let Progress::Done(end) = string.skip.clone().advance(bytes, string.content, false) else {
        return false;
    };
    let text = &bytes[string.content..end];
    let has = |word: &&[u8]| text.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
    TELLING.iter().any(has) || has_user(text) || connects::has_no_password(text)
}

/// `mongodb://ada:X@host`.
fn has_user(text: &[u8]) -> bool {
    let scheme = text.windows(3).position(|part| part == b"://");
    let user = scheme.map(|at| &text[at + 3..]).unwrap_or_default();
    let end = user.iter().position(|&byte| byte == b'@').unwrap_or(0);
    user[..end].contains(&b':')
}
