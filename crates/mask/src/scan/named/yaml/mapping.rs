//! Members of a YAML mapping below a telling name: `secrets:` and a line for each of them.

use crate::class::NAME;
use crate::kinds::{Kinds, Look};
use crate::mark::MARK;
use crate::names::Sense;
use crate::scan::Open;
use crate::scan::ahead::Ahead;
use crate::scan::engine::RuleId;
use crate::scan::named::judge::harmless::is_harmless;
use crate::scan::named::judge::{suspect, types};
use crate::scan::named::line::{ends_at, line_end, next_line};
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::named::text::{ends_with_folded, is_one_of, literal, spaces};
use crate::scan::skip::{Ends, Skip};

/// So many members are looked at.
const MEMBERS: usize = 16;
/// Longer lines are not read.
const LINE: usize = 200;

/// Members that say what a value must be, and none is here.
const SCHEMA: &[&str] =
    &["type", "$ref", "format", "description", "properties", "anyof", "allof", "oneof", "required"];

/// What names end in whose values look drawn and open nothing.
const PUBLIC: &[&str] = &[
    "id",
    "uuid",
    "arn",
    "ref",
    "name",
    "user",
    "email",
    "hash",
    "digest",
    "checksum",
    "sha",
    "sha1",
    "sha256",
    "sha512",
    "fingerprint",
    "commit",
    "revision",
    "version",
    "tag",
    "image",
    "url",
    "uri",
    "host",
    "path",
    "file",
    "cert",
    "certificate",
    "ca",
    "address",
];

/// Adds those that look drawn at random or like a password; `at` is where the line of the name ends.
///
/// A mark ends the look: what it stands for was longer, and behind it more could be seen now.
pub(super) fn members(site: &Site<'_>, indent: usize, mut at: usize, found: &mut Ahead) {
    let bytes = site.view.bytes;
    if !matches!(site.sense, Sense::Any | Sense::Random) {
        return;
    }
    let mut own = None;
    for _ in 0..MEMBERS {
        let Some((start, escaped)) = next_line(bytes, at) else { return };
        let name = spaces(bytes, start);
        let rest = &bytes[name..];
        let (word, deeper) = (&rest[..NAME.short_run(rest)], name - start);
        let (begins, colon) = (!word.is_empty(), bytes.get(name + word.len()) == Some(&b':'));
        if deeper <= indent || !begins && rest.first() != Some(&b'#') || is_one_of(SCHEMA, word) {
            return;
        }
        let end = line_end(&bytes[..bytes.len().min(name + LINE)], name, escaped);
        let line = &bytes[name..end.unwrap_or(bytes.len().min(name + LINE))];
        if line.windows(MARK.len()).any(|part| part == MARK) {
            return;
        }
        let direct = begins && *own.get_or_insert(deeper) == deeper;
        if direct
            && colon
            && !is_public(word)
            && let Some(open) = member(site, spaces(bytes, name + word.len() + 1))
        {
            site.engine.add_found(site.view, open, found);
        }
        let Some(end) = end else { return };
        at = end;
    }
}

pub(crate) fn is_public(name: &[u8]) -> bool {
    let ends = |end: &&str| ends_with_folded(name, end.as_bytes());
    PUBLIC.iter().any(ends)
}

/// The value at `at` if it looks like a secret.
fn member(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    if let Some(string) = literal(bytes, at) {
        let value = site.shown(string.content, &string.skip);
        let close = string.content + value.len();
        let fits = is_secret(site, value) && ends_at(bytes, close + string.quote.width());
        return fits.then(|| Open::known(RuleId::KEY_NAME, string.content, close));
    }
    let skip = Skip::plain(Ends::LineWord);
    let value = site.shown(at, &skip);
    let fits = is_secret(site, value) && ends_at(bytes, at + value.len()) && !types::is_type(value);
    fits.then(|| Open::new(RuleId::KEY_NAME, at, skip))
}

fn is_secret(site: &Site<'_>, value: &[u8]) -> bool {
    if value.len() >= SHOWN {
        // Where it ends is not seen.
        return false;
    }
    let value = Look::at(value);
    (suspect::is_word(value) || suspect::is_password(value) || is_chosen(site, value))
        && !is_harmless(value, site.engine)
}

/// `hunter77x` below `secrets` or `passwords`, which hold nothing else; the names of some have dashes.
fn is_chosen(site: &Site<'_>, value: Look<'_>) -> bool {
    const DIGITS: usize = 2;
    let digits = value.bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    is_one_of(&["secrets", "passwords"], site.name())
        && value.kinds.only(Kinds::ALNUM)
        && digits >= DIGITS
        && suspect::is_chosen(value)
        && site.engine.sense(value.bytes).is_none()
}
