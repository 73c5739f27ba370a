//! Variables of an environment, whose values go on over what ends other values without quotes.

use crate::class::{Bytes, GRAPHIC, UPPER_DIGIT};
use crate::kinds::Look;
use crate::names::Sense;
use crate::scan::Open;
use crate::scan::drawn::is_drawn;
use crate::scan::engine::RuleId;
use crate::scan::named::judge;
use crate::scan::named::line::Line;
use crate::scan::named::site::Site;
use crate::scan::named::text::{escaped_blank, opening_quote, strip_quote, trim_gap};
use crate::scan::skip::{Skip, slashes_before};

/// No value is looked at further.
const LONGEST: usize = 200;

/// What goes on over no end of a value.
static WORD: Bytes = Bytes::alnum_and(b"!#%*+,-./:?@^_~");

/// The value of such a variable; `at` is after the `=`.
pub(crate) fn value(site: &Site<'_>, at: usize) -> Option<Open> {
    if let Some(open) = zeroed(site, at) {
        return Some(open);
    }
    match site.before().last() {
        Some(b'"') => element(site, at).or_else(|| joined(site, at)),
        Some(b' ') => joined(site, at).or_else(|| angled(site, at)),
        None | Some(b'\n' | b'n') => joined(site, at),
        _ => None,
    }
}

/// `["PATH=/bin", "DB_PASSWORD=my dog"]`, `["--secret=my dog rex"]`, `Environment="DB_PASSWORD=my dog"` of systemd: the
/// string ends the value.
fn element(site: &Site<'_>, at: usize) -> Option<Open> {
    let flag = site.name().starts_with(b"--");
    if !flag && !is_variable(site) {
        return None;
    }
    let before = site.before();
    let quote = before.len() - 1;
    let depth = u8::try_from(slashes_before(before, quote)).ok()?;
    let list = trim_gap(strip_quote(before, depth)?);
    // A shell runs what follows `-c`.
    let is_list = matches!(list.last(), Some(b'[' | b',')) && !runs(list)
        || list.ends_with(b"-e")
        || is_item(list)
        || list.ends_with(b"Environment=");
    if !is_list {
        return None;
    }
    let skip = Skip::string(depth);
    let value = site.shown(at, &skip);
    let (own, after) = opening_quote(site.view.bytes, at + value.len())?;
    let ends = own == depth && site.byte(after).is_none_or(|byte| b",] \t\r\n\\".contains(&byte));
    // A text of many lines has more than the variable.
    let lines = value.contains(&b'\n') || value.windows(2).any(|pair| pair == b"\\n");
    // What is filled in there is none with words after it either.
    let word = value.split(|&byte| byte == b' ').next()?;
    let whole = || site.sense == Sense::Opaque && judge::is_secret(Look::at(value), site);
    let is_value = ends && !lines && (judge::is_secret(Look::at(word), site) || whole());
    // After a flag and its value, more flags may follow.
    let alone = !flag || word.len() < value.len() && judge::is_phrase(value) && !has_flag(value);
    (is_value && alone && !is_command(word, value)).then(|| site.secret(at, skip)).flatten()
}

/// `["PGPASSWORD=… psql -h db", "ls"]`: a program, and arguments that no words of a password look like, are behind
/// what is a secret by itself.
fn is_command(word: &[u8], value: &[u8]) -> bool {
    static PROGRAM: Bytes = Bytes::of(b"abcdefghijklmnopqrstuvwxyz0123456789_-./");
    let rest = value[word.len()..].trim_ascii_start();
    let program = PROGRAM.run(rest);
    let argument =
        |pair: &[u8]| matches!(pair, [b' ', b'-', next] if next.is_ascii_alphabetic() || *next == b'-');
    let path = |pair: &[u8]| matches!(pair, [b' ', b'/', next] if next.is_ascii_lowercase());
    let begins = rest.first().is_some_and(|byte| byte.is_ascii_lowercase() || *byte == b'/');
    begins
        && rest.get(program) == Some(&b' ')
        && rest[program..].windows(3).any(|pair| argument(pair) || path(pair))
        && judge::is_opaque(Look::at(word))
}

fn has_flag(value: &[u8]) -> bool {
    value.windows(2).any(|pair| pair == b" -")
}

/// `  - "DB_PASSWORD=my dog"` of YAML.
fn is_item(list: &[u8]) -> bool {
    let Some(before) = list.strip_suffix(b"-") else {
        return false;
    };
    matches!(before.last(), None | Some(b' ' | b'\n')) || before.ends_with(b"\\n")
}

/// Whether `"-c",` comes last, or the `"CMD-SHELL",` of Docker.
fn runs(list: &[u8]) -> bool {
    let quoted = list.strip_suffix(b",").unwrap_or_default();
    let quotes = quoted.iter().rev().take_while(|byte| matches!(byte, b'"' | b'\'' | b'\\')).count();
    let flag = &quoted[..quoted.len() - quotes];
    if flag.ends_with(b"CMD-SHELL") {
        return true;
    }
    let letters = flag.iter().rev().take(4).take_while(|byte| byte.is_ascii_lowercase()).count();
    flag.ends_with(b"c") && flag[..flag.len() - letters].ends_with(b"-")
}

/// `API_SECRET=…\0HOME=/root`: the zeros between variables are written out.
fn zeroed(site: &Site<'_>, at: usize) -> Option<Open> {
    if !is_variable(site) {
        return None;
    }
    let rest = site.view.bytes.get(at..)?;
    let len = GRAPHIC.run(&rest[..rest.len().min(LONGEST)]);
    let slashes = rest[len..].iter().take(LONGEST).take_while(|byte| **byte == b'\\').count();
    let next = rest[len + slashes..].strip_prefix(b"0")?;
    let name = next.iter().take(LONGEST).take_while(|&&byte| UPPER_DIGIT.has(byte) || byte == b'_').count();
    let parted = slashes > 0 && name > 0 && next.get(name) == Some(&b'=');
    (parted && judge::is_secret(Look::at(&rest[..len]), site))
        .then(|| Open::known(RuleId::KEY_NAME, at, at + len))
}

/// `DB_PASSWORD=my;c0lon`, alone on its line: what follows a semicolon is no command and no member.
fn joined(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = site.view.bytes.get(at..)?;
    let rest = &rest[..rest.len().min(LONGEST)];
    let first = WORD.run(rest);
    if first == 0 || !matches!(rest.get(first), Some(b';' | b'&')) {
        return None;
    }
    let next = WORD.run(&rest[first + 1..]);
    let len = first + 1 + next;
    let digit = rest[first + 1..len].iter().any(u8::is_ascii_digit);
    let ends = match &rest[len..] {
        [] => site.view.ends(),
        [b'\n' | b'\r' | b'"', ..] => true,
        rest => escaped_blank(rest).is_some() || opening_quote(rest, 0).is_some(),
    };
    let whole = next > 0 && digit && ends && is_variable(site) && Line::of(site) == Line::Start;
    (whole && judge::is_secret(Look::at(&rest[..len]), site))
        .then(|| Open::known(RuleId::KEY_NAME, at, at + len))
}

/// `… AUTH_TOKEN=Tfam>EUi2NA0h …`: letters that go on as they were drawn, and no redirection to a file.
fn angled(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = site.view.bytes.get(at..)?;
    let rest = &rest[..rest.len().min(LONGEST)];
    let first = WORD.run(rest);
    if first == 0 || rest.get(first) != Some(&b'>') {
        return None;
    }
    let next = WORD.run(&rest[first + 1..]);
    let len = first + 1 + next;
    let ends = rest.get(len).map_or(site.view.ends(), |byte| matches!(byte, b' ' | b'\n' | b'"' | b'\\'));
    let drawn =
        next > 0 && ends && is_variable(site) && is_drawn(&rest[..len]) && is_drawn(&rest[first + 1..len]);
    (drawn && judge::is_secret(Look::at(&rest[..len]), site))
        .then(|| Open::known(RuleId::KEY_NAME, at, at + len))
}

/// Whether the name is one of a variable: `DB_PASSWORD`.
fn is_variable(site: &Site<'_>) -> bool {
    site.name().iter().all(|&byte| UPPER_DIGIT.has(byte) || byte == b'_')
}
