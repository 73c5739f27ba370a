//! Texts that are searched as they go by, to know whether there is anything in them.
//!
//! In most streams there is not, and to know it takes neither the texts nor the places they came
//! from: a window of each is enough, and it is on the stack.

use super::bytes::Line;
use super::kinds::Texts;
use crate::scan::Scanner;
use crate::scan::engine::Engine;

/// So many texts may go on at a time.
const TEXTS: usize = 8;
/// More than the scanner may wait for, with what it may look back at.
const ROOM: usize = 3 * 1024;
/// Deltas are short: so many bytes are copied at once.
const SHORT: usize = 16;

/// Looks for a secret in any text.
pub(super) struct Watch<'e> {
    engine: &'e Engine,
    texts: [Option<Text>; TEXTS],
    found: bool,
}

/// A text in a window.
struct Text {
    scanner: Scanner,
    window: [u8; ROOM],
    len: usize,
}

impl<'e> Watch<'e> {
    pub(super) fn new(engine: &'e Engine) -> Self {
        Self { engine, texts: [const { None }; TEXTS], found: false }
    }

    /// Whether there was anything, or may have been. No more is to come.
    pub(super) fn found(&mut self) -> bool {
        self.found |= self.texts.iter_mut().flatten().any(|text| text.has_secret(self.engine, true));
        self.found
    }
}

impl Texts for Watch<'_> {
    fn begin(&mut self, document: &[u8], first: Line) -> u32 {
        let Some(free) = self.texts.iter().position(Option::is_none) else {
            // So many texts are for another to read.
            self.found = true;
            return 0;
        };
        self.texts[free] = Some(Text { scanner: Scanner::default(), window: [0; ROOM], len: 0 });
        let text = free as u32;
        self.add(document, text, first);
        text
    }

    #[inline]
    fn add(&mut self, document: &[u8], text: u32, delta: Line) {
        let Some(text) = &mut self.texts[text as usize] else { return };
        if text.push_short(document, delta).is_none() {
            self.found |= text.push(self.engine, delta.of(document));
        }
    }

    fn end(&mut self, text: u32) {
        let text = self.texts[text as usize].take();
        self.found |= text.is_some_and(|mut text| text.has_secret(self.engine, true));
    }

    fn is_enough(&self) -> bool {
        self.found
    }
}

impl Text {
    #[inline]
    fn push_short(&mut self, document: &[u8], delta: Line) -> Option<()> {
        let bytes = document.get(delta.start..)?.first_chunk::<SHORT>()?;
        let room = self.window.get_mut(self.len..)?.first_chunk_mut()?;
        *room = *bytes;
        let len = Some(delta.len()).filter(|&len| len <= SHORT)?;
        self.len += len;
        Some(())
    }

    /// Whether a secret ends in what is pushed out of the window.
    #[inline(never)]
    fn push(&mut self, engine: &Engine, mut bytes: &[u8]) -> bool {
        loop {
            let room = &mut self.window[self.len..];
            let (now, later) = bytes.split_at(bytes.len().min(room.len()));
            room[..now.len()].copy_from_slice(now);
            self.len += now.len();
            if later.is_empty() {
                return false;
            }
            if self.has_secret(engine, false) || !self.make_room(engine) {
                return true;
            }
            bytes = later;
        }
    }

    fn has_secret(&mut self, engine: &Engine, end: bool) -> bool {
        self.scanner.next_span(engine, &self.window[..self.len], end).is_some()
    }

    /// Drops what is not looked at any more. False if it all is.
    fn make_room(&mut self, engine: &Engine) -> bool {
        let useless = self.scanner.seen_from(engine).min(self.len);
        self.window.copy_within(useless..self.len, 0);
        self.len -= useless;
        self.scanner.shift(useless);
        useless > 0
    }
}
