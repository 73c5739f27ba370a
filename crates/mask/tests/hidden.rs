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
    assert_eq!(String::from_utf8(out).unwrap(), expected, "streamed");
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
