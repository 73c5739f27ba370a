//! Words that tell by themselves, or after whose or what they are.

use crate::words::{List, numbers};

/// A name whose last word is one of these is sensitive.
pub(in crate::names) static LAST_WORDS: List =
    List::new(&numbers(["creds", "csrf", "cvc", "cvv", "dsn", "jwt", "otp", "psk", "totp", "xsrf"]));

/// Names that are sensitive alone or after one of [`OWNERS`].
pub(in crate::names) static OWNED: List = List::new(&numbers(["pin", "pwd"]));
pub(in crate::names) static OWNERS: List = List::new(&numbers([
    "access",
    "account",
    "admin",
    "api",
    "app",
    "atm",
    "auth",
    "bank",
    "card",
    "client",
    "database",
    "db",
    "device",
    "email",
    "ftp",
    "github",
    "http",
    "key",
    "login",
    "mail",
    "my",
    "mysql",
    "new",
    "old",
    "pg",
    "postgres",
    "prod",
    "proxy",
    "redis",
    "require",
    "root",
    "security",
    "server",
    "service",
    "sftp",
    "sim",
    "smtp",
    "snowsql",
    "sql",
    "ssh",
    "store",
    "stripe",
    "unlock",
    "user",
    "verification",
    "web",
    "wifi",
    "x",
]));

/// Names that are two words without anything between.
pub(in crate::names) static JOINED: List = List::new(&numbers([
    "atmpin",
    "cardpin",
    "dbpass",
    "dbpw",
    "dbpwd",
    "keypass",
    "masterauth",
    "simpin",
    "storepass",
    "userpin",
]));

/// What has a password, beside [`OWNERS`]: a password is a pass too, and a pwd, and a pw.
pub(in crate::names) static PASSWORD_OWNERS: List = List::new(&numbers([
    "become",
    "bind",
    "elastic",
    "guest",
    "imap",
    "influx",
    "influxdb",
    "irc",
    "jenkins",
    "keystore",
    "ldap",
    "mariadb",
    "master",
    "mongo",
    "mongodb",
    "mqtt",
    "oracle",
    "pop",
    "rabbitmq",
    "registry",
    "repl",
    "rpc",
    "sudo",
    "superuser",
    "truststore",
    "vnc",
    "vpn",
]));

/// Which of several has a password.
pub(in crate::names) static RANKS: List =
    List::new(&numbers(["primary", "production", "replica", "secondary", "staging"]));

/// Short words for a password, which say it only after its owner.
pub(in crate::names) const SHORT_PASSWORDS: &[&str] = &["pass", "pwd", "pw"];

/// Words before `code` that make it one that opens something.
pub(in crate::names) static CODES: List = List::new(&numbers([
    "2fa",
    "access",
    "activation",
    "auth",
    "authorization",
    "backup",
    "confirmation",
    "fa",
    "factor",
    "login",
    "mfa",
    "otp",
    "pin",
    "recovery",
    "security",
    "totp",
    "unlock",
    "verification",
]));
