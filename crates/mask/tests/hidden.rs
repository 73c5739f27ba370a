//! Secrets that are written in other characters than their own.
//!
//! Secrets are put together from pieces, so that no leak scanner takes this file for a leak.

use gate_mask::Masker;

/// Letters and digits that look drawn at random.
fn random(len: usize) -> String {
    const POOL: &[u8] = b"aZ4kT9xQ2mWc7LpR1vYs8HbN3gUeJ6fDo5Xt";
    (0..len).map(|at| char::from(POOL[(at * 7 + at / POOL.len()) % POOL.len()])).collect()
}

fn token() -> String {
    format!("{}{}", "ghp_", random(36))
}

fn masked(text: &str) -> String {
    Masker::default().mask_str(text).into_inner().into_owned()
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let result = Masker::default().mask_str(text);
    assert_eq!(result.get(), expected, "of {text}");
    let secrets = expected.matches("***").count() as u64;
    assert_eq!(result.findings().total(), secrets, "{text}");
    assert_eq!(masked(&result), expected, "masked twice");
    let mut stream = Masker::default().stream();
    let mut out = Vec::new();
    text.as_bytes().chunks(7).for_each(|chunk| stream.push(chunk, &mut out));
    stream.finish(&mut out);
    assert_eq!(String::from_utf8(out).expect("masked text is text"), expected, "streamed");
}

#[test]
fn script_escapes_hide_nothing() {
    let token = token();
    let body = &token[4..];
    let cases = [
        (format!("{{\"a\":\"\\u0067hp_{body}\"}}"), "{\"a\":\"***\"}".to_owned()),
        (format!("{{\"a\":\"ghp_\\u0061{}\"}}", &body[1..]), "{\"a\":\"***\"}".to_owned()),
        (
            format!("{{\"a\":\"x ghp_{}\\u0031{} y\"}}", &body[..9], &body[10..]),
            "{\"a\":\"x *** y\"}".to_owned(),
        ),
        (
            format!("{{\"a\":\"{{\\\"b\\\":\\\"\\\\u0067hp_{body}\\\"}}\"}}"),
            "{\"a\":\"{\\\"b\\\":\\\"***\\\"}\"}".to_owned(),
        ),
        (format!("x = '\\x67hp\\x5f{body}';"), "x = '***';".to_owned()),
        (r#"{"a":"password\u003dhunter2"}"#.into(), r#"{"a":"password\u003d***"}"#.into()),
        (
            r#"{"a":"u?password\u003dhunter2\u0026b=1"}"#.into(),
            r#"{"a":"u?password\u003d***\u0026b=1"}"#.into(),
        ),
        (
            r#"{"a":"{\u0022password\u0022:\u0022x1\u0022,\u0022b\u0022:1}"}"#.into(),
            r#"{"a":"{\u0022password\u0022:\u0022***\u0022,\u0022b\u0022:1}"}"#.into(),
        ),
        (r#"{"a":"{\u0022pin\u0022: 1234}"}"#.into(), r#"{"a":"{\u0022pin\u0022: \u0022***\u0022}"}"#.into()),
        (r#"{"a":"?token=a1b2c3\u0026x=1"}"#.into(), r#"{"a":"?token=***\u0026x=1"}"#.into()),
        (r#"{"a":"password=\u0022hunter2\u0022"}"#.into(), r#"{"a":"password=\u0022***\u0022"}"#.into()),
        (r#"{"\u0070assword": "hunter2"}"#.into(), r#"{"\u0070assword": "***"}"#.into()),
        (
            r#"{"\u0070\u0061\u0073\u0073\u0077\u006f\u0072\u0064": "hunter2"}"#.into(),
            r#"{"\u0070\u0061\u0073\u0073\u0077\u006f\u0072\u0064": "***"}"#.into(),
        ),
        (r#"{"u":"https:\/\/ada:hunter2@host\/x"}"#.into(), r#"{"u":"https:\/\/ada:***@host\/x"}"#.into()),
        (
            r#"{"u":"https:\u002f\u002fada:hunter2\u0040host"}"#.into(),
            r#"{"u":"https:\u002f\u002fada:***\u0040host"}"#.into(),
        ),
    ];
    for (text, expected) in cases {
        check(&text, &expected);
    }
}

#[test]
fn of_a_url_only_the_password_goes() {
    for colon in [":", "\\u003a", "\\u003A"] {
        for name in ["dsn", "connection_string", "url"] {
            check(
                &format!("{{\"{name}\":\"postgres{colon}//svc:abcD1234@db/x\"}}"),
                &format!("{{\"{name}\":\"postgres{colon}//svc:***@db/x\"}}"),
            );
            let clean = format!("{{\"{name}\":\"see{colon}//host/a@b\"}}");
            if name == "url" {
                check(&clean, &clean);
            }
        }
    }
}

#[test]
fn percent_encoding_hides_nothing() {
    let token = token();
    let body = &token[4..];
    let all = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let cases = [
        ("password%3Dhunter2".to_owned(), "password%3D***".to_owned()),
        ("password%3dhunter2%26user=bob".to_owned(), "password%3d***%26user=bob".to_owned()),
        ("password%253Dhunter2".to_owned(), "password%253D***".to_owned()),
        ("a=%22password%22%3A%22x%22&b".to_owned(), "a=%22password%22%3A%22***%22&b".to_owned()),
        ("q=%7B%22pin%22%3A1234%7D".to_owned(), "q=%7B%22pin%22%3A%22***%22%7D".to_owned()),
        (
            "q=%257B%2522pin%2522%253A1234%257D".to_owned(),
            "q=%257B%2522pin%2522%253A%2522***%2522%257D".to_owned(),
        ),
        (
            "u=postgres%3A%2F%2Fuser%3Apass1%40host".to_owned(),
            "u=postgres%3A%2F%2Fuser%3A***%40host".to_owned(),
        ),
        (format!("h=Bearer%20{}", random(30)), "h=Bearer%20***".to_owned()),
        (format!("h=Bearer+{}", random(30)), "h=Bearer+***".to_owned()),
        (format!("h=%67hp_{body}"), "h=***".to_owned()),
        (format!("h={}", all(&token)), "h=***".to_owned()),
        (format!("h=ghp_{}%{:02x}{}&x", &body[..8], body.as_bytes()[8], &body[9..]), "h=***&x".to_owned()),
        (all("password=hunter2"), format!("{}***", all("password="))),
        ("p%61ssword=hunter2&x=1".to_owned(), "p%61ssword=***&x=1".to_owned()),
    ];
    for (text, expected) in cases {
        check(&text, &expected);
    }
}

#[test]
fn entities_hide_nothing() {
    let token = token();
    let cases = [
        ("<a b=\"&quot;password&quot;:&quot;x1&quot;\">", "<a b=\"&quot;password&quot;:&quot;***&quot;\">"),
        ("{&quot;pin&quot;:1234}", "{&quot;pin&quot;:&quot;***&quot;}"),
        ("&#x70;assword=hunter2", "&#x70;assword=***"),
        ("<a href=\"?x=1&amp;token=abc123&amp;y=2\">", "<a href=\"?x=1&amp;token=***&amp;y=2\">"),
        ("password&#61;hunter2", "password&#61;***"),
    ];
    for (text, expected) in cases {
        check(text, expected);
    }
    check(&format!("<p>&#103;{}</p>", &token[1..]), "<p>***</p>");
    let all = token.bytes().map(|byte| format!("&#{byte};")).collect::<String>();
    check(&format!("<p>{all}</p>"), "<p>***</p>");
}

#[test]
fn escapes_inside_of_tokens_and_two_deep_before_them() {
    let dashed =
        format!("{}&#x2d;{}&#x2d;{}&#x2D;{}", "xoxb", &"7361524093"[..9], "1234567890123", random(24));
    check(&format!("<p>{dashed}</p>"), "<p>***</p>");
    let bot = format!("9327278664%3A{}{}", "AA", random(33));
    check(
        &format!("to=https%3A%2F%2Fapi.telegram.org%2Fbot{bot}%2FgetMe"),
        "to=https%3A%2F%2Fapi.telegram.org%2Fbot***%2FgetMe",
    );
    let signed = "https%253A%252F%252Fb.s3.amazonaws.com%252Fk%253FX-Amz-Signature%253D";
    check(&format!("next={signed}{}", "0f3a9c7b".repeat(8)), &format!("next={signed}***"));
    for text in
        ["well&#x2d;known a&#x2E;b", "at=10%3AAAB", "page%253D2%2526sort%253Dasc", "time%3AAA%20and%20more"]
    {
        check(text, text);
    }
}

/// Longer than what is decoded at once, which ends in the middle of an escape.
#[test]
fn a_long_token_in_escapes_goes_to_the_end_of_its_string() {
    let claims = "eyJzdWIiOiI".to_owned() + &random(800);
    let jwt = format!("eyJ{}.{claims}.{}", "hbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", random(43));
    let script = |byte: u8| format!("\\u{:04x}", byte);
    let entity = |byte: u8| format!("&#{byte};");
    for written in [jwt.bytes().map(script).collect::<String>(), jwt.bytes().map(entity).collect()] {
        let text = |value: &str| format!("{{\"n\":\"{value}\",\"m\":\"kept\"}}");
        check(&text(&written), &text("***"));
        let nested = |value: &str| serde_json::json!({ "x": text(value) }).to_string();
        check(&nested(&written), &nested("***"));
        // A quote that closed is none of the token's.
        let result = masked(&format!("he said \"hi\" {written} and went on\n\nThe end.\n"));
        assert!(result.ends_with(" and went on\n\nThe end.\n"), "{result}");
    }
}

#[test]
fn single_quotes_as_entities_end_short_names() {
    for quote in ["&#39;", "&#x27;", "&apos;", "%27"] {
        for name in ["db_pwd", "stripe_db_pass", "otp"] {
            let text = |value: &str| format!("{quote}{name}{quote}:{quote}{value}{quote}");
            check(&text("x9fQ3k"), &text("***"));
        }
        check(
            &format!("{quote}pin{quote}:{quote}top{quote}"),
            &format!("{quote}pin{quote}:{quote}***{quote}"),
        );
        let said = format!("{quote}the pin{quote} or {quote}a pass{quote}, they said");
        check(&said, &said);
    }
    check("db_pwd&#58; x9fQ3k\n", "db_pwd&#58; ***\n");
}

#[test]
fn a_tab_may_be_escaped_and_an_element_ends_a_value() {
    check(r#"{"a":"password:\thunter2"}"#, r#"{"a":"password:\t***"}"#);
    check(r#"{"a":"{\"b\":\"x\\npassword:\\thunter2\"}"}"#, r#"{"a":"{\"b\":\"x\\npassword:\\t***\"}"}"#);
    check("<code>api_secret=x9fQ3</code>", "<code>api_secret=***</code>");
    check("<p>password&#58; hunter2</p>", "<p>password&#58; ***</p>");
    for text in [
        r#"{"a":"token:\tToken;\n","b":"password:\t\n"}"#,
        "<li>Password: required</li><li>token: v2</li><td>password: 8</td>",
        "<code>token=value</code>, <code>password: at least 8</code>",
        "fn f(token: Token2<'_>, password: Option2<u8>)",
    ] {
        check(text, text);
    }
}

#[test]
fn lists_of_tokens_that_look_drawn() {
    let (first, second) = (random(20), random(24));
    check(
        &format!(r#"{{"tokens": ["{first}", "{second}"], "n": 1}}"#),
        r#"{"tokens": ["***", "***"], "n": 1}"#,
    );
    check(
        &format!(
            "event: message\ndata: {{\"tokens\": [\ndata: \"{first}\",\ndata: \"{second}\"\ndata: ], \"x\": 1}}\n\n"
        ),
        "event: message\ndata: {\"tokens\": \"***\", \"x\": 1}\n\n",
    );
    for text in [
        r#"{"tokens": ["The", "cat", "sat"], "n": 1}"#,
        r#"{"tokens": 4096, "total_tokens": 8192}"#,
        r#"{"tokens": ["0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"]}"#,
        r#"{"tokens": [{"type": "Keyword", "value": "const"}]}"#,
        "tokens = lexer12.read_all_tokens34\n",
    ] {
        check(text, text);
    }
}

#[test]
fn lines_of_one_event_are_one_text() {
    let token = token();
    let cases = [
        (
            "data: {\"password\": \"hun\ndata: ter2\"}\n\n".to_owned(),
            "data: {\"password\": \"***\"}\n\n".to_owned(),
        ),
        (
            format!(
                "event: message\r\ndata: {{\"a\": \"{}\r\ndata: {}\"}}\r\n\r\n",
                &token[..9],
                &token[9..]
            ),
            "event: message\r\ndata: {\"a\": \"***\"}\r\n\r\n".to_owned(),
        ),
        (
            "id: 1\ndata:{\"pass\ndata:word\":\"hunter2\"}\n\n".to_owned(),
            "id: 1\ndata:{\"pass\ndata:word\":\"***\"}\n\n".to_owned(),
        ),
    ];
    for (text, expected) in cases {
        check(&text, &expected);
    }
    // Only where the document is a stream of events.
    let text = format!("x\ndata: {{\"a\": \"{}\ndata: {}\"}}\n", &token[..9], &token[9..]);
    assert_eq!(masked(&text), text);
}

#[test]
fn secrets_as_keys_are_masked() {
    check(&format!("{{\"{}\": 1, \"a\": 2}}", token()), "{\"***\": 1, \"a\": 2}");
    check(&format!("{{\"a\": {{\"{}\": {{}}}}}}", token()), "{\"a\": {\"***\": {}}}");
}

/// A stream of events that carry `text` in deltas of the given lengths.
fn events(text: &str, lengths: &[usize], event: impl Fn(usize, &str) -> String) -> String {
    let mut rest = text;
    let mut out = event(0, "");
    for (at, &len) in lengths.iter().cycle().enumerate() {
        if rest.is_empty() {
            break;
        }
        let (delta, after) = rest.split_at(len.min(rest.len()));
        out.push_str(&event(at + 1, delta));
        rest = after;
    }
    out
}

fn chat(_: usize, delta: &str) -> String {
    let delta = serde_json::Value::from(delta);
    format!(
        "data: {{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"choices\":[{{\"index\":0,\"delta\":\
         {{\"content\":{delta}}},\"finish_reason\":null}}]}}\n\n"
    )
}

fn responses(at: usize, delta: &str) -> String {
    let delta = serde_json::Value::from(delta);
    format!(
        "event: response.output_text.delta\ndata: {{\"type\":\"response.output_text.delta\",\
         \"sequence_number\":{at},\"item_id\":\"m1\",\"delta\":{delta},\"obfuscation\":\"{}\"}}\n\n",
        &random(16 + at % 9)[at % 9..]
    )
}

fn messages(_: usize, delta: &str) -> String {
    let delta = serde_json::Value::from(delta);
    format!(
        "event: content_block_delta\ndata: {{\"type\":\"content_block_delta\",\"index\":1,\"delta\":\
         {{\"type\":\"input_json_delta\",\"partial_json\":{delta}}}}}\n\n"
    )
}

/// What the strings of the events add up to, by the name of their member.
fn joined(stream: &str) -> String {
    let mut text = String::new();
    for line in stream.lines().filter_map(|line| line.strip_prefix("data: ")) {
        let event: serde_json::Value = serde_json::from_str(line).expect("an event is JSON");
        let places = ["/choices/0/delta/content", "/delta/partial_json", "/delta"];
        let delta = places.iter().filter_map(|place| event.pointer(place)?.as_str()).next();
        text.push_str(delta.expect("an event has a delta"));
    }
    text
}

#[test]
fn deltas_of_one_text_are_read_as_one() {
    let token = token();
    let texts = [
        (format!("The token is {token}, keep it."), "The token is ***, keep it.".to_owned()),
        ("run with password=hunter2-x9 now".to_owned(), "run with password=*** now".to_owned()),
        (
            format!("{{\"q\": \"{token}\", \"apiKey\": \"a b c d\", \"n\": 1}}"),
            "{\"q\": \"***\", \"apiKey\": \"***\", \"n\": 1}".to_owned(),
        ),
        ("{\"pin\": 123456, \"n\": 1}".to_owned(), "{\"pin\": \"***\", \"n\": 1}".to_owned()),
    ];
    let shapes: [fn(usize, &str) -> String; 3] = [chat, responses, messages];
    for (text, expected) in &texts {
        for shape in shapes {
            for lengths in [&[3][..], &[5, 2, 7], &[1], &[11, 4], &[30]] {
                let stream = events(text, lengths, shape);
                let result = Masker::default().mask_str(&stream);
                assert_eq!(&joined(&result), expected, "{stream}");
                assert_eq!(result.findings().total(), expected.matches("***").count() as u64, "{stream}");
                assert_eq!(masked(&result), *result.get(), "masked twice");
            }
        }
    }
}

/// What is around the secret may need a longer look than most events do.
#[test]
fn a_secret_is_found_wherever_a_stream_leads_to() {
    let token = token();
    let long = "The quick brown fox jumps over the lazy dog. ".repeat(300);
    let texts = [
        // More than is looked at in one go, clean until the end.
        (format!("{long}It is {token} now"), format!("{long}It is *** now")),
        // Deltas that begin alike and go on with another escape.
        (format!("a\n\"a\\\"\n\\\n\t{token} \\\""), "a\n\"a\\\"\n\\\n\t*** \\\"".to_owned()),
    ];
    let shapes: [fn(usize, &str) -> String; 3] = [chat, responses, messages];
    for (text, expected) in &texts {
        for shape in shapes {
            for lengths in [&[3][..], &[2], &[1], &[17, 2]] {
                let stream = events(text, lengths, shape);
                assert_eq!(&joined(&masked(&stream)), expected);
                let stream = stream.replace('\n', "\r\n");
                assert_eq!(&joined(&masked(&stream).replace("\r\n", "\n")), expected);
            }
        }
    }
}

/// Events in which other members change, too: all of them, or now and then.
#[test]
fn other_members_may_change_along() {
    let token = token();
    let all = |at: usize, delta: &str| {
        let long = "an event that differs in many places has as much between them";
        let others: String =
            (0..12).map(|other| format!("\"m{other}\":\"v{} {long}\",", at * 7 + other)).collect();
        format!("data: {{{others}\"n\":{at},\"text\":\"{delta}\",\"ok\":true}}\n\n")
    };
    let some = |at: usize, delta: &str| {
        let (id, created) = (at / 4, at / 3);
        format!(
            "id: {at}\ndata: {{\"id\":\"answer-number-{id}\",\"item\":\"i{id}\",\"created\":{created},\
             \"text\":\"{delta}\"}}\n\n"
        )
    };
    let texts = |stream: &str| -> String {
        let data = stream.lines().filter_map(|line| line.strip_prefix("data: "));
        data.map(|line| serde_json::from_str::<serde_json::Value>(line).expect("an event is JSON"))
            .filter_map(|event| Some(event["text"].as_str()?.to_owned()))
            .collect()
    };
    for lengths in [&[3][..], &[5, 2, 7], &[1], &[11, 4]] {
        for shape in [&all as &dyn Fn(usize, &str) -> String, &some] {
            let stream = events(&format!("The token is {token}, keep it."), lengths, shape);
            let result = masked(&stream);
            assert_eq!(texts(&result), "The token is ***, keep it.", "{stream}");
            let others =
                |text: &str| text.matches("\"m1\":\"v").count() + text.matches("answer-number-").count();
            assert_eq!(others(&result), others(&stream));
        }
    }
}

#[test]
fn streams_without_secrets_are_borrowed() {
    use std::borrow::Cow;
    let text = "The quick brown fox jumps over the lazy dog; pack my box with five dozen jugs.";
    for shape in [chat, responses, messages] {
        let stream = events(text, &[4, 2, 6], shape);
        assert!(matches!(Masker::default().mask_str(&stream).into_inner(), Cow::Borrowed(_)));
    }
}

/// Answers to several questions take turns in one stream.
#[test]
fn deltas_of_other_answers_do_not_mix() {
    let token = token();
    let stream: String = token
        .as_bytes()
        .chunks(5)
        .flat_map(|part| [(0, std::str::from_utf8(part).unwrap()), (1, "and so on ")])
        .map(|(index, delta)| {
            format!("data: {{\"choices\":[{{\"index\":{index},\"delta\":{{\"content\":\"{delta}\"}}}}]}}\n\n")
        })
        .collect();
    let result = masked(&stream);
    assert_eq!(result.matches("***").count(), 1, "{result}");
    assert!(!result.contains(&token[..5]) && !result.contains(&token[20..25]), "{result}");
    assert_eq!(result.matches("and so on ").count(), 8);
}

/// How a character may be written.
#[derive(Debug, Clone, Copy)]
enum Encoder {
    Percent,
    PercentTwice,
    Script,
    Hex,
    Entity,
    EntityHex,
}

impl Encoder {
    fn encode(self, byte: u8) -> String {
        match self {
            Self::Percent => format!("%{byte:02X}"),
            Self::PercentTwice => format!("%25{byte:02x}"),
            Self::Script => format!("\\u{byte:04x}"),
            Self::Hex => format!("\\x{byte:02x}"),
            Self::Entity => format!("&#{byte};"),
            Self::EntityHex => format!("&#x{byte:x};"),
        }
    }
}

mod planted {
    use proptest::prelude::*;
    use proptest::sample::select;
    use serde_json::Value;

    use super::*;

    fn encoder() -> impl Strategy<Value = Encoder> {
        select(vec![
            Encoder::Percent,
            Encoder::PercentTwice,
            Encoder::Script,
            Encoder::Hex,
            Encoder::Entity,
            Encoder::EntityHex,
        ])
    }

    /// A text and its secret.
    fn secret() -> impl Strategy<Value = (String, String)> {
        prop_oneof![
            "[A-Za-z0-9]{36}".prop_map(|body| (format!("{}{body}", "ghp_"), format!("{}{body}", "ghp_"))),
            "[a-z]{4}[0-9]{4}[A-Z]{4}".prop_map(|value| (format!("password={value}"), value)),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn an_encoded_secret_goes_and_all_else_stays(
            (text, secret) in secret(),
            encoder in encoder(),
            escaped in proptest::collection::vec(any::<bool>(), 64),
            depth in 0_usize..3,
            chunk in 1_usize..90,
        ) {
            // A value without quotes ends at the ampersand that begins an entity (docs/masking.md).
            let entity = matches!(encoder, Encoder::Entity | Encoder::EntityHex);
            prop_assume!(!entity || text == secret);
            let start = text.len() - secret.len();
            let written: Vec<String> = text
                .bytes()
                .zip(&escaped)
                .map(|(byte, escaped)| if *escaped { encoder.encode(byte) } else { char::from(byte).into() })
                .collect();
            let (before, after) = (written[..start].concat(), written[start..].concat());
            let mut document = Value::from(format!("see {before}{after} there"));
            let mut expected = Value::from(format!("see {before}*** there"));
            for _ in 0..depth {
                document = serde_json::json!({ "a": document.to_string(), "b": [1] });
                expected = serde_json::json!({ "a": expected.to_string(), "b": [1] });
            }
            let document = document.to_string();
            let masked = Masker::default().mask_str(&document).into_inner().into_owned();
            prop_assert_eq!(&masked, &expected.to_string(), "{}", document);
            prop_assert_eq!(&super::masked(&masked), &masked);
            let mut stream = Masker::default().stream();
            let mut out = Vec::new();
            document.as_bytes().chunks(chunk).for_each(|chunk| stream.push(chunk, &mut out));
            stream.finish(&mut out);
            prop_assert_eq!(String::from_utf8(out).unwrap(), masked);
        }
    }
}

#[test]
fn base64_in_the_lines_of_an_event_is_masked_in_each() {
    let encode = |text: &str| {
        let six = |group: &[u8], at: usize| {
            let bits = (0..3).fold(0_u32, |bits, n| bits << 8 | u32::from(*group.get(n).unwrap_or(&0)));
            let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
            char::from(letters[(bits >> (18 - 6 * at) & 63) as usize])
        };
        text.as_bytes()
            .chunks(3)
            .flat_map(|group| (0..4).map(move |at| if at <= group.len() { six(group, at) } else { '=' }))
            .collect::<String>()
    };
    let lines = |letters: &str, between: &str| {
        let lines: Vec<_> = letters.as_bytes().chunks(48).map(String::from_utf8_lossy).collect();
        format!("data: {}\n\n", lines.join(between))
    };
    let secret = encode(r#"{"user":"sven","api_token":"jungl3l@nt3rn24k9","note":"nothing more to say"}"#);
    for between in ["\ndata: ", "\r\ndata: ", "\ndata:"] {
        let text = lines(&secret, between);
        let once = masked(&text);
        assert_eq!(once.matches(between).count(), text.matches(between).count(), "{once}");
        assert!(once.contains(&format!("I6I***{between}***Iiwi")), "{once}");
        assert_eq!(masked(&once), once);
        let clean = lines(
            &encode(r#"{"user":"sven","page":"jungl3l@nt3rn24k9","note":"nothing more to say"}"#),
            between,
        );
        assert_eq!(masked(&clean), clean);
    }
    // A line that only begins with the name of a field.
    let text = format!("{}\ndatabase: x", &secret[..48]);
    assert!(masked(&text).ends_with("\ndatabase: x"), "{}", masked(&text));
}

#[test]
fn json_in_strings_of_json_is_read_to_seven_levels() {
    let nested = |value: &str| {
        (0..7).fold(format!("{{\"password\":{value},\"n\":1}}"), |inner, _| {
            serde_json::json!({ "a": inner, "b": 1 }).to_string()
        })
    };
    for (value, expected) in
        [("\"x9f3k\"", "\"***\""), ("4711", "\"***\""), ("[\"x9\",{\"a\":1}]", "[\"***\",{\"a\":\"***\"}]")]
    {
        assert_eq!(masked(&nested(value)), nested(expected));
    }
    assert_eq!(masked(&nested("null")), nested("null"));
}

/// What is decoded around an escape is bounded: where that ended at the quote of the value, the mark took a
/// backslash of the quote, too, and the JSON was broken.
#[test]
fn a_value_that_ends_where_what_is_decoded_does_keeps_its_quote() {
    for len in 880..1010 {
        let inner = format!("{{\"a\":\"\\u007a\",\"password\":\"{}\"}}", random(len));
        let text = serde_json::json!([inner]).to_string();
        let expected = serde_json::json!(["{\"a\":\"\\u007a\",\"password\":\"***\"}"]).to_string();
        assert_eq!(masked(&text), expected, "{len}");
    }
}

/// What stands for a quote inside a string of JSON is no quote of it: taken for one, it made marks of half a
/// document.
#[test]
fn quotes_that_are_hidden_in_a_string_end_nothing_of_the_json_around_it() {
    for text in [
        r#"[{"password":{"name":"&quot;Auth"}}]"#,
        r#"{"a":{"b":"&quot;secret"},"pwd":[[["&quot;"]]]}"#,
        r#"{"a":{"b":"&quot;ssword"},"privatek\u0065y":{"&quot;":0}}"#,
        r#"{"a":{"token&quot;:":[]}}"#,
        r#"{"a":{"token&quot;=>":[]}}"#,
        r#"[{"":{"DBPASS&quot;:r":[]}}]"#,
        r#"[{"":{"DBPASS&quot;:\r\n":[]}}]"#,
        r#"[["-secret&quot;,"],1]"#,
        r#"[[[{"":"eyJz&quot;"},{"-pwd `-&quot;n":true}]]]"#,
        r#"[{"a":"&quot;uthorization","privatekey":"&quot;"},1]"#,
        r#"{"a":"\\\\\\\\\u0065yJ7u0031039.\u0065\u0079J6bGFo"}"#,
    ] {
        let once = masked(text);
        assert!(serde_json::from_str::<serde_json::Value>(&once).is_ok(), "{text} became {once}");
        assert_eq!(masked(&once), once);
    }
    assert_eq!(masked(r#"[{"pwd":{"name":"&quot;Auth"}},1]"#), r#"[{"pwd":"***"},1]"#);
    let hidden = r#"{"a":"{&quot;password&quot;:&quot;hunter2&quot;,&quot;n&quot;:1}"}"#;
    assert_eq!(masked(hidden), hidden.replace("hunter2", "***"));
}

/// A quote that a stretch hides was ended by the one that ends the string, where the stretch ended just before it.
#[test]
fn a_hidden_quote_in_a_value_is_not_ended_by_a_plain_one() {
    for fill in 640..720 {
        let text = format!(
            r#"[{{"":[{{"":"SSWORD&quot;{}</password>"}},{{"\"":"\n--password `hunter2&quot;8ve{}{}%22'AKI${{X}}po: : é"}}]}}]"#,
            random(fill),
            random(70),
            "=".repeat(230)
        );
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
        let once = masked(&text);
        assert!(serde_json::from_str::<serde_json::Value>(&once).is_ok(), "{text} became {once}");
    }
}

/// Where the quote of a name ended its line, it was taken for one that is hidden.
#[test]
fn a_name_and_its_value_may_be_in_two_lines_of_an_event() {
    for between in ["\ndata: ", "\r\ndata:"] {
        let text = |value: &str| format!("data: {{\"user\":\"ada\",\"password\"{between}:\"{value}\"}}\n\n");
        assert_eq!(masked(&text("hunter2")), text("***"));
    }
}
