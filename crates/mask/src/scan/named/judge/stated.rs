//! Values that say something of a secret: how it is, how long it is, what it must be.

use super::called::is_called;
use super::options::{is_choice, is_mount, is_style};
use super::passphrase::is_long_passphrase;
use super::permitted::{are_permissions, is_permission};
use super::sentence::{is_prose, words};
use super::vocabulary::is_term;
use crate::kinds::{Kinds, Look};
use crate::scan::named::site::Site;
use crate::scan::named::text::{ends_with_folded, is_one_of};
use crate::words::{List, numbers};

/// How a token or a session is. Of a password it may be the password.
static STATES: List = List::new(&numbers([
    "absent",
    "accepted",
    "active",
    "authenticated",
    "closed",
    "created",
    "deleted",
    "disabled",
    "enabled",
    "ended",
    "expired",
    "expiring",
    "failed",
    "inactive",
    "invalid",
    "issued",
    "malformed",
    "missing",
    "ok",
    "open",
    "opened",
    "pending",
    "preferred",
    "present",
    "refreshed",
    "rejected",
    "revoked",
    "rotated",
    "stale",
    "stateful",
    "stateless",
    "terminated",
    "unknown",
    "unset",
    "unused",
    "unverified",
    "valid",
    "verified",
]));

/// How any secret is, and hardly one that somebody chose.
static CLEAR: List = List::new(&numbers([
    "disabled",
    "encrypted",
    "expired",
    "hashed",
    "incorrect",
    "invalid",
    "loaded",
    "missing",
    "nullable",
    "present",
    "required",
    "wrong",
]));

/// Rules of a form (<https://laravel.com/docs/validation#available-validation-rules>).
static RULES: List = List::new(&numbers([
    "alpha",
    "alpha_dash",
    "alpha_num",
    "array",
    "bail",
    "between",
    "confirmed",
    "current_password",
    "different",
    "digits",
    "email",
    "exists",
    "filled",
    "integer",
    "max",
    "min",
    "nullable",
    "numeric",
    "present",
    "prohibited",
    "regex",
    "required",
    "required_if",
    "required_with",
    "same",
    "size",
    "sometimes",
    "string",
    "unique",
    "uuid",
]));

/// What a requirement counts, or how.
pub(super) static MEASURES: List = List::new(&numbers([
    "between",
    "bytes",
    "characters",
    "chars",
    "digit",
    "digits",
    "hours",
    "least",
    "letter",
    "letters",
    "longer",
    "maximum",
    "minimum",
    "minutes",
    "most",
    "seconds",
    "shorter",
    "symbol",
    "symbols",
]));

/// Whether a word says how a secret is.
pub(crate) fn is_how(word: &[u8]) -> bool {
    CLEAR.has(word) || STATES.has(word)
}

/// Whether a value that would be a secret only speaks of one.
pub(super) fn is_stated(value: Look<'_>, site: &Site<'_>) -> bool {
    let Look { bytes, kinds } = value;
    let name = site.name();
    if kinds.only(Kinds::LETTER) {
        return is_state(bytes, name)
            || is_permission(bytes, name)
            || is_syntax(value, site)
            || is_called(value, site)
            || is_choice(bytes, site)
            || is_change(bytes, site)
            || is_term(value, site);
    }
    let words =
        || is_size(bytes) || is_requirement(value) || is_code_label(value, name) || is_report(value, site);
    kinds.any(Kinds::SPACE) && (words() || is_complaint(value))
        || kinds.any(Kinds::PIPE) && is_validated(bytes)
        || is_called(value, site)
        || is_missed(value, site)
        || is_hashed(bytes)
        || kinds.any(Kinds::COMMA) && (is_style(bytes, name) || are_permissions(value, name))
        || is_mount(bytes, site)
        || is_number_of_session(value, name)
        || kinds.any(Kinds::AT) && is_object(bytes)
        || is_term(value, site)
}

/// `{"token": "expired"}`, `Session: active`.
pub(crate) fn is_state(value: &[u8], name: &[u8]) -> bool {
    const OF: &[&[u8]] = &[b"token", b"session", b"otp", b"jwt", b"csrf", b"cookie", b"credentials"];
    CLEAR.has(value) || STATES.has(value) && OF.iter().any(|end| ends_with_folded(name, end))
}

/// `"token": "WITHSCORES"`, `"token": "km"`: a word of a language, as Redis describes its commands;
/// `"token0": "USDC"`: what is traded.
fn is_syntax(value: Look<'_>, site: &Site<'_>) -> bool {
    const LONGEST: usize = 12;
    // A member of a structure of C.
    let member = site.name().strip_prefix(b".");
    let name = member.unwrap_or(site.name());
    if is_traded(value, site) {
        return true;
    }
    let number = name.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    (site.quoting.is_some() || member.is_some())
        && value.bytes.len() <= LONGEST
        && (value.kinds.only(Kinds::UPPER) || value.kinds.only(Kinds::LOWER) && value.bytes.len() == 2)
        && name[..name.len() - number].eq_ignore_ascii_case(b"token")
}

/// `create(baseToken="BUSD", …)`: what is traded, as an argument of a call.
fn is_traded(value: Look<'_>, site: &Site<'_>) -> bool {
    let name = site.name();
    let token = name == b"token" || name.ends_with(b"Token") && name[0].is_ascii_lowercase();
    let argument = || {
        let ends = matches!(site.behind_string(value.bytes), Some([b',' | b')', ..]));
        let rest = site.view.bytes.get(site.key.end..).unwrap_or_default();
        ends && rest.starts_with(b"=") && matches!(site.before().last(), Some(b'(' | b' '))
    };
    token && (3..=5).contains(&value.bytes.len()) && value.kinds.only(Kinds::UPPER) && argument()
}

/// `- Password: Added a driver`: what a list of changes says of a part of a program.
fn is_change(value: &[u8], site: &Site<'_>) -> bool {
    const DONE: &[&str] = &[
        "Add", "Added", "Allow", "Change", "Changed", "Don", "Drop", "Fix", "Fixed", "Fixes", "Improve",
        "Improved", "Make", "Remove", "Removed", "Rename", "Replace", "Support", "Update", "Updated", "Use",
    ];
    let after = site.view.bytes.get(site.key.end..).unwrap_or_default();
    let rest = after.strip_prefix(b": ").and_then(|rest| rest.strip_prefix(value));
    matches!(site.before(), [.., b'-' | b'*', b' '])
        && matches!(rest, Some([b' ' | b'\'', ..]))
        && DONE.iter().any(|done| done.as_bytes() == value)
}

/// `Session: 30546173_4261722401`: the time and the count by which Windows tells its own apart.
fn is_number_of_session(value: Look<'_>, name: &[u8]) -> bool {
    value.kinds.any(Kinds::UNDERSCORE)
        && value.kinds.only(Kinds::DIGIT.or(Kinds::UNDERSCORE))
        && ends_with_folded(name, b"session")
}

/// `android.os.BinderProxy@2bd79ce`: an object of Java, by its class and where it is. Packages have small
/// letters, and few objects are among the first: somebody chooses `xeT.Dquk@00`.
fn is_object(value: &[u8]) -> bool {
    let Some((class, [b'@', place @ ..])) =
        value.iter().position(|byte| *byte == b'@').and_then(|at| value.split_at_checked(at))
    else {
        return false;
    };
    let mut steps = class.rsplit(|byte| *byte == b'.');
    let last = steps.next().and_then(<[u8]>::first).is_some_and(u8::is_ascii_uppercase);
    let hex = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
    let small = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'_';
    let package = |step: &[u8]| step.first().is_some_and(u8::is_ascii_lowercase) && step.iter().all(small);
    last && steps.clone().next().is_some()
        && steps.all(package)
        && class.iter().all(|byte| byte.is_ascii_alphanumeric() || b".$_".contains(byte))
        && (4..=8).contains(&place.len())
        && place.iter().all(hex)
}

/// `16 bytes`, as Kubernetes describes a secret; `16 - 64 character string`: how long it is made.
fn is_size(value: &[u8]) -> bool {
    const DIGITS: usize = 4;
    const COUNTED: &[&str] =
        &["character", "characters", "chars", "byte", "bytes", "bit", "bits", "digit", "digits"];
    let count = |word: &[u8]| word.len() <= DIGITS && word.iter().all(u8::is_ascii_digit);
    let mut said = value.split(|byte| *byte == b' ');
    let made = said.next().is_some_and(|first| !first.is_empty() && count(first))
        && said.find(|word| *word != b"-" && !count(word)).is_some_and(|word| is_one_of(COUNTED, word))
        && said.all(|word| word.iter().all(|byte| byte.is_ascii_alphabetic() || b"().,".contains(byte)));
    if made {
        return true;
    }
    let number = value.strip_suffix(b" bytes").or_else(|| value.strip_suffix(b" byte"));
    number.is_some_and(|number| !number.is_empty() && number.iter().all(u8::is_ascii_digit))
}

/// `must be at least 8 characters`: a sentence with a number in it, and what the number counts.
fn is_requirement(value: Look<'_>) -> bool {
    let number = |word: &[u8]| word.len() <= 4 && word.iter().all(u8::is_ascii_digit);
    let plain = |word: &[u8]| word.iter().all(u8::is_ascii_alphabetic) || number(word);
    value.kinds.any(Kinds::DIGIT)
        && is_prose(value.bytes)
        && words(value.bytes).all(plain)
        && words(value.bytes).any(|word| MEASURES.has(word))
}

/// `One-time code` for what has digits only. Words that say nothing were chosen all the same:
/// `saddle river winter quartz`.
fn is_code_label(value: Look<'_>, name: &[u8]) -> bool {
    const TEXT: Kinds = Kinds::LETTER.or(Kinds::SPACE).or(Kinds::DASH).or(Kinds::PAREN).or(Kinds::CLOSE);
    const LABEL: &[&[u8]] =
        &[b"app", b"card", b"code", b"codes", b"number", b"pin", b"sms", b"time", b"verification"];
    let chosen = || is_long_passphrase(value) && !words(value.bytes).any(|word| LABEL.contains(&word));
    value.kinds.only(TEXT)
        && !chosen()
        && [&b"otp"[..], b"cvv", b"cvc", b"pin"].iter().any(|end| ends_with_folded(name, end))
}

/// `required field missing`, `expected a string`: what is wrong with what was given.
fn is_complaint(Look { bytes, kinds }: Look<'_>) -> bool {
    let (mut all, mut last) = (words(bytes), words(bytes).rev());
    let first = all.next().unwrap_or_default();
    let said = CLEAR.has(first)
        || matches!(first, b"expected" | b"from")
        || last.next().is_some_and(|word| CLEAR.has(word));
    said && words(bytes).nth(2).is_some() && kinds.only(Kinds::LETTER.or(Kinds::SPACE).or(Kinds::DOT))
}

/// `passwd: password updated successfully`: what a program that is called so did to a secret.
fn is_report(value: Look<'_>, site: &Site<'_>) -> bool {
    const DONE: &[&str] = &["changed", "expired", "invalid", "reset", "set", "unchanged", "updated"];
    let first = words(value.bytes).next().unwrap_or_default();
    let told = || words(value.bytes).skip(1).any(|word| is_one_of(DONE, word));
    value.kinds.only(Kinds::LOWER.or(Kinds::SPACE).or(Kinds::DOT))
        && told()
        && site.engine.sense(first).is_some()
}

/// `required|string|min:8|confirmed`.
fn is_validated(value: &[u8]) -> bool {
    let mut rules = value.split(|byte| *byte == b'|');
    let word = |rule: &[u8]| rule.split(|byte| *byte == b':').next().is_some_and(|word| RULES.has(word));
    rules.all(word)
}

/// `No such token: 'tok_visa_debt'`, whose letters are words.
fn is_missed(value: Look<'_>, site: &Site<'_>) -> bool {
    value.kinds.only(Kinds::LOWER.or(Kinds::UNDERSCORE)) && site.before().ends_with(b"o such ")
}

/// `hmac-sha256:9a1c…`, which Vault writes to its audit log in place of a token
/// (<https://developer.hashicorp.com/vault/docs/audit#sensitive-information>).
fn is_hashed(value: &[u8]) -> bool {
    let hash = value.strip_prefix(b"hmac-sha256:");
    hash.is_some_and(|hash| hash.len() >= 32 && hash.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        use super::{CLEAR, MEASURES, RULES, STATES};
        assert!([&CLEAR, &STATES, &RULES, &MEASURES].iter().all(|list| list.is_sorted()));
    }
}
