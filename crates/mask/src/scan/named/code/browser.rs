//! What is typed into a field whose name stands in a selector, as those write who drive a browser:
//! `page.fill("#password", "…")`, `getByLabel("Password").fill("…")`,
//! `{"element": "Password field", "text": "…"}`, `{"selector": "#password", "value": "…"}`.

use crate::class::Bytes;
use crate::scan::Open;
use crate::scan::named::json::steps::after_value;
use crate::scan::named::site::Site;
use crate::scan::named::text::{
    Quoting, gap, is_one_of, literal, opening_quote, quoted_word, strip_quote, trim_gap,
};
use crate::scan::skip::slashes_before;

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
        b',' if *quote == b'"' => typed(site, at),
        _ => None,
    }
}

/// The same after the bracket of `"input[type=password]"`.
pub(crate) fn indexed(site: &Site<'_>, at: usize) -> Option<Open> {
    let quoted = matches!(site.byte(at), Some(b'"' | b'\\'));
    (quoted && site.before().ends_with(b"=")).then(|| selected(site, at)).flatten()
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
    let close = site.key.end + WORDS.run(rest);
    // Most end in no quote.
    let (depth, _) = opening_quote(bytes, close)?;
    let before = site.before();
    let words = before.iter().rev().take(LONGEST).take_while(|byte| WORDS.has(**byte)).count();
    let named = is_label(&before[..before.len() - words], depth, &[b"element"]);
    named.then(|| text_beside(site, close)).flatten()
}

/// `{"selector": "input[name=\"password\"]", "value": "…"}`; the selector ends at the quote at `at`. A class is not
/// what a field is called.
fn typed(site: &Site<'_>, at: usize) -> Option<Open> {
    const LABELS: &[&[u8]] = &[b"selector", b"locator", b"element"];
    let (depth, _) = opening_quote(site.view.bytes, at)?;
    let near = &site.before()[site.before().len().saturating_sub(LONGEST)..];
    let opens = |at: &usize| near[*at] == b'"' && slashes_before(near, *at) == usize::from(depth);
    let open = (0..near.len()).rev().find(opens)?;
    let named = !near.ends_with(b".") && is_label(&near[..=open], depth, LABELS);
    named.then(|| text_beside(site, at)).flatten()
}

/// The member with what is typed, behind one whose string ends at the quote at `close`.
fn text_beside(site: &Site<'_>, close: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let (depth, mut at) = opening_quote(bytes, close)?;
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

/// Whether `"element":`, or another of these, and a quote is what `before` ends in.
fn is_label(before: &[u8], depth: u8, labels: &[&[u8]]) -> bool {
    let label = strip_quote(before, depth).and_then(|rest| trim_gap(rest).strip_suffix(b":"));
    let label = label.and_then(|rest| strip_quote(trim_gap(rest), depth));
    let own = |label: &[u8], own: &[u8]| label.strip_suffix(own).is_some_and(|rest| rest.ends_with(b"\""));
    label.is_some_and(|label| labels.iter().any(|known| own(label, known)))
}
