//! Steps over the members of an object and the items of an array.

use crate::scan::named::text::{escaped_blank, gap, opening_quote};
use crate::scan::skip::{Progress, Skip};

/// So many members of an object are read.
pub(super) const MEMBERS: usize = 6;

/// The first member of the object that a list begins with.
pub(super) fn opening_brace(bytes: &[u8], at: usize) -> Option<usize> {
    (bytes.get(at) == Some(&b'{')).then(|| gap(bytes, at + 1))
}

/// What follows a member or an item.
#[derive(PartialEq, Eq)]
pub(super) enum Next {
    /// Another one, which begins here.
    Begins(usize),
    /// The sign that ends them all.
    Ends(Option<u8>),
}

/// What follows the JSON value at `at`, if that can be seen.
pub(super) fn next(bytes: &[u8], at: usize, depth: u8) -> Option<Next> {
    let end = after_comments(bytes, gap(bytes, after_value(bytes, at, depth)?));
    Some(match bytes.get(end) {
        Some(b',') => Next::Begins(after_comments(bytes, gap(bytes, end + 1))),
        other => Next::Ends(other.copied()),
    })
}

/// After the comments at `at`, as people write them in settings: `/* … */`, `// …`. What is not seen whole goes
/// on to the end of what is.
pub(super) fn after_comments(bytes: &[u8], mut at: usize) -> usize {
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let len = match rest {
            [b'/', b'*', comment @ ..] => {
                comment.windows(2).position(|end| end == b"*/").map(|end| end + "/**/".len())
            }
            [b'/', b'/', ..] => line_len(rest),
            _ => return at,
        };
        at = gap(bytes, len.map_or(bytes.len(), |len| at + len));
    }
}

/// How long the line is that a text begins with. Its end may be escaped.
fn line_len(text: &[u8]) -> Option<usize> {
    (0..text.len()).find(|&at| text[at] == b'\n' || text[at] == b'\\' && escaped_blank(&text[at..]).is_some())
}

/// Where the JSON value at `at` ends, if that can be seen.
pub(crate) fn after_value(bytes: &[u8], at: usize, depth: u8) -> Option<usize> {
    if let Some((own, content)) = opening_quote(bytes, at) {
        let Progress::Done(end) = Skip::string(own).advance(bytes, content, false) else {
            return None;
        };
        return (own == depth).then(|| end + usize::from(own) + 1);
    }
    if matches!(bytes.get(at)?, b'{' | b'[') {
        let Progress::Done(end) = Skip::container(depth).advance(bytes, at, false) else {
            return None;
        };
        return Some(end);
    }
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
    let len = bytes[at..].iter().take(64).take_while(|byte| plain(byte)).count();
    (len > 0).then_some(at + len)
}
