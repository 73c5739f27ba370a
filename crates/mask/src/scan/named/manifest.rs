//! Versions of packages that are called like secrets, as manifests and lock files state them.

use super::text::ends_with_folded;
use crate::class::Bytes;
use crate::kinds::{Kinds, Look};

/// Where a manifest says that a package comes from
/// (<https://docs.npmjs.com/cli/configuring-npm/package-json#dependencies>, <https://pnpm.io/workspaces>).
const PROTOCOLS: &[&[u8]] =
    &[b"workspace:", b"catalog:", b"npm:", b"file:.", b"link:.", b"portal:.", b"github:"];

/// Names of packages, of which `latest` is a version.
const PACKAGES: &[&[u8]] = &[b"token", b"tokens", b"cookie", b"cookies", b"session", b"jwt", b"secrets"];

/// Whether a value says which version of a package is meant, or where it is.
pub(super) fn is_specifier(Look { bytes, kinds }: Look<'_>, name: &[u8]) -> bool {
    if kinds.only(Kinds::LOWER) {
        return matches!(bytes, b"latest" | b"next")
            && PACKAGES.iter().any(|end| ends_with_folded(name, end));
    }
    static PLACE: Bytes = Bytes::alnum_and(b"_./@*^~#-");
    kinds.any(Kinds::COLON)
        && PROTOCOLS.iter().any(|protocol| {
            bytes.strip_prefix(*protocol).is_some_and(|place| PLACE.run(place) == place.len())
        })
}
