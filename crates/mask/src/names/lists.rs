//! The words that decide.

/// Fragments of four bytes or more, one of which is in every sensitive name. Case is ignored;
/// brackets hold the alternatives for one byte.
///
/// What is frequent in code and JSON costs speed: a fragment is as long and as rare as it can be,
/// and a short word counts only with what may follow a key.
pub(crate) const FRAGMENTS: &[&str] = &[
    "ssword",
    "ss[_. -]word",
    "passwd",
    "pswd",
    "phrase",
    "passcode",
    "pass[_. -]code",
    "secret",
    "token",
    "uthorization",
    "redential",
    "creds",
    "cookie",
    "session[\"'=:\\ >`]",
    "session[ _.-]id",
    "sessionid",
    "sessid",
    "csrf",
    "xsrf",
    "bearer[\"=:\\]",
    "ctionstr",
    "ction[ _.-]str",
    "connstr",
    "conn[_-]str",
    "mnemonic",
    // Keys by what they open.
    "apikey",
    "api[ _.-]key",
    "vatekey",
    "vate[ _.-]key",
    "cesskey",
    "cess[ _.-]key",
    "tionkey",
    "tion[ _.-]key",
    "tions[_-]key",
    "gningkey",
    "gning[ _.-]key",
    "asterkey",
    "aster[ _.-]key",
    "countkey",
    "count[ _.-]key",
    "oragekey",
    "orage[ _.-]key",
    "authkey",
    "auth[ _.-]key",
    "aredkey",
    "ared[ _.-]key",
    "vicekey",
    "vice[ _.-]key",
    "rolekey",
    "role[ _.-]key",
    "ploykey",
    "ploy[ _.-]key",
    "sshkey",
    "ssh[ _.-]key",
    "cen[cs]ekey",
    "cen[cs]e[ _.-]key",
    "dminkey",
    "dmin[ _.-]key",
    "appkey",
    "app[ _.-]key",
    "rootkey",
    "root[ _.-]key",
    "ientkey",
    "ient[ _.-]key",
    "tls[ _.-]key",
    "tlskey",
    "aeskey",
    "aes[ _.-]key",
    "erverkey",
    "erver[ _.-]key",
    "hookkey",
    "hook[ _.-]key",
    "ritekey",
    "rite[ _.-]key",
    "hmac[\"'=:\\ _.k-]",
    "sumerkey",
    "sumer[ _.-]key",
    // Short words, with what may follow them.
    "pass[\"'=:\\>`]",
    "pass[_-][ponstv2]",
    "[_-]pass ",
    "[br]pass ",
    "pwd[\"'=:\\ >`_.opsnv2-]",
    "pin[\"'=:\\>`]",
    "pin[ _.-][pcnosv2]",
    "pincode",
    "pin[ \t]=",
    "otp[ \t]=",
    "pinvalue",
    "pinprod",
    "pinstag",
    "pinold",
    "pinnew",
    "pin2",
    "tified by",
    "requirepass",
    "otp[\"'=:\\>`c]",
    "otp[ _.-][cpnosv2]",
    "jwt[\"'=:\\>`]",
    "cvv[\"=:\\2>]",
    "cvc[\"=:\\2>]",
    "salt[\"=:\\]",
    "dsn[\"'=:\\]",
    "psk[\"=:\\]",
    "auth[\"=]",
    // Codes that open something once.
    "ationcode",
    "ation[ _-]code",
    "uritycode",
    "urity[ _-]code",
    "overycode",
    "overy[ _-]code",
    "backupcode",
    "backup[ _-]code",
    "mfa[ _-]code",
    "mfacode",
    "authcode",
    "auth[ _-]code",
    "login[ _-]code",
    "codeverifier",
    "code[_-]verifier",
    "assertion[\"=:\\]",
];

/// A name that ends in one of these, separators left out, is sensitive: by last letter.
pub(super) fn endings(last: u8) -> &'static [&'static str] {
    match last {
        b'd' => &["password", "passwd", "pswd"],
        b's' => &["passwords", "secrets", "credentials", "apikeys", "cookies", "passphrases", "privatekeys", "connectionstrings"],
        b'e' => &["passphrase", "passcode", "cookie", "seedphrase", "recoveryphrase", "secretphrase"],
        b't' => &["secret"],
        b'n' => &["authorization"],
        b'l' => &["credential"],
        b'g' => &["connectionstring", "connstring"],
        b'r' => &["connstr", "connectionstr", "codeverifier"],
        b'h' => &["passwordhash"],
        _ => &[],
    }
}

/// Keys that open something: what stands before `key`.
pub(super) const KEYS: &[&str] = &[
    "api",
    "private",
    "secret",
    "access",
    "encryption",
    "decryption",
    "signing",
    "master",
    "account",
    "storage",
    "auth",
    "session",
    "shared",
    "service",
    "servicerole",
    "deploy",
    "ssh",
    "license",
    "licence",
    "hmac",
    "admin",
    "app",
    "application",
    "root",
    "subscription",
    "function",
    "functions",
    "client",
    "tls",
    "jwt",
    "aes",
    "server",
    "webhook",
    "ingestion",
    "integration",
    "activation",
    "write",
    "cookie",
    "token",
];

/// A name whose last word is one of these is sensitive.
pub(super) const LAST_WORDS: &[&str] = &["creds", "jwt", "otp", "totp", "cvv", "cvc", "dsn", "psk", "xsrf", "csrf"];

/// Names that are sensitive alone or after one of [`OWNERS`].
pub(super) const OWNED: &[&str] = &["pin", "pwd"];
pub(super) const OWNERS: &[&str] = &[
    "db", "database", "user", "admin", "root", "login", "auth", "http", "web", "x", "smtp", "mysql",
    "postgres", "pg", "redis", "mail", "email", "ftp", "proxy", "sftp", "ssh", "card", "sim", "security",
    "atm", "account", "unlock", "access", "service", "app", "my", "sql", "stripe", "prod", "github", "key",
    "store", "require", "old", "new", "wifi", "device", "bank", "client", "server", "api",
];

/// Words before `code` that make it one that opens something.
pub(super) const CODES: &[&str] = &[
    "pin", "otp", "totp", "mfa", "2fa", "fa", "recovery", "backup", "verification", "security", "auth",
    "authorization", "activation", "login", "confirmation",
];

/// Words after the telling one that change nothing.
pub(super) const NEUTRAL: &[&str] = &[
    "value", "val", "prod", "production", "dev", "staging", "test", "live", "old", "new", "current",
    "previous", "primary", "secondary", "backup", "base", "base64", "b64", "encoded", "plain", "plaintext",
    "raw", "text", "string", "str", "confirmation", "confirm", "repeat", "again", "data", "hash", "digest",
    "qa", "uat", "local", "default", "replica", "v", "hashed", "encrypted",
];

/// Questions and counts about a secret, or what is done to it: not the secret.
pub(super) const QUESTIONS: &[&str] = &[
    "is", "has", "had", "needs", "requires", "require", "required", "allow", "allows", "enable", "enabled",
    "disable", "use", "uses", "show", "hide", "supports", "num", "max", "min", "total", "accept", "no",
    "with", "include", "forgot", "get", "fetch", "delete", "remove", "list", "generate", "rotate", "revoke",
    "validate", "invalid", "missing", "wrong", "incorrect", "expired", "create", "manage", "existing", "external",
];

/// What makes a token a place in a list, a count or a symbol.
pub(super) const OTHER_TOKENS: &[&str] = &[
    "page", "next", "progress", "continuation", "cancellation", "cancel", "abort", "sync", "cursor",
    "pagination", "input", "output", "prompt", "completion", "count", "eos", "bos", "pad", "unk", "mask",
    "special", "stop", "start", "end", "first", "last", "change", "resume", "resumption", "skip",
    "delimiter", "sep", "cls", "lexer", "syntax", "per", "design", "color", "request", "keyword",
    "identifier", "operator", "comment", "whitespace", "unexpected", "marker", "scroll", "idempotency",
    "checkpoint", "delta", "watch", "number", "num", "max", "min", "image", "audio",
];

/// Words that make a token a place in a list wherever they stand.
pub(super) const LISTS: &[&str] = &["next", "page", "pagination", "cursor", "continuation"];

/// `tokens` counts something unless it follows one of these.
pub(super) const TOKEN_OWNERS: &[&str] =
    &["access", "refresh", "auth", "api", "bearer", "session", "secret", "id", "jwt"];
