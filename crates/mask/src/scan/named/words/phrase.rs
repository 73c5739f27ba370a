//! Values of several words without quotes.

use super::value::Value;
use crate::scan::Open;
use crate::scan::engine::RuleId;
use crate::scan::named::line::{ends_at, line_at_end};
use crate::scan::named::site::Site;
use crate::scan::named::text::{ends_with_folded, spaces};
use crate::scan::named::{judge, text};
use crate::scan::skip::Skip;
use crate::scan::until::Until;

/// Some words to the end of the line, if they look like a passphrase and the line like a setting.
pub(super) fn phrase(site: &Site<'_>, start: usize) -> Option<Open> {
    let skip = Skip::Until(Until::line());
    let value = Value::up_to(site, start, &skip);
    let fits = value.bytes.contains(&b' ')
        && judge::is_phrase(value.bytes)
        && has_neighbours(site, start + value.bytes.len());
    fits.then(|| site.secret(start, skip)).flatten()
}

/// `PASSPHRASE=rocket tractor galaxy`: a shell would take the words after the first for a command, so they
/// must be more than a command and its argument.
pub(super) fn of_variable(site: &Site<'_>, start: usize) -> Option<Open> {
    let words = match site.name() {
        name if ends_with_folded(name, b"phrase") => 3,
        name if [&b"password"[..], b"secret", b"otp"].iter().any(|end| ends_with_folded(name, end)) => 4,
        _ => return None,
    };
    let skip = Skip::Until(Until::line());
    let value = Value::up_to(site, start, &skip).bytes;
    let end = start + value.len();
    let fits = is_lower(value, words)
        && judge::is_phrase(value)
        && (has_neighbours(site, end) || is_whole(site, end));
    fits.then(|| site.secret(start, skip)).flatten()
}

/// `USER_PASSWORD=Master Password` among others: no shell finds a program that is called so, and what reads a file of
/// variables takes the line. The first word is a secret by itself.
pub(super) fn titled(site: &Site<'_>, start: usize, first: &Value<'_>) -> Option<Open> {
    let line = Value::up_to(site, start, &Skip::Until(Until::line())).bytes.trim_ascii_end();
    let title = |word: &[u8]| {
        let begins = word.first().is_some_and(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        begins && word.iter().all(u8::is_ascii_alphanumeric)
    };
    let rest = line.get(first.bytes.len()..)?.strip_prefix(b" ")?;
    let end = start + line.len();
    (rest.split(|byte| *byte == b' ').all(title) && has_neighbours(site, end))
        .then(|| Open::known(RuleId::KEY_NAME, start, end))
}

/// So many words of small letters, and no command with its arguments.
fn is_lower(value: &[u8], least: usize) -> bool {
    const LETTERS: usize = 3;
    let words = || value.split(|byte| *byte == b' ');
    words().count() >= least
        && words().all(|word| word.len() >= LETTERS && word.iter().all(u8::is_ascii_lowercase))
}

/// Whether a passphrase is all that the document has.
fn is_whole(site: &Site<'_>, end: usize) -> bool {
    let rest = site.view.bytes.get(end..).unwrap_or_default();
    let ends = site.view.ends() && rest.iter().all(|byte| matches!(byte, b'\n' | b'\r'));
    ends && site.before().is_empty() && site.view.from_start
}

/// Whether a setting is on the line before or after.
fn has_neighbours(site: &Site<'_>, end: usize) -> bool {
    let bytes = site.view.bytes;
    // In code, too, names stand before a blank and the sign.
    let spaced = is_settings(site);
    let setting = |line: &[u8]| {
        let line = line.trim_ascii_start();
        let name = line.iter().take_while(|b| b.is_ascii_alphanumeric() || b"_-.".contains(b)).count();
        let sign = if spaced { spaces(line, name) } else { name };
        name > 0 && matches!(line.get(sign), Some(b'=' | b':'))
    };
    let rest = &bytes[end..bytes.len().min(end + 96)];
    let comment = if rest.starts_with(b" #") {
        rest.iter().position(|b| matches!(b, b'\n' | b'\\')).unwrap_or(0)
    } else {
        0
    };
    let next = text::gap(bytes, end + comment);
    if next > end && setting(&bytes[next..bytes.len().min(next + 64)]) {
        return true;
    }
    let before = site.before();
    let line = line_at_end(before);
    let before = &before[..before.len() - line.len()];
    let trimmed = text::trim_gap(before);
    trimmed.len() < before.len() && (setting(line_at_end(trimmed)) || trimmed.ends_with(b":"))
}

/// Whether a heading of an INI file is in sight.
pub(super) fn is_settings(site: &Site<'_>) -> bool {
    let before = site.before();
    let head = before.iter().rposition(|&byte| byte == b'[');
    head.is_some_and(|at| {
        let starts = at == 0 || matches!(before[at - 1], b'\n' | b'"') || before[..at].ends_with(b"\\n");
        let close = before[at..].iter().take(40).position(|&byte| byte == b']');
        starts && close.is_some_and(|close| ends_at(before, at + close + 1))
    })
}
