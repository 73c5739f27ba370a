//! A short text that is formatted, without memory of its own.

use std::fmt::{self, Write as _};

/// A text of so many bytes at most.
pub(crate) struct Short<const MOST: usize> {
    bytes: [u8; MOST],
    len: usize,
}

impl<const MOST: usize> Short<MOST> {
    /// None, if it is longer, or its own `Debug` fails.
    pub(crate) fn of(value: &dyn fmt::Debug) -> Option<Self> {
        let mut text = Self { bytes: [0; MOST], len: 0 };
        write!(text, "{value:?}").ok()?;
        Some(text)
    }

    pub(crate) fn as_str(&self) -> &str {
        // Only whole pieces of text were taken.
        str::from_utf8(&self.bytes[..self.len]).unwrap_or_default()
    }
}

impl<const MOST: usize> fmt::Write for Short<MOST> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.len + text.len();
        self.bytes.get_mut(self.len..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_taken_and_nothing_longer() {
        let of = |text: &str| Short::<4>::of(&format_args!("{text}")).map(|short| short.as_str().to_owned());
        assert_eq!(of("").as_deref(), Some(""));
        assert_eq!(of("ab\u{e9}").as_deref(), Some("ab\u{e9}"));
        assert_eq!(of("abcde"), None);
    }
}
