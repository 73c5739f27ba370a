//! `Server=db;User Id=app;Password=…`: a connection string of which only the password is secret, or that
//! has none, as who connects is known already
//! (<https://learn.microsoft.com/dotnet/framework/data/adonet/connection-strings>).

use super::suspect::is_letters;
use crate::class::GRAPHIC;
use crate::kinds::Look;
use crate::mark::MARK;
use crate::scan::named::site::SHOWN;
use crate::scan::named::text::is_one_of;
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
    let mut members = text.split(|byte| *byte == b';').filter(|member| !member.is_empty());
    let setting = |member: &[u8]| {
        let equals = member.iter().position(|byte| *byte == b'=').filter(|at| at + 1 < member.len());
        equals.is_some_and(|at| SETTINGS.has(member[..at].trim_ascii()) && member.iter().all(plain))
    };
    text.len() < SHOWN && !text.is_empty() && members.all(setting)
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
