//! One cookie or attribute of a header.

use crate::class::Bytes;
use crate::kinds::Look;
use crate::scan::View;
use crate::scan::engine::Engine;
use crate::scan::format::is_filled_in;
use crate::scan::named::judge::harmless::is_harmless;
use crate::scan::named::site::SHOWN;
use crate::scan::named::text::{opening_quote, spaces};
use crate::scan::placeholder::has_folded;
use crate::scan::skip::{Progress, Skip};
use crate::words::{LONGEST, List, numbers};

/// What is said of a cookie that is set
/// (<https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie>).
static ATTRIBUTES: List = List::new(&numbers([
    "domain",
    "expires",
    "httponly",
    "max-age",
    "partitioned",
    "path",
    "priority",
    "samesite",
    "secure",
    "version",
]));

/// What a visitor has chosen.
static SETTINGS: List = List::new(&numbers([
    "accepted", "allow", "auto", "dark", "default", "deleted", "denied", "deny", "granted", "light", "no",
    "off", "on", "system", "yes",
]));

/// A harmless value whose end is not seen is no longer than this, but for a placeholder.
const HARMLESS: usize = 24;

pub(super) struct Cookie<'v> {
    /// Empty if there is no `=`; all of it is its value then.
    pub(crate) name: &'v [u8],
    /// Where its value begins.
    pub(crate) start: usize,
    pub(crate) value: &'v [u8],
    /// How many backslashes the quotes of the value take.
    pub(crate) quoted: Option<u8>,
    /// Where the value ends, before its quote.
    pub(crate) end: usize,
    /// That can be seen.
    ends: bool,
}

impl<'v> Cookie<'v> {
    /// Longer names are none.
    pub(crate) const NAME: usize = 128;

    /// The one at `at`, which ends where `item` says.
    pub(crate) fn at(view: &View<'v>, at: usize, item: &Skip) -> Self {
        static NAMES: Bytes = Bytes::alnum_and(b"!#$%&*+-.^_|~:");
        let bytes = view.bytes;
        let (end, ends) = end_of(view, at, item);
        let text = bytes.get(at..end).unwrap_or_default();
        let len = NAMES.run(&text[..text.len().min(Self::NAME)]);
        let has_name = len > 0 && text.get(len) == Some(&b'=');
        let (name, start) = if has_name { (&text[..len], at + len + 1) } else { (&text[..0], at) };
        if let Some((depth, content)) = quoted(view, start, item) {
            let (end, ends) = end_of(view, content, &Skip::string(depth));
            let value = bytes.get(content..end).unwrap_or_default();
            return Self { name, start: content, value, quoted: Some(depth), end, ends };
        }
        let value = bytes.get(start..end).unwrap_or_default();
        Self { name, start, value, quoted: None, end, ends }
    }

    /// Where it ends if it says something of the cookie before it. Another header may follow a comma.
    pub(super) fn attribute_end(&self) -> Option<usize> {
        // A slash may be escaped.
        static PLAIN: Bytes = Bytes::alnum_and(b"-._~%/:@+*!$\\");
        static DATE: Bytes = Bytes::alnum_and(b"-:+ ");
        if let Some(depth) = self.quoted.filter(|_| ATTRIBUTES.has(self.name)) {
            return self.ends.then_some(self.end + usize::from(depth) + 1);
        }
        if self.name.is_empty() || self.quoted.is_some() {
            let flag = self.name.is_empty() && self.value.len() <= LONGEST;
            return (flag && ATTRIBUTES.has(self.value)).then_some(self.end);
        }
        if !ATTRIBUTES.has(self.name) {
            return None;
        }
        let mut len = PLAIN.run(self.value);
        if self.name.eq_ignore_ascii_case(b"expires") {
            // `Wed, 21 Oct 2026 07:28:00 GMT`.
            let day = self.value.iter().take(10).position(|&byte| byte == b',').map_or(0, |at| at + 1);
            len = day + DATE.run(&self.value[day..]);
        }
        let ends = len == self.value.len() && self.ends || self.value.get(len) == Some(&b',');
        ends.then_some(self.start + len)
    }

    /// Whether all of it is seen, and there is no name.
    pub(super) fn is_nameless(&self) -> bool {
        self.name.is_empty() && self.ends
    }

    /// Whether its value, of which all is seen, is no secret: a mark, a placeholder, a setting.
    pub(crate) fn is_harmless(&self, engine: &Engine) -> bool {
        let value = self.value;
        if !self.ends || value.len() > SHOWN {
            return false;
        }
        let tells = || engine.sense(self.name).is_some();
        value.is_empty()
            || is_harmless(Look::at(value), engine)
            || is_filled_in(value)
            || is_shown(self.name, value)
            || is_setting(self.name, value) && !tells()
    }

    /// Whether its end is not seen, and what is seen of it may be of a harmless value.
    pub(super) fn may_be_harmless(&self) -> bool {
        let opens = matches!(self.value.first(), Some(b'*' | b'<' | b'$' | b'{' | b'%' | b'['));
        !self.ends && self.value.len() <= if opens { SHOWN } else { HARMLESS }
    }
}

/// `name=value`, `name2=value2`: how manuals show a cookie.
fn is_shown(name: &[u8], value: &[u8]) -> bool {
    const NAMES: &[&[u8]] = &[b"name", b"cookie", b"cookie_name", b"cookie-name", b"cookieName"];
    let number = value.strip_prefix(b"value");
    number.is_some_and(|number| {
        let name = name.strip_suffix(number).unwrap_or_default();
        number.len() <= 2 && number.iter().all(u8::is_ascii_digit) && NAMES.contains(&name)
    })
}

/// `dark`, `1`, `en-US`, `en` of a language, and `accept-all-cookies`.
fn is_setting(name: &[u8], value: &[u8]) -> bool {
    let language = |text: &[u8]| text.iter().all(u8::is_ascii_lowercase);
    let region = |text: &[u8]| text.iter().all(u8::is_ascii_uppercase);
    match value {
        [digit] => digit.is_ascii_digit(),
        [a, b] if language(&[*a, *b]) && (has_folded(name, b"lang") || has_folded(name, b"local")) => true,
        [a, b, b'-' | b'_', c, d] => language(&[*a, *b]) && region(&[*c, *d]),
        [b'a', b'c', b'c', b'e', b'p', b't', b'-', what @ ..] => {
            what.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b'-')
        }
        _ => SETTINGS.has(value),
    }
}

/// Where what begins at `at` ends, as far as can be seen, and whether that is its end.
fn end_of(view: &View<'_>, at: usize, skip: &Skip) -> (usize, bool) {
    match skip.clone().advance(view.bytes, at.min(view.bytes.len()), view.ends()) {
        Progress::Done(end) => (end.max(at), true),
        Progress::More => (view.bytes.len().max(at), false),
    }
}

/// The quote of a value at `at`: how many backslashes it takes, and what follows it.
///
/// In a string it is one of a deeper level. Elsewhere it may end what the header stands in, and
/// what follows tells.
fn quoted(view: &View<'_>, at: usize, item: &Skip) -> Option<(u8, usize)> {
    static VALUE: Bytes = Bytes::alnum_and(b"!#$%&*+-./:<=>?@^_|~()");
    let bytes = view.bytes;
    let (depth, content) = opening_quote(bytes, at)?;
    if let Skip::Item { depth: outer, .. } = item {
        return (depth > *outer).then_some((depth, content));
    }
    let rest = bytes.get(content..)?;
    let len = VALUE.run(rest);
    let joined = matches!(rest.first(), Some(b'+' | b'.')) || len == 0;
    if len == rest.len() {
        return (!joined).then_some((depth, content));
    }
    let (own, after) = opening_quote(bytes, content + len)?;
    let next = bytes.get(spaces(bytes, after));
    let ends = next.is_none_or(|byte| matches!(byte, b';' | b'\r' | b'\n' | b'"' | b'\'' | b'\\'));
    (own == depth && ends && !joined).then_some((depth, content))
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        assert!(super::ATTRIBUTES.is_sorted() && super::SETTINGS.is_sorted());
    }
}
