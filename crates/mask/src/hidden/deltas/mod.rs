//! One text in the deltas of many events.
//!
//! A model's answer, or a log, comes in events whose JSON is alike but for a string that goes on
//! where that of the last event stopped. Where the whole stream is known, as in a store, these
//! strings are read as one text and a secret is masked in every event it touches.
//!
//! Nothing is parsed: an event is compared with the last one of its kind ([`align`]), which costs
//! little more than reading it, and the strings that differ are the deltas. They are searched as
//! they go by ([`watch`]); only if that finds anything they are read again, and kept ([`texts`]).

mod align;
mod bytes;
mod kinds;
mod places;
mod rpc;
mod texts;
mod watch;

use texts::Whole;
use watch::Watch;

use super::lines::is_event_stream;
use crate::findings::Findings;
use crate::scan::engine::Engine;

/// Masks what only the deltas of several events show; `None` if there is nothing.
pub(crate) fn mask(engine: &Engine, document: &[u8]) -> Option<(Vec<u8>, Findings)> {
    (is_event_stream(document) && shows_any(engine, document)).then(|| {
        let mut texts = Whole::new(engine);
        kinds::read(document, &mut texts);
        texts.mask(document)
    })?
}

/// Whether any text has a secret in it. Allocates nothing.
#[inline(never)]
fn shows_any(engine: &Engine, document: &[u8]) -> bool {
    let mut texts = Watch::new(engine);
    kinds::read(document, &mut texts);
    texts.found()
}
