//! Calls whose name is that of what they are given: `config.setPassword("…")`, `.apiKey("…")`.

use super::assigned;
use crate::class::Bytes;
use crate::kinds::{Kinds, Look};
use crate::mark::MARK;
use crate::scan::named::key::Key;
use crate::scan::named::line::Line;
use crate::scan::named::site::Site;
use crate::scan::named::text::{Literal, ends_with_folded, gap, is_one_of, literal};
use crate::scan::named::{code, judge};
use crate::scan::{Open, View};

/// What a builder is told by a method of that name. Others look something up: `.cookie("sid")`.
const TOLD: &[&str] = &[
    "apikey",
    "api_key",
    "accesstoken",
    "access_token",
    "authtoken",
    "auth_token",
    "clientsecret",
    "client_secret",
    "consumersecret",
    "consumer_secret",
    "encryptionkey",
    "encryption_key",
    "keypassword",
    "key_password",
    "keystorepassword",
    "keystore_password",
    "passphrase",
    "password",
    "refreshtoken",
    "refresh_token",
    "sharedsecret",
    "shared_secret",
    "secretkey",
    "secret_key",
    "secretaccesskey",
    "secret_access_key",
    "signingkey",
    "signing_key",
    "storepassword",
    "store_password",
    "tokensecret",
    "token_secret",
    "truststorepassword",
    "truststore_password",
];

/// Of those, passwords of something, which no form asks for: what is given may be a word.
const OWNED: &[&str] = &["keypassword", "keystorepassword", "storepassword", "truststorepassword"];

/// What a class is called after that has nothing but a secret.
const CLASSES: &[&str] = &["accesstoken", "apikey", "authtoken", "bearertoken", "refreshtoken"];

/// What else is told so, if it looks drawn.
const DRAWN: &[&str] = &["password", "secret"];

/// A shorter word with a number may be the name of something.
const SHORTEST: usize = 8;
/// No name of a first argument is longer.
const FIRST: usize = 32;

/// `config.setPassword("…")`, `.apiKey("…")`; `at` is at the bracket.
pub(crate) fn value(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let name = site.name();
    if name.ends_with(b"NetworkCredential") || name.ends_with(b"UsernamePasswordCredentials") {
        return second(site, at);
    }
    let last = name.rsplit(|&byte| byte == b'.').next()?;
    let sets = [&b"set"[..], b"with", b"put", b"add"];
    let bearer = last == b"bearer_auth";
    let sets = sets.iter().any(|set| last.len() > set.len() && last[..set.len()].eq_ignore_ascii_case(set));
    let setter = sets || builder(last).is_some();
    if let Some(last) = setter.then(|| after_first(site, at + 1)).flatten() {
        return assigned::string(site, last);
    }
    let literal = literal(bytes, at + 1)?;
    let value = Look::at(site.shown(literal.content, &literal.skip));
    let named = || site.engine.sense(value.bytes).is_some();
    if let Some(comma) = setter.then(|| after_entry(site, &literal, value)).flatten() {
        return assigned::string(site, gap(bytes, comma + 1));
    }
    // What begins its line may be the name of a test.
    let starts = || Line::of(site) == Line::Start && !name.contains(&b'.');
    if setter
        && is_name_beside(last, value, code::after_string(bytes, &literal).and_then(|end| site.byte(end)))
    {
        return None;
    }
    // What is made of a secret, in the crate `jsonwebtoken` and elsewhere.
    let made = name == b"from_secret";
    // A word may be what the secret of a cluster is called.
    let pascal =
        builder(last).is_some_and(|what| !ends_with_folded(what, b"password")) && !last.starts_with(b"with");
    let method = || name.contains(&b'.') && !named();
    let fits = match () {
        () if is_field(site) || is_of_statement(site) => true,
        () if made => is_clear(value) && !named(),
        () if pascal => (is_clear(value) || judge::is_no_name(value)) && !named(),
        () if bearer && starts() => false,
        () if setter && starts() => is_clear(value) && !named(),
        () if setter || bearer => judge::is_opaque(value) || !named(),
        () if site.before().ends_with(b"new ") => is_class(last) && judge::is_no_name(value) && !named(),
        () if is_chained(site) && is_password(last, value) => !named(),
        () => {
            method()
                && (is_one_of(TOLD, last) && is_clear(value) || is_one_of(DRAWN, last) && is_mixed(value))
        }
    };
    fits.then(|| assigned::string(site, at + 1)).flatten()
}

/// `apiKey` of `.withApiKey("…")`, `ClientSecret` of `UseClientSecret("…")`. As the name of a member it would say
/// whether there is one.
pub(crate) fn told<'n>(view: &View<'_>, key: &Key, name: &'n [u8]) -> Option<&'n [u8]> {
    let name = name.rsplit(|&byte| byte == b'.').next()?;
    let told = builder(name)?;
    (view.bytes.get(key.end) == Some(&b'(')).then_some(told)
}

/// `OAuth2AccessToken`.
fn is_class(name: &[u8]) -> bool {
    CLASSES.iter().any(|class| ends_with_folded(name, class.as_bytes()))
}

/// Whether a method follows another, or stands on a line of its own: `.user("ada").password("…")`.
fn is_chained(site: &Site<'_>) -> bool {
    let before = site.before().last();
    site.name().starts_with(b".") && before.is_none_or(|byte| *byte == b')' || byte.is_ascii_whitespace())
}

/// Whether a builder is told a password, and neither what a form asks nor a selector: `.password("hunter2")`,
/// `.trustStorePassword("asdfgh")`.
fn is_password(method: &[u8], value: Look<'_>) -> bool {
    const OTHER: Kinds = Kinds::ALNUM.or(Kinds::UNDERSCORE).or(Kinds::DASH).or(Kinds::BANG).or(Kinds::AT);
    const LEAST: usize = 6;
    let word = is_one_of(OWNED, method);
    let digit = is_one_of(&["password"], method) && value.kinds.any(Kinds::DIGIT);
    (word || digit)
        && value.bytes.len() >= LEAST
        && value.bytes[0].is_ascii_alphanumeric()
        && value.kinds.any(Kinds::LETTER)
        && value.kinds.only(OTHER)
}

/// What a method of a builder is called after: `ApiKey` of `WithApiKey`.
fn builder(method: &[u8]) -> Option<&[u8]> {
    let after = [&b"with"[..], b"With", b"use", b"Use"].iter().find_map(|verb| method.strip_prefix(*verb))?;
    after.first()?.is_ascii_uppercase().then_some(after)
}

/// `set_cookie("lang", …)`, `add_credentials("ada", …)`: what a cookie is called and not what it holds, whose
/// credentials they are.
fn is_name_beside(callee: &[u8], value: Look<'_>, next: Option<u8>) -> bool {
    let cookie = ends_with_folded(callee, b"cookie") || ends_with_folded(callee, b"cookies");
    let user = ends_with_folded(callee, b"credentials") && next == Some(b',') && !judge::is_opaque(value);
    user || cookie && !value.kinds.any(Kinds::EQUALS) && (next == Some(b',') || !judge::is_opaque(value))
}

/// `setSecret("kv/team/app", ['key': …])`, `setToken('logout', "…")`: the comma after the path or the id that
/// something is kept by, if what is kept follows it. A password may be a word, and what follows that says how it is set.
fn after_entry(site: &Site<'_>, first: &Literal, value: Look<'_>) -> Option<usize> {
    const WORD: Kinds = Kinds::LOWER.or(Kinds::DASH).or(Kinds::UNDERSCORE);
    const SCHEMES: &[&str] = &["basic", "bearer", "digest", "token"];
    let bytes = site.view.bytes;
    let comma = code::after_string(bytes, first).filter(|end| bytes.get(*end) == Some(&b','))?;
    let next = gap(bytes, comma + 1);
    let string = literal(bytes, next);
    let kept = string.is_some() || matches!(bytes.get(next), Some(b'[' | b'{'));
    let id = || {
        let last = string.as_ref().and_then(|string| code::after_string(bytes, string));
        let ends = last.is_some_and(|end| bytes.get(end) == Some(&b')'));
        // `setToken("…", "Bearer")`
        let scheme = |string: &Literal| is_one_of(SCHEMES, site.shown(string.content, &string.skip));
        let ends = ends && !string.as_ref().is_some_and(scheme);
        ends && value.kinds.only(WORD) && ends_with_folded(site.name(), b"token")
    };
    let password = ends_with_folded(site.name(), b"password");
    (kept && !password && is_path(value) || id()).then_some(comma)
}

/// `kv/v2_force`, `secret/foo/bar`: words between slashes, and digits only where a word ends or a version is.
fn is_path(Look { bytes, kinds }: Look<'_>) -> bool {
    const PATH: Kinds = Kinds::LOWER.or(Kinds::DIGIT).or(Kinds::SLASH).or(Kinds::DASH).or(Kinds::UNDERSCORE);
    const DIGITS: usize = 2;
    let word = |word: &[u8]| {
        let letters = word.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        let number = &word[letters..];
        letters > 0 && number.len() <= DIGITS && number.iter().all(u8::is_ascii_digit)
    };
    let step = |step: &[u8]| step.split(|byte| matches!(byte, b'-' | b'_')).all(word);
    kinds.any(Kinds::SLASH) && kinds.only(PATH) && bytes.split(|byte| *byte == b'/').all(step)
}

/// More than a word with a number, and neither a path nor a selector.
fn is_clear(value: Look<'_>) -> bool {
    const OTHER: Kinds = Kinds::SLASH.or(Kinds::COLON).or(Kinds::SPACE).or(Kinds::DOT);
    let begins = value.bytes.first().is_some_and(u8::is_ascii_alphanumeric);
    begins
        && value.bytes.len() >= SHORTEST
        && value.kinds.any(Kinds::DIGIT)
        && value.kinds.any(Kinds::LETTER)
        && !value.kinds.any(OTHER)
}

/// `_softAP_password("…")`: a field of a class that is set before its constructor runs
/// (<https://en.cppreference.com/w/cpp/language/constructor>).
fn is_field(site: &Site<'_>) -> bool {
    let name = site.name();
    (name.starts_with(b"_") || name.starts_with(b"m_"))
        && ends_with_folded(name, b"password")
        && Line::of(site).is_own()
}

/// `USING PASSWORD('…')` of MariaDB (<https://mariadb.com/kb/en/create-user/>).
fn is_of_statement(site: &Site<'_>) -> bool {
    site.name().eq_ignore_ascii_case(b"password") && ends_with_folded(site.before(), b" using ")
}

/// Letters of both cases and digits.
fn is_mixed(Look { bytes, kinds }: Look<'_>) -> bool {
    const SHORTEST: usize = 6;
    let mixed = kinds.any(Kinds::UPPER) && kinds.any(Kinds::LOWER) && kinds.any(Kinds::DIGIT);
    bytes.len() >= SHORTEST && mixed && kinds.only(Kinds::ALNUM)
}

/// After `ctx, ` or `"ada", `, if what follows ends the call and clearly is what is set.
fn after_first(site: &Site<'_>, at: usize) -> Option<usize> {
    static NAME: Bytes = Bytes::alnum_and(b"_.");
    let bytes = site.view.bytes;
    let clear = |string: &Literal| {
        let value = Look::at(site.shown(string.content, &string.skip));
        // What is masked already was clear.
        value.bytes.starts_with(MARK) || is_clear(value) && site.engine.sense(value.bytes).is_none()
    };
    let first = literal(bytes, at);
    let rest = bytes.get(at..)?;
    let end = match &first {
        Some(user) => code::after_string(bytes, user)?,
        None => at + NAME.run(&rest[..rest.len().min(FIRST)]),
    };
    let next = gap(bytes, end + 1);
    if end == at || bytes.get(end) != Some(&b',') || first.as_ref().is_some_and(clear) {
        return None;
    }
    let last = literal(bytes, next).filter(clear)?;
    (bytes.get(code::after_string(bytes, &last)?) == Some(&b')')).then_some(next)
}

/// `NetworkCredential("user", "…")`.
fn second(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let comma = code::after_string(bytes, &literal(bytes, gap(bytes, at + 1))?)?;
    (bytes.get(comma) == Some(&b',')).then(|| assigned::string(site, gap(bytes, comma + 1))).flatten()
}
