/// Bounds on what is read and kept.
///
/// ```
/// use gate_wire::{ErrorKind, Limits};
///
/// let limits = Limits::default().max_depth(3);
/// let error = gate_wire::read(br#"{"method":"x","params":{"a":[[1]]}}"#, limits).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::TooDeep);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub(crate) max_depth: u32,
    pub(crate) max_batch: usize,
    pub(crate) max_id: usize,
    pub(crate) max_text: usize,
}

impl Default for Limits {
    /// 128 levels, 256 messages a batch, ids of 1 KiB, texts of 1 KiB.
    fn default() -> Self {
        Self { max_depth: 128, max_batch: 256, max_id: 1024, max_text: 1024 }
    }
}

impl Limits {
    /// How many objects and arrays may lie within each other. [`read`](crate::read) refuses
    /// more; [`MessageReader`](crate::MessageReader) goes on and says so
    /// ([`Message::is_too_deep`](crate::Message::is_too_deep)).
    #[must_use]
    pub fn max_depth(mut self, levels: u32) -> Self {
        self.max_depth = levels;
        self
    }

    /// How many messages a batch may hold. [`read`](crate::read) refuses more.
    /// [`MessageReader`](crate::MessageReader) keeps none and so needs no bound, but
    /// [`SseMessages`](crate::sse::SseMessages) keeps those of one event.
    #[must_use]
    pub fn max_batch(mut self, messages: usize) -> Self {
        self.max_batch = messages;
        self
    }

    /// How many bytes of JSON an id may have. [`read`](crate::read) refuses longer ones;
    /// [`MessageReader`](crate::MessageReader) gives the message without its id.
    #[must_use]
    pub fn max_id(mut self, bytes: usize) -> Self {
        self.max_id = bytes;
        self
    }

    /// How many bytes of each text [`MessageReader`](crate::MessageReader) keeps (an error
    /// message, a name). The rest is cut, and
    /// [`Message::is_cut`](crate::Message::is_cut) says so.
    #[must_use]
    pub fn max_text(mut self, bytes: usize) -> Self {
        self.max_text = bytes;
        self
    }
}
