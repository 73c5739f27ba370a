//! What Redis answers, of which two lines are a name and its value: `3) "password"⏎4) "…"`
//! (<https://redis.io/docs/latest/commands/hgetall/>).

use crate::scan::Open;
use crate::scan::named::line::next_line;
use crate::scan::named::site::Site;
use crate::scan::named::statements::prose;
use crate::scan::named::text::{Literal, Quoting, is_one_of, literal, spaces, strip_quote};

/// No number of a line has more digits.
const DIGITS: usize = 6;

/// The value on the line after the name, which ends at `after`.
pub(crate) fn value(site: &Site<'_>, quoting: Quoting, after: usize) -> Option<Open> {
    let Quoting::Double(depth) = quoting else { return None };
    let bytes = site.view.bytes;
    let before = strip_quote(site.before(), depth)?.strip_suffix(b") ")?;
    let own =
        before.len() - before.iter().rev().take(DIGITS).take_while(|byte| byte.is_ascii_digit()).count();
    let (next, _) = next_line(bytes, after)?;
    let at = spaces(bytes, next);
    let rest = bytes.get(at..)?;
    let len = rest.iter().take(DIGITS).take_while(|byte| byte.is_ascii_digit()).count();
    let (own, next) = (number(&before[own..])?, number(&rest[..len])?);
    let string = literal(bytes, at + len + 2).filter(|_| rest[len..].starts_with(b") "))?;
    let clear = || prose::clear_string(site, string.content) || is_setting(site, &string);
    (own % 2 == 1 && own + 1 == next && string.quote == quoting && clear())
        .then(|| site.literal(at + len + 2))
        .flatten()
}

/// `requirepass`, which is never a word of anything else: any value but an empty one.
fn is_setting(site: &Site<'_>, string: &Literal) -> bool {
    let known = is_one_of(&["requirepass", "masterauth"], site.name());
    known && !site.shown(string.content, &string.skip).is_empty()
}

fn number(digits: &[u8]) -> Option<u32> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}
