#![doc = include_str!("../README.md")]
//!
//! # Where to start
//!
//! - [`read`] for a request body in memory; [`MessageReader`] for what streams by. Both give
//!   [`Message`]s.
//! - [`Value`] for anything a [`Message`] does not know, such as the tools in a `tools/list`
//!   result.
//! - [`sse`] for `text/event-stream`; [`sse::SseMessages`] reads the messages in it.
//! - [`splice`] to put a trace context into a body without touching another byte.

mod error;
mod json;
mod limits;
mod message;
pub mod splice;
pub mod sse;

pub use error::{Error, ErrorKind};
pub use json::{Elements, Entries, Entry, Kind, Value};
pub use limits::Limits;
pub use message::{
    Field, Id, IdKey, Implementation, Message, MessageKind, MessageReader, MessageSink, Messages, Offsets,
    Payload, Usage, read,
};
