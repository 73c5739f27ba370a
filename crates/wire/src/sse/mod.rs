//! Server-sent events, as the WHATWG standard frames them, without holding anything back.
//!
//! ```
//! use gate_wire::sse::{EventEnd, EventSink, SseDecoder};
//!
//! #[derive(Default)]
//! struct Lengths(usize, Vec<(usize, Option<String>)>);
//!
//! impl EventSink for Lengths {
//!     fn data(&mut self, fragment: &[u8]) {
//!         self.0 += fragment.len();
//!     }
//!     fn end(&mut self, end: &EventEnd<'_>) {
//!         let length = std::mem::take(&mut self.0);
//!         self.1.push((length, end.id.as_deref().map(String::from)));
//!     }
//! }
//!
//! let mut lengths = Lengths::default();
//! let mut decoder = SseDecoder::new();
//! for chunk in ["id: 4\r\nda", "ta: hello\r", "\n\r\n: comment\n\n"] {
//!     decoder.push(chunk.as_bytes(), &mut lengths);
//! }
//! assert_eq!(lengths.1, [(5, Some("4".into()))]);
//! ```

mod collect;
mod decoder;
mod messages;

pub use collect::{Data, Event, SseEvents};
pub use decoder::{EventEnd, EventSink, SseDecoder};
pub use messages::{SseMessages, StreamSink};
