//! A resource in YAML, whose newlines may be escaped.

use super::{SECTIONS, Secret, Seen, is_base64, is_secret};
use crate::class::DOTTED;
use crate::scan::View;
use crate::scan::named::line::{escapes_before, line_at_end, line_end, next_line};
use crate::scan::named::text::{literal, opening_quote, quoted_word, spaces, trim_gap};
use crate::scan::skip::{Ends, Progress, Skip};
use crate::scan::until::Until;
use crate::style::Style;

/// The lines of a resource, by how far they are indented.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lines {
    indent: usize,
    escaped: bool,
}

/// A line `name: value`, or any other, which has no name.
struct Line<'b> {
    indent: usize,
    name: &'b [u8],
    /// Where the value begins.
    value: usize,
    /// Where the line ends, if that can be seen.
    end: Option<usize>,
}

impl Lines {
    /// Those among which `apiVersion: v1` is, and where it ends; the name ends at `body`.
    pub(super) fn around(view: &View<'_>, body: usize) -> Option<(Self, usize)> {
        let rest = view.bytes.get(body..)?.strip_prefix(b": v1")?;
        let at = view.bytes.len() - rest.len();
        let (_, escaped) = next_line(view.bytes, at)?;
        let before = line_at_end(view.bytes.get(view.floor..view.hit)?);
        // The string that holds the text begins.
        let before = if before.ends_with(b"\"") { b"" } else { before };
        let blank = before.strip_suffix(b"- ").unwrap_or(before);
        let is_own = blank.iter().all(|&byte| byte == b' ');
        is_own.then_some((Self { indent: before.len(), escaped }, at))
    }

    /// The first secret of the resource whose version ends its line at `at`.
    pub(super) fn first(self, view: &View<'_>, at: usize, style: &Style) -> Option<Secret> {
        let bytes = view.bytes;
        let mut seen = Seen { secret: self.kind_before(view), section: None };
        let mut end = Some(at);
        while let Some(line) =
            end.and_then(|end| self.line(bytes, end)).filter(|line| line.indent >= self.indent)
        {
            if let Some(end) = line.end.filter(|_| line.indent == self.indent) {
                seen.add(line.name, &bytes[line.value..end], end);
            }
            if seen.is_told() {
                break;
            }
            end = line.end;
        }
        let section = seen.secrets(|section| self.are_encoded(bytes, section))?;
        self.after(bytes, section, style)
    }

    /// The secret after the one that ended at the view's hit.
    pub(super) fn next(self, view: &View<'_>, style: &Style) -> Option<Secret> {
        let end = line_end(view.bytes, view.hit, self.escaped)?;
        self.after(view.bytes, end, style)
    }

    /// `kind: Secret` on the line before.
    fn kind_before(self, view: &View<'_>) -> Option<bool> {
        let before = view.bytes.get(view.floor..view.hit - self.indent)?;
        let line = line_at_end(trim_gap(before));
        let kind = line.len() - DOTTED.run_back(line);
        let name = line[..kind].strip_suffix(b"kind: ")?;
        let begins = !name.last().is_some_and(|&byte| DOTTED.has(byte));
        begins.then_some(&line[kind..] == b"Secret")
    }

    /// The first secret after a line of the data, which ends at `end`.
    fn after(self, bytes: &[u8], mut end: usize, style: &Style) -> Option<Secret> {
        let (mut is_data, mut own) = (true, None);
        loop {
            let line = self.line(bytes, end).filter(|line| line.indent >= self.indent)?;
            if line.indent == self.indent {
                is_data = SECTIONS.contains(&line.name);
                own = None;
            } else if is_data && !line.name.is_empty() && *own.get_or_insert(line.indent) == line.indent {
                let secret = self.secret(bytes, &line, style);
                if secret.is_some() {
                    return secret;
                }
            }
            end = line.end?;
        }
    }

    /// The value of a line of the data, if it is to be masked.
    fn secret(self, bytes: &[u8], line: &Line<'_>, style: &Style) -> Option<Secret> {
        let (start, skip) = match literal(bytes, line.value) {
            Some(string) => (string.content, string.skip),
            None if matches!(bytes.get(line.value)?, b'|' | b'>') => {
                let (start, _) = next_line(bytes, line.end?)?;
                (spaces(bytes, start), Skip::Until(Until::block(line.indent, escapes_before(bytes, start))))
            }
            None => {
                let shown = bytes.get(line.value..line.end.unwrap_or(bytes.len()))?;
                let known = before_comment(shown).map(|known| Skip::Run { known, class: None });
                (line.value, known.unwrap_or(Skip::plain(Ends::Line)))
            }
        };
        let end = match skip.clone().advance(bytes, start, true) {
            Progress::Done(end) => end,
            Progress::More => bytes.len(),
        };
        is_secret(line.name, bytes.get(start..end)?, style).then_some(Secret { start, skip })
    }

    /// Whether all values that can be seen after the line that ends at `end` are base64, and more follows.
    fn are_encoded(self, bytes: &[u8], end: usize) -> bool {
        let mut next = self.line(bytes, end);
        while let Some(line) = next.filter(|line| line.indent > self.indent) {
            let value = &bytes[line.value..line.end.unwrap_or(bytes.len())];
            if line.name.is_empty() || !is_base64(value, line.end.is_some()) {
                return false;
            }
            let Some(end) = line.end else { return true };
            next = self.line(bytes, end);
        }
        false
    }

    /// The line after the one that ends at `end`, unless the document ends there.
    fn line(self, bytes: &[u8], end: usize) -> Option<Line<'_>> {
        let (start, _) = next_line(bytes, end)?;
        let at = spaces(bytes, start);
        let rest = bytes.get(at..)?;
        if rest.starts_with(b"---") {
            return None;
        }
        let line = line_end(bytes, at, self.escaped);
        let quote = opening_quote(bytes, at).and_then(|(depth, _)| quoted_word(bytes, at, depth));
        let (name, after) = quote.unwrap_or_else(|| {
            let name = &rest[..DOTTED.run(rest)];
            (name, at + name.len())
        });
        let is_named = bytes.get(after) == Some(&b':');
        // What is no line of its own belongs to the one before.
        let indent = if is_named || rest.first() == Some(&b'-') { at - start } else { usize::MAX };
        let value = spaces(bytes, after + 1).min(line.unwrap_or(bytes.len()));
        Some(Line { indent, name: if is_named { name } else { b"" }, value, end: line })
    }
}

/// How much of a line is before a comment: a hash that a blank is before.
fn before_comment(line: &[u8]) -> Option<usize> {
    let blank = line.windows(2).position(|pair| pair == b" #" || pair == b"\t#")?;
    let value = line[..blank].trim_ascii_end();
    (!value.is_empty()).then_some(value.len())
}
