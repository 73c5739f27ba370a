//! Values that a program puts together from others: what it puts in, and the words and signs around that.

use crate::class::{Bytes, WORD};
use crate::kinds::{Kinds, Look};
use crate::scan::named::site::Site;
use crate::scan::named::text::{TrimSuffix, ends_with_folded};

/// Whether a value is one of them, or a part.
pub(super) fn is_assembled(value: Look<'_>, site: &Site<'_>) -> bool {
    const NAME: Kinds = Kinds::LOWER.or(Kinds::DIGIT).or(Kinds::UNDERSCORE);
    let Look { bytes, kinds } = value;
    kinds.any(Kinds::AT) && is_slot(bytes, site)
        || kinds.any(Kinds::PERCENT) && (are_places(bytes) || is_before_place(bytes))
        || kinds.any(Kinds::DOLLAR)
            && (is_marked_name(bytes, site) || is_header(bytes) || has_itself(bytes, site.name()))
        || kinds.any(Kinds::BRACE) && is_member_put_in(bytes, site)
        || kinds.any(Kinds::PAREN) && is_call(bytes)
        || kinds.only(NAME) && kinds.any(Kinds::UNDERSCORE) && is_own_name_and_more(bytes, site)
        || kinds.any(Kinds::EQUALS) && is_attribute(bytes)
        || is_before_more(value, site)
        || is_cookie_name(bytes, site)
}

/// `token@refresh_token` for `refresh_token`: the slot of an object in R, called like the name
/// (<https://stat.ethz.ch/R-manual/R-devel/library/base/html/slotOp.html>). One word may be what follows a user.
fn is_slot(value: &[u8], site: &Site<'_>) -> bool {
    let name = |text: &[u8]| {
        text.len() > 1 && text.iter().all(|byte| byte.is_ascii_alphabetic() || b"_.".contains(byte))
    };
    let mut parts = value.splitn(2, |byte| *byte == b'@');
    let (object, slot) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    site.name().contains(&b'_') && name(object) && name(slot) && slot.ends_with(site.name())
}

/// `%sfields=%smethod=get%s`: parameters, and places for their values.
fn are_places(value: &[u8]) -> bool {
    static PLAIN: Bytes = Bytes::letters_and(b"%=&._");
    matches!(value, [b'%', b's' | b'd' | b'v', b'a'..=b'z' | b'&', ..])
        && value.contains(&b'=')
        && value[1..].windows(2).any(|part| matches!(part, [b'%', b's' | b'd' | b'v']))
        && PLAIN.run(value) == value.len()
}

/// `app_v2_%s`: what a token begins with, and the place for the rest.
fn is_before_place(value: &[u8]) -> bool {
    const LONGEST: usize = 16;
    const DIGITS: usize = 4;
    let plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(byte);
    value.strip_suffix(b"%s").is_some_and(|head| {
        head.len() <= LONGEST
            && matches!(head.last(), Some(b'_' | b'-'))
            && head[0].is_ascii_lowercase()
            && head.iter().all(plain)
            && head.iter().filter(|byte| byte.is_ascii_digit()).count() <= DIGITS
    })
}

/// `$accessToken:`: by which a server is told that what follows is a token and no password.
fn is_marked_name(value: &[u8], site: &Site<'_>) -> bool {
    let name = value.strip_prefix(b"$").and_then(|rest| rest.strip_suffix(b":"));
    name.is_some_and(|name| name.iter().all(u8::is_ascii_alphabetic) && site.engine.sense(name).is_some())
}

/// `Authorization: Basic $AUTH_VALUE`: a header, and the variable that a shell puts in.
fn is_header(value: &[u8]) -> bool {
    let Some(at) = value.iter().position(|byte| *byte == b'$') else {
        return false;
    };
    let (head, name) = (&value[..at], &value[at + 1..]);
    let plain = |byte: &u8| byte.is_ascii_alphabetic() || b"-: ".contains(byte);
    let constant = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
    head.ends_with(b" ")
        && head.windows(2).any(|pair| pair == b": ")
        && head.iter().all(plain)
        && name.len() > 1
        && name[0].is_ascii_uppercase()
        && name.iter().all(constant)
}

/// `json_token="{\"token\": \"$json_token\"}"`: an object that a shell makes around what the variable holds. What
/// else is in it has names of its own.
fn has_itself(value: &[u8], name: &[u8]) -> bool {
    let variable = |at: usize| {
        value[at..].strip_prefix(b"$").and_then(|rest| rest.strip_prefix(name)).is_some_and(|rest| {
            // Behind it a quote ends, which may be escaped.
            rest.first().is_some_and(|byte| b"\\\"'".contains(byte))
        })
    };
    value.starts_with(b"{") && name.len() > 3 && (0..value.len()).any(variable)
}

/// `$"key={Options.Key}format=json{secret}"` of C#: a member that is put in, and words and signs behind it.
fn is_member_put_in(value: &[u8], site: &Site<'_>) -> bool {
    static PLAIN: Bytes = Bytes::letters_and(b"{}=&._");
    const LINE: usize = 96;
    let Some(len) = value.iter().position(|byte| *byte == b'}').filter(|_| value.starts_with(b"{")) else {
        return false;
    };
    let member = &value[1..len];
    let before = site.before();
    let line = &before[before.len().saturating_sub(LINE)..];
    let string = || {
        let quote = line.iter().rposition(|byte| *byte == b'"')?;
        line[..quote].trim_suffix_of(b"\\").last().copied()
    };
    member.len() > 2
        && member[0].is_ascii_alphabetic()
        && member.contains(&b'.')
        && PLAIN.run(value) == value.len()
        && matches!(string(), Some(b'$' | b'f'))
}

/// `href=\"`: an attribute up to its quote, which a program looks for.
fn is_attribute(value: &[u8]) -> bool {
    let name = value
        .strip_suffix(b"\"")
        .map(|rest| rest.trim_suffix_of(b"\\"))
        .and_then(|rest| rest.strip_suffix(b"="));
    name.is_some_and(|name| name.len() > 1 && name.iter().all(u8::is_ascii_lowercase))
}

/// `(join('-', [$target, 'user']))`: an expression in brackets, which begins with a call that is given variables.
fn is_call(value: &[u8]) -> bool {
    let Some(inner) = value.strip_prefix(b"(") else {
        return false;
    };
    let len = inner.iter().take_while(|byte| byte.is_ascii_lowercase() || **byte == b'_').count();
    let given = || value.contains(&b'$') && value.windows(2).any(|pair| pair == b", ");
    len > 2 && inner.get(len) == Some(&b'(') && value.ends_with(b"))") && given()
}

/// `    encryption_key = encryption_key_b64`: a variable that is called like the name of two words, and more. A line
/// of settings has no indent.
fn is_own_name_and_more(value: &[u8], site: &Site<'_>) -> bool {
    const SUFFIX: usize = 5;
    let name = site.name();
    let more = value.strip_prefix(name).and_then(|rest| rest.strip_prefix(b"_")).unwrap_or_default();
    let assigned = || {
        let rest = site.view.bytes.get(site.key.end..).and_then(|rest| rest.strip_prefix(b" = "));
        rest.is_some_and(|rest| rest.starts_with(value))
    };
    (1..=SUFFIX).contains(&more.len())
        && name.contains(&b'_')
        && more[0].is_ascii_alphabetic()
        && site.before().ends_with(b"  ")
        && assigned()
}

/// `"sk-" + token`, `'_security.'.$name.'…'`: a short word and a sign, to which a program adds the secret.
fn is_before_more(Look { bytes, kinds }: Look<'_>, site: &Site<'_>) -> bool {
    const SIGNS: Kinds = Kinds::DASH.or(Kinds::UNDERSCORE).or(Kinds::DOT).or(Kinds::SLASH).or(Kinds::SPACE);
    const WORD: usize = 5;
    const PATH: usize = 16;
    let Some((b'-' | b'_' | b'.' | b'/' | b' ', head)) = bytes.split_last() else {
        return false;
    };
    let path = head.len() <= PATH && matches!(head, [b'_' | b'.' | b'/', b'a'..=b'z', ..]);
    kinds.only(Kinds::LETTER.or(SIGNS))
        && (path || !head.is_empty() && head.len() <= WORD)
        && site.behind_string(bytes).is_some_and(is_added)
}

/// Whether a sign follows by which something is added to a string that is none itself, unless it is empty and
/// joins others.
fn is_added(behind: &[u8]) -> bool {
    let more = match behind.trim_ascii_start() {
        [b'.', b'.', more @ ..] | [b'+' | b'.', more @ ..] => more.trim_ascii_start(),
        _ => return false,
    };
    let string = |rest: &[u8]| matches!(rest.first(), Some(b'"' | b'\'' | b'\\'));
    let word = more.iter().take(64).take_while(|byte| WORD.has(**byte)).count();
    let empty = || {
        let quote = |text| <[u8]>::iter(text).take_while(|byte| **byte == b'\\').count() + 1;
        let rest = more.get(quote(more)..).unwrap_or_default();
        string(rest) && rest.get(quote(rest)..).is_some_and(|rest| rest.starts_with(b".join("))
    };
    match more.first() {
        Some(b'$' | b'@') => true,
        Some(first) if first.is_ascii_alphabetic() || *first == b'_' => !string(&more[word..]),
        _ => string(more) && empty(),
    }
}

/// `document.cookie = 'visits_of_page' + '=' + 0`: what a cookie is called, to which its value is added.
fn is_cookie_name(value: &[u8], site: &Site<'_>) -> bool {
    let named = ends_with_folded(site.name(), b"cookie") && value.iter().all(|byte| WORD.has(*byte));
    named
        && site.behind_string(value).is_some_and(|behind| {
            let added = behind.trim_ascii_start().strip_prefix(b"+").map(<[u8]>::trim_ascii_start);
            let string = added.map(|added| &added[added.iter().take_while(|byte| **byte == b'\\').count()..]);
            matches!(string, Some([b'"' | b'\'', b'=', ..]))
        })
}
