//! What was said in the fields of spans and events, as it was said: bounded, but not masked yet.
//!
//! Masking costs more than all the rest of a span, so it is left to the task that exports, off the way of a
//! request. Until then what was said is private to this crate, and [`Masks`] is the only way out of it.

mod event;
mod fill;
mod limits;
mod mask;

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

pub use self::limits::Limits;
pub(crate) use self::{event::EventFields, fill::Fill, mask::Masks};

/// Named values, whose texts lie one behind the other.
#[derive(Default)]
pub(crate) struct Facts {
    text: String,
    values: Vec<(&'static str, Value)>,
    /// How many values found no room.
    dropped: u32,
    permit: Option<Permit>,
}

#[derive(Clone, Copy)]
pub(crate) enum Value {
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Text),
}

/// Where a text lies among [`Facts`].
#[derive(Clone, Copy)]
pub(crate) struct Text {
    start: u32,
    end: u32,
    /// Whether there was more, which was not kept.
    cut: bool,
}

impl Facts {
    /// The text that any facts may have.
    const ROOM: usize = 8 * 1024;
    /// The text that they may have with a [`Permit`].
    const WIDE_ROOM: usize = 64 * 1024;

    pub(crate) fn with_capacity(values: usize, text: usize) -> Self {
        Self { text: String::with_capacity(text), values: Vec::with_capacity(values), ..Self::default() }
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.values.clear();
        self.dropped = 0;
        self.permit = None;
    }

    pub(crate) fn values(&self) -> &[(&'static str, Value)] {
        &self.values
    }

    pub(crate) fn dropped(&self) -> u32 {
        self.dropped
    }

    /// The memory they hold.
    pub(crate) fn memory(&self) -> usize {
        self.text.capacity() + self.values.capacity() * size_of::<(&str, Value)>()
    }

    fn get(&self, text: Text) -> &str {
        self.text.get(text.start as usize..text.end as usize).unwrap_or_default()
    }

    /// How much more text there can be, if `wanted` is.
    fn room(&mut self, wanted: usize, wide: &Arc<Wide>) -> usize {
        if self.text.len() + wanted > Self::ROOM && self.permit.is_none() {
            self.permit = wide.permit();
        }
        let room = if self.permit.is_some() { Self::WIDE_ROOM } else { Self::ROOM };
        room.saturating_sub(self.text.len())
    }
}

/// How many facts may have much to say at the same time, which bounds the memory of all that are on their
/// way together.
pub(crate) struct Wide(AtomicUsize);

/// The right to have [much](Facts::WIDE_ROOM) to say.
struct Permit(Arc<Wide>);

impl Wide {
    /// 16 MiB in all.
    const PERMITS: usize = 16 * 1024 * 1024 / Facts::WIDE_ROOM;

    fn permit(self: &Arc<Self>) -> Option<Permit> {
        let taken = self.0.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)).is_ok();
        taken.then(|| Permit(Arc::clone(self)))
    }
}

impl Default for Wide {
    fn default() -> Self {
        Self(AtomicUsize::new(Self::PERMITS))
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.0.0.fetch_add(1, Relaxed);
    }
}
