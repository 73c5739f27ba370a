//! The texts and numbers in an array or object that is a secret: each is one, unless its own key says that it is a
//! [`setting`], and what stands around them stays.
//!
//! It may be longer than what can be seen of it, so each is a span of its own, and the next is looked for where
//! that ended.

mod item;

use item::Item;

use super::setting;
use super::steps::after_comments;
use crate::hidden::signs;
use crate::mark::MARK;
use crate::scan::engine::{Engine, RuleId};
use crate::scan::follow::Follow;
use crate::scan::named::site::Site;
use crate::scan::named::text::{Quoting, gap};
use crate::scan::skip::Skip;
use crate::scan::{Open, View};

/// Where the last of the leaves ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Leaves {
    /// How many backslashes the quotes take.
    depth: u8,
    /// How many brackets are open.
    nesting: u32,
    /// How many of these are of a list of settings.
    listed: u32,
    /// What quotes the last one stands in.
    quote: Option<Quoting>,
}

/// So far before the end of what can be seen, a mark is seen whole.
const SURE: usize = 64;

/// The first leaf of the array or object at `at`, or all of it where letters stand for others. Names in what is
/// before it say nothing more.
pub(super) fn first(site: &Site<'_>, at: usize, depth: u8) -> Option<Open> {
    let Site { view, engine, .. } = *site;
    let mut walk = Walk::new(view, engine, RuleId::KEY_NAME, at);
    let found = walk.next_leaf(Leaves { depth, nesting: 0, listed: 0, quote: None });
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
        let mut walk = Walk::new(view, engine, rule, at);
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
    /// The last value it came past: it is masked where nothing else is in sight.
    passed: Option<(usize, Leaves)>,
    /// The last key it came past, which is masked where there is no value either. It is the last, so that no part of
    /// an endless row of keys is walked twice.
    passed_key: Option<(usize, Leaves)>,
    /// The key whose value is next.
    key: Option<&'w [u8]>,
    /// A condition ended: what a colon follows is no key.
    asked: bool,
}

impl<'w> Walk<'w> {
    fn new(view: &'w View<'w>, engine: &'w Engine, rule: RuleId, at: usize) -> Self {
        Self {
            view,
            engine,
            rule,
            at,
            marked: false,
            passed: None,
            passed_key: None,
            key: None,
            asked: false,
        }
    }

    fn next_leaf(&mut self, mut leaves: Leaves) -> Option<Open> {
        let bytes = self.view.bytes;
        loop {
            self.at = after_blanks(bytes, self.at);
            self.at += match bytes.get(self.at) {
                None => break,
                Some(b',' | b':') => {
                    self.sign();
                    1
                }
                Some(b'}' | b']') if leaves.nesting < 2 => return None,
                Some(b'}' | b']') => {
                    leaves.nesting -= 1;
                    leaves.listed = leaves.listed.saturating_sub(1);
                    self.key = None;
                    1
                }
                Some(bracket @ (b'{' | b'[')) => {
                    leaves.nesting = leaves.nesting.saturating_add(1);
                    leaves.listed = self.listed(*bracket, leaves.listed);
                    1
                }
                Some(_) => match self.item(leaves) {
                    Item::Leaf(leaf, quote) => return Some(leaves.follow(leaf, quote)),
                    Item::Key(key, end) => {
                        self.marked |= holds_mark(key);
                        self.pass_key(key, end, &mut leaves)
                    }
                    Item::Name(key, end) => self.pass_key(key, end, &mut leaves),
                    Item::Other(end) => {
                        self.marked |= holds_mark(&bytes[self.at..end]);
                        self.passed = self.pass(end, leaves).or(self.passed);
                        end - self.at
                    }
                    Item::Sign(end) => {
                        self.sign();
                        end - self.at
                    }
                    Item::Cut => break,
                    Item::End => return None,
                },
            };
        }
        // What is not seen may be secret, so it is looked for after something that is.
        let passed = self.passed.or(self.passed_key);
        let (last, leaves) = passed.filter(|_| !self.view.ends() && !self.marked)?;
        let (leaf, quote) = self.masked(last, leaves.depth);
        Some(leaves.follow(leaf, quote))
    }

    /// Comes past a key. How long it is with its quotes.
    fn pass_key(&mut self, key: &'w [u8], end: usize, leaves: &mut Leaves) -> usize {
        leaves.listed = 0;
        self.passed_key = self.pass(end, *leaves).or(self.passed_key);
        self.key = Some(key);
        end - self.at
    }

    /// Comes past what is no secret and ends there. Where it begins if a mark for it is seen whole.
    fn pass(&mut self, end: usize, leaves: Leaves) -> Option<(usize, Leaves)> {
        (self.key, self.asked) = (None, false);
        (end + SURE < self.view.bytes.len()).then_some((self.at, leaves))
    }

    /// Comes past a sign: only those between a key and its value leave it the next.
    fn sign(&mut self) {
        let sign = self.view.bytes[self.at];
        self.key = self.key.filter(|_| matches!(sign, b':' | b'=' | b'>'));
        self.asked = sign == b'?';
    }

    /// How many brackets of a list of settings are open after one more, if so many were.
    fn listed(&mut self, bracket: u8, before: u32) -> u32 {
        let key = self.key.take();
        self.asked = false;
        // The most usual list is one of objects, which says no more of the key.
        let is_plain = self.view.bytes.get(self.at + 1) != Some(&b'{');
        let begins = || is_plain && key.is_some_and(|key| setting::has_list(key, self.engine));
        match bracket {
            b'[' if before > 0 => before.saturating_add(1),
            b'[' => u32::from(begins()),
            _ => 0,
        }
    }
}

fn holds_mark(text: &[u8]) -> bool {
    text.windows(MARK.len()).any(|part| part == MARK)
}

/// After blanks and comments. A blank may be written as any letter can be: `\u0020`.
fn after_blanks(bytes: &[u8], mut at: usize) -> usize {
    loop {
        if let Some(b',' | b':' | b'"' | b'{' | b'}' | b'[' | b']') = bytes.get(at) {
            return at;
        }
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
