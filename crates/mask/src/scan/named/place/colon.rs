//! Names without quotes, a colon, and what follows it.

use crate::class::WORD;
use crate::kinds::{Kinds, Look};
use crate::mark::MARK;
use crate::scan::Open;
use crate::scan::ahead::Ahead;
use crate::scan::named::code::in_string::in_string;
use crate::scan::named::code::{self, assigned, collection, dumped, items};
use crate::scan::named::headers;
use crate::scan::named::headers::scheme::scheme_len;
use crate::scan::named::judge::harmless::is_harmless;
use crate::scan::named::judge::{self, suspect};
use crate::scan::named::line::Line;
use crate::scan::named::site::Site;
use crate::scan::named::statements::{below, directive, expected, prose, shown};
use crate::scan::named::text::{
    Literal, Quoting, blanks, ends_with_folded, escaped_blank, first_word, literal, opening_quote, spaces,
};
use crate::scan::named::words::{bracketed, word};
use crate::scan::named::yaml::block;

/// `key: value`; `after` is after the colon.
pub(super) fn colon(site: &Site<'_>, after: usize, found: &mut Ahead) -> Option<Open> {
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
        let parameters = headers::parameters::in_string(site, &string, found);
        return if parameters { None } else { string_after(site, at, &string) };
    }
    let rest = bytes.get(at..)?;
    if let Some(string) = dumped::string(rest) {
        return site.literal(at + string);
    }
    if matches!(rest.first()?, b'|' | b'>' | b'\n' | b'\r') || escaped_blank(rest).is_some() {
        return block::value(site, line, at, found).or_else(|| below::heading(site, at));
    }
    if let Some(found) = headers::cookies(site, at) {
        return found;
    }
    if let Some(found) = directive::switch(site, after) {
        return Some(found);
    }
    if headers::parameters(site, at, found) {
        return None;
    }
    if let Some(found) = headers::header(site, line, at).or_else(|| headers::custom_scheme(site, at)) {
        return Some(found);
    }
    if rest[0] == b'<'
        && let Some(found) = shown::value(site).or_else(|| bracketed::in_angles(site, at))
    {
        return Some(found);
    }
    let scheme = scheme_len(rest);
    let none = |text: &[u8]| text.starts_with(MARK) || is_placeholder(first_word(text), site);
    if site.marked.get() || scheme > 0 && none(&rest[scheme..]) {
        // The scheme is no secret, whatever it looks like.
        site.marked.set(true);
        return None;
    }
    if rest[0] == b'[' && at == after {
        return bracketed::in_map(site, at + 1);
    }
    if rest[0] == b'[' {
        items::add(site, at, found);
    }
    if rest[0] == b'{' {
        collection::add(site, at, found);
    }
    if headers::is_attribute(rest) {
        return None;
    }
    if rest.starts_with(b"**")
        && let Some(found) = shown::in_bold(site, line, at)
    {
        return Some(found);
    }
    if let Some(string) = code::wrapped(site, at) {
        return assigned::string(site, string);
    }
    if is_instruction(rest) {
        return None;
    }
    word::after_colon(site, line, at, at > after)
        .or_else(|| prose::grouped(site, at))
        .or_else(|| assigned::declared(site, spaces(bytes, after)))
        .or_else(|| assigned::constructed(site, at))
}

/// `token xxx`, `Bearer <token>`: what stands for credentials. A mere word may be one that somebody sent.
fn is_placeholder(credentials: &[u8], site: &Site<'_>) -> bool {
    // In a string of JSON, the line ends at an escape.
    let end = credentials.iter().position(|byte| *byte == b'\\').unwrap_or(credentials.len());
    let credentials = &credentials[..end];
    let look = Look::at(credentials);
    let word =
        look.kinds.only(Kinds::LETTER) && !credentials.iter().all(|byte| byte.eq_ignore_ascii_case(&b'x'));
    !credentials.is_empty() && !word && is_harmless(look, site.engine)
}

fn string_after(site: &Site<'_>, at: usize, string: &Literal) -> Option<Open> {
    // The quote before the name is no letter's: `'token: 'iter`.
    // What runs on after backticks is prose about a command.
    let value = || Look::at(site.shown(string.content, &string.skip));
    let span = string.quote == Quoting::Backtick
        && !judge::is_opaque(value())
        && !prose::is_short(value())
        && !suspect::is_letters(value())
        && !prose::is_listed(site, string, value());
    let before = site.before();
    // Or of a name that is quoted with its colon: `'$token:'`.
    let quoted = before.ends_with(b"'") || before.ends_with(b"'$") && at == site.key.end + 1;
    let lifetime = string.quote == Quoting::Single(0) && quoted;
    let closes = span
        || lifetime
        || is_variable_of_psql(site, at, string)
        || site.closes(string)
        || in_string(site, string);
    if closes { expected::sent(site, site.key.end + 1) } else { site.literal(at) }
}

/// `WITH PASSWORD :'pw'`: a variable that psql puts in as a string
/// (<https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-INTERPOLATION>).
fn is_variable_of_psql(site: &Site<'_>, at: usize, string: &Literal) -> bool {
    let before = site.before();
    let statement = [&b"with "[..], b"encrypted ", b"login "].iter().any(|end| ends_with_folded(before, end));
    // `SCHEMA :"name" AUTHORIZATION :"name"`
    let owner = before.ends_with(b"\" ") && site.name() == b"AUTHORIZATION";
    let parted = site.byte(site.key.end) == Some(b' ') && site.view.bytes[..at].ends_with(b" :");
    let name = || site.shown(string.content, &string.skip).iter().all(|byte| WORD.has(*byte));
    let quoted = match string.quote {
        Quoting::Single(_) => statement,
        Quoting::Double(_) => owner,
        Quoting::Backtick | Quoting::Shell(_) => false,
    };
    quoted && parted && name()
}

/// ``Password: run `./show.sh` ``, `token: jsonpath "$.token"`: what is to be done to get it.
fn is_instruction(rest: &[u8]) -> bool {
    const VERB: usize = 10;
    let word = rest.iter().take(VERB).take_while(|byte| byte.is_ascii_lowercase()).count();
    let command = matches!(&rest[word..], [b' ', b'`', b'.' | b'/' | b'a'..=b'z', ..]);
    let path = || {
        let quote = opening_quote(rest, word + 1).filter(|_| rest.get(word) == Some(&b' '));
        quote.is_some_and(|(_, content)| rest[content..].starts_with(b"$."))
    };
    word > 1 && (command || path())
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

/// ``**secret:** `Asymmetric Private Key` should not …``: a sentence that goes on after words in code.
fn is_spoken_of(site: &Site<'_>, string: &Literal) -> bool {
    let value = Look::at(site.shown(string.content, &string.skip));
    let after = site.view.bytes.get(string.content + value.bytes.len() + string.quote.width()..);
    string.quote == Quoting::Backtick
        && value.kinds.any(Kinds::SPACE)
        && value.kinds.only(Kinds::LETTER.or(Kinds::SPACE))
        && matches!(after, Some([b' ', b'a'..=b'z', ..]))
}

/// `**Password:** value`, `**Password**: value`; the stars may be before or after the colon.
pub(super) fn emphasised(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let rest = &bytes[at..];
    // As chats have it.
    if rest.starts_with(b"* ") && site.before().ends_with(b"*") && bytes[..at].ends_with(b":") {
        return word::opaque(site, spaces(bytes, at + 1));
    }
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
    if let Some(string) = literal(bytes, start) {
        return if is_spoken_of(site, &string) { None } else { site.literal(start) };
    }
    word::opaque(site, start).or_else(|| prose::short(site, start))
}
