//! Values that the operator knows to be secret.

use std::fmt;

use super::encodings::{Form, forms};
use super::place::{Fitted, fit};
use crate::class::{BASE64, BASE64URL};
use crate::error::BuildError;
use crate::literal::{Pattern, SHORTEST};
use crate::scan::View;

/// Shorter values would be found in what is no secret.
const MIN_LEN: usize = 6;
/// Longer ones, percent-encoded, do not fit into what may be looked at.
const MAX_LEN: usize = 320;
/// More of a form tells the literal pass nothing.
pub(crate) const MAX_PATTERN: usize = 16;

/// A value by its id. The value is never shown.
#[derive(Clone)]
pub(crate) struct KnownValue {
    pub(crate) id: String,
    pub(crate) value: Vec<u8>,
}

impl fmt::Debug for KnownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KnownValue").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A way to write a known value, ready to be compared.
pub(crate) struct Exact {
    form: Form,
}

impl KnownValue {
    pub(super) fn forms(&self) -> Result<impl Iterator<Item = (Pattern, Exact)>, BuildError> {
        if !(MIN_LEN..=MAX_LEN).contains(&self.value.len()) {
            return Err(BuildError::known_value_length(&self.id, MIN_LEN, MAX_LEN));
        }
        let long_enough = forms(&self.value).into_iter().filter(|form| form.bytes.len() >= SHORTEST);
        Ok(long_enough.map(|form| {
            let pattern = Pattern::exact(&form.bytes[..form.bytes.len().min(MAX_PATTERN)]);
            let pattern = if form.any_case { pattern.ignoring_case() } else { pattern };
            (pattern, Exact { form })
        }))
    }
}

impl Exact {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.form.bytes
    }

    /// What is masked if the form is at the hit.
    pub(crate) fn find(&self, view: &View<'_>) -> Option<Fitted> {
        let form = &self.form;
        let end = view.hit + form.bytes.len();
        let text = view.bytes.get(view.hit..end)?;
        let same = if form.any_case { text.eq_ignore_ascii_case(&form.bytes) } else { text == form.bytes };
        if !same {
            return None;
        }
        let is_shared = |byte: &u8| BASE64.has(*byte) && *byte != b'=' || BASE64URL.has(*byte);
        let before = form.shares.0 && view.bytes[view.floor..view.hit].last().is_some_and(is_shared);
        let after = form.shares.1 && view.bytes.get(end).is_some_and(is_shared);
        let (start, end) = (view.hit - usize::from(before), end + usize::from(after));
        // Where the value itself has a quote, it is masked as it is.
        if form.bytes.contains(&b'"') {
            return Some(Fitted { start, end, quote: None });
        }
        fit(view, start, end)
    }
}
