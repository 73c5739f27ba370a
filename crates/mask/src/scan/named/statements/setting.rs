//! Settings that are written as a name, a blank and a word, each on a line of its own: those of fluentd, HAProxy, ssh,
//! Redis.

use crate::class::{Bytes, NAME};
use crate::kinds::{Kinds, Look};
use crate::names::Sense;
use crate::scan::named::judge::types;
use crate::scan::named::line::{Line, line_at_end, line_end, next_line};
use crate::scan::named::site::Site;
use crate::scan::named::text::{first_word, is_one_of, trim_gap};

use super::prose;

/// A passphrase has so many words.
const WORDS: usize = 4;
/// And a word no fewer letters, beside whose it is.
const SHORTEST: usize = 5;
/// So many lines beside are read.
const COMMENTS: usize = 4;
/// No line of settings is longer.
const LINE: usize = 160;

/// Whether a name may begin such a line: most do not.
pub(super) fn may_be(site: &Site<'_>) -> bool {
    const NAMES: Kinds = Kinds::LOWER.or(Kinds::UNDERSCORE);
    site.sense == Sense::Any
        && Kinds::of(site.name()).only(NAMES)
        && matches!(Line::of(site), Line::Indented(_) | Line::Start)
}

/// `shared_key secure_communication_is_awesome` among such lines; `password foobar` below `username ada`. What is
/// written so in a text that goes on below its line has other words around it.
pub(super) fn is_one(site: &Site<'_>, at: usize, word: &[u8]) -> bool {
    const PLAIN: Kinds = Kinds::ALNUM.or(Kinds::UNDERSCORE).or(Kinds::DASH);
    let value = Look::at(word);
    if word.len() < SHORTEST
        || !value.kinds.only(PLAIN)
        || value.kinds.only(Kinds::UPPER.or(Kinds::UNDERSCORE))
        || !may_be(site)
    {
        return false;
    }
    let above = above(site);
    let phrase = || {
        let parts = || word.split(|byte| matches!(byte, b'_' | b'-'));
        parts().count() >= WORDS && parts().all(|part| !part.is_empty())
    };
    let of_user = || {
        matches!(above, Row::Setting(name) if is_one_of(&["user", "username", "login", "user_name", "userid"], name))
            && prose::is_password(site)
            && !types::is_type(word)
            && site.engine.sense(word).is_none()
    };
    of_user() || phrase() && above.is_beside(&below(site, at + word.len()))
}

/// A line beside.
enum Row<'l> {
    /// A name and a word.
    Setting(&'l [u8]),
    /// `<security>`, `</user>`: where some of them begin or end.
    Section,
    Other,
}

impl<'l> Row<'l> {
    fn of(line: &'l [u8]) -> Self {
        static VALUE: Bytes = Bytes::alnum_and(b"_-./:@,");
        let line = line.trim_ascii();
        if let [b'<', inner @ .., b'>'] = line {
            let tag = inner.strip_prefix(b"/").unwrap_or(inner);
            return if first_word(tag).iter().all(|byte| NAME.has(*byte)) {
                Self::Section
            } else {
                Self::Other
            };
        }
        let (name, value) = line.split_at(NAME.short_run(line));
        let word = value.trim_ascii_start();
        let setting = !name.is_empty()
            && name.iter().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-'))
            && word.len() < value.len()
            && !word.is_empty()
            && word.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'/')
            && VALUE.run(word) == word.len();
        if setting { Self::Setting(name) } else { Self::Other }
    }

    /// Whether what stands between this and another line is among settings: a text has two words on a line, too.
    fn is_beside(&self, other: &Row<'_>) -> bool {
        let section = matches!(self, Self::Section) || matches!(other, Row::Section);
        section || matches!(self, Self::Setting(_)) && matches!(other, Row::Setting(_))
    }
}

/// The line above the name's, but for comments.
fn above<'s>(site: &'s Site<'_>) -> Row<'s> {
    let mut before = site.before();
    for _ in 0..COMMENTS {
        before = trim_gap(&before[..before.len() - line_at_end(before).len()]);
        // The string that holds the text begins.
        let line = line_at_end(before).rsplit(|byte| *byte == b'"').next().unwrap_or_default();
        if !is_comment(line) {
            return Row::of(line);
        }
    }
    Row::Other
}

/// The line below the one that ends at `at`, but for comments.
fn below<'s>(site: &'s Site<'_>, mut at: usize) -> Row<'s> {
    let bytes = site.view.bytes;
    for _ in 0..COMMENTS {
        let Some((start, escaped)) = next_line(bytes, at) else { break };
        let seen = &bytes[..bytes.len().min(start + LINE)];
        at = line_end(seen, start, escaped).unwrap_or(seen.len());
        let line = seen.get(start..at).unwrap_or_default();
        if !is_comment(line) {
            return Row::of(line.split(|byte| matches!(byte, b'"' | b'\\')).next().unwrap_or_default());
        }
    }
    Row::Other
}

fn is_comment(line: &[u8]) -> bool {
    line.trim_ascii_start().starts_with(b"#")
}
