//! What a sentence gives without a verb between: `use password Winter19 to log in`, `set the password to …`.

use super::prose::{LONGEST, PURPOSE, ends_sentence, is_algorithm, is_drawn, is_mixed, is_told, word_at};
use crate::kinds::{Kinds, Look};
use crate::scan::Open;
use crate::scan::named::judge::{self, suspect};
use crate::scan::named::line::line_at_end;
use crate::scan::named::site::Site;
use crate::scan::named::text::{ends_with_folded, is_one_of, literal, spaces};
use crate::scan::named::words::value::Value;
use crate::scan::named::words::word;
use crate::scan::skip::Ends;

/// A shorter word between backticks may be the name of something.
const MENTIONED: usize = 20;

/// `Invalid API key provided: …`, as OpenAI says it, who shows no more than the ends of the key.
fn provided(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = site.view.bytes.get(at..)?;
    let start = at + rest.strip_prefix(b"provided: ").map(|after| rest.len() - after.len())?;
    let whole = !word_at(site, start).contains(&b'*');
    (whole && is_mixed(site, start)).then(|| word::opaque(site, start)).flatten()
}

/// What a sentence gives without a verb between: `use password Winter19 to log in`, `use API key …`,
/// `set the password to …`, `invalid password … for user ada`; a word that clearly is none.
pub(crate) fn given(site: &Site<'_>, at: usize) -> Option<Open> {
    const WRONG: &[&[u8]] = &[b"invalid ", b"wrong ", b"incorrect ", b"bad "];
    let bytes = site.view.bytes;
    let password = ends_with_folded(site.name(), b"password");
    if bytes.get(at..)?.starts_with(b"provided") {
        return provided(site, at);
    }
    if bytes.get(at..)?.starts_with(b"to ") {
        let at = spaces(bytes, at + 2);
        if let Some(string) = literal(bytes, at) {
            let value = Look::at(site.shown(string.content, &string.skip));
            let told = is_changed(site) && is_told(site, &string, value);
            return told.then(|| site.literal(at)).flatten();
        }
        return changed(site, at);
    }
    let with = || is_given(site) && (is_drawn(site, at) || password && is_mixed(site, at));
    let wrong = || follows(site, WRONG) && (is_drawn(site, at) || password && is_mixed(site, at));
    let beside = || password && (is_short_clause(site, at) || is_of_user(site) && is_mixed(site, at));
    (with() || wrong() || beside()).then(|| word::opaque(site, at)).flatten()
}

/// `the router has password gK20dkfWWq22, …`: what was drawn right after the word, to the end of what is said.
fn is_short_clause(site: &Site<'_>, at: usize) -> bool {
    let value = Look::at(word_at(site, at));
    let end = at + value.bytes.len();
    let told = || site.view.bytes.get(end..).is_some_and(|rest| rest.starts_with(b" for "));
    value.kinds.any(Kinds::DIGIT)
        && suspect::is_short(value)
        && !is_algorithm(value.bytes)
        && (ends_sentence(site, end) || told())
}

/// Whether it is the password of the user before it: `user admin, password`, `user admin and password`.
fn is_of_user(site: &Site<'_>) -> bool {
    let before = site.before();
    let named = before.strip_suffix(b", ").or_else(|| before.strip_suffix(b" and "));
    named.is_some_and(|named| user(named).is_some())
}

/// Whether it is said to use it: `with the password`, `with user bob and password`.
fn is_given(site: &Site<'_>) -> bool {
    const WITH: &[&[u8]] = &[b"with ", b"use ", b"using "];
    follows(site, WITH)
}

/// Whether such a word is before the name, and perhaps whose it is.
fn follows(site: &Site<'_>, words: &[&[u8]]) -> bool {
    let before = site.before();
    if !before.ends_with(b" ") {
        return false;
    }
    let before = without_user(before.strip_suffix(b"the ").unwrap_or(before));
    words.iter().any(|word| ends_with_folded(before, word))
}

/// `with user bob and `, without whose password it is.
fn without_user(before: &[u8]) -> &[u8] {
    before.strip_suffix(b" and ").and_then(user).unwrap_or(before)
}

/// What stands before `user bob` at the end of a text.
fn user(named: &[u8]) -> Option<&[u8]> {
    const USERS: &[&[u8]] = &[b"user ", b"username ", b"login ", b"account ", b"email "];
    let user = named.iter().rev().take(PURPOSE).take_while(|byte| !byte.is_ascii_whitespace()).count();
    let head = &named[..named.len() - user];
    USERS.iter().find_map(|word| head.strip_suffix(*word))
}

/// ``Use the token `…` ``, ``use password `…` `` as Markdown shows it; `at` is at the backtick.
pub(crate) fn in_code(site: &Site<'_>, at: usize) -> Option<Open> {
    let start = at + 1;
    let value = Look::at(word_at(site, start));
    let closed = site.byte(start + value.bytes.len()) == Some(b'`');
    let mentioned = || {
        let mixed = value.kinds.any(Kinds::UPPER) && value.kinds.any(Kinds::LOWER);
        let drawn = || is_drawn(site, start) || suspect::is_letters(value);
        mixed && value.bytes.len() >= MENTIONED && drawn()
    };
    let used = || {
        let password = ends_with_folded(site.name(), b"password");
        is_given(site) && (is_drawn(site, start) || password && is_mixed(site, start))
    };
    let fits = closed && (mentioned() || used()) && site.engine.sense(value.bytes).is_none();
    fits.then(|| word::run(site, start, value)).flatten()
}

/// `set the password to …`, which is as often said of a file or a moment.
pub(super) fn changed(site: &Site<'_>, at: usize) -> Option<Open> {
    let password = ends_with_folded(site.name(), b"password");
    let fits =
        is_drawn(site, at) || password && (is_mixed(site, at) || is_changed(site) && is_dotted(site, at));
    fits.then(|| word::opaque(site, at)).flatten()
}

/// Whether words are at `at` that a dot parts, of which the last has a number: `marmalade.kangaroo914`.
fn is_dotted(site: &Site<'_>, at: usize) -> bool {
    const WORD: usize = 4;
    let value = Value::at(site, at, Ends::Word).trimmed(b".,!").look();
    let part = |part: &[u8]| {
        let letters = part.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        let digits = &part[letters..];
        letters >= WORD && digits.len() != 1 && digits.iter().all(u8::is_ascii_digit)
    };
    value.bytes.len() < LONGEST
        && value.bytes.last().is_some_and(u8::is_ascii_digit)
        && value.kinds.any(Kinds::DOT)
        && value.bytes.split(|byte| *byte == b'.').all(part)
}

/// Whether somebody changes it: `I set the password to`.
fn is_changed(site: &Site<'_>) -> bool {
    const CHANGES: &[&str] =
        &["set", "sets", "reset", "change", "changed", "changing", "update", "updated", "rotated", "setting"];
    let line = line_at_end(site.before());
    let line = &line[line.len().saturating_sub(PURPOSE)..];
    judge::words(line).any(|word| is_one_of(CHANGES, word))
}
