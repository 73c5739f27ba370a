//! Keys as text.

use base64ct::{Base64, Base64Unpadded, Base64UrlUnpadded, Encoding as _};
use zeroize::Zeroizing;

use super::{Bytes, LENGTH};

const HEX: usize = 2 * LENGTH;
/// Of 32 bytes, with its `=` and without.
const PADDED: usize = 44;
const UNPADDED: usize = 43;

/// The bytes of a key, written in the place where they stay. The error tells nothing of the text.
pub(super) fn decode(text: &str) -> Result<Bytes, &'static str> {
    let text = text.trim_ascii();
    let mut key = Box::new(Zeroizing::new([0; LENGTH]));
    let whole = match text.len() {
        0 => return Err("it is empty"),
        HEX => hex(text.as_bytes(), &mut key),
        PADDED => text.strip_suffix('=').is_some_and(|text| base64(text, &mut key)),
        UNPADDED => base64(text, &mut key),
        _ => false,
    };
    if whole { Ok(key) } else { Err("32 bytes are needed, as 64 hexadecimal digits or as base64") }
}

/// A key as its file holds it: base64, and the end of the line.
pub(super) fn encode(key: &[u8; LENGTH]) -> Zeroizing<[u8; PADDED + 1]> {
    let mut line = Zeroizing::new([b'\n'; PADDED + 1]);
    let encoded = Base64::encode(key, &mut line[..PADDED]);
    debug_assert!(encoded.is_ok(), "32 bytes are 44 characters");
    line
}

fn hex(text: &[u8], key: &mut [u8; LENGTH]) -> bool {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    text.chunks_exact(2).zip(key).all(|(pair, byte)| match (digit(pair[0]), digit(pair[1])) {
        (Some(high), Some(low)) => {
            *byte = (high << 4 | low) as u8;
            true
        }
        _ => false,
    })
}

fn base64(text: &str, key: &mut [u8; LENGTH]) -> bool {
    let decoded = if text.contains(['-', '_']) {
        Base64UrlUnpadded::decode(text, key)
    } else {
        Base64Unpadded::decode(text, key)
    };
    decoded.is_ok_and(|decoded| decoded.len() == LENGTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_writing_gives_the_same_key() {
        let key: [u8; LENGTH] = std::array::from_fn(|index| (index as u8).wrapping_mul(251) ^ 0xf3);
        let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        let (standard, url) = (Base64::encode_string(&key), Base64UrlUnpadded::encode_string(&key));
        assert!(url.contains(['-', '_']), "the two alphabets must differ here: {url}");
        let unpadded = standard.trim_end_matches('=');
        let line = format!(" {standard}\r\n");
        for text in [&hex, &hex.to_uppercase(), &standard, unpadded, &url, &format!("{url}="), &line] {
            assert_eq!(decode(text).unwrap()[..], key, "{text}");
        }
        assert_eq!(decode(str::from_utf8(&encode(&key)[..]).unwrap()).unwrap()[..], key);
    }

    #[test]
    fn anything_else_is_none() {
        let long = "0".repeat(66);
        let wrong =
            [&long[..63], &long[..65], &long, &format!("{}g", &long[..63]), &"A".repeat(42), &"é".repeat(32)];
        for text in wrong {
            assert!(decode(text).is_err(), "{text}");
        }
        // Both alphabets at once; no padding where it should be; bits that stand for nothing.
        for text in [format!("-+{}", "A".repeat(41)), "A".repeat(44), format!("{}B=", "A".repeat(42))] {
            assert!(decode(&text).is_err(), "{text}");
        }
        assert_eq!(decode(" \n").unwrap_err(), "it is empty");
    }
}
