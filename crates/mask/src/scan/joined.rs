//! The parts of a token in strings that a program joins: `"eyJ…" + "…"`, and in languages that join what stands
//! on lines of its own, without a sign. Each part is a span of its own, and the next is looked for behind it.

use super::follow::Follow;
use super::joint;
use super::span::Open;
use super::{View, engine::RuleId, skip::Skip};
use crate::class::TOKEN68;

/// What is shorter is put together of words as often.
const FIRST: usize = 24;

/// What is to be looked for behind a string of which so much, `text`, is the first part of a token, with `rest`
/// behind it.
pub(crate) fn after(text: &[u8], rest: &[u8]) -> Option<Follow> {
    let drawn = || text.iter().any(u8::is_ascii_digit) && text.iter().any(u8::is_ascii_alphabetic);
    (text.len() >= FIRST && part(rest).is_some() && drawn()).then_some(Follow::Joined)
}

/// The same behind a string of a password, however short: `"amber" + "river77"`.
pub(crate) fn after_chosen(rest: &[u8]) -> Option<Follow> {
    let (start, _) = part(rest)?;
    rest[..start].contains(&b'+').then_some(Follow::Joined)
}

/// The part that follows the one that ended at the view's hit.
pub(super) fn next(view: &View<'_>, rule: RuleId) -> Option<Open> {
    let (start, text) = part(view.bytes.get(view.hit..)?)?;
    let start = view.hit + start;
    let class = (start + text.len() == view.bytes.len()).then_some(TOKEN68);
    let skip = Skip::Run { known: text.len(), class };
    Some(Open { follow: Some(Follow::Joined), ..Open::new(rule, start, skip) })
}

/// The part in the string that is joined to the one that ends where `rest` begins, and where it starts.
pub(crate) fn part(rest: &[u8]) -> Option<(usize, &[u8])> {
    let start = joint::strings(rest)?;
    let string = rest.get(start..)?;
    let (text, after) = string.split_at(TOKEN68.run(string));
    let drawn = text.iter().any(u8::is_ascii_digit) || is_scrambled(text) || text.ends_with(b"=");
    (drawn && (after.is_empty() || joint::ends_string(after))).then_some((start, text))
}

/// A capital after a small letter.
fn is_scrambled(text: &[u8]) -> bool {
    text.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
}
