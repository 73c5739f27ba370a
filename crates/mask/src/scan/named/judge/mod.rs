//! Whether a value is a secret, given its name.
//!
//! What needs no masking under any name is in [`harmless`]; of other values, [`stated`], [`vocabulary`],
//! [`translated`], [`foreign`] and [`version`] tell that they say something of a secret, are words that
//! others have in its place, are labels of a form, or are versions of packages, [`options`] that they choose
//! one, and [`types`] has words that are no values at all. [`said`] tells sentences and labels in any
//! language by how they are written, [`address`] pages and hosts, [`amount`] how long or since when a secret
//! is good, [`constant`] what constants hold, [`called`] what something is called, [`mod@pattern`] regular
//! expressions. [`code`] knows parts of programs. By the lines beside it, which [`siblings`] reads, [`catalog`] tells a text from a secret, and
//! [`registry`] a name. [`looks`] and, where that is too little, [`suspect`] say that a value looks drawn at random
//! or made up, [`sentence`] and [`passphrase`] what words it has. [`unescaped`] reads escapes, [`partly`]
//! says what of a value is secret, [`connects`] and [`link`] that a connection string or an address has a
//! secret with a name of its own.

mod address;
mod amount;
pub(super) mod called;
mod catalog;
mod code;
pub(super) mod connects;
mod constant;
mod foreign;
pub(super) mod harmless;
mod link;
mod looks;
mod options;
pub(super) mod partly;
pub(super) mod passphrase;
mod pattern;
mod registry;
mod said;
mod sentence;
mod siblings;
pub(super) mod stated;
pub(super) mod suspect;
mod translated;
pub(super) mod types;
mod unescaped;
pub(super) mod version;
mod vocabulary;

use harmless::is_harmless;
use link::is_page;
pub(super) use looks::{is_code, is_no_name, is_opaque, is_random, is_scrambled, is_uuid};
use passphrase::{is_long_passphrase, is_passphrase};
pub(super) use said::is_rest_of_label;
use sentence::has_stop;
pub(super) use sentence::{is_compound, is_link, is_message, is_phrase, is_prose, words};
use stated::is_stated;
use translated::is_translated;

use crate::class::{Bytes, WORD};
use crate::kinds::{Kinds, Look};
use crate::names::Sense;
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::named::text::{TrimSuffix, ends_with_folded, is_one_of};
use crate::scan::placeholder::has_folded;
use crate::scan::template;

/// No path to a function is longer.
const LONGEST_CALL: usize = 48;

/// Whether `value`, or the beginning of one that is longer, is a secret.
pub(super) fn is_secret(value: Look<'_>, site: &Site<'_>) -> bool {
    let fits = match site.sense {
        Sense::Any | Sense::Scalar => true,
        Sense::Opaque => is_opaque(value) && !is_place(value.bytes, site.name()) || is_long_passphrase(value),
        Sense::Random => is_random(value) || is_session_id(value, site),
        Sense::Digits => is_code(value),
        Sense::Drawn => is_drawn(value),
        Sense::Chosen => is_drawn(value) || suspect::is_made_up(value),
    };
    if !fits {
        return false;
    }
    // What is beside these tells more.
    let told = ends_with_folded(site.name(), b"dsn") || site.name() == b"tokenData";
    let clear = is_clear(value) && !told;
    if clear && !cfg!(debug_assertions) {
        return true;
    }
    let none = is_none(value, site);
    debug_assert!(!(clear && none));
    !none
}

/// Whether a value is no secret, though it looks as the name wants it.
fn is_none(value: Look<'_>, site: &Site<'_>) -> bool {
    is_harmless(value, site.engine)
        || is_label(value, site.name())
        || is_title(value, site)
        || is_other(value, site.name())
        || has_own_password(value, site)
        || is_page(value, site)
        || address::is_plain(value, site)
        || amount::is_amount(value, site)
        || constant::is_constant(value, site)
        || pattern::is_pattern(value, site)
        || said::is_said(value, site)
        || is_stated(value, site)
        || code::is_code(value, site)
        || registry::is_of_reader(value, site)
        || registry::is_name(value, site)
        || catalog::is_text(value, site)
}

/// Drawn from letters of both cases and digits: nothing that is no secret looks so, under most names. In debug
/// builds all else is asked, too, and must agree.
pub(super) fn is_clear(Look { bytes, kinds }: Look<'_>) -> bool {
    const LONG_ENOUGH: usize = 10;
    let mixed = kinds.any(Kinds::UPPER) && kinds.any(Kinds::LOWER) && kinds.any(Kinds::DIGIT);
    // An address, the name of a class or a port; filler.
    let telling = matches!(bytes, [b'0', b'x', ..] | [b'V', b'1' | b'2', ..] | [b'G', b'P', ..])
        || matches!(bytes, [.., b'x' | b'X', b'x' | b'X'] | [.., b'0', b'0']);
    mixed && kinds.only(Kinds::ALNUM) && bytes.len() >= LONG_ENOUGH && !telling
}

fn is_drawn(value: Look<'_>) -> bool {
    is_random(value) && is_no_name(value) && !value.bytes.starts_with(b"pk")
}

/// A directory, where `pwd` says where something runs.
fn is_place(value: &[u8], name: &[u8]) -> bool {
    ends_with_folded(name, b"pwd") && matches!(value, [b'/' | b'~' | b'.', ..] | [_, b':', ..])
}

/// `<your token>` and `$(…)`, which may have blanks in them where a value has none.
pub(super) fn is_template(rest: &[u8]) -> bool {
    match rest {
        [b'$', b'(', ..] | [b'$', b'$', b'(', ..] => true,
        [b'$', b'{', inner @ ..] => is_call(inner) || is_cut_out(inner) || template::has_message(inner),
        [b'#', b'{', inner @ ..] => is_call(inner),
        // An option of a manual, of whose value nothing is shown.
        [b'.', b'.', b'.', font @ ..] if font.first() == Some(&b'\\') => {
            font.iter().take(8).find(|byte| **byte != b'\\') == Some(&b'f')
        }
        // The font of a manual.
        [b'\\', b'f', b'B' | b'I' | b'P' | b'R', ..]
        | [b'\\', b'\\', b'f', b'B' | b'I' | b'P' | b'R', ..] => true,
        [b'<', inner @ ..] => {
            let end =
                inner.iter().take(64).position(|byte| matches!(byte, b'>' | b'<' | b'\n' | b'"' | b'\\'));
            // What a word follows at once is an element, or a secret that begins like one.
            let goes_on = |end: usize| inner.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
            end.is_some_and(|end| end > 0 && inner[end] == b'>' && !goes_on(end))
        }
        _ => false,
    }
}

/// `creds#*:}`, `name%.*}`: a part of a variable of a shell; `'f'.repeat(4)}`: a string that a program changes.
fn is_cut_out(text: &[u8]) -> bool {
    static NAME: Bytes = Bytes::alnum_and(b"_");
    let len = NAME.run(&text[..text.len().min(LONGEST_CALL)]);
    len > 0 && matches!(text.get(len), Some(b'#' | b'%')) || matches!(text, [b'\'', _, b'\'', b'.', ..])
}

/// `Buffer.from(`: a path of names, and a call.
fn is_call(text: &[u8]) -> bool {
    static PATH: Bytes = Bytes::alnum_and(b"_.");
    let len = PATH.run(&text[..text.len().min(LONGEST_CALL)]);
    text.first().is_some_and(u8::is_ascii_alphabetic) && text.get(len) == Some(&b'(')
}

/// Whether a program puts in what stands at the end of `before`: `"Basic $encoded"`,
/// `f"{registry_id}-auth-token"`.
pub(super) fn is_put_in(before: &[u8], Look { bytes, kinds }: Look<'_>) -> bool {
    let variable = |name: &[u8]| name.iter().all(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
    if let Some(name) = bytes.strip_prefix(b"$") {
        let scheme = ends_with_folded(before, b"basic ") || ends_with_folded(before, b"bearer ");
        return scheme && !name.is_empty() && variable(name);
    }
    kinds.any(Kinds::BRACE) && is_interpolating(before) && template::is_put_together(bytes)
}

/// Whether a string begins after `before` in which names in braces are put: of Python, of C#.
fn is_interpolating(before: &[u8]) -> bool {
    let Some((b'"' | b'\'', head)) = before.split_last() else {
        return false;
    };
    let head = head.trim_suffix_of(b"\\");
    match head {
        [rest @ .., b'f' | b'F' | b'$'] => !rest.last().is_some_and(|byte| WORD.has(*byte)),
        _ => false,
    }
}

/// `Password` for a passphrase, `Pincode` for a PIN.
fn is_title(value: Look<'_>, site: &Site<'_>) -> bool {
    let Look { bytes, kinds } = value;
    let capital = kinds.only(Kinds::LETTER) && bytes.first().is_some_and(u8::is_ascii_uppercase);
    capital && bytes[1..].iter().all(u8::is_ascii_lowercase) && site.engine.sense(bytes).is_some()
}

/// `Password` for a password, `Enter your password`: what a form says, in the language of its reader.
pub(super) fn is_label(value: Look<'_>, name: &[u8]) -> bool {
    let Look { bytes, kinds } = value;
    if kinds.any(Kinds::BACKSLASH)
        && unescaped::text(bytes, &mut [0; SHOWN]).is_some_and(|text| is_label(Look::at(text), name))
    {
        return true;
    }
    if kinds.any(Kinds::DIGIT) {
        return foreign::is_sentence(value);
    }
    if bytes.len() < 3 {
        return false;
    }
    if foreign::is_word(value, name) {
        return true;
    }
    if kinds.any(Kinds::OTHER) {
        return is_translated(value);
    }
    let letters = |byte: &u8| byte.is_ascii_alphabetic() || b" .,:;?!'-()/_".contains(byte);
    let spoken = || names(bytes, name) && (bytes.iter().all(letters) || has_stop(bytes));
    let said = || is_prose(bytes) && !is_passphrase(value, name);
    let phrase = kinds.any(Kinds::SPACE) && (spoken() || said())
        || kinds.only(Kinds::LETTER.or(Kinds::DASH))
            && kinds.any(Kinds::DASH)
            && is_joined_title(bytes, name);
    same_letters(bytes, name) || phrase || is_translated(value)
}

/// `Zugangs-Token` for a token.
fn is_joined_title(value: &[u8], name: &[u8]) -> bool {
    let capital = |part: &[u8]| {
        part.first().is_some_and(u8::is_ascii_uppercase) && part.iter().skip(1).all(u8::is_ascii_lowercase)
    };
    let mut parts = value.split(|byte| *byte == b'-');
    parts.clone().all(capital) && parts.next_back().is_some_and(|last| same_letters(last, name))
}

fn same_letters(value: &[u8], name: &[u8]) -> bool {
    let mut left = value.iter().filter(|byte| byte.is_ascii_alphabetic());
    let mut right = name.iter().filter(|byte| byte.is_ascii_alphabetic());
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a.eq_ignore_ascii_case(b) => {}
            _ => return false,
        }
    }
}

/// Whether the value speaks of what the name names.
fn names(value: &[u8], name: &[u8]) -> bool {
    let capital = name.iter().skip(1).rposition(u8::is_ascii_uppercase).map_or(0, |at| at + 1);
    let starts = if name.iter().any(u8::is_ascii_lowercase) { capital } else { 0 };
    let tail = name[starts..].rsplit(|byte| !byte.is_ascii_alphanumeric()).next().unwrap_or_default();
    // Short ones are in other words, too: `key` in `hockey`.
    let begins = |at: usize| match (value[..at].last(), value[at]) {
        (Some(before), first) if first.is_ascii_uppercase() => !before.is_ascii_uppercase(),
        (before, _) => !before.is_some_and(u8::is_ascii_alphabetic),
    };
    let mut parts = value.windows(tail.len().max(1)).enumerate();
    let is_named =
        |(at, part): (usize, &[u8])| part.eq_ignore_ascii_case(tail) && (tail.len() > 3 || begins(at));
    tail.len() >= 3 && (parts.any(is_named) || words(value).any(|word| same_letters(word, name)))
}

/// A working directory, or the version of a package that is called like a secret.
fn is_other(value: Look<'_>, name: &[u8]) -> bool {
    let Look { bytes, kinds } = value;
    if matches!(name, b"PWD" | b"OLDPWD") {
        return matches!(bytes, [b'/' | b'~' | b'.', ..] | [_, b':', ..]);
    }
    const SOURCE: Kinds = Kinds::COLON.or(Kinds::AT).or(Kinds::EQUALS).or(Kinds::SLASH);
    if ends_with_folded(name, b"dsn") {
        // The name of a data source, or what a browser may see.
        return !kinds.any(SOURCE) || is_public_dsn(bytes);
    }
    let of_pgp = || {
        [&b"gpg_key"[..], b"pgp_key", b"gpg_keys", b"pgp_keys"].iter().any(|end| ends_with_folded(name, end))
    };
    is_fingerprint(value) && of_pgp()
        || name.eq_ignore_ascii_case(b"secret") && is_resource(bytes)
        || version::is_of_package(value, name)
}

/// The forty digits by which a public key is told (<https://www.rfc-editor.org/rfc/rfc4880#section-12.2>).
fn is_fingerprint(value: Look<'_>) -> bool {
    value.bytes.len() == 40
        && value.kinds.only(Kinds::UPPER.or(Kinds::DIGIT))
        && value.bytes.iter().all(u8::is_ascii_hexdigit)
}

/// `default/app-token`: the namespace and the name of a secret of Kubernetes.
fn is_resource(value: &[u8]) -> bool {
    let label =
        |part: &[u8]| part.len() > 1 && part.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b'-');
    // A name may end in what was drawn to tell it from others.
    let named = |name: &[u8]| {
        let last = name.rsplit(|byte| *byte == b'-').next().unwrap_or_default();
        let drawn = last.len() <= 10 && last.iter().all(u8::is_ascii_alphanumeric) && !last.is_empty();
        label(name) || drawn && last.len() < name.len() && label(&name[..name.len() - last.len()])
    };
    let mut parts = value.split(|byte| *byte == b'/');
    matches!((parts.next(), parts.next(), parts.next()), (Some(space), Some(name), None) if label(space) && named(name))
}

/// `https://<public key>@<host>/<project>`, which may be published
/// (<https://docs.sentry.io/concepts/key-terms/dsn-explainer/>).
fn is_public_dsn(value: &[u8]) -> bool {
    let url = value.strip_prefix(b"https://").or_else(|| value.strip_prefix(b"http://"));
    let Some((key, [b'@', rest @ ..])) = url.and_then(|url| url.split_at_checked(32)) else {
        return false;
    };
    let mut parts = rest.rsplit(|byte| *byte == b'/');
    let project = parts.next().is_some_and(|id| !id.is_empty() && id.iter().all(u8::is_ascii_digit));
    let host = |byte: &u8| byte.is_ascii_alphanumeric() || b".-:/".contains(byte);
    project && parts.next().is_some() && key.iter().all(u8::is_ascii_hexdigit) && rest.iter().all(host)
}

/// A URL, or a list of settings, in which the password is found by itself.
fn has_own_password(value: Look<'_>, site: &Site<'_>) -> bool {
    let (Look { bytes, kinds }, name) = (value, site.name());
    if kinds.any(Kinds::SEMICOLON) && ends_with_folded(name, b"string") && connects::has_own_password(bytes)
        || kinds.any(Kinds::EQUALS) && ends_with_folded(name, b"string") && connects::has_no_password(bytes)
    {
        return true;
    }
    // What most values fail comes first.
    if !kinds.any(Kinds::AT.or(Kinds::BACKSLASH)) || !kinds.any(Kinds::SLASH) {
        return false;
    }
    let connects = name.last_chunk::<3>().is_some_and(|last| is_one_of(&["dsn", "ing", "str"], last));
    if !connects {
        return false;
    }
    if connects::is_go_mysql(bytes) {
        return true;
    }
    let at = bytes.iter().position(|&byte| byte == b'@');
    let escaped = || bytes.windows(6).position(|part| part == b"\\u0040");
    let signs = [&b"://"[..], b":\\/\\/", b"\\u003a//", b"\\u003A//"];
    let scheme = signs.iter().find_map(|signs| {
        bytes.windows(signs.len()).position(|part| part == *signs).map(|at| at + signs.len())
    });
    match (scheme, at.or_else(escaped)) {
        // Or a token in the place of the user, where its mark is now.
        (Some(authority), Some(at)) if authority < at => {
            let user = &bytes[authority..at];
            user.contains(&b':') || site.engine.style().is_mark(user)
        }
        _ => false,
    }
}

/// `gK20dkfWWq22`, `Zu8Q+87bHNEv1t`: shorter than other values must be that look drawn at random.
fn is_session_id(value: Look<'_>, site: &Site<'_>) -> bool {
    let drawn = || suspect::is_short(value) || suspect::is_password(value) || suspect::is_short_base64(value);
    has_folded(site.name(), b"sess") && (drawn() || is_cookie_of_session(value, site))
}

/// What a server put into the cookie by which it knows a browser, and no word for it.
fn is_cookie_of_session(value: Look<'_>, site: &Site<'_>) -> bool {
    const COMPOUND: Kinds = Kinds::LOWER.or(Kinds::DASH);
    let Look { bytes, kinds } = value;
    let compound = || bytes.len() > 8 && kinds.any(Kinds::DASH) && kinds.only(COMPOUND);
    let cookie = [&b"phpsessid"[..], b"jsessionid"].iter().any(|end| ends_with_folded(site.name(), end));
    // Where a path ends with it, a query may follow.
    cookie
        && !kinds.any(Kinds::QUESTION)
        && (is_opaque(value) || compound())
        && site.engine.sense(bytes).is_none()
}
