//! Headers of HTTP that stand in a line of text: `Authorization: Bearer …`, `Cookie: …`.
//!
//! The word before the credentials is known by [`scheme`], what it has for parameters by
//! [`mod@parameters`], and each cookie of a header is a secret of its
//! own: [`mod@cookies`] goes from one to the next, [`cookie`] reads one of them.

mod cookie;
pub(super) mod cookies;
pub(super) mod parameters;
pub(super) mod scheme;

pub(super) use cookies::is_cookie;
pub(super) use parameters::parameters;
use scheme::scheme_len;

use crate::class::{DASH_ALNUM, TOKEN68};
use crate::kinds::{Kinds, Look};
use crate::mark::MARK;
use crate::scan::Open;
use crate::scan::named::judge::{self, types};
use crate::scan::named::line::Line;
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::named::text::{
    TrimSuffix, ends_with_folded, escaped_blank, first_word, first_word_of_line, is_one_of,
};
use crate::scan::skip::{Ends, Skip};

/// `Cookie: name=…; other=…`.
pub(super) fn cookies(site: &Site<'_>, at: usize) -> Option<Option<Open>> {
    let cookie = ends_with_folded(site.name(), b"cookie") && !is_attribute(&site.view.bytes[at..]);
    cookie.then(|| cookies::list(site, at, &Skip::plain(ends_of_cookies(site, at)))).flatten()
}

/// `use Cookie: id=… now`: in a line of text the words after the last cookie are none of it. On a line of its own,
/// a cookie may have blanks, and so it may where another follows.
fn ends_of_cookies(site: &Site<'_>, at: usize) -> Ends {
    let end = site.view.end_of(at, &Skip::plain(Ends::Line));
    let line = site.view.bytes.get(at..end).unwrap_or_default();
    let mut named = line.split(|byte| *byte == b';').rev().skip_while(|part| !part.contains(&b'='));
    let parted = |part: &[u8]| part.trim_ascii().contains(&b' ');
    let words = named.next().is_some() && !named.any(parted) && !Line::of(site).is_own();
    if words { Ends::CookieWord } else { Ends::Line }
}

/// `Authorization: Bearer …`, `Cookie: …`.
pub(super) fn header(site: &Site<'_>, line: Line, at: usize) -> Option<Open> {
    let rest = &site.view.bytes[at..];
    let is = |end: &[u8]| {
        site.name().len() >= end.len()
            && site.name()[site.name().len() - end.len()..].eq_ignore_ascii_case(end)
    };
    if is(b"cookie") {
        let first = first_word(rest);
        // A name with a mark in it was masked as something else.
        let name = first.iter().position(|&byte| byte == b'=').map(|at| &first[..at]);
        let code = |name: &[u8]| name.iter().any(|byte| b",()[]{}".contains(byte));
        let named =
            name.is_some_and(|name| !name.windows(MARK.len()).any(|part| part == MARK) && !code(name));
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
    let (scheme, credentials) = match second_of_two(rest, scheme) {
        Some(after_user) if is(b"authorization") => (after_user, first_word_of_line(&rest[after_user..])),
        _ => (scheme, first_word_of_line(&rest[scheme..])),
    };
    // A word, and another: `Bearer token required`.
    let goes_on =
        || matches!(rest[scheme + credentials.len()..], [b' ', next, ..] if next.is_ascii_lowercase());
    let said = types::is_type(credentials) && goes_on();
    let own = line.is_own() && credentials.len() >= 3 && !said;
    let sent = || (is_argument(site) || is_logged(site)) && is_no_word_for_it(credentials, site);
    let stated = is(b"authorization") && (own || sent());
    if !stated && !judge::is_opaque(Look::at(credentials)) {
        return None;
    }
    let whole = is_one_of(&["hawk", "aws4-hmac-sha256"], rest[..scheme].trim_ascii_end());
    let in_brackets = matches!(site.before().last(), Some(b'[' | b'(' | b'{'));
    let ends = match (whole, in_brackets) {
        (true, _) => Ends::Line,
        (false, true) => Ends::Word,
        (false, false) => Ends::LineWord,
    };
    site.secret(at + scheme, Skip::plain(ends))
}

/// `Basic ada hunter2`, as editors have it who send requests: where the password is, after the user.
fn second_of_two(rest: &[u8], scheme: usize) -> Option<usize> {
    let user = first_word_of_line(&rest[scheme..]);
    let start = scheme + user.len() + 1;
    let word = first_word_of_line(rest.get(start..)?);
    let ends = || {
        let after = &rest[start + word.len()..];
        matches!(after.first(), None | Some(b'\n' | b'\r')) || escaped_blank(after).is_some()
    };
    let basic = rest[..scheme].eq_ignore_ascii_case(b"basic ") && rest[start - 1] == b' ';
    let said = user.is_empty() || types::is_type(user);
    (basic && !said && !word.is_empty() && ends()).then_some(start)
}

/// Whether the name is that of a header in an argument: `curl -H 'X-Api-Key: …'`.
pub(super) fn is_argument(site: &Site<'_>) -> bool {
    let flag = match site.before() {
        [flag @ .., b'\'' | b'"'] => flag.trim_suffix_of(b"\\").trim_suffix_of(b" "),
        _ => return false,
    };
    flag.ends_with(b" -H") || flag.ends_with(b" --header")
}

/// Whether it is that of one that a program logs as it sends it: `DEBUG http > X-Api-Key: …`. What else stands
/// after such a sign is a place in a menu.
pub(super) fn is_logged(site: &Site<'_>) -> bool {
    let name = site.name();
    let header = || name.get(..2).is_some_and(|x| x.eq_ignore_ascii_case(b"x-"));
    site.before().ends_with(b" > ") && (header() || ends_with_folded(name, b"authorization"))
}

/// `thunder-river`, and neither `token` nor `ACCESS_TOKEN`, by which manuals name what is sent.
fn is_no_word_for_it(credentials: &[u8], site: &Site<'_>) -> bool {
    const SHORTEST: usize = 6;
    let word = credentials.trim_suffix_of(b"'\"\\,.");
    let kinds = Kinds::of(word);
    let one_word = kinds.only(Kinds::LOWER) || !kinds.any(Kinds::LOWER.or(Kinds::DIGIT));
    word.len() >= SHORTEST && !one_word && !types::is_type(word) && site.engine.sense(word).is_none()
}

/// `Authorization: Anything …`, where what follows the word is drawn at random.
pub(super) fn custom_scheme(site: &Site<'_>, at: usize) -> Option<Open> {
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
pub(super) fn is_attribute(rest: &[u8]) -> bool {
    let is = |name: &&[u8]| {
        let has_value = rest.get(name.len()).is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != b'"');
        has_value && rest[..name.len()].eq_ignore_ascii_case(name)
    };
    let begins = matches!(rest.first(), Some(b's' | b'S' | b'p' | b'P' | b'm' | b'M' | b'd' | b'D'));
    begins && [&b"samesite="[..], b"path=", b"max-age=", b"domain="].iter().any(is)
}
