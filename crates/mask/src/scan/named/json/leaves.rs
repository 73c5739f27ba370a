//! The texts and numbers in an array or object that is a secret: each is one, and what stands around them stays.
//!
//! It may be longer than what can be seen of it, so each is a span of its own, and the next is looked for where
//! that ended.

use super::steps::after_comments;
use crate::class::Bytes;
use crate::hidden::signs;
use crate::kinds::Look;
use crate::mark::MARK;
use crate::scan::engine::{Engine, RuleId};
use crate::scan::follow::Follow;
use crate::scan::named::headers::scheme::scheme_len;
use crate::scan::named::judge::{self, harmless::is_harmless};
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::named::text::{Literal, gap, literal};
use crate::scan::skip::Skip;
use crate::scan::{Open, View};

/// Where the last of the leaves ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Leaves {
    /// How many backslashes the quotes take.
    depth: u8,
    /// How many brackets are open.
    nesting: u32,
    /// What the quote takes that the last one ends with.
    quote: usize,
}

/// What stands at some place between brackets and commas.
enum Item {
    /// A secret, and what its closing quote takes.
    Leaf(Open, usize),
    /// A key, a placeholder, a state: it ends here.
    Other(usize),
    /// What says nothing, up to here.
    Sign(usize),
    /// The string ends that all of this is in.
    End,
}

/// So far before the end of what can be seen, a mark is seen whole.
const SURE: usize = 64;

/// The first leaf of the array or object at `at`, or all of it where letters stand for others. Names in what is
/// before it say nothing more.
pub(super) fn first(site: &Site<'_>, at: usize, depth: u8) -> Option<Open> {
    let whole = whole(at, depth);
    if site.is_decoded || signs::any_or_slash(&site.view.bytes[at..site.view.end_of(at, &whole.skip)]) {
        return Some(whole);
    }
    let leaves = Leaves { depth, nesting: 0, quote: 0 };
    let found = leaves.find(site.view, at, RuleId::KEY_NAME, site.engine);
    let seen = found.as_ref().map_or(at, |open| open.start);
    site.seen.set(site.seen.get().max(seen));
    found
}

/// All of the array or object at `at`.
pub(super) fn whole(at: usize, depth: u8) -> Open {
    Open { quote: Some(depth), ..Open::new(RuleId::KEY_NAME, at, Skip::container(depth)) }
}

/// Whether it is a leaf.
pub(super) fn is_one(found: &Open) -> bool {
    matches!(found.follow, Some(Follow::Leaves(_)))
}

impl Leaves {
    /// The leaf that follows the one that ended at the view's hit.
    pub(crate) fn next(self, view: &View<'_>, rule: RuleId, engine: &Engine) -> Option<Open> {
        self.find(view, view.hit + self.quote, rule, engine)
    }

    fn find(mut self, view: &View<'_>, mut at: usize, rule: RuleId, engine: &Engine) -> Option<Open> {
        let bytes = view.bytes;
        let (mut passed, mut marked) = (None, false);
        loop {
            at = after_blanks(bytes, at);
            at = match bytes.get(at) {
                None => break,
                Some(b'}' | b']') if self.nesting < 2 => return None,
                Some(b'}' | b']') => {
                    self.nesting -= 1;
                    at + 1
                }
                Some(b'{' | b'[') => {
                    self.nesting = self.nesting.saturating_add(1);
                    at + 1
                }
                Some(_) => match self.item(view, at, rule, engine) {
                    Item::Leaf(open, quote) => return Some(self.followed(open, quote)),
                    Item::Other(end) => {
                        marked |= bytes[at..end].windows(MARK.len()).any(|part| part == MARK);
                        passed = Some(at).filter(|_| end + SURE < bytes.len()).or(passed);
                        end
                    }
                    Item::Sign(end) => end,
                    Item::End => return None,
                },
            };
        }
        // What is not seen may be secret, so it is looked for after something that is.
        let last = passed.filter(|_| !view.ends() && !marked)?;
        let (open, quote) = self.masked(bytes, last, rule);
        Some(self.followed(open, quote))
    }

    fn item(self, view: &View<'_>, at: usize, rule: RuleId, engine: &Engine) -> Item {
        let bytes = view.bytes;
        let Some(string) = literal(bytes, at) else {
            return self.bare(view, at, rule, engine);
        };
        let Literal { content, skip, quote } = string;
        if matches!(&skip, Skip::Str { depth, .. } if *depth < self.depth) {
            return Item::End;
        }
        let end = view.end_of(content, &skip);
        let after = (end + quote.width()).min(bytes.len());
        let value = &bytes[content..end];
        let seen = end < bytes.len() && value.len() < SHOWN;
        if value.is_empty() {
            return Item::Sign(after);
        }
        if is_key(bytes, after) && !is_drawn(value) || seen && is_harmless(Look::at(value), engine) {
            return Item::Other(after);
        }
        let open = Open::new(rule, content + scheme_len(value), skip);
        if engine.stays(view, &open) { Item::Other(after) } else { Item::Leaf(open, quote.width()) }
    }

    /// A number, which becomes a string, or a word of a program.
    fn bare(self, view: &View<'_>, at: usize, rule: RuleId, engine: &Engine) -> Item {
        let bytes = view.bytes;
        let slashes = bytes[at..].iter().take_while(|byte| **byte == b'\\').count();
        let start = at + slashes;
        let end = start + bare_len(&bytes[start..]);
        if slashes > 0 || end == start {
            // An escape, or a comma.
            return Item::Sign(end.max(at + 1));
        }
        if is_key(bytes, end) || !bytes[at..end].iter().any(u8::is_ascii_digit) {
            return Item::Other(end);
        }
        let open = Open { quote: Some(self.depth), ..Open::known(rule, at, end) };
        if engine.stays(view, &open) { Item::Other(end) } else { Item::Leaf(open, 0) }
    }

    /// What is no leaf, to be masked as one.
    fn masked(self, bytes: &[u8], at: usize, rule: RuleId) -> (Open, usize) {
        if let Some(Literal { content, skip, quote }) = literal(bytes, at) {
            return (Open::new(rule, content, skip), quote.width());
        }
        let end = at + bare_len(&bytes[at..]);
        (Open { quote: Some(self.depth), ..Open::known(rule, at, end) }, 0)
    }

    fn followed(self, open: Open, quote: usize) -> Open {
        Open { follow: Some(Follow::Leaves(Self { quote, ..self })), ..open }
    }
}

/// After blanks and comments. A blank may be written as any letter can be: `\u0020`.
fn after_blanks(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at = after_comments(bytes, gap(bytes, at));
        let rest = bytes.get(at..).unwrap_or_default();
        let slashes = rest.iter().take_while(|byte| **byte == b'\\').count();
        match rest.get(slashes..slashes + 5) {
            Some(b"u0020" | b"u0009" | b"u000a" | b"u000A" | b"u000d" | b"u000D") if slashes > 0 => {
                at += slashes + 5;
            }
            _ => return at,
        }
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
