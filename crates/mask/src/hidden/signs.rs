//! `<`, `>` and `&` as encoders of JSON write them, so that no page takes them for its own: `\u003ctoken\u003e`
//! (<https://pkg.go.dev/encoding/json#Marshal>).

/// Whether one of them is in a text.
pub(super) fn any(text: &[u8]) -> bool {
    has(text, is_sign)
}

/// The same, or a slash, which PHP escapes: `"\/run\/secrets\/db"`.
pub(super) fn any_or_slash(text: &[u8]) -> bool {
    has(text, |rest| rest.first() == Some(&b'/') || is_sign(rest))
}

/// Whether a backslash is in a text with such letters behind it.
fn has(text: &[u8], is: impl Fn(&[u8]) -> bool) -> bool {
    let mut rest = text;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        rest = &rest[at + 1..];
        if is(rest) {
            return true;
        }
    }
    false
}

fn is_sign(rest: &[u8]) -> bool {
    let digits = rest.strip_prefix(b"u00");
    matches!(digits, Some([b'3', b'c' | b'C' | b'e' | b'E', ..] | [b'2', b'6', ..]))
}

#[cfg(test)]
mod tests {
    #[test]
    fn signs_are_found_under_any_number_of_backslashes() {
        for text in [r"\u003ctoken\u003e", r"a\\\\u003Eb", r"x\n\u0026"] {
            assert!(super::any(text.as_bytes()), "{text}");
        }
        assert!(
            super::any_or_slash(br"\/") && super::any_or_slash(br"a\u003c") && !super::any_or_slash(b"a/b\n")
        );
        let slash = super::any_or_slash;
        assert!(slash(br"\\/") && slash(br"a\u003c") && !slash(br"a/b\n"));
        for text in [r"u003c", r"\u003d", r"\u00", r"\n<>&", r"\/", ""] {
            assert!(!super::any(text.as_bytes()), "{text}");
        }
    }
}
