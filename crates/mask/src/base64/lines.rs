//! Base64 text that was broken into lines, as mail and many an API have it.

use super::PIECE;
use super::decode::Decoder;
use super::escapes::{Escapes, escape};

/// No wrapped line is shorter, but the last.
const SHORTEST: usize = 40;
/// So many lines may be in a piece.
const MOST: usize = PIECE / SHORTEST + 1;
/// No line begins with more blanks, as those of a block in YAML do.
const INDENT: usize = 12;
/// An escaped line break has no more backslashes than this.
const SLASHES: usize = 7;

/// The text of a piece, and where each of its lines came from.
pub(super) struct Lines {
    text: [u8; PIECE / 4 * 3],
    pub(super) written: usize,
    /// Of each line: where its text begins, and where its letters do.
    starts: [(usize, usize); MOST],
    len: usize,
    /// They are the lines of an event.
    pub(super) of_event: bool,
    /// Up to where letters were read.
    pub(super) read: usize,
    escapes: Option<Escapes>,
}

impl Lines {
    /// Decodes letters up to what is neither a letter nor a break between lines of one width.
    pub(super) fn decode(decoder: Decoder, piece: &[u8]) -> Self {
        let mut this = Self {
            text: [0; PIECE / 4 * 3],
            written: 0,
            starts: [(0, 0); MOST],
            len: 0,
            of_event: false,
            read: 0,
            escapes: None,
        };
        let mut width = None;
        let mut at = 0;
        while this.len < MOST {
            let (read, written) = decoder.decode(&piece[at..], &mut this.text[this.written..]);
            // A name and a colon are a line of something else.
            let is_name = this.len > 0 && piece.get(at + read) == Some(&b':');
            if read == 0 || is_name {
                break;
            }
            this.starts[this.len] = (this.written, at);
            this.len += 1;
            this.written += written;
            this.read = at + read;
            let whole = read >= SHORTEST && read % 4 == 0 && *width.get_or_insert(read) == read;
            let rest = &piece[this.read..];
            let Some(gap) = line_break(rest).filter(|_| whole) else { break };
            let indent = rest[gap..].iter().take(INDENT).take_while(|&&byte| byte == b' ').count();
            let field = if indent > 0 { indent } else { data_field(&rest[gap..]) };
            // Lines are all of an event, or none is.
            let of_event = field > indent;
            if this.len > 1 && this.of_event != of_event {
                break;
            }
            this.of_event = of_event;
            at = this.read + gap + field;
        }
        if this.len == 1 && escape(&piece[this.read..]).is_some() {
            this.unescape(decoder, piece);
        }
        this
    }

    /// Decodes one line whose letters are in part written as escapes.
    #[inline(never)]
    fn unescape(&mut self, decoder: Decoder, piece: &[u8]) {
        let mut letters = [0; PIECE];
        let mut escapes = Escapes::none();
        let len = escapes.read(piece, &mut letters);
        let (read, written) = decoder.decode(&letters[..len], &mut self.text);
        self.written = written;
        self.read = escapes.place(read);
        self.escapes = Some(escapes);
    }

    /// Whether the piece may end within a break or an escape.
    pub(super) fn is_broken(&self) -> bool {
        self.is_wrapped() || self.escapes.is_some()
    }

    /// Whether no more was read because of many escapes, though enough to go on from.
    pub(super) fn is_cut(&self) -> bool {
        self.written > PIECE / 2 && self.escapes.as_ref().is_some_and(Escapes::are_full)
    }

    /// Where a letter is written.
    fn place(&self, letter: usize) -> usize {
        self.escapes.as_ref().map_or(letter, |escapes| escapes.place(letter))
    }

    pub(super) fn text(&self) -> &[u8] {
        &self.text[..self.written]
    }

    pub(super) fn is_wrapped(&self) -> bool {
        self.len > 1
    }

    /// Where the letters of the byte at `at` begin.
    pub(super) fn start_of(&self, at: usize) -> usize {
        let (text, letters) = self.line(|line| line.0 <= at);
        self.place(letters + (at - text) * 4 / 3)
    }

    /// Where the letters of the bytes before `at` end.
    pub(super) fn end_of(&self, at: usize) -> usize {
        let (text, letters) = self.line(|line| line.0 < at);
        self.place(letters + ((at - text) * 4).div_ceil(3)).min(self.read)
    }

    /// What stands for a part of the text: its letters in each line of an event, or all together.
    pub(super) fn parts(&self, start: usize, end: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let whole = (!self.of_event).then(|| (self.start_of(start), self.end_of(end)));
        let lines = if self.of_event { self.len } else { 0 };
        let line = move |at: usize| {
            let &(text, letters) = self.starts.get(at)?;
            let last =
                self.starts.get(at + 1).filter(|_| at + 1 < self.len).map_or(self.written, |next| next.0);
            let (from, to) = (start.max(text), end.min(last));
            let end = (letters + ((to.checked_sub(text)?) * 4).div_ceil(3)).min(self.read);
            (from < to).then_some((letters + (from - text) * 4 / 3, end))
        };
        whole.into_iter().chain((0..lines).filter_map(line))
    }

    /// A place where a line begins, or a group where there is but one line, at most so many letters on:
    /// in the text and in the letters.
    pub(super) fn place_of(&self, letters: usize) -> (usize, usize) {
        if let Some(escapes) = &self.escapes {
            // So far from the end of what was read, which has less letters than bytes.
            let read = self.written / 3 * 4;
            let group = read.saturating_sub(PIECE - letters) / 4;
            return (group * 3, escapes.place(group * 4));
        }
        match self.line(|line| line.1 <= letters) {
            (_, 0) => (letters / 4 * 3, letters),
            line => line,
        }
    }

    fn line(&self, is: impl Fn(&(usize, usize)) -> bool) -> (usize, usize) {
        self.starts[..self.len].iter().rev().copied().find(|line| is(line)).unwrap_or_default()
    }
}

/// How long the name of the field is that a line of an event begins with.
fn data_field(line: &[u8]) -> usize {
    match line.strip_prefix(b"data:") {
        Some([b' ', ..]) => "data: ".len(),
        Some(_) => "data:".len(),
        None => 0,
    }
}

/// How long the break is that `rest` begins with, plain or escaped.
fn line_break(rest: &[u8]) -> Option<usize> {
    let slashes = rest.iter().take(SLASHES + 1).take_while(|&&byte| byte == b'\\').count();
    if slashes == 0 {
        return match rest {
            [b'\r', b'\n', ..] => Some(2),
            [b'\n', ..] => Some(1),
            _ => None,
        };
    }
    (slashes <= SLASHES && rest.get(slashes) == Some(&b'n')).then_some(slashes + 1)
}
