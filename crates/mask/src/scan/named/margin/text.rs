//! A view of a text without what its lines begin with, and the way back.

use super::Margin;
use super::newline::Newline;
use crate::scan::skip::{Progress, Skip};
use crate::scan::{LOOK_AHEAD, LOOK_BEHIND, Open, View};

const ROOM: usize = LOOK_BEHIND + LOOK_AHEAD;
/// What follows after so many lines is left as it is.
const LINES: usize = 24;
/// So many lines before that of the name are read.
const ABOVE: usize = 8;
/// Of each line, what ends it may be a piece of its own.
const PIECES: usize = 2 * LINES + 2;

/// On the stack: looking costs no allocation.
pub(super) struct Text {
    bytes: [u8; ROOM],
    len: usize,
    /// Where each piece begins here, and in the window.
    pieces: [(usize, usize); PIECES],
    count: usize,
    hit: usize,
    /// Lines were left out.
    leaves_out: bool,
    /// Its lines are strings, which end what is in them.
    strings: bool,
    /// It has fewer signs than the window, where what ends in it would end otherwise.
    pub(super) respelled: bool,
}

impl Text {
    /// What is around a name whose line starts at `start`, but for lines with the sign `without`.
    pub(super) fn around(
        view: &View<'_>,
        newline: Newline,
        margin: &Margin<'_>,
        (start, without): (usize, u8),
    ) -> Self {
        let mut this = Self::new(newline);
        let bytes = view.bytes;
        let mut at = start;
        for _ in 0..ABOVE {
            let before = newline.before(view, at).and_then(|end| newline.start(view, end));
            match before.filter(|&before| margin.begin(newline.line(bytes, before)).is_some()) {
                Some(before) => at = before,
                None => break,
            }
        }
        this.add(view, view.floor, at);
        this.add_lines(view, newline, margin, (at, without));
        this
    }

    /// What is behind the hit, from the line after on without its margin.
    pub(super) fn behind(view: &View<'_>, newline: Newline, margin: &Margin<'_>, without: u8) -> Self {
        let mut this = Self::new(newline);
        let bytes = view.bytes;
        let (end, next) = newline.next(bytes, view.hit).unwrap_or((bytes.len(), bytes.len()));
        this.add_line(view, newline, margin, (view.hit, end, next));
        this.add_lines(view, newline, margin, (next, without));
        this
    }

    /// The lines from `at` on that have a margin, and the rest as it is.
    fn add_lines(
        &mut self,
        view: &View<'_>,
        newline: Newline,
        margin: &Margin<'_>,
        (mut at, without): (usize, u8),
    ) {
        let bytes = view.bytes;
        let mut lines = LINES;
        while lines > 0 && at < bytes.len() {
            let (end, next) = newline.next(bytes, at).unwrap_or((bytes.len(), bytes.len()));
            let Some(begin) = bytes.get(at..end).and_then(|line| margin.begin(line)) else { break };
            if begin.sign.is_some_and(|sign| sign == without || sign == b'\\') {
                self.leaves_out = true;
            } else {
                lines -= 1;
                self.add_line(view, newline, margin, (at + begin.len, end, next));
            }
            at = next;
        }
        // Behind the code of a colour, cells and marks are others.
        if lines > 0 || !margin.has_colors() {
            self.add(view, at, bytes.len());
        }
    }

    fn add_line(
        &mut self,
        view: &View<'_>,
        newline: Newline,
        margin: &Margin<'_>,
        (from, end, next): (usize, usize, usize),
    ) {
        let Newline::String { .. } = newline else {
            let end = if end == next { newline.end(view.bytes, from) } else { end };
            let color = margin.end_len(view.bytes.get(from..end).unwrap_or_default());
            if color == 0 {
                return self.add(view, from, next);
            }
            self.add(view, from, end - color);
            return self.add(view, end, next);
        };
        self.add(view, from, end);
        // It takes less than what stands between two strings.
        let (len, slashes) = (self.len, newline.slashes());
        if end < next
            && let Some([room @ .., last]) = self.bytes.get_mut(len..=len + slashes)
        {
            room.fill(b'\\');
            *last = b'n';
            self.len += slashes + 1;
        }
    }

    /// The bytes from one place of the window to another.
    pub(super) fn add(&mut self, view: &View<'_>, from: usize, to: usize) {
        let piece = view.bytes.get(from..to).unwrap_or_default();
        let Some(room) = self.bytes.get_mut(self.len..self.len + piece.len()) else { return };
        if piece.is_empty() || self.count == self.pieces.len() {
            return;
        }
        room.copy_from_slice(piece);
        if (from..to).contains(&view.hit) {
            self.hit = self.len + view.hit - from;
        }
        self.pieces[self.count] = (self.len, from);
        self.count += 1;
        self.len += piece.len();
    }

    pub(super) fn leaves_out(&self) -> bool {
        self.leaves_out
    }

    /// The view of it that is seen instead of another.
    pub(super) fn view(&self, of: &View<'_>) -> View<'_> {
        of.part(&self.bytes[..self.len], self.hit)
    }

    pub(super) fn new(newline: Newline) -> Self {
        Self {
            bytes: [0; ROOM],
            len: 0,
            pieces: [(0, 0); PIECES],
            count: 0,
            hit: 0,
            leaves_out: false,
            strings: matches!(newline, Newline::String { .. }),
            respelled: false,
        }
    }

    fn pieces(&self) -> &[(usize, usize)] {
        &self.pieces[..self.count]
    }

    /// In which piece a place is.
    fn piece(&self, at: usize) -> usize {
        self.pieces().partition_point(|(start, _)| *start <= at).saturating_sub(1)
    }

    /// Where in the window a byte is.
    pub(super) fn origin(&self, at: usize) -> usize {
        let (start, from) = self.pieces[self.piece(at)];
        from + (at - start)
    }

    /// Where what is in the window is here, or what follows it.
    pub(super) fn place(&self, origin: usize) -> usize {
        let after = self.pieces().partition_point(|(_, from)| *from <= origin);
        let next = self.pieces().get(after).map_or(self.len, |(start, _)| *start);
        match after.checked_sub(1).map(|last| self.pieces[last]) {
            Some((start, from)) => next.min(start + (origin - from)),
            None => 0,
        }
    }

    /// What to mask in the window. Of a text in several lines each is a span of its own, and all but the first go
    /// to `more`. None of one whose end is not seen.
    pub(super) fn open(&self, view: &View<'_>, open: Open, more: impl FnMut(Open)) -> Option<Open> {
        let end = match open.skip.clone().advance(view.bytes, open.start, view.ends()) {
            Progress::Done(end) => Some(end.max(open.start)),
            Progress::More => None,
        };
        let first = self.piece(open.start);
        let start = self.origin(open.start);
        let own = self.pieces().get(first + 1).map_or(self.len, |(next, _)| *next);
        match end {
            // What ends at the indent of a line, which is another there, is known to end here.
            Some(end) if end <= own && (self.respelled || matches!(open.skip, Skip::Until(_))) => {
                let skip = Skip::Run { known: end - open.start, class: None };
                Some(Open { start, skip, resume: 0, ..open })
            }
            Some(end) if end <= own => Some(Open { start, ..open }),
            None if own == self.len => Some(Open { start, ..open }),
            // Those end as they are written.
            _ if matches!(open.skip, Skip::Container { .. }) && !self.strings => {
                Some(Open { start, resume: 0, ..open })
            }
            Some(end) => self.lines(open, end, more),
            None if self.strings => None,
            None => matches!(open.skip, Skip::Str { .. }).then(|| Open { start, resume: 0, ..open }),
        }
    }

    fn lines(&self, open: Open, end: usize, mut more: impl FnMut(Open)) -> Option<Open> {
        let mut first = None;
        let (from, to) = (self.piece(open.start), self.piece(end - 1));
        for piece in from..=to {
            let begin = self.pieces[piece].0;
            let limit = self.pieces().get(piece + 1).map_or(self.len, |(next, _)| *next).min(end);
            let line = &self.bytes[begin.max(open.start)..limit];
            let text = trimmed(line);
            let start = limit - line.trim_ascii_start().len();
            if text.is_empty() {
                continue;
            }
            let start = self.origin(start);
            let own = Open::known(open.rule, start, start + text.len());
            match first {
                None => first = Some(Open { quote: open.quote, ..own }),
                Some(_) => more(own),
            }
        }
        first
    }
}

/// A line without blanks around it and without what ends it, which may be escaped.
fn trimmed(line: &[u8]) -> &[u8] {
    crate::scan::named::text::trim_gap(line).trim_ascii_start()
}
