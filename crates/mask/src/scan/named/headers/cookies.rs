//! The cookies of a header: the value of each is a secret, and what stands around them is none.
//!
//! A header may be longer than what can be seen of it, so each value is a span of its own, and the
//! next is looked for where that ended.

use super::cookie::Cookie;
use crate::kinds::Look;
use crate::mark::MARK;
use crate::scan::engine::{Engine, RuleId};
use crate::scan::follow::Follow;
use crate::scan::named::judge;
use crate::scan::named::site::Site;
use crate::scan::named::text::{ends_with_folded, gap, opening_quote, spaces};
use crate::scan::skip::{Ends, Skip};
use crate::scan::{Open, View};

/// Where cookies stand, and where among them the last span ended.
#[derive(Debug, Clone)]
pub(crate) struct Cookies {
    /// From the start of a cookie to its end, which is a semicolon or the end of the header.
    item: Skip,
    /// To the end of the header.
    rest: Skip,
    /// The headers are strings of an array, whose quotes take so many backslashes.
    array: Option<u8>,
    place: Place,
    /// So many secrets more are spans of their own.
    left: u16,
}

/// A header with more secrets was made to take time: a browser keeps fewer than 200 for a site. What is
/// left of it goes whole.
const MOST: u16 = 1024;

#[derive(Debug, Clone, Copy)]
enum Place {
    /// The header begins.
    First,
    /// A value ended.
    Value,
    /// A value ended whose quotes take so many backslashes.
    Quoted(u8),
    /// An attribute ended, which another header may follow.
    Attribute,
    /// An element of an array ended that is no string.
    Element,
}

/// What follows a value.
enum Next {
    /// Another cookie, or the first of another header.
    Cookie(usize, bool),
    /// An array or object where a header should be.
    Element(usize),
}

/// The first secret of the cookies that begin at `start`; `None` if no cookies do.
pub(crate) fn list(site: &Site<'_>, start: usize, skip: &Skip) -> Option<Option<Open>> {
    if !is_cookie(site.name()) {
        return None;
    }
    let item = match skip {
        Skip::Str { depth, .. } => Skip::Item { depth: *depth, slashes: 0 },
        Skip::Plain { ends: Ends::Line, .. } => Skip::plain(Ends::Cookie),
        Skip::Plain { ends: Ends::CookieWord, .. } => skip.clone(),
        Skip::Until(until) => Skip::Until(until.item()?),
        _ => return None,
    };
    Cookies { item, rest: skip.clone(), array: None, place: Place::First, left: MOST }.begin(site, start)
}

/// The same for an array of headers whose first element is at `at`.
pub(crate) fn array(site: &Site<'_>, at: usize, depth: u8) -> Option<Option<Open>> {
    if !is_cookie(site.name()) {
        return None;
    }
    let (_, start) = opening_quote(site.view.bytes, at).filter(|(own, _)| *own == depth)?;
    let item = Skip::Item { depth, slashes: 0 };
    Cookies { item, rest: Skip::string(depth), array: Some(depth), place: Place::First, left: MOST }
        .begin(site, start)
}

/// Whether the name may be that of cookies.
pub(crate) fn is_cookie(name: &[u8]) -> bool {
    ends_with_folded(name, b"cookie") || ends_with_folded(name, b"cookies")
}

/// Whether the name is that of the header, and not that of some cookie.
fn is_header(name: &[u8]) -> bool {
    let last = name.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    let last = last.get(..4).filter(|set| set.eq_ignore_ascii_case(b"set-")).map_or(last, |_| &last[4..]);
    last.eq_ignore_ascii_case(b"cookie") || last.eq_ignore_ascii_case(b"cookies")
}

impl Cookies {
    /// The value that follows the one that ended at the view's hit. `names` is the end of the last name
    /// looked at.
    pub(crate) fn next(
        self,
        view: &View<'_>,
        rule: RuleId,
        engine: &Engine,
        names: &mut usize,
    ) -> Option<Open> {
        self.find(view, (view.hit, rule), engine, names)
    }

    fn begin(self, site: &Site<'_>, start: usize) -> Option<Option<Open>> {
        if !self.is_list(site, start) {
            return None;
        }
        let mut names = site.seen.get();
        let first = self.find(site.view, (start, RuleId::KEY_NAME), site.engine, &mut names);
        site.seen.set(names);
        Some(first)
    }

    /// Whether a name and a value begin at `start`, and not a value that has padding.
    fn is_list(&self, site: &Site<'_>, start: usize) -> bool {
        let first = Cookie::at(site.view, start, &self.item);
        let drawn = || judge::is_random(Look::at(first.name)) || first.name.len() >= Cookie::NAME / 2;
        let padding = || first.value.iter().all(|&byte| byte == b'=');
        // A name with a mark in it was masked as something else.
        let marked = || first.name.windows(MARK.len()).any(|part| part == MARK);
        !first.name.is_empty() && !marked() && (is_header(site.name()) || !drawn() && !padding())
    }

    fn find(
        &self,
        view: &View<'_>,
        (from, rule): (usize, RuleId),
        engine: &Engine,
        names: &mut usize,
    ) -> Option<Open> {
        let bytes = view.bytes;
        let (mut at, mut place) = (from, self.place);
        let (mut marked, mut last, mut left) = (false, None, self.left);
        loop {
            let first = match self.after(bytes, at, place)? {
                Next::Cookie(start, first) => {
                    at = spaces(bytes, start);
                    first
                }
                Next::Element(at) => return Some(self.element(rule, at, left)),
            };
            if at >= bytes.len() && !view.ends() {
                // What is not seen may be secret, so it is looked for after the last that is.
                return last.filter(|_| !marked).map(|last| self.open(rule, &last, left));
            }
            let cookie = Cookie::at(view, at, &self.item);
            // A name in it says nothing more.
            *names = cookie.end.max(*names);
            if let Some(end) = cookie.attribute_end().filter(|_| !first) {
                (at, place) = (end, Place::Attribute);
                continue;
            }
            if cookie.is_nameless() && self.is_in_text() {
                // The sentence goes on.
                return None;
            }
            if marked && cookie.may_be_harmless() {
                // It was seen whole when what is before it was masked.
                return None;
            }
            let has_mark = cookie.value.starts_with(MARK);
            let is_harmless = cookie.is_harmless(engine);
            if !is_harmless {
                let open = self.open(rule, &cookie, left);
                if !engine.stays(view, &open) {
                    return Some(open);
                }
            }
            // A mark counts as what it stands for: masking again finds no more.
            left = left.saturating_sub(u16::from(has_mark || !is_harmless));
            marked |= has_mark;
            (at, place) = (cookie.end, cookie.place());
            last = (!cookie.value.is_empty()).then_some(cookie);
        }
    }

    /// What is at `at`, where the last value ended.
    fn after(&self, bytes: &[u8], mut at: usize, place: Place) -> Option<Next> {
        let close = |at, depth| opening_quote(bytes, at).filter(|(own, _)| *own == depth);
        match place {
            Place::First => return Some(Next::Cookie(at, true)),
            Place::Quoted(depth) => at = close(at, depth).map_or(at, |(_, after)| after),
            Place::Value | Place::Attribute | Place::Element => {}
        }
        match (bytes.get(at)?, place) {
            (_, Place::Element) => {}
            (b';', _) => return Some(Next::Cookie(at + 1, false)),
            (b',', Place::Attribute) => return Some(Next::Cookie(at + 1, true)),
            _ => at = close(at, self.array?)?.1,
        }
        let comma = gap(bytes, at);
        let next = gap(bytes, comma + 1);
        let string = close(next, self.array?).map(|(_, content)| Next::Cookie(content, true));
        let element = || matches!(bytes.get(next), Some(b'{' | b'[')).then_some(Next::Element(next));
        (bytes.get(comma) == Some(&b',')).then(|| string.or_else(element)).flatten()
    }

    /// Whether the cookies stand in a line of text, and end with their words.
    fn is_in_text(&self) -> bool {
        matches!(self.item, Skip::Plain { ends: Ends::CookieWord, .. })
    }

    fn open(&self, rule: RuleId, cookie: &Cookie<'_>, left: u16) -> Open {
        let Some(left) = left.checked_sub(1) else {
            let quote = cookie.quoted.map_or(0, |depth| usize::from(depth) + 1);
            return self.followed(Open::new(rule, cookie.start - quote, self.rest.clone()), Place::Value, 0);
        };
        // What follows a part without a name may be no list of cookies, and is not gone over part by part.
        let plain = || if cookie.is_nameless() { self.rest.clone() } else { self.item.clone() };
        let skip = cookie.quoted.map_or_else(plain, Skip::string);
        self.followed(Open::new(rule, cookie.start, skip), cookie.place(), left)
    }

    fn element(&self, rule: RuleId, at: usize, left: u16) -> Open {
        let skip = self.array.map_or_else(|| self.item.clone(), Skip::container);
        let open = Open { quote: self.array, ..Open::new(rule, at, skip) };
        self.followed(open, Place::Element, left.saturating_sub(1))
    }

    fn followed(&self, open: Open, place: Place, left: u16) -> Open {
        let follow = Self { place, left, ..self.clone() };
        Open { follow: Some(Follow::Cookies(Box::new(follow))), ..open }
    }
}

impl Cookie<'_> {
    fn place(&self) -> Place {
        self.quoted.map_or(Place::Value, Place::Quoted)
    }
}
