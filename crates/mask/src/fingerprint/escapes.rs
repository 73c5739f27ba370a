//! JSON escapes, resolved as bytes pass.

use std::char::DecodeUtf16Error;
use std::mem;

/// What a part ended in the middle of.
///
/// However many backslashes stand before a letter, they are read as one: so the depth of JSON
/// inside strings does not matter. Two secrets that differ in nothing but such a run are taken
/// for one, which costs nothing but that.
#[derive(Default)]
pub(super) struct Escapes {
    state: State,
    /// The first half of a surrogate pair.
    high: Option<u16>,
}

#[derive(Default, Clone, Copy)]
enum State {
    #[default]
    Plain,
    Slash,
    /// `\u` and so many digits.
    Unit {
        digits: u8,
        value: u16,
    },
}

impl Escapes {
    /// Hands what `part` stands for to `sink`.
    pub(super) fn resolve(&mut self, mut part: &[u8], sink: &mut impl FnMut(&[u8])) {
        while let Some((&first, rest)) = part.split_first() {
            match self.state {
                State::Plain => {
                    let plain = part.iter().position(|&byte| byte == b'\\').unwrap_or(part.len());
                    self.emit(&part[..plain], sink);
                    part = &part[plain..];
                    if let Some(rest) = part.get(1..) {
                        part = rest;
                        self.state = State::Slash;
                    }
                }
                State::Slash => {
                    part = rest;
                    self.after_slash(first, sink);
                }
                State::Unit { digits, value } => match char::from(first).to_digit(16) {
                    Some(digit) => {
                        part = rest;
                        self.digit(digits + 1, value << 4 | digit as u16, sink);
                    }
                    None => self.broken_off(digits, value, sink),
                },
            }
        }
    }

    /// Hands over what was begun.
    pub(super) fn end(&mut self, sink: &mut impl FnMut(&[u8])) {
        match self.state {
            State::Plain => {}
            State::Slash => self.emit(b"\\", sink),
            State::Unit { digits, value } => self.broken_off(digits, value, sink),
        }
        self.flush(sink);
    }

    fn after_slash(&mut self, byte: u8, sink: &mut impl FnMut(&[u8])) {
        self.state = State::Plain;
        match byte {
            b'\\' => self.state = State::Slash,
            b'u' => self.state = State::Unit { digits: 0, value: 0 },
            b'"' | b'/' => self.emit(&[byte], sink),
            b'b' => self.emit(b"\x08", sink),
            b'f' => self.emit(b"\x0c", sink),
            b'n' => self.emit(b"\n", sink),
            b'r' => self.emit(b"\r", sink),
            b't' => self.emit(b"\t", sink),
            _ => self.emit(&[b'\\', byte], sink),
        }
    }

    fn digit(&mut self, digits: u8, value: u16, sink: &mut impl FnMut(&[u8])) {
        if digits < 4 {
            self.state = State::Unit { digits, value };
            return;
        }
        self.state = State::Plain;
        match (self.high, value) {
            (Some(high), 0xdc00..=0xdfff) => {
                self.high = None;
                emit_char(char::decode_utf16([high, value]).next(), sink);
            }
            (_, 0xd800..=0xdbff) => {
                self.flush(sink);
                self.high = Some(value);
            }
            _ => {
                self.flush(sink);
                emit_char(char::decode_utf16([value]).next(), sink);
            }
        }
    }

    /// No escape after all.
    fn broken_off(&mut self, digits: u8, value: u16, sink: &mut impl FnMut(&[u8])) {
        self.state = State::Plain;
        self.emit(b"\\u", sink);
        for place in (0..digits).rev() {
            let nibble = value >> (4 * place) & 15;
            sink(&[b"0123456789abcdef"[usize::from(nibble)]]);
        }
    }

    fn emit(&mut self, bytes: &[u8], sink: &mut impl FnMut(&[u8])) {
        if !bytes.is_empty() {
            self.flush(sink);
            sink(bytes);
        }
    }

    fn flush(&mut self, sink: &mut impl FnMut(&[u8])) {
        if mem::take(&mut self.high).is_some() {
            emit_char(None, sink);
        }
    }
}

fn emit_char(decoded: Option<Result<char, DecodeUtf16Error>>, sink: &mut impl FnMut(&[u8])) {
    let found = decoded.and_then(Result::ok).unwrap_or(char::REPLACEMENT_CHARACTER);
    sink(found.encode_utf8(&mut [0; 4]).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(text: &str, step: usize) -> String {
        let (mut escapes, mut out) = (Escapes::default(), Vec::new());
        for part in text.as_bytes().chunks(step) {
            escapes.resolve(part, &mut |bytes| out.extend_from_slice(bytes));
        }
        escapes.end(&mut |bytes| out.extend_from_slice(bytes));
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn escapes_of_any_depth_are_resolved_in_any_parts() {
        let cases = [
            ("plain", "plain"),
            (r"a\/b\\\/c", "a/b/c"),
            (r#"say \"hi\", \\\"ho\\\""#, r#"say "hi", "ho""#),
            (r"l1\nl2\\nl3\tx\r\b\f", "l1\nl2\nl3\tx\r\u{8}\u{c}"),
            (r"\u0041\\u00e9\uD83D\ude00!", "Aé😀!"),
            (r"\ud83dx\ud83d\ud83d\ude00\ude00", "\u{fffd}x\u{fffd}😀\u{fffd}"),
            (r"\u12 \u004g \q \", r"\u12 \u004g \q \"),
        ];
        for (text, expected) in cases {
            for step in 1..=text.len() {
                assert_eq!(resolved(text, step), expected, "{text} by {step}");
            }
        }
    }
}
