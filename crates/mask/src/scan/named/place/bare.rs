//! Names without quotes: settings, YAML, code, flags, headers, prose.

use super::quoted;
use crate::class::{Bytes, DASH_ALNUM, TOKEN68, WORD};
use crate::kinds::Look;
use crate::mark::MARK;
use crate::scan::Open;
use crate::scan::ahead::Ahead;
use crate::scan::named::code::{assigned, browser, calls, changed, couple};
use crate::scan::named::headers::cookies;
use crate::scan::named::headers::scheme::scheme_len;
use crate::scan::named::judge::types;
use crate::scan::named::key::Key;
use crate::scan::named::line::Line;
use crate::scan::named::markup::elements;
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::named::statements::{directive, prose};
use crate::scan::named::table::column;
use crate::scan::named::text::{
    Literal, Quoting, blanks, ends_with_folded, escaped_blank, gap, is_one_of, literal, opening_quote, spaces,
};
use crate::scan::named::words::value::first as first_word;
use crate::scan::named::words::{encoded, query, word};
use crate::scan::named::yaml::{argv, block, lines};
use crate::scan::named::{code, judge, markup, table};
use crate::scan::skip::{Ends, Skip};

/// Whether a value may follow a name: what most mentions fail.
pub(crate) fn may_follow(bytes: &[u8], key: &Key) -> bool {
    static FOLLOW: Bytes = Bytes::of(b":= \t><({][*|?'\"`\\\n\r%");
    let before = &bytes[..key.start];
    let listed = |byte: u8| {
        byte == b','
            && (before.ends_with(b": ")
                || bytes[key.start] == b'-'
                || couple::is_first(before, bytes, key.end))
    };
    let follows = |&byte: &u8| FOLLOW.has(byte) || listed(byte) || table::may_follow(bytes, key.end);
    bytes.get(key.end).is_some_and(follows)
}

/// The value of a name without quotes around it.
pub(crate) fn value(site: &Site<'_>, found: &mut Ahead) -> Option<Open> {
    stated(site, found).or_else(|| table::rows(site))
}

/// The value that stands with its name.
fn stated(site: &Site<'_>, found: &mut Ahead) -> Option<Open> {
    let bytes = site.view.bytes;
    let end = site.key.end;
    let at = spaces(bytes, end);
    if site.name().eq_ignore_ascii_case(b"identified") {
        return identified(site, at);
    }
    match (*bytes.get(at)?, bytes.get(at + 1)) {
        (b'=', Some(b'>')) if !is_symbol(site) => None,
        (b'|', Some(b'|')) | (b'?', Some(b'?' | b':')) if bytes.get(at + 2) != Some(&b'=') => {
            code::otherwise(site, at)
        }
        (b',', _) if site.name().starts_with(b"-") => argv::flow(site, at),
        (b',', _) => lines::flow(site, at).or_else(|| couple::value(site, at)),
        (b'{', _) => code::initialized(site, at).or_else(|| code::property(site, at)),
        (b'=', Some(b' ')) => {
            let old = assigned::value(site, at);
            changed::value(site, spaces(bytes, at + 1), old, found)
        }
        (b':', Some(b'=')) | (b'=' | b'|' | b'?' | b'+', _) if !is_cell(bytes, at) => {
            assigned::value(site, at)
        }
        (b':', Some(b':')) if at == end => encoded::value(site, at + 2),
        (b':', Some(b':' | b'/')) => None,
        (b':', _) => {
            let old = colon(site, at + 1, found);
            changed::value(site, spaces(bytes, at + 1), old, found)
        }
        (b'<', Some(b'-')) if at > end => assigned::string(site, spaces(bytes, at + 2)),
        (b'*', Some(b'*')) => emphasised(site, at),
        (b'>', _) => markup::element(site),
        (b'<', _) => elements::value(site),
        (b'(', _) if at == end => calls::value(site, at),
        (b'[', Some(b']')) => assigned::value(site, spaces(bytes, at + 2)),
        (b'"' | b'\'' | b'`', _) if at == end => browser::selected(site, at),
        (b'\\', _) if at == end && opening_quote(bytes, at).is_some() => browser::selected(site, at),
        (b'-', Some(b'>')) if at > end => word::mapped(site, spaces(bytes, at + 2)),
        (b']' | b'%', _) if at == end => {
            query::field(site, at).or_else(|| bracketed(site, spaces(bytes, at + 1)))
        }
        (b'|', _) => column::cell(site, spaces(bytes, at + 1)),
        (b'\n' | b'\r' | b'\\', _) if escaped_blank(&bytes[at..]).is_some() || bytes[at] != b'\\' => {
            lines::beside(site, site.before(), at)
                .or_else(|| column::tabbed(site, at))
                .or_else(|| argv::below(site, site.before(), at))
        }
        // The label of an OpenPGP key; what it holds has a rule of its own.
        _ if bytes[at..].starts_with(b"BLOCK--") => None,
        _ if at > end => spaced(site, at),
        _ => None,
    }
}

/// `:password => …`, `password => …`; in a match, names of variants are capitalised.
fn is_symbol(site: &Site<'_>) -> bool {
    let before = site.before();
    before.ends_with(b":") && !before.ends_with(b"::")
        || site.name().first().is_some_and(u8::is_ascii_lowercase)
}

fn is_cell(bytes: &[u8], at: usize) -> bool {
    bytes[at] == b'|' && !matches!(bytes.get(at + 1), Some(b'|' | b'='))
}

/// `key: value`; `after` is after the colon.
fn colon(site: &Site<'_>, after: usize, found: &mut Ahead) -> Option<Open> {
    let bytes = site.view.bytes;
    if site.before().ends_with(b"${") {
        // The expansion of a variable; what is assigned from it is looked at by itself.
        return code::otherwise_of(site, after);
    }
    if site.name().starts_with(b"--") {
        // A property of a style sheet.
        return None;
    }
    if let Some(b'*') = bytes.get(after) {
        return emphasised(site, after);
    }
    let at = yaml_start(bytes, blanks(bytes, after));
    let line = Line::of(site);
    if let Some(string) = literal(bytes, at) {
        return string_after(site, at, &string);
    }
    let rest = bytes.get(at..)?;
    if matches!(rest.first()?, b'|' | b'>' | b'\n' | b'\r') || escaped_blank(rest).is_some() {
        return block::value(site, line, at, found);
    }
    if let Some(found) = cookies(site, at) {
        return found;
    }
    if let Some(found) = directive::switch(site, after) {
        return Some(found);
    }
    if let Some(found) = header(site, line, at).or_else(|| custom_scheme(site, at)) {
        return Some(found);
    }
    let scheme = scheme_len(rest);
    if site.marked.get() || scheme > 0 && rest[scheme..].starts_with(MARK) {
        // The scheme is no secret, whatever it looks like.
        site.marked.set(true);
        return None;
    }
    if rest[0] == b'[' && at == after {
        return word::in_map(site, at + 1);
    }
    if is_attribute(rest) {
        return None;
    }
    if let Some(string) = code::wrapped(site, at) {
        return assigned::string(site, string);
    }
    word::after_colon(site, line, at, at > after)
        .or_else(|| assigned::declared(site, spaces(bytes, after)))
        .or_else(|| assigned::constructed(site, at))
}

fn string_after(site: &Site<'_>, at: usize, string: &Literal) -> Option<Open> {
    // The quote before the name is no letter's: `'token: 'iter`.
    // What runs on after backticks is prose about a command.
    let value = || Look::at(site.shown(string.content, &string.skip));
    let span =
        string.quote == Quoting::Other(b'`') && !judge::is_opaque(value()) && !prose::is_short(value());
    let lifetime = string.quote == Quoting::Other(b'\'') && site.before().ends_with(b"'");
    let closes = span
        || lifetime
        || is_variable_of_psql(site, at, string)
        || quoted::closes(site.view.bytes, string.content)
        || assigned::in_string(site, string);
    (!closes).then(|| site.literal(at)).flatten()
}

/// `WITH PASSWORD :'pw'`: a variable that psql puts in as a string
/// (<https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-INTERPOLATION>).
fn is_variable_of_psql(site: &Site<'_>, at: usize, string: &Literal) -> bool {
    let before = site.before();
    let statement = ends_with_folded(before, b"with ") || ends_with_folded(before, b"encrypted ");
    let parted = site.byte(site.key.end) == Some(b' ') && site.view.bytes[..at].ends_with(b" :");
    let name = || site.shown(string.content, &string.skip).iter().all(|byte| WORD.has(*byte));
    string.quote == Quoting::Other(b'\'') && statement && parted && name()
}

/// After a tag or an anchor: `!!str`, `&name`.
fn yaml_start(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    if !rest.starts_with(b"!!") && !rest.starts_with(b"&") {
        return at;
    }
    let len = rest.iter().take(24).take_while(|b| b.is_ascii_alphanumeric() || b"!&_".contains(b)).count();
    let value = spaces(bytes, at + len);
    // In `&str = …` it is a type.
    let tag = rest.get(len) == Some(&b' ') && bytes.get(value) != Some(&b'=');
    if tag { value } else { at }
}

/// `Cookie: name=…; other=…`.
fn cookies(site: &Site<'_>, at: usize) -> Option<Option<Open>> {
    let cookie = ends_with_folded(site.name(), b"cookie") && !is_attribute(&site.view.bytes[at..]);
    cookie.then(|| cookies::list(site, at, &Skip::plain(Ends::Line))).flatten()
}

/// `Authorization: Bearer …`, `Cookie: …`.
fn header(site: &Site<'_>, line: Line, at: usize) -> Option<Open> {
    let rest = &site.view.bytes[at..];
    let is = |end: &[u8]| {
        site.name().len() >= end.len()
            && site.name()[site.name().len() - end.len()..].eq_ignore_ascii_case(end)
    };
    if is(b"cookie") {
        let first = first_word(rest);
        // A name with a mark in it was masked as something else.
        let name = first.iter().position(|&byte| byte == b'=').map(|at| &first[..at]);
        let named = name.is_some_and(|name| !name.windows(MARK.len()).any(|part| part == MARK));
        return (named && !is_attribute(rest)).then(|| site.secret(at, Skip::plain(Ends::Line))).flatten();
    }
    if !is(b"authorization") && !line.is_own() {
        return None;
    }
    let scheme = scheme_len(rest);
    if scheme == 0 {
        return None;
    }
    // Its response has a rule of its own; all else is public.
    if rest[..scheme].eq_ignore_ascii_case(b"digest ") {
        return None;
    }
    let credentials = first_word(&rest[scheme..]);
    // A word, and another: `Bearer token required`.
    let goes_on =
        || matches!(rest[scheme + credentials.len()..], [b' ', next, ..] if next.is_ascii_lowercase());
    let said = types::is_type(credentials) && goes_on();
    let stated = is(b"authorization") && credentials.len() >= 3 && line.is_own() && !said;
    if !stated && !judge::is_opaque(Look::at(credentials)) {
        return None;
    }
    let whole = is_one_of(&["hawk", "aws4-hmac-sha256"], &rest[..scheme - 1]);
    let ends = if whole { Ends::Line } else { Ends::LineWord };
    site.secret(at + scheme, Skip::plain(ends))
}

/// `Authorization: Anything …`, where what follows the word is drawn at random.
fn custom_scheme(site: &Site<'_>, at: usize) -> Option<Open> {
    const SHORTEST: usize = 20;
    if !ends_with_folded(site.name(), b"authorization") {
        return None;
    }
    let rest = &site.view.bytes[at..];
    let word = DASH_ALNUM.short_run(&rest[..rest.len().min(24)]);
    if word == 0 || rest.get(word) != Some(&b' ') {
        return None;
    }
    let rest = &rest[word + 1..];
    let credentials = &rest[..TOKEN68.short_run(&rest[..rest.len().min(SHOWN)])];
    let drawn = credentials.len() >= SHORTEST && judge::is_random(Look::at(credentials));
    drawn.then(|| site.secret(at + word + 1, Skip::plain(Ends::LineWord))).flatten()
}

/// `SameSite=Strict`, which is said of a cookie.
fn is_attribute(rest: &[u8]) -> bool {
    let is = |name: &&[u8]| {
        let has_value = rest.get(name.len()).is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != b'"');
        has_value && rest[..name.len()].eq_ignore_ascii_case(name)
    };
    let begins = matches!(rest.first(), Some(b's' | b'S' | b'p' | b'P' | b'm' | b'M' | b'd' | b'D'));
    begins && [&b"samesite="[..], b"path=", b"max-age=", b"domain="].iter().any(is)
}

/// `**Password:** value`, `**Password**: value`; the stars may be before or after the colon.
fn emphasised(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let rest = &bytes[at..];
    // Three stars are a mark of ours.
    let stars = rest.starts_with(b"**") && rest.get(2) != Some(&b'*');
    let at = at + 2 + usize::from(stars && rest.get(2) == Some(&b':'));
    if !stars {
        return None;
    }
    let colon = bytes[site.key.end..at].contains(&b':');
    let start = spaces(bytes, at);
    if !colon {
        return None;
    }
    if literal(bytes, start).is_some() {
        return site.literal(start);
    }
    word::opaque(site, start).or_else(|| prose::short(site, start))
}

/// `[password] => value` of PHP.
fn bracketed(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    if !bytes.get(at..)?.starts_with(b"=>") {
        return None;
    }
    let start = spaces(bytes, at + 2);
    if literal(bytes, start).is_some() {
        return site.literal(start);
    }
    word::opaque(site, start)
}

/// A name, blanks, and what may be its value at `at`.
fn spaced(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    if site.name().starts_with(b"-") {
        return flag(site, at);
    }
    if let Some(found) = markup::element(site).or_else(|| directive::parameter(site, at)) {
        return Some(found);
    }
    let rest = &bytes[at..];
    if let Some(string) = literal(bytes, at) {
        let plain = matches!(rest.first(), Some(b'"' | b'\'' | b'\\'));
        return (plain && quoted_next(site, at, string.content)).then(|| site.literal(at)).flatten();
    }
    if rest.starts_with(b"FOR ") {
        return set_password(site, at);
    }
    if let Some(start) = directive::of_device(site, at).or_else(|| prose::generated(site, at)) {
        return site.secret(start, Skip::plain(Ends::LineWord));
    }
    if let Some(said) = prose::said(site, at) {
        return prose::value(site, said);
    }
    if ends_with_folded(site.before(), b"identified with ") {
        return of_plugin(site, rest, at);
    }
    if let Some(found) = browser::element(site) {
        return Some(found);
    }
    if directive::takes_word(site, at) {
        let variable = rest.starts_with(b"$");
        return (!variable).then(|| site.secret(at, Skip::plain(Ends::LineWord))).flatten();
    }
    code::typed(site, at)
        .or_else(|| column::wide(site, at))
        .or_else(|| word::mentioned(site, at))
        .or_else(|| prose::given(site, at))
}

/// `WITH PASSWORD '…'`, `#define PASSWORD "…"`, `password "…"`.
fn quoted_next(site: &Site<'_>, at: usize, content: usize) -> bool {
    let bytes = site.view.bytes;
    let value =
        literal(bytes, at).map(|literal| site.shown(literal.content, &literal.skip)).unwrap_or_default();
    let end = content + value.len();
    let after = gap(bytes, end + 1);
    let keyword = is_keyword(site);
    // The next key of a map begins with a colon.
    let goes_on =
        matches!(bytes.get(after), Some(b'=' | b'{')) || bytes.get(after) == Some(&b':') && !keyword;
    let name = site.name();
    let password = name.len() >= 4
        && [&b"word"[..], b"hrase", b"sswd"]
            .iter()
            .any(|end| name.len() >= end.len() && name[name.len() - end.len()..].eq_ignore_ascii_case(end));
    let command = site.before().ends_with(b"define ") || directive::takes_string(site);
    if !password && !command && !keyword && !judge::is_random(Look::at(value)) {
        return false;
    }
    !value.is_empty()
        && !goes_on
        && !judge::is_prose(value)
        && !is_variable(value)
        && !quoted::closes(bytes, content)
        && site.engine.sense(value).is_none()
}

/// `:access-token "…"`, as EDN has members (<https://github.com/edn-format/edn>).
fn is_keyword(site: &Site<'_>) -> bool {
    let before = site.before().strip_suffix(b":");
    before.is_some_and(|before| matches!(before.last(), Some(b' ' | b'{' | b'\n' | b',') | None))
        && site.byte(site.key.end) == Some(b' ')
        && opening_quote(site.view.bytes, spaces(site.view.bytes, site.key.end)).is_some()
}

/// `"$user"`, which a shell or Perl puts in.
fn is_variable(value: &[u8]) -> bool {
    let name = |byte: &u8| byte.is_ascii_lowercase() || *byte == b'_';
    value.strip_prefix(b"$").is_some_and(|rest| !rest.is_empty() && rest.iter().all(name))
}

/// `IDENTIFIED BY '…'`.
fn identified(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let rest = bytes.get(at..)?;
    let by = rest.get(..3)?.eq_ignore_ascii_case(b"by ");
    let start = spaces(bytes, at + 3);
    let password =
        bytes.get(start..).is_some_and(|rest| rest.len() > 9 && rest[..9].eq_ignore_ascii_case(b"password "));
    let start = if password { spaces(bytes, start + 9) } else { start };
    // In backticks is what documentation names.
    let named = bytes.get(start) == Some(&b'`') || is_told_apart(site, start);
    (by && !named).then(|| site.literal(start)).flatten()
}

/// `the commands identified by "code"`: a word in a sentence, and no statement that makes a user.
fn is_told_apart(site: &Site<'_>, at: usize) -> bool {
    let word = literal(site.view.bytes, at).map(|word| site.shown(word.content, &word.skip));
    let lower = |text: &[u8]| text.iter().all(u8::is_ascii_lowercase);
    let statement =
        || judge::words(site.before()).any(|word| is_one_of(&["user", "grant", "role", "alter"], word));
    lower(site.name())
        && word.is_some_and(lower)
        && judge::words(site.before()).next().is_some()
        && !statement()
}

/// `IDENTIFIED WITH mysql_native_password BY '…'`; the name is the plugin's.
fn of_plugin(site: &Site<'_>, rest: &[u8], at: usize) -> Option<Open> {
    let by =
        rest.get(..3).is_some_and(|by| by.eq_ignore_ascii_case(b"by ") || by.eq_ignore_ascii_case(b"as "));
    by.then(|| site.literal(spaces(site.view.bytes, at + 3))).flatten()
}

/// `SET PASSWORD FOR 'user'@'host' = '…'`.
fn set_password(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = &site.view.bytes[at..];
    let equals = rest.iter().take(96).position(|&byte| matches!(byte, b'=' | b'\n' | b';'))?;
    let start = spaces(site.view.bytes, at + equals + 1);
    let value = || site.literal(start).or_else(|| assigned::constructed(site, start));
    (rest[equals] == b'=').then(value).flatten()
}

/// `--password value`.
fn flag(site: &Site<'_>, at: usize) -> Option<Open> {
    if site.name() == b"--secret" && site.before().ends_with(b"config set ") {
        return directive::secret(site, at);
    }
    argument(site, at)
}

pub(crate) fn argument(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    if let Some(string) = literal(bytes, at).filter(|_| matches!(bytes[at], b'"' | b'\'' | b'\\' | b'`')) {
        return (!quoted::closes(bytes, string.content)).then(|| site.literal(at)).flatten();
    }
    word::argument(site, at)
}
