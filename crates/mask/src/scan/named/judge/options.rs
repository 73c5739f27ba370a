//! Values that choose among what there is: how access is decided, which secret is handed over.

use crate::scan::named::text::{ends_with_folded, is_one_of};

/// How access is decided
/// (<https://kubernetes.io/docs/reference/access-authn-authz/authorization/#authorization-modules>).
const MODES: &[&str] = &["abac", "alwaysallow", "alwaysdeny", "node", "rbac", "webhook"];

/// `authorization: RBAC`.
pub(super) fn is_mode(value: &[u8], name: &[u8]) -> bool {
    ends_with_folded(name, b"authorization") && is_one_of(MODES, value)
}

/// `--secret id=npm,src=.npmrc`: which secret a build or a service sees, and where it is kept
/// (<https://docs.docker.com/reference/cli/docker/buildx/build/#secret>).
pub(super) fn is_mount(value: &[u8], name: &[u8]) -> bool {
    const FIELDS: &[&[u8]] = &[b"id=", b"type=", b"source="];
    name == b"--secret" && FIELDS.iter().any(|field| value.starts_with(field))
}
