//! A name and its value on lines of their own, in YAML and HCL.

use crate::scan::Open;
use crate::scan::named::headers::cookies;
use crate::scan::named::headers::scheme::scheme_len;
use crate::scan::named::json::pair::{NAMES, VALUES};
use crate::scan::named::line::line_at_end;
use crate::scan::named::site::Site;
use crate::scan::named::text::{Quoting, gap, is_one_of, literal, spaces, trim_gap};
use crate::scan::named::words::value::Value;
use crate::scan::skip::{Ends, Skip};
use crate::scan::until::Until;

/// `- name: "DB_PASSWORD"` or `name = "password"`, and a line with `value` after or before it.
pub(crate) fn quoted(site: &Site<'_>, quoting: Quoting, after: usize) -> Option<Open> {
    beside(site, site.before().get(..site.before().len().checked_sub(quoting.width())?)?, after)
}

/// The same; `before` is what stands before the name and its quote.
pub(crate) fn beside(site: &Site<'_>, before: &[u8], after: usize) -> Option<Open> {
    let sign = *before.strip_suffix(b" ")?.last().filter(|sign| matches!(sign, b':' | b'='))?;
    let label = before[..before.len() - 2].trim_ascii_end();
    let len = letters(label.iter().rev());
    let (head, label) = label.split_at(label.len() - len);
    if !is_one_of(NAMES, label) {
        return None;
    }
    below(site, sign, after).or_else(|| if sign == b':' { above(site, head) } else { None })
}

/// How many letters are first, up to more than any word here has.
fn letters<'b>(bytes: impl Iterator<Item = &'b u8>) -> usize {
    bytes.take(16).take_while(|byte| byte.is_ascii_alphabetic()).count()
}

/// `value: …` on the line after.
fn below(site: &Site<'_>, sign: u8, after: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let at = gap(bytes, after);
    let rest = bytes.get(at..)?;
    let word = &rest[..letters(rest.iter())];
    let colon = spaces(bytes, at + word.len());
    if at == after || !is_one_of(VALUES, word) || bytes.get(colon) != Some(&sign) {
        return None;
    }
    let value = spaces(bytes, colon + 1);
    if literal(bytes, value).is_some() {
        return site.literal(value);
    }
    // What HCL has without quotes is code.
    (sign == b':').then(|| up_to_end(site, value)).flatten()
}

/// `- value: …` on the line before; `head` is what stands before `name`.
fn above(site: &Site<'_>, head: &[u8]) -> Option<Open> {
    // With a dash, `name` begins another pair.
    let lines = trim_gap(head);
    if lines.len() == head.len() {
        return None;
    }
    let line = line_at_end(lines);
    let value = line.trim_ascii_start().strip_prefix(b"- ")?.trim_ascii_start().strip_prefix(b"value: ")?;
    let start = site.view.floor + lines.len() - value.trim_ascii_start().len();
    if literal(site.view.bytes, start).is_some() {
        return site.literal(start);
    }
    up_to_end(site, start)
}

/// A value to the end of its line; the scheme of `Bearer …` is none of it, nor are the names of cookies.
fn up_to_end(site: &Site<'_>, at: usize) -> Option<Open> {
    let cookies = cookies::list(site, at, &Skip::plain(Ends::Line));
    let start = at + scheme_len(site.view.bytes.get(at..)?);
    cookies.unwrap_or_else(|| site.secret(start, Skip::Until(Until::line())))
}

/// `- {name: DB_PASSWORD, value: …}`; `at` is at the comma.
pub(crate) fn flow(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let label = site.before().strip_suffix(b": ")?;
    let (head, label) = label.split_at(label.len() - letters(label.iter().rev()));
    // In code, words between braces are variables.
    let item = head.trim_ascii_end().strip_suffix(b"{")?.trim_ascii_end().ends_with(b"-");
    let start = spaces(bytes, at + 1);
    let word = &bytes[start..start + letters(bytes[start..].iter())];
    let value = start + word.len();
    let pair = is_one_of(NAMES, label) && is_one_of(VALUES, word) && bytes[value..].starts_with(b": ");
    if !item || !pair {
        return None;
    }
    let value = spaces(bytes, value + 2);
    if literal(bytes, value).is_some() {
        return site.literal(value);
    }
    let word = Value::at(site, value, Ends::Word);
    site.secret_of(word.look(), value, Skip::plain(Ends::Word))
}
