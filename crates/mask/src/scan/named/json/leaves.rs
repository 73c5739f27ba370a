//! The texts and numbers in an array or object that is a secret: each is one, unless its own key says that it is a
//! [`setting`], and what stands around them stays.
//!
//! It may be longer than what can be seen of it, so each is a span of its own, and the next is looked for where
//! that ended.

use super::setting;
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
use crate::scan::named::text::{Literal, Quoting, blanks, gap, literal, trim_gap};
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

/// What stands at some place between brackets and commas.
enum Item<'w> {
    /// A secret, and the quotes it stands in.
    Leaf(Open, Option<Quoting>),
    /// A key, and where it ends.
    Key(&'w [u8], usize),
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
    /// What it came past that is masked where nothing else is in sight: a value rather than a key.
    passed: Option<(usize, Leaves)>,
    /// The key whose value is next.
    key: Option<&'w [u8]>,
    /// A condition ended: what a colon follows is no key.
    asked: bool,
}

impl<'w> Walk<'w> {
    fn new(view: &'w View<'w>, engine: &'w Engine, rule: RuleId, at: usize) -> Self {
        Self { view, engine, rule, at, marked: false, passed: None, key: None, asked: false }
    }

    fn next_leaf(&mut self, mut leaves: Leaves) -> Option<Open> {
        let bytes = self.view.bytes;
        loop {
            self.at = after_blanks(bytes, self.at);
            self.at += match bytes.get(self.at) {
                None => break,
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
                        leaves.listed = 0;
                        self.passed = self.passed.or(self.pass(end, leaves));
                        self.key = Some(key);
                        end - self.at
                    }
                    Item::Other(end) => {
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
        let (last, leaves) = self.passed.filter(|_| !self.view.ends() && !self.marked)?;
        let (leaf, quote) = self.masked(last, leaves.depth);
        Some(leaves.follow(leaf, quote))
    }

    /// Comes past what is no secret and ends there. Where it begins if a mark for it is seen whole.
    fn pass(&mut self, end: usize, leaves: Leaves) -> Option<(usize, Leaves)> {
        let bytes = self.view.bytes;
        self.marked |= bytes[self.at..end].windows(MARK.len()).any(|part| part == MARK);
        (self.key, self.asked) = (None, false);
        (end + SURE < bytes.len()).then_some((self.at, leaves))
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
        let begins = || key.is_some_and(|key| setting::has_list(key, self.engine));
        match bracket {
            b'[' if before > 0 => before.saturating_add(1),
            b'[' => u32::from(begins()),
            _ => 0,
        }
    }

    fn item(&self, leaves: Leaves) -> Item<'w> {
        let bytes = self.view.bytes;
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
        (self.marked || self.passed.is_some()) && !self.view.ends() && gap(bytes, end) + COLON > bytes.len()
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
