//! Constants that hold names: what a header, a field or a setting is called whose value is the secret. The words are
//! those of the constant, written as others write them.

use super::siblings::{self, Form, Line};
use crate::kinds::{Kinds, Look};
use crate::names::Words;
use crate::scan::named::reading;
use crate::scan::named::site::Site;
use crate::scan::named::text::{ends_with_folded, is_one_of};

/// So many lines are read: remarks may stand between constants.
const LINES: usize = 16;
/// So many constants beside one hold their names, too, and half of them all.
const NAMED: usize = 2;
/// So many where they have more words than their names.
const AFTER: usize = 3;
/// A single word may be a password; so many letters of several words are none.
const SEVERAL: usize = 8;
const SHORTEST: usize = 3;
/// Among so many that hold something else, there is no need to look on.
const OTHERS: usize = 8;

/// `youraccesstoken`: what a manual has for the secret of its reader.
pub(super) fn is_of_reader(Look { bytes, kinds }: Look<'_>, site: &Site<'_>) -> bool {
    let owned = bytes.split_at_checked(4).filter(|(your, _)| your.eq_ignore_ascii_case(b"your"));
    // A password may be chosen so.
    let issued = |name: &[u8]| ends_with_folded(name, b"token") || ends_with_folded(name, b"key");
    kinds.only(Kinds::LETTER)
        && owned.is_some_and(|(_, name)| issued(name) && site.engine.sense(name).is_some())
}

/// Whether a value is a name.
pub(super) fn is_name(value: Look<'_>, site: &Site<'_>) -> bool {
    const WORDS: Kinds =
        Kinds::ALNUM.or(Kinds::UNDERSCORE).or(Kinds::DASH).or(Kinds::DOT).or(Kinds::SLASH).or(Kinds::COLON);
    let Look { bytes, kinds } = value;
    // What most values fail comes first.
    if !kinds.only(WORDS) || bytes.len() < SHORTEST || !is_assigned(value, site) {
        return false;
    }
    let (Some(words), Some(name)) = (Words::split(bytes), Words::split(site.name())) else {
        return false;
    };
    // A setting of something is given its value, `app.secret_key = "…"`.
    if is_made_up(&name) || site.name().contains(&b'.') || site.before().ends_with(b".") {
        return false;
    }
    let several = || {
        let letters = words.iter().filter(|word| word.len() > 1 && word.iter().all(u8::is_ascii_alphabetic));
        letters.count() > 1 && bytes.len() >= SEVERAL
    };
    if several() && is_part(&words, &name) {
        return true;
    }
    let (like, after) = (is_like(&words, &name), kinds.any(Kinds::DASH) && is_after_part(&words, &name));
    // Like this, tests have secrets, too.
    let after = after && !is_made_up(&words);
    (like || after)
        && reading::holds(site, |site| {
            Form::of(site).is_some_and(|line| {
                like && is_among_names(site, line, NAMED, is_like)
                    || after && line.0 == Form::Declared && is_among_names(site, line, AFTER, is_after_part)
            })
        })
}

/// Whether code assigns it: in quotes, which may be escaped, after a sign with blanks around it.
pub(super) fn is_assigned(value: Look<'_>, site: &Site<'_>) -> bool {
    const GAP: usize = 64;
    let rest = site.view.bytes.get(site.key.end..).unwrap_or_default();
    let blanks = rest.iter().take(GAP).take_while(|byte| **byte == b' ').count();
    let text = rest.get(blanks..).and_then(|rest| rest.strip_prefix(b"= "));
    let text = text.map(|text| &text[text.iter().take(GAP).take_while(|byte| **byte == b'\\').count()..]);
    blanks > 0 && matches!(text, Some([b'"' | b'\'' | b'`', inner @ ..]) if inner.starts_with(value.bytes))
}

/// Whether the words of a text are among those of a name, in their order, and end as the name does.
fn is_part(text: &Words, name: &Words) -> bool {
    let mut of = name.iter();
    name.folded().ends_with(text.folded())
        || text.iter().all(|word| of.any(|part| part == word)) && of.next().is_none()
}

/// Whether it is a part of the name, one of several like that (`resourceDeviceToken = "devicetokens"`), or the name of
/// a header that nobody registered: `API_KEY = "x-api-key"`.
fn is_like(text: &Words, name: &Words) -> bool {
    let many = || text.folded().strip_suffix(b"s").is_some_and(|one| name.folded().ends_with(one));
    is_part(text, name) || many() || text.first() == b"x" && text.folded().ends_with(name.folded())
}

/// `password = "login-password"`: the name after what it is a part of, as screens have names for what is on them.
fn is_after_part(text: &Words, name: &Words) -> bool {
    text.folded().len() > name.folded().len() && text.folded().ends_with(name.folded())
}

fn is_among_names(
    site: &Site<'_>,
    (_, start): (Form, usize),
    least: usize,
    holds: fn(&Words, &Words) -> bool,
) -> bool {
    let (mut named, mut all) = (0, 0);
    siblings::each(site, (Form::Declared, start), LINES, |line| {
        match line {
            Line::Nothing | Line::Other => {}
            Line::Marked => (named, all) = (named + 1, all + 1),
            Line::Pair(name, text) => {
                named += usize::from(holds_name(name, text, holds));
                all += 1;
            }
        }
        // Enough of either was seen.
        !(named > least && named * 2 >= all) && all - named <= OTHERS
    });
    named >= least && named * 2 >= all
}

fn holds_name(name: &[u8], text: &[u8], holds: fn(&Words, &Words) -> bool) -> bool {
    // What most texts fail comes first.
    let ends = text.last().zip(name.last()).is_some_and(|(text, name)| text.eq_ignore_ascii_case(name));
    if !ends && !text.ends_with(b"s") {
        return false;
    }
    let words = Words::split(text).zip(Words::split(name));
    text.len() >= SHORTEST && words.is_some_and(|(text, name)| holds(&text, &name))
}

/// Whether a name says that what it holds was made up.
pub(super) fn is_made_up(name: &Words) -> bool {
    is_one_of(&["default", "dummy", "expected", "fake", "mock", "my", "some", "test"], name.first())
}
