//! Which key names are sensitive, whatever their spelling.
//!
//! A name is split into words (`DB_PASSWORD`, `x-api-key`, `clientSecret`). What it ends in
//! decides: `password_reset_url` is a URL and `token_type` a type, whatever they begin with.

use crate::error::BuildError;

/// Longer names are no names.
pub(crate) const MAX_NAME: usize = 128;
const MAX_WORDS: usize = 16;
const MAX_EXTRA: usize = 1024;

/// Fragments of four bytes or more, one of which is in every sensitive name. Case-insensitive.
pub(crate) const FRAGMENTS: &[&str] = &[
    "ssword",
    "passwd",
    "ssphrase",
    "passcode",
    "secret",
    "token",
    "uthorization",
    "redential",
    "creds",
    "cookie",
    "session",
    "bearer",
    "nstring",
    "n_string",
    "n-string",
    "n.string",
    "_key",
    "-key",
    ".key",
    "ikey",
    "ekey",
    "tkey",
    "skey",
    "nkey",
    "gkey",
    "rkey",
    "hkey",
    "dkey",
    "_pass",
    "-pass",
    "rpass",
    "bpass",
    "_pwd",
    "-pwd",
    "rpwd",
    "bpwd",
    "_otp",
    "totp",
    "_pin",
    "-pin",
    "rpin",
    "_jwt",
    "pin_code",
    "otp_code",
    "pincode",
    "otpcode",
    // Whole names of three letters need the byte after them to be long enough.
    "pwd\"",
    "pwd=",
    "pwd:",
    "pwd\\",
    "pwd'",
    "pwd ",
    "pin\"",
    "pin=",
    "pin:",
    "pin\\",
    "pin'",
    "pin ",
    "otp\"",
    "otp=",
    "otp:",
    "otp\\",
    "otp'",
    "otp ",
    "jwt\"",
    "jwt=",
    "jwt:",
    "jwt\\",
    "jwt'",
    "jwt ",
    "cvv\"",
    "cvv=",
    "cvv:",
    "cvv\\",
    "cvc\"",
    "cvc=",
    "cvc:",
    "cvc\\",
];

/// A name that ends in one of these, separators left out, is sensitive.
const ENDINGS: &[&str] = &[
    "password",
    "passwords",
    "passwd",
    "passphrase",
    "passcode",
    "passwordhash",
    "secret",
    "secrets",
    "authorization",
    "credential",
    "credentials",
    "cookie",
    "cookies",
    "apikey",
    "apikeys",
    "privatekey",
    "privatekeys",
    "secretkey",
    "secretkeys",
    "accesskey",
    "accesskeys",
    "encryptionkey",
    "decryptionkey",
    "signingkey",
    "masterkey",
    "accountkey",
    "storagekey",
    "authkey",
    "sessionkey",
    "sharedkey",
    "servicekey",
    "servicerolekey",
    "deploykey",
    "sshkey",
    "licensekey",
    "hmackey",
    "adminkey",
    "connectionstring",
    "connstring",
    "connstr",
];

/// A name whose last word is one of these is sensitive.
const LAST_WORDS: &[&str] = &["creds", "jwt", "otp", "totp", "cvv", "cvc"];

/// Names that are sensitive alone or after one of [`OWNERS`].
const OWNED: &[&str] = &["pin", "pwd", "session"];
const OWNERS: &[&str] = &[
    "db", "database", "user", "admin", "root", "login", "auth", "http", "web", "x", "smtp",
    "mysql", "postgres", "pg", "redis", "mail", "email", "ftp", "proxy", "sftp", "ssh", "card",
    "sim", "security", "atm", "account", "unlock", "access", "service", "app", "my", "sql",
];

/// Words after the telling one that change nothing.
const NEUTRAL: &[&str] = &[
    "value",
    "val",
    "prod",
    "production",
    "dev",
    "staging",
    "test",
    "live",
    "old",
    "new",
    "current",
    "previous",
    "primary",
    "secondary",
    "backup",
    "base64",
    "b64",
    "encoded",
    "plain",
    "plaintext",
    "raw",
    "text",
    "string",
    "str",
    "confirmation",
    "confirm",
    "repeat",
    "again",
];

/// Questions and counts about a secret, not the secret.
const QUESTIONS: &[&str] = &[
    "is", "has", "needs", "requires", "require", "required", "allow", "allows", "enable",
    "enabled", "disable", "use", "uses", "show", "hide", "supports", "num", "max", "min", "total",
    "accept", "no",
];

/// What makes a token a place in a list, a count or a symbol.
const OTHER_TOKENS: &[&str] = &[
    "page",
    "next",
    "progress",
    "continuation",
    "cancellation",
    "cancel",
    "abort",
    "sync",
    "cursor",
    "pagination",
    "input",
    "output",
    "prompt",
    "completion",
    "count",
    "eos",
    "bos",
    "pad",
    "unk",
    "mask",
    "special",
    "stop",
    "start",
    "end",
    "first",
    "last",
    "change",
    "resume",
    "resumption",
    "skip",
    "delimiter",
    "sep",
    "cls",
    "lexer",
    "syntax",
    "per",
    "design",
    "color",
];

/// `tokens` counts something unless it follows one of these.
const TOKEN_OWNERS: &[&str] = &[
    "access", "refresh", "auth", "api", "bearer", "session", "secret",
];

/// The built-in names and the operator's own.
#[derive(Clone, Default)]
pub(crate) struct KeyNames {
    /// Folded: lower case, no separators.
    extra: Vec<String>,
    /// The longest word of each.
    fragments: Vec<String>,
}

impl KeyNames {
    pub(crate) fn with_extra(names: &[String]) -> Result<Self, BuildError> {
        if names.len() > MAX_EXTRA {
            return Err(BuildError::too_many_key_names(MAX_EXTRA));
        }
        let mut this = Self::default();
        for name in names {
            let bad = || BuildError::bad_key_name(name);
            let words = Words::split(name.as_bytes()).ok_or_else(bad)?;
            let longest = words.iter().max_by_key(|word| word.len()).ok_or_else(bad)?;
            if longest.len() < 3 {
                return Err(bad());
            }
            this.fragments
                .push(String::from_utf8_lossy(longest).into_owned());
            this.extra
                .push(String::from_utf8_lossy(words.folded()).into_owned());
        }
        Ok(this)
    }

    /// The literals that lead to the extra names.
    pub(crate) fn fragments(&self) -> impl Iterator<Item = &str> {
        self.fragments.iter().map(String::as_str)
    }

    pub(crate) fn is_sensitive(&self, name: &[u8]) -> bool {
        let Some(words) = Words::split(name) else {
            return false;
        };
        // In a shell, the exact name is the working directory.
        if matches!(name, b"PWD" | b"OLDPWD") {
            return false;
        }
        self.is_extra(&words) || is_built_in(words)
    }

    fn is_extra(&self, words: &Words) -> bool {
        let starts = || words.bounds().iter().map(|&(start, _)| usize::from(start));
        self.extra.iter().any(|extra| {
            words.folded().ends_with(extra.as_bytes())
                && starts().any(|start| start + extra.len() == words.folded().len())
        })
    }
}

fn is_built_in(mut words: Words) -> bool {
    if words.len() > 1 && QUESTIONS.contains(&words.word(0)) {
        return false;
    }
    loop {
        if tells(&words) {
            return true;
        }
        if words.len() < 2 || !is_neutral(&words) {
            return false;
        }
        words.drop_last();
    }
}

fn is_neutral(words: &Words) -> bool {
    let last = words.word(words.len() - 1);
    let before = words.word(words.len() - 2);
    NEUTRAL.contains(&last)
        || last.bytes().all(|b| b.is_ascii_digit())
        || last == "code" && matches!(before, "pin" | "otp" | "totp" | "mfa")
}

/// Whether the end of the name says that its value is secret.
fn tells(words: &Words) -> bool {
    let last = words.word(words.len() - 1);
    let before = if words.len() > 1 {
        words.word(words.len() - 2)
    } else {
        ""
    };
    let ends = |ending: &&str| words.folded().ends_with(ending.as_bytes());
    if ENDINGS.iter().any(|ending| ends(ending)) || LAST_WORDS.contains(&last) {
        return true;
    }
    if let Some(joined) = last.strip_suffix("token") {
        return token_is_secret(before, joined);
    }
    match last {
        "tokens" => TOKEN_OWNERS.contains(&before),
        "bearer" => words.len() == 1,
        // `pass` alone is a test result.
        "pass" => OWNERS.contains(&before),
        _ if OWNED.contains(&last) => words.len() == 1 || OWNERS.contains(&before),
        _ => ["dbpass", "userpass", "dbpwd", "userpwd", "userpin"].contains(&last),
    }
}

/// `joined` is what the last word has before `token`, as in `nextpagetoken`.
fn token_is_secret(before: &str, joined: &str) -> bool {
    if joined.is_empty() {
        return !OTHER_TOKENS.contains(&before);
    }
    // Short ones would be found at the end of other words: `backendtoken`.
    !OTHER_TOKENS
        .iter()
        .any(|other| joined == *other || other.len() > 3 && joined.ends_with(other))
}

/// A name in lower-case words, without allocation.
struct Words {
    folded: [u8; MAX_NAME],
    bounds: [(u8, u8); MAX_WORDS],
    len: usize,
}

impl Words {
    /// `None` for a name that is too long, not ASCII, or has no or too many words.
    fn split(name: &[u8]) -> Option<Self> {
        if name.len() > MAX_NAME || !name.is_ascii() {
            return None;
        }
        let mut this = Self {
            folded: [0; MAX_NAME],
            bounds: [(0, 0); MAX_WORDS],
            len: 0,
        };
        let mut filled = 0_u8;
        let mut previous = b'_';
        for (at, &byte) in name.iter().enumerate() {
            if byte.is_ascii_alphanumeric() {
                if starts_word(previous, byte, name.get(at + 1).copied()) {
                    *this.bounds.get_mut(this.len)? = (filled, filled);
                    this.len += 1;
                }
                this.folded[usize::from(filled)] = byte.to_ascii_lowercase();
                filled += 1;
                this.bounds[this.len - 1].1 = filled;
            }
            previous = byte;
        }
        (this.len > 0).then_some(this)
    }

    fn len(&self) -> usize {
        self.len
    }

    fn bounds(&self) -> &[(u8, u8)] {
        &self.bounds[..self.len]
    }

    fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.bounds()
            .iter()
            .map(|&(start, end)| &self.folded[start.into()..end.into()])
    }

    /// The word at `index`, or nothing.
    fn word(&self, index: usize) -> &str {
        // Words hold ASCII only, so they are always text.
        self.iter()
            .nth(index)
            .and_then(|word| std::str::from_utf8(word).ok())
            .unwrap_or("")
    }

    /// All words, without what was between them.
    fn folded(&self) -> &[u8] {
        let end = self.bounds().last().map_or(0, |&(_, end)| end);
        &self.folded[..end.into()]
    }

    fn drop_last(&mut self) {
        self.len = self.len.saturating_sub(1);
    }
}

fn starts_word(previous: u8, byte: u8, next: Option<u8>) -> bool {
    let after_letter = previous.is_ascii_alphabetic();
    if !previous.is_ascii_alphanumeric() {
        return true;
    }
    if after_letter != byte.is_ascii_alphabetic() {
        return true;
    }
    // `clientSecret`, and the K of `APIKey`.
    byte.is_ascii_uppercase()
        && (previous.is_ascii_lowercase() || next.is_some_and(|n| n.is_ascii_lowercase()))
}
