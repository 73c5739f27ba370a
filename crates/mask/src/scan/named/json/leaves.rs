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
use crate::scan::named::judge::{self, connects, harmless::is_harmless};
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::named::text::{Literal, Quoting, gap, literal};
use crate::scan::skip::Skip;
use crate::scan::{Open, View};

/// Where the last of the leaves ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Leaves {
    /// How many backslashes the quotes take.
    depth: u8,
    /// How many brackets are open.
    nesting: u32,
    /// What quotes the last one stands in.
    quote: Option<Quoting>,
}

/// What stands at some place between brackets and commas.
enum Item {
    /// A secret, and the quotes it stands in.
    Leaf(Open, Option<Quoting>),
    /// A key, a placeholder, a state: it ends here.
    Other(usize),
    /// What says nothing, up to here.
    Sign(usize),
    /// The string ends that all of this is in, or nothing more is to be found.
    End,
}

/// So far before the end of what can be seen, a mark is seen whole.
const SURE: usize = 64;

/// The first leaf of the array or object at `at`, or all of it where letters stand for others. Names in what is
/// before it say nothing more.
pub(super) fn first(site: &Site<'_>, at: usize, depth: u8) -> Option<Open> {
    let Site { view, engine, .. } = *site;
    let mut walk = Walk { view, engine, rule: RuleId::KEY_NAME, at, marked: false };
    let found = walk.next_leaf(Leaves { depth, nesting: 0, quote: None });
    site.marked.set(site.marked.get() || found.is_none() && walk.marked);
    site.seen.set(site.seen.get().max(walk.at));
    let (leaf, whole) = (found?, whole(at, depth));
    let signs = || signs::any_or_slash(&view.bytes[at..view.end_of(at, &whole.skip)]);
    Some(if site.is_decoded || signs() { whole } else { leaf })
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
    /// The leaf that follows the one that ended at the view's hit. `names` is the end of the last name looked at.
    pub(crate) fn next(
        self,
        view: &View<'_>,
        rule: RuleId,
        engine: &Engine,
        names: &mut usize,
    ) -> Option<Open> {
        let at = view.hit + self.quote.map_or(0, Quoting::width);
        let mut walk = Walk { view, engine, rule, at, marked: false };
        let found = walk.next_leaf(self);
        *names = walk.at.max(*names);
        found
    }

    fn follow(self, leaf: Open, quote: Option<Quoting>) -> Open {
        Open { follow: Some(Follow::Leaves(Self { quote, ..self })), ..leaf }
    }
}

/// On the way to the next leaf.
struct Walk<'w> {
    view: &'w View<'w>,
    engine: &'w Engine,
    rule: RuleId,
    at: usize,
    /// It came past a mark.
    marked: bool,
}

impl Walk<'_> {
    fn next_leaf(&mut self, mut leaves: Leaves) -> Option<Open> {
        let bytes = self.view.bytes;
        let mut passed = None;
        loop {
            self.at = after_blanks(bytes, self.at);
            self.at += match bytes.get(self.at) {
                None => break,
                Some(b'}' | b']') if leaves.nesting < 2 => return None,
                Some(b'}' | b']') => {
                    leaves.nesting -= 1;
                    1
                }
                Some(b'{' | b'[') => {
                    leaves.nesting = leaves.nesting.saturating_add(1);
                    1
                }
                Some(_) => match self.item(leaves.depth) {
                    Item::Leaf(leaf, quote) => return Some(leaves.follow(leaf, quote)),
                    Item::Other(end) => {
                        self.marked |= bytes[self.at..end].windows(MARK.len()).any(|part| part == MARK);
                        passed = Some((self.at, leaves)).filter(|_| end + SURE < bytes.len()).or(passed);
                        end - self.at
                    }
                    Item::Sign(end) => end - self.at,
                    Item::End => return None,
                },
            };
        }
        // What is not seen may be secret, so it is looked for after something that is.
        let (last, leaves) = passed.filter(|_| !self.view.ends() && !self.marked)?;
        let (leaf, quote) = self.masked(last, leaves.depth);
        Some(leaves.follow(leaf, quote))
    }

    fn item(&self, depth: u8) -> Item {
        let bytes = self.view.bytes;
        let Some(Literal { content, skip, quote }) = literal(bytes, self.at) else {
            return self.bare(depth);
        };
        if matches!(&skip, Skip::Str { depth: own, .. } if *own < depth) {
            return Item::End;
        }
        let end = self.view.end_of(content, &skip);
        let after = (end + quote.width()).min(bytes.len());
        let value = &bytes[content..end];
        let short = value.len() < SHOWN;
        if short && end == bytes.len() && self.marked && !self.view.ends() {
            // It was seen whole when what is before it was masked.
            return Item::End;
        }
        // What follows a scheme may be none: `["token <ACCESS_TOKEN>"]`.
        let held = &value[scheme_len(value)..];
        let harmless = || {
            let none = |text: &[u8]| {
                is_harmless(Look::at(text), self.engine)
                    || text.contains(&b'=') && connects::has_no_password(text)
            };
            short && end < bytes.len() && (none(value) || held.len() < value.len() && none(held))
        };
        if value.is_empty() || is_key(bytes, after) && !is_drawn(value) || harmless() {
            return Item::Other(after);
        }
        let leaf = Open::new(self.rule, content + value.len() - held.len(), skip);
        if self.engine.stays(self.view, &leaf) { Item::Other(after) } else { Item::Leaf(leaf, Some(quote)) }
    }

    /// A number, which becomes a string, or a word of a program.
    fn bare(&self, depth: u8) -> Item {
        let (bytes, at) = (self.view.bytes, self.at);
        let slashes = bytes[at..].iter().take_while(|byte| **byte == b'\\').count();
        let end = at + slashes + bare_len(&bytes[at + slashes..]);
        if slashes > 0 || end == at {
            // An escape, or a comma.
            return Item::Sign(end.max(at + 1));
        }
        if is_key(bytes, end) || !bytes[at..end].iter().any(u8::is_ascii_digit) {
            return Item::Other(end);
        }
        let (leaf, quote) = self.masked(at, depth);
        if self.engine.stays(self.view, &leaf) { Item::Other(end) } else { Item::Leaf(leaf, quote) }
    }

    /// The string, number or word at `at` as a leaf, and the quotes it stands in.
    fn masked(&self, at: usize, depth: u8) -> (Open, Option<Quoting>) {
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
