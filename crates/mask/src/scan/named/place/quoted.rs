//! Names between quotes.

use crate::kinds::{Kinds, Look};
use crate::scan::Open;
use crate::scan::ahead::Ahead;
use crate::scan::named::code::in_string::ends_other;
use crate::scan::named::code::{
    self, arguments, assigned, browser, collection, couple, dumped, items, list, snapshot,
};
use crate::scan::named::headers;
use crate::scan::named::json::container::{container, number};
use crate::scan::named::json::pair;
use crate::scan::named::judge::{self, version};
use crate::scan::named::markup;
use crate::scan::named::site::Site;
use crate::scan::named::table::{self, column, reply};
use crate::scan::named::text::{self, Literal, Quoting, after_arrow, color_len, gap, literal, spaces};
use crate::scan::named::words::{colored, word};
use crate::scan::named::yaml::{argv, block, lines};

/// The value of a name between quotes; `after` is what follows the closing one.
pub(crate) fn value(site: &Site<'_>, quoting: Quoting, after: usize, found: &mut Ahead) -> Option<Open> {
    stated(site, quoting, after, found).or_else(|| table::rows(site))
}

/// The value that stands with its name.
fn stated(site: &Site<'_>, quoting: Quoting, after: usize, found: &mut Ahead) -> Option<Open> {
    let bytes = site.view.bytes;
    let at = gap(bytes, after);
    // What a form has may begin with anything.
    if let Some(part) = markup::part(site, quoting, after) {
        return Some(part);
    }
    if at == after && bytes.get(at) == Some(&b'"') && quoting == Quoting::Double(0) {
        // Quotes that are doubled are read with half of them.
        return None;
    }
    match (*bytes.get(at)?, bytes.get(at + 1)) {
        (b':', Some(b'p' | b'"' | b'\\')) if dumped::visibility(&bytes[at..]).is_some() => {
            let bracket = at + dumped::visibility(&bytes[at..])?;
            arrow(site, gap(bytes, bracket + b"]=>".len()))
        }
        (b':', _) if is_operand(site, quoting) => None,
        (b':', Some(b'=')) => assigned::value(site, at),
        (b':', next) if next != Some(&b':') => {
            member(site, quoting, gap(bytes, at + 1), found).or_else(|| snapshot::filled(site, site.key.end))
        }
        (b'[', _) if at > after => snapshot::filled(site, site.key.end),
        (b'=', Some(b'>' | b'\\')) => match after_arrow(bytes, at) {
            Some(value) => arrow(site, gap(bytes, value)),
            None => assigned::value(site, at),
        },
        (b'-', Some(b'>')) => word::mapped(site, spaces(bytes, at + 2)),
        (b']', Some(b'"' | b'\'' | b'`' | b'\\')) => browser::selected(site, at + 1),
        (b']', _) => {
            let next = spaces(bytes, at + 1);
            index(site, next)
                .or_else(|| arguments::beside(site, next))
                .or_else(|| code::otherwise(site, next))
        }
        (b')', _) => browser::method(site, at + 1),
        (b',', _) => list::value(site, quoting, gap(bytes, at + 1), found).or_else(|| browser::element(site)),
        (b'}', _) => pair::before(site, quoting),
        (b'|', next) if next != Some(&b'=') && quoting == Quoting::Backtick => {
            column::of_code(site, spaces(bytes, at + 1))
        }
        (b';', Some(b's')) => serialized(site, at + 1),
        (b'=' | b'|', _) => assigned::value(site, at),
        (b't', Some(b'o')) if at > after => couple::entry(site, at),
        (b'0'..=b'9', _) => reply::value(site, quoting, after),
        (b'{', _) => assigned::block_default(site, at),
        (0x1b | b'\\', _) if color_len(bytes, at).is_some() => colored::string(site, after),
        _ => reply::monitored(site, quoting, after)
            .or_else(|| lines::quoted(site, quoting, after))
            .or_else(|| markup::attribute(site, quoting, after))
            .or_else(|| argv::quoted(site, quoting, after)),
    }
}

/// Whether the name is a value itself: `if x == "password":`, `case "token":`, `? "text" : …`.
fn is_operand(site: &Site<'_>, quoting: Quoting) -> bool {
    let before = quoting.strip(site.before()).unwrap_or_default().trim_ascii_end();
    // What all of those end with: most names follow a brace or a comma.
    matches!(before.last(), Some(b'=' | b'e' | b'?' | b'n' | b's'))
        && [&b"=="[..], b"!=", b"case", b"?", b" in", b" is"].iter().any(|word| before.ends_with(word))
}

/// `"key": value` in JSON and in what looks like it.
fn member(site: &Site<'_>, quoting: Quoting, at: usize, found: &mut Ahead) -> Option<Open> {
    let bytes = site.view.bytes;
    if let Some(literal) = literal(bytes, at) {
        // Quotes at another depth belong to what the name is quoted in.
        let outer = match (quoting, literal.quote) {
            (Quoting::Double(key), Quoting::Double(value)) => key != value,
            (Quoting::Single(key), Quoting::Single(value)) => key != value,
            (_, Quoting::Double(_)) => text::closes(bytes, literal.content),
            _ => false,
        };
        if bytes.get(literal.content..).is_some_and(|rest| ends_other(site, &literal, rest)) {
            return None;
        }
        if let Some(object) = site.object(&literal) {
            return object.filter(|_| !outer);
        }
        if headers::parameters::in_string(site, &literal, found) {
            return None;
        }
        let start = site.after_scheme(&literal)?;
        if site.name().contains(&b'/') && !is_setting(site, start, &literal)
            || is_script(site.name())
            || is_run(site, &literal)
        {
            return None;
        }
        return (!outer)
            .then(|| site.string_secret(start, literal.skip.behind(start - literal.content)))
            .flatten();
    }
    match (*bytes.get(at)?, quoting) {
        (0x1b | b'\\', _) if color_len(bytes, at).is_some() => {
            colored::string(site, site.key.end + quoting.width())
        }
        // `http.Header{"X-Api-Key": []string{"…"}}` of Go.
        (b'[', _) if bytes[at..].starts_with(b"[]string{") => site.literal(at + b"[]string{".len()),
        (b'[', _) if bytes[at..].starts_with(b"[]byte(") => assigned::constructed(site, at),
        (b'{', Quoting::Double(depth)) if collection::add_cookies(site, at, depth, found) => None,
        (b'{' | b'[', Quoting::Double(depth)) => container(site, at, depth),
        (b'0'..=b'9' | b'-', Quoting::Double(depth)) => {
            number(site, at, depth).or_else(|| begins_with_digit(site, quoting, at))
        }
        (_, Quoting::Double(_)) => assigned::default(site, at)
            .or_else(|| block::quoted_key(site, quoting, at))
            .or_else(|| assigned::constructed(site, at)),
        (b'[', Quoting::Single(_)) => {
            items::add(site, at, found);
            None
        }
        (b'{', Quoting::Single(_)) => {
            collection::add(site, at, found);
            None
        }
        _ => block::quoted_key(site, quoting, at).or_else(|| code::in_dict(site, at)),
    }
}

/// `"password": 3abcDEF9xx` of YAML, which is no number.
fn begins_with_digit(site: &Site<'_>, quoting: Quoting, at: usize) -> Option<Open> {
    let rest = site.view.bytes.get(at..)?;
    let number = rest.iter().take(32).take_while(|&&byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    let goes_on = rest.get(number.count()).is_some_and(u8::is_ascii_alphabetic);
    goes_on.then(|| block::quoted_key(site, quoting, at)).flatten()
}

/// `test:cookies`, by which a package calls one of its scripts
/// (<https://docs.npmjs.com/cli/using-npm/scripts>).
fn is_script(name: &[u8]) -> bool {
    const VERBS: &[&[u8]] = &[
        b"bench:",
        b"build:",
        b"check:",
        b"dev:",
        b"e2e:",
        b"format:",
        b"generate:",
        b"lint:",
        b"start:",
        b"test:",
    ];
    VERBS.iter().any(|verb| name.starts_with(verb))
}

/// `"reset-password": "node reset.js"`: what a script runs.
fn is_run(site: &Site<'_>, literal: &Literal) -> bool {
    const PROGRAMS: &[&[u8]] = &[
        b"bash ",
        b"bun ",
        b"cargo ",
        b"deno ",
        b"docker ",
        b"go run ",
        b"make ",
        b"node ",
        b"npm ",
        b"npx ",
        b"php ",
        b"pnpm ",
        b"python ",
        b"python3 ",
        b"ruby ",
        b"sh ",
        b"ts-node ",
        b"tsx ",
        b"yarn ",
    ];
    let rest = site.view.bytes.get(literal.content..).unwrap_or_default();
    let named = || site.name().iter().any(|byte| matches!(byte, b'-' | b':'));
    PROGRAMS.iter().any(|program| rest.starts_with(program)) && named()
}

/// Whether what stands under a path with slashes is set there: paths also lead to pages, handlers
/// and versions of packages.
fn is_setting(site: &Site<'_>, start: usize, literal: &Literal) -> bool {
    const SIGNS: Kinds = Kinds::SLASH.or(Kinds::COLON).or(Kinds::AT).or(Kinds::SPACE).or(Kinds::DOT);
    let value = Look::at(site.shown(start, &literal.skip));
    judge::is_opaque(value) && !value.kinds.any(SIGNS) && !version::is_version(value.bytes)
}

/// `"key" => "value"`, `["key"]=> string(8) "value"`.
fn arrow(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let rest = bytes.get(at..)?;
    let typed =
        rest.strip_prefix(b"string(").map(|rest| rest.iter().take_while(|b| b.is_ascii_digit()).count());
    let at = typed.map_or(at, |digits| gap(bytes, at + "string(".len() + digits + 1));
    site.literal(at)
}

/// `s:8:"password";s:7:"…";` of PHP; `at` is at the type of the value.
fn serialized(site: &Site<'_>, at: usize) -> Option<Open> {
    let digits = site.view.bytes.get(at..)?.strip_prefix(b"s:")?;
    let len = digits.iter().take(8).take_while(|byte| byte.is_ascii_digit()).count();
    (len > 0 && digits.get(len) == Some(&b':')).then(|| site.literal(at + 2 + len + 1)).flatten()
}

/// `environ["KEY"] = "value"`.
fn index(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    match after_arrow(bytes, at) {
        Some(value) => arrow(site, gap(bytes, value)),
        None => assigned::value(site, at),
    }
}
