//! What stands at some place of the array or object that is walked through: a leaf, a key, or what stays.

use super::{Leaves, Walk};
use crate::class::Bytes;
use crate::kinds::Look;
use crate::scan::named::headers::scheme::scheme_len;
use crate::scan::named::json::setting;
use crate::scan::named::judge::{self, connects, harmless::is_harmless};
use crate::scan::named::site::SHOWN;
use crate::scan::named::text::{Literal, Quoting, blanks, gap, literal, trim_gap};
use crate::scan::skip::Skip;
use crate::scan::{Open, View};

/// What stands at some place between brackets and commas.
pub(super) enum Item<'w> {
    /// A secret, and the quotes it stands in.
    Leaf(Open, Option<Quoting>),
    /// A key, and where it ends.
    Key(&'w [u8], usize),
    /// The same, of letters and digits alone.
    Name(&'w [u8], usize),
    /// A setting, a placeholder, a state: it ends here.
    Other(usize),
    /// What says nothing, up to here.
    Sign(usize),
    /// What is not seen far enough.
    Cut,
    /// The string ends that all of this is in.
    End,
}

/// What the code of a colour begins with: `ESC [0m`.
const ESCAPE: u8 = 0x1b;

impl<'w> Walk<'w> {
    pub(super) fn item(&self, leaves: Leaves) -> Item<'w> {
        let bytes = self.view.bytes;
        if let Some(end) = self.end_of_plain_key(leaves.depth) {
            return Item::Name(&bytes[self.at + 1..end - 1], end);
        }
        let Some(Literal { content, skip, quote }) = literal(bytes, self.at) else {
            return self.bare(leaves.depth);
        };
        if matches!(&skip, Skip::Str { depth: own, .. } if *own < leaves.depth) {
            return Item::End;
        }
        let end = self.view.end_of(content, &skip);
        let after = (end + quote.width()).min(bytes.len());
        let value = &bytes[content..end];
        let short = value.len() < SHOWN;
        if short && self.is_cut(after) {
            return Item::Cut;
        }
        if value.is_empty() {
            return Item::Other(after);
        }
        if !self.asked && is_key(bytes, after) && !is_drawn(value) {
            return Item::Key(value, after);
        }
        let scheme = scheme_len(value);
        // What follows a scheme may be none: `["token <ACCESS_TOKEN>"]`.
        let none = |text| self.is_none(text, leaves.listed);
        if short && end < bytes.len() && (none(value) || scheme > 0 && none(&value[scheme..])) {
            return Item::Other(after);
        }
        let leaf = Open::new(self.rule, content + scheme, skip.behind(scheme));
        if self.engine.stays(self.view, &leaf) { Item::Other(after) } else { Item::Leaf(leaf, Some(quote)) }
    }

    /// Where the key at `at` ends if it is as nearly all are written, too short to be [drawn](is_drawn), and seen whole.
    fn end_of_plain_key(&self, depth: u8) -> Option<usize> {
        const LONGEST: usize = 15;
        static LETTERS: Bytes = Bytes::alnum_and(b"_-");
        let [b'"', rest @ ..] = &self.view.bytes[self.at..] else {
            return None;
        };
        let len = LETTERS.run(&rest[..rest.len().min(LONGEST)]);
        let is_one = len > 0 && depth == 0 && !self.asked && matches!(rest[len..], [b'"', b':', _, ..]);
        is_one.then_some(self.at + len + "\"\"".len())
    }

    /// Whether a string is none by itself, or a setting by the key before it.
    fn is_none(&self, text: &[u8], listed: u32) -> bool {
        let value = Look::at(text);
        is_harmless(value, self.engine)
            || text.contains(&b'=') && connects::has_no_password(text)
            || self.is_setting(value, listed)
    }

    /// Whether too little can be seen behind what ends at `end` to tell what it is, while it was seen whole when what
    /// is before it was masked, or will be when that is.
    fn is_cut(&self, end: usize) -> bool {
        const COLON: usize = 2;
        let bytes = self.view.bytes;
        let masks = self.marked || self.passed.is_some() || self.passed_key.is_some();
        masks && !self.view.ends() && gap(bytes, end) + COLON > bytes.len()
    }

    /// Whether a string is a setting by the key before it, or that of the list it is in.
    fn is_setting(&self, value: Look<'_>, listed: u32) -> bool {
        match self.key {
            Some(key) => setting::is_text(key, value, self.engine),
            None => listed > 0 && setting::is_plain(value, self.engine),
        }
    }

    /// A number, which becomes a string, or a word of a program.
    fn bare(&self, depth: u8) -> Item<'w> {
        let (bytes, at) = (self.view.bytes, self.at);
        let slashes = bytes[at..].iter().take_while(|byte| **byte == b'\\').count();
        let end = at + slashes + bare_len(&bytes[at + slashes..]);
        if slashes > 0 || end == at {
            // An escape, or a comma.
            return Item::Sign(end.max(at + 1));
        }
        let word = &bytes[at..end];
        if word.len() < SHOWN && self.is_cut(end) {
            return Item::Cut;
        }
        if !self.asked && is_key(bytes, end) {
            return Item::Key(word, end);
        }
        let whole = end < bytes.len() || self.view.ends();
        let setting = |key| whole && setting::is_number(key, word, self.engine);
        let is_number = word.iter().any(u8::is_ascii_digit) && self.is_value(end);
        if is_key(bytes, end) || !is_number || self.key.is_some_and(setting) {
            return Item::Other(end);
        }
        let (leaf, quote) = self.masked(at, depth);
        if self.engine.stays(self.view, &leaf) { Item::Other(end) } else { Item::Leaf(leaf, quote) }
    }

    /// Whether what ends at `end` stands where a value does: not the number of a line, nor an index.
    fn is_value(&self, end: usize) -> bool {
        let View { bytes, floor, .. } = *self.view;
        let next = bytes.get(blanks(bytes, end));
        let ends = next.is_none_or(|next| b",]}\n\r\\/#\"';)".contains(next));
        ends && match trim_gap(&bytes[floor..self.at]) {
            [before @ .., b'['] => {
                !before.last().is_some_and(|last| last.is_ascii_alphanumeric() || *last == ESCAPE)
            }
            before => before.last().is_none_or(|last| b":,={(?>".contains(last)),
        }
    }

    /// The string, number or word at `at` as a leaf, and the quotes it stands in.
    pub(super) fn masked(&self, at: usize, depth: u8) -> (Open, Option<Quoting>) {
        let bytes = self.view.bytes;
        let end = match literal(bytes, at) {
            // The quotes of nothing become those of the mark.
            Some(Literal { content, quote, .. }) if quote.is_at(bytes, content) => content + quote.width(),
            Some(Literal { content, skip, quote }) => {
                return (Open::new(self.rule, content, skip), Some(quote));
            }
            None => at + bare_len(&bytes[at..]),
        };
        (Open { quote: Some(depth), ..Open::known(self.rule, at, end) }, None)
    }
}

/// A key that is a secret itself: `{"tokens": {"0lp7jrrjcok7z89rve4cqmwc": "ada"}}`.
fn is_drawn(key: &[u8]) -> bool {
    let key = Look::at(&key[..key.len().min(SHOWN)]);
    judge::is_random(key) && judge::is_no_name(key)
}

/// Whether what ended before `at` is the key of a member.
fn is_key(bytes: &[u8], at: usize) -> bool {
    let rest = bytes.get(gap(bytes, at)..).unwrap_or_default();
    matches!(rest, [b':', ..] | [b'=', b'>', ..])
}

fn bare_len(rest: &[u8]) -> usize {
    static BARE: Bytes = Bytes::alnum_and(b"_.+-$");
    BARE.run(rest)
}
