//! Versions of packages that are called like a secret, as manifests and lock files state them:
//! `"password-hash": "1.2.2"`, `"token": "latest"`.

use crate::class::Bytes;
use crate::kinds::{Kinds, Look};
use crate::scan::named::text::ends_with_folded;

/// What packages are called that a secret may be called, too.
const PACKAGES: &[&[u8]] = &[b"token", b"tokens", b"cookie", b"cookies", b"session", b"jwt", b"secrets"];

/// Where a manifest says that a package comes from
/// (<https://docs.npmjs.com/cli/configuring-npm/package-json#dependencies>, <https://pnpm.io/workspaces>).
const PROTOCOLS: &[&[u8]] =
    &[b"workspace:", b"catalog:", b"npm:", b"file:.", b"link:.", b"portal:.", b"github:"];

/// Whether the value is the version of a package of this name.
pub(super) fn is_of_package(value: Look<'_>, name: &[u8]) -> bool {
    if !value.kinds.any(Kinds::DIGIT) {
        return false;
    }
    if value.kinds.any(Kinds::CLOSE) {
        return is_interval(value.bytes);
    }
    if !is_version(value.bytes) {
        return false;
    }
    is_package(name) || is_kebab(name) && value.kinds.any(Kinds::DOT) || is_range(value.bytes)
}

/// `totp:1.7.1`: an artifact of the group before it, and its version
/// (<https://maven.apache.org/pom.html#Maven_Coordinates>).
pub(super) fn is_artifact(value: &[u8]) -> bool {
    let mut parts = value.splitn(2, |byte| *byte == b':');
    let (artifact, version) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(byte);
    artifact.len() > 1
        && artifact[0].is_ascii_lowercase()
        && artifact.iter().all(plain)
        && version.contains(&b'.')
        && is_version(version)
}

/// `password-hash`: how packages are called; with a sign before it, it is a flag.
fn is_kebab(name: &[u8]) -> bool {
    Kinds::of(name).only(Kinds::LOWER.or(Kinds::DIGIT).or(Kinds::DASH))
        && name.contains(&b'-')
        && !name.starts_with(b"-")
}

/// `^1.2`, `~1.2.3`, `>=1.0`: no password is made so.
fn is_range(value: &[u8]) -> bool {
    matches!(value, [b'^' | b'~', b'0'..=b'9', ..] | [b'>', b'=', ..]) && value.contains(&b'.')
}

/// `[10.0.10, 10.0.10]`, `[0.0.1, )`: from which version to which, with or without the ends
/// (<https://learn.microsoft.com/nuget/concepts/package-versioning#version-ranges>).
fn is_interval(value: &[u8]) -> bool {
    let [b'[' | b'(', inner @ .., b']' | b')'] = value else {
        return false;
    };
    let comma = inner.iter().position(|byte| *byte == b',').unwrap_or(inner.len());
    let ends = [&inner[..comma], inner.get(comma + 1..).unwrap_or_default()].map(<[u8]>::trim_ascii);
    let version = |end: &&[u8]| end.contains(&b'.') && is_version(end);
    ends.iter().any(version) && ends.iter().all(|end| end.is_empty() || version(end))
}

/// `^9.0.2`, `0.18`, `9`, `1.0.0-rc.1`.
pub(crate) fn is_version(value: &[u8]) -> bool {
    let signs = value.iter().take_while(|byte| b"^~>=v ".contains(byte)).count();
    if !value[signs..].first().is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let number = without_stage(&value[signs..]);
    let digits = number.iter().filter(|byte| byte.is_ascii_digit()).count();
    number.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
        && digits <= 8
        && (signs > 0 || digits < number.len() || digits <= 2)
}

/// How far a version is from its release.
const STAGES: &[&[u8]] =
    &[b"alpha", b"beta", b"rc", b"pre", b"preview", b"dev", b"next", b"canary", b"snapshot"];

/// `1.0.0` of `1.0.0-rc.1`.
fn without_stage(version: &[u8]) -> &[u8] {
    let Some(dash) = version.iter().position(|byte| *byte == b'-') else { return version };
    let (number, stage) = (&version[..dash], &version[dash + 1..]);
    let word = stage.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let known = STAGES.iter().any(|known| stage[..word].eq_ignore_ascii_case(known));
    let counted = stage[word..].iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    if known && counted { number } else { version }
}

/// Whether a value says which version of a package is meant, or where it is.
pub(super) fn is_specifier(Look { bytes, kinds }: Look<'_>, name: &[u8]) -> bool {
    if kinds.only(Kinds::LOWER) {
        return matches!(bytes, b"latest" | b"next") && is_package(name);
    }
    static PLACE: Bytes = Bytes::alnum_and(b"_./@*^~#-");
    kinds.any(Kinds::COLON)
        && PROTOCOLS.iter().any(|protocol| {
            bytes.strip_prefix(*protocol).is_some_and(|place| PLACE.run(place) == place.len())
        })
}

fn is_package(name: &[u8]) -> bool {
    PACKAGES.iter().any(|end| ends_with_folded(name, end))
}
