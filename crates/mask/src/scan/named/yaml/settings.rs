//! Block scalars of settings in which no secret is, but what says where one is:
//! `secrets: |` and lines such as `API_TOKEN=${{ secrets.API_TOKEN }}` of a workflow.

use crate::class::Bytes;
use crate::kinds::Look;
use crate::scan::named::judge::harmless::is_harmless;
use crate::scan::named::line::next_line;
use crate::scan::named::site::Site;
use crate::scan::named::text::spaces;

/// So many lines are read.
const LINES: usize = 32;

/// Whether all lines of the block that begins at `start`, indented more than `indent`, refer to values.
pub(super) fn only_refer(site: &Site<'_>, indent: usize, start: usize) -> bool {
    let bytes = site.view.bytes;
    let mut start = start;
    for count in 0..LINES {
        let content = spaces(bytes, start);
        let rest = bytes.get(content..).unwrap_or_default();
        if rest.is_empty() {
            return count > 0 && site.view.ends();
        }
        let ends = next_line(bytes, content).is_some();
        if content - start <= indent && !ends {
            return count > 0;
        }
        let len = (content..bytes.len()).take_while(|&at| next_line(bytes, at).is_none()).count();
        if !ends && !refers(site, &rest[..len]) {
            return false;
        }
        match next_line(bytes, content + len) {
            Some((next, _)) => start = next,
            None => return site.view.ends(),
        }
    }
    false
}

/// `NAME=${{ secrets.NAME }}`, `NAME=item-of-a-vault:field`.
fn refers(site: &Site<'_>, line: &[u8]) -> bool {
    static NAMES: Bytes = Bytes::alnum_and(b"_-.");
    static ITEM: Bytes = Bytes::of(b"abcdefghijklmnopqrstuvwxyz_-");
    let line = line.trim_ascii_end();
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    let name = NAMES.run(line);
    let Some((b'=', value)) = line.get(name..).and_then(<[u8]>::split_first) else {
        return false;
    };
    let item = ITEM.run(value);
    let field = value.get(item..).and_then(|rest| rest.strip_prefix(b":"));
    let stored = item > 0 && field.is_some_and(|field| !field.is_empty() && ITEM.run(field) == field.len());
    name > 0 && (stored || !value.is_empty() && is_harmless(Look::at(value), site.engine))
}
