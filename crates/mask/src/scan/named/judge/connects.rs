//! `Server=db;User Id=app;Password=…`: a connection string of which only the password is secret, or that
//! has none, as who connects is known already
//! (<https://learn.microsoft.com/dotnet/framework/data/adonet/connection-strings>).

use super::suspect::is_letters;
use crate::class::GRAPHIC;
use crate::kinds::Look;
use crate::mark::MARK;
use crate::scan::named::site::SHOWN;
use crate::scan::named::text::is_one_of;
use crate::scan::placeholder::has_folded;
use crate::words::{List, numbers};

/// Whether all of a text reads so, and its password is found by its own name or not needed.
pub(super) fn has_own_password(text: &[u8]) -> bool {
    let (mut members, mut told) = (0, false);
    for member in text.split(|byte| *byte == b';').filter(|member| !member.is_empty()) {
        // What is shown of a text may end in a name.
        let equals = member.iter().position(|byte| *byte == b'=').unwrap_or(member.len());
        let (name, value) = (member[..equals].trim_ascii(), member.get(equals + 1..).unwrap_or_default());
        let plain = name.iter().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b' ' | b'_'));
        if !plain || name.is_empty() || is_key(name) {
            return false;
        }
        if is_one_of(&["password", "pwd"], name) {
            if !is_told(value) {
                return false;
            }
            told = true;
        }
        told |= is_one_of(TRUSTED, name) && is_one_of(&["true", "yes", "sspi"], value.trim_ascii());
        members += 1;
    }
    told && members > 2
}

/// What connection strings say of where a database is, who connects and how. Of SQL Server, SQLite
/// (<https://learn.microsoft.com/dotnet/standard/data/sqlite/connection-strings>) and PostgreSQL.
static SETTINGS: List = List::new(&numbers([
    "address",
    "cache",
    "connect timeout",
    "data source",
    "database",
    "datasource",
    "dbname",
    "encrypt",
    "filename",
    "host",
    "initial catalog",
    "mode",
    "pooling",
    "port",
    "provider",
    "server",
    "ssl mode",
    "sslmode",
    "timeout",
    "uid",
    "user",
    "user id",
    "username",
    "version",
]));

/// `Data Source=app.db;Cache=Shared`: a connection string, all of which is seen, that has no password.
pub(crate) fn has_no_password(text: &[u8]) -> bool {
    let plain = |byte: &u8| (byte.is_ascii_graphic() || *byte == b' ') && !b"@\"'<>{}".contains(byte);
    // What a program adds, or of which the next semicolon ends what is seen.
    let one = text.iter().skip(1).all(|byte| *byte != b';');
    let setting = |member: &[u8]| {
        let equals = member.iter().position(|byte| *byte == b'=').filter(|at| at + 1 < member.len());
        equals.is_some_and(|at| {
            let known = SETTINGS.has(member[..at].trim_ascii())
                || (one && is_switch(&member[..at], &member[at + 1..]));
            known && member.iter().all(plain)
        })
    };
    // The value of the last may be added by a program.
    let text = text.strip_suffix(b"Persist Security Info=").unwrap_or(text);
    let mut members = text.split(|byte| *byte == b';').filter(|member| !member.is_empty());
    text.len() < SHOWN && !text.is_empty() && members.all(setting)
}

/// `;UseXaTransactions=False`, `DefaultEndpointsProtocol=https`: a setting that is on or off, or one of two.
fn is_switch(name: &[u8], value: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b' ';
    let secret = is_key(name) || is_one_of(&["password", "pwd"], name.trim_ascii());
    is_one_of(&["true", "false", "http", "https"], value)
        && !name.is_empty()
        && name.iter().all(plain)
        && !secret
}

/// `host=localhost port=5432 dbname=shop`: what the library of PostgreSQL takes, without a password
/// (<https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING>).
pub(super) fn has_no_password_of_libpq(text: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.-/:".contains(byte);
    let setting = |member: &[u8]| {
        let equals = member.iter().position(|byte| *byte == b'=').filter(|at| at + 1 < member.len());
        equals.is_some_and(|at| SETTINGS.has(&member[..at]) && member[at + 1..].iter().all(plain))
    };
    let members = || text.split(|byte| *byte == b' ').filter(|member| !member.is_empty());
    text.len() < SHOWN && members().count() > 1 && members().all(setting)
}

/// `mysql:host=db`, `dbi:Pg:dbname=shop` of Perl (<https://metacpan.org/pod/DBI#connect>): the driver of PHP and where the database is; what follows a semicolon has names of its own
/// (<https://www.php.net/manual/pdo.construct.php>).
pub(super) fn is_of_php(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"dbi:").or_else(|| text.strip_prefix(b"DBI:")).unwrap_or(text);
    let driver = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let settings = text.get(driver..).and_then(|rest| rest.strip_prefix(b":"));
    driver > 1 && settings.is_some_and(|settings| !settings.is_empty() && has_no_password(settings))
}

/// `app:X@tcp(db:3306)/shop` of Go's driver for MySQL, which a rule of its own finds.
pub(super) fn is_go_mysql(text: &[u8]) -> bool {
    const PLACES: &[&[u8]] = &[b"tcp(", b"unix("];
    let Some(at) = text.iter().position(|byte| *byte == b'@') else {
        return false;
    };
    let (user, place) = (&text[..at], &text[at + 1..]);
    let colon = user.iter().position(|byte| *byte == b':');
    colon.is_some_and(|colon| colon > 0 && colon + 1 < user.len() && user.iter().all(u8::is_ascii_graphic))
        && PLACES.iter().any(|start| place.starts_with(start))
}

/// `$connstring;Timeout=5`, `Server=db;User ID=$($a.user);Password=$($a.password)`, `server=db;password={password}`: a
/// connection string, all of which is seen, that a program puts together, and no password in it.
pub(super) fn is_assembled(text: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b" ._-".contains(byte);
    let setting = |member: &[u8]| {
        let (name, value) = member.split_at(member.iter().position(|byte| *byte == b'=')?);
        let (name, value) = (name.trim_ascii(), &value[1..]);
        let secret = is_key(name) || is_one_of(&["password", "pwd"], name);
        let word = !secret && value.iter().all(plain);
        let named = !name.is_empty() && name.iter().all(|byte| byte.is_ascii_alphabetic() || *byte == b' ');
        Some(named && (word || is_put_in(value, secret)))
    };
    let mut members = text.split(|byte| *byte == b';').filter(|member| !member.is_empty());
    // What is quoted goes on in the string.
    let text_ends = text.len() < SHOWN && !text.ends_with(b"\\");
    let put_in = || text.windows(2).any(|pair| pair[0] == b'$' || pair[0] == b'{');
    text_ends
        && put_in()
        && members.all(|member| {
            let member = member.strip_suffix(b"`").unwrap_or(member);
            is_put_in(member, false) || setting(member).unwrap_or(false)
        })
}

/// `$name`, `$($a.name)`, `{name}`: what a program puts in. Somebody may choose a password that begins so: for one,
/// the name must say what it is.
fn is_put_in(text: &[u8], secret: bool) -> bool {
    const TELLING: &[&[u8]] = &[b"pass", b"pwd", b"secret", b"cred"];
    let (name, enclosed) = match text {
        [b'$', b'(', b'$', name @ .., b')'] | [b'{', name @ .., b'}'] => (name, true),
        [b'$', name @ ..] => (name, false),
        _ => return false,
    };
    let part = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_' || enclosed && *byte == b'.';
    let telling = || TELLING.iter().any(|word| has_folded(name, word));
    name.len() > 1 && name.iter().all(part) && (!secret || telling())
}

/// By which a database takes the account that a program runs in for who connects.
const TRUSTED: &[&str] = &["integrated security", "trusted_connection"];

/// A password that no word is, nor what quotes or blanks are in; or its mark.
fn is_told(value: &[u8]) -> bool {
    let plain = |byte: &u8| GRAPHIC.has(*byte) && !b"\"'\\<>(){}[]|&,`".contains(byte);
    let drawn = || value.iter().any(u8::is_ascii_digit) || is_letters(Look::at(value));
    value.starts_with(MARK) || value.len() > 3 && value.iter().all(plain) && drawn()
}

/// A member that may be a secret, too.
fn is_key(name: &[u8]) -> bool {
    [&b"key"[..], b"secret", b"token", b"signature"]
        .iter()
        .any(|end| name.len() >= end.len() && name[name.len() - end.len()..].eq_ignore_ascii_case(end))
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        assert!(super::SETTINGS.is_sorted());
    }
}
