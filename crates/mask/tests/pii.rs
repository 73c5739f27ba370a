//! Personal data.

use std::sync::LazyLock;

use gate_mask::{Family, Masker, rules};
use proptest::prelude::*;
use serde_json::{Value, json};

static MASKER: LazyLock<Masker> =
    LazyLock::new(|| Masker::builder().pii(true).build().expect("the built-in rules"));

/// Masks in one piece, twice, and byte by byte.
fn mask(text: &str) -> String {
    let once = MASKER.mask_str(text).into_inner().into_owned();
    assert_eq!(MASKER.mask_str(&once).get(), &once, "masking twice: {text}");
    let (mut stream, mut out) = (MASKER.stream(), Vec::new());
    text.as_bytes().chunks(1).for_each(|byte| stream.push(byte, &mut out));
    stream.finish(&mut out);
    assert_eq!(String::from_utf8_lossy(&out), once, "streamed: {text}");
    once
}

/// Numbers that the authorities and networks publish as examples.
const FOUND: &[(&str, &str)] = &[
    ("email", "ada.lovelace+notes@mail.example.co.uk"),
    ("email", "o'neil_99@example.museum"),
    ("phone", "+44 20 7946 0958"),
    ("phone", "+493012345678"),
    ("phone", "+1 (415) 555-2671"),
    ("phone", "+33 1 23 45 67 89"),
    ("phone-north-america", "(415) 555-2671"),
    ("phone-north-america", "415-555-2671"),
    ("payment-card", "4111111111111111"),
    ("payment-card", "4111 1111 1111 1111"),
    ("payment-card", "5555-5555-5555-4444"),
    ("payment-card", "378282246310005"),
    ("payment-card", "3782 822463 10005"),
    ("payment-card", "6011111111111117"),
    ("payment-card", "3056 930902 5904"),
    ("payment-card", "3530111333300000"),
    ("payment-card", "2223003122003222"),
    ("iban", "DE89370400440532013000"),
    ("iban", "GB29 NWBK 6016 1331 9268 19"),
    ("iban", "FR14 2004 1010 0505 0001 3M02 606"),
    ("us-ssn", "078-05-1120"),
    ("uk-nino", "AB123456C"),
    ("uk-nino", "AB 12 34 56 C"),
    ("es-dni", "12345678Z"),
    ("es-dni", "X1234567L"),
    ("fr-nir", "2 55 08 14 168 025 38"),
    ("it-codice-fiscale", "RSSMRA85T10A562S"),
    ("br-cpf", "529.982.247-25"),
    ("br-cnpj", "11.222.333/0001-81"),
    ("in-aadhaar", "2341 2341 2346"),
    ("in-pan", "AAAPL1234C"),
    ("se-personnummer", "811228-9874"),
    ("cn-resident-id", "11010519491231002X"),
];

/// Those that only their name tells.
const NAMED: &[(&str, &str, &str)] = &[
    ("phone-north-america", "mobile", "4155552671"),
    ("payment-card", "card number", "30569309025904"),
    ("us-ssn", "SSN", "078051120"),
    ("fr-nir", "NIR", "255081416802538"),
    ("de-tax-id", "Steuer-ID", "86095742719"),
    ("nl-bsn", "BSN", "111222333"),
    ("br-cpf", "cpf", "52998224725"),
    ("br-cnpj", "cnpj", "11222333000181"),
    ("in-aadhaar", "aadhaar", "234123412346"),
    ("pl-pesel", "PESEL", "44051401359"),
    ("se-personnummer", "personnummer", "8112289874"),
    ("ca-sin", "SIN", "046 454 286"),
    ("ca-sin", "social insurance number", "130692544"),
    ("au-tfn", "TFN", "123 456 782"),
    ("au-medicare", "Medicare", "2123 45670 1"),
];

#[test]
fn what_has_a_form_of_its_own_is_found_anywhere() {
    for (rule, text) in FOUND {
        for (before, after) in
            [("", ""), ("it is ", ", yes"), ("(", ")"), ("{\"a\": \"", "\"}"), ("a\\n", "\\nb"), ("x=", ";")]
        {
            let document = format!("{before}{text}{after}");
            assert_eq!(mask(&document), format!("{before}***{after}"), "{rule}");
            let found = MASKER.mask_str(&document);
            let found: Vec<_> = found.findings().iter().map(|f| (f.rule(), f.family())).collect();
            assert_eq!(found, [(*rule, Family::Pii)], "{document}");
        }
    }
}

#[test]
fn what_has_none_needs_its_name() {
    for (rule, name, text) in NAMED {
        assert_eq!(mask(&format!("{name}: {text}.")), format!("{name}: ***."), "{rule}");
        let key = name.replace([' ', '-'], "_").to_lowercase();
        let document = format!(r#"{{"user_{key}": "{text}"}}"#);
        assert_eq!(mask(&document), document.replace(text, "***"), "{rule}");
        let found = MASKER.mask_str(&document);
        assert_eq!(found.findings().iter().next().map(|f| f.rule()), Some(*rule), "{document}");
        let alone = format!("it is {text}.");
        assert_eq!(mask(&alone), alone, "{rule}");
    }
}

#[test]
fn numbers_of_json_become_strings() {
    for (text, expected) in [
        (r#"{"card": 4111111111111111}"#, r#"{"card": "***"}"#),
        (r#"{"cards": [4111111111111111, 5555555555554444,1]}"#, r#"{"cards": ["***", "***",1]}"#),
        (r#"{"ssn":78051120,"SSN":123456789}"#, r#"{"ssn":78051120,"SSN":"***"}"#),
        (r#"{"a":"{\"cpf\":52998224725}"}"#, r#"{"a":"{\"cpf\":\"***\"}"}"#),
        (r#"{"a": "4111111111111111, 5555555555554444"}"#, r#"{"a": "***, ***"}"#),
    ] {
        assert_eq!(mask(text), expected);
        assert!(serde_json::from_str::<Value>(expected).is_ok());
    }
    // A column of numbers is no JSON, however long.
    let column = "4111111111111111\n5555555555554444\n".repeat(40);
    assert_eq!(mask(&column), "***\n***\n".repeat(40));
    let rows = "17,4111111111111111,200\n".repeat(40);
    assert_eq!(mask(&rows), "17,***,200\n".repeat(40));
}

#[test]
fn wrong_check_digits_and_other_numbers_stay() {
    for text in [
        "4111111111111112",
        "1111111111111117",
        "DE89370400440532013001",
        "000-12-3456",
        "666-12-3456",
        "900-12-3456",
        "123-00-4567",
        "12345678A",
        "529.982.247-26",
        "2341 2341 2347",
        "811228-9875",
        "110105194912310021",
        "RSSMRA85T10A562T",
        "QQ123456C",
        "115-555-2671",
        "411-555-2671 9",
        "2024-01-02T03:04:05.123456Z",
        "1700000000 1700000000000 1700000000000000",
        "550e8400-e29b-41d4-a716-446655440000",
        "192.168.100.200:8080",
        "0.4111111111111111 and 4111111111111111.5",
        "version 1.2.3-4567",
        "git@github.com:owner/name.git",
        "logo@2x.png and react@18.2.0 and @types/node",
        "https://ada@example.com/path",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "+0200 +1234 a+4930123456789",
        "x = 1+4930123456",
        "using 046454286 is a sin of 2",
    ] {
        assert_eq!(mask(text), text);
    }
}

#[test]
fn the_pack_is_off_until_it_is_asked_for() {
    let text = "ada@lovelace.org 4111111111111111";
    assert_eq!(Masker::default().mask_str(text).get(), text);
    let some = Masker::builder().pii(true).without_rule("email").build().expect("a known rule");
    assert_eq!(some.mask_str(text).get(), "ada@lovelace.org ***");
    assert!(Masker::builder().without_rule("email").build().is_ok());
    assert_eq!(rules().filter(|rule| rule.family() == Family::Pii).count(), 22);
    // Secrets are masked as ever.
    let both = MASKER.mask_str("password=hunter2 ada@lovelace.org");
    assert_eq!(both.get(), "password=*** ***");
}

/// Long runs of what numbers are made of take time that grows with their length only.
#[test]
fn long_runs_are_survived() {
    for piece in
        ["1", "1 ", "1234 ", "12-", "123.", "+1", "a@", "a@a.", "DE89", "4111 1111 1111 ", "ssn 123456789 "]
    {
        let text = piece.repeat(20_000 / piece.len());
        let masked = MASKER.mask_str(&text);
        assert!(masked.len() <= text.len());
    }
}

fn soup() -> impl Strategy<Value = String> {
    let pieces = [
        "4111111111111111",
        "4111 1111 1111 1111",
        "078-05-1120",
        "ada@lovelace.org",
        "@",
        "+4930123456789",
        "415-555-2671",
        "DE89370400440532013000",
        "12345678Z",
        "ssn",
        "cpf ",
        "52998224725",
        " ",
        ", ",
        ",",
        ":",
        "\"",
        "\\",
        "\n",
        "[",
        "]",
        "{",
        "}",
        "1",
        "12",
        ".",
        "-",
        "+",
        "***",
        "***[email:7f3a9c]",
        "x",
        "é",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..40).prop_map(|pieces| pieces.concat())
}

/// The mark of what stands before it took a backslash of the escape, and the string was none any more.
#[test]
fn an_escape_after_a_mark_keeps_its_backslashes() {
    for slashes in ["\\\\", "\\\\\\\\"] {
        let text = format!(r#"{{"a":"4111111111111111{slashes}x41ada@lovelace.org"}}"#);
        assert_eq!(mask(&text), format!(r#"{{"a":"***{slashes}x***"}}"#));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json_stays_json_and_chunks_change_nothing(texts in prop::collection::vec(soup(), 1..3), step in 1_usize..40) {
        let numbers = [4_111_111_111_111_111_u64, 12, 5_555_555_555_554_444];
        let document = json!({ "card": numbers[0], "a": texts, "b": { "cpf": 52_998_224_725_u64, "c": numbers } });
        let nested = json!([document.to_string(), 4_111_111_111_111_111_u64]).to_string();
        for text in [&document.to_string(), &serde_json::to_string_pretty(&document).expect("JSON"), &nested] {
            let masked = MASKER.mask_str(text).into_inner().into_owned();
            prop_assert!(serde_json::from_str::<Value>(&masked).is_ok(), "{} became {}", text, masked);
        }
        for text in [&texts[0], &nested] {
            let whole = MASKER.mask_str(text).into_inner().into_owned();
            let (mut stream, mut out) = (MASKER.stream(), Vec::new());
            text.as_bytes().chunks(step).for_each(|chunk| stream.push(chunk, &mut out));
            stream.finish(&mut out);
            prop_assert_eq!(String::from_utf8_lossy(&out), whole);
        }
    }
}
