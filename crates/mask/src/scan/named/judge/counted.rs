//! Numbers that say how long a secret is good or how many things there are, by what stands around them.

use super::amount::{is_chosen, is_switch};
use crate::names::Words;
use crate::scan::named::line::{line_at_end, line_end, next_line};
use crate::scan::named::site::Site;
use crate::scan::named::text::{ends_with_folded, is_one_of, trim_gap};

/// What says that a number counts time.
const TIMES: &[&str] = &["expire", "expires", "expiry", "hours", "lifetime", "minutes", "seconds", "ttl"];

/// Whether the number that a member of JSON has says so: `"minutesToExpireJwt": 10`, `"ttl": {"AccessToken": 3600}`,
/// `"metadata_no_token": 1`.
pub(crate) fn is_count(value: &[u8], site: &Site<'_>) -> bool {
    const DIGITS: usize = 8;
    const CODES: &[&[u8]] = &[b"pin", b"otp", b"code"];
    let name = site.name();
    if value.len() > DIGITS || !value.iter().all(u8::is_ascii_digit) {
        return false;
    }
    if is_of_table(value, site) {
        return true;
    }
    // These are numbers more often than tokens are.
    if is_chosen(name)
        || CODES.iter().any(|code| ends_with_folded(name, code))
            && !name.eq_ignore_ascii_case(b"authorizationcode")
    {
        return false;
    }
    is_switch(value, name)
        || Words::split(name).is_some_and(|words| is_of_time(&words))
        || parent(site.before()).is_some_and(|parent| is_one_of(TIMES, parent))
}

/// Whether one of the words of a name says so.
pub(crate) fn is_of_time(words: &Words) -> bool {
    words.iter().any(|word| is_one_of(TIMES, word))
}

/// `"pil":12,"pin":588,"pio":7267`: how often letters stand beside one another, in a table that goes on so on
/// both sides.
fn is_of_table(value: &[u8], site: &Site<'_>) -> bool {
    const LETTERS: usize = 3;
    const BESIDE: usize = 4;
    const NEAR: usize = 96;
    if site.name().len() != LETTERS {
        return false;
    }
    let before = site.before();
    let before = &before[before.len().saturating_sub(NEAR)..];
    let after = site.behind(value).unwrap_or_default();
    let after = &after[..after.len().min(NEAR)];
    // What stands before the name is its quote.
    let above = before.rsplit(|byte| *byte == b',').skip(1).take(BESIDE);
    let below = after.split(|byte| *byte == b',').skip(1).take(BESIDE);
    above.filter(|member| is_gram(member)).count() == BESIDE
        && below.filter(|member| is_gram(member)).count() == BESIDE
}

/// `"pio":7267`: up to three letters of any script, and a number.
fn is_gram(member: &[u8]) -> bool {
    const LETTERS: usize = 12;
    let quote = |text: &[u8]| text.iter().take_while(|byte| matches!(byte, b'\\' | b'"')).count();
    let member = member.trim_ascii();
    let (open, rest) = member.split_at(quote(member));
    let Some(end) = rest.iter().position(|byte| matches!(byte, b'\\' | b'"')) else {
        return false;
    };
    let (gram, rest) = rest.split_at(end);
    let number = rest[quote(rest)..].strip_prefix(b":").unwrap_or_default().trim_ascii();
    let letters = std::str::from_utf8(gram).is_ok_and(|gram| (1..=3).contains(&gram.chars().count()));
    !open.is_empty()
        && gram.len() <= LETTERS
        && letters
        && !number.is_empty()
        && number.iter().all(u8::is_ascii_digit)
}

/// The name of the object that a member stands in whose quote ends `before`.
fn parent(before: &[u8]) -> Option<&[u8]> {
    let mut depth = 0_usize;
    let open = before.iter().rposition(|byte| match byte {
        b'}' => {
            depth += 1;
            false
        }
        b'{' if depth > 0 => {
            depth -= 1;
            false
        }
        byte => *byte == b'{',
    })?;
    let name = trim_gap(trim_gap(&before[..open]).strip_suffix(b":")?).strip_suffix(b"\"")?;
    let slashes = name.iter().rev().take_while(|byte| **byte == b'\\').count();
    let name = &name[..name.len() - slashes];
    let len = name.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    Some(&name[name.len() - len..])
}

/// `password: 2,` among lines that are alike: with how many arguments something is called, as a formatter of Elixir is
/// told (<https://hexdocs.pm/mix/Mix.Tasks.Format.html>).
pub(super) fn is_arity(value: &[u8], site: &Site<'_>) -> bool {
    let after = || {
        let end = site.view.bytes.len() - site.behind(value)?.strip_prefix(b",")?.len();
        let (start, escaped) = next_line(site.view.bytes, end)?;
        let stop = line_end(site.view.bytes, start, escaped)?;
        site.view.bytes.get(start..stop)
    };
    let before = || {
        let line = line_at_end(site.before());
        let own = line.iter().all(|byte| *byte == b' ');
        let above = trim_gap(&site.before()[..site.before().len() - line.len()]);
        own.then(|| line_at_end(above))
    };
    // Between lists, the bracket is on a line of its own.
    let first = |line: &[u8]| line.ends_with(b"[");
    let last = |line: &[u8]| line.starts_with(b"]");
    let above = || before().filter(|line| first(line) || counts_arguments(line));
    let below = || after().map(<[u8]>::trim_ascii).filter(|line| last(line) || counts_arguments(line));
    value.len() == 1 && below().zip(above()).is_some_and(|(below, above)| !(last(below) && first(above)))
}

/// `action: 1,`
fn counts_arguments(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    let len = line
        .iter()
        .take_while(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'?' | b'!' | b'0'..=b'9'))
        .count();
    len > 0 && matches!(&line[len..], [b':', b' ', b'0'..=b'9', b','] | [b':', b' ', b'0'..=b'9'])
}
