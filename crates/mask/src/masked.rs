use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use crate::findings::Findings;

/// A value that went through a [`Masker`](crate::Masker).
///
/// A sink that takes `Masked<String>` cannot be handed a raw value by mistake: only the engine
/// makes one, and the conversions here keep that promise. The two other ways in are easy to
/// search for: [`Masked::from_static`] for literals of the program itself, and
/// [`Masked::assume_masked_from_store`] for what a store reads back.
///
/// `Debug` shows the findings, not the value.
///
/// ```
/// use gate_mask::{Masked, Masker};
///
/// fn store(row: Masked<String>) -> usize {
///     row.len()
/// }
///
/// let masked = Masker::default().mask_str(r#"{"password": "hunter2"}"#);
/// assert_eq!(masked.get(), r#"{"password": "***"}"#);
/// store(masked.into_owned());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Masked<T> {
    value: T,
    findings: Findings,
}

impl<T> Masked<T> {
    pub(crate) fn new(value: T, findings: Findings) -> Self {
        Self { value, findings }
    }

    /// Vouches that `value` was masked before it was written to the store it was just read from.
    ///
    /// This is the one door by which bytes enter unmasked; it must stay in store code.
    pub fn assume_masked_from_store(value: T) -> Self {
        Self::new(value, Findings::default())
    }

    /// The masked value.
    pub fn get(&self) -> &T {
        &self.value
    }

    /// The masked value, without its findings.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The masked value and what was masked in it.
    pub fn into_parts(self) -> (T, Findings) {
        (self.value, self.findings)
    }

    /// What was masked; empty for a value that a store read back.
    pub fn findings(&self) -> &Findings {
        &self.findings
    }
}

impl<'a, B: ToOwned + ?Sized> Masked<Cow<'a, B>> {
    /// Owns the value. Allocates only if it was borrowed, that is clean.
    pub fn into_owned(self) -> Masked<B::Owned> {
        Masked::new(self.value.into_owned(), self.findings)
    }
}

impl Masked<Cow<'static, str>> {
    /// A literal of the program, which holds no secret by construction.
    ///
    /// ```
    /// let none = gate_mask::Masked::from_static("(not captured)");
    /// assert_eq!(none.get(), "(not captured)");
    /// ```
    pub fn from_static(literal: &'static str) -> Self {
        Self::new(Cow::Borrowed(literal), Findings::default())
    }
}

impl<'a> Masked<Cow<'a, [u8]>> {
    /// Reads the bytes as text; invalid UTF-8 becomes U+FFFD.
    ///
    /// ```
    /// let masked = gate_mask::Masker::default().mask_bytes(b"token=abc123 \xff");
    /// assert_eq!(masked.into_text().get(), "token=*** \u{fffd}");
    /// ```
    pub fn into_text(self) -> Masked<Cow<'a, str>> {
        let text = match self.value {
            Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
            Cow::Owned(bytes) => Cow::Owned(owned_text(bytes)),
        };
        Masked::new(text, self.findings)
    }
}

impl Masked<String> {
    /// Shortens the text to at most `max` bytes, at a character boundary.
    ///
    /// Cut after masking, never before: a secret cut in two may no longer be recognised.
    pub fn truncate(&mut self, max: usize) {
        self.value.truncate(self.value.floor_char_boundary(max));
    }
}

impl Masked<Vec<u8>> {
    /// Shortens the bytes to at most `max`.
    pub fn truncate(&mut self, max: usize) {
        self.value.truncate(max);
    }
}

pub(crate) fn owned_text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

impl<T> Deref for Masked<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: AsRef<U>, U: ?Sized> AsRef<U> for Masked<T> {
    fn as_ref(&self) -> &U {
        self.value.as_ref()
    }
}

impl<T: fmt::Display> fmt::Display for Masked<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T> fmt::Debug for Masked<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Masked").field("findings", &self.findings).finish_non_exhaustive()
    }
}
