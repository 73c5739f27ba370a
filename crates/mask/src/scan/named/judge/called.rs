//! Values that name something: under which name a secret is kept or handed on, a place, a pin, a key by its id.

use super::amount::is_chosen;
use super::is_clear;
use super::looks::is_scrambled;
use super::sentence::words;
use crate::kinds::{Kinds, Look};
use crate::scan::named::reading;
use crate::scan::named::site::Site;
use crate::scan::named::text::{ends_with_folded, is_one_of};
use crate::scan::placeholder::has_folded;

/// Whether a value is such a name.
pub(super) fn is_called(value: Look<'_>, site: &Site<'_>) -> bool {
    const PATH: Kinds = Kinds::SLASH.or(Kinds::COLON).or(Kinds::DOT);
    let Look { bytes, kinds } = value;
    let name = site.name();
    is_kept(value, site)
        || is_key_of_constant(bytes, name)
        || is_end_of_name(value, name)
        || is_type_of_option(bytes, site)
        || kinds.any(PATH) && is_path_to(bytes, name)
        || is_place_in_vault(value, name)
        || is_port(bytes, name)
        || is_key_id(value, name)
        || is_entry(value, site)
        || kinds.any(Kinds::COMMA) && are_names(value, name)
}

/// `secrets: "APP-ID,APP-KEY"`: which of those that are kept elsewhere are meant.
fn are_names(Look { bytes, kinds }: Look<'_>, name: &[u8]) -> bool {
    const NAMES: Kinds = Kinds::UPPER.or(Kinds::UNDERSCORE).or(Kinds::DASH).or(Kinds::COMMA);
    let parted = |name: &[u8]| {
        let mut words = name.split(|byte| matches!(byte, b'_' | b'-'));
        words.clone().count() > 1 && words.all(|word| !word.is_empty())
    };
    kinds.only(NAMES)
        && name.eq_ignore_ascii_case(b"secrets")
        && bytes.split(|byte| *byte == b',').all(parted)
}

/// `TOKEN_KEY = "auth_token"`, `SESSION_COOKIE = "sid"`: under which name a secret is stored.
fn is_kept(value: Look<'_>, site: &Site<'_>) -> bool {
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

/// Words of an identifier, `nextAuthSessionByToken`, too.
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

/// `KEY_PASSWORD = "password"`, `EXTRA_SECRET = "com.example.SECRET"`: under which name programs hand it on.
fn is_key_of_constant(value: &[u8], name: &[u8]) -> bool {
    const OF: &[&[u8]] = &[
        b"KEY_", b"EXTRA_", b"ARG_", b"PARAM_", b"FIELD_", b"PREF_", b"COL_", b"COLUMN_", b"ATTR_",
        b"HEADER_",
    ];
    let Some(tail) = OF.iter().find_map(|of| name.strip_prefix(*of)) else {
        return false;
    };
    let last = value.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    is_same(last, tail) && (!last.iter().any(u8::is_ascii_digit) || has_same_alnum(last, tail))
}

/// `FieldClientSecret = "client_secret"`: the words that a constant is called by, after what kind of thing it is.
fn is_end_of_name(Look { bytes, kinds }: Look<'_>, name: &[u8]) -> bool {
    const WORDS: Kinds = Kinds::LOWER.or(Kinds::UNDERSCORE).or(Kinds::DASH);
    const PARTS: Kinds = Kinds::UNDERSCORE.or(Kinds::DASH);
    let capital = || {
        let letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
        name.len().checked_sub(letters).and_then(|at| name.get(at)).is_some_and(u8::is_ascii_uppercase)
    };
    kinds.only(WORDS) && kinds.any(PARTS) && bytes.len() >= 8 && capital() && ends_in_letters(name, bytes)
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

/// `auth/refreshToken` for `REFRESH_TOKEN`, `form.password` for a password: an action or a message
/// by its name.
fn is_path_to(value: &[u8], name: &[u8]) -> bool {
    let last = value.rsplit(|byte| matches!(byte, b'/' | b':' | b'.')).next().unwrap_or_default();
    let path = |byte: &u8| byte.is_ascii_alphabetic() || b"/:._-".contains(byte);
    // Before several words in a name others may come.
    let several = || last.iter().any(|byte| matches!(byte, b'_' | b'-'));
    let ends = || last.len() >= 8 && several() && ends_in_letters(name, last);
    // All words of the name may be steps.
    let steps = || name.len() >= 8 && ends_in_letters(value, name);
    // `github.com/ada/krb5/v8/ctxCredentials`
    let own = || value.strip_suffix(name).is_some_and(|path| path.ends_with(b"/") && path.contains(&b'.'));
    if name.len() >= 8 && own() {
        return true;
    }
    // `otp` at the end of a path.
    let long = last.len() >= 4 || last.len() == 3 && value.len() >= 12 && !is_chosen(name);
    long && last.len() < value.len()
        && (value.iter().all(path) || is_versioned(value))
        && (is_same(last, name) || ends() || steps())
}

/// `api_v2/passwords`: a path with the version of what it leads to, and no other number.
fn is_versioned(value: &[u8]) -> bool {
    let path = |byte: &u8| byte.is_ascii_lowercase() || b"/_-".contains(byte);
    let version = |at: usize| at > 0 && value[at - 1] == b'v' && value.get(at + 1) == Some(&b'/');
    value.iter().enumerate().all(|(at, byte)| path(byte) || byte.is_ascii_digit() && version(at))
}

/// Whether the letters of `text` end in those of `end`.
fn ends_in_letters(text: &[u8], end: &[u8]) -> bool {
    let mut letters = text.iter().rev().filter(|byte| byte.is_ascii_alphabetic());
    let mut wanted = end.iter().rev().filter(|byte| byte.is_ascii_alphabetic());
    wanted.all(|byte| letters.next().is_some_and(|letter| letter.eq_ignore_ascii_case(byte)))
}

/// `secret/data/app:token`, where Vault keeps it (<https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2>).
fn is_place_in_vault(value: Look<'_>, name: &[u8]) -> bool {
    const PLACES: &[&[u8]] = &[b"secret/data/", b"secret/metadata/", b"kv/data/"];
    value.kinds.any(Kinds::SLASH)
        && ends_with_folded(name, b"secret")
        && PLACES.iter().any(|place| value.bytes.starts_with(place))
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
    // Few have no letter by chance, and a number may be chosen.
    let number = value.kinds.only(Kinds::DIGIT);
    let signs = id && !number && ends_with_folded(name, b"signingkey");
    // `gpg --export-secret-keys "Ada Lovelace"`
    let exports = name.starts_with(b"--export-secret-key") || name.starts_with(b"--list-secret-key");
    let whose = || value.kinds.any(Kinds::SPACE.or(Kinds::AT)) && !value.kinds.any(Kinds::DIGIT);
    exports && (marked || whose()) || signs && (marked || !value.kinds.any(Kinds::LOWER))
}

/// Whether two words have the same letters and digits.
fn has_same_alnum(left: &[u8], right: &[u8]) -> bool {
    let alnum =
        |word| <[u8]>::iter(word).filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase);
    alnum(left).eq(alnum(right))
}

/// `- secretKey: username` with a `remoteRef` beside it, `secretKey: license` with a `secretName`: the entry of a secret
/// that is filled from elsewhere, or read, by its name
/// (<https://external-secrets.io/latest/api/externalsecret/>). With an `accessKey` beside it, it is a secret itself.
fn is_entry(value: Look<'_>, site: &Site<'_>) -> bool {
    const REFERS: &[&str] = &["remoteref", "sourceref", "remotekey"];
    const NAMED: &[&str] = &["secretname", "secretpath"];
    const NAME: Kinds = Kinds::ALNUM.or(Kinds::DASH).or(Kinds::UNDERSCORE).or(Kinds::DOT);
    const LONGEST: usize = 40;
    let Look { bytes, kinds } = value;
    let is_name = kinds.only(NAME) && bytes.len() <= LONGEST && !is_clear(value);
    let last = site.name().rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    if !is_name || !last.eq_ignore_ascii_case(b"secretkey") || site.behind(bytes).is_none() {
        return false;
    }
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    let named = |site: &Site<'_>| digits <= 1 && is_beside(site, NAMED) && !is_beside(site, &["accesskey"]);
    reading::read(site, |site| is_beside(site, REFERS) || named(site))
}

/// Whether one of the nearest lines has such a word.
fn is_beside(site: &Site<'_>, words: &[&str]) -> bool {
    const NEAR: usize = 240;
    const LINES: usize = 5;
    let (before, after) = (site.before(), site.view.bytes.get(site.key.end..).unwrap_or_default());
    let (before, after) = (&before[before.len().saturating_sub(NEAR)..], &after[..after.len().min(NEAR)]);
    let has = |line: &[u8]| words.iter().any(|word| has_folded(line, word.as_bytes()));
    let mut behind = after.split(|byte| *byte == b'\n').take(LINES);
    behind.any(has) || before.rsplit(|byte| *byte == b'\n').take(LINES).any(has)
}

/// Whether two words have the same letters.
pub(crate) fn is_same(left: &[u8], right: &[u8]) -> bool {
    let letters =
        |word| <[u8]>::iter(word).filter(|byte| byte.is_ascii_alphabetic()).map(u8::to_ascii_lowercase);
    letters(left).eq(letters(right))
}
