//! Secrets that the name of their key gives away.
//!
//! A hit is a fragment of a name. [`key`] finds the name around it; if the name is sensitive, how
//! it stands decides where its value is: a quoted name in [`quoted`] (JSON, dictionaries, pairs,
//! arguments, attributes), a bare one in [`bare`] (settings, YAML, code, flags, prose). [`judge`]
//! says whether what is there is a secret.

mod argv;
mod assigned;
mod bare;
mod block;
mod browser;
mod calls;
mod changed;
mod code;
mod column;
mod connections;
mod container;
mod cookie;
mod cookies;
mod couple;
mod described;
mod directive;
mod elastic;
mod elements;
mod encoded;
mod environ;
mod expression;
mod harmless;
mod judge;
mod jwk;
mod key;
mod label;
mod line;
mod lines;
mod list;
mod listed;
mod manual;
mod mapping;
mod markup;
mod member;
mod pair;
mod parted;
mod partly;
mod phrase;
mod plain;
mod property;
mod property_file;
mod prose;
mod public;
mod quoted;
mod schema;
mod scheme;
mod sibling;
mod stated;
mod suspect;
mod table;
mod text;
mod translated;
mod types;
mod unescaped;
mod value;
mod version;
mod vocabulary;
mod word;

use std::cell::Cell;

pub(super) use cookies::Cookies;
use harmless::{is_harmless, is_masked_in_part};
pub(super) use jwk::Members;
pub(crate) use jwk::private_jwk;
use key::Key;
use partly::Part;
pub(super) use scheme::scheme_len;
pub(super) use table::Table;
use text::{Literal, Quoting, is_one_of};

use super::ahead::Ahead;
use super::engine::{Engine, RuleId};
use super::skip::{Ends, Progress, Skip};
use super::{Open, State, View, placeholder};
use crate::kinds::{Kinds, Look};
use crate::mark::MARK;
use crate::names::{MAX_NAME, Sense};

/// To tell a secret from a placeholder, no more of it is read than this.
const SHOWN: usize = 128;

/// A sensitive name, and where it stands.
pub(super) struct Site<'s> {
    pub(super) view: &'s View<'s>,
    pub(super) key: &'s Key,
    pub(super) sense: Sense,
    pub(super) engine: &'s Engine,
    /// The quotes around the name.
    quoting: Option<Quoting>,
    /// Its value is a mark already.
    marked: Cell<bool>,
    /// Names before this were looked at,
    seen: Cell<usize>,
    /// and what before this may be the header of a table.
    headers: Cell<usize>,
    /// The document is a stream of events.
    in_events: bool,
}

/// Adds the secret that belongs to the name around a hit, and tells whether there is one or a
/// mark in its place.
///
/// `state.names` is the end of the last name looked at: many fragments may hit in one name.
pub(super) fn find(view: &View<'_>, state: &mut State, engine: &Engine, found: &mut Ahead) -> bool {
    if view.hit < state.names {
        return false;
    }
    let key = Key::around(view).with_path(view);
    state.names = key.seen;
    let quoting = key.quoting(view);
    if quoting.is_none() && !bare::may_follow(view.bytes, &key) {
        return false;
    }
    if view.bytes[view.floor..key.start].ends_with(b"***[") {
        // The rule of a fingerprint.
        return false;
    }
    if key.is_resource(view) {
        return false;
    }
    let mut room = [0; MAX_NAME];
    let Some(name) = key.name(view, &mut room) else {
        return false;
    };
    let Some(sense) = state.memo.sense(name, || engine.sense(name)) else {
        return false;
    };
    if quoting.is_none() && sense == Sense::Random && is_one_of(&["tokens", "sessions"], name) {
        // Most are variables of a parser.
        if !list::may_follow(view.bytes, key.end) {
            return false;
        }
    }
    // What stands under a path is looked into: it may be a resource.
    let sense = if key.is_path() && sense == Sense::Any { Sense::Scalar } else { sense };
    let around = quoting.map(|(quoting, _)| quoting);
    let site = Site {
        view,
        key: &key,
        sense,
        engine,
        quoting: around,
        marked: Cell::new(false),
        seen: Cell::new(key.seen),
        headers: Cell::new(state.headers),
        in_events: state.hidden.reads_events(),
    };
    let span = match quoting {
        Some((quoting, after)) => quoted::value(&site, quoting, after),
        None => bare::value(&site, found),
    };
    let span = span.filter(|span| !engine.stays(view, span) && !sibling::says_none(&site, span));
    let is_found = span.is_some() || site.marked.get();
    state.names = site.seen.get();
    state.headers = site.headers.get();
    if let Some(span) = span {
        if let Some(again) = elastic::encoded(&site) {
            engine.add_found(view, again, found);
        }
        found.add(Open { rule: engine.rule_of_key(name), ..span }, view.bytes);
    }
    is_found
}

impl Site<'_> {
    /// A span from `start` on, unless what is there is no secret.
    pub(super) fn secret(&self, start: usize, skip: Skip) -> Option<Open> {
        if let Some(first) = cookies::list(self, start, &skip) {
            return first;
        }
        let value = match skip {
            Skip::Plain { ends, .. } => self.plain(start, ends),
            Skip::Str { depth: 0, .. } => self.string(start),
            _ => Look::at(self.shown(start, &skip)),
        };
        self.secret_of(value, start, skip)
    }

    /// The same for what is known to be there.
    pub(super) fn secret_of(&self, value: Look<'_>, start: usize, skip: Skip) -> Option<Open> {
        let Look { bytes, kinds } = value;
        let part = Part::of(value, start, self)?;
        if judge::is_template(self.view.bytes.get(start..).unwrap_or_default()) {
            return None;
        }
        if kinds.any(Kinds::DOLLAR.or(Kinds::BRACE)) && judge::is_put_in(self.up_to_value(start), value) {
            return None;
        }
        let may_hold_mark = kinds.any(Kinds::STAR);
        if may_hold_mark && matches!(skip, Skip::Plain { .. }) && is_masked_in_part(bytes, self.engine) {
            self.marked.set(true);
            return None;
        }
        if !judge::is_secret(value, self) {
            self.marked.set(self.marked.get() || bytes.starts_with(MARK));
            return None;
        }
        if let Some((from, to)) = placeholder::default_of(bytes) {
            return Some(Open::known(RuleId::KEY_NAME, start + from, start + to));
        }
        let start = match part {
            Part::Only(len) => return Some(Open::known(RuleId::KEY_NAME, start, start + len)),
            Part::From(from) => start + from,
            Part::All => start,
        };
        // Where no backslash is, what was looked at need not be again; but an event may have ended.
        let lines = self.in_events && kinds.any(Kinds::NEWLINE);
        let whole = matches!(part, Part::All) && !kinds.any(Kinds::BACKSLASH) && !lines;
        let seen = whole && matches!(skip, Skip::Plain { .. } | Skip::Str { .. });
        let resume = if seen { bytes.len() } else { 0 };
        Some(Open { resume, ..Open::new(RuleId::KEY_NAME, start, skip) })
    }

    /// The value that begins at `start`, or as much of it as counts.
    pub(super) fn shown(&self, start: usize, skip: &Skip) -> &[u8] {
        let bytes = self.view.bytes;
        let shown = &bytes[..bytes.len().min(start + SHOWN)];
        let end = match skip.clone().advance(shown, start, true) {
            Progress::Done(end) => end.max(start),
            Progress::More => shown.len(),
        };
        &bytes[start.min(end)..end]
    }

    /// The same for one without quotes.
    fn plain(&self, start: usize, ends: Ends) -> Look<'_> {
        const LINE: Kinds =
            Kinds::NEWLINE.or(Kinds::NUL).or(Kinds::DOUBLE_QUOTE).or(Kinds::QUOTE).or(Kinds::BACKSLASH);
        const LINE_WORD: Kinds =
            LINE.or(Kinds::SPACE).or(Kinds::TAB).or(Kinds::AMPERSAND).or(Kinds::SEMICOLON);
        const WORD: Kinds = LINE_WORD.or(Kinds::COMMA).or(Kinds::CLOSE).or(Kinds::ANGLE).or(Kinds::PIPE);
        let stops = match ends {
            Ends::Word => WORD,
            Ends::LineWord => LINE_WORD,
            Ends::Line | Ends::Cookie => LINE,
        };
        self.up_to(start, stops).unwrap_or_else(|| Look::at(self.shown(start, &Skip::plain(ends))))
    }

    /// The same for a string in double quotes.
    fn string(&self, start: usize) -> Look<'_> {
        let known = self.up_to(start, Kinds::DOUBLE_QUOTE.or(Kinds::BACKSLASH));
        known.unwrap_or_else(|| Look::at(self.shown(start, &Skip::string(0))))
    }

    /// What is shown from `start` on, up to the first of such a kind. A backslash ends nothing by itself.
    #[inline]
    fn up_to(&self, start: usize, stops: Kinds) -> Option<Look<'_>> {
        let rest = self.view.bytes.get(start..).unwrap_or_default();
        let shown = &rest[..rest.len().min(SHOWN)];
        let (len, kinds) = Kinds::up_to(shown, stops);
        (shown.get(len) != Some(&b'\\')).then(|| Look { bytes: &shown[..len], kinds })
    }

    /// Whether the quote of a literal ends the string that the name stands in.
    ///
    /// A quote at the depth of those around the name begins a string like them. Of others JSON
    /// tells: an end is followed by a comma, a colon or a bracket.
    fn ends_outer_string(&self, literal: &Literal) -> bool {
        match (self.quoting, literal.quote) {
            (_, Quoting::Other(_)) => false,
            (Some(Quoting::Double(name)), Quoting::Double(value)) if name <= value => false,
            _ => quoted::closes(self.view.bytes, literal.content),
        }
    }

    /// How much the quote before the name takes, and the one after it.
    fn quote_len(&self) -> usize {
        match self.quoting {
            None => 0,
            Some(Quoting::Double(depth)) => usize::from(depth) + 1,
            Some(Quoting::Other(_)) => 1,
        }
    }

    /// The name as it is written.
    pub(super) fn name(&self) -> &[u8] {
        &self.view.bytes[self.key.start..self.key.end]
    }

    /// What stands before the name.
    pub(super) fn before(&self) -> &[u8] {
        &self.view.bytes[self.view.floor..self.key.start]
    }

    /// What stands before a value.
    fn up_to_value(&self, start: usize) -> &[u8] {
        &self.view.bytes[self.view.floor.min(start)..start]
    }

    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.view.bytes.get(at).copied()
    }

    /// The secret in the string at `at`, if there is a string.
    pub(super) fn literal(&self, at: usize) -> Option<Open> {
        let literal = text::literal(self.view.bytes, at)?;
        if self.ends_outer_string(&literal) {
            return None;
        }
        let start = literal.content + scheme_len(&self.view.bytes[literal.content..]);
        self.secret(start, literal.skip)
    }
}
