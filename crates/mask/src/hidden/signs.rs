//! `<`, `>` and `&` as encoders of JSON write them, so that no page takes them for its own: `\u003ctoken\u003e`
//! (<https://pkg.go.dev/encoding/json#Marshal>).

use crate::class::TOKEN68;

/// Whether one of them is in a text.
pub(super) fn any(text: &[u8]) -> bool {
    has(text, is_sign)
}

/// The same, or a slash, which PHP escapes: `"\/run\/secrets\/db"`.
pub(super) fn any_or_slash(text: &[u8]) -> bool {
    has(text, |rest| rest.first() == Some(&b'/') || is_sign(rest))
}

/// Whether one follows a name, perhaps after its quote and other signs: `\"\u003e`, ` -\u003e `. So does a word that stops
/// at a slash: `": "kR3v\/X9`.
pub(super) fn begin(after: &[u8]) -> bool {
    const MOST: usize = 24;
    let signs = after.iter().take(MOST).take_while(|byte| b"\\\"' \t-=:])".contains(byte)).count();
    let rest = &after[signs..];
    let word = TOKEN68.run(rest);
    let slashes = rest[word..].iter().take_while(|byte| **byte == b'\\').count();
    let cut = word > 0 && slashes > 0 && rest.get(word + slashes) == Some(&b'/');
    cut || after[..signs].ends_with(b"\\") && is_sign(rest)
}

/// Whether a tag has begun that does not end: `\u003cmeta name=\"`.
pub(super) fn end_in_tag(before: &[u8]) -> bool {
    let sign = |at: &usize| before[*at] == b'\\' && is_sign(&before[at + 1..]);
    let last = (0..before.len()).rev().find(sign).map(|at| &before[at + 1..]);
    matches!(last, Some([b'u', b'0', b'0', b'3', b'c' | b'C', name, ..]) if name.is_ascii_alphabetic() || *name == b'/')
}

/// Whether a step of a path begins: `\/`, `\/:`.
pub(super) fn end_in_slash(before: &[u8]) -> bool {
    const MOST: usize = 3;
    before[before.len().saturating_sub(MOST)..].windows(2).any(|pair| pair == b"\\/")
}

/// Whether a backslash is in a text with such letters behind it.
fn has(text: &[u8], is: impl Fn(&[u8]) -> bool) -> bool {
    // What most texts fail, and is looked for many bytes at once.
    let mut rest = if text.contains(&b'\\') { text } else { &[] };
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
        for text in [r#"\"\u003eab"#, r#"\\\" -\\u003E "#, r" \u003c- "] {
            assert!(super::begin(text.as_bytes()), "{text}");
        }
        assert!(!super::begin(br"(\u0026self)") && !super::begin(br"\u003"));
        assert!(super::end_in_tag(br#"x\u003cmeta name=\""#) && !super::end_in_tag(br"\u003cb\u003e "));
        assert!(
            !super::end_in_tag(br"a \u003c b")
                && super::end_in_slash(br"x\/:")
                && !super::end_in_slash(b"x/")
        );
        let slash = super::any_or_slash;
        assert!(slash(br"\\/") && slash(br"a\u003c") && !slash(br"a/b\n"));
        for text in [r"u003c", r"\u003d", r"\u00", r"\n<>&", r"\/", ""] {
            assert!(!super::any(text.as_bytes()), "{text}");
        }
    }
}
