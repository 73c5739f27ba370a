//! Events by their kind, and the texts that go on in those of one kind.

use super::align::Event;
use super::bytes::{Line, is_newline, line_len};
use super::places::{Place, Places, Role};

/// What becomes of the texts that deltas add up to.
pub(super) trait Texts {
    /// A text begins with a string of the document. Its number.
    fn begin(&mut self, document: &[u8], first: Line) -> u32;

    /// It goes on with another.
    fn add(&mut self, document: &[u8], text: u32, delta: Line);

    /// It ends. Another may get its number.
    fn end(&mut self, text: u32);

    /// Whether no more need be read.
    fn is_enough(&self) -> bool;
}

/// Reads the texts of a stream of events.
pub(super) fn read(document: &[u8], texts: &mut impl Texts) {
    let mut kinds = Kinds::default();
    let mut at = 0;
    while !texts.is_enough() {
        if let Some(end) = kinds.last().repeat(document, at, |text, delta| texts.add(document, text, delta)) {
            at = end;
        } else if let Some(start) = kinds.next_payload(document, at) {
            at = kinds.take(document, Line { start: at, end: start }, texts);
        } else {
            return;
        }
    }
}

/// So many kinds of events may take turns.
const KINDS: usize = 3;

/// The last events of each kind.
#[derive(Default)]
struct Kinds {
    events: [Event; KINDS],
    /// Which of them are there, the last one first.
    order: [usize; KINDS],
    len: usize,
    /// The places of the event that is looked at.
    places: Places,
}

impl Kinds {
    /// The last event.
    fn last(&mut self) -> &mut Event {
        &mut self.events[self.order[0]]
    }

    /// Where the JSON of the next line of data starts.
    fn next_payload(&self, document: &[u8], at: usize) -> Option<usize> {
        let rest = document.get(at..)?;
        let lead = self.events[self.order[0]].lead().of(document);
        let known = rest.strip_prefix(lead).filter(|rest| !lead.is_empty() && is_payload(rest));
        match known {
            Some(_) => Some(at + lead.len()),
            None => next_payload(document, at),
        }
    }

    /// Takes the event after a lead. Returns where it ends.
    fn take(&mut self, document: &[u8], lead: Line, texts: &mut impl Texts) -> usize {
        let start = lead.end;
        let other = &document[start..];
        for rank in 0..self.len {
            let event = &mut self.events[self.order[rank]];
            if let Some(len) = event.align(document, other, &mut self.places) {
                let line = Line { start, end: start + len };
                self.places.iter_mut().for_each(|place| join(document, event.line, (line, place), texts));
                event.go_on(lead.start, line, &self.places);
                self.order[..=rank].rotate_right(1);
                return line.end;
            }
        }
        let end = start + line_len(other);
        self.add(lead.start, Line { start, end }, texts);
        end
    }

    /// Keeps the first event of its kind in place of the oldest.
    fn add(&mut self, lead: usize, line: Line, texts: &mut impl Texts) {
        if self.len < KINDS {
            self.order[self.len] = self.len;
            self.len += 1;
        }
        self.order[..self.len].rotate_right(1);
        let event = &mut self.events[self.order[0]];
        event.parts().for_each(|text| texts.end(text));
        event.begin(lead, line);
    }
}

/// Adds a string of an event to the text that it is a part of.
#[inline]
fn join(document: &[u8], last: Line, (event, place): (Line, &mut Place), texts: &mut impl Texts) {
    let delta = place.line(event.start);
    match place.role {
        Role::Part(text) if place.is_delta() => texts.add(document, text, delta),
        Role::Second(start, end) => {
            let (start, end) = (last.start + start as usize, last.start + end as usize);
            let text = texts.begin(document, Line { start, end });
            texts.add(document, text, delta);
            place.role = Role::Part(text);
        }
        Role::Part(_) | Role::Word => {}
    }
}

fn next_payload(document: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let rest = document.get(at..)?;
        at += rest.iter().take_while(|&&byte| is_newline(byte)).count();
        let line = document.get(at..).filter(|line| !line.is_empty())?;
        let data = line.strip_prefix(b"data:").map(|data| data.strip_prefix(b" ").unwrap_or(data));
        match data {
            Some(data) if is_payload(data) => return Some(document.len() - data.len()),
            _ => at += line_len(line).max(1),
        }
    }
}

/// Whether data is JSON that may carry deltas.
fn is_payload(data: &[u8]) -> bool {
    matches!(data, [b'{' | b'[', ..])
}
