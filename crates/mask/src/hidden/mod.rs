//! Secrets that are written in other characters than their own.
//!
//! Nothing is decoded on the way: the literal pass finds a fragment of a key name beside an
//! escape, a token that stops at one, a letter that nobody escapes without need, or a literal of
//! a rule as an encoder writes it ([`leads`]); or [`signs`] of markup tell of the value of a
//! sensitive name. Only there a bounded stretch is decoded on the stack, scanned like a document
//! of its own, and what is found is masked where it was written. What was decoded once is not
//! decoded again, so the whole stays linear; a text that hides a text that hides a secret is
//! decoded twice.

mod coding;
mod decoded;
pub(crate) mod deltas;
mod leads;
pub(crate) mod lines;
pub(crate) mod signs;
mod slashes;
mod stretch;

use coding::Coding;
use decoded::Decoded;
pub(crate) use leads::{Lead, leads, written, written_name};

use slashes::Slashes;
use stretch::{Stretch, is_url};

use crate::class::{NAME, TOKEN68};
use crate::names::MAX_NAME;
use crate::scan::ahead::Ahead;
use crate::scan::drawn::is_drawn;
use crate::scan::engine::{Engine, RuleId};
use crate::scan::skip::Skip;
use crate::scan::{Open, Scanner, Span, View};

/// So often a text is decoded.
const DEEPEST: u8 = 2;

/// Where the authority of a URL must have ended.
const AUTHORITY: usize = 256;

/// So far behind a value, such a sign may tell where it ends.
const BEHIND: usize = 32;

/// So far from a name, signs that are escapes may tell of its value.
const BESIDE: usize = 96;

/// So much may stand between a name and a word that is its value.
const BETWEEN: usize = 4;

/// What a scanner has decoded. Positions are in its window.
#[derive(Default)]
pub(crate) struct Hidden {
    /// How often the text was decoded.
    depth: u8,
    /// Escapes before this were decoded, by coding.
    decoded: [usize; CODINGS],
    /// Words before this were looked at.
    words: usize,
    lines: lines::Lines,
    slashes: Slashes,
}

/// Four and the lines of a server-sent event.
const CODINGS: usize = 5;

impl Hidden {
    pub(crate) fn of_decoded(depth: u8) -> Self {
        Self { depth, lines: lines::Lines::none(), ..Self::default() }
    }

    /// Tells how the document begins.
    pub(crate) fn begin(&mut self, window: &[u8], end: bool) {
        self.lines.begin(window, end);
    }

    pub(crate) fn shift(&mut self, by: usize) {
        self.words = self.words.saturating_sub(by);
        self.slashes.shift(by);
        for decoded in &mut self.decoded {
            *decoded = decoded.saturating_sub(by);
        }
    }

    /// How many places it remembers.
    pub(crate) const POSITIONS: usize = CODINGS + 1;

    /// Up to where escapes of each coding were decoded, and words looked at.
    pub(crate) fn positions(&self) -> [usize; Self::POSITIONS] {
        let mut all = [self.words; Self::POSITIONS];
        all[..CODINGS].copy_from_slice(&self.decoded);
        all
    }

    /// Goes so far over text that is as what was looked at.
    pub(crate) fn advance(&mut self, by: usize) {
        self.words += by;
        self.decoded.iter_mut().for_each(|decoded| *decoded += by);
    }

    /// A token's literal is at the hit, up to `body`: decodes if the word that it begins or leads to stops at an
    /// escape.
    pub(crate) fn within_word(&mut self, engine: &Engine, view: &View<'_>, body: usize, found: &mut Ahead) {
        if view.hit < self.words {
            return;
        }
        let end = body + TOKEN68.run(view.bytes.get(body..).unwrap_or_default());
        self.words = end;
        if let Some(coding) = escape_at(view, end) {
            self.decode(engine, view, coding, found);
        } else if self.lines.are_data() && lines::is_more_after(&view.bytes[end..]) {
            self.join(engine, view, end, found);
        }
    }

    /// Whether the text stands for another.
    pub(crate) fn is_decoded(&self) -> bool {
        self.depth > 0
    }

    /// Whether the document is a stream of events.
    pub(crate) fn reads_events(&self) -> bool {
        self.lines.are_data()
    }

    /// A key name ends at `end`: decodes if there is an escape on either side of it, or where its
    /// value would begin.
    pub(crate) fn beside_name(&mut self, engine: &Engine, view: &View<'_>, end: usize, found: &mut Ahead) {
        let value = match view.bytes.get(end..) {
            Some([b'=' | b':', b' ', ..]) => end + 2,
            Some([b'=' | b':', ..]) => end + 1,
            _ => end,
        };
        let coding =
            escape_at(view, value).or_else(|| escape_before_name(view)).or_else(|| entity_after(view, end));
        if let Some(coding) = coding {
            self.decode(engine, view, coding, found);
        }
    }

    /// Whether the secret that was found at the hit is read anew, in the text that escapes of signs stand for: in
    /// `token: \u003ctoken\u003e` it is none. What goes on elsewhere, or further than can be seen, is left as it is.
    pub(crate) fn reads_otherwise(
        &mut self,
        engine: &Engine,
        view: &View<'_>,
        secret: &Open,
        found: &mut Ahead,
    ) -> bool {
        let whole = matches!(secret.skip, Skip::Container { .. });
        let reach = match secret.skip {
            Skip::Run { known, class: None } => secret.start + known,
            _ if whole => view.bytes.len(),
            _ => secret.start + BESIDE,
        };
        let shown = &view.bytes[..view.bytes.len().min(reach + BEHIND)];
        let goes_on = secret.follow.is_some() || matches!(secret.skip, Skip::Armor(_));
        let escaped = !goes_on && self.slashes.any(view.bytes, view.hit, shown.len());
        let may_be = escaped && signs::any_or_slash(shown.get(view.hit..).unwrap_or_default());
        if !may_be || self.depth >= DEEPEST {
            return false;
        }
        let end = view.end_of(secret.start, &secret.skip).min(reach);
        let text = shown.get(view.hit..end).unwrap_or_default();
        let after = &shown[end.min(shown.len())..shown.len().min(end + BEHIND)];
        let written = signs::any_or_slash(text);
        if whole && end == shown.len() || !written && !signs::any(after) {
            return false;
        }
        self.decode(engine, view, Coding::Script, found);
        let read = self.decoded[Coding::Script as usize] > if whole { end } else { secret.start };
        // What is behind it may only make it longer.
        written && read
    }

    /// The name that ends at `end` is a sensitive one, and nothing was found with it: decodes if signs that may
    /// tell of its value are written as escapes.
    pub(crate) fn around_name(&mut self, engine: &Engine, view: &View<'_>, end: usize, found: &mut Ahead) {
        let lowest = view.floor.max(view.hit.saturating_sub(BESIDE));
        let before = &view.bytes[lowest..view.hit];
        let before = &before[..before.len() - NAME.run_back(before)];
        let after = view.bytes.get(end..).unwrap_or_default();
        // The value of an attribute is in quotes, which a string escapes.
        let in_tag = || after.first() == Some(&b'\\') && signs::end_in_tag(before);
        let tells = signs::begin(after) || signs::end_in_slash(before) || in_tag();
        if tells && self.is_new(Coding::Script, view.hit) {
            self.decode(engine, view, Coding::Script, found);
        }
    }

    /// A secret that begins after the name that ends at `end` may stop with its line and go on in the
    /// next one of its event.
    pub(crate) fn after_name(&mut self, engine: &Engine, view: &View<'_>, end: usize, found: &mut Ahead) {
        if !self.lines.are_data() {
            return;
        }
        let rest = view.bytes.get(end..).unwrap_or_default();
        let start = end + rest.iter().take(BETWEEN).take_while(|&&byte| b" :=".contains(&byte)).count();
        let end = start + TOKEN68.run(&view.bytes[start..]);
        if end > start && lines::is_more_after(&view.bytes[end..]) {
            self.join(engine, view, end, found);
        }
    }

    /// An escape that is there to hide something.
    pub(crate) fn at(&mut self, engine: &Engine, view: &View<'_>, lead: Lead, found: &mut Ahead) {
        match lead.coding() {
            Some(_) if lead == Lead::Userinfo && !has_userinfo(view) => {}
            Some(coding) => self.decode(engine, view, coding, found),
            None => self.join(engine, view, view.hit, found),
        }
    }

    /// Whether what an escape at `hit` would lead to was decoded with another, or never is.
    #[inline]
    pub(crate) fn was_decoded(&self, lead: Lead, hit: usize) -> bool {
        match lead.coding() {
            Some(coding) => !self.is_new(coding, hit),
            None => !self.lines.are_data() || hit < self.decoded[CODINGS - 1],
        }
    }

    #[inline]
    fn is_new(&self, coding: Coding, hit: usize) -> bool {
        self.depth < DEEPEST && hit >= self.decoded[coding as usize]
    }

    fn decode(&mut self, engine: &Engine, view: &View<'_>, coding: Coding, found: &mut Ahead) {
        if self.is_new(coding, view.hit) {
            self.decode_anew(engine, view, coding, found);
        }
    }

    #[inline(never)]
    fn decode_anew(&mut self, engine: &Engine, view: &View<'_>, coding: Coding, found: &mut Ahead) {
        let stretch = Stretch::around(view, coding);
        self.decoded[coding as usize] = stretch.settled(view.hit);
        let mut text = Decoded::of(&stretch, coding);
        text.decode(view, &stretch, coding);
        scan(engine, &text, view, self.depth + 1, found);
    }

    fn join(&mut self, engine: &Engine, view: &View<'_>, newline: usize, found: &mut Ahead) {
        let joined = &mut self.decoded[CODINGS - 1];
        if !self.lines.are_data() || newline < *joined {
            return;
        }
        let Some(event) = lines::Event::around(view, newline) else {
            return;
        };
        let (text, end) = event.joined(view);
        *joined = end;
        scan(engine, &text, view, self.depth + 1, found);
    }
}

/// Scans a decoded stretch like a document of its own.
#[inline(never)]
fn scan(engine: &Engine, decoded: &Decoded, view: &View<'_>, depth: u8, found: &mut Ahead) {
    let mut scanner = Scanner::nested(depth);
    while let Some(span) = scanner.next_span(engine, decoded.bytes(), true) {
        let Some(open) = decoded.open(&span, view.bytes) else {
            continue;
        };
        if !decoded.is_text() {
            engine.add_found(view, open, found);
        } else if goes_on(engine, decoded, &span, depth) {
            lines::each(open, view.bytes, |line| add_line(engine, view, line, found));
        }
    }
}

/// Whether a secret of a text is one with what it has of the next line. A name says nothing of how long
/// its value is, and a token that is whole without it needs no more.
fn goes_on(engine: &Engine, decoded: &Decoded, span: &Span, depth: u8) -> bool {
    decoded.joint(span).is_none_or(|(begun, rest)| {
        let is_whole = || Scanner::nested(depth).next_span(engine, begun, true).is_some();
        is_drawn(rest) || span.rule != RuleId::KEY_NAME && !is_whole()
    })
}

/// Adds a line of a secret, which may have none of it, or a mark.
fn add_line(engine: &Engine, view: &View<'_>, line: Open, found: &mut Ahead) {
    let text = &view.bytes[line.start..view.end_of(line.start, &line.skip)];
    if !text.is_empty() && !engine.style().is_mark(text) {
        engine.add_found(view, line, found);
    }
}

/// What the escape at `at` is written in, if there is one.
fn escape_at(view: &View<'_>, at: usize) -> Option<Coding> {
    let coding = Coding::led_by(*view.bytes.get(at)?)?;
    coding.unit(&view.bytes[at..]).map(|_| coding)
}

/// `password = &quot;…`, `:password =&gt; &#39;…`, `with_key(&quot;…`: whether signs of a program and an entity follow.
fn entity_after(view: &View<'_>, end: usize) -> Option<Coding> {
    let rest = view.bytes.get(end..)?;
    let signs = rest.iter().take(BETWEEN).take_while(|byte| b" :=(".contains(byte)).count();
    (rest.get(signs) == Some(&b'&')).then(|| escape_at(view, end + signs)).flatten()
}

/// What the letter before a name is written in: its digits look like letters of the name.
fn escape_before_name(view: &View<'_>) -> Option<Coding> {
    let lowest = view.floor.max(view.hit.saturating_sub(MAX_NAME));
    let start = view.hit - NAME.run_back(&view.bytes[lowest..view.hit]);
    let before = &view.bytes[lowest..start];
    match before.last()? {
        b'%' | b'\\' => escape_at(view, start - 1),
        b';' => {
            let from = before.iter().rev().take(12).position(|&byte| byte == b'&')?;
            escape_at(view, start - 1 - from)
        }
        _ => None,
    }
}

/// Whether an encoded URL that begins at the hit may name a user.
fn has_userinfo(view: &View<'_>) -> bool {
    let rest = &view.bytes[view.hit..view.bytes.len().min(view.hit + AUTHORITY)];
    let url = &rest[..rest.iter().take_while(|&&byte| is_url(byte)).count()];
    url.iter().enumerate().any(|(at, &byte)| byte == b'@' || byte == b'%' && url[at..].starts_with(b"%40"))
}
