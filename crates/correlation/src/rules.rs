//! Which ids are fit to be passed on.

use http::{HeaderMap, HeaderName, HeaderValue};

/// Takes the id that came with a request, if it is one id and a safe one.
///
/// The value is copied: one that came off a connection is a slice of its read buffer, and the record that
/// keeps the id would pin that buffer.
pub(crate) fn inbound(headers: &HeaderMap, name: &HeaderName, max_length: usize) -> Option<HeaderValue> {
    let mut values = headers.get_all(name).iter();
    let only = values.next().filter(|value| is_safe(value, max_length))?;
    // Two ids are none: which of them would a reader of logs look for?
    if values.next().is_some() {
        return None;
    }
    HeaderValue::from_bytes(only.as_bytes()).ok()
}

/// Whether a value can stand unescaped in a log line, in JSON, in a header list and in a shell's quotes.
pub(crate) fn is_safe(value: &HeaderValue, max_length: usize) -> bool {
    let bytes = value.as_bytes();
    !bytes.is_empty() && bytes.len() <= max_length && bytes.iter().all(|byte| is_safe_byte(*byte))
}

fn is_safe_byte(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\'' | b'`' | b'\\' | b',' | b'<' | b'>')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NAME: HeaderName = HeaderName::from_static("x-request-id");

    fn accepted(values: &[&[u8]]) -> Option<HeaderValue> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(NAME, HeaderValue::from_bytes(value).unwrap());
        }
        inbound(&headers, &NAME, 128)
    }

    #[test]
    fn common_ids_are_kept() {
        let ids: [&[u8]; 5] = [
            b"0198a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b",
            b"01J5ZK8Q6R7S8T9V0W1X2Y3Z4A",
            b"Root=1-67891233-abcdef012345678912345678;Self=1",
            b"host/abc-000001",
            b"x",
        ];
        for id in ids {
            assert_eq!(accepted(&[id]).unwrap().as_bytes(), id);
        }
    }

    #[test]
    fn what_could_break_out_of_a_log_line_is_not() {
        let ids: [&[u8]; 9] =
            [b"", b" ", b"a b", b"a\tb", b"a\"b", b"a\\nb", b"a,b", b"<script>", "\u{e9}".as_bytes()];
        for id in ids {
            assert_eq!(accepted(&[id]), None, "{id:?}");
        }
    }

    #[test]
    fn length_is_bounded_and_two_are_none() {
        assert!(accepted(&[&[b'a'; 128]]).is_some());
        assert!(accepted(&[&[b'a'; 129]]).is_none());
        assert!(accepted(&[b"a", b"a"]).is_none());
        assert!(accepted(&[]).is_none());
    }

    proptest! {
        #[test]
        fn whatever_is_kept_is_safe_everywhere(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let Ok(value) = HeaderValue::from_bytes(&bytes) else { return Ok(()) };
            if is_safe(&value, 128) {
                let text = value.to_str().unwrap();
                prop_assert!((1..=128).contains(&text.len()));
                prop_assert_eq!(format!("{text:?}"), format!("\"{text}\""));
            }
        }
    }
}
