//! Labels that say more than the name of a secret: `password for ada: …`, `PASSWORD elastic = …`.

use super::below;
use super::prose::{PURPOSE, clear, ends_sentence, is_drawn, is_password, word_at};
use crate::class::Bytes;
use crate::kinds::Look;
use crate::scan::Open;
use crate::scan::named::judge::suspect;
use crate::scan::named::line::{Line, ends_at, next_line};
use crate::scan::named::site::Site;
use crate::scan::named::text::{blanks, ends_with_folded, is_one_of, spaces};
use crate::scan::named::words::word;

/// No name of a user is longer.
const USER: usize = 32;
/// No line that says of which password the next one is.
const LINE: usize = 120;

/// The value after such a label; `at` is at what follows the name and a blank.
pub(crate) fn value(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = site.view.bytes.get(at..)?;
    if let Some(found) = announced(site, at) {
        return Some(found);
    }
    match rest {
        [b'f', b'o', b'r', b' ', ..] => after_colon(site, at + owner(rest)?),
        [b'(', inner @ ..] => {
            let close = inner.iter().take(USER).position(|byte| *byte == b')')?;
            after_colon(site, at + 1 + close + 1)
        }
        [b'-', b' ', ..] => alone(site, spaces(site.view.bytes, at + 1)),
        // An en or an em dash.
        [0xE2, 0x80, 0x93 | 0x94, b' ', ..] => alone(site, spaces(site.view.bytes, at + 3)),
        _ => match of_user(rest) {
            Some(len) => alone(site, at + len),
            None => setting(site, at),
        },
    }
}

/// `password to proceed to installation:`, `Password for the elastic user (reset with …):`, and the value alone
/// on a line below; what was reset, and then `New value: …`; or a command that prints it.
fn announced(site: &Site<'_>, at: usize) -> Option<Open> {
    const NEW: &[u8] = b"New value: ";
    let bytes = site.view.bytes;
    let rest = bytes.get(at..bytes.len().min(at + LINE))?;
    let said = matches!(rest, [b'f', b'o', b'r', b' ', ..] | [b't', b'o', b' ', ..] | [b'(', ..]);
    let printed = !said && rest.starts_with(b"-") && below::is_of_argo(site);
    if !is_password(site) || !said && !printed {
        return None;
    }
    let len = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r' | b'\\' | b'"'))?;
    if printed || rest[..len].ends_with(b":") {
        return below::value(site, at + len);
    }
    let (next, _) = next_line(bytes, at + len)?;
    let new = bytes.get(next..)?.starts_with(NEW);
    clear(site, next + NEW.len()).filter(|open| new && ends(site, open))
}

/// `for ada`, up to its colon.
fn owner(rest: &[u8]) -> Option<usize> {
    static OWNER: Bytes = Bytes::alnum_and(b" -_'.@/");
    let len = OWNER.run(&rest[..rest.len().min(PURPOSE)]);
    (rest.get(len) == Some(&b':')).then_some(len)
}

/// `elastic = `, as Elasticsearch prints the passwords that it makes
/// (<https://www.elastic.co/docs/reference/elasticsearch/command-line-tools/setup-passwords>).
fn of_user(rest: &[u8]) -> Option<usize> {
    static NAME: Bytes = Bytes::of(b"abcdefghijklmnopqrstuvwxyz_");
    let len = NAME.run(&rest[..rest.len().min(USER)]);
    (len > 0 && rest[len..].starts_with(b" = ")).then_some(len + 3)
}

/// `password …` on a line of its own, as programs that send mail are told; only what was drawn.
fn setting(site: &Site<'_>, at: usize) -> Option<Open> {
    let value = Look::at(word_at(site, at));
    let end = at + value.bytes.len();
    let password = is_one_of(&["password", "passwd"], site.name());
    let password = password || ends_with_folded(site.name(), b"_passwd");
    let fits = password && (suspect::is_short(value) || is_drawn(site, at)) && ends_at(site.view.bytes, end);
    (fits && Line::of(site).is_own()).then(|| word::run(site, at, value)).flatten()
}

/// `: …`, where the sentence or the line ends.
fn after_colon(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let start = blanks(bytes, at + 1);
    let colon = bytes.get(at) == Some(&b':') && start > at + 1;
    clear(site, start).filter(|open| colon && ends(site, open))
}

/// The same where nothing else is on the line.
fn alone(site: &Site<'_>, start: usize) -> Option<Open> {
    let found = || clear(site, start).filter(|open| ends(site, open));
    Line::of(site).is_own().then(found).flatten()
}

fn ends(site: &Site<'_>, open: &Open) -> bool {
    let end = site.view.end_of(open.start, &open.skip);
    ends_sentence(site, end) || ends_at(site.view.bytes, end)
}
