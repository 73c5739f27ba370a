//! Tables: a header has the names, the rows below it the values.
//!
//! A table may be longer than what can be seen of it, so each secret is a span of its own, and the
//! next is looked for where that ended.
//!
//! [`layout`] says how rows and cells are told apart, [`header`] and [`cell`] read them, and [`people`] knows
//! rows whose passwords may be mere words. A row that holds a name and its value is in [`mod@column`], one
//! of a file of cookies in [`jar`], two lines that do in [`reply`].

mod cell;
pub(super) mod column;
mod header;
mod jar;
mod layout;
mod people;
pub(super) mod reply;

use cell::Cell;
use header::is_name;
use layout::{Frame, Layout};
use people::People;

use crate::kinds::{Kinds, Look};
use crate::names::Sense;
use crate::scan::engine::{Engine, RuleId};
use crate::scan::follow::Follow;
use crate::scan::named::judge::harmless::is_harmless;
use crate::scan::named::judge::{self, passphrase};
use crate::scan::named::site::Site;
use crate::scan::named::text::{ends_with_folded, gap};
use crate::scan::skip::Skip;
use crate::scan::{Open, View};

/// A table, and which of its columns are secret.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table {
    layout: Layout,
    columns: u8,
    /// That of the last secret.
    column: u8,
    /// Those whose values are secret unless they are words or numbers, a bit each,
    opaque: u64,
    /// and those whose values are if they look drawn at random. Of both, digits are secret, too.
    random: u64,
    /// Those of passwords, of which several words may be one.
    phrases: u64,
    /// What tells that a row is that of somebody, whose password may be a mere word.
    people: People,
}

/// No table has more columns.
const COLUMNS: u8 = 64;
/// What the name of a number ends with that is secret.
const NUMBERED: &[&[u8]] = &[b"pin", b"otp", b"code", b"word", b"pass", b"passwd", b"pwd"];
/// What the name of a password ends with.
const PHRASES: &[&[u8]] = &[b"password", b"passphrase", b"passwd", b"pass_word", b"secret"];
/// What is left of the names in `INSERT INTO users (…)` is no longer.
const REST: usize = 160;
/// No secret is shorter.
const SHORTEST: usize = 4;

/// The first secret below a header that has the name of a site. It is looked for once a header.
pub(super) fn rows(site: &Site<'_>) -> Option<Open> {
    if site.key.end <= site.headers.get() {
        return None;
    }
    let quote = site.quote_len();
    let (layout, header) = Layout::around(site.view, site.key.start - quote, site.key.end + quote)?;
    let (table, mut row) = Table::of(layout, header, site)?;
    let found = table.find(site.view, &mut row, RuleId::KEY_NAME, site.engine);
    // Rows are no headers.
    site.headers.set(row);
    found
}

/// Whether the sign after a name may be one of a header: most are in code, and there a blank follows.
pub(super) fn may_follow(bytes: &[u8], end: usize) -> bool {
    let next = |at: usize| bytes.get(at).copied().unwrap_or_default();
    let inserts = |close: usize| {
        let at = gap(bytes, close + 1);
        next(at).eq_ignore_ascii_case(&b'v') || layout::is_copied(bytes, at)
    };
    match (next(end), next(end + 1)) {
        (b',', b' ') => {
            let rest = &bytes[end..bytes.len().min(end + REST)];
            rest.iter().position(|&byte| byte == b')').is_some_and(|at| inserts(end + at))
        }
        (b',' | b';', next) => next.is_ascii_alphabetic() || next == b'_',
        (b')', _) => inserts(end),
        _ => false,
    }
}

fn ends_in_one_of(list: &[&[u8]], name: &[u8]) -> bool {
    list.iter().any(|end| ends_with_folded(name, end))
}

impl Table {
    /// The one whose header begins at `header`, and where its first row begins.
    fn of(layout: Layout, header: usize, site: &Site<'_>) -> Option<(Self, usize)> {
        let view = site.view;
        let mut at = layout.begin(view, header)?;
        let mut table = Self {
            layout,
            columns: 0,
            column: 0,
            opaque: 0,
            random: 0,
            phrases: 0,
            people: People::default(),
        };
        loop {
            site.headers.set(at);
            let cell = layout.cell(view, at)?;
            if table.columns == COLUMNS || !is_name(&cell, view, layout) {
                return None;
            }
            table.add(&view.bytes[cell.start..cell.end], site.engine);
            at = cell.after;
            match layout.next_cell(view, at) {
                Some(next) => at = next,
                None => break,
            }
        }
        site.headers.set(at);
        let end = layout.end(view, at)?;
        let first = match layout.copied(view, end) {
            Some((rows, first)) => {
                table.layout = rows;
                first
            }
            None => layout.first_row(view, end)?,
        };
        (table.columns > 1 && table.begins_anew(view, header, first)).then_some((table, first))
    }

    /// Adds a column.
    fn add(&mut self, name: &[u8], engine: &Engine) {
        let bit = 1 << self.columns;
        self.columns += 1;
        self.people.add(name, bit);
        let sense = engine.sense(name);
        let numbered = || ends_in_one_of(NUMBERED, name);
        match sense {
            // A pin of which nobody knows whose it is may be one of a chip.
            None | Some(Sense::Digits) => {}
            Some(Sense::Random | Sense::Drawn) => self.random |= bit,
            Some(_) => {
                self.opaque |= bit;
                self.random |= if numbered() { bit } else { 0 };
                self.phrases |= if ends_in_one_of(PHRASES, name) { bit } else { 0 };
                self.people.add_secret(name, bit);
            }
        }
    }

    /// Whether the first row begins with something else than the header, as lists of words do not, nor those
    /// of files: `prf_secret.3,prf_md.3`.
    fn begins_anew(self, view: &View<'_>, header: usize, row: usize) -> bool {
        let first = |row: usize| {
            let cell = self.layout.cell(view, self.layout.begin(view, row)?)?;
            view.bytes.get(cell.start..cell.end)
        };
        let (name, cell) = (first(header), first(row));
        let ending = |cell: &[u8]| cell.iter().rposition(|byte| *byte == b'.').map(|dot| cell.len() - dot);
        let file = name.zip(cell).is_some_and(|(name, cell)| {
            ending(name).is_some_and(|len| len > 1 && cell.ends_with(&name[name.len() - len..]))
        });
        name != cell && !file
    }

    /// The secret that follows the one that ended at the view's hit.
    pub(crate) fn next(self, view: &View<'_>, rule: RuleId, engine: &Engine) -> Option<Open> {
        let at = self.layout.after_quote(view, view.hit);
        let (found, end) = self.rest_of_row(view, at, self.column + 1, (rule, engine))?;
        found.or_else(|| self.find(view, &mut self.layout.next_row(view, end)?, rule, engine))
    }

    /// The first secret of the rows from `row` on, which becomes the last that was looked at.
    fn find(self, view: &View<'_>, row: &mut usize, rule: RuleId, engine: &Engine) -> Option<Open> {
        loop {
            let at = self.layout.begin(view, *row)?;
            let (found, end) = self.rest_of_row(view, at, 0, (rule, engine))?;
            if found.is_some() {
                return found;
            }
            *row = self.layout.next_row(view, end)?;
        }
    }

    /// The first secret of a row from a column on, and where the row ends. What is at `at` is the column,
    /// or what ends the one before. A row has as many cells as the header.
    fn rest_of_row(
        self,
        view: &View<'_>,
        mut at: usize,
        from: u8,
        (rule, engine): (RuleId, &Engine),
    ) -> Option<(Option<Open>, usize)> {
        let mut found = None;
        let mut people = if from > 0 { self.people } else { self.people.unseen() };
        for column in from..self.columns {
            if column > 0 {
                at = self.layout.next_cell(view, at)?;
            }
            let cell = self.layout.cell(view, at)?;
            at = cell.after;
            let value = Look::at(&view.bytes[cell.start..cell.end]);
            people.see(column, value);
            if found.is_none()
                && (self.is_secret(column, value, engine)
                    || self.is_phrase(column, &cell, value)
                    || self.layout.is_data()
                        && (people.is_number(column, value) || people.is_word(column, value, engine)))
            {
                found = Some(Self { people, ..self }.open(rule, column, &cell))
                    .filter(|open| !engine.stays(view, open));
            }
        }
        Some((found, self.layout.end(view, at)?))
    }

    fn open(self, rule: RuleId, column: u8, cell: &Cell) -> Open {
        let quote = match self.layout.frame {
            Frame::Array(depth) if !cell.quoted => Some(depth),
            _ => None,
        };
        let follow = Some(Follow::Table(Box::new(Self { column, ..self })));
        let skip = Skip::Run { known: cell.end - cell.start, class: None };
        Open { quote, follow, ..Open::new(rule, cell.start, skip) }
    }

    /// `'velvet-orchid-cinder'` among what is inserted: a few words without sense where only passwords are.
    /// In other tables it may be what is said of a column.
    fn is_phrase(self, column: u8, cell: &Cell, value: Look<'_>) -> bool {
        let data = cell.quoted && matches!(self.layout.frame, Frame::Parens | Frame::Array(_));
        data && self.phrases >> column & 1 == 1 && passphrase::is_made_of_words(value)
    }

    /// Whether a value is one, and no word: most that a table tells of passwords are settings.
    fn is_secret(self, column: u8, value: Look<'_>, engine: &Engine) -> bool {
        const NUMBER: Kinds =
            Kinds::DIGIT.or(Kinds::DOT).or(Kinds::DASH).or(Kinds::COLON).or(Kinds::PERCENT).or(Kinds::PLUS);
        let Look { bytes, kinds } = value;
        let has = |columns: u64| columns >> column & 1 == 1;
        let fits = match (has(self.opaque), has(self.random)) {
            (false, false) => false,
            _ if bytes.len() < SHORTEST || kinds.any(Kinds::SPACE) => false,
            (true, digits) if kinds.only(Kinds::DIGIT) => digits,
            _ if kinds.only(NUMBER) => false,
            (false, true) => judge::is_random(value),
            (true, _) => judge::is_opaque(value) || kinds.any(Kinds::DIGIT) || judge::is_scrambled(bytes),
        };
        fits && !judge::is_template(bytes) && !is_harmless(value, engine)
    }
}
