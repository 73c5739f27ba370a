//! Values that are mere words: what stands around them shows that they are settings and no code.

use super::phrase::is_settings;
use super::value::Value;
use crate::class::Bytes;
use crate::kinds::Kinds;
use crate::scan::named::line::{Line, line_at_end};
use crate::scan::named::site::Site;
use crate::scan::named::text::{TrimSuffix, gap, trim_gap};

/// Shorter words are variables of code that was made small.
const SHORTEST: usize = 4;
/// A line is read no further than this.
const LINE: usize = 96;

/// Whether a word after ` = ` is a value: below the heading of an INI file, or beside settings that
/// have no blanks. Code is written one way or the other.
pub(super) fn is_setting(site: &Site<'_>, start: usize, value: &Value<'_>) -> bool {
    is_settings(site) || is_setting_name(site) && !is_name(site, value.bytes) && has_neighbour(site, start)
}

/// `DB_PASSWORD`, `spring.datasource.password`.
fn is_setting_name(site: &Site<'_>) -> bool {
    let name = site.name();
    let constant = name.contains(&b'_') && !Kinds::of(name).any(Kinds::LOWER);
    let member = name.starts_with(b"self.") || name.starts_with(b"this.");
    constant || name.contains(&b'.') && !member
}

/// `- --secret-access-key=mysecretkey`: all of an argument in a list, whose value is called otherwise than the flag.
pub(super) fn is_of_flag(site: &Site<'_>, value: &Value<'_>) -> bool {
    let listed = || match site.before() {
        [list @ .., quote @ (b'"' | b'\'')] => {
            let list = list.trim_suffix_of(b"\\").trim_ascii_end();
            let slashes = value.after.iter().take_while(|byte| **byte == b'\\').count();
            value.after.get(slashes) == Some(quote) && matches!(list.last(), Some(b'[' | b',' | b'-'))
        }
        before => line_at_end(before).trim_ascii() == b"-" && value.ends_line(),
    };
    site.name().starts_with(b"--") && is_long_word(value) && listed() && !is_own_end(site.name(), value.bytes)
}

/// `DB_PASSWORD=thesecretpassword`: a word of small letters that a variable of an environment has, alone on its
/// line. In code, such a word names what is passed on.
pub(super) fn is_of_variable(site: &Site<'_>, line: Line, value: &Value<'_>) -> bool {
    let name = site.name();
    let variable = name.contains(&b'_') && !Kinds::of(name).any(Kinds::LOWER.or(Kinds::DASH).or(Kinds::DOT));
    variable
        && line.is_own()
        && value.is_last()
        && [&b"password"[..], b"secret"].iter().any(|end| value.bytes.ends_with(end))
        && is_long_word(value)
        && !is_own_end(name, value.bytes)
}

/// Whether a word of small letters says more than that a value is still to be put there.
fn is_long_word(value: &Value<'_>) -> bool {
    const LONG: usize = 8;
    const STUBS: &[&[u8]] = &[b"your", b"some", b"enter", b"insert"];
    value.bytes.len() >= LONG
        && value.kinds.only(Kinds::LOWER)
        && !STUBS.iter().any(|stub| value.bytes.starts_with(stub))
}

/// Whether a word is what a name ends with, its signs left out.
fn is_own_end(name: &[u8], value: &[u8]) -> bool {
    let letters = name.iter().rev().filter(|byte| byte.is_ascii_alphanumeric());
    letters.zip(value.iter().rev()).all(|(own, letter)| own.eq_ignore_ascii_case(letter))
}

fn is_name(site: &Site<'_>, value: &[u8]) -> bool {
    site.engine.sense(value).is_some()
}

/// Whether the line before or after is a setting without blanks: `PORT=80`.
fn has_neighbour(site: &Site<'_>, start: usize) -> bool {
    let bytes = site.view.bytes;
    let rest = &bytes[start..bytes.len().min(start + LINE)];
    let word = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    let next = gap(bytes, start + word);
    let line = line_at_end(site.before());
    let before = trim_gap(&site.before()[..site.before().len() - line.len()]);
    next > start + word && is_bare_setting(&bytes[next..bytes.len().min(next + LINE)])
        || before.len() < site.before().len() && is_bare_setting(line_at_end(before))
}

fn is_bare_setting(line: &[u8]) -> bool {
    static NAME: Bytes = Bytes::alnum_and(b"_.-");
    static VALUE: Bytes = Bytes::alnum_and(b"_.-:/@,+");
    let name = NAME.run(line);
    let Some((b'=', value)) = line[name..].split_first() else {
        return false;
    };
    let end = VALUE.run(value);
    name > 0 && end > 0 && matches!(value.get(end), None | Some(b'\n' | b'\r' | b'"' | b'\\'))
}

/// Whether a word before a semicolon is a password of a connection: `Server=db;User Id=sa;Password=word;`.
pub(super) fn is_connection(site: &Site<'_>, value: &Value<'_>) -> bool {
    const OTHERS: &[&[u8]] =
        &[b"server=", b"host=", b"data source=", b"user id=", b"uid=", b"user=", b"username=", b"database="];
    // What most values fail comes first.
    if value.bytes.len() < SHORTEST || value.after.first() != Some(&b';') || is_name(site, value.bytes) {
        return false;
    }
    let before = site.before();
    if !before.trim_ascii_end().ends_with(b";") {
        return false;
    }
    let line = line_at_end(before);
    OTHERS.iter().any(|other| line.windows(other.len()).any(|part| part.eq_ignore_ascii_case(other)))
}

/// Whether `foo.bar` is the value of a constant at the start of its line, and no member of something
/// that settings come from.
pub(super) fn is_dotted_value(site: &Site<'_>, value: &[u8]) -> bool {
    const SOURCES: &[&[u8]] = &[
        b"env",
        b"environ",
        b"config",
        b"cfg",
        b"conf",
        b"settings",
        b"options",
        b"opts",
        b"args",
        b"params",
        b"props",
        b"process",
        b"os",
        b"self",
        b"this",
        b"ctx",
        b"context",
        b"secrets",
        b"vars",
        b"var",
        b"local",
        b"data",
        b"module",
        b"app",
        b"request",
        b"req",
    ];
    let name = site.name();
    if !name.contains(&b'_') || Kinds::of(name).any(Kinds::LOWER) || !Kinds::of(value).only(LOWER_AND_DOT) {
        return false;
    }
    let mut parts = value.split(|byte| *byte == b'.');
    let (first, last) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let file =
        matches!(last, b"txt" | b"json" | b"yml" | b"yaml" | b"js" | b"py" | b"key" | b"pem" | b"conf");
    parts.next().is_none()
        && first.len() > 2
        && last.len() > 1
        && !SOURCES.contains(&first)
        && !file
        && !is_name(site, last)
}

const LOWER_AND_DOT: Kinds = Kinds::LOWER.or(Kinds::DOT);
