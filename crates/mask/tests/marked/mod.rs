//! Texts in which `⟦` and `⟧` stand around what must become `***`, and no more may change: however
//! the text is wrapped, when it is masked again, and when it comes byte by byte.

#![allow(dead_code, reason = "each test file takes what it needs")]

use gate_mask::Masker;

/// How a text is wrapped.
pub(crate) type Form = fn(&str) -> String;

/// All of them.
pub(crate) const FORMS: &[Form] = &[plain, json, json_in_json];

pub(crate) fn plain(text: &str) -> String {
    text.to_owned()
}

/// A string of JSON, between other members.
pub(crate) fn json(text: &str) -> String {
    serde_json::json!({ "n": 1, "text": text, "z": [true] }).to_string()
}

pub(crate) fn json_in_json(text: &str) -> String {
    json(&json(text))
}

pub(crate) fn masked(text: &str) -> String {
    Masker::default().mask_str(text).into_inner().into_owned()
}

/// The same, as a stream that comes in chunks of so many bytes.
pub(crate) fn streamed(text: &str, chunk: usize) -> String {
    let mut stream = Masker::default().stream();
    let mut out = Vec::new();
    for bytes in text.as_bytes().chunks(chunk) {
        stream.push(bytes, &mut out);
    }
    stream.finish(&mut out);
    String::from_utf8(out).expect("what was masked is a text")
}

/// The text without the marks around its secrets, and what must become of it.
pub(crate) fn parts(marked: &str) -> (String, String) {
    let mut expected = String::new();
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('⟦') {
        let (_, after) = after.split_once('⟧').expect("every ⟦ of a case is closed");
        expected.push_str(before);
        expected.push_str("***");
        rest = after;
    }
    expected.push_str(rest);
    (marked.replace(['⟦', '⟧'], ""), expected)
}

/// An array or object whose texts and numbers are secrets, without blanks or escapes.
pub(crate) fn leaves_masked(json: &str) -> String {
    let mut expected = String::new();
    let mut rest = json;
    while let Some(first) = rest.chars().next() {
        let len = match first {
            '"' => 2 + rest[1..].find('"').expect("a string is closed"),
            '0'..='9' => rest.find([',', ']', '}']).expect("a list is closed"),
            _ => 0,
        };
        let (leaf, after) = rest.split_at(len.max(first.len_utf8()));
        let is_leaf = len > 0 && !after.starts_with(':');
        expected.push_str(if is_leaf { "\"***\"" } else { leaf });
        rest = after;
    }
    expected
}

/// That `text` is masked so, at once and byte by byte, and that masking it again changes nothing.
pub(crate) fn becomes(text: &str, expected: &str) {
    assert_eq!(masked(text), expected, "of {text}");
    assert_eq!(masked(expected), expected, "a second time");
    assert_eq!(streamed(text, 1), expected, "byte by byte");
}

/// That a text becomes what its marks say in every form.
pub(crate) fn check(marked: &str) {
    check_in(FORMS, marked);
}

/// The same in some forms only.
pub(crate) fn check_in(forms: &[Form], marked: &str) {
    let (text, expected) = parts(marked);
    for form in forms {
        becomes(&form(&text), &form(&expected));
    }
}

pub(crate) fn check_all(cases: &[&str]) {
    cases.iter().for_each(|case| check(case));
}

pub(crate) fn check_all_in(forms: &[Form], cases: &[&str]) {
    cases.iter().for_each(|case| check_in(forms, case));
}

/// That nothing is masked in any form.
pub(crate) fn same(text: &str) {
    for form in FORMS {
        becomes(&form(text), &form(text));
    }
}

pub(crate) fn stays(texts: &[&str]) {
    texts.iter().for_each(|text| same(text));
}
