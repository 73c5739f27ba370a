//! Byte classes: one table, one bit a class.

/// A set of ASCII bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Class(u16);

pub(crate) const ALNUM: Class = Class(1);
/// Letters, digits, underscore.
pub(crate) const WORD: Class = Class(1 << 1);
pub(crate) const UPPER_DIGIT: Class = Class(1 << 2);
/// Letters, digits, dash, underscore.
pub(crate) const BASE64URL: Class = Class(1 << 3);
/// Letters, digits, dash.
pub(crate) const DIGIT_DASH_ALNUM: Class = Class(1 << 4);
/// RFC 7235's token68, also standard base64.
pub(crate) const TOKEN68: Class = Class(1 << 5);
/// What a key name is made of.
pub(crate) const NAME: Class = Class(1 << 6);
/// Base64url and the dots between the parts of a JWT.
pub(crate) const DOTTED: Class = Class(1 << 7);
/// Standard base64.
pub(crate) const BASE64: Class = Class(1 << 8);

static TABLE: [u16; 256] = table();

const fn table() -> [u16; 256] {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        let byte = at as u8;
        let alnum = byte.is_ascii_alphanumeric();
        let dash = byte == b'-';
        let underscore = byte == b'_';
        let dot = byte == b'.';
        let padding = matches!(byte, b'+' | b'/' | b'=' | b'~');
        let mut bits = 0;
        if alnum {
            bits |= ALNUM.0;
        }
        if alnum || underscore {
            bits |= WORD.0;
        }
        if byte.is_ascii_uppercase() || byte.is_ascii_digit() {
            bits |= UPPER_DIGIT.0;
        }
        if alnum || dash || underscore {
            bits |= BASE64URL.0;
        }
        if alnum || dash {
            bits |= DIGIT_DASH_ALNUM.0;
        }
        if alnum || dash || underscore || dot || padding {
            bits |= TOKEN68.0;
        }
        if alnum || dash || underscore || dot {
            bits |= NAME.0 | DOTTED.0;
        }
        if alnum || matches!(byte, b'+' | b'/' | b'=') {
            bits |= BASE64.0;
        }
        table[at] = bits;
        at += 1;
    }
    table
}

impl Class {
    pub(crate) fn has(self, byte: u8) -> bool {
        TABLE[usize::from(byte)] & self.0 != 0
    }

    /// How many bytes of `bytes` are of this class, from the first on.
    pub(crate) fn run(self, bytes: &[u8]) -> usize {
        bytes.iter().position(|&byte| !self.has(byte)).unwrap_or(bytes.len())
    }
}
