//! Members of an object with a telling name that are no secret themselves.

use crate::kinds::Look;
use crate::scan::named::judge;
use crate::scan::named::site::Site;
use crate::scan::named::text::{is_one_of, literal};
use crate::words::{List, numbers};

/// What is published of credentials, of a cookie or of a token that is traded, whatever it looks like. Signs between
/// the parts of a name are left out.
///
/// The flows of OpenAPI (<https://spec.openapis.org/oas/v3.1.0#oauth-flow-object>), the answer of STS
/// (<https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html>), the attributes of cookies
/// (<https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie>), lists of tokens
/// (<https://tokenlists.org>), of secrets that are kept elsewhere
/// (<https://docs.github.com/rest/actions/secrets>, <https://cloud.google.com/secret-manager/docs/reference/rest>),
/// what Twilio knows an object by (<https://www.twilio.com/docs/glossary/what-is-a-sid>),
/// what Vault says of a token (<https://developer.hashicorp.com/vault/api-docs/auth/token>), a public key
/// (<https://www.w3.org/TR/webauthn-3/>), who issues a token and for whom
/// (<https://www.rfc-editor.org/rfc/rfc7519#section-4.1>), and what a lock file says of a package
/// (<https://learn.microsoft.com/nuget/consume-packages/package-references-in-project-files#locking-dependencies>).
static PUBLIC: List = List::new(&numbers([
    "accesskeyid",
    "accessor",
    "accountsid",
    "address",
    "alg",
    "algorithm",
    "algorithms",
    "aud",
    "audience",
    "authority",
    "authorizationurl",
    "categories",
    "category",
    "chainid",
    "clientdatajson",
    "contenthash",
    "created",
    "createdat",
    "createdate",
    "createtime",
    "datecreated",
    "dateupdated",
    "decimals",
    "dependencies",
    "entityid",
    "etag",
    "expiration",
    "expires",
    "expiresat",
    "expiresin",
    "expiry",
    "fingerprint",
    "httponly",
    "identitypolicies",
    "integrity",
    "iss",
    "issuedat",
    "issuer",
    "keyid",
    "labels",
    "leaseduration",
    "location",
    "logouri",
    "maxage",
    "partitioned",
    "policies",
    "publickey",
    "rawid",
    "refreshurl",
    "region",
    "requested",
    "resolved",
    "samesite",
    "scope",
    "scopes",
    "secretversion",
    "secure",
    "symbol",
    "tokenpolicies",
    "tokentype",
    "tokenurl",
    "transports",
    "updatedat",
    "updatetime",
    "validaudience",
    "validaudiences",
    "validissuer",
    "validissuers",
    "visibility",
]));

/// Of those, the names that are too long for a list.
const LONG: &[&str] =
    &["attestationobject", "authenticatorattachment", "authenticatordata", "clientextensionresults"];

/// What credentials are called, and whose they are: unless it looks drawn at random.
static CALLED: List = List::new(&numbers([
    "clientid",
    "displayname",
    "domain",
    "email",
    "friendlyname",
    "id",
    "label",
    "name",
    "role",
    "title",
    "username",
]));

/// Whether the member called `word`, whose value is at `at`, is public.
pub(super) fn is_member(site: &Site<'_>, word: &[u8], at: usize) -> bool {
    is_published(word)
        || matches!(word, b"sid" | b"url") && is_sid(site, at)
        || is_called(word)
            && literal(site.view.bytes, at)
                .is_some_and(|own| !judge::is_random(Look::at(site.shown(own.content, &own.skip))))
}

/// Whether what a member says that is called `word` is published.
pub(super) fn is_published(word: &[u8]) -> bool {
    PUBLIC.has_joined(word) || is_one_of(LONG, word)
}

/// Whether it says what credentials are called, or whose they are.
pub(super) fn is_called(word: &[u8]) -> bool {
    CALLED.has_joined(word)
}

/// Whether the string at `at` is, or leads to, what a number is told by: two letters and so many digits, as in
/// `CR…`. Elsewhere a session is called so.
fn is_sid(site: &Site<'_>, at: usize) -> bool {
    const LEN: usize = 34;
    literal(site.view.bytes, at).is_some_and(|own| {
        let value = site.shown(own.content, &own.skip);
        let last =
            if value.starts_with(b"https://") { value.rsplit(|byte| *byte == b'/').next() } else { None };
        let value = last.unwrap_or(value);
        let (kind, digits) = value.split_at(value.len().min(2));
        value.len() == LEN
            && kind.iter().all(u8::is_ascii_uppercase)
            && digits.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        assert!(super::PUBLIC.is_sorted() && super::CALLED.is_sorted());
    }
}
