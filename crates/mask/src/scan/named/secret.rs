//! From what is at a place to the span of a secret, if it is one.

use super::headers::cookies;
use super::headers::scheme::scheme_len;
use super::json::described::is_sample;
use super::judge;
use super::judge::harmless::is_masked_in_part;
use super::judge::partly::Part;
use super::line::next_line;
use super::reading;
use super::site::Site;
use super::text::{self, Literal, Quoting, TrimSuffix};
use crate::class::TOKEN68;
use crate::kinds::{Kinds, Look};
use crate::mark::MARK;
use crate::names::Sense;
use crate::scan::engine::RuleId;
use crate::scan::follow::Follow;
use crate::scan::skip::{Progress, Skip};
use crate::scan::{Open, joined, template};

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
        if ends_before_key(bytes, &skip) {
            // The key has a rule of its own, which knows where it ends.
            return None;
        }
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
        if let Some((from, to)) = template::default_of(bytes) {
            if !judge::is_secret(Look::at(&bytes[from..to]), self) {
                return None;
            }
            return Some(Open::known(RuleId::KEY_NAME, start + from, start + to));
        }
        let (start, skip) = match (&part, skip) {
            (Part::Only(len), _) => return Some(Open::known(RuleId::KEY_NAME, start, start + len)),
            (Part::From(from), skip) => (start + from, skip.behind(*from)),
            (Part::All, skip) => (start, skip),
        };
        // Where no backslash is, what was looked at need not be again; but an event may have ended.
        let lines = self.in_events && kinds.any(Kinds::NEWLINE);
        let whole = matches!(part, Part::All) && !kinds.any(Kinds::BACKSLASH) && !lines;
        let seen = whole && matches!(skip, Skip::Plain { .. } | Skip::Str { .. });
        let resume = if seen { bytes.len() } else { 0 };
        Some(Open { resume, ..Open::new(RuleId::KEY_NAME, start, skip) })
    }

    /// The secret in the string at `at`, if there is a string.
    pub(super) fn literal(&self, at: usize) -> Option<Open> {
        let literal = text::literal(self.view.bytes, at)?;
        if self.ends_outer_string(&literal) {
            return None;
        }
        if let Some(object) = self.object(&literal) {
            return object;
        }
        let start = self.after_scheme(&literal)?;
        let skip = match literal.skip {
            Skip::Until(until) => Skip::Until(until.on_line(reading::level(self).unwrap_or(0))),
            skip => skip,
        };
        self.string_secret(start, skip.behind(start - literal.content))
    }

    /// The secret in a string, of which other strings may hold more.
    pub(super) fn string_secret(&self, start: usize, skip: Skip) -> Option<Open> {
        let open = self.secret(start, skip)?;
        let follow = if open.start == start { self.joined(start) } else { None };
        Some(if follow.is_some() { Open { follow, ..open } } else { open })
    }

    /// What is to be looked for behind a string from `start` on, if a program adds to it.
    pub(super) fn joined(&self, start: usize) -> Option<Follow> {
        let rest = self.view.bytes.get(start..)?;
        let (text, after) = rest.split_at(TOKEN68.run(rest));
        let chosen = || judge::is_chosen(self.name()).then(|| joined::after_chosen(after)).flatten();
        joined::after(text, after).or_else(chosen)
    }

    /// `'{"user": "ada", "pin": "…"}'`, `'["…", "…"]'`: an object or a list in a string whose quotes it has not. It goes as a whole, or what
    /// is in it would lose its names. `None` if the string is none.
    pub(super) fn object(&self, literal: &Literal) -> Option<Option<Open>> {
        let (bytes, start) = (self.view.bytes, literal.content);
        if matches!(literal.quote, Quoting::Double(_)) {
            return None;
        }
        let depth = text::object_depth(bytes, start).or_else(|| text::list_depth(bytes, start))?;
        let list = bytes.get(start) == Some(&b'[');
        let open = match Skip::container(depth).advance(bytes, start, false) {
            Progress::Done(end) if !literal.quote.is_at(bytes, text::gap(bytes, end)) => return None,
            Progress::Done(end) => Open::known(RuleId::KEY_NAME, start, end),
            // A bracket begins a password as often.
            Progress::More if list => return None,
            Progress::More => Open::new(RuleId::KEY_NAME, start, Skip::container(depth)),
        };
        if !list && is_sample(self, start, depth) {
            return Some(None);
        }
        // What the first item of a list is, all of them are.
        let first = || text::gap(bytes, start + 1) + usize::from(depth) + 1;
        let told = !list || judge::is_secret(Look::at(self.shown(first(), &Skip::string(depth))), self);
        let whole = told && (list || matches!(self.sense, Sense::Any | Sense::Scalar | Sense::Opaque));
        Some(whole.then_some(open))
    }

    /// Where the credentials of a literal start, unless what begins it is no scheme, but a word of a label.
    pub(super) fn after_scheme(&self, literal: &Literal) -> Option<usize> {
        let content = &self.view.bytes[literal.content..];
        let blanks = text::gap(content, 0);
        // Blanks before a scheme are none of the secret either.
        let scheme = match scheme_len(&content[blanks..]) {
            0 => 0,
            len => blanks + len,
        };
        let start = literal.content + scheme;
        let value = || Look::at(self.shown(start, &literal.skip));
        let label = scheme > 0 && judge::is_rest_of_label(&content[..scheme], value(), self.name());
        (!label).then_some(start)
    }

    /// Whether the quote of a literal ends the string that the name stands in.
    ///
    /// A quote at the depth of those around the name begins a string like them. Of others JSON
    /// tells: an end is followed by a comma, a colon or a bracket.
    fn ends_outer_string(&self, literal: &Literal) -> bool {
        match (self.quoting, literal.quote) {
            (Some(Quoting::Double(name)), Quoting::Double(value)) if name <= value => false,
            (_, Quoting::Double(_)) => self.closes(literal),
            (_, Quoting::Single(_)) => self.ends_line(literal),
            _ => false,
        }
    }

    /// `'Password:';` and the end of a line of the string that all of this is in: the quote is the last of a text.
    fn ends_line(&self, literal: &Literal) -> bool {
        let rest = &self.view.bytes[literal.content..];
        let signs = rest.iter().take(3).take_while(|byte| b";,)]".contains(byte)).count();
        let ends = |level| matches!(rest.get(signs + level), Some(b'n' | b'r'));
        let newline = rest[signs..].starts_with(b"\\") && next_line(rest, signs).is_some();
        newline && reading::level(self).is_some_and(ends)
    }
}

/// Whether a value is a key in lines, and ends before the key does: with its first word or line, or in another
/// string of its own.
fn ends_before_key(value: &[u8], skip: &Skip) -> bool {
    let quotes = value.iter().take_while(|byte| **byte == b'\'').count();
    let Some(header) = value[quotes..].strip_prefix(b"-----BEGIN") else {
        return false;
    };
    let without_body = || header.trim_suffix_of(b"\\nr\n\r ").ends_with(b"-----");
    !matches!(skip, Skip::Str { .. }) || without_body()
}
