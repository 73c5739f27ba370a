//! A name and its value as two members: `{"name": "DB_PASSWORD", "value": "…"}`.

use super::container::{container, number};
use super::property;
use super::steps::after_value;
use crate::scan::Open;
use crate::scan::named::site::Site;
use crate::scan::named::text::{self, Quoting, gap, is_one_of, quoted_word, strip_quote, trim_gap};

/// Names of the name in a name-value pair, and of its value.
pub(crate) const NAMES: &[&str] = &[
    "name",
    "key",
    "header",
    "variable",
    "field",
    "param",
    "env",
    "k",
    "n",
    "id",
    "label",
    "parameter",
    "property",
    "parameterkey",
    "parametername",
    "paramname",
    "headername",
];
pub(crate) const VALUES: &[&str] = &[
    "value",
    "val",
    "content",
    "v",
    "secretvalue",
    "default",
    "defaultvalue",
    "parametervalue",
    "paramvalue",
    "headervalue",
];
/// What may follow a path: it is more often one to a page than to a secret.
const PATH_VALUES: &[&str] = &["value"];

/// So many members may stand between the two.
const MEMBERS: usize = 8;

/// The value is after the name; `at` is after the comma.
pub(crate) fn after(site: &Site<'_>, depth: u8, mut at: usize) -> Option<Open> {
    let values = values(site, depth)?;
    let bytes = site.view.bytes;
    for _ in 0..MEMBERS {
        let (word, colon) = quoted_word(bytes, at, depth)?;
        let value = gap(bytes, gap(bytes, colon) + 1);
        if is_one_of(values, word) {
            return value_at(site, depth, word, value);
        }
        let comma = gap(bytes, after_value(bytes, value, depth)?);
        if bytes.get(comma) != Some(&b',') {
            break;
        }
        at = gap(bytes, comma + 1);
    }
    before(site, Quoting::Double(depth))
}

/// The value is before the name, which is the last member or whose followers are of no use.
pub(crate) fn before(site: &Site<'_>, quoting: Quoting) -> Option<Open> {
    let Quoting::Double(depth) = quoting else {
        return None;
    };
    let values = values(site, depth)?;
    let view = site.view;
    let name = site.key.start - usize::from(depth) - 1;
    let before = &view.bytes[view.floor..name];
    // Names of values are short, so is the look back for them.
    let ends = (0..before.len()).rev().filter(|&at| {
        let last = matches!(before[at], b'e' | b'l' | b'E' | b'v') || is_default(&before[..=at]);
        last && matches!(before.get(at + 1), Some(b'"' | b'\\'))
    });
    for end in ends.take(4) {
        // `name` is the most frequent of those that are none.
        let may_end = match before[end] {
            b'e' | b'E' => matches!(before[..end].last(), Some(b'u' | b'U')) || is_default(&before[..=end]),
            _ => true,
        };
        if !may_end {
            continue;
        }
        let start = before[..end].iter().rposition(|byte| !byte.is_ascii_alphabetic())? + 1;
        if !is_one_of(values, &before[start..=end]) || start <= usize::from(depth) {
            continue;
        }
        let quote = view.floor + start - usize::from(depth) - 1;
        let Some((_, colon)) = quoted_word(view.bytes, quote, depth) else {
            continue;
        };
        let value = gap(view.bytes, gap(view.bytes, colon) + 1);
        if reaches(view.bytes, value, depth, name) {
            return value_at(site, depth, &before[start..=end], value);
        }
    }
    None
}

/// Whether this ends in a word for what holds if nothing else is said, or is shown.
fn is_default(before: &[u8]) -> bool {
    match before.last() {
        Some(b't') => before.ends_with(b"default") || before.ends_with(b"const"),
        Some(b'e') => before.ends_with(b"example"),
        Some(b's') => before.ends_with(b"examples"),
        _ => false,
    }
}

/// Whether from the value at `at` only members lead to the one whose value is at `name`.
fn reaches(bytes: &[u8], mut at: usize, depth: u8, name: usize) -> bool {
    for _ in 0..MEMBERS {
        if at >= name {
            return at == name;
        }
        let Some(end) = after_value(&bytes[..name], at, depth) else {
            return false;
        };
        let comma = gap(bytes, end);
        let Some((_, colon)) = quoted_word(bytes, gap(bytes, comma + 1), depth) else {
            return false;
        };
        if bytes[comma] != b',' {
            return false;
        }
        at = gap(bytes, gap(bytes, colon) + 1);
    }
    false
}

fn value_at(site: &Site<'_>, depth: u8, word: &[u8], at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    if label(site, depth) == Some(b"format") {
        return property::given_at(site, word, at, depth);
    }
    match bytes.get(at)? {
        b'{' | b'[' => container(site, at, depth),
        b'0'..=b'9' | b'-' => number(site, at, depth),
        _ => {
            let (own, _) = text::opening_quote(bytes, at)?;
            (own == depth).then(|| site.literal(at)).flatten()
        }
    }
}

/// What the value is called, if the name is that of a member that is called `name` or its like, or
/// the `path` of a JSON Patch.
fn values(site: &Site<'_>, depth: u8) -> Option<&'static [&'static str]> {
    let label = label(site, depth)?;
    if is_one_of(NAMES, label) {
        return Some(VALUES);
    }
    if label == b"format" && matches!(site.name(), b"password" | b"secret") {
        return Some(property::VALUES);
    }
    (label == b"path" && site.name().starts_with(b"/")).then_some(PATH_VALUES)
}

fn label<'s>(site: &'s Site<'_>, depth: u8) -> Option<&'s [u8]> {
    let quote = strip_quote(site.before(), depth)?;
    let before = trim_gap(trim_gap(quote).strip_suffix(b":")?);
    let before = strip_quote(before, depth)?;
    let start = before.iter().rev().take(16).position(|&byte| byte == b'"')?;
    Some(&before[before.len() - start..])
}
