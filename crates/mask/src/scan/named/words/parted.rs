//! Settings on one line, where a sign parts one from the next: `password = …, user = …`,
//! `user=ada|token=…|x`.

use super::value::Value;
use super::word::run;
use crate::class::WORD;
use crate::kinds::{Kinds, Look};
use crate::scan::Open;
use crate::scan::named::judge::{self, suspect};
use crate::scan::named::line::Line;
use crate::scan::named::site::Site;
use crate::scan::named::text::spaces;
use crate::scan::skip::Ends;

/// A shorter value may be one of some types: `Kind2|null`.
const SHORTEST: usize = 6;
/// No name of the next setting is longer.
const NAME: usize = 32;

/// `password = …, user = …`, `Options { Password = … }`, `password = … ; a comment`, `finage api_key = …`.
///
/// In code, the name of a thing is there.
pub(super) fn spaced(site: &Site<'_>, line: Line, start: usize) -> Option<Open> {
    let value = Value::at(site, start, Ends::Word);
    let look = value.look();
    // What is made of code gives such names, too.
    let made = matches!(value.bytes, [b'_', ..] | [b'0', b'x', ..]);
    if made || value.is_code() || site.engine.sense(value.bytes).is_some() {
        return None;
    }
    // What is so long that its end is not shown goes on to wherever that is.
    let closes =
        matches!(value.after, [b',', b' ', ..] | [b';' | b'}', ..] | [b' ', b'}', ..]) || value.ends_line();
    let drawn = || {
        judge::is_no_name(look)
            || suspect::is_password(look)
            || judge::is_uuid(value.bytes)
            || is_numbered(value.bytes)
    };
    let commented =
        || line.is_own() && value.has_digit() && judge::is_opaque(look) && is_comment(value.after);
    (closes && drawn() || commented()).then(|| run(site, start, look)).flatten()
}

/// `Velvetfalcon1583`: a long word and more digits than a name has, and not the length of a key.
fn is_numbered(value: &[u8]) -> bool {
    const SIZES: &[&[u8]] = &[b"1024", b"2048", b"3072", b"4096", b"8192"];
    let digits = value.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (word, number) = value.split_at(value.len() - digits);
    digits >= 4 && word.len() >= 8 && word.iter().all(u8::is_ascii_alphabetic) && !SIZES.contains(&number)
}

/// ` ;` and a word: the comment of an INI file.
fn is_comment(after: &[u8]) -> bool {
    let at = spaces(after, 0);
    let word = after.get(spaces(after, at + 1)).is_some_and(u8::is_ascii_alphabetic);
    at > 0 && after.get(at) == Some(&b';') && word
}

/// `password=…|ip=1`, `…|token=…|x`: the value up to the bar, or `None` if no bar parts it from another.
pub(super) fn field(site: &Site<'_>, start: usize, value: &Value<'_>) -> Option<Option<Open>> {
    let look = match value.kinds.any(Kinds::PIPE) {
        true => {
            let len = value.bytes.iter().position(|byte| *byte == b'|')?;
            is_setting(&value.bytes[len..]).then(|| Look::at(&value.bytes[..len]))?
        }
        false => {
            let listed = site.before().ends_with(b"|") || is_setting(value.after);
            let parted = value.after.first() == Some(&b'|') && listed;
            (parted && value.has_digit() && value.bytes.len() >= SHORTEST).then(|| value.look())?
        }
    };
    let alone = Value { bytes: look.bytes, kinds: look.kinds, after: &[] };
    let fits = !look.bytes.is_empty() && !alone.is_code() && !alone.is_type();
    Some(fits.then(|| run(site, start, look)).flatten())
}

/// Whether `|name=` or `|name:` is here.
fn is_setting(text: &[u8]) -> bool {
    let name = text.get(1..).unwrap_or_default();
    let name = &name[..name.len().min(NAME)];
    let len = WORD.run(name);
    let sign = matches!(name.get(len), Some(b'=' | b':'));
    text.first() == Some(&b'|') && len > 0 && sign && !name[0].is_ascii_digit()
}
