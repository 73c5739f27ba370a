//! What some names hold as often as a secret: directories, fingerprints, resources, data sources, connections.

use super::digest::is_digest;
use super::{connects, version};
use crate::class::BASE64URL;
use crate::kinds::{Kinds, Look};
use crate::scan::named::line::line_at_end;
use crate::scan::named::site::Site;
use crate::scan::named::text::{ends_with_folded, is_one_of};

/// A working directory, or the version of a package that is called like a secret.
pub(super) fn is_other(value: Look<'_>, name: &[u8]) -> bool {
    let Look { bytes, kinds } = value;
    if matches!(name, b"PWD" | b"OLDPWD") {
        return matches!(bytes, [b'/' | b'~' | b'.', ..] | [_, b':', ..]);
    }
    const SOURCE: Kinds = Kinds::COLON.or(Kinds::AT).or(Kinds::EQUALS).or(Kinds::SLASH);
    if ends_with_folded(name, b"dsn") {
        // The name of a data source, or what a browser may see.
        return !kinds.any(SOURCE) || is_public_dsn(bytes) || connects::is_of_php(bytes);
    }
    let of_pgp = || {
        [&b"gpg_key"[..], b"pgp_key", b"gpg_keys", b"pgp_keys"].iter().any(|end| ends_with_folded(name, end))
    };
    // `keybase:ada`: whose public key is meant
    // (<https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_user_login_profile>).
    kinds.any(Kinds::DOT) && is_public_token(bytes)
        || (is_fingerprint(value) || bytes.starts_with(b"keybase:")) && of_pgp()
        || (name.eq_ignore_ascii_case(b"secret")
            // Of an ingress (<https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/>).
            || matches!(name, b"auth-tls-secret" | b"auth-secret"))
            && is_resource(bytes)
        || version::is_of_package(value, name)
        || kinds.any(Kinds::COLON) && name.contains(&b'.') && version::is_artifact(bytes)
        || is_digest(value, name)
        || kinds.any(Kinds::SLASH) && is_place_of_object(value, name)
        || kinds.any(Kinds::BRACE) && is_public_part(bytes, name)
        || kinds.any(Kinds::BACKSLASH) && is_character(bytes)
        || kinds.any(Kinds::AT) && name == b"credential" && is_address(value)
        || kinds.any(Kinds::AT) && is_email(bytes, name)
        || kinds.any(Kinds::SLASH) && name.starts_with(b"agent-inject-secret-") && is_stored_at(bytes)
        || kinds.only(Kinds::LOWER.or(Kinds::SLASH)) && name == b"Authorization" && is_route(bytes)
        || kinds.any(Kinds::UNDERSCORE) && bytes.starts_with(PUBLISHABLE)
}

/// What Supabase begins a key with that anybody may see
/// (<https://supabase.com/docs/guides/api/api-keys>).
const PUBLISHABLE: &[u8] = b"sb_publishable_";

/// `<connect gate="A" pin="1" pad="P1"/>`: one of the contacts of a part, in an attribute of XML. No PIN is so short.
pub(super) fn is_contact(value: Look<'_>, site: &Site<'_>) -> bool {
    const SLASHES: usize = 16;
    if value.bytes.len() > 2 || !value.kinds.only(Kinds::ALNUM) || site.name() != b"pin" {
        return false;
    }
    let line = line_at_end(site.before());
    let open = line.iter().rposition(|byte| matches!(byte, b'<' | b'>')).is_some_and(|at| line[at] == b'<');
    let after = site.view.bytes.get(site.key.end..).unwrap_or_default();
    let slashes = after.iter().skip(1).take(SLASHES).take_while(|byte| **byte == b'\\').count();
    open && line.ends_with(b" ") && after.starts_with(b"=") && after.get(slashes + 1) == Some(&b'"')
}

/// `"storage_key": "quarry/hazel/marble.md"`: where an object is stored. The key of an account was drawn, and has
/// letters of both cases.
fn is_place_of_object(value: Look<'_>, name: &[u8]) -> bool {
    const PATH: Kinds =
        Kinds::LOWER.or(Kinds::DIGIT).or(Kinds::DASH).or(Kinds::UNDERSCORE).or(Kinds::DOT).or(Kinds::SLASH);
    let of_storage =
        || [&b"storage_key"[..], b"storagekey", b"storage-key"].iter().any(|end| ends_with_folded(name, end));
    let words = |step: &[u8]| step.iter().any(u8::is_ascii_lowercase);
    let mut steps = value.bytes.split(|byte| *byte == b'/');
    value.kinds.only(PATH) && of_storage() && steps.any(words) && !value.bytes.ends_with(b"/")
}

/// `"credentialData": "{\"hashIterations\":27500,\"algorithm\":\"pbkdf2-sha256\"}"`: how Keycloak made a hash, which is
/// in another member
/// (<https://www.keycloak.org/docs-api/latest/javadocs/org/keycloak/representations/idm/CredentialRepresentation.html>).
fn is_public_part(value: &[u8], name: &[u8]) -> bool {
    let has = |part: &[u8]| value.windows(part.len()).any(|window| window == part);
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"{}[]\\\":,-_ ".contains(byte);
    name == b"credentialData" && value.starts_with(b"{") && has(b"hashIterations") && value.iter().all(plain)
}

/// `$var-user-secret: \f21b;`: a character of a style sheet, by its number, which is one of those for private use
/// (<https://www.unicode.org/faq/private_use.html>).
fn is_character(value: &[u8]) -> bool {
    let digits = value.iter().position(|byte| *byte != b'\\').map_or(&[][..], |at| &value[at..]);
    let hex = |byte: &u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte);
    digits.len() < value.len() && matches!(digits, [b'e' | b'f', _, _, _]) && digits.iter().all(hex)
}

/// `EmailFromIDToken: "ada1@example.com"`: the name says what it holds of a token.
fn is_email(value: &[u8], name: &[u8]) -> bool {
    let first = name.get(..5).is_some_and(|first| first.eq_ignore_ascii_case(b"email"));
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"@._-+".contains(byte);
    let host = value.iter().position(|byte| *byte == b'@').map(|at| &value[at + 1..]);
    first
        && ends_with_folded(name, b"token")
        && value.iter().all(plain)
        && host.is_some_and(|host| host.contains(&b'.') && !host.contains(&b'@'))
}

/// `vault.hashicorp.com/agent-inject-secret-db: "database/creds/app"`: where the secret is
/// (<https://developer.hashicorp.com/vault/docs/deploy/kubernetes/injector/annotations>).
fn is_stored_at(value: &[u8]) -> bool {
    let step = |step: &[u8]| step.iter().all(|byte| byte.is_ascii_lowercase() || b"-_".contains(byte));
    value.split(|byte| *byte == b'/').all(step)
}

/// `"Authorization": "connect/authorize"`: where it is asked for. Credentials have a scheme, or were drawn.
fn is_route(value: &[u8]) -> bool {
    const STEP: usize = 12;
    let mut steps = value.split(|byte| *byte == b'/');
    steps.clone().count() > 1 && steps.all(|step| (2..=STEP).contains(&step.len()))
}

/// `credential = "ada@example.com"`: who signs in.
fn is_address(Look { bytes, kinds }: Look<'_>) -> bool {
    const PLAIN: Kinds = Kinds::LETTER.or(Kinds::DOT).or(Kinds::AT);
    let mut parts = bytes.splitn(2, |byte| *byte == b'@');
    let (user, host) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let step = |step: &[u8]| step.len() > 1;
    kinds.only(PLAIN)
        && !user.is_empty()
        && host.contains(&b'.')
        && !host.contains(&b'@')
        && host.split(|byte| *byte == b'.').all(step)
}

/// `AUTH0_CLIENT_SECRET=x`: what is to be filled in.
pub(super) fn is_left_open(value: Look<'_>, site: &Site<'_>) -> bool {
    let name = site.name();
    value.bytes == b"x"
        && site.quoting.is_none()
        && name.contains(&b'_')
        && !Kinds::of(name).any(Kinds::LOWER)
        && site.byte(site.key.end) == Some(b'=')
}

/// `pk.eyJ1…`, which Mapbox gives to be published; those that begin with `sk.` are secret
/// (<https://docs.mapbox.com/help/glossary/access-token/>).
fn is_public_token(value: &[u8]) -> bool {
    let mut parts = value.strip_prefix(b"pk.").unwrap_or_default().split(|byte| *byte == b'.');
    let letters = |part: &[u8]| part.len() > 10 && BASE64URL.run(part) == part.len();
    let (claims, signature) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    claims.starts_with(b"eyJ") && letters(claims) && letters(signature) && parts.next().is_none()
}

/// The forty digits by which a public key is told (<https://www.rfc-editor.org/rfc/rfc4880#section-12.2>).
fn is_fingerprint(value: Look<'_>) -> bool {
    value.bytes.len() == 40
        && value.kinds.only(Kinds::UPPER.or(Kinds::DIGIT))
        && value.bytes.iter().all(u8::is_ascii_hexdigit)
}

/// `default/app-token`: the namespace and the name of a secret of Kubernetes.
fn is_resource(value: &[u8]) -> bool {
    let label =
        |part: &[u8]| part.len() > 1 && part.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b'-');
    // A name may end in what was drawn to tell it from others.
    let named = |name: &[u8]| {
        let last = name.rsplit(|byte| *byte == b'-').next().unwrap_or_default();
        let drawn = last.len() <= 10 && last.iter().all(u8::is_ascii_alphanumeric) && !last.is_empty();
        label(name) || drawn && last.len() < name.len() && label(&name[..name.len() - last.len()])
    };
    let mut parts = value.split(|byte| *byte == b'/');
    matches!((parts.next(), parts.next(), parts.next()), (Some(space), Some(name), None) if label(space) && named(name))
}

/// `https://<public key>@<host>/<project>`, which may be published
/// (<https://docs.sentry.io/concepts/key-terms/dsn-explainer/>).
fn is_public_dsn(value: &[u8]) -> bool {
    let url = value.strip_prefix(b"https://").or_else(|| value.strip_prefix(b"http://"));
    let Some((key, [b'@', rest @ ..])) = url.and_then(|url| url.split_at_checked(32)) else {
        return false;
    };
    let mut parts = rest.rsplit(|byte| *byte == b'/');
    let project = parts.next().is_some_and(|id| !id.is_empty() && id.iter().all(u8::is_ascii_digit));
    let host = |byte: &u8| byte.is_ascii_alphanumeric() || b".-:/".contains(byte);
    project && parts.next().is_some() && key.iter().all(u8::is_ascii_hexdigit) && rest.iter().all(host)
}

/// A URL, or a list of settings, in which the password is found by itself.
pub(super) fn has_own_password(value: Look<'_>, site: &Site<'_>) -> bool {
    let (Look { bytes, kinds }, name) = (value, site.name());
    if kinds.any(Kinds::SEMICOLON)
        && ends_with_folded(name, b"string")
        && (connects::has_own_password(bytes) || connects::is_assembled(bytes))
        || kinds.any(Kinds::EQUALS) && ends_with_folded(name, b"string") && connects::has_no_password(bytes)
    {
        return true;
    }
    let of_libpq = || [&b"connstr"[..], b"conn_str"].iter().any(|end| ends_with_folded(name, end));
    if kinds.any(Kinds::EQUALS)
        && kinds.any(Kinds::SPACE)
        && of_libpq()
        && connects::has_no_password_of_libpq(bytes)
    {
        return true;
    }
    // What most values fail comes first.
    if !kinds.any(Kinds::AT.or(Kinds::BACKSLASH)) || !kinds.any(Kinds::SLASH) {
        return false;
    }
    let connects = name.last_chunk::<3>().is_some_and(|last| is_one_of(&["dsn", "ing", "str"], last));
    if !connects {
        return false;
    }
    if connects::is_go_mysql(bytes) {
        return true;
    }
    let at = bytes.iter().position(|&byte| byte == b'@');
    let escaped = || bytes.windows(6).position(|part| part == b"\\u0040");
    let signs = [&b"://"[..], b":\\/\\/", b"\\u003a//", b"\\u003A//"];
    let scheme = signs.iter().find_map(|signs| {
        bytes.windows(signs.len()).position(|part| part == *signs).map(|at| at + signs.len())
    });
    match (scheme, at.or_else(escaped)) {
        // Or a token in the place of the user, where its mark is now.
        (Some(authority), Some(at)) if authority < at => {
            let user = &bytes[authority..at];
            user.contains(&b':') || site.engine.style().is_mark(user)
        }
        _ => false,
    }
}
