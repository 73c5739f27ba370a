//! What is typed into a field whose name stands in a selector, as those write who drive a browser:
//! `page.fill("#password", "…")`, `getByLabel("Password").fill("…")`,
//! `{"element": "Password field", "text": "…"}`.

use crate::class::Bytes;
use crate::scan::Open;
use crate::scan::named::json::steps::after_value;
use crate::scan::named::site::Site;
use crate::scan::named::text::{
    Quoting, gap, is_one_of, literal, opening_quote, quoted_word, strip_quote, trim_gap,
};

/// Methods that type into what a selector before them finds.
const METHODS: &[&[u8]] = &[
    b".fill(",
    b".type(",
    b".pressSequentially(",
    b".send_keys(",
    b".sendKeys(",
    b".setValue(",
    b".clear().fill(",
];
/// Calls that take a selector and what to type.
const CALLS: &[&[u8]] = &[b"fill(", b".type("];

/// No selector and no name of an element is longer.
const LONGEST: usize = 64;
/// So many members may stand between an element and the text for it.
const MEMBERS: usize = 4;

/// A selector ends at the quote at `at`: `"#password"`.
pub(crate) fn selected(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let quote = bytes.get(at + bytes[at..].iter().take(LONGEST).take_while(|&&b| b == b'\\').count())?;
    let after = match opening_quote(bytes, at) {
        Some((_, after)) => after,
        None => at + 1,
    };
    let next = gap(bytes, after);
    match bytes.get(next)? {
        b')' => method(site, next + 1),
        b',' if is_call(site.before(), *quote) => string(site, gap(bytes, next + 1)),
        _ => None,
    }
}

/// `.fill("…")` at `at`.
pub(crate) fn method(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = site.view.bytes.get(at..)?;
    // A path is asked for, and no field found: `.post('/token').type('form')`.
    let path = site.name().contains(&b'/') || site.before().ends_with(b"/");
    if rest.first() != Some(&b'.') || path {
        return None;
    }
    let method = METHODS.iter().find(|method| rest.starts_with(method))?;
    string(site, gap(site.view.bytes, at + method.len()))
}

fn string(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = site.view.bytes.get(at..)?;
    matches!(rest.first()?, b'"' | b'\'' | b'`' | b'\\').then(|| site.literal(at)).flatten()
}

/// Whether the string that `before` ends in is the first argument of such a call.
fn is_call(before: &[u8], quote: u8) -> bool {
    let near = &before[before.len().saturating_sub(LONGEST)..];
    let Some(open) = near.iter().rposition(|&byte| byte == quote) else {
        return false;
    };
    let callee = trim_gap(&near[..open]);
    let callee = &callee[..callee.len() - callee.iter().rev().take_while(|&&byte| byte == b'\\').count()];
    CALLS.iter().any(|call| callee.ends_with(call))
}

/// What an element is called by people.
static WORDS: Bytes = Bytes::alnum_and(b" -_'.,:()");

/// `{"element": "Password field", …, "text": "…"}`, where more words follow the name.
pub(crate) fn element(site: &Site<'_>) -> Option<Open> {
    let bytes = site.view.bytes;
    let rest = &bytes[site.key.end..bytes.len().min(site.key.end + LONGEST)];
    let (depth, mut at) = opening_quote(bytes, site.key.end + WORDS.run(rest))?;
    let before = site.before();
    let words = before.iter().rev().take(LONGEST).take_while(|byte| WORDS.has(**byte)).count();
    if !is_element(&before[..before.len() - words], depth) {
        return None;
    }
    for _ in 0..MEMBERS {
        let comma = gap(bytes, at);
        if bytes.get(comma) != Some(&b',') {
            return None;
        }
        let (name, colon) = quoted_word(bytes, gap(bytes, comma + 1), depth)?;
        let value = gap(bytes, gap(bytes, colon) + 1);
        if is_one_of(&["text", "value"], name) {
            let same = literal(bytes, value).is_some_and(|it| it.quote == Quoting::Double(depth));
            return same.then(|| site.literal(value)).flatten();
        }
        at = after_value(bytes, value, depth)?;
    }
    None
}

/// Whether `"element":` and a quote is what `before` ends in.
fn is_element(before: &[u8], depth: u8) -> bool {
    let label = strip_quote(before, depth).and_then(|rest| trim_gap(rest).strip_suffix(b":"));
    let label = label.and_then(|rest| strip_quote(trim_gap(rest), depth));
    label.is_some_and(|label| label.ends_with(b"\"element"))
}
