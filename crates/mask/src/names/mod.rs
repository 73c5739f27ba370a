//! Which key names are sensitive, whatever their spelling.
//!
//! A name is split into words (`DB_PASSWORD`, `x-api-key`, `clientSecret`). What it ends in
//! decides: `password_reset_url` is a URL and `token_type` a type, whatever they begin with.

mod lists;
mod memo;
mod telling;
#[cfg(test)]
mod tests;
mod words;

use std::collections::HashSet;

pub(crate) use lists::FRAGMENTS;
use lists::{
    CODES, JOINED, KEYS, LAST_WORDS, LISTS, NEUTRAL, OTHER_KEYS, OTHER_TOKENS, OWNED, OWNERS,
    PASSWORD_OWNERS, QUESTIONS, RANKS, SERVICES, SHORT_PASSWORDS, TOKEN_OWNERS, endings,
};
pub(crate) use memo::Memo;
pub(crate) use words::Words;

use crate::error::BuildError;

/// Longer names are no names.
pub(crate) const MAX_NAME: usize = 128;
const MAX_EXTRA: usize = 1024;
/// No built-in name is shorter than `pw`.
const SHORTEST: usize = 2;

/// Whether the engine takes `name` as a key name of an operator's own: it is ASCII, of at most 128
/// bytes, and has a word of two letters or digits to search for.
///
/// [`MaskerBuilder`](crate::MaskerBuilder) refuses all others, and with one of them the whole set;
/// so names from outside are asked for first.
///
/// ```
/// use gate_mask::is_key_name;
///
/// assert!(is_key_name("badge number") && is_key_name("badgeNumber"));
/// assert!(!is_key_name("x") && !is_key_name("a_b") && !is_key_name("ключ"));
/// ```
pub fn is_key_name(name: &str) -> bool {
    Words::split(name.as_bytes()).is_some_and(|words| words.searched().is_some())
}

/// How much a name says of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sense {
    /// It is secret, whatever it looks like.
    Any,
    /// A string or number is secret; an object or array is looked into.
    Scalar,
    /// It is secret if it is not a mere word.
    Opaque,
    /// It is secret if it looks drawn at random.
    Random,
    /// It is secret if it is some digits, as people remember them.
    Digits,
    /// It is secret if no name in code and nothing public looks so.
    Drawn,
    /// The same, or if it looks made up for a password.
    Chosen,
}

/// The built-in names and the operator's own.
#[derive(Clone, Default)]
pub(crate) struct KeyNames {
    /// Folded: lower case, no separators.
    extra: Vec<String>,
    /// Folded names that count only as a whole.
    exact: HashSet<Box<[u8]>>,
    /// The longest word of each.
    fragments: Vec<String>,
}

impl KeyNames {
    pub(crate) fn new(endings: &[String], exact: &[String]) -> Result<Self, BuildError> {
        if endings.len() + exact.len() > MAX_EXTRA {
            return Err(BuildError::too_many_key_names(MAX_EXTRA));
        }
        let mut this = Self::default();
        for name in endings {
            let folded = this.add_fragment(name)?;
            this.extra.push(String::from_utf8_lossy(&folded).into_owned());
        }
        for name in exact {
            let folded = this.add_fragment(name)?;
            this.exact.insert(folded);
        }
        Ok(this)
    }

    /// The name, folded.
    fn add_fragment(&mut self, name: &str) -> Result<Box<[u8]>, BuildError> {
        let bad = || BuildError::bad_key_name(name);
        let words = Words::split(name.as_bytes()).ok_or_else(bad)?;
        let longest = words.searched().ok_or_else(bad)?;
        let word = String::from_utf8_lossy(longest);
        // A short word needs what is around it to be long enough to search for.
        self.fragments.push(match longest.len() {
            2 => format!("[\"' _.-]{word}[\"'=:\\]"),
            3 => format!("{word}[\"'=: \\]"),
            _ => word.into_owned(),
        });
        Ok(words.folded().into())
    }

    /// The literals that lead to the extra names.
    pub(crate) fn fragments(&self) -> impl Iterator<Item = &str> {
        self.fragments.iter().map(String::as_str)
    }

    /// Whether the values of `name` are secret whatever they look like.
    pub(crate) fn is_sensitive(&self, name: &[u8]) -> bool {
        // In a shell, the exact name is the working directory.
        !matches!(name, b"PWD" | b"OLDPWD") && matches!(self.sense(name), Some(Sense::Any | Sense::Scalar))
    }

    /// What `name` says of its value, if anything.
    pub(crate) fn sense(&self, name: &[u8]) -> Option<Sense> {
        let has_own = !self.extra.is_empty() || !self.exact.is_empty();
        if !has_own && !telling::may_tell(name) {
            return None;
        }
        // Of WordPress; in code, nonces are kept under other names like that.
        if matches!(name, b"NONCE_KEY" | b"LOGGED_IN_KEY") {
            return Some(Sense::Any);
        }
        // What is set for a program in Java: `-Ddb.pass`.
        let name = name.strip_prefix(b"-D").unwrap_or(name);
        let mut words = Words::split(name)?;
        if self.is_extra(&words) {
            return Some(Sense::Any);
        }
        if words.folded().len() < SHORTEST {
            return None;
        }
        let sense = built_in(&mut words).filter(|_| !is_question_in_path(name));
        // `spring.pass` says no less than `pass` does.
        if sense == Some(Sense::Chosen) && is_step(name) { Some(Sense::Opaque) } else { sense }
    }

    fn is_extra(&self, words: &Words) -> bool {
        !self.exact.is_empty() && self.exact.contains(words.folded())
            || self.extra.iter().any(|extra| words.ends_in_words(extra.as_bytes()))
    }
}

fn built_in(words: &mut Words) -> Option<Sense> {
    if is_question(words) && !is_of_form(words) {
        return None;
    }
    let mut of_service = false;
    loop {
        if let Some(sense) = tells(words) {
            return Some(if of_service { Sense::Chosen } else { sense });
        }
        // `API_KEY_OPENAI`: such a word may also name something that has to do with one.
        let service = !of_service && (is_service(words.last()) || is_one_of_several(words));
        of_service |= service;
        if words.is_one() || !service && !is_neutral(words) {
            return None;
        }
        // Digits are a word of their own.
        let encoded = words.last() == b"64" && words.before_last() == b"b";
        words.drop_last();
        if encoded && !words.is_one() {
            words.drop_last();
        }
    }
}

/// Whether the last step of a path is a short word for a password.
fn is_step(name: &[u8]) -> bool {
    let last = name.iter().rposition(|byte| *byte == b'.').map(|dot| &name[dot + 1..]);
    let short = |last: &[u8]| SHORT_PASSWORDS.iter().any(|word| last.eq_ignore_ascii_case(word.as_bytes()));
    last.is_some_and(short)
}

/// `auth.existingSecret`: only the last step of a path says what its value is.
fn is_question_in_path(name: &[u8]) -> bool {
    let last = name.iter().rposition(|byte| *byte == b'.').and_then(|dot| Words::split(&name[dot + 1..]));
    last.is_some_and(|words| is_question(&words))
}

/// Whether the first of several words asks something, or says that the secret is a resource of a cluster, of
/// which the name and the keys are given: `existingSecret`, `externalSecretPasswordKey`.
fn is_question(words: &Words) -> bool {
    let resource = || {
        matches!(words.first(), b"existing" | b"external")
            && words.iter().any(|word| matches!(word, b"secret" | b"secrets"))
    };
    !words.is_one() && (QUESTIONS.has(words.first()) || resource())
}

/// `update_authenticity_token`: each form has its own, by what it does.
fn is_of_form(words: &Words) -> bool {
    words.last() == b"token" && matches!(words.before_last(), b"authenticity" | b"csrf" | b"xsrf")
}

fn is_neutral(words: &Words) -> bool {
    let last = words.last();
    // A cookie is secure, too, or not.
    let secure = || last == b"secure" && matches!(words.before_last(), b"password" | b"passwd" | b"secret");
    last.iter().all(u8::is_ascii_digit) || NEUTRAL.has(last) || secure() || is_of_secret(words)
}

/// What a key is for, or what it is made of: `privateKeyEd25519`, `privateKeySeed`; in what alphabet a secret is
/// written: `secretBase64Url`; and which of a few passwords it is: `passwordA`.
fn is_of_secret(words: &Words) -> bool {
    let last = words.last();
    matches!(last, b"ec" | b"ecdsa" | b"ed" | b"eddsa" | b"rsa" | b"seed") && words.before_last() == b"key"
        || last == b"url" && words.before_last() == b"64"
        || is_letter(last) && words.before_last() == b"password"
}

/// `tokenA`, `client_secret_b`: one of a few, if it looks the part.
fn is_one_of_several(words: &Words) -> bool {
    is_letter(words.last()) && matches!(words.before_last(), b"secret" | b"token" | b"key")
}

/// Whether it tells one of a few from the others.
fn is_letter(word: &[u8]) -> bool {
    matches!(word, b"a" | b"b" | b"c" | b"d")
}

/// Whether a word says what a secret is for, and not what is done with it.
fn is_service(word: &[u8]) -> bool {
    const OTHERS: &[&[u8]] =
        &[b"bind", b"become", b"guest", b"keystore", b"master", b"registry", b"truststore"];
    const MORE: &[&[u8]] = &[b"db", b"ftp", b"github", b"mysql", b"postgres", b"redis", b"smtp"];
    SERVICES.has(word) || PASSWORD_OWNERS.has(word) && !OTHERS.contains(&word) || MORE.contains(&word)
}

/// Whether a text ends in one of a list. Most have not even its first letter there.
fn ends_in_one_of(list: &[&str], text: &[u8]) -> bool {
    list.iter().map(|ending| ending.as_bytes()).any(|ending| {
        let place = text.len().checked_sub(ending.len());
        place.is_some_and(|at| text.get(at) == ending.first() && text[at..] == *ending)
    })
}

/// What the end of the name says.
fn tells(words: &Words) -> Option<Sense> {
    let folded = words.folded();
    let last = words.last();
    let before = words.before_last();
    // Whether there may be any: `Access-Control-Allow-Credentials`, `NOPASSWORD`.
    let allows = last == b"credentials" && before == b"allow" || matches!(last, b"nopassword" | b"nopasswd");
    // `--insecure-no-password`, `--disabled-password`.
    let without = matches!(before, b"no" | b"without" | b"disabled");
    if allows || without && matches!(last, b"password" | b"passwd" | b"passphrase" | b"passcode") {
        return None;
    }
    if ends_in_one_of(endings(*folded.last()?), folded) || LAST_WORDS.has(last) {
        return Some(Sense::Any);
    }
    if let Some(of) = folded.strip_suffix(b"key").or_else(|| folded.strip_suffix(b"keys")) {
        return key(words, of);
    }
    if let Some(joined) = last.strip_suffix(b"token") {
        // The last is a part of a digest, by which .NET tells assemblies apart.
        let listed = words.iter().any(|word| LISTS.has(word)) || folded.ends_with(b"publickeytoken");
        return (!listed && token_is_secret(before, joined)).then_some(Sense::Any);
    }
    let any = |is: bool| is.then_some(Sense::Any);
    match last {
        // Of a text, or of users.
        b"tokens" | b"sessions" if words.is_one() => Some(Sense::Random),
        b"tokens" => any(TOKEN_OWNERS.has(before)),
        // Of a device that signs in without a keyboard; a maker has one for its models, too.
        b"code" if before == b"device" => Some(Sense::Drawn),
        b"code" | b"codes" => any(CODES.has(before)),
        b"pincode" | b"otpcode" | b"passw" | b"psw" | b"requirepass" => Some(Sense::Any),
        b"identified" if words.is_one() => Some(Sense::Any),
        b"seed" => any(matches!(before, b"totp" | b"otp" | b"mfa")),
        b"bearer" => any(words.is_one() || OWNERS.has(before)),
        // Of a program that asks for something by HTTP.
        b"auth" if before == b"bearer" => Some(Sense::Opaque),
        b"assertion" if before == b"client" => Some(Sense::Any),
        // With which one signs in once; manuals have words for it.
        b"verifier" if before == b"oauth" => Some(Sense::Opaque),
        // What is sent in it, or what it is called.
        b"header" if matches!(before, b"authorization" | b"auth") => Some(Sense::Chosen),
        b"pwds" => any(OWNERS.has(before) || has_password(before)),
        b"pass" | b"pw" if has_password(before) => Some(Sense::Any),
        // Which user's: `USER_ALICE_PASS`.
        b"pass" if words.first() == b"user" => Some(Sense::Any),
        // Of a broker; a renderer has one, too.
        b"pass" if before == b"default" && words.iter().any(|owner| PASSWORD_OWNERS.has(owner)) => {
            Some(Sense::Any)
        }
        b"pass" if before == b"default" => Some(Sense::Scalar),
        b"pass" if RANKS.has(before) => Some(Sense::Opaque),
        // Of anybody; but a test is passed, and so is a gate, and a renderer has one, too.
        b"pass" | b"pw" if !words.is_one() => Some(Sense::Chosen),
        b"auth" if before == b"rediscli" => Some(Sense::Any),
        // Of a schema registry, and of Yarn.
        b"info" if folded.ends_with(b"authuserinfo") => Some(Sense::Any),
        b"ident" if before == b"auth" => Some(Sense::Any),
        // Of WordPress: with its keys they sign sessions.
        b"salt" if matches!(before, b"auth" | b"nonce") || folded.ends_with(b"loggedinsalt") => {
            Some(Sense::Any)
        }
        // Of Drupal, and of Mattermost.
        b"salt" if matches!(before, b"in" | b"hash" | b"link") => Some(Sense::Random),
        // Of Nextcloud.
        b"passwordsalt" => Some(Sense::Random),
        // A personal access token, or a pattern.
        b"pat" if !words.is_one() => Some(Sense::Drawn),
        // Alone, it may be the result of a test, or a width.
        b"pass" | b"pw" if words.is_one() => Some(Sense::Opaque),
        // Of a browser, an application, or what keeps passwords: Bitwarden, 1Password.
        b"session" if words.is_one() || OWNERS.has(before) || matches!(before, b"bw" | b"op") => {
            Some(Sense::Scalar)
        }
        // Of 1Password, by account: `OP_SESSION_acme`.
        _ if is_of_account(words) => Some(Sense::Random),
        // That of GitLab has a rule of its own.
        b"session" => (before != b"gitlab").then_some(Sense::Drawn),
        // Of a window of a terminal, or of a desktop.
        b"id" if before == b"session" && matches!(words.first(), b"term" | b"iterm" | b"xdg") => None,
        b"id" if before == b"session" => Some(Sense::Random),
        b"sessionid" | b"phpsessid" | b"jsessionid" | b"sessid" | b"mnemonic" => Some(Sense::Random),
        b"auth" | b"salt" | b"hmac" | b"assertion" if words.is_one() => Some(Sense::Random),
        _ if OWNED.has(last) => {
            let owned = words.is_one() || OWNERS.has(before) || last == b"pwd" && has_password(before);
            // Of a board, too, where it has a small number.
            match last {
                b"pin" if !owned => Some(Sense::Digits),
                b"pwd" if !owned => Some(Sense::Opaque),
                _ => any(owned),
            }
        }
        _ => any(JOINED.has(last) || is_owned_password(last)),
    }
}

/// Whether a session is one of several that 1Password has
/// (<https://developer.1password.com/docs/cli/sign-in-manually/>).
fn is_of_account(words: &Words) -> bool {
    let mut words = words.iter();
    words.next() == Some(b"op") && words.next() == Some(b"session") && words.next().is_some()
}

/// Whether a password may be this one's: `HTTPAUTH_PASS`. In `proxy_pass` nginx has a URL.
fn has_password(owner: &[u8]) -> bool {
    OWNERS.has(owner) && owner != b"proxy" || PASSWORD_OWNERS.has(owner) || owner.ends_with(b"auth")
}

/// `rootpass`, `bindpw`: an owner and its password without anything between.
fn is_owned_password(word: &[u8]) -> bool {
    // `xpass` is the result of a test, `oldpwd` a directory.
    let owner = |short: &&str| {
        word.strip_suffix(short.as_bytes()).filter(|owner| owner.len() >= 3 && *owner != b"old")
    };
    SHORT_PASSWORDS.iter().find_map(owner).is_some_and(has_password)
}

/// `of` is all that stands before `key`.
fn key(words: &Words, of: &[u8]) -> Option<Sense> {
    if of == b"xinsert" {
        // A header to New Relic.
        return Some(Sense::Any);
    }
    // A label of a form has several.
    if words.last() == b"privkey" {
        return Some(Sense::Any);
    }
    // Of a sensor that sends what it measures; a shell binds keys so, too.
    if of == b"bind" {
        return Some(Sense::Drawn);
    }
    if !ends_in_one_of(KEYS, of) {
        return SERVICES.has(words.before_last()).then_some(Sense::Drawn);
    }
    let public = words.iter().any(|word| matches!(word, b"public" | b"publishable"));
    (!public && !ends_in_one_of(OTHER_KEYS, of)).then_some(Sense::Any)
}

/// `joined` is what the last word has before `token`, as in `nextpagetoken`.
fn token_is_secret(before: &[u8], joined: &[u8]) -> bool {
    if joined.is_empty() {
        return !OTHER_TOKENS.iter().any(|other| other.as_bytes() == before);
    }
    // Short ones would be found at the end of other words: `backendtoken`.
    !OTHER_TOKENS
        .iter()
        .map(|other| other.as_bytes())
        .any(|other| joined == other || other.len() > 3 && joined.ends_with(other))
}
