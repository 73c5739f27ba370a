//! Events by their kind, and the texts that go on in those of one kind.

use super::align::{Event, Place, Places, Role};
use super::bytes::{Line, is_newline, line_len};

/// What becomes of the texts that deltas add up to.
pub(super) trait Texts {
    /// A text begins with a string of the document. Its number.
    fn begin(&mut self, document: &[u8], first: Line) -> usize;

    /// It goes on with another.
    fn add(&mut self, document: &[u8], text: usize, delta: Line);

    /// It ends. Another may get its number.
    fn end(&mut self, text: usize);

    /// Whether no more need be read.
    fn is_enough(&self) -> bool;
}

/// Reads the texts of a stream of events.
pub(super) fn read(document: &[u8], texts: &mut impl Texts) {
    let mut kinds = Kinds::default();
    let mut at = 0;
    while !texts.is_enough()
        && let Some(start) = kinds.next_payload(document, at)
    {
        at = kinds.take(document, start, texts);
    }
}

/// So many kinds of events may take turns.
const KINDS: usize = 3;
/// A string that is so long is no delta if it repeats the one before.
const REPEATED: usize = 16;

/// The last events of each kind.
#[derive(Default)]
struct Kinds {
    events: [Event; KINDS],
    len: usize,
    /// What stood between the last event and the one before it.
    lead: Line,
    /// The places of the event that is looked at.
    places: Places,
}

impl Kinds {
    /// Where the JSON of the next line of data starts.
    fn next_payload(&mut self, document: &[u8], at: usize) -> Option<usize> {
        let rest = document.get(at..)?;
        let lead = self.lead.of(document);
        let known = rest.strip_prefix(lead).filter(|rest| !lead.is_empty() && is_payload(rest));
        let start = match known {
            Some(_) => at + lead.len(),
            None => next_payload(document, at)?,
        };
        self.lead = Line { start: at, end: start };
        Some(start)
    }

    /// Takes the event at `start`. Returns where it ends.
    fn take(&mut self, document: &[u8], start: usize, texts: &mut impl Texts) -> usize {
        let mut before = usize::MAX;
        while let Some(event) = last_before(&mut self.events[..self.len], before) {
            if let Some(line) = event.align(document, start, &mut self.places) {
                self.places.iter_mut().for_each(|place| join(document, place, texts));
                event.go_on(line, &self.places);
                return line.end;
            }
            before = event.line.start;
        }
        let end = start + line_len(&document[start..]);
        self.add(Event::new(Line { start, end }), texts);
        end
    }

    /// Keeps the first event of its kind in place of the oldest.
    fn add(&mut self, event: Event, texts: &mut impl Texts) {
        if let Some(free) = self.events.get_mut(self.len) {
            *free = event;
            self.len += 1;
        } else if let Some(oldest) = self.events.iter_mut().min_by_key(|event| event.line.start) {
            oldest.parts().for_each(|text| texts.end(text));
            *oldest = event;
        }
    }
}

/// The last of those events that start before a place.
fn last_before(events: &mut [Event], place: usize) -> Option<&mut Event> {
    let before = events.iter_mut().filter(|event| event.line.start < place);
    before.max_by_key(|event| event.line.start)
}

/// Adds a string of an event to the text that it is a part of.
fn join(document: &[u8], place: &mut Place, texts: &mut impl Texts) {
    match place.role {
        Role::Part(text) if !place.is_same || place.line.len() < REPEATED => {
            texts.add(document, text, place.line);
        }
        Role::Second(first) => {
            let text = texts.begin(document, first);
            texts.add(document, text, place.line);
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
