//! The tokens of a design: `"token": {"color": {"primary": {"value": "#17f71a", "type": "color"}}}`
//! (<https://www.designtokens.org/tr/drafts/format/>).

use super::steps::{Next, next, opening_brace};
use crate::scan::named::site::Site;
use crate::scan::named::text::{ends_with_folded, gap, is_one_of, literal, quoted_word};

/// A group in a group of tokens is no deeper.
const GROUPS: usize = 5;
/// What a token is said to be, and what it is said with.
const MEMBERS: usize = 3;
/// What a token may be.
const TYPES: &[&str] = &[
    "border",
    "color",
    "cubicbezier",
    "dimension",
    "duration",
    "fontfamily",
    "fontweight",
    "gradient",
    "number",
    "shadow",
    "sizing",
    "spacing",
    "strokestyle",
    "transition",
    "typography",
];
/// What lengths and times are counted in.
const UNITS: &[&str] = &["%", "deg", "em", "ms", "px", "rem", "s", "vh", "vw"];

/// Whether the object whose first member is at `at` is a group of them, as the first one shows.
pub(super) fn is_one(site: &Site<'_>, mut at: usize, depth: u8) -> bool {
    let bytes = site.view.bytes;
    if !ends_with_folded(site.name(), b"token") && !ends_with_folded(site.name(), b"tokens") {
        return false;
    }
    for _ in 0..GROUPS {
        let Some((_, after)) = quoted_word(bytes, at, depth) else {
            return false;
        };
        let value = gap(bytes, gap(bytes, after) + 1);
        match opening_brace(bytes, value) {
            Some(first) => at = first,
            None => return is_token(site, at, depth),
        }
    }
    false
}

/// Whether the members at `at` say that a colour or a length is meant, and which one.
fn is_token(site: &Site<'_>, mut at: usize, depth: u8) -> bool {
    let bytes = site.view.bytes;
    for _ in 0..MEMBERS {
        let Some((word, after)) = quoted_word(bytes, at, depth) else {
            return false;
        };
        let value = gap(bytes, gap(bytes, after) + 1);
        let text = literal(bytes, value).map(|text| site.shown(text.content, &text.skip)).unwrap_or_default();
        if is_one_of(&["value", "$value"], word) && is_measure(text)
            || is_one_of(&["type", "$type"], word) && is_one_of(TYPES, text)
        {
            return true;
        }
        match next(bytes, value, depth) {
            Some(Next::Begins(next)) => at = next,
            _ => return false,
        }
    }
    false
}

/// `#17f71a`, `1.5rem`.
fn is_measure(text: &[u8]) -> bool {
    if let Some(color) = text.strip_prefix(b"#") {
        return matches!(color.len(), 3 | 4 | 6 | 8) && color.iter().all(u8::is_ascii_hexdigit);
    }
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
    digits > 0 && is_one_of(UNITS, &text[digits..])
}
