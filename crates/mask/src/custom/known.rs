//! Values that the operator knows to be secret.

use std::fmt;

use super::encodings::{Form, forms};
use super::place::{Fitted, fit, is_punctuation};
use crate::class::{BASE64, BASE64URL};
use crate::error::BuildError;
use crate::literal::{Pattern, SHORTEST};
use crate::scan::View;
use crate::scan::skip::slashes_before;

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
    /// `all`: the rarer forms too.
    pub(super) fn forms(&self, all: bool) -> Result<impl Iterator<Item = (Pattern, Exact)>, BuildError> {
        if !(MIN_LEN..=MAX_LEN).contains(&self.value.len()) {
            return Err(BuildError::known_value_length(&self.id, MIN_LEN, MAX_LEN));
        }
        let long_enough = forms(&self.value, all).into_iter().filter(|form| form.bytes.len() >= SHORTEST);
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
        if !form.bytes.contains(&b'"') {
            return fit(view, start, end);
        }
        // Where the value itself has a quote, it is masked as it is, but for quotes of JSON's own.
        let (first, len) = between_quotes(text);
        let (start, end) = (view.hit + first, view.hit + first + len);
        match view.bytes.get(start..end)? {
            [] => None,
            inside if inside.contains(&b'"') => Some(Fitted { start, end, quote: None }),
            _ => fit(view, start, end),
        }
    }
}

/// Where a value begins that has quotes and JSON's punctuation around it, and how long it is: up to
/// a quote that ends a string where another may begin.
fn between_quotes(text: &[u8]) -> (usize, usize) {
    let around = text.iter().take_while(|byte| surrounds(**byte)).count();
    let first = text[..around].iter().rposition(|&byte| byte == b'"').map_or(0, |at| at + 1);
    let inside = &text[first..];
    let ends = |at: usize| {
        let after = inside.get(at + 1..).unwrap_or_default();
        let run = after.iter().take_while(|byte| surrounds(**byte)).count();
        let is_bare = slashes_before(inside, at).is_multiple_of(2);
        is_bare && (run == after.len() || after[..run].contains(&b'"'))
    };
    let quotes = inside.iter().enumerate().filter(|(_, byte)| **byte == b'"').map(|(at, _)| at);
    (first, quotes.into_iter().find(|at| ends(*at)).unwrap_or(inside.len()))
}

fn surrounds(byte: u8) -> bool {
    byte == b'"' || is_punctuation(byte) || byte.is_ascii_whitespace()
}
