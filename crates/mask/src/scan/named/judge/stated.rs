//! Values that say something of a secret: how it is, how long it is, what it must be, what it is
//! called.

use super::looks::is_scrambled;
use super::options::{is_mode, is_mount};
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
            || is_key_of_constant(bytes, name)
            || is_type_of_option(bytes, site)
            || is_mode(bytes, name)
            || is_change(bytes, site)
            || is_term(value, site);
    }
    let words =
        || is_size(bytes) || is_requirement(value) || is_code_label(value, name) || is_report(value, site);
    kinds.any(Kinds::SPACE) && words()
        || kinds.any(Kinds::PIPE) && is_validated(bytes)
        || kinds.any(Kinds::SLASH.or(Kinds::COLON).or(Kinds::DOT)) && is_path_to(bytes, name)
        || is_called(value, site)
        || is_key_of_constant(bytes, name)
        || is_type_of_option(bytes, site)
        || is_place_in_vault(value, name)
        || is_missed(value, site)
        || is_hashed(bytes)
        || is_port(bytes, name)
        || is_mount(bytes, name)
        || is_key_id(value, name)
        || is_number_of_session(value, name)
        || kinds.any(Kinds::AT) && is_object(bytes)
        || is_term(value, site)
}

/// `{"token": "expired"}`, `Session: active`.
pub(crate) fn is_state(value: &[u8], name: &[u8]) -> bool {
    const OF: &[&[u8]] = &[b"token", b"session", b"otp", b"jwt", b"csrf", b"cookie", b"credentials"];
    CLEAR.has(value) || STATES.has(value) && OF.iter().any(|end| ends_with_folded(name, end))
}

/// `"secrets": "read"`: what somebody may do with all of them.
fn is_permission(value: &[u8], name: &[u8]) -> bool {
    let many = matches!(name, [.., b's' | b'S'])
        || ends_with_folded(name, b"id_token")
        || ends_with_folded(name, b"id-token");
    many && is_one_of(&["read", "write", "admin", "full"], value)
}

/// `"token": "WITHSCORES"`, `"token": "km"`: a word of a language, as Redis describes its commands;
/// `"token0": "USDC"`: what is traded.
fn is_syntax(value: Look<'_>, site: &Site<'_>) -> bool {
    const LONGEST: usize = 12;
    // A member of a structure of C.
    let member = site.name().strip_prefix(b".");
    let name = member.unwrap_or(site.name());
    let number = name.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    (site.quoting.is_some() || member.is_some())
        && value.bytes.len() <= LONGEST
        && (value.kinds.only(Kinds::UPPER) || value.kinds.only(Kinds::LOWER) && value.bytes.len() == 2)
        && name[..name.len() - number].eq_ignore_ascii_case(b"token")
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

/// `android.os.BinderProxy@2bd79ce`: an object of Java, by its class and where it is.
fn is_object(value: &[u8]) -> bool {
    let Some((class, [b'@', place @ ..])) =
        value.iter().position(|byte| *byte == b'@').and_then(|at| value.split_at_checked(at))
    else {
        return false;
    };
    let mut steps = class.rsplit(|byte| *byte == b'.');
    let last = steps.next().and_then(<[u8]>::first).is_some_and(u8::is_ascii_uppercase);
    let hex = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
    let package = |step: &[u8]| step.first().is_some_and(u8::is_ascii_lowercase);
    last && steps.clone().next().is_some()
        && steps.all(package)
        && class.iter().all(|byte| byte.is_ascii_alphanumeric() || b".$_".contains(byte))
        && (1..=8).contains(&place.len())
        && place.iter().all(hex)
}

/// `16 bytes`, as Kubernetes describes a secret.
fn is_size(value: &[u8]) -> bool {
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

/// `One-time code` for what has digits only.
fn is_code_label(value: Look<'_>, name: &[u8]) -> bool {
    const TEXT: Kinds = Kinds::LETTER.or(Kinds::SPACE).or(Kinds::DASH).or(Kinds::PAREN).or(Kinds::CLOSE);
    value.kinds.only(TEXT)
        && [&b"otp"[..], b"cvv", b"cvc", b"pin"].iter().any(|end| ends_with_folded(name, end))
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

/// `auth/refreshToken` for `REFRESH_TOKEN`, `form.password` for a password: an action or a message
/// by its name.
fn is_path_to(value: &[u8], name: &[u8]) -> bool {
    let last = value.rsplit(|byte| matches!(byte, b'/' | b':' | b'.')).next().unwrap_or_default();
    let path = |byte: &u8| byte.is_ascii_alphabetic() || b"/:._-".contains(byte);
    // Before several words in a name others may come.
    let several = || last.iter().any(|byte| matches!(byte, b'_' | b'-'));
    let ends = || last.len() >= 8 && several() && ends_in_letters(name, last);
    last.len() >= 4 && last.len() < value.len() && value.iter().all(path) && (is_same(last, name) || ends())
}

/// Whether the letters of `text` end in those of `end`.
fn ends_in_letters(text: &[u8], end: &[u8]) -> bool {
    let mut letters = text.iter().rev().filter(|byte| byte.is_ascii_alphabetic());
    let mut wanted = end.iter().rev().filter(|byte| byte.is_ascii_alphabetic());
    wanted.all(|byte| letters.next().is_some_and(|letter| letter.eq_ignore_ascii_case(byte)))
}

/// `KEY_PASSWORD = "password"`, `EXTRA_SECRET = "com.example.SECRET"`: under which name programs hand it on.
fn is_key_of_constant(value: &[u8], name: &[u8]) -> bool {
    const OF: &[&[u8]] = &[
        b"KEY_", b"EXTRA_", b"ARG_", b"PARAM_", b"FIELD_", b"PREF_", b"COL_", b"COLUMN_", b"ATTR_",
        b"HEADER_",
    ];
    let tail = OF.iter().find_map(|of| name.strip_prefix(*of));
    let last = value.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    tail.is_some_and(|tail| is_same(last, tail)) && !last.iter().any(u8::is_ascii_digit)
}

/// `'password=s'`, `"token=s@"`: what Perl takes for an option
/// (<https://perldoc.perl.org/Getopt::Long#Summary-of-Option-Specifications>).
fn is_type_of_option(value: &[u8], site: &Site<'_>) -> bool {
    const ALIASES: usize = 24;
    let before = site.before();
    // `'p|password=s'`
    let alias = |byte: &&u8| byte.is_ascii_alphanumeric() || b"|_-".contains(byte);
    let aliases =
        if before.ends_with(b"|") { before.iter().rev().take(ALIASES).take_while(alias).count() } else { 0 };
    let quote = before[..before.len() - aliases].last().copied();
    let quote = quote.filter(|byte| matches!(byte, b'\'' | b'"'));
    let end = site.key.end + 1 + value.len();
    let ends = quote.is_some() && (site.byte(end) == quote || site.byte(end) == Some(b'\\'));
    ends && matches!(value, [b's' | b'i' | b'f'] | [b's' | b'i' | b'f', b'@' | b'%'])
}

/// `secret/data/app:token`, where Vault keeps it (<https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2>).
fn is_place_in_vault(value: Look<'_>, name: &[u8]) -> bool {
    const PLACES: &[&[u8]] = &[b"secret/data/", b"secret/metadata/", b"kv/data/"];
    value.kinds.any(Kinds::SLASH)
        && ends_with_folded(name, b"secret")
        && PLACES.iter().any(|place| value.bytes.starts_with(place))
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

/// Whether two words have the same letters.
pub(crate) fn is_same(left: &[u8], right: &[u8]) -> bool {
    let letters =
        |word| <[u8]>::iter(word).filter(|byte| byte.is_ascii_alphabetic()).map(u8::to_ascii_lowercase);
    letters(left).eq(letters(right))
}

/// `TOKEN_KEY = "auth_token"`, `SESSION_COOKIE = "sid"`: under which name a secret is stored.
fn is_called(value: Look<'_>, site: &Site<'_>) -> bool {
    const COOKIES: &[&str] = &["sid", "session", "connect.sid", "auth"];
    const WORD: Kinds = Kinds::LETTER.or(Kinds::UNDERSCORE).or(Kinds::DASH).or(Kinds::DOT);
    if !value.kinds.only(WORD) {
        return false;
    }
    let name = site.name();
    let name = strip_folded(name, b"value").unwrap_or(name);
    let cookie = ends_with_folded(name, b"cookie");
    let owner = strip_folded(name, b"key").unwrap_or_default();
    let is_key_of = |of: &&[u8]| ends_with_folded(owner, of);
    let stored = [&b"token"[..], b"cookie", b"session", b"jwt"].iter().any(is_key_of);
    let named = || site.engine.sense(value.bytes).is_some();
    (cookie || stored) && named()
        || cookie && is_one_of(COOKIES, value.bytes)
        || [&b"cookie"[..], b"session"].iter().any(is_key_of) && is_snake(value)
        || ends_with_folded(name, b"token") && is_words(value) && named() && !has_secret(value.bytes)
}

/// The same, or `nextAuthSessionByToken`.
fn is_words(value: Look<'_>) -> bool {
    let camel =
        value.bytes.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    is_snake(value) || value.kinds.only(Kinds::LETTER) && camel && !is_scrambled(value.bytes)
}

/// `text` without the letters of `end`, and without what parts the two.
fn strip_folded<'t>(text: &'t [u8], end: &[u8]) -> Option<&'t [u8]> {
    let (rest, _) = text.split_at_checked(text.len().checked_sub(end.len())?)?;
    ends_with_folded(text, end).then(|| rest.strip_suffix(b"_").unwrap_or(rest))
}

/// `redirect_to`, `_password_reset_token`, `set-password`: words of an identifier.
fn is_snake(value: Look<'_>) -> bool {
    const PARTS: Kinds = Kinds::UNDERSCORE.or(Kinds::DASH);
    value.kinds.only(Kinds::LOWER.or(PARTS)) && value.kinds.any(PARTS)
}

/// `super-secret-token`: what people write who need a token at once.
fn has_secret(value: &[u8]) -> bool {
    words(value).any(|word| matches!(word, b"secret" | b"super" | b"my"))
}

/// `GPIO.PIN_17`, `GPIO13`, `board.D18`: a pin of a computer.
fn is_port(value: &[u8], name: &[u8]) -> bool {
    const PORTS: &[&[u8]] = &[b"GPIO", b"board.", b"machine.", b"Pin."];
    ends_with_folded(name, b"pin") && PORTS.iter().any(|port| value.starts_with(port))
}

/// The id of the OpenPGP key that Git signs with
/// (<https://git-scm.com/docs/git-config#Documentation/git-config.txt-usersigningKey>).
fn is_key_id(value: Look<'_>, name: &[u8]) -> bool {
    let digits = value.bytes.strip_prefix(b"0x").unwrap_or(value.bytes);
    let marked = digits.len() < value.bytes.len();
    let id = matches!(digits.len(), 8 | 16 | 40) && digits.iter().all(u8::is_ascii_hexdigit);
    id && ends_with_folded(name, b"signingkey") && (marked || !value.kinds.any(Kinds::LOWER))
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        use super::{CLEAR, MEASURES, RULES, STATES};
        assert!([&CLEAR, &STATES, &RULES, &MEASURES].iter().all(|list| list.is_sorted()));
    }
}
