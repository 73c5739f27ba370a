//! Names whose value follows after a blank, as the word before them or their file says.

use super::Site;
use super::line::{Line, ends_at};
use super::text::is_one_of;
use super::value::first as first_word;
use crate::names::Sense;

/// Whether the word at `at` is the value of the name.
pub(super) fn takes_word(site: &Site<'_>, at: usize) -> bool {
    is_command(site) || is_directive(site, at)
}

/// `rootpw value` alone on its line, as kickstart, slapd and Redis are set up.
fn is_directive(site: &Site<'_>, at: usize) -> bool {
    let known = || is_one_of(&["rootpw", "bindpw", "requirepass", "masterauth"], site.name());
    let bytes = site.view.bytes;
    let alone = || !bytes[at..].starts_with(b"-") && ends_at(bytes, at + first_word(&bytes[at..]).len());
    site.sense == Sense::Any && known() && Line::of(site) == Line::Start && alone()
}

/// Whether the word before says that a name and a value follow: `ENV KEY value`.
pub(super) fn is_command(site: &Site<'_>) -> bool {
    const COMMANDS: &[&[u8]] = &[
        b"ENV ",
        b"setenv ",
        b"setx ",
        b"set -gx ",
        b"set -x ",
        b"set -Ux ",
        b"configure set ",
        b"proxy_set_header ",
        b"config set ",
        b"SetEnv ",
    ];
    // What all of those end with.
    let before = site.before();
    before.ends_with(b" ") && COMMANDS.iter().any(|command| before.ends_with(command))
}
