//! Values alone on the line below their label: `Your password is:`, `API token`, `password:`.

use super::prose::{is_drawn, word_at};
use crate::class::NAME;
use crate::hidden::lines::has_field;
use crate::kinds::Look;
use crate::scan::Open;
use crate::scan::named::judge::suspect;
use crate::scan::named::label;
use crate::scan::named::line::{Line, ends_at, next_line};
use crate::scan::named::site::Site;
use crate::scan::named::text::blanks;
use crate::scan::named::words::word;

/// No path before a name is longer.
const PATH: usize = 96;
/// What stands before each line of an event.
const FIELD: &[u8] = b"data:";

/// The value below the line that ends at `at`, perhaps after an empty one.
pub(crate) fn value(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let (mut start, _) = next_line(bytes, at)?;
    if let Some((after, _)) = next_line(bytes, start) {
        start = after;
    }
    let rest = bytes.get(start..)?;
    if site.in_events && has_field(rest) {
        start += rest.strip_prefix(FIELD).map(|_| FIELD.len())?;
    }
    let start = blanks(bytes, start);
    let value = Look::at(word_at(site, start));
    let drawn = is_drawn(site, start) || suspect::is_letters(value) || suspect::is_password(value);
    let alone = ends_at(bytes, start + value.bytes.len());
    (drawn && alone && site.engine.sense(value.bytes).is_none())
        .then(|| word::run(site, start, value))
        .flatten()
}

/// The same below a name that is all of its line, but for whose it is.
pub(crate) fn heading(site: &Site<'_>, at: usize) -> Option<Open> {
    (Line::of(site).is_own() || label::begins(site) || is_of_argo(site) || is_path(site))
        .then(|| value(site, at))
        .flatten()
}

/// `argocd admin initial-password`, which prints it on the next line
/// (<https://argo-cd.readthedocs.io/en/stable/getting_started/#4-login-using-the-cli>).
pub(super) fn is_of_argo(site: &Site<'_>) -> bool {
    site.before().ends_with(b"argocd admin ")
}

/// `/app/db/password`, as `etcdctl get` prints the key before the value
/// (<https://etcd.io/docs/v3.5/dev-guide/interacting_v3/#read-keys>).
fn is_path(site: &Site<'_>) -> bool {
    let before = site.before();
    let step = |byte: &&u8| NAME.has(**byte) || **byte == b'/';
    let len = before.iter().rev().take(PATH).take_while(step).count();
    let (head, path) = before.split_at(before.len() - len);
    // The letter of an escaped newline is no step.
    let (head, path) = match path {
        [b'n', path @ ..] if head.ends_with(b"\\") => (&before[..before.len() - path.len()], path),
        _ => (head, path),
    };
    path.starts_with(b"/") && path.ends_with(b"/") && Line::after(head, site) == Line::Start
}
