//! How long a secret is good, since when and whether there is one: `1h`, `2026-07-28`, `1`.

use super::counted;
use super::version::is_version;
use crate::kinds::{Kinds, Look};
use crate::scan::named::line::line_at_end;
use crate::scan::named::site::Site;
use crate::scan::named::text::{ends_with_folded, is_one_of};
use crate::scan::placeholder::has_folded;

/// Whether a value says so of what the name names. Under the name of a password, it may be one.
pub(super) fn is_amount(value: Look<'_>, site: &Site<'_>) -> bool {
    let Look { bytes, kinds } = value;
    // What most values fail comes first.
    if !bytes.first().is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let name = site.name();
    is_switch(bytes, name)
        || bytes.len() == 1 && is_version_of_mount(site)
        || is_number_of_otp(value, name)
        || kinds.only(Kinds::DIGIT)
            && (is_port(bytes, name)
                || is_call_of_system(bytes, name)
                || is_color(bytes, site)
                || counted::is_arity(bytes, site))
        || kinds.any(Kinds::DOT) && is_release(bytes) && is_longer(name)
        || !is_chosen(name) && (is_duration(bytes) || is_date(bytes))
}

/// `X_PORT_LOGIN_CSRF=8100`: where the server listens that is told so. The password of a port may be a number.
fn is_port(value: &[u8], name: &[u8]) -> bool {
    const OF: &[&[u8]] = &[b"CSRF", b"COOKIE", b"SESSION", b"TOKEN"];
    let port = || name.split(|byte| *byte == b'_').any(|word| word == b"PORT");
    (2..=5).contains(&value.len()) && OF.iter().any(|of| name.ends_with(of)) && port()
}

/// `SYS_LOOKUP_DCOOKIE = 5206`, `__NR_lookup_dcookie 212`: the number of a call of the system
/// (<https://man7.org/linux/man-pages/man2/syscall.2.html>).
fn is_call_of_system(value: &[u8], name: &[u8]) -> bool {
    value.len() <= 4
        && (name.starts_with(b"SYS_") || name.starts_with(b"__NR_"))
        && ends_with_folded(name, b"_dcookie")
}

/// `*passwd=0;38;2;255;158;100`: numbers by which a terminal colours something
/// (<https://www.gnu.org/software/coreutils/manual/html_node/dircolors-invocation.html>).
fn is_color(value: &[u8], site: &Site<'_>) -> bool {
    let part = |text: &[u8]| (1..=3).contains(&text.len()) && text.iter().all(u8::is_ascii_digit);
    let more = || site.behind(value).and_then(|behind| behind.strip_prefix(b";"));
    value.len() <= 2
        && site.before().ends_with(b"*")
        && more().is_some_and(|more| more.splitn(3, |byte| *byte == b';').take(2).all(part))
}

/// Whether a name is one of what people choose: for a date, too, or a word that means something else.
pub(in crate::scan::named) fn is_chosen(name: &[u8]) -> bool {
    const CHOSEN: &[&[u8]] =
        &[b"password", b"passwd", b"passphrase", b"passcode", b"secret", b"pass", b"pwd", b"pw", b"phrase"];
    CHOSEN.iter().any(|end| ends_with_folded(name, end))
}

/// `MYSQL_RANDOM_ROOT_PASSWORD=1`, `metadata_no_token: 1`: whether one is made up, or there is none; `X-CSRF: 1`:
/// that no form of another
/// page sends a request.
pub(super) fn is_switch(value: &[u8], name: &[u8]) -> bool {
    const ASKED: &[&[u8]] = &[b"random", b"empty", b"onetime", b"flag", b"x-csrf", b"_no_"];
    matches!(value, b"0" | b"1") && ASKED.iter().any(|word| has_folded(name, word))
}

/// `[secret: '1', kv: '2']`: the version of a store of that name
/// (<https://developer.hashicorp.com/vault/docs/secrets/kv>), in a map of Groovy or a call. Elsewhere a test may choose it.
fn is_version_of_mount(site: &Site<'_>) -> bool {
    let open = || line_at_end(site.before()).iter().rfind(|byte| b"[({=".contains(byte));
    is_one_of(&["secret", "secrets"], site.name()) && matches!(open(), Some(b'[' | b'('))
}

/// `otp: "26"`, `otp: 27.0`: Erlang's, by the number of its release. A code is longer.
fn is_number_of_otp(Look { bytes, kinds }: Look<'_>, name: &[u8]) -> bool {
    const NUMBER: Kinds = Kinds::DIGIT.or(Kinds::DOT);
    let major = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    is_one_of(&["otp", "otp-version", "otp_version"], name) && kinds.only(NUMBER) && major <= 2
}

/// Whether a name is more than the word for a password, as packages are called: `htpasswd`. With a sign before
/// it, it is a flag.
fn is_longer(name: &[u8]) -> bool {
    const WORDS: &[&str] = &["password", "passwd", "passphrase", "secret", "pass", "pwd"];
    let small = name.iter().all(|byte| byte.is_ascii_lowercase() || b"-@/".contains(byte));
    small && !name.starts_with(b"-") && !is_one_of(WORDS, name)
}

/// `7.5.4`, `13.0.0-next-8.29`: the three numbers of a release.
fn is_release(value: &[u8]) -> bool {
    let number = value.iter().position(|byte| *byte == b'-').map_or(value, |at| &value[..at]);
    number.iter().filter(|byte| **byte == b'.').count() == 2 && is_version(value)
}

/// `1h`, `720h`, `1h30m`, `500ms`, `0.04s`, `3 months`: numbers with units.
pub(in crate::scan::named) fn is_duration(value: &[u8]) -> bool {
    const DIGITS: usize = 5;
    const UNITS: &[&str] = &[
        "d", "day", "days", "h", "hour", "hours", "hr", "m", "min", "minute", "minutes", "mins", "ms", "s",
        "sec", "second", "seconds", "w", "week", "weeks", "month", "months", "y", "year", "years",
    ];
    let mut rest = value;
    while !rest.is_empty() {
        let whole = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let fraction = rest[whole..].strip_prefix(b".").unwrap_or_default();
        let parts = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let digits = if parts > 0 { whole + 1 + parts } else { whole };
        let unit = &rest[digits..];
        let unit = unit.strip_prefix(b" ").unwrap_or(unit);
        let letters = unit.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        let known = UNITS.iter().any(|known| known.as_bytes() == &unit[..letters]);
        if !(1..=DIGITS).contains(&digits) || !known {
            return false;
        }
        rest = &unit[letters..];
    }
    true
}

/// `2026-07-28`.
fn is_date(value: &[u8]) -> bool {
    let [a, b, _, _, b'-', m, n, b'-', d, e] = value else {
        return false;
    };
    let number = |tens: &u8, ones: &u8| {
        let digits = tens.is_ascii_digit() && ones.is_ascii_digit();
        if digits { usize::from(tens - b'0') * 10 + usize::from(ones - b'0') } else { 0 }
    };
    value[2..4].iter().all(u8::is_ascii_digit)
        && matches!(number(a, b), 19 | 20)
        && (1..=12).contains(&number(m, n))
        && (1..=31).contains(&number(d, e))
}
