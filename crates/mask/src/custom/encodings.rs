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

/// Every way to write `value`, each once; without the rarer ones if not `all`.
pub(super) fn forms(value: &[u8], all: bool) -> BTreeSet<Form> {
    let mut forms = BTreeSet::new();
    let mut exact = |bytes: Vec<u8>| forms.insert(Form { bytes, any_case: false, shares: (false, false) });
    exact(value.to_vec());
    for style in JSON.iter().take(if all { JSON.len() } else { COMMON_JSON }) {
        let once = json(value, style);
        exact(json(&once, style));
        exact(once);
    }
    for style in XML.iter().take(if all { XML.len() } else { COMMON_XML }) {
        exact(xml(value, style));
    }
    for kept in [&b"-_.~"[..], b"-_.", b"-_.!~*'()", b"-_.~/"] {
        exact(percent(value, kept, b"%20", true));
        exact(percent(value, kept, b"%20", false));
        exact(percent(value, kept, b"+", true));
        if all {
            exact(percent(value, kept, b"+", false));
        }
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

/// What an encoder escapes in a JSON string beyond what it must.
struct Json {
    slash: bool,
    /// All that is not ASCII.
    ascii: bool,
    /// What is written as its number, like `\u0026`.
    numbered: &'static str,
    upper: bool,
}

const PLAIN_JSON: Json = Json { slash: false, ascii: false, numbered: "", upper: false };
const SLASH_JSON: Json = Json { slash: true, ..PLAIN_JSON };
const ASCII_JSON: Json = Json { ascii: true, ..PLAIN_JSON };
const COMMON_JSON: usize = 4;

/// As encoders do by default, or where JSON goes into HTML.
const JSON: [Json; 11] = [
    PLAIN_JSON,
    SLASH_JSON,
    ASCII_JSON,
    Json { slash: true, ascii: true, ..PLAIN_JSON },
    Json { ascii: true, upper: true, ..PLAIN_JSON },
    Json { numbered: "<>&", ..PLAIN_JSON },
    Json { numbered: "<>&'", ..ASCII_JSON },
    Json { numbered: "<>&='", ..PLAIN_JSON },
    Json { numbered: "<>&", upper: true, ..PLAIN_JSON },
    Json { slash: true, ascii: true, numbered: "<>&'\"", upper: true },
    Json { ascii: true, numbered: "<>&'\"+`", upper: true, ..PLAIN_JSON },
];

/// As in a JSON string.
fn json(value: &[u8], style: &Json) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(value) else {
        return value.to_vec();
    };
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            letter if style.numbered.contains(letter) => numbered(letter, style.upper, &mut out),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '/' if style.slash => out.push_str("\\/"),
            letter if letter < ' ' || style.ascii && !letter.is_ascii() => {
                numbered(letter, style.upper, &mut out);
            }
            letter => out.push(letter),
        }
    }
    out.into_bytes()
}

/// Writing to a String cannot fail.
fn numbered(letter: char, upper: bool, out: &mut String) {
    for unit in letter.encode_utf16(&mut [0; 2]) {
        let _ = if upper { write!(out, "\\u{unit:04X}") } else { write!(out, "\\u{unit:04x}") };
    }
}

/// How an encoder writes a character by its number in XML and HTML.
#[derive(Clone, Copy)]
enum Numbers {
    Decimal,
    Lower,
    Upper,
}

/// What an encoder writes in place of `&<>"'`, if not by their numbers, and of what is not ASCII.
struct Xml {
    named: Option<[&'static str; 2]>,
    ascii: Option<Numbers>,
}

const COMMON_XML: usize = 4;

const XML: [Xml; 16] = {
    use Numbers::{Decimal, Lower, Upper};
    const fn xml(double: &'static str, single: &'static str, ascii: Option<Numbers>) -> Xml {
        Xml { named: Some([double, single]), ascii }
    }
    [
        xml("\"", "'", None),
        xml("&quot;", "&apos;", None),
        xml("&quot;", "&#39;", None),
        xml("&#34;", "&#39;", None),
        xml("&quot;", "&#x27;", None),
        xml("&quot;", "&#039;", None),
        xml("\"", "'", Some(Decimal)),
        xml("&quot;", "&apos;", Some(Decimal)),
        xml("&quot;", "&#39;", Some(Decimal)),
        xml("&quot;", "&#x27;", Some(Decimal)),
        xml("&#34;", "&#39;", Some(Decimal)),
        xml("\"", "'", Some(Upper)),
        xml("&quot;", "&#x27;", Some(Upper)),
        Xml { named: None, ascii: Some(Decimal) },
        Xml { named: None, ascii: Some(Lower) },
        Xml { named: None, ascii: Some(Upper) },
    ]
};

fn xml(value: &[u8], style: &Xml) -> Vec<u8> {
    let chunk = |chunk: std::str::Utf8Chunk<'_>| [&xml_text(chunk.valid(), style), chunk.invalid()].concat();
    value.utf8_chunks().flat_map(chunk).collect()
}

fn xml_text(text: &str, style: &Xml) -> Vec<u8> {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match (letter, style.named, style.ascii) {
            ('&', Some(_), _) => out.push_str("&amp;"),
            ('<', Some(_), _) => out.push_str("&lt;"),
            ('>', Some(_), _) => out.push_str("&gt;"),
            ('"', Some([double, _]), _) => out.push_str(double),
            ('\'', Some([_, single]), _) => out.push_str(single),
            ('&' | '<' | '>' | '"' | '\'', None, Some(numbers)) => entity(letter, numbers, &mut out),
            (_, _, Some(numbers)) if !letter.is_ascii() => entity(letter, numbers, &mut out),
            _ => out.push(letter),
        }
    }
    out.into_bytes()
}

/// Writing to a String cannot fail.
fn entity(letter: char, numbers: Numbers, out: &mut String) {
    let number = u32::from(letter);
    let _ = match numbers {
        Numbers::Decimal => write!(out, "&#{number};"),
        Numbers::Lower => write!(out, "&#x{number:x};"),
        Numbers::Upper => write!(out, "&#x{number:X};"),
    };
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
    let in_json = json(&standard, &SLASH_JSON);
    let in_url = percent(&standard, b"", b"", true);
    let all = [in_json, in_url, write(b"-_"), standard];
    all.into_iter().map(|bytes| Form { bytes, any_case: false, shares }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(value: &str) -> Vec<String> {
        forms(value.as_bytes(), true)
            .into_iter()
            .map(|form| String::from_utf8(form.bytes).expect("text"))
            .collect()
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
    fn many_special_characters_have_few_forms() {
        let value = "a\"b'c<d>e&f/g h+i=j`k\\lé~(m)*";
        let (all, common) = (forms(value.as_bytes(), true).len(), forms(value.as_bytes(), false).len());
        assert!(all <= 72 && common <= 40, "{all} {common}");
    }

    #[test]
    fn numbers_of_characters() {
        let texts = texts("a<b>&'dé w");
        for text in [
            r"a\u003cb\u003e\u0026'dé w",
            r"a\u003cb\u003e\u0026\u0027d\u00e9 w",
            r"a\u003Cb\u003E\u0026\u0027d\u00E9 w",
            r"a\\u003cb\\u003e\\u0026'dé w",
            r"a<b>&'d\u00E9 w",
            "a&lt;b&gt;&amp;&#x27;dé w",
            "a&lt;b&gt;&amp;&#039;dé w",
            "a&lt;b&gt;&amp;&#39;d&#233; w",
            "a&#60;b&#62;&#38;&#39;d&#233; w",
            "a&#x3c;b&#x3e;&#x26;&#x27;d&#xe9; w",
            "a%3cb%3e%26%27d%c3%a9+w",
        ] {
            assert!(texts.iter().any(|form| form == text), "{text}");
        }
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
