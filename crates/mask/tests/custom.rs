//! An operator's own rules, known values and allow-lists.

use std::sync::LazyLock;

use gate_mask::{BuildError, CustomRule, Family, Masker, MaskerBuilder, Style};
use proptest::prelude::*;
use serde_json::{Value, json};

fn with(rule: CustomRule) -> Masker {
    Masker::builder().rule(rule).build().expect("a rule that can be built")
}

fn regex(regex: &str) -> Masker {
    with(CustomRule::new("own").regex(regex))
}

fn mask(masker: &Masker, text: &str) -> String {
    let once = masker.mask_str(text).into_inner().into_owned();
    assert_eq!(masker.mask_str(&once).get(), &once, "masking twice: {text}");
    let mut out = Vec::new();
    let mut stream = masker.stream();
    text.as_bytes().chunks(1).for_each(|byte| stream.push(byte, &mut out));
    stream.finish(&mut out);
    assert_eq!(String::from_utf8_lossy(&out), once, "streamed: {text}");
    once
}

fn refused(builder: MaskerBuilder) -> BuildError {
    builder.build().expect_err("what cannot be built")
}

#[test]
fn what_is_masked_is_the_secret_the_first_group_or_all() {
    let text = "id acme-12-99 end";
    for (pattern, expected) in [
        (r"acme-\d+-\d+", "id *** end"),
        (r"acme-(\d+)-(\d+)", "id acme-***-99 end"),
        (r"acme-(\d+)-(?<secret>\d+)", "id acme-12-*** end"),
        (r"(?:id) acme-(?:\d+)", "***-99 end"),
        (
            r"(?x) acme - # a comment
            (\d+)",
            "id acme-***-99 end",
        ),
    ] {
        assert_eq!(mask(&regex(pattern), text), expected, "{pattern}");
    }
}

#[test]
fn bytes_to_search_for_are_taken_from_anywhere_in_the_regex() {
    for (pattern, text, expected) in [
        (r"[a-z]+@corp", "mail ada@corp now", "mail *** now"),
        (r"\b\d{3}-\d{4}\b", "call 555-1234 now", "call *** now"),
        (r"(?i)secretcode \w+", "SecretCode xyz now", "*** now"),
        (r"(?:alpha|beta-)\d+", "alpha1 beta-2 gamma3", "*** *** gamma3"),
        (r"\w{2,40}_acmekey", "a my_long_acmekey b", "a *** b"),
        (r"(?m)^pin .*$", "a\npin 12 34\nb", "a\n***\nb"),
        (r"^line .*$", "a\nline 12 34\nb", "a\n***\nb"),
    ] {
        assert_eq!(mask(&regex(pattern), text), expected, "{pattern}");
    }
}

#[test]
fn keywords_stand_before_a_match() {
    let masker = with(CustomRule::new("own").regex(r"\b\d{5}\b").keyword("staff").keyword("employee"));
    assert_eq!(mask(&masker, "12345 Staff no. 23456, 34567"), "12345 Staff no. ***, ***");
    assert_eq!(mask(&masker, r#"{"employee": 23456, "b": "34567"}"#), r#"{"employee": "***", "b": "***"}"#);
    let far = format!("staff {} 23456", "x ".repeat(400));
    assert_eq!(mask(&masker, &far), far);
    // Many keywords in a row search the same bytes once.
    let many = format!("{} 23456 {}", "staff".repeat(500), "employee ".repeat(300));
    assert_eq!(mask(&masker, &many), many.replace("23456", "***"));
}

#[test]
fn limits() {
    let rule = CustomRule::new("own").regex(r"acme_(\w+)");
    assert_eq!(mask(&with(rule.clone().min_len(4)), "acme_abc acme_abcd"), "acme_abc acme_***");
    assert_eq!(mask(&with(rule.clone().max_len(3)), "acme_abc acme_abcd"), "acme_*** acme_abcd");
    let opaque = with(rule.clone().min_entropy(3.0));
    assert_eq!(mask(&opaque, "acme_aaaaaaaaaa acme_q8Zr2Lk0Wx"), "acme_aaaaaaaaaa acme_***");
    let allowed = with(rule.allow("sample").allow_regex("test.*"));
    assert_eq!(mask(&allowed, "acme_sample acme_test12 acme_samples"), "acme_sample acme_test12 acme_***");
}

#[test]
fn key_names_of_a_rule_count_for_it() {
    let masker = with(CustomRule::new("badge").key_name("badge no").family(Family::Pii));
    let masked = masker.mask_str(r#"{"badgeNo": 12, "x_badge_no": "13", "badge": 14, "password": "p"}"#);
    assert_eq!(masked.get(), r#"{"badgeNo": "***", "x_badge_no": "***", "badge": 14, "password": "***"}"#);
    let found: Vec<_> = masked.findings().iter().map(|f| (f.rule(), f.family(), f.count())).collect();
    assert_eq!(found, [("badge", Family::Pii, 2), ("key-name", Family::Secret, 1)]);
    let off = Masker::builder().rule(CustomRule::new("own").regex("acme-.*")).without_rule("own");
    assert_eq!(off.build().expect("a known id").mask_str("acme-1").get(), "acme-1");
}

#[test]
fn json_stays_json() {
    for (pattern, text, expected) in [
        // A bare number becomes a string, at its depth; one in text does not.
        (r"\d{9}", r#"{"a": 123456789}"#, r#"{"a": "***"}"#),
        (r"\d{9}", r#"{"a": [1, 123456789, 123456780]}"#, r#"{"a": [1, "***", "***"]}"#),
        (r"\d{9}", r#"[123456789,2]"#, r#"["***",2]"#),
        (r"\d{9}", r#"{"a": "1, 123456789, 2"}"#, r#"{"a": "1, ***, 2"}"#),
        (r"\d{9}", r#"{"a": "{\"b\": 123456789}"}"#, r#"{"a": "{\"b\": \"***\"}"}"#),
        (r"\d{9}", "1, 123456789, 2", "1, ***, 2"),
        (r"\d{4}", r#"{"a": -123456.5e3}"#, r#"{"a": "***"}"#),
        // So do words.
        (r#"active":\s*(true|false|null)"#, r#"{"active": true}"#, r#"{"active": "***"}"#),
        (r#"active":(\s*\S+)"#, r#"{"active": null, "x": 1}"#, r#"{"active": "***", "x": 1}"#),
        (r#"active":\s*fa(ls)"#, r#"{"active": false}"#, r#"{"active": "***"}"#),
        (r"active: (true|false)", "active: true, x: 1", "active: ***, x: 1"),
        (r"active: (true|false)", r#"{"a": "active: true, x"}"#, r#"{"a": "active: ***, x"}"#),
        // What ends a bare value stays.
        (r#"total": (\S+)"#, r#"{"total": 12, "x": 1}"#, r#"{"total": "***", "x": 1}"#),
        (r#"total": (\S+)"#, r#"{"x": {"total": 12}}"#, r#"{"x": {"total": "***"}}"#),
        (r#"total":(\S+)"#, r#"{"total":12,"x":1}"#, r#"{"total":"***","x":1}"#),
        (r"total: (\S+)", "total: 12, x", "total: *** x"),
        (r"total: (\S+)", r#"{"a": "total: 12, x"}"#, r#"{"a": "total: *** x"}"#),
        // A class that takes quotes does not mask them.
        (r"acme (\S+)", r#"{"a":"acme b","c":1}"#, r#"{"a":"acme ***","c":1}"#),
        (r"acme=(\S+)", r#"acme="b c""#, r#"acme="*** c""#),
        (r"acme=(\S+)", r#"{"a":"acme=","c":1}"#, r#"{"a":"acme=","c":1}"#),
        (r"acme.*", r#"{"a": "acme \"x\" y", "b": 1}"#, r#"{"a": "***\"x\" y", "b": 1}"#),
        // No escape is cut in two.
        (r"(.{4}) acme", r#"{"a": "x\n\\\u00e9 acme"}"#, r#"{"a": "x\n\\\u00e9 acme"}"#),
        (r"acme .{3}", r#"{"a": "acme a\u00e9b"}"#, r#"{"a": "***\u00e9b"}"#),
        (r".acme", r#"{"a": "x\nacme"}"#, r#"{"a": "x\n***"}"#),
        // Punctuation of JSON's own is no secret.
        (r"[,:] *\d{9}", r#"{"a": 1, "b": 123456789}"#, r#"{"a": 1, "b": 123456789}"#),
    ] {
        let masked = mask(&regex(pattern), text);
        assert_eq!(masked, expected, "{pattern}");
        if serde_json::from_str::<Value>(text).is_ok() {
            assert!(serde_json::from_str::<Value>(&masked).is_ok(), "{masked}");
        }
    }
}

#[test]
fn longer_than_the_window() {
    let masker = regex(r"acme-[a-z0-9]+");
    for len in [400, 448, 500, 1023, 1024, 1100, 40_000] {
        let text = format!("a acme-{} b", "x7".repeat(len / 2));
        assert_eq!(mask(&masker, &text), "a *** b", "{len}");
    }
    let lines = regex("acme:.*");
    assert_eq!(mask(&lines, &format!("acme:{}\nnext", "a b".repeat(200))), "***\nnext");
}

#[test]
fn what_is_refused_and_why() {
    let refusal = |rule: CustomRule| refused(Masker::builder().rule(rule)).to_string();
    let own = || CustomRule::new("own");
    for (rule, expected) in [
        (own(), "neither a regex nor a key name"),
        (
            own().regex("acme[").regex("acme(\n  [z-a]+)"),
            "line 2, column 4 of its regex: invalid character class range",
        ),
        (own().regex("x*"), "matches the empty text"),
        (own().regex(r"\Aacme"), r"\A or \z"),
        (own().regex(r#"acme="\w+""#), "(?<secret>…)"),
        (own().regex(r"\w+@\w+"), "keywords that stand before"),
        (own().regex("acme(?:a{1000}){900}"), "too large"),
        (own().regex("acme".repeat(2000)), "too large"),
        (own().regex(r"\d+").keyword("id"), r#"keyword "id""#),
        (own().regex("acme-.").min_len(9).max_len(3), "shortest length"),
        (own().regex("acme-.").allow_regex("(x"), "column 1 of its regex: unclosed group"),
        (own().regex(r"acme\pL"), "Unicode"),
        (CustomRule::new("Own"), "cannot be the id"),
        (CustomRule::new("a]b").regex("acme"), "cannot be the id"),
        (CustomRule::new("x".repeat(65)).regex("acme"), "cannot be the id"),
        (CustomRule::new("jwt").regex("acme"), "two rules"),
        (own().key_name("-"), "sensitive key name"),
    ] {
        let shown = refusal(rule);
        assert!(shown.contains(expected), "{shown}");
    }
    let same = Masker::builder().rules([own().regex("acme"), own().regex("corp")]);
    assert_eq!(refused(same).id(), Some("own"));
}

const KNOWN: &str = "Tr0ub4dor/&\"3+~";

fn knowing(value: &str) -> Masker {
    Masker::builder().known_value("db", value).build().expect("a value that can be known")
}

#[test]
fn known_values_in_all_encodings() {
    let masker = knowing(KNOWN);
    for text in [
        KNOWN,
        r#"Tr0ub4dor/&\"3+~"#,
        r#"Tr0ub4dor\/&\"3+~"#,
        r#"Tr0ub4dor/&\\\"3+~"#,
        "Tr0ub4dor%2F%26%223%2B~",
        "Tr0ub4dor%2f%26%223%2b~",
        "Tr0ub4dor/%26%223%2B~",
        "Tr0ub4dor/&amp;\"3+~",
        "Tr0ub4dor/&amp;&quot;3+~",
        r#"Tr0ub4dor/\u0026\"3+~"#,
        r#"Tr0ub4dor\/\u0026\u00223+~"#,
        "Tr0ub4dor/&#38;&#34;3+~",
        "Tr0ub4dor/&#x26;&#x22;3+~",
        "5472307562346466f722f2622332b7e",
        "VHIwdWI0ZG9yLyYiMyt-",
        "VHIwdWI0ZG9yLyYiMyt+",
    ] {
        let text = if text.starts_with('5') { "547230756234646f722f2622332b7e" } else { text };
        let masked = mask(&masker, &format!("see <{text}> there"));
        assert_eq!(masked, "see <***> there", "{text}");
    }
    let full: String = KNOWN.bytes().map(|byte| format!("%{byte:02X}")).collect();
    assert_eq!(mask(&masker, &full), "***");
    let found = masker.mask_str(KNOWN);
    assert_eq!(found.findings().iter().next().map(|finding| finding.rule()), Some("db"));
}

#[test]
fn known_values_leave_json_its_quotes_and_commas() {
    for (value, text, expected) in [
        (r#""hunter2x""#, r#"{"p":"hunter2x"}"#, r#"{"p":"***"}"#),
        (r#""hunter2x""#, r#"{"hunter2x":1}"#, r#"{"***":1}"#),
        (r#""hunter2x""#, r#"{"p":"\"hunter2x\""}"#, r#"{"p":"***"}"#),
        (r#""hunter2x""#, r#"say "hunter2x" now"#, r#"say "***" now"#),
        (r#":"hunter2x","#, r#"{"p":"hunter2x","q":1}"#, r#"{"p":"***","q":1}"#),
        (r#"hun"ter2x"#, r#"say hun"ter2x now"#, "say *** now"),
        ("false,", "[false,1]", r#"["***",1]"#),
        ("false,", "it is false, they say", "it is *** they say"),
    ] {
        assert_eq!(mask(&knowing(value), text), expected, "{value}");
    }
}

#[test]
fn known_values_that_run_into_each_other_are_one() {
    let both = |values: [&str; 2]| {
        let known = |builder: MaskerBuilder, value: &&str| builder.known_value("kv", *value);
        values.iter().fold(Masker::builder(), known).build().expect("two values of one id")
    };
    for (first, second, text, expected) in [
        ("Summer2024!x", "Summer2024", "pw Summer2024!x ok", "pw *** ok"),
        ("Summer2024!x", "Summer2024", "pw Summer2024 ok", "pw *** ok"),
        ("Summer2024!x", "Summer2024", r#"{"p": "Summer2024!x"}"#, r#"{"p": "***"}"#),
        ("Summer2024!x", "Summer2024", "pw U3VtbWVyMjAyNCF4 ok", "pw *** ok"),
        ("xyzabcdef", "abcdefuvw", "_xyzabcdefuvw_", "_***_"),
        ("xyzabcdef", "abcdefuvw", "_xyzabcdef_abcdefuvw_", "_***_***_"),
        ("abcdefgh", "bcdefg", "_abcdefgh_bcdefg_", "_***_***_"),
        ("zq-zq-zq", "swordfish 22", "_zq-zq-zq-zq-zq-zq_", "_***_"),
        // What else is masked is no end of a known value either.
        ("swordfish 22", "unrelated", "password=swordfish 22 ok", "password=*** ok"),
        // Nothing goes beyond a string.
        ("swordfish", "fish\",\"x", r#"{"a":"swordfish","x":1}"#, r#"{"a":"***","x":1}"#),
    ] {
        assert_eq!(mask(&both([first, second]), text), expected);
        assert_eq!(mask(&both([second, first]), text), expected, "declared the other way");
        let far = "lorem ipsum, ".repeat(200);
        let long = format!("{far}{text} {far}");
        assert_eq!(mask(&both([first, second]), &long), format!("{far}{expected} {far}"));
    }
}

#[test]
fn known_values_inside_longer_base64() {
    let masker = knowing("hunter22secret");
    // `base64` of "user:hunter22secret", and of two more letters before it.
    for (text, left) in [
        ("dXNlcjpodW50ZXIyMnNlY3JldA==", "dXNlcj***=="),
        ("eHVzZXI6aHVudGVyMjJzZWNyZXQgYW5k", "eHVzZXI6***bmQ"),
        ("eHh1c2VyOmh1bnRlcjIyc2VjcmV0", "eHh1c2VyO***"),
    ] {
        let masked = mask(&masker, &format!("x {text} y"));
        let left = left.trim_end_matches("bmQ");
        assert!(masked.starts_with(&format!("x {}", left.trim_end_matches('='))), "{masked}");
    }
}

#[test]
fn known_values_are_never_shown() {
    let builder = Masker::builder().known_value("db", KNOWN);
    assert!(!format!("{builder:?}").contains("Tr0ub"));
    let error = refused(Masker::builder().known_value("db", "short"));
    assert_eq!(error.to_string(), r#"the known value "db" does not have 6 to 320 bytes"#);
    assert!(!format!("{error:?}").contains("short"));
    assert_eq!(error.id(), Some("db"));
    // A number in JSON, and two values of one id.
    let masker = Masker::builder().known_value("pin", "12345678").known_value("pin", "87654321").build();
    let masker = masker.expect("two values of one id");
    assert_eq!(mask(&masker, r#"{"a": 12345678, "b": "87654321"}"#), r#"{"a": "***", "b": "***"}"#);
}

#[test]
fn what_is_allowed_stays_whatever_finds_it() {
    let token = format!("{}{}", "ghp_", "aZ4kT9xQ2mWc7LpR1vYs8HbN3gUeJ6fDo5Xt");
    let builder = Masker::builder().allow_value(token.clone()).allow_value("demo").allow_key("session_id");
    let masker = builder.build().expect("allow-lists");
    let text = format!(
        r#"{{"password": "demo", "session_id": "s", "sessionId": 1, "t": "{token}", "token": "demos"}}"#
    );
    assert_eq!(mask(&masker, &text), text.replace("demos", "***"));
    assert_eq!(masker.mask_value_of("password", "demo").get(), "demo");
    assert!(!masker.sensitive_key("SESSION_ID"));
}

fn soup() -> impl Strategy<Value = String> {
    let pieces = [
        "acme-",
        "acme",
        "staff",
        "12345",
        "123456789",
        " ",
        "\"",
        "\\\"",
        "\\",
        "\\n",
        "\n",
        ":",
        ", ",
        "[",
        "]",
        "{",
        "}",
        "***",
        "é",
        "=",
        "***[own:123abc]",
        "x",
        "hunter22",
        "aHVudGVyMjI=",
        "%68%75",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..60).prop_map(|pieces| pieces.concat())
}

fn many_rules(style: Style) -> Masker {
    Masker::builder()
        .rule(CustomRule::new("bounded").regex(r"acme-.{3}"))
        .rule(CustomRule::new("open").regex(r"acme([^ ]+)"))
        .rule(CustomRule::new("digits").regex(r"\d{9}"))
        .rule(CustomRule::new("near").regex(r"\d{5}").keyword("staff"))
        .rule(CustomRule::new("before").regex(r"(\w+)hunter"))
        .known_value("known", "hunter22")
        .style(style)
        .build()
        .expect("rules that can be built")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn chunks_change_nothing_and_json_stays_json(texts in prop::collection::vec(soup(), 1..3), step in 1_usize..40) {
        static MASKER: LazyLock<Masker> = LazyLock::new(|| many_rules(Style::Full));
        let masker = &*MASKER;
        let document = json!({ "a": texts, "acme-1": { "b": [123_456_789, texts[0]] }, "c": [1, 2, 987_654_321] }).to_string();
        for text in [&document, &texts[0]] {
            let whole = masker.mask_str(text).into_inner().into_owned();
            let mut out = Vec::new();
            let mut stream = masker.stream();
            text.as_bytes().chunks(step).for_each(|chunk| stream.push(chunk, &mut out));
            stream.finish(&mut out);
            prop_assert_eq!(String::from_utf8_lossy(&out), &whole[..]);
        }
        let masked = masker.mask_str(&document);
        prop_assert!(serde_json::from_str::<Value>(&masked).is_ok(), "{} became {}", document, *masked);
    }
}
