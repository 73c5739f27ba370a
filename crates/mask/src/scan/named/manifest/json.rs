//! A resource in JSON, or in a string of one.

use super::{MEMBERS, SECTIONS, Secret, Seen, is_base64, is_secret};
use crate::scan::View;
use crate::scan::named::json::steps::after_value;
use crate::scan::named::text::{Quoting, gap, literal, opening_quote, quoted_word, strip_quote, trim_gap};
use crate::scan::skip::Skip;
use crate::style::Style;

/// The members of an object, by how many backslashes are before their quotes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Members {
    depth: u8,
}

/// A member: its name, and where its value is.
struct Member<'b> {
    name: &'b [u8],
    value: usize,
}

impl Members {
    /// Those among which `"apiVersion": "v1"` is, and where it ends; the name ends at `body`.
    pub(super) fn around(view: &View<'_>, body: usize) -> Option<(Self, usize)> {
        let (depth, after) = opening_quote(view.bytes, body)?;
        strip_quote(view.bytes.get(view.floor..view.hit)?, depth)?;
        let this = Self { depth };
        let at = this.value(view.bytes, after)?;
        let (version, end) = quoted_word(view.bytes, at, depth)?;
        (version == b"v1").then_some((this, end))
    }

    /// The first secret of the resource whose version ends at `at`.
    pub(super) fn first(self, view: &View<'_>, at: usize, style: &Style) -> Option<Secret> {
        let bytes = view.bytes;
        let mut seen = Seen { secret: self.kind_before(view), section: None };
        let mut next = Some(at);
        for _ in 0..MEMBERS {
            let Some(member) = next.and_then(|at| self.member(bytes, at)) else { break };
            let value = quoted_word(bytes, member.value, self.depth).map_or(&b""[..], |(word, _)| word);
            seen.add(member.name, value, member.value);
            if seen.is_told() {
                break;
            }
            next = after_value(bytes, member.value, self.depth);
        }
        let section = seen.secrets(|section| self.are_encoded(bytes, section))?;
        self.in_section(bytes, section, style)
    }

    /// The secret after the one that ended at the view's hit.
    pub(super) fn next(self, view: &View<'_>, style: &Style) -> Option<Secret> {
        let (depth, after) = opening_quote(view.bytes, view.hit)?;
        if depth != self.depth {
            return None;
        }
        self.after(view.bytes, after, style)
    }

    /// `"kind": "Secret",` right before.
    fn kind_before(self, view: &View<'_>) -> Option<bool> {
        let before = strip_quote(view.bytes.get(view.floor..view.hit)?, self.depth)?;
        let value = trim_gap(trim_gap(before).strip_suffix(b",")?);
        let value = strip_quote(value, self.depth)?;
        let len = value.iter().rev().take(64).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let (before, kind) = value.split_at(value.len() - len);
        let name = trim_gap(trim_gap(strip_quote(before, self.depth)?).strip_suffix(b":")?);
        strip_quote(name, self.depth)?.ends_with(b"kind").then_some(kind == b"Secret")
    }

    /// The first secret of the data that begins at `at`, or of what follows.
    fn in_section(self, bytes: &[u8], at: usize, style: &Style) -> Option<Secret> {
        if bytes.get(at) != Some(&b'{') {
            return None;
        }
        let first = gap(bytes, at + 1);
        match self.named(bytes, first) {
            Some(member) => self.from(bytes, member, style),
            None => self.beside(bytes, first, style),
        }
    }

    /// The first secret after the value of a member of the data.
    fn after(self, bytes: &[u8], at: usize, style: &Style) -> Option<Secret> {
        match self.member(bytes, at) {
            Some(member) => self.from(bytes, member, style),
            None => self.beside(bytes, gap(bytes, at), style),
        }
    }

    /// The first secret from a member of the data on.
    fn from<'b>(self, bytes: &'b [u8], mut member: Member<'b>, style: &Style) -> Option<Secret> {
        for _ in 0..MEMBERS {
            let content = self.string(bytes, member.value)?;
            let end = after_value(bytes, member.value, self.depth);
            let text = end.map_or(bytes.len(), |end| end - usize::from(self.depth) - 1);
            if is_secret(member.name, bytes.get(content..text)?, style) {
                return Some(Secret { start: content, skip: Skip::string(self.depth) });
            }
            match self.member(bytes, end?) {
                Some(next) => member = next,
                None => return self.beside(bytes, gap(bytes, end?), style),
            }
        }
        None
    }

    /// The first secret of other data of the resource; `at` is where some of it ends.
    fn beside(self, bytes: &[u8], at: usize, style: &Style) -> Option<Secret> {
        if bytes.get(at) != Some(&b'}') {
            return None;
        }
        let mut end = at + 1;
        for _ in 0..MEMBERS {
            let member = self.member(bytes, end)?;
            if SECTIONS.contains(&member.name) {
                return self.in_section(bytes, member.value, style);
            }
            end = after_value(bytes, member.value, self.depth)?;
        }
        None
    }

    /// Whether all strings that can be seen of an object are base64.
    fn are_encoded(self, bytes: &[u8], at: usize) -> bool {
        let mut next =
            (bytes.get(at) == Some(&b'{')).then(|| self.named(bytes, gap(bytes, at + 1))).flatten();
        while let Some(member) = next {
            let Some(content) = self.string(bytes, member.value) else { return false };
            let Some(end) = after_value(bytes, member.value, self.depth) else {
                return is_base64(bytes.get(content..).unwrap_or_default(), false);
            };
            // What is no string of JSON may end before its quote: `b"…"`.
            let text = bytes.get(content..end - usize::from(self.depth) - 1);
            if !text.is_some_and(|text| is_base64(text, true)) {
                return false;
            }
            next = self.member(bytes, end);
        }
        false
    }

    /// Where the string's content begins that begins at `at`: not where a text ends that all of this is in.
    fn string(self, bytes: &[u8], at: usize) -> Option<usize> {
        literal(bytes, at)
            .filter(|value| value.quote == Quoting::Double(self.depth))
            .map(|value| value.content)
    }

    /// The member after a value that ends at `at`.
    fn member(self, bytes: &[u8], at: usize) -> Option<Member<'_>> {
        let comma = gap(bytes, at);
        (bytes.get(comma) == Some(&b',')).then(|| self.named(bytes, gap(bytes, comma + 1))).flatten()
    }

    /// The member that begins at `at`.
    fn named(self, bytes: &[u8], at: usize) -> Option<Member<'_>> {
        let (name, after) = quoted_word(bytes, at, self.depth)?;
        Some(Member { name, value: self.value(bytes, after)? })
    }

    /// Where the value begins after a name that ends at `at`.
    fn value(self, bytes: &[u8], at: usize) -> Option<usize> {
        let colon = gap(bytes, at);
        (bytes.get(colon) == Some(&b':')).then(|| gap(bytes, colon + 1))
    }
}
