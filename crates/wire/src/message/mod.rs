//! JSON-RPC and MCP messages, in memory and streaming by.
//!
//! [`envelope`] knows the shape of JSON-RPC and drives both readers: [`slice`] keeps places in a
//! body and refuses whatever is doubtful, [`reader`] keeps small copies and only takes note.

mod envelope;
mod facts;
mod field;
mod id;
mod kept;
mod reader;
mod record;
mod slice;

pub(crate) use facts::Source;
pub use facts::{Implementation, Message, Usage};
pub use field::Field;
pub use id::{Id, IdKey};
pub(crate) use kept::Kept;
pub(crate) use reader::Emit;
pub use reader::{MessageReader, MessageSink, Payload};
pub use record::MessageKind;
pub(crate) use record::Record;
pub use slice::{Messages, Offsets, read};
