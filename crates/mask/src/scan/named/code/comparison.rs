//! Secrets that a program compares something with: `password == "…"`.

use crate::kinds::{Kinds, Look};
use crate::names::Sense;
use crate::scan::Open;
use crate::scan::named::judge::{suspect, types};
use crate::scan::named::site::Site;
use crate::scan::named::text::{ends_with_folded, is_one_of, literal, opening_quote, spaces};
use crate::scan::placeholder::has_folded;

/// `[ "$db_password" = "…" ]`: a shell compares what a variable holds with a string of digits and letters; `at` is
/// at the quote.
pub(crate) fn compared(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let operator = spaces(bytes, opening_quote(bytes, at)?.1);
    let width = bytes.get(operator..)?.iter().take(2).take_while(|byte| **byte == b'=').count();
    let start = spaces(bytes, operator + width);
    let literal = literal(bytes, start).filter(|_| width > 0 && start > operator + width)?;
    let kinds = Kinds::of(site.shown(literal.content, &literal.skip));
    let clear = kinds.any(Kinds::DIGIT) && kinds.any(Kinds::LETTER) && kinds.only(Kinds::ALNUM);
    (clear && is_compared(site.name())).then(|| site.literal(start)).flatten()
}

/// `password == "…"`, `password != "…"`: only a password is compared with itself, and what a test expects:
/// `assert token == "amber77river99"`. Of other tokens a parser asks which words they are.
pub(super) fn comparison(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = &site.view.bytes[at..];
    let unequal = usize::from(rest.starts_with(b"!"));
    let width = unequal + rest[unequal..].iter().take(3 - unequal).take_while(|&&byte| byte == b'=').count();
    if width < 2 || site.sense != Sense::Any {
        return None;
    }
    let start = spaces(site.view.bytes, at + width);
    let literal = literal(site.view.bytes, start)?;
    let expected = || {
        let value = Look::at(site.shown(literal.content, &literal.skip));
        site.before().ends_with(b"assert ") && suspect::is_mixed_word(value)
    };
    let member = || is_member_compared(site, Look::at(site.shown(literal.content, &literal.skip)));
    let sent = || is_sent(site, Look::at(site.shown(literal.content, &literal.skip)));
    if !is_compared(site.name()) && !expected() && (unequal > 0 || !member()) && !sent() {
        return None;
    }
    let kind = || {
        const KINDS: &[&[u8]] = &[b"function", b"undefined", b"object", b"string", b"number", b"boolean"];
        let value = site.shown(literal.content, &literal.skip);
        KINDS.contains(&value) && site.before().windows(7).rev().take(48).any(|word| word == b"typeof ")
    };
    if kind() {
        return None;
    }
    // What a password is not is often a word for none.
    let word = || Kinds::of(site.shown(literal.content, &literal.skip)).only(Kinds::LETTER);
    (unequal == 0 || !word() || sent()).then(|| super::assigned::string(site, start)).flatten()
}

/// `request.headers.token !== 'unicorn'`: what a server lets in who sends it, and no word for none, or for what it is.
fn is_sent(site: &Site<'_>, Look { bytes, kinds }: Look<'_>) -> bool {
    const LEAST: usize = 5;
    const HEADERS: &[&[u8]] = &[b"headers", b"header", b"cookies"];
    let name = site.name();
    let owner = name.iter().rposition(|byte| *byte == b'.').map_or(&name[..0], |dot| &name[..dot]);
    HEADERS.iter().any(|end| ends_with_folded(owner, end))
        && bytes.len() >= LEAST
        && kinds.only(Kinds::ALNUM.or(Kinds::UNDERSCORE).or(Kinds::DASH))
        && !types::is_type(bytes)
        && site.engine.sense(bytes).is_none()
}

/// `result.api_token == "…"`, `request.user.token == "…"`: a member that no parser has, and more than a word.
fn is_member_compared(site: &Site<'_>, value: Look<'_>) -> bool {
    const OWNERS: &[&[u8]] = &[b"auth", b"config", b"cred", b"request", b"sess", b"user"];
    // What a parser has read, and what comes next.
    const READ: &[&[u8]] = &[b"cur", b"first", b"last", b"next", b"peek", b"prev"];
    const LEAST: usize = 5;
    const PLAIN: Kinds = Kinds::ALNUM.or(Kinds::UNDERSCORE).or(Kinds::DASH);
    let name = site.name();
    let Some(dot) = name.iter().rposition(|byte| *byte == b'.') else {
        return false;
    };
    let (owner, last) = (&name[..dot], &name[dot + 1..]);
    let token = is_one_of(&["token"], last);
    let known = [&b"token"[..], b"key"].iter().any(|end| ends_with_folded(last, end))
        && !READ.iter().any(|word| last.starts_with(word))
        && (!token || OWNERS.iter().any(|word| has_folded(owner, word)));
    let tested = token && site.before().ends_with(b"assert ");
    (known || tested)
        && value.bytes.len() >= LEAST
        && value.kinds.any(Kinds::DIGIT)
        && value.kinds.only(PLAIN)
}

fn is_compared(name: &[u8]) -> bool {
    let telling = |part: &[u8]| part.eq_ignore_ascii_case(b"passwo") || part.eq_ignore_ascii_case(b"secret");
    name.windows(6).any(telling)
}
