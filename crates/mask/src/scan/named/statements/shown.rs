//! What a page shows after a label, with the marks of HTML between: `Password: <b>…</b>`,
//! `<td>Password</td><td>…</td>`, or those of Markdown around it: `Password: **…**`.

use super::prose::{self, clear, ends_sentence};
use crate::class::Bytes;
use crate::kinds::{Kinds, Look};
use crate::scan::Open;
use crate::scan::named::judge;
use crate::scan::named::line::{Line, ends_at};
use crate::scan::named::markup::elements::after_close;
use crate::scan::named::site::Site;
use crate::scan::named::text::{first_word_of_line, gap, is_one_of};
use crate::scan::named::words::word;

/// So many tags and colons may be between the two.
const STEPS: usize = 8;
/// No tag is longer.
const TAG: usize = 96;
/// What only says how its text looks.
const LOOKS: &[&str] =
    &["b", "strong", "i", "em", "u", "code", "kbd", "samp", "tt", "pre", "span", "font", "mark", "br", "p"];
/// What text stands beside other text in.
const CELLS: &[&str] = &["td", "th", "dt", "dd"];

/// A tag.
enum Tag {
    Opens { cell: bool },
    Closes { cell: bool },
}

/// The value after the name, a colon or the end of its cell, and tags.
pub(crate) fn value(site: &Site<'_>) -> Option<Open> {
    let bytes = site.view.bytes;
    let (mut at, mut colon, mut closed, mut cell) = (site.key.end, false, false, false);
    for _ in 0..STEPS {
        at = gap(bytes, at);
        if bytes.get(at) == Some(&b':') && !colon {
            colon = true;
            at += 1;
            continue;
        }
        let Some((tag, after)) = tag(bytes, at) else { break };
        at = after;
        match tag {
            Tag::Opens { cell: true } => cell = closed,
            Tag::Closes { cell: true } => closed = true,
            _ => {}
        }
    }
    (at > site.key.end && (cell || colon && !closed)).then(|| text(site, at)).flatten()
}

/// `The password is <b>…</b>`; `at` is at the tag.
pub(super) fn emphasised(site: &Site<'_>, at: usize) -> Option<Open> {
    match tag(site.view.bytes, at)? {
        (Tag::Opens { cell: false }, after) => text(site, after),
        _ => None,
    }
}

/// `Password: **marmalade**`, all of a line or of an item, and neither `**required**` nor `**Optional**`; `at` is at the
/// stars.
pub(crate) fn in_bold(site: &Site<'_>, line: Line, at: usize) -> Option<Open> {
    const STARS: &[u8] = b"**";
    let start = at + STARS.len();
    let value = Look::at(first_word_of_line(site.view.bytes.get(start..)?));
    let word = Look::at(value.bytes.strip_suffix(STARS)?);
    let plain = word.kinds.only(Kinds::LOWER) || judge::is_opaque(word);
    let fits = plain && !word.kinds.any(Kinds::STAR) && prose::is_told_word(site, word);
    ((line.is_own() || prose::is_item(site)) && fits && ends_at(site.view.bytes, start + value.bytes.len()))
        .then(|| word::run(site, start, word))
        .flatten()
}

/// A word that is all of its element, or the last of its line.
fn text(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    clear(site, at).filter(|open| {
        let end = site.view.end_of(open.start, &open.skip);
        let rest = bytes.get(gap(bytes, end)..).unwrap_or_default();
        after_close(rest).is_some() || ends_sentence(site, end) || ends_at(bytes, end)
    })
}

/// The tag at `at`, if it is one of these, and what follows it.
fn tag(bytes: &[u8], at: usize) -> Option<(Tag, usize)> {
    static NAME: Bytes = Bytes::alnum_and(b"");
    let rest = bytes.get(at..bytes.len().min(at + TAG))?;
    let closing = after_close(rest);
    let inner = closing.or_else(|| rest.strip_prefix(b"<"))?;
    let name = &inner[..NAME.run(inner)];
    let end = inner.iter().position(|byte| matches!(byte, b'<' | b'>'))?;
    let cell = is_one_of(CELLS, name);
    let known = inner[end] == b'>' && (cell || is_one_of(LOOKS, name));
    let tag = if closing.is_some() { Tag::Closes { cell } } else { Tag::Opens { cell } };
    known.then_some((tag, at + rest.len() - inner.len() + end + 1))
}
