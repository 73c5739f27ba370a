//! What a JSON string says.

use std::borrow::Cow;

use memchr::memchr;

/// Decodes the inside of a JSON string (without its quotes). Borrowed when there is nothing to
/// decode. Bytes that are not UTF-8, lone surrogates and unknown escapes become U+FFFD.
pub(crate) fn decode(raw: &[u8]) -> Cow<'_, str> {
    if memchr(b'\\', raw).is_none() {
        return String::from_utf8_lossy(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr(b'\\', rest) {
        text.push_str(&String::from_utf8_lossy(&rest[..at]));
        rest = escape(&rest[at + 1..], &mut text);
    }
    text.push_str(&String::from_utf8_lossy(rest));
    Cow::Owned(text)
}

/// Decodes one escape, whose backslash has been read, and gives what follows it.
fn escape<'a>(bytes: &'a [u8], text: &mut String) -> &'a [u8] {
    let Some((kind, rest)) = bytes.split_first() else {
        return bytes;
    };
    text.push(match kind {
        b'"' | b'\\' | b'/' => char::from(*kind),
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode(rest, text),
        // Not an escape: keep what follows, which may be the start of a longer character.
        _ => {
            text.push(char::REPLACEMENT_CHARACTER);
            return bytes;
        }
    });
    rest
}

/// Decodes the digits after `\u`, and a second such escape when the two are a surrogate pair.
fn unicode<'a>(bytes: &'a [u8], text: &mut String) -> &'a [u8] {
    let Some((high, rest)) = hex4(bytes) else {
        text.push(char::REPLACEMENT_CHARACTER);
        return bytes;
    };
    if let Some(plain) = char::from_u32(high) {
        text.push(plain);
        return rest;
    }
    let low = rest.strip_prefix(b"\\u").and_then(hex4);
    match low {
        Some((low @ 0xdc00..=0xdfff, rest)) if high < 0xdc00 => {
            let code = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
            text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            rest
        }
        _ => {
            text.push(char::REPLACEMENT_CHARACTER);
            rest
        }
    }
}

fn hex4(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (digits, rest) = bytes.split_first_chunk::<4>()?;
    let mut code = 0;
    for digit in digits {
        code = code << 4 | char::from(*digit).to_digit(16)?;
    }
    Some((code, rest))
}

/// Appends `text` as a JSON string, quotes included.
pub(crate) fn encode(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => out.extend([b'\\', byte]),
            b'\n' => out.extend(b"\\n"),
            b'\r' => out.extend(b"\\r"),
            b'\t' => out.extend(b"\\t"),
            0..=0x1f => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                out.extend(b"\\u00");
                out.extend([HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
            }
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn broken_text_is_replaced_not_refused() {
        for (raw, says) in [
            (&br"\ud800"[..], "\u{fffd}"),
            (br"\ud800\ud800", "\u{fffd}\u{fffd}"),
            (br"\ud83d\ude00", "\u{1f600}"),
            (br"\ude00\ud83d", "\u{fffd}\u{fffd}"),
            (br"a\u12", "a\u{fffd}12"),
            (br"\x", "\u{fffd}x"),
            (b"tail\\", "tail"),
            (b"\xff\\n", "\u{fffd}\n"),
        ] {
            assert_eq!(decode(raw), says, "{}", raw.escape_ascii());
        }
    }

    proptest! {
        #[test]
        fn decodes_what_serde_json_encodes(text in any::<String>()) {
            let json = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(decode(&json.as_bytes()[1..json.len() - 1]), text);
        }

        #[test]
        fn encodes_what_serde_json_decodes(text in any::<String>()) {
            let mut json = Vec::new();
            encode(&text, &mut json);
            prop_assert_eq!(serde_json::from_slice::<String>(&json).unwrap(), text);
        }

        #[test]
        fn never_panics(raw in prop::collection::vec(prop_oneof![
            any::<u8>(), prop::sample::select(b"\\\\u\"d8c0".as_slice()),
        ], 0..64)) {
            decode(&raw);
        }
    }
}
