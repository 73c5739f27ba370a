//! Lists under a telling name that hold no secret: what somebody may do with one, where one is kept, what is wrong
//! with one, and which packages or files are called like one.

use super::sibling;
use super::steps::MEMBERS;
use crate::class::{Bytes, NAME};
use crate::kinds::{Kinds, Look};
use crate::scan::named::judge;
use crate::scan::named::judge::called::is_same;
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::named::text::{ends_with_folded, gap, is_one_of, opening_quote};
use crate::scan::skip::{Progress, Skip};
use crate::words::{List, numbers};

/// What somebody may do with a secret
/// (<https://learn.microsoft.com/azure/key-vault/general/assign-access-policy>).
static PERMISSIONS: List = List::new(&numbers([
    "admin",
    "all",
    "backup",
    "create",
    "decrypt",
    "delete",
    "encrypt",
    "execute",
    "get",
    "import",
    "list",
    "manage",
    "patch",
    "purge",
    "read",
    "recover",
    "restore",
    "revoke",
    "rotate",
    "set",
    "sign",
    "unwrapkey",
    "update",
    "verify",
    "view",
    "watch",
    "wrapkey",
    "write",
]));

/// Whether the list whose first item is at `at` has no secret in it.
pub(super) fn are_no_secrets(site: &Site<'_>, at: usize, depth: u8) -> bool {
    is_package(site, at, depth)
        || are_all(site, at, depth, |item| PERMISSIONS.has(item))
        || are_names(site, at, depth)
        || are_requirements(site, at, depth)
        || are_properties(site, at, depth)
        || are_all(site, at, depth, |item| is_file_of(site, item))
        || are_all(site, at, depth, |item| judge::is_complained(item, site))
}

/// Whether a list has strings only, and all that are read are so.
fn are_all(site: &Site<'_>, mut at: usize, depth: u8, test: impl Fn(&[u8]) -> bool) -> bool {
    let bytes = site.view.bytes;
    for _ in 0..2 * MEMBERS {
        let Some((_, after)) = item(bytes, at, depth).filter(|(item, _)| test(item)) else {
            return false;
        };
        at = gap(bytes, after);
        match bytes.get(at) {
            Some(b',') => at = gap(bytes, at + 1),
            // Nix has nothing between them (<https://nix.dev/manual/nix/latest/language/syntax#list-literal>).
            Some(b'"' | b'\\') if at > after && site.quoting.is_none() => {}
            other => return other == Some(&b']'),
        }
        // What a comma follows need not go on.
        if bytes.get(at) == Some(&b']') {
            return true;
        }
    }
    false
}

/// The string at `at`, and what follows it.
fn item(bytes: &[u8], at: usize, depth: u8) -> Option<(&[u8], usize)> {
    let (own, content) = opening_quote(bytes, at).filter(|(own, _)| *own == depth)?;
    let shown = &bytes[..bytes.len().min(content + SHOWN)];
    let Progress::Done(end) = Skip::string(own).advance(shown, content, false) else {
        return None;
    };
    let (_, after) = opening_quote(bytes, end)?;
    Some((&bytes[content..end], after))
}

/// `"secrets": ["db_password", "api_token"]`: which of those that are kept elsewhere are meant
/// (<https://docs.docker.com/reference/compose-file/services/#secrets>), and
/// `"imagePullSecrets": ["regcred"]`.
fn are_names(site: &Site<'_>, at: usize, depth: u8) -> bool {
    const NAME: Kinds = Kinds::LOWER.or(Kinds::UNDERSCORE).or(Kinds::DASH);
    let parted = |item: &[u8]| {
        let name = Kinds::of(item);
        name.any(Kinds::UNDERSCORE.or(Kinds::DASH)) && name.only(NAME) && site.engine.sense(item).is_some()
    };
    let pulls = ends_with_folded(site.name(), b"pullsecrets");
    let label = |item: &[u8]| Kinds::of(item).only(Kinds::LOWER.or(Kinds::DASH).or(Kinds::DOT));
    // What systemd hands over (<https://www.freedesktop.org/software/systemd/man/systemd.exec.html>).
    let names = [&b"secrets"[..], b"ImportCredential"].iter().any(|of| site.name().eq_ignore_ascii_case(of));
    names && are_all(site, at, depth, parted) || pulls && are_all(site, at, depth, label)
}

/// `"cookie": ["cookie@0.6.0", "", {}, "sha512-…"]` of a lock file
/// (<https://bun.com/docs/install/lockfile>).
fn is_package(site: &Site<'_>, at: usize, depth: u8) -> bool {
    let package = item(site.view.bytes, at, depth).and_then(|(item, _)| item.strip_prefix(site.name()));
    matches!(package, Some([b'@', version, ..]) if version.is_ascii_alphanumeric())
}

/// `"dependentRequired": {"password": ["username"]}`: what must be there as well
/// (<https://json-schema.org/draft/2020-12/json-schema-validation#section-6.5.4>).
fn are_properties(site: &Site<'_>, at: usize, depth: u8) -> bool {
    const OWNERS: &[&str] = &["dependentrequired", "dependencies"];
    const NAME: Kinds = Kinds::LETTER.or(Kinds::UNDERSCORE).or(Kinds::DASH).or(Kinds::DOT);
    let name = |item: &[u8]| !item.is_empty() && Kinds::of(item).only(NAME) && !judge::is_scrambled(item);
    are_all(site, at, depth, name) && sibling::is_owned_by(site, OWNERS)
}

/// `password = ["bcrypt>=4.0", "cffi"]`: what an extra of a package needs
/// (<https://packaging.python.org/specifications/dependency-specifiers/>).
fn are_requirements(site: &Site<'_>, at: usize, depth: u8) -> bool {
    let first = item(site.view.bytes, at, depth).is_some_and(|(item, _)| is_requirement(item));
    let package = |item: &[u8]| {
        let kinds = Kinds::of(item);
        is_requirement(item) || kinds.only(Kinds::LOWER.or(Kinds::DASH))
    };
    first && are_all(site, at, depth, package)
}

/// `bcrypt>=4.0`, `passlib[argon2] ~= 1.7`.
fn is_requirement(item: &[u8]) -> bool {
    const OPERATORS: &[&[u8]] = &[b">=", b"<=", b"==", b"~=", b"!=", b">", b"<"];
    let len = NAME.run(item);
    let mut rest = &item[len..];
    if let Some(extras) = rest.strip_prefix(b"[") {
        let Some(end) = extras.iter().position(|byte| *byte == b']') else {
            return false;
        };
        rest = &extras[end + 1..];
    }
    let rest = rest.trim_ascii_start();
    let version = OPERATORS.iter().find_map(|operator| rest.strip_prefix(*operator));
    let named = item.first().is_some_and(u8::is_ascii_alphabetic);
    named
        && version.is_some_and(|version| {
            let version = version.trim_ascii_start();
            version.first().is_some_and(u8::is_ascii_digit) && is_version(version)
        })
}

/// `4.0.1rc2,<5`: numbers, and what is between them
/// (<https://packaging.python.org/specifications/version-specifiers/>). What a marker says after a semicolon
/// is not read.
fn is_version(text: &[u8]) -> bool {
    static SIGNS: Bytes = Bytes::of(b".,<>=!~* +-_0123456789");
    const WORDS: &[&str] = &["a", "b", "c", "rc", "alpha", "beta", "pre", "post", "rev", "r", "dev", "x"];
    static MARKER: Bytes = Bytes::alnum_and(b"_.,<>=!~* ;'");
    let end = text.iter().position(|byte| *byte == b';').unwrap_or(text.len());
    let (text, marker) = text.split_at(end);
    let mut words = text.split(|byte| SIGNS.has(*byte)).filter(|word| !word.is_empty());
    words.all(|word| is_one_of(WORDS, word)) && MARKER.run(marker) == marker.len()
}

/// `"password": ["src/password/index.ts"]`: a file or a folder that is called so
/// (<https://www.typescriptlang.org/tsconfig/#paths>).
fn is_file_of(site: &Site<'_>, item: &[u8]) -> bool {
    static PATH: Bytes = Bytes::alnum_and(b"_./@*-");
    let name = site.name();
    let name =
        name.rsplit(|byte| *byte == b'/').find(|step| !step.is_empty() && *step != b"*").unwrap_or(name);
    let mut steps = item.split(|byte| *byte == b'/');
    let called =
        |step: &[u8]| step.split(|byte| *byte == b'.').next().is_some_and(|stem| is_same(stem, name));
    item.contains(&b'/')
        && PATH.run(item) == item.len()
        && !judge::is_random(Look::at(item))
        && steps.any(called)
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        assert!(super::PERMISSIONS.is_sorted());
    }
}
