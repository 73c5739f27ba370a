//! Secrets in the lines of one server-sent event: nothing but a secret changes, and what stands before a
//! line is never a part of one.

mod marked;

use gate_mask::Masker;
use marked::{becomes, check_all_in, masked, parts, plain};
use proptest::prelude::*;
use proptest::sample::select;

/// Letters and digits that look drawn at random.
fn random(len: usize) -> String {
    const POOL: &[u8] = b"aZ4kT9xQ2mWc7LpR1vYs8HbN3gUeJ6fDo5Xt";
    (0..len).map(|at| char::from(POOL[(at * 7 + at / POOL.len()) % POOL.len()])).collect()
}

fn token() -> String {
    format!("{}{}", "ghp_", random(36))
}

/// With other line ends, and without the blank after the name of the field.
fn check(marked: &str) {
    check_all_in(
        &[plain, |text| text.replace('\n', "\r\n"), |text| text.replace("data: ", "data:")],
        &[marked],
    );
}

#[test]
fn a_value_that_takes_several_lines_is_masked_in_each() {
    check("data: <token>\ndata: ⟦Abc12345x⟧\ndata: </token>\n\n");
    check("data: <cfg>\ndata: <password>⟦Abc123⟧\ndata: ⟦def456⟧</password>\ndata: </cfg>\n\n");
    check("data: <password><![CDATA[⟦Abc123⟧\ndata: ⟦def456 x⟧]]></password>\n\n");
    check("data: <password>\ndata: <![CDATA[⟦x1Y2⟧\ndata: ]]>\n\n");
    check("data:<token>\ndata:<![CDATA[⟦x1Y2⟧\ndata:\n\n");
    check("data: password = '''\ndata: ***\ndata: '''\n\n");
    check("data: <token>\ndata: ${TOKEN}\ndata: </token>\n\n");
    check_all_in(
        &[plain],
        &["data: db:\ndata:   password: |\ndata:     ⟦line1Abc⟧\ndata:     ⟦line2Def⟧\ndata:   port: 1\n\n"],
    );
}

#[test]
fn a_value_without_an_end_ends_with_its_event() {
    check("data: <password>⟦Abc123⟧\n\ndata: def456</password>\n\n");
    check("data: {\"a\":1,\"password\":\"⟦Abc1⟧\n\ndata: {\"a\":\"b\"}\n\n");
    check("data: {\"a\":1,\"password\":\"⟦Abc1⟧\n\nevent: x\ndata: {\"a\":\"b\"}\n\n");
    let body = random(56);
    let begin = format!("-----{} RSA {} KEY-----", "BEGIN", "PRIVATE");
    check(&format!("data: {begin}\ndata: ⟦MII{body}⟧\n\ndata: MII{body}\n\n"));
}

#[test]
fn a_token_that_goes_on_in_the_next_line_is_masked_in_both() {
    let token = token();
    for at in [9, 17, 24] {
        let (begun, rest) = token.split_at(at);
        check(&format!("data: key ⟦{begun}⟧\ndata: ⟦{rest}⟧ ok\n\n"));
        check(&format!("data: user:\ndata: \"⟦{begun}⟧\ndata: ⟦{rest}⟧\"\n\n"));
        // In other texts a line ends it.
        let text = format!("x: key {begun}\ndata: {rest} ok\n");
        becomes(&text, &text);
        let text = format!("data: key {begun}\n\ndata: {rest} ok\n\n");
        becomes(&text, &text);
    }
    let password = random(20);
    let (begun, rest) = password.split_at(12);
    check(&format!("data: postgres://svc:⟦{begun}⟧\ndata: ⟦{rest}⟧@db.example.com/x\n\n"));
    let part = format!("xoxb-123456789012-{}-", 1_234_567_890_123_u64);
    let (text, _) = parts(&format!("data: {{\"m\":\"{part}\ndata: {}\",\"n\":1}}\n\n", random(24)));
    becomes(&text, "data: {\"m\":\"***\",\"n\":1}\n\n");
}

#[test]
fn a_token_after_its_name_goes_on_in_the_next_line_too() {
    let token = token();
    for at in [20, 24, 30] {
        let (begun, rest) = token.split_at(at);
        for name in ["token ", "token: ", "api_key="] {
            check(&format!("data: {name}⟦{begun}⟧\ndata: ⟦{rest}⟧\n\n"));
        }
        check(&format!("data: token ⟦{token}⟧\ndata: next words\n\n"));
        check(&format!("data: token ⟦{begun}⟧\n\ndata: {rest}\n\n"));
    }
}

#[test]
fn comments_stand_between_the_lines_of_an_event() {
    let secret = random(24);
    check(&format!("data: {{\"secret\":\n: ping\ndata: \"⟦{secret}⟧\"}}\n\n"));
    check(&format!("data: {{\"a\":1,\n:\n: ping\ndata: \"secret\":\n: pong\ndata: \"⟦{secret}⟧\"}}\n\n"));
    check(&format!("data: {{\"secret\":\nx: ping\ndata: \"{secret}\"}}\n\n"));
    check(&format!("data: {{\"secret\":\n\n: ping\ndata: \"{secret}\"}}\n\n"));
}

#[test]
fn what_follows_a_line_is_no_part_of_what_is_whole() {
    let token = token();
    for next in ["next words", "v2 words", "user9 ok", "key3=x", "id7: 8", "{\"a\":\"b\"}"] {
        check(&format!("data: ⟦{token}⟧\ndata: {next}\n\n"));
        check(&format!("data: DB_PASSWORD=⟦abc123def⟧\ndata: {next}\n\n"));
    }
    check("data: http://host.com:8080\ndata: bob@example.com\n\n");
    check("data: http://host.com:8080/x1\ndata: bob7@example.com\n\n");
}

/// Two answers look alike, but the one does not go on with the text of the other.
#[test]
fn answers_to_other_requests_are_other_texts() {
    let token = token();
    let answers: [fn(&str, &str) -> String; 4] = [
        |id, text| {
            format!(
                "data: {{\"jsonrpc\":\"2.0\",\"id\":{id},\"result\":{{\"content\":[{{\"type\":\"text\",\"text\":\"{text}\"}}]}}}}\n\n"
            )
        },
        |id, text| {
            format!("data: {{\"result\":{{\"text\":\"{text}\"}},\"jsonrpc\":\"2.0\",\"id\":{id}}}\n\n")
        },
        |id, text| {
            format!("data: {{\"id\": {id}, \"jsonrpc\": \"2.0\", \"result\": {{\"text\": \"{text}\"}}}}\n\n")
        },
        |id, text| {
            format!("data: {{\"jsonrpc\":\"2.0\",\"id\":\"r-{id}\",\"result\":{{\"text\":\"{text}\"}}}}\n\n")
        },
    ];
    for answer in answers {
        for first in [
            format!("use ⟦{token}⟧"),
            "PORT=3000\\nDB_PASSWORD=⟦Xy7kQ2mWc7⟧".into(),
            "password: ⟦Xy7kQ2mWc7⟧".into(),
        ] {
            for ids in [("1", "2"), ("1", "12"), ("31", "3")] {
                check_all_in(
                    &[plain],
                    &[&(answer(ids.0, &first) + &answer(ids.1, "42 rows returned") + &answer("99", "x"))],
                );
            }
        }
    }
    // An `id` that is not of a request tells nothing.
    let delta =
        |id: usize, text: &str| format!("data: {{\"piece\":{{\"id\":{id},\"text\":\"{text}\"}}}}\n\n");
    let stream = delta(1, &token[..9]) + &delta(22, &format!("{} ok", &token[9..]));
    assert_eq!(masked(&stream), delta(1, "***") + &delta(22, " ok"));
}

/// An entry of a log is whole, so what it ends in ends with it; unless the next one begins as a drawn secret goes on.
#[test]
fn entries_of_a_log_are_joined_only_where_one_goes_on_with_a_secret() {
    let token = token();
    let entry = |text: &str| {
        format!(
            "data: {{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{{\"level\":\"info\",\"data\":\"{text}\"}}}}\n\n"
        )
    };
    for next in ["42 rows", "Done", "OK", "level=info", "2026-03-04T10:10:10Z INFO x", "{}", "# Title", ""] {
        for first in [format!("use ⟦{token}⟧"), "DB_PASSWORD=⟦Xy7kQ2mWc7⟧".to_owned()] {
            check_all_in(&[plain], &[&(entry(&first) + &entry(next) + &entry("ok"))]);
        }
    }
    for at in [9, 20, 38] {
        let stream = entry("use ") + &entry(&token[..at]) + &entry(&token[at..]) + &entry(" b");
        assert_eq!(masked(&stream), entry("use ") + &entry("***") + &entry("") + &entry(" b"));
    }
    let stream = entry("a") + &entry("DB_PASSWORD=Xy7kQ2") + &entry("mW8c7 ok");
    assert_eq!(masked(&stream), entry("a") + &entry("DB_PASSWORD=***") + &entry(" ok"));
}

#[test]
fn deltas_are_joined_in_a_document_of_any_size() {
    let event = |text: &str| {
        format!(
            "data: {{\"type\":\"content_block_delta\",\"delta\":{{\"type\":\"text_delta\",\"text\":\"{text}\"}}}}\n\n"
        )
    };
    let token = token();
    for (before, after) in [(10, 12_000), (6_000, 6_000), (12_000, 10)] {
        let some = event("a b c ");
        let parts: String =
            [&token[..7], &token[7..20], &token[20..]].iter().map(|part| event(part)).collect();
        let stream = format!("{}{parts}{}", some.repeat(before), event(" d e") + &some.repeat(after));
        assert!(stream.len() > 1_000_000);
        let result = Masker::default().mask_bytes(stream.as_bytes());
        let result = std::str::from_utf8(result.get()).expect("masked text is text");
        assert_eq!(result.matches("\"***\"").count(), 1);
        assert!(!result.contains(&token[..7]) && !result.contains(&token[7..20]));
        assert_eq!(result.lines().count(), stream.lines().count());
    }
}

fn line() -> impl Strategy<Value = String> {
    let token = token();
    let fixed = [
        "<token>",
        "</token>",
        "<password>",
        "Abc123x9",
        "'",
        "password = '''",
        "'''",
        "\"",
        "  x: |",
        "```",
        "password: |",
        "  Abc123x9",
        "password:",
        "<![CDATA[x1Y2",
        "]]>",
        "{\"password\":\"a1",
        "b2\"}",
        "[",
        "\"tokens\": [",
        "\"Z4kT9xQ2mWc7LpR1vYs8\",",
        "]",
        "}",
        "***",
        "data: x",
        "-----END",
        "token=x9fQ3k2",
        "export SECRET='x9",
        "",
        " ",
        "postgres://a:b3",
        "c4@host/x",
        "Cookie: a=x9fQ3k2m; b=",
    ];
    let mut lines: Vec<String> = fixed.iter().map(|&line| line.to_owned()).collect();
    lines.push(format!("-----{} RSA {} KEY-----", "BEGIN", "PRIVATE"));
    lines.push(format!("MII{}", random(61)));
    lines.push(random(64));
    lines.extend([9, 20].into_iter().flat_map(|at| [token[..at].to_owned(), token[at..].to_owned()]));
    select(lines)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    /// Where a value of JSON or a private key takes several lines, one line may be left of them. No other
    /// goes, each that is left keeps the name of its field, and no two events become one.
    #[test]
    fn lines_keep_their_fields(
        events in proptest::collection::vec(proptest::collection::vec(line(), 1..6), 1..4),
        newline in select(vec!["\n", "\r\n"]),
        field in select(vec!["data: ", "data:"]),
    ) {
        let event = |lines: &Vec<String>| {
            let data: String = lines.iter().map(|line| format!("{field}{line}{newline}")).collect();
            format!("event: message{newline}{data}{newline}")
        };
        let text: String = events.iter().map(event).collect();
        let result = masked(&text);
        prop_assert_eq!(result.matches("event: message").count(), events.len(), "{}", &result);
        for line in result.lines() {
            prop_assert!(
                line.is_empty() || line == "event: message" || line.starts_with(field),
                "{:?} of {}", line, &text
            );
        }
        let ends = format!("{newline}{newline}");
        prop_assert_eq!(result.matches(&ends).count(), text.matches(&ends).count(), "{} of {}", &result, &text);
        let has = |part: &str| text.contains(part);
        let is_json = events.iter().any(|lines| lines.iter().find(|line| !line.is_empty()).is_some_and(|line| line == "["));
        if !has("\"") && !has("BEGIN") && !is_json {
            prop_assert_eq!(result.lines().count(), text.lines().count(), "{} of {}", &result, &text);
        }
        let streamed = marked::streamed(&text, 5);
        prop_assert_eq!(&streamed, &result, "streamed {}", &text);
    }
}
