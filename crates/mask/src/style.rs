/// What a masked value becomes.
///
/// More styles will come; the mark always starts with `***`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// `***`: nothing of the secret stays.
    #[default]
    Full,
    /// `***` and the last four characters, for secrets of 16 bytes or more whose last four are
    /// ASCII letters or digits; `***` for all others.
    KeepLast4,
}

/// What every mark starts with, and the whole of a [`Style::Full`] one.
pub(crate) const MARK: &[u8] = b"***";

/// Secrets shorter than this never show their last four characters.
const KEEP_MIN: usize = 16;

impl Style {
    /// Writes the mark of a secret of `len` bytes that ends in `tail`.
    pub(crate) fn write_mark(self, len: usize, tail: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(MARK);
        if self == Self::KeepLast4 && len >= KEEP_MIN {
            let last = tail.last_chunk::<4>().filter(|l| l.iter().all(u8::is_ascii_alphanumeric));
            out.extend_from_slice(last.map_or(&[], |last| last.as_slice()));
        }
    }

    /// Whether `value` is a mark that this style wrote, so that masking twice changes nothing.
    pub(crate) fn is_mark(self, value: &[u8]) -> bool {
        match (self, value.strip_prefix(MARK)) {
            (_, Some([])) => true,
            (Self::KeepLast4, Some(last)) => last.len() == 4 && last.iter().all(u8::is_ascii_alphanumeric),
            _ => false,
        }
    }
}
