//! Values that name a thing: a property, a flag, a class, a case of an enumeration, a member of what was parsed.

use super::constant::after_letters;
use super::{is_clear, is_random};
use crate::kinds::{Kinds, Look};
use crate::names::Words;
use crate::scan::named::line::line_at_end;
use crate::scan::named::site::Site;
use crate::scan::named::text::{TrimSuffix, ends_with_folded, is_one_of};

/// Whether a value is the name of one.
pub(super) fn is_thing(value: Look<'_>, site: &Site<'_>) -> bool {
    let Look { bytes, kinds } = value;
    kinds.any(Kinds::SQUARE) && is_member(bytes)
        || kinds.any(Kinds::BACKSLASH) && is_class(bytes)
        || kinds.any(Kinds::SEMICOLON) && is_weighed(bytes)
        || kinds.any(Kinds::TILDE) && is_prompt(bytes, site.name())
        || kinds.only(Kinds::UPPER.or(Kinds::UNDERSCORE)) && (is_mode(site.name()) || is_case(bytes, site))
        || is_told(value, site.name())
        || is_of_lexer(value, site)
        || is_user_of_script(value, site)
        || is_own_session(value, site.name())
        || bytes.starts_with(b"/") && is_entry(value, site.name())
        || site.quoting.is_some() && is_suppressed(site.before())
}

/// `items[0].entity`: a member of what was parsed.
fn is_member(value: &[u8]) -> bool {
    let word = |word: &[u8]| {
        word.first().is_some_and(u8::is_ascii_lowercase)
            && word.iter().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-'))
    };
    let mut parts = value.splitn(2, |byte| *byte == b'[');
    let (list, rest) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    word(list)
        && (1..3).contains(&digits)
        && rest[digits..].strip_prefix(b"].").is_some_and(|path| path.split(|byte| *byte == b'.').all(word))
}

/// `\WpOrg\Requests\Cookie`: a class of PHP, by its path
/// (<https://www.php.net/manual/language.namespaces.rules.php>).
fn is_class(value: &[u8]) -> bool {
    const STEPS: usize = 3;
    let class = |step: &[u8]| {
        step.len() > 1 && step[0].is_ascii_uppercase() && step.iter().all(u8::is_ascii_alphabetic)
    };
    let steps = || value.split(|byte| *byte == b'\\').filter(|step| !step.is_empty());
    value.starts_with(b"\\") && steps().count() >= STEPS && steps().all(class)
}

/// `gzip;q=0.123`: one of several that a header lists, and how much it is preferred
/// (<https://www.rfc-editor.org/rfc/rfc9110#section-12.4.2>).
fn is_weighed(value: &[u8]) -> bool {
    let end = value.iter().position(|byte| *byte == b';').unwrap_or(value.len());
    let weight = value[end..].strip_prefix(b";q=").unwrap_or_default();
    let plain = |byte: &u8| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'/' | b'*');
    value[..end].iter().all(plain)
        && matches!(weight, [b'0' | b'1'] | [b'0' | b'1', b'.', ..])
        && weight.len() <= b"0.123".len()
        && weight.iter().skip(2).all(u8::is_ascii_digit)
}

/// `pwd: '~$ '`: what a shell shows before it takes a command.
fn is_prompt(value: &[u8], name: &[u8]) -> bool {
    name.eq_ignore_ascii_case(b"pwd") && matches!(value, [b'~', b'$' | b'#' | b'%' | b'>'] | [b'~', _, b' '])
}

/// `antiCsrf: "VIA_CUSTOM_HEADER"`: how forms are made safe. What was drawn has digits, or small letters.
fn is_mode(name: &[u8]) -> bool {
    is_one_of(&["anticsrf", "anti_csrf", "anti-csrf"], name)
}

/// `SecretsValueAll SecretsValue = "ALL"`: a constant that is called by its type and what it holds.
fn is_case(value: &[u8], site: &Site<'_>) -> bool {
    let letters = value.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let constant = site.before().strip_suffix(b" ").unwrap_or_default().trim_ascii_end();
    let Some((head, case)) = constant.len().checked_sub(letters).and_then(|at| constant.split_at_checked(at))
    else {
        return false;
    };
    letters > 0 && head.ends_with(site.name()) && after_letters(value, case).is_some_and(<[u8]>::is_empty)
}

/// `PROPERTY_ACCESS_TOKEN = "client.oauth1.access.token"`, `flagNamePassword: "storage.password"`: where a name says that
/// it holds one, as others write it.
fn is_told(Look { bytes, kinds }: Look<'_>, name: &[u8]) -> bool {
    const KINDS: &[&str] = &["flag", "property", "var"];
    const PATH: Kinds = Kinds::LOWER.or(Kinds::DIGIT).or(Kinds::DOT).or(Kinds::DASH).or(Kinds::UNDERSCORE);
    const DIGITS: usize = 1;
    const SHORTEST: usize = 5;
    // What most values fail comes first.
    if !kinds.only(PATH) {
        return false;
    }
    let steps = kinds.any(Kinds::DOT).then(|| bytes.rsplit(|byte| *byte == b'.').next()).flatten();
    let last = steps.unwrap_or(bytes);
    if last.len() < SHORTEST || !ends_with_folded(name, last) || name.len() <= last.len() {
        return false;
    }
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    let parted = bytes.iter().filter(|byte| **byte == b'.').count() > 1;
    let head = &name[..name.len() - last.len()];
    let told = |words: &Words| match last.len() == bytes.len() {
        true => words.iter().last().is_some_and(|word| is_one_of(KINDS, word)),
        false => parted && words.iter().any(|word| is_one_of(KINDS, word)),
    };
    digits <= DIGITS
        && !last.iter().any(u8::is_ascii_digit)
        && Words::split(head).is_some_and(|words| told(&words))
}

/// `token: 'keyword', regex: …`: what a rule of a lexer makes of what it finds
/// (<https://ace.c9.io/#nav=higlighter>, <https://codemirror.net/5/demo/simplemode.html>).
fn is_of_lexer(Look { bytes, kinds }: Look<'_>, site: &Site<'_>) -> bool {
    const NEAR: usize = 64;
    const REGEX: &[u8] = b"regex";
    if site.name() != b"token"
        || !kinds.only(Kinds::LOWER.or(Kinds::DOT).or(Kinds::DASH).or(Kinds::UNDERSCORE))
    {
        return false;
    }
    let has = |text: &[u8]| {
        let mut parts = text.windows(REGEX.len() + 2);
        parts.any(|part| part.starts_with(REGEX) && part[REGEX.len()..].contains(&b':'))
    };
    let Some(after) = site.behind_string(bytes) else {
        return false;
    };
    after.starts_with(b",") && has(&after[..after.len().min(NEAR)]) || has(line_at_end(site.before()))
}

/// `-SqlCredential sqladmin`, `-Credential ada@example.com`: the user whose password PowerShell asks for then
/// (<https://learn.microsoft.com/powershell/scripting/learn/deep-dives/add-credentials-to-powershell-functions>).
fn is_user_of_script(value: Look<'_>, site: &Site<'_>) -> bool {
    const USER: Kinds =
        Kinds::ALNUM.or(Kinds::DOT).or(Kinds::DASH).or(Kinds::UNDERSCORE).or(Kinds::AT).or(Kinds::BACKSLASH);
    let name = site.name();
    let flag =
        matches!(name, [b'-', b'A'..=b'Z', ..]) && name.ends_with(b"Credential") || name == b"-credential";
    // `Server01\User01`: and in which domain.
    let user = value.bytes.rsplit(|byte| *byte == b'\\').next().unwrap_or_default();
    let number = user.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let numbered = || (1..=2).contains(&number) && user[..user.len() - number].eq_ignore_ascii_case(b"user");
    let address = || value.kinds.any(Kinds::AT) && value.bytes.ends_with(b".com");
    flag && value.kinds.only(USER)
        && (!value.kinds.any(Kinds::DIGIT) || numbered() || address() || super::is_uuid(value.bytes))
        && !is_random(value)
        && !is_clear(value)
}

/// `-Session "tools-session"`: what a session is called.
fn is_own_session(Look { bytes, kinds }: Look<'_>, name: &[u8]) -> bool {
    kinds.any(Kinds::DASH)
        && kinds.only(Kinds::LOWER.or(Kinds::DASH))
        && bytes.ends_with(b"-session")
        && name.eq_ignore_ascii_case(b"-session")
}

/// `--totp "/Sample Entry"`: whose code is asked for. What it is made from has no blank.
fn is_entry(Look { kinds, .. }: Look<'_>, name: &[u8]) -> bool {
    ends_with_folded(name, b"otp")
        && kinds.any(Kinds::SPACE)
        && kinds.only(Kinds::LETTER.or(Kinds::SPACE).or(Kinds::SLASH))
}

/// `SuppressMessage("AvoidPlainTextPassword", "ApiCredential")`: a rule that code is to be excused from, and where
/// (<https://learn.microsoft.com/dotnet/fundamentals/code-analysis/suppress-warnings>).
fn is_suppressed(before: &[u8]) -> bool {
    let call = before.strip_suffix(b"\"").unwrap_or(before).trim_suffix_of(b"\\");
    call.ends_with(b"SuppressMessageAttribute(") || call.ends_with(b"SuppressMessage(")
}
