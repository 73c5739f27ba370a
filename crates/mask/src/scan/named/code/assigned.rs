//! What is assigned to a name: `=`, `:=`, `||=`, typed declarations, defaults.

use super::in_string::in_string;
use super::{array, comparison, expression, heredoc, several};
use crate::class::Bytes;
use crate::kinds::{Kinds, Look};
use crate::mark::MARK;
use crate::scan::Open;
use crate::scan::named::code;
use crate::scan::named::json::container::in_single_quotes;
use crate::scan::named::judge;
use crate::scan::named::line::Line;
use crate::scan::named::markup;
use crate::scan::named::site::Site;
use crate::scan::named::text::{
    after_arrow, ends_with_folded, gap, is_one_of, literal, opening_quote, spaces,
};
use crate::scan::named::words::{bracketed, environ, passed, query, word};
use crate::scan::template;

/// What the path of an item is made of.
static PATH: Bytes = Bytes::alnum_and(b"_.:");

/// The type of a declaration is no longer than this.
const TYPE: usize = 40;

/// The value after the operator at `at`.
pub(crate) fn value(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = site.view.bytes.get(at..)?;
    if let Some(after) = after_arrow(site.view.bytes, at) {
        let start = spaces(site.view.bytes, after);
        // A binary of Erlang.
        let binary = site.view.bytes.get(start..)?.starts_with(b"<<");
        let start = match opening_quote(site.view.bytes, start + b"<<".len()) {
            Some(_) if binary => start + b"<<".len(),
            _ => start,
        };
        let string = || string(site, start);
        let word = || word::after_arrow(site, start);
        return if literal(site.view.bytes, start).is_some() { string() } else { word() };
    }
    let width = match rest {
        // `NAME=~word`: a match has blanks, a sigil or quotes.
        [b'=', b'~', next, ..] if next.is_ascii_alphanumeric() && is_bound(site, at) => 1,
        [b'=', b'=' | b'~', ..] | [b'!', b'=', ..] => return comparison::comparison(site, at),
        [b'.', b'=', ..] => return unsure(site, at + 2),
        [b':', b':', ..] if defines(rest) => return unsure(site, at + operator(rest)),
        [b'=', ..] => 1,
        [b':' | b'?' | b'+' | b'|', b'=', ..] => 2,
        [b'|', b'|', b'=', ..] => 3,
        _ => return None,
    };
    let start = spaces(site.view.bytes, at + width);
    let spaced = start > at + width || at > site.key.end;
    if let Some(object) = in_single_quotes(site, start) {
        return object;
    }
    if let Some(own) = spaced.then(|| several::without_brackets(site, start)).flatten() {
        return own;
    }
    if let Some(literal) = literal(site.view.bytes, start) {
        // In a shell, backticks run a command. A lexer adds letter after letter to its token.
        let command = !spaced && site.byte(start) == Some(b'`');
        let adds = rest[0] == b'+' && !judge::is_opaque(Look::at(site.shown(literal.content, &literal.skip)));
        let string = || markup::backslash::value(site, &literal).or_else(|| string(site, start));
        return (!command && !adds).then(string).flatten();
    }
    match site.byte(start)? {
        b'<' if spaced && site.view.bytes[start..].starts_with(b"<<") => heredoc::word(site, start),
        b'[' if spaced => array::array(site, start).or_else(|| constructed(site, start)),
        b'<' if template::is_in_angles(&site.view.bytes[start..]) => bracketed::in_angles(site, start),
        b'[' if rest[0] == b'=' => bracketed::in_brackets(site, start + 1),
        b'(' if site.name() == b"auth" => code::basic(site, start + 1),
        b'(' if spaced && rest[0] == b'=' => in_parentheses(site, gap(site.view.bytes, start + 1)),
        _ if !spaced && (query::is_source(site, start) || query::is_of_badge(site)) => None,
        _ if !spaced && rest[0] == b'=' && (is_code(site, start) || passed::is_compound(site, start)) => None,
        _ if !spaced && rest[0] == b'=' => environ::value(site, start)
            .or_else(|| query::value(site, start))
            .or_else(|| word::assigned(site, start, spaced))
            .or_else(|| default(site, start))
            .or_else(|| constructed(site, start)),
        _ => word::assigned(site, start, spaced)
            .or_else(|| default(site, start))
            .or_else(|| constructed(site, start))
            .or_else(|| code::number(site, start)),
    }
}

/// Whether `::=` or `:::=` is here, by which ASN.1, grammars and some makefiles define a name.
pub(crate) fn defines(rest: &[u8]) -> bool {
    rest.starts_with(b"::=") || rest.starts_with(b":::=")
}

fn operator(rest: &[u8]) -> usize {
    rest.iter().take(4).take_while(|byte| **byte == b':').count() + 1
}

/// `$token .= "…"`, `TOKEN ::= "…"`: lexers add letters to a token, and grammars say what words it is, so only
/// what was drawn is a secret.
fn unsure(site: &Site<'_>, after: usize) -> Option<Open> {
    let start = spaces(site.view.bytes, after);
    let literal = literal(site.view.bytes, start)?;
    let value = Look::at(site.shown(literal.content, &literal.skip));
    let drawn = judge::is_random(value) || judge::is_no_name(value) || judge::is_uuid(value.bytes);
    // One of an alphabet's letters is taken.
    let index = || code::after_string(site.view.bytes, &literal).and_then(|end| site.byte(end)) == Some(b'[');
    (drawn && !index()).then(|| string(site, start)).flatten()
}

/// Whether an expression is assigned to a name of code: those of an environment are in capitals.
pub(crate) fn is_code(site: &Site<'_>, start: usize) -> bool {
    let rest = &site.view.bytes[start..];
    let code = || expression::is_definition(rest) || expression::is_statement(rest);
    Kinds::of(site.name()).any(Kinds::LOWER) && code()
}

/// Whether the operator at `at` is right after a name in capitals that begins its line.
fn is_bound(site: &Site<'_>, at: usize) -> bool {
    at == site.key.end && Line::of(site) == Line::Start && !Kinds::of(site.name()).any(Kinds::LOWER)
}

/// `char password[32] = "…"` of C; `at` is at the bracket.
pub(crate) fn array_of_letters(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = site.view.bytes.get(at + 1..)?;
    let digits = rest.iter().take(8).take_while(|byte| byte.is_ascii_digit()).count();
    let equals = spaces(site.view.bytes, at + 1 + digits + 1);
    let declares = site.before().ends_with(b"char ")
        && rest.get(digits) == Some(&b']')
        && site.byte(equals) == Some(b'=');
    declares.then(|| string(site, spaces(site.view.bytes, equals + 1))).flatten()
}

/// A string that is a value, and not the end of one that the name stands in.
pub(crate) fn string(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let literal = literal(bytes, at)?;
    let closes = site.closes(&literal) || in_string(site, &literal);
    (!closes).then(|| site.literal(at)).flatten()
}

/// `key = ("…" "…")` of Python, where strings are joined.
fn in_parentheses(site: &Site<'_>, at: usize) -> Option<Open> {
    let string = literal(site.view.bytes, at)?;
    site.joined(string.content).and_then(|_| self::string(site, at))
}

/// `String::from("…")`, `Some("…")`.
pub(crate) fn constructed(site: &Site<'_>, at: usize) -> Option<Open> {
    const MAKERS: &[&str] = &[
        "from",
        "some",
        "optional",
        "new",
        "string",
        "secretstring",
        "secret",
        "of",
        "str",
        "just",
        "byte",
        "bytes",
        "password",
    ];
    if let Some(at) = code::wrapped(site, at) {
        return string(site, at);
    }
    // A slice of Go is made of a string's bytes.
    let at = at + if site.view.bytes.get(at..)?.starts_with(b"[]byte(") { 2 } else { 0 };
    let rest = site.view.bytes.get(at..)?;
    let len = PATH.run(&rest[..rest.len().min(40)]);
    if rest.get(len) != Some(&b'(') {
        return None;
    }
    let last = rest[..len].rsplit(|byte| matches!(byte, b'.' | b':')).next()?;
    // Debug prints it on a line of its own.
    let argument = gap(site.view.bytes, at + len + 1);
    // `ctx.String("ldap-password")` looks up what it is given the name of.
    let named = || {
        literal(site.view.bytes, argument).is_some_and(|string| {
            let name = site.shown(string.content, &string.skip);
            let plain = |byte: &u8| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_' | b'.');
            name.iter().all(plain) && site.engine.sense(name).is_some()
        })
    };
    let looks_up = is_one_of(&["string"], last) && rest[..len].contains(&b'.') && named();
    if !is_one_of(MAKERS, last) || looks_up {
        return None;
    }
    site.literal(after_user(site, argument).unwrap_or(argument))
}

/// `creds = Credentials::new("ada", "…")`: where the second string is, after who has the credentials. Of two that
/// were drawn the first may be a secret, too.
fn after_user(site: &Site<'_>, at: usize) -> Option<usize> {
    let several = [&b"creds"[..], b"credentials"].iter().any(|end| ends_with_folded(site.name(), end));
    let user = literal(site.view.bytes, at).filter(|_| several)?;
    let comma = code::after_string(site.view.bytes, &user)?;
    let next = gap(site.view.bytes, comma + 1);
    let drawn = || {
        let value = Look::at(site.shown(user.content, &user.skip));
        value.bytes.starts_with(MARK) || judge::is_no_name(value)
    };
    (site.byte(comma) == Some(b',') && literal(site.view.bytes, next).is_some() && !drawn()).then_some(next)
}

/// `variable "password" { default = "…" }`; `at` is at the brace.
pub(crate) fn block_default(site: &Site<'_>, at: usize) -> Option<Open> {
    const DEFAULT: &[u8] = b"default";
    let bytes = site.view.bytes;
    let rest = &bytes[at..bytes.len().min(at + 240)];
    let rest = &rest[..rest.iter().position(|&byte| byte == b'}').unwrap_or(rest.len())];
    let word = rest.windows(DEFAULT.len()).position(|part| part == DEFAULT)?;
    let equals = spaces(bytes, at + word + DEFAULT.len());
    (bytes.get(equals) == Some(&b'=')).then(|| site.literal(spaces(bytes, equals + 1))).flatten()
}

/// `password: String = "…"`, where `at` is after the colon.
pub(crate) fn declared(site: &Site<'_>, at: usize) -> Option<Open> {
    static OF_TYPES: Bytes = Bytes::alnum_and(b"_&'<>?:.[] *");
    let rest = site.view.bytes.get(at..)?;
    let len = OF_TYPES.run(&rest[..rest.len().min(TYPE)]);
    let assigns =
        len > 0 && rest[len - 1] == b' ' && rest.get(len) == Some(&b'=') && rest.get(len + 1) == Some(&b' ');
    if !assigns {
        return None;
    }
    let start = spaces(site.view.bytes, at + len + 1);
    literal(site.view.bytes, start)?;
    string(site, start)
}

/// What holds when an environment variable is not set: `process.env.X || "…"`.
pub(crate) fn default(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = site.view.bytes.get(at..)?;
    let len = PATH.run(&rest[..rest.len().min(64)]);
    let at = at + len;
    let or = site.view.bytes.get(at..).filter(|or| or.first() == Some(&b' '))?;
    let width = [&b" || "[..], b" ?? ", b" or "].iter().find(|or_| or.starts_with(or_))?.len();
    (len > 0).then(|| literal(site.view.bytes, at + width).and_then(|_| string(site, at + width))).flatten()
}
