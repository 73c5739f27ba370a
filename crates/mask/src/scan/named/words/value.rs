//! What a value without quotes looks like.

use super::numbered;
use crate::class::Bytes;
use crate::kinds::{Kinds, Look};
use crate::mark::MARK;
use crate::scan::drawn::is_drawn;
use crate::scan::named::judge::{self, types};
use crate::scan::named::line::{ends_at, is_tag, next_line};
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::named::text::{TrimSuffix, opening_quote};
use crate::scan::skip::{Ends, Skip};
use crate::scan::template;

/// An unquoted value, and what follows it.
pub(crate) struct Value<'v> {
    pub(crate) bytes: &'v [u8],
    pub(crate) kinds: Kinds,
    /// Empty if the value is longer than what is shown of it.
    pub(crate) after: &'v [u8],
}

impl<'v> Value<'v> {
    /// The value that begins at `start`, up to one of these ends.
    #[inline]
    pub(crate) fn at(site: &'v Site<'_>, start: usize, ends: Ends) -> Self {
        let look = site.plain(start, ends);
        Self::new(site, start, look)
    }

    /// The value that begins at `start`, up to wherever it ends.
    pub(crate) fn up_to(site: &'v Site<'_>, start: usize, skip: &Skip) -> Self {
        Self::new(site, start, Look::at(site.shown(start, skip)))
    }

    fn new(site: &'v Site<'_>, start: usize, Look { bytes, kinds }: Look<'v>) -> Self {
        let after = if bytes.len() < SHOWN { &site.view.bytes[start + bytes.len()..] } else { &[] };
        Self { bytes, kinds, after }
    }

    /// The value without what of a set ends it.
    pub(crate) fn trimmed(&self, set: &[u8]) -> Self {
        let bytes = self.bytes.trim_suffix_of(set);
        let kinds = if bytes.len() == self.bytes.len() { self.kinds } else { Kinds::of(bytes) };
        Self { bytes, kinds, after: self.after }
    }

    pub(crate) fn look(&self) -> Look<'v> {
        Look { bytes: self.bytes, kinds: self.kinds }
    }

    pub(crate) fn ends_line(&self) -> bool {
        ends_at(self.after, 0)
    }

    /// Whether the line, or the string that holds it, ends where the value does.
    pub(super) fn is_last(&self) -> bool {
        match self.after.first() {
            None | Some(b'\n' | b'\r' | 0 | 0x1b | b'"' | b'`') => true,
            _ => next_line(self.after, 0).is_some(),
        }
    }

    pub(crate) fn has_digit(&self) -> bool {
        self.kinds.any(Kinds::DIGIT)
    }

    pub(crate) fn is_number(&self) -> bool {
        self.kinds.only(Kinds::DIGIT)
    }

    /// Whether the value calls, indexes or names a type.
    pub(crate) fn is_code(&self) -> bool {
        const OPENS: Kinds = Kinds::PAREN.or(Kinds::SQUARE).or(Kinds::BRACE).or(Kinds::ANGLE).or(Kinds::PIPE);
        if self.is_marked_secret() || template::is_wrapped(self.bytes) {
            return false;
        }
        self.kinds.any(OPENS)
            || matches!(self.after.first(), Some(b'<' | b'>' | b'|' | b'(' | b'[')) && !self.ends_element()
            || matches!(self.bytes.first(), Some(b'&' | b'*' | b')' | b']' | b'!' | b':' | b'@' | b'?'))
            || self.is_member()
            || self.closes_call()
            || matches!(self.bytes, [b'0'..=b'9', b'*', ..])
    }

    /// `***realsecret`, `***-secret9`, which only begin like a mark. Emphasis ends in stars, too.
    fn is_marked_secret(&self) -> bool {
        let Some(rest) = self.bytes.strip_prefix(MARK) else {
            return false;
        };
        match rest.first() {
            Some(first) if first.is_ascii_alphanumeric() => !rest.contains(&b'*') || self.has_digit(),
            Some(b'-' | b'_' | b'/') => !rest.contains(&b'*') && self.has_digit(),
            _ => false,
        }
    }

    /// Whether more than a word ends where an element of HTML does: `<code>token=x9f</code>`.
    fn ends_element(&self) -> bool {
        self.has_digit() && is_tag(self.after)
    }

    /// `process.env.TOKEN`, `crate::Token`, `obj->token`.
    pub(crate) fn is_member(&self) -> bool {
        // What most values fail comes first.
        const DOTS: Kinds = Kinds::DOT.or(Kinds::COLON).or(Kinds::ANGLE);
        self.kinds.any(DOTS) && self.is_path()
    }

    fn is_path(&self) -> bool {
        static PATH: Bytes = Bytes::alnum_and(b"_.:$?!->");
        // The receiver of a scope in Kotlin.
        let bytes = self.bytes.strip_prefix(b"this@").unwrap_or(self.bytes);
        if !bytes.first().is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'$' | b'_')) {
            return false;
        }
        // The literal of a structure may end.
        let bytes = bytes.strip_suffix(b"},").unwrap_or(bytes);
        let bytes = self.without_assertion(bytes.trim_suffix_of(b",;"));
        let dotted = |pair: &[u8]| matches!(pair, [b'.' | b':' | b'>', next] if next.is_ascii_alphabetic() || *next == b'_');
        // `client!.token`, where TypeScript is told that there is one.
        let asserted = bytes.split(|byte| *byte == b'!').skip(1).all(|next| next.starts_with(b"."));
        // `base64:` and letters are a key of Laravel.
        let digits = || {
            if self.kinds.any(Kinds::COLON) {
                bytes.iter().filter(|byte| byte.is_ascii_digit()).count()
            } else {
                numbered::digits(bytes)
            }
        };
        PATH.run(bytes) == bytes.len()
            && asserted
            && bytes.windows(2).any(dotted)
            && digits() <= 1
            && !is_drawn(bytes)
    }

    /// `token.refresh_token!`, which asserts in TypeScript that there is one, without the sign: where a member
    /// ends with it, or a path of several.
    fn without_assertion<'b>(&self, path: &'b [u8]) -> &'b [u8] {
        let Some(name) = path.strip_suffix(b"!") else {
            return path;
        };
        let ends =
            path.len() < self.bytes.len() || matches!(self.after.first(), Some(b',' | b';' | b')' | b'}'));
        let long = name.iter().filter(|byte| **byte == b'.').count() > 1;
        if ends || long { name } else { path }
    }

    /// `networkCred);`, `trust.publicKeys))`, `user.token.value)`: the brackets of a call end after a name.
    fn closes_call(&self) -> bool {
        let value = self.bytes.trim_suffix_of(b",;");
        let name = value.trim_suffix_of(b")");
        let brackets = value.len() - name.len();
        let several = || name.iter().filter(|byte| **byte == b'.').count() > 1;
        let ends = brackets > 1
            || brackets == 1 && several()
            || brackets == 1 && (value.len() < self.bytes.len() || self.after.first() == Some(&b';'));
        ends && name.first().is_some_and(u8::is_ascii_alphabetic)
            && name.iter().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'.'))
    }

    pub(super) fn is_identifier(&self) -> bool {
        self.kinds.only(Kinds::ALNUM.or(Kinds::UNDERSCORE))
            && self.bytes.first().is_some_and(|byte| !byte.is_ascii_digit())
    }

    /// Letters and underscores only.
    pub(super) fn is_plain(&self) -> bool {
        self.is_identifier() && !self.has_digit() && !self.is_scrambled()
    }

    fn is_scrambled(&self) -> bool {
        self.kinds.any(Kinds::UPPER) && judge::is_scrambled(self.bytes)
    }

    pub(crate) fn is_type(&self) -> bool {
        types::is_type(self.bytes.trim_suffix_of(b"!?,;."))
    }

    /// More than a word.
    pub(crate) fn is_opaque(&self) -> bool {
        self.bytes.len() >= 6
            && (self.has_digit() || self.has_inner_sign())
            && !self.is_code()
            && !self.is_number_with_unit()
            && !(self.kinds.any(Kinds::DASH) && judge::is_compound(self.bytes))
    }

    pub(crate) fn has_inner_sign(&self) -> bool {
        let all_but_last = || &self.bytes[..self.bytes.len().saturating_sub(1)];
        self.kinds.any(Kinds::SIGN) && Kinds::of(all_but_last()).any(Kinds::SIGN)
    }

    pub(super) fn is_identifier_call(&self) -> bool {
        let name = self.bytes.iter().take_while(|b| b.is_ascii_alphanumeric() || b"_.:".contains(b)).count();
        name > 0 && self.bytes.get(name) == Some(&b'(')
    }

    /// `42`, `0x39`, `0x00400000,`.
    pub(super) fn is_count(&self) -> bool {
        let hex = self.bytes.strip_prefix(b"0x").is_some_and(|digits| digits.trim_suffix_of(b",").len() <= 8);
        hex || self.is_number() && self.bytes.len() < 4
    }

    /// The name of a type or a variable, and nothing drawn at random: `Option2`, `ffi::__u32`.
    pub(super) fn is_item(&self) -> bool {
        let bytes = self.bytes.trim_suffix_of(b",;");
        let path = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.:".contains(byte);
        let groups =
            bytes.windows(2).filter(|pair| !pair[0].is_ascii_digit() && pair[1].is_ascii_digit()).count();
        let starts = bytes.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
        let most = if bytes.windows(2).any(|pair| pair == b"::") { 3 } else { 1 };
        starts && bytes.iter().all(path) && groups <= most && !judge::is_scrambled(bytes)
    }

    /// The name of a type and its number: `Colon2`.
    pub(super) fn is_variant(&self) -> bool {
        let bytes = self.bytes.trim_suffix_of(b",");
        let [first, word @ .., digit] = bytes else {
            return false;
        };
        let rest = word.iter().all(u8::is_ascii_lowercase);
        first.is_ascii_uppercase() && digit.is_ascii_digit() && rest
    }

    fn is_number_with_unit(&self) -> bool {
        self.bytes.len() < 6 && self.bytes.first().is_some_and(u8::is_ascii_digit)
    }

    /// `token=a+"…"`: what a string is added to. A line that ends after the sign does not add one.
    pub(super) fn is_joined(&self) -> bool {
        let string = || opening_quote(self.after, 0).is_some() || self.after.first() == Some(&b'\'');
        self.bytes.ends_with(b"+") && string()
    }

    /// `ygyXtqmHzshW`: letters of both cases that no name in code has, where only they are on the line.
    pub(super) fn is_drawn_word(&self) -> bool {
        const LONG: usize = 10;
        let mixed = self.bytes.iter().skip(1).any(u8::is_ascii_uppercase) && self.kinds.any(Kinds::LOWER);
        mixed && self.bytes.len() >= LONG && self.kinds.only(Kinds::LETTER) && is_drawn(self.bytes)
    }
}
