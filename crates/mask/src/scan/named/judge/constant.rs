//! What constants hold under the names of secrets: words of protocols, and the names that programs
//! know a secret by.

use super::amount::is_chosen;
use super::called::is_same;
use crate::kinds::{Kinds, Look};
use crate::scan::named::line::line_at_end;
use crate::scan::named::site::Site;
use crate::scan::named::text::{ends_with_folded, is_one_of};
use crate::scan::placeholder::{has_folded, is_name_in_capitals};
use crate::words::{List, numbers};

/// How a request may be authorized, without the credentials
/// (<https://www.iana.org/assignments/http-authschemes/http-authschemes.xhtml>).
const SCHEMES: &[&str] = &["basic", "bearer", "digest", "dpop", "hawk", "negotiate", "ntlm"];

/// What a request does (<https://www.rfc-editor.org/rfc/rfc9110#section-9>).
const METHODS: &[&[u8]] = &[b"GET", b"HEAD", b"POST", b"PUT", b"PATCH", b"DELETE", b"OPTIONS"];

/// Whether a value is one of them.
pub(super) fn is_constant(value: Look<'_>, site: &Site<'_>) -> bool {
    const SIGNS: Kinds = Kinds::UNDERSCORE
        .or(Kinds::DASH)
        .or(Kinds::DOT)
        .or(Kinds::SLASH)
        .or(Kinds::COLON)
        .or(Kinds::COMMA)
        .or(Kinds::DIGIT);
    let Look { bytes, kinds } = value;
    if !kinds.only(Kinds::LETTER.or(SIGNS).or(Kinds::PLUS)) {
        return false;
    }
    let name = site.name();
    // What was drawn has digits, and most often no sign.
    if kinds.any(Kinds::DIGIT) && kinds.only(Kinds::ALNUM) {
        return is_format(bytes, name);
    }
    is_grant(value, name)
        || kinds.any(Kinds::SLASH) && is_media_type(bytes)
        || kinds.any(Kinds::DASH) && is_header(value, name)
        || kinds.any(Kinds::UNDERSCORE) && (is_object_id(value, name) || is_of_graphql(value))
        || ends_with_folded(name, b"authorization") && (is_one_of(SCHEMES, bytes) || METHODS.contains(&bytes))
        || is_case(value, site)
        || is_begin_of_key(value, site)
        || kinds.any(Kinds::DOT) && is_of_domain(value)
        || bytes.ends_with(b":") && is_prefix(value, name)
        || is_driver(bytes, name)
        || is_format(bytes, name)
        || is_name_in_capitals(bytes) && site.before().ends_with(b"--from-literal=")
        || is_part_of_name(value, site)
        || is_stored(value, site)
        || is_secret_of_kubernetes(value, name)
        // By which Jira knows a request that needs no check
        // (<https://confluence.atlassian.com/jirakb/rest-api-calls-with-a-browser-user-agent-header-may-fail-csrf-checks-802591455.html>).
        || is_one_of(&["no-check", "nocheck"], bytes) && ends_with_folded(name, b"x-atlassian-token")
}

/// How a client may ask for a token, and show who it is
/// (<https://www.iana.org/assignments/oauth-parameters/oauth-parameters.xhtml>).
fn is_grant(Look { bytes: value, kinds }: Look<'_>, name: &[u8]) -> bool {
    const GRANTS: &[&[u8]] = &[
        b"authorizationcode",
        b"clientcredentials",
        b"clientsecretbasic",
        b"clientsecretjwt",
        b"clientsecretpost",
        b"privatekeyjwt",
        b"devicecode",
    ];
    let parted = kinds.any(Kinds::UNDERSCORE.or(Kinds::DASH));
    let of_grant = || has_folded(name, b"grant") || has_folded(name, b"resourceowner");
    parted && GRANTS.iter().any(|grant| is_same(value, grant))
        || is_one_of(&["password", "refresh_token"], value) && of_grant()
}

/// `application/jwt` (<https://www.iana.org/assignments/media-types/media-types.xhtml>).
fn is_media_type(value: &[u8]) -> bool {
    const TYPES: &[&[u8]] =
        &[b"application/", b"text/", b"image/", b"audio/", b"video/", b"multipart/", b"message/"];
    let sub = TYPES.iter().find_map(|of| value.strip_prefix(*of));
    let letter = |byte: &u8| byte.is_ascii_lowercase() || b".+-".contains(byte);
    sub.is_some_and(|sub| sub.len() > 1 && sub.iter().all(|byte| letter(byte) || byte.is_ascii_digit()))
        && sub.is_some_and(|sub| sub.iter().filter(|byte| byte.is_ascii_digit()).count() <= 2)
}

/// `X-Auth-Token`, and `Set-Cookie2` for `SET_COOKIE2`.
fn is_header(Look { bytes, .. }: Look<'_>, name: &[u8]) -> bool {
    let capital = |part: &[u8]| {
        let small = part.iter().skip(1).all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        part.first().is_some_and(u8::is_ascii_uppercase) && small
    };
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    digits <= 1
        && bytes.split(|byte| *byte == b'-').all(capital)
        && (bytes.starts_with(b"X-") && !is_chosen(name) || is_same(bytes, name))
}

/// `iauth_1MlLiG…`: what Stripe knows an object by (<https://docs.stripe.com/api/issuing/authorizations/object>).
fn is_object_id(Look { bytes, kinds }: Look<'_>, name: &[u8]) -> bool {
    const IDS: &[(&[u8], &[u8])] =
        &[(b"iauth_", b"authorization"), (b"vs_", b"verification_session"), (b"ic_", b"card")];
    kinds.only(Kinds::ALNUM.or(Kinds::UNDERSCORE))
        && IDS.iter().any(|(id, of)| bytes.starts_with(id) && ends_with_folded(name, of))
}

/// `order_by`, `String_comparison_exp`: types that Hasura makes for each column
/// (<https://hasura.io/docs/2.0/api-reference/graphql-api/query/>).
fn is_of_graphql(Look { bytes, kinds }: Look<'_>) -> bool {
    kinds.only(Kinds::LETTER.or(Kinds::UNDERSCORE))
        && (bytes == b"order_by" || bytes.ends_with(b"_comparison_exp"))
}

/// `'session' => 'cookie'`: where a framework keeps its sessions
/// (<https://laravel.com/docs/session#configuration>); `'passwords' => 'users'`: whose passwords it resets.
fn is_driver(value: &[u8], name: &[u8]) -> bool {
    const DRIVERS: &[&str] = &["cookie", "database", "dynamodb", "file", "memcached", "redis"];
    let brokers = || name == b"passwords" && value.len() > 3 && value.ends_with(b"s");
    is_one_of(DRIVERS, value) && name.eq_ignore_ascii_case(b"session")
        || brokers() && value.iter().all(u8::is_ascii_lowercase)
}

/// Encodings, algorithms and protocols.
static FORMATS: List = List::new(&numbers([
    "ascii",
    "base32",
    "base64",
    "base64url",
    "ed25519",
    "es256",
    "es384",
    "gzip",
    "hs256",
    "hs384",
    "hs512",
    "md5",
    "oauth1",
    "oauth2",
    "oidc",
    "ps256",
    "rs256",
    "rs384",
    "rs512",
    "saml2",
    "sha1",
    "sha256",
    "sha384",
    "sha512",
    "utf-8",
]));

/// `SHA256`, `base64`, `STRATEGIES_ACCESS_TOKEN: jwt`: how something is made or written.
fn is_format(value: &[u8], name: &[u8]) -> bool {
    let jwt = || ends_with_folded(name, b"token") || ends_with_folded(name, b"TypeJWT");
    let strategy = || has_folded(name, b"strateg");
    // `sha1:6`, and how much of it is shown.
    let format = || match value {
        [format @ .., b':', b'1'..=b'9'] => format,
        _ => value,
    };
    FORMATS.has(format()) || value == b"JWT" && jwt() || value == b"jwt" && jwt() && strategy()
}

/// `case emailPassword = "password"`: what one of the cases of an enumeration in Swift is called
/// (<https://docs.swift.org/swift-book/documentation/the-swift-programming-language/enumerations/#Raw-Values>).
fn is_case(Look { kinds, .. }: Look<'_>, site: &Site<'_>) -> bool {
    const NAME: Kinds = Kinds::LETTER.or(Kinds::UNDERSCORE).or(Kinds::DASH).or(Kinds::DOT);
    let line = line_at_end(site.before());
    let assigned = || site.view.bytes.get(site.key.end..).is_some_and(|rest| rest.starts_with(b" = "));
    kinds.only(NAME) && line.trim_ascii_start() == b"case " && assigned()
}

/// `const string AccountRootKey = "Account"`: a constant for the key by which something is found, and the word that
/// its name begins with.
fn is_begin_of_key(Look { bytes, kinds }: Look<'_>, site: &Site<'_>) -> bool {
    const LONG: usize = 8;
    const DECLARES: &[&[u8]] = &[b"const ", b"const string ", b"const val ", b"final String "];
    let name = site.name();
    let word = bytes.strip_suffix(b"s").unwrap_or(bytes);
    let Some((first, rest)) = name.split_at_checked(word.len()) else {
        return false;
    };
    kinds.only(Kinds::LETTER)
        && word.len() >= 4
        && rest.ends_with(b"Key")
        && rest.first().is_some_and(u8::is_ascii_uppercase)
        && first.eq_ignore_ascii_case(word)
        && (rest == b"Key" && word.len() >= LONG
            || DECLARES.iter().any(|declares| site.before().ends_with(declares)))
}

/// `com.ada.messenger.DEVICE_SECRET`, `org.appextension.change-password-action`: a name below a domain.
fn is_of_domain(Look { bytes, kinds }: Look<'_>) -> bool {
    const NAME: Kinds = Kinds::LETTER.or(Kinds::UNDERSCORE).or(Kinds::DASH).or(Kinds::DOT);
    const DOMAINS: &[&[u8]] = &[b"com.", b"org.", b"net.", b"io."];
    let mut steps = bytes.split(|byte| *byte == b'.');
    kinds.only(NAME)
        && DOMAINS.iter().any(|domain| bytes.starts_with(domain))
        && steps.clone().count() > 2
        && steps.all(|step| step.len() > 1)
}

/// `'jwt_key' => 'oauth_jwt:'`: what the keys of a store begin with.
fn is_prefix(Look { kinds, .. }: Look<'_>, name: &[u8]) -> bool {
    name.ends_with(b"_key") && kinds.only(Kinds::LOWER.or(Kinds::UNDERSCORE).or(Kinds::COLON))
}

/// `JWTAuth` for `JWTAuthKey`, `admin-token` for `adminTokenSecret`, `AccessTokenFormat` for `AccessToken`:
/// words that the name has, too, with no more than another noun on one side.
fn is_part_of_name(value: Look<'_>, site: &Site<'_>) -> bool {
    const NOUNS: &[&str] = &["field", "format", "header", "name", "param", "type"];
    let Look { bytes, kinds } = value;
    let name = site.name();
    if kinds.any(Kinds::DIGIT) || bytes.len() < 4 || !name.iter().any(u8::is_ascii_lowercase) {
        return false;
    }
    let parted = kinds.any(Kinds::DASH.or(Kinds::UNDERSCORE));
    if let Some(rest) = after_letters(bytes, name) {
        let words = parted || bytes.iter().skip(1).any(u8::is_ascii_uppercase);
        return is_one_of(&["secretkey"], rest)
            || words && is_one_of(&["key", "tokenkey"], rest)
            || parted && is_one_of(&["secret"], rest);
    }
    // A password may be chosen so.
    !parted
        && ends_with_folded(name, b"token") | ends_with_folded(name, b"code")
        && after_letters(name, bytes).is_some_and(|rest| is_one_of(NOUNS, rest))
}

/// What `text` has after the letters of `start`, where only letters count.
pub(super) fn after_letters<'t>(start: &[u8], text: &'t [u8]) -> Option<&'t [u8]> {
    let mut rest = text;
    for letter in start.iter().filter(|byte| byte.is_ascii_alphabetic()) {
        let at = rest.iter().position(u8::is_ascii_alphabetic)?;
        let (first, after) = rest.get(at..)?.split_first()?;
        if !first.eq_ignore_ascii_case(letter) {
            return None;
        }
        rest = after;
    }
    Some(rest)
}

/// `token_key='NextToken'`, `$storageKey = 'api_token'`, `SSO_COOKIE = "VW_SSO"`: under which name
/// something is found.
fn is_stored(Look { bytes, kinds }: Look<'_>, site: &Site<'_>) -> bool {
    const WORDS: Kinds = Kinds::LETTER.or(Kinds::UNDERSCORE);
    const CONSTANT: Kinds = Kinds::UPPER.or(Kinds::UNDERSCORE);
    let name = site.name();
    let part = kinds.only(WORDS.or(Kinds::COLON)) && kinds.any(Kinds::COLON) && !kinds.any(Kinds::UPPER);
    if part && name == b"storageKey" {
        return true;
    }
    if !kinds.only(WORDS) {
        return false;
    }
    let token = || ends_with_folded(bytes, b"token") && kinds.any(Kinds::LOWER);
    let snake = || kinds.any(Kinds::UNDERSCORE) && !kinds.any(Kinds::UPPER);
    is_one_of(&["token_key", "tokenKey"], name) && token()
        || is_one_of(&["storage_key", "storageKey"], name) && snake() && site.engine.sense(bytes).is_some()
        || name.ends_with(b"_COOKIE") && kinds.any(Kinds::UNDERSCORE) && kinds.only(CONSTANT)
}

/// `privateKeySecret: my-secret`, `authTLSSecret: kube-system/ca`: the secret of Kubernetes that holds a key or
/// certificates, by its name
/// (<https://kubernetes.io/docs/concepts/configuration/secret/>). What signs tokens may be a secret by itself.
fn is_secret_of_kubernetes(Look { kinds, .. }: Look<'_>, name: &[u8]) -> bool {
    const OF: &[&[u8]] =
        &[b"privateKey", b"passwords", b"certificates", b"certificate", b"tls", b"TLS", b"envFrom"];
    let held = name.strip_suffix(b"Secret").is_some_and(|of| OF.iter().any(|held| of.ends_with(held)));
    held && kinds.any(Kinds::DASH) && kinds.only(Kinds::LOWER.or(Kinds::DASH).or(Kinds::SLASH))
        || name.ends_with(b"_KUBE_SECRET") && kinds.only(Kinds::LOWER.or(Kinds::DASH))
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        assert!(super::FORMATS.is_sorted());
    }
}
