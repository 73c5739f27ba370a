//! A name and its value as two members: `{"name": "DB_PASSWORD", "value": "…"}`.

use super::container::{container, is_drawn, number};
use super::property;
use super::steps::after_value;
use crate::scan::named::site::Site;
use crate::scan::named::text::{self, Quoting, gap, is_one_of, quoted_word, strip_quote, trim_gap};
use crate::scan::{Open, View};

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
    "optionname",
    "settingname",
    "attribute",
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
    "values",
];
/// What may follow a path: it is more often one to a page than to a secret.
const PATH_VALUES: &[&str] = &["value"];
/// What follows the name of a type, or is before it.
const TYPE_VALUES: &[&str] = &["value"];

/// So many members may stand between the two.
const MEMBERS: usize = 8;

/// The value is after the name; `at` is after the comma.
pub(crate) fn after(site: &Site<'_>, depth: u8, at: usize) -> Option<Open> {
    let values = values(site, depth)?;
    match following(site.view.bytes, at, depth, values)? {
        Some((word, value)) => value_at(site, depth, word, value),
        None => before(site, Quoting::Double(depth)),
    }
}

/// The value is before the name, which is the last member or whose followers are of no use.
pub(crate) fn before(site: &Site<'_>, quoting: Quoting) -> Option<Open> {
    let Quoting::Double(depth) = quoting else {
        return None;
    };
    let values = values(site, depth)?;
    let name = site.key.start - usize::from(depth) - 1;
    let (word, value) = preceding(site.view, name, depth, values)?;
    value_at(site, depth, word, value)
}

/// Where the value is that is called so, beside a member whose own value is a string from `start`, its quote
/// included, to `end`.
pub(crate) fn beside(
    view: &View<'_>,
    (start, end): (usize, usize),
    depth: u8,
    values: &[&str],
) -> Option<usize> {
    let comma = gap(view.bytes, end);
    let follows = (view.bytes.get(comma) == Some(&b','))
        .then(|| following(view.bytes, gap(view.bytes, comma + 1), depth, values).flatten());
    follows.flatten().or_else(|| preceding(view, start, depth, values)).map(|(_, value)| value)
}

/// The member that is called so among those from `at` on, and where its value is: `None` if what is there is
/// no member.
fn following<'b>(
    bytes: &'b [u8],
    mut at: usize,
    depth: u8,
    values: &[&str],
) -> Option<Option<(&'b [u8], usize)>> {
    for _ in 0..MEMBERS {
        let (word, colon) = quoted_word(bytes, at, depth)?;
        let value = gap(bytes, gap(bytes, colon) + 1);
        if is_one_of(values, word) {
            return Some(Some((word, value)));
        }
        let comma = gap(bytes, after_value(bytes, value, depth)?);
        if bytes.get(comma) != Some(&b',') {
            break;
        }
        at = gap(bytes, comma + 1);
    }
    Some(None)
}

/// The same among the members before the string that begins at `name`.
fn preceding<'b>(view: &View<'b>, name: usize, depth: u8, values: &[&str]) -> Option<(&'b [u8], usize)> {
    let before = view.bytes.get(view.floor..name)?;
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
            return Some((&before[start..=end], value));
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
    // `{"key": "thing", "value": "…", "type": "secret"}`, as Postman has its variables
    // (<https://learning.postman.com/docs/sending-requests/variables/variables/>).
    if matches!(label(site, depth), Some(b"format" | b"type")) {
        return property::given_at(site, word, at, depth);
    }
    // Of a chart, or of what may be chosen: only what was drawn.
    if is_one_of(&["values"], word) && !(bytes.get(at) == Some(&b'[') && is_drawn(site, gap(bytes, at + 1))) {
        return None;
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
    if label == b"type" && site.name() == b"secret" {
        return Some(TYPE_VALUES);
    }
    (label == b"path" && site.name().starts_with(b"/")).then_some(PATH_VALUES)
}

pub(super) fn label<'s>(site: &'s Site<'_>, depth: u8) -> Option<&'s [u8]> {
    label_of(strip_quote(site.before(), depth)?, depth)
}

/// What the member is called whose value would follow `before`.
pub(crate) fn label_of(before: &[u8], depth: u8) -> Option<&[u8]> {
    let before = trim_gap(trim_gap(before).strip_suffix(b":")?);
    let before = strip_quote(before, depth)?;
    let start = before.iter().rev().take(16).position(|&byte| byte == b'"')?;
    Some(&before[before.len() - start..])
}
