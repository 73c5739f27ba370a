//! Names without quotes: settings, YAML, code, flags, headers, prose.

use super::colon::{colon, emphasised};
use crate::class::Bytes;
use crate::kinds::{Kinds, Look};
use crate::scan::Open;
use crate::scan::ahead::Ahead;
use crate::scan::named::code::in_string::in_string;
use crate::scan::named::code::{
    self, arguments, assigned, browser, calls, changed, collection, comparison, couple, several, snapshot,
    sql,
};
use crate::scan::named::json::keyvault;
use crate::scan::named::judge;
use crate::scan::named::key::Key;
use crate::scan::named::markup::{self, elements};
use crate::scan::named::site::Site;
use crate::scan::named::statements::{below, directive, given, labelled, prose, shown};
use crate::scan::named::table::{self, column};
use crate::scan::named::text::{
    self, after_arrow, ends_with_folded, escaped_blank, gap, is_one_of, literal, opening_quote, spaces,
};
use crate::scan::named::words;
use crate::scan::named::words::value::Value;
use crate::scan::named::words::{colored, encoded, prompt, query, word};
use crate::scan::named::yaml::{argv, lines};
use crate::scan::skip::{Ends, Skip};

/// The words of a statement before a name are looked for in so many bytes.
const STATEMENT: usize = 64;

/// Whether a value may follow a name: what most mentions fail.
pub(crate) fn may_follow(bytes: &[u8], key: &Key) -> bool {
    static FOLLOW: Bytes = Bytes::of(b":= \t><({][*|?!'\"`\\\n\r%\x1b");
    let before = &bytes[..key.start];
    let listed = |byte: u8| {
        byte == b','
            && (before.ends_with(b": ")
                || bytes[key.start] == b'-'
                || couple::is_first(before, bytes, key.end)
                || arguments::is_set(before)
                || several::values(bytes, key.end).is_some()
                || arguments::is_option(&bytes[key.start..key.end])
                || arguments::is_member(before, &bytes[key.start..key.end]))
            || byte == b')' && (arguments::is_expected(before) || several::may_follow(bytes, key.end))
    };
    let step = |byte: u8| byte == b'/' && keyvault::is_step(before, &bytes[key.start..key.end]);
    let follows =
        |&byte: &u8| FOLLOW.has(byte) || listed(byte) || step(byte) || table::may_follow(bytes, key.end);
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
    if let Some(start) = colored::after_sign(bytes, end) {
        return colored::value(site, start);
    }
    let at = spaces(bytes, end);
    if site.name().eq_ignore_ascii_case(b"identified") {
        return sql::identified(site, at);
    }
    match (*bytes.get(at)?, bytes.get(at + 1)) {
        (b'=', Some(b'>' | b'\\')) if after_arrow(bytes, at).is_some() && !is_symbol(site) => {
            couple::after_arrow(site, at)
        }
        (b'|', Some(b'|')) | (b'?', Some(b'?' | b':')) if bytes.get(at + 2) != Some(&b'=') => {
            code::otherwise(site, at)
        }
        (b',', _) if site.name().starts_with(b"-") => argv::flow(site, at),
        (b',', _) => lines::flow(site, at)
            .or_else(|| couple::value(site, at))
            .or_else(|| arguments::of_set(site, at))
            .or_else(|| several::before_others(site, at))
            .or_else(|| arguments::of_option(site, at))
            .or_else(|| arguments::of_member(site, at))
            .or_else(|| arguments::of_header(site, at)),
        (b')', _) if at == end => arguments::expected(site, at).or_else(|| several::in_brackets(site, at)),
        (b'{', _) => code::initialized(site, at).or_else(|| code::property(site, at)),
        (b'=', Some(b' ')) => {
            collection::add(site, spaces(bytes, at + 1), found);
            let old = assigned::value(site, at);
            changed::value(site, spaces(bytes, at + 1), old, found)
        }
        (b':', Some(b'=')) | (b'=', Some(b'[' | b'{')) => {
            let sign = usize::from(bytes[at] == b':') + 1;
            collection::add(site, spaces(bytes, at + sign), found);
            assigned::value(site, at)
        }
        (b'=', Some(b'3')) if bytes[at..].starts_with(b"=3A ") => colon(site, at + b"=3A".len(), found),
        (b'=' | b'|' | b'?' | b'+', _) if !is_cell(bytes, at) => assigned::value(site, at),
        (b':', Some(b':')) if assigned::defines(&bytes[at..]) => assigned::value(site, at),
        (b'!' | b'.', Some(b'=')) => assigned::value(site, at),
        (b':', Some(b':')) if at == end => encoded::value(site, at + 2),
        (b':', Some(b':' | b'/')) => None,
        (b':', _) => {
            let old = colon(site, at + 1, found);
            changed::value(site, spaces(bytes, at + 1), old, found)
        }
        (b'<', Some(b'-')) if at > end => assigned::string(site, spaces(bytes, at + 2)),
        (b'*', Some(b'*')) => emphasised(site, at),
        (b'>', _) => markup::element(site),
        (b'<', _) => elements::value(site)
            .or_else(|| shown::value(site))
            .or_else(|| words::bracketed::in_angles(site, at)),
        (b'(', _) if at == end => code::initialized(site, at).or_else(|| calls::value(site, at)),
        (b'[', Some(b']')) => assigned::value(site, spaces(bytes, at + 2)),
        (b'[', _) if at > end => match prompt::after_shown(site, at) {
            Some(after) => colon(site, after, found),
            None => spaced(site, at),
        },
        (b'[', Some(b'0'..=b'9')) if at == end => assigned::array_of_letters(site, at),
        (b']', _) if at == end && site.before().ends_with(b"[:") => {
            let next = spaces(bytes, at + 1);
            assigned::value(site, next).or_else(|| code::otherwise(site, next))
        }
        (b'"' | b'\\', _) if at == end && site.before().ends_with(b"\"$") => comparison::compared(site, at),
        (b'"' | b'\'' | b'`', _) if at == end => {
            browser::selected(site, at).or_else(|| snapshot::filled(site, at))
        }
        (b'\\', _) if at == end && opening_quote(bytes, at).is_some() => {
            browser::selected(site, at).or_else(|| snapshot::filled(site, at))
        }
        (b'-', Some(b'>')) if at > end => word::mapped(site, spaces(bytes, at + 2)),
        (b']' | b'%', _) if at == end => query::field(site, at)
            .or_else(|| bracketed(site, spaces(bytes, at + 1)))
            .or_else(|| code::otherwise(site, spaces(bytes, at + 1)))
            .or_else(|| browser::indexed(site, at + 1))
            .or_else(|| several::in_brackets(site, at)),
        (b'|', _) => column::cell(site, spaces(bytes, at + 1)),
        (b'/', _) if at == end => keyvault::value(site),
        (b'\n' | b'\r' | b'\\', _) if escaped_blank(&bytes[at..]).is_some() || bytes[at] != b'\\' => {
            lines::beside(site, site.before(), at)
                .or_else(|| column::tabbed(site, at))
                .or_else(|| argv::below(site, site.before(), at))
                .or_else(|| below::heading(site, at))
        }
        // The label of an OpenPGP key; what it holds has a rule of its own.
        _ if bytes[at..].starts_with(b"BLOCK--") => None,
        (0xE2, _) if at > end => column::boxed(site, at).or_else(|| labelled::value(site, at)),
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

/// `[password] => value` of PHP.
fn bracketed(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let start = spaces(bytes, after_arrow(bytes, at)?);
    if literal(bytes, start).is_some() {
        return site.literal(start);
    }
    word::opaque(site, start)
}

/// A name, blanks, and what may be its value at `at`.
fn spaced(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    if site.name().starts_with(b"-") {
        return if begins_comment(site, at) { None } else { directive::flag(site, at) };
    }
    let argument = || directive::parameter(site, at).or_else(|| directive::of_vault(site, at));
    if let Some(found) = markup::element(site).or_else(argument) {
        return Some(found);
    }
    let rest = &bytes[at..];
    if let Some(string) = literal(bytes, at) {
        if site.before().ends_with(b" -p ") && is_statement(site.shown(string.content, &string.skip)) {
            return None;
        }
        if rest.starts_with(b"`") {
            return given::in_code(site, at);
        }
        let plain = matches!(rest.first(), Some(b'"' | b'\'' | b'\\'));
        let value = plain && quoted_next(site, at, string.content) && !in_string(site, &string);
        return value.then(|| site.literal(at)).flatten();
    }
    if rest.starts_with(b"FOR ") {
        return sql::set_password(site, at);
    }
    if let Some(start) = directive::of_device(site, at) {
        return site.secret(start, Skip::plain(Ends::LineWord));
    }
    if let Some(start) = prose::generated(site, at) {
        // What was drawn for a password may hold any sign.
        let word = Value::at(site, start, Ends::Line).bytes.split(|byte| *byte == b' ').next()?;
        let skip = Skip::Run { known: word.len(), class: None };
        return site.secret_of(Look::at(word), start, skip);
    }
    if let Some(said) = prose::said(site, at) {
        return prose::value(site, said);
    }
    if ends_with_folded(site.before(), b"identified with ") {
        return sql::of_plugin(site, rest, at);
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
        .or_else(|| given::given(site, at))
        .or_else(|| labelled::value(site, at))
}

/// `-p password "SHOW TABLES"`: a statement of SQL, after what a flag was given. The new password of `mysqladmin` has
/// the same place.
fn is_statement(value: &[u8]) -> bool {
    let verb = value.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    verb > 3 && value.get(verb) == Some(&b' ')
}

/// `<!--Password Detail View-->`: two dashes that begin a comment of XML and no flag, and then a word.
fn begins_comment(site: &Site<'_>, at: usize) -> bool {
    let comment = || site.before().ends_with(b"<!") || site.name().starts_with(b"<!");
    comment() && Value::at(site, at, Ends::Word).kinds.only(Kinds::LETTER)
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
        && !text::closes(bytes, content)
        && (site.engine.sense(value).is_none() || is_given(site, value))
}

/// `create user ada with password 'ada_pw'`, `@password "secret1234"` of Elixir: what is set there may be called
/// like it.
fn is_given(site: &Site<'_>, value: &[u8]) -> bool {
    let before = site.before();
    let makes_user = || {
        let words = judge::words(&before[before.len().saturating_sub(STATEMENT)..]);
        words.into_iter().any(|word| is_one_of(&["user", "role"], word))
    };
    ends_with_folded(before, b" with ") && makes_user()
        || before.ends_with(b"  @") && Kinds::of(value).any(Kinds::DIGIT)
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
