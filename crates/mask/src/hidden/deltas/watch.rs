//! Texts that are searched as they go by, to know whether there is anything in them.
//!
//! In most streams there is not, and to know it takes neither the texts nor the places they came
//! from: a window of each is enough, and it is on the stack.

use super::bytes::Line;
use super::kinds::Texts;
use crate::base64;
use crate::literal::Cursor;
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
    texts: [Text; TEXTS],
    found: bool,
}

/// A text in a window. What is large is there only once it is needed.
#[derive(Default)]
struct Text {
    window: Option<[u8; ROOM]>,
    len: usize,
    /// What has searched the window, once it is full.
    scanner: Option<Scanner>,
}

impl<'e> Watch<'e> {
    pub(super) fn new(engine: &'e Engine) -> Self {
        Self { engine, texts: std::array::from_fn(|_| Text::default()), found: false }
    }

    /// Whether there was anything, or may have been. No more is to come.
    pub(super) fn found(&mut self) -> bool {
        self.found = self.found || self.texts.iter_mut().any(|text| text.ends_with_secret(self.engine));
        self.found
    }
}

impl Texts for Watch<'_> {
    fn begin(&mut self, document: &[u8], first: Line) -> u32 {
        let Some((number, text)) = (0..).zip(&mut self.texts).find(|(_, text)| text.window.is_none()) else {
            // So many texts are for another to read.
            self.found = true;
            return 0;
        };
        text.window = Some([0; ROOM]);
        text.len = 0;
        self.add(document, number, first);
        number
    }

    #[inline]
    fn add(&mut self, document: &[u8], text: u32, delta: Line) {
        let text = &mut self.texts[text as usize];
        if text.push_short(document, delta).is_none() {
            self.found |= text.push(self.engine, delta.of(document));
        }
    }

    fn end(&mut self, text: u32) {
        let text = &mut self.texts[text as usize];
        self.found |= text.ends_with_secret(self.engine);
        text.window = None;
        text.scanner = None;
    }

    fn is_enough(&self) -> bool {
        self.found
    }
}

impl Text {
    #[inline]
    fn push_short(&mut self, document: &[u8], delta: Line) -> Option<()> {
        let bytes = document.get(delta.start..)?.first_chunk::<SHORT>()?;
        let room = self.window.as_mut()?.get_mut(self.len..)?.first_chunk_mut()?;
        let len = Some(delta.len()).filter(|&len| len <= SHORT)?;
        *room = *bytes;
        self.len += len;
        Some(())
    }

    /// Whether a secret ends in what is pushed out of the window.
    #[inline(never)]
    fn push(&mut self, engine: &Engine, mut bytes: &[u8]) -> bool {
        let Some(window) = &mut self.window else { return false };
        loop {
            let room = &mut window[self.len..];
            let (now, later) = bytes.split_at(bytes.len().min(room.len()));
            room[..now.len()].copy_from_slice(now);
            self.len += now.len();
            if later.is_empty() {
                return false;
            }
            let scanner = self.scanner.get_or_insert_default();
            if scanner.next_span(engine, window, false).is_some() {
                return true;
            }
            let useless = scanner.seen_from(engine).min(ROOM);
            if useless == 0 {
                return true;
            }
            scanner.shift(useless);
            window.copy_within(useless.., 0);
            self.len = ROOM - useless;
            bytes = later;
        }
    }

    /// Whether there is a secret in what is left in the window.
    fn ends_with_secret(&mut self, engine: &Engine) -> bool {
        let Some(text) = self.window.as_ref().map(|window| &window[..self.len]) else { return false };
        if let Some(scanner) = &mut self.scanner {
            return scanner.next_span(engine, text, true).is_some();
        }
        let mut cursor = Cursor::default();
        // To ask whether there is anything to look at costs less than to make a scanner.
        if !base64::is_text(text, 0) && engine.literals().find(text, &mut cursor, 0).is_none() {
            return false;
        }
        Scanner::reading(cursor).next_span(engine, text, true).is_some()
    }
}
