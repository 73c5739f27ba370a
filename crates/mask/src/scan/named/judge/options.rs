//! Values that choose among what there is: how access is decided, which secret is handed over.

use crate::scan::named::line::line_at_end;
use crate::scan::named::site::Site;
use crate::scan::named::text::{ends_with_folded, is_one_of};

/// How access is decided
/// (<https://kubernetes.io/docs/reference/access-authn-authz/authorization/#authorization-modules>).
const MODES: &[&str] = &["abac", "alwaysallow", "alwaysdeny", "node", "rbac", "webhook"];

/// Whether a word is one of those to choose from.
pub(super) fn is_choice(value: &[u8], site: &Site<'_>) -> bool {
    let name = site.name();
    is_mode(value, name) || is_level(value, site.before()) || is_part(value, name)
}

/// `authorization: RBAC`.
fn is_mode(value: &[u8], name: &[u8]) -> bool {
    ends_with_folded(name, b"authorization") && is_one_of(MODES, value)
}

/// `oauth2::session=debug`: how much of a module is logged
/// (<https://docs.rs/env_logger/latest/env_logger/#enabling-logging>).
fn is_level(value: &[u8], before: &[u8]) -> bool {
    const LEVELS: &[&[u8]] = &[b"trace", b"debug", b"info", b"warn", b"error", b"off"];
    before.ends_with(b"::") && LEVELS.contains(&value)
}

/// `unknown-token = red,bold`: how a theme shows a token of a program. A single word may be a token of another kind.
pub(super) fn is_style(value: &[u8], name: &[u8]) -> bool {
    const STYLES: &[&str] = &[
        "black",
        "blue",
        "bold",
        "cyan",
        "green",
        "italic",
        "magenta",
        "none",
        "red",
        "standout",
        "underline",
        "white",
        "yellow",
    ];
    ends_with_folded(name, b"-token") && value.split(|byte| *byte == b',').all(|word| is_one_of(STYLES, word))
}

/// `CONFIG_KEY_EXCHANGE_PSK=y`: whether a part is built
/// (<https://www.kernel.org/doc/html/latest/kbuild/kconfig-language.html>).
fn is_part(value: &[u8], name: &[u8]) -> bool {
    matches!(value, b"y" | b"n" | b"m") && name.starts_with(b"CONFIG_")
}

/// `--secret id=npm,src=.npmrc`: which secret a build or a service sees, and where it is kept
/// (<https://docs.docker.com/reference/cli/docker/buildx/build/#secret>).
pub(super) fn is_mount(value: &[u8], site: &Site<'_>) -> bool {
    const FIELDS: &[&[u8]] = &[b"id=", b"type=", b"source="];
    match site.name() {
        b"--secret" => FIELDS.iter().any(|field| value.starts_with(field)),
        b"Secret" => is_of_quadlet(value, site),
        b"secrets" => is_used(value, site),
        _ => false,
    }
}

/// `Mountable secrets:   ledger-token-ay3st`: which secrets an account of Kubernetes may use
/// (<https://kubernetes.io/docs/reference/kubectl/generated/kubectl_describe/>).
fn is_used(value: &[u8], site: &Site<'_>) -> bool {
    const ASKED: &[&[u8]] = &[b"Mountable ", b"Image pull "];
    let label = |byte: &u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.' | b',' | b' ')
    };
    let begins = |end: &&[u8]| {
        let head = site.before().strip_suffix(*end);
        head.is_some_and(|head| line_at_end(head).last().is_none_or(|byte| !byte.is_ascii_alphanumeric()))
    };
    value.iter().all(label) && ASKED.iter().any(begins)
}

/// `Secret=app-token,type=env,target=TOKEN`: the same in a unit of Podman, by its name
/// (<https://docs.podman.io/en/latest/markdown/podman-systemd.unit.5.html>).
fn is_of_quadlet(value: &[u8], site: &Site<'_>) -> bool {
    let name = value.iter().position(|byte| *byte == b',').map_or(value, |comma| &value[..comma]);
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    let behind = site.behind(name).unwrap_or_default();
    name.iter().all(plain) && (behind.starts_with(b",type=mount") || behind.starts_with(b",type=env"))
}
