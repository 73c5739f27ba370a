use std::borrow::Cow;

use super::field::Field;
use crate::json::{Value, text};
use crate::limits::Limits;

/// Bounded copies of the small facts of a message that streams by.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    bytes: Vec<u8>,
    /// Where in `bytes` a field is; meaningful for fields that the message has.
    spans: [(u32, u32); Field::COUNT],
    limits: Limits,
}

impl Kept {
    pub(super) fn new(limits: Limits) -> Self {
        Self { bytes: Vec::new(), spans: [(0, 0); Field::COUNT], limits }
    }

    pub(super) fn clear(&mut self) {
        self.bytes.clear();
    }

    /// A field begins; an earlier copy of it is void.
    pub(super) fn begin(&mut self, field: Field) {
        // Bounded far below 4 GiB, see `room`.
        let at = self.bytes.len() as u32;
        self.spans[field as usize] = (at, at);
    }

    /// More of the field that began last.
    pub(super) fn extend(&mut self, field: Field, piece: &[u8]) {
        let room = self.room(field);
        let piece = &piece[..piece.len().min(room)];
        self.bytes.extend(piece);
        self.spans[field as usize].1 += piece.len() as u32;
    }

    /// The bound of the field, and of all of them: a member that is there a million times must
    /// not fill the memory either.
    fn room(&self, field: Field) -> usize {
        let most = self.limits.max_id.max(self.limits.max_text).min(1 << 20);
        let limit = match field {
            Field::Id | Field::RequestId | Field::ProgressToken | Field::MetaProgressToken => {
                self.limits.max_id
            }
            _ => self.limits.max_text,
        };
        let all = (Field::COUNT * most).saturating_sub(self.bytes.len());
        limit.min(most).saturating_sub(self.raw(field).len()).min(all)
    }

    fn raw(&self, field: Field) -> &[u8] {
        let (start, end) = self.spans[field as usize];
        &self.bytes[start as usize..end as usize]
    }

    pub(super) fn is_whole(&self, field: Field, length: u64) -> bool {
        field.is_fact() && self.raw(field).len() as u64 == length
    }

    pub(super) fn value(&self, field: Field, length: u64) -> Option<Value<'_>> {
        let (start, end) = self.spans[field as usize];
        self.is_whole(field, length)
            .then(|| Value::within(&self.bytes, start as usize..end as usize))
            .flatten()
    }

    pub(super) fn text(&self, field: Field, length: u64) -> Option<Cow<'_, str>> {
        if !field.is_fact() {
            return None;
        }
        if self.is_whole(field, length) {
            return self.value(field, length)?.as_str();
        }
        let text = text::decode(self.raw(field).strip_prefix(b"\"")?);
        // The cut may have gone through a character.
        let shown = text.trim_end_matches(char::REPLACEMENT_CHARACTER).len();
        Some(match text {
            Cow::Borrowed(text) => Cow::Borrowed(&text[..shown]),
            Cow::Owned(mut text) => {
                text.truncate(shown);
                Cow::Owned(text)
            }
        })
    }
}
