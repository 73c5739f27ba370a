//! The ways in which a known value may be written.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A way to write a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Form {
    pub(super) bytes: Vec<u8>,
    /// Letters may be in upper or lower case.
    pub(super) any_case: bool,
    /// A base64 character before and one after the bytes hold a part of the value too.
    pub(super) shares: (bool, bool),
}

/// Every way to write `value`, each once.
pub(super) fn forms(value: &[u8]) -> BTreeSet<Form> {
    let mut forms = BTreeSet::new();
    let mut exact = |bytes: Vec<u8>| forms.insert(Form { bytes, any_case: false, shares: (false, false) });
    exact(value.to_vec());
    for (slash, ascii) in [(false, false), (true, false), (false, true), (true, true)] {
        let once = json(value, slash, ascii);
        exact(json(&once, slash, ascii));
        exact(once);
    }
    for quotes in [None, Some(["&quot;", "&apos;"]), Some(["&quot;", "&#39;"]), Some(["&#34;", "&#39;"])] {
        exact(xml(value, quotes));
    }
    for kept in [&b"-_.~"[..], b"-_.", b"-_.!~*'()", b"-_.~/"] {
        exact(percent(value, kept, b"%20", true));
        exact(percent(value, kept, b"%20", false));
        exact(percent(value, kept, b"+", true));
    }
    let full = value.iter().fold(String::new(), |text, byte| text + &format!("%{byte:02x}"));
    let hex = value.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    for text in [full, hex] {
        forms.insert(Form { bytes: text.into_bytes(), any_case: true, shares: (false, false) });
    }
    for offset in 0..3 {
        forms.extend(base64(value, offset));
    }
    forms
}

/// As in a JSON string. `slash`: the solidus is escaped too; `ascii`: so is all that is not ASCII.
fn json(value: &[u8], slash: bool, ascii: bool) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(value) else {
        return value.to_vec();
    };
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '/' if slash => out.push_str("\\/"),
            letter if letter < ' ' || ascii && !letter.is_ascii() => {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    // Writing to a String cannot fail.
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            letter => out.push(letter),
        }
    }
    out.into_bytes()
}

fn xml(value: &[u8], quotes: Option<[&str; 2]>) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len() + 8);
    for &byte in value {
        match (byte, quotes) {
            (b'&', _) => out.extend_from_slice(b"&amp;"),
            (b'<', _) => out.extend_from_slice(b"&lt;"),
            (b'>', _) => out.extend_from_slice(b"&gt;"),
            (b'"', Some([double, _])) => out.extend_from_slice(double.as_bytes()),
            (b'\'', Some([_, single])) => out.extend_from_slice(single.as_bytes()),
            _ => out.push(byte),
        }
    }
    out
}

fn percent(value: &[u8], kept: &[u8], space: &[u8], upper: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len() + 8);
    for &byte in value {
        match byte {
            b' ' => out.extend_from_slice(space),
            _ if byte.is_ascii_alphanumeric() || kept.contains(&byte) => out.push(byte),
            _ if upper => out.extend_from_slice(format!("%{byte:02X}").as_bytes()),
            _ => out.extend_from_slice(format!("%{byte:02x}").as_bytes()),
        }
    }
    out
}

/// The characters that `value` alone decides if `offset` bytes, modulo three, are before it.
fn base64(value: &[u8], offset: usize) -> Vec<Form> {
    let mut padded = vec![0; offset];
    padded.extend_from_slice(value);
    let bits = padded.len() * 8;
    // Whole characters, from the first that has no bit of what is before.
    let (first, last) = ((offset * 8).div_ceil(6), bits / 6);
    let shares = (!(offset * 8).is_multiple_of(6), !bits.is_multiple_of(6));
    let six = |at: usize| {
        let bit = at * 6;
        let low = padded.get(bit / 8 + 1).copied().unwrap_or(0);
        let pair = u16::from_be_bytes([padded[bit / 8], low]);
        usize::from(pair >> (10 - bit % 8) & 63)
    };
    let write = |symbols: &[u8; 2]| -> Vec<u8> {
        let letter = |six: usize| match six {
            0..=25 => b'A' + six as u8,
            26..=51 => b'a' + (six - 26) as u8,
            52..=61 => b'0' + (six - 52) as u8,
            62 => symbols[0],
            _ => symbols[1],
        };
        (first..last).map(|at| letter(six(at))).collect()
    };
    let standard = write(b"+/");
    let in_json = json(&standard, true, false);
    let in_url = percent(&standard, b"", b"", true);
    let all = [in_json, in_url, write(b"-_"), standard];
    all.into_iter().map(|bytes| Form { bytes, any_case: false, shares }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(value: &str) -> Vec<String> {
        forms(value.as_bytes()).into_iter().map(|form| String::from_utf8(form.bytes).expect("text")).collect()
    }

    #[test]
    fn plain_letters_have_few_forms() {
        // Plain, hex, percent-encoded, and base64 at three offsets.
        assert_eq!(texts("hunter22").len(), 6);
    }

    #[test]
    fn base64_is_what_encoders_write_at_any_offset() {
        // `base64` of "hunter22", of "xhunter22" and of "xxhunter22", without the shared ones.
        for part in ["aHVudGVyMj", "h1bnRlcjIy", "odW50ZXIyM"] {
            assert!(texts("hunter22").iter().any(|text| text == part), "{part}");
        }
        assert!(texts("??>>~~ÿÿ").iter().any(|text| text == "Pz8-Pn5-w7_Dv"));
        assert!(texts("??>>~~ÿÿ").iter().any(|text| text == "Pz8+Pn5+w7\\/Dv"));
    }

    #[test]
    fn escapes() {
        let texts = texts("p\"a/s<s&w rdé");
        for text in [
            r#"p\"a/s<s&w rdé"#,
            r#"p\"a\/s<s&w rd\u00e9"#,
            r#"p\\\"a/s<s&w rdé"#,
            "p&quot;a/s&lt;s&amp;w rdé",
            "p%22a%2Fs%3Cs%26w+rd%C3%A9",
            "p%22a%2fs%3cs%26w%20rd%c3%a9",
            "p%22a/s%3Cs%26w%20rd%C3%A9",
            "702261",
        ] {
            assert!(texts.iter().any(|form| form.starts_with(text)), "{text}");
        }
    }
}
