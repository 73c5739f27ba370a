//! Messages in memory and streaming by, against `serde_json` and against each other.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests")]

mod common;

use std::ops::Range;
use std::time::{Duration, Instant};

use gate_wire::{
    ErrorKind, Field, Limits, Message, MessageKind, MessageReader, MessageSink, Payload, Value, read,
};
use proptest::prelude::*;
use serde_json::Value as Json;

const VERSION: &str = "io.modelcontextprotocol/protocolVersion";
const CLIENT: &str = "io.modelcontextprotocol/clientInfo";
const SERVER: &str = "io.modelcontextprotocol/serverInfo";

/// Where each field is, told apart from the code under test.
const PATHS: &[(Field, &[&str])] = &[
    (Field::JsonRpc, &["jsonrpc"]),
    (Field::Id, &["id"]),
    (Field::Method, &["method"]),
    (Field::Params, &["params"]),
    (Field::Result, &["result"]),
    (Field::Error, &["error"]),
    (Field::Name, &["params", "name"]),
    (Field::Uri, &["params", "uri"]),
    (Field::Arguments, &["params", "arguments"]),
    (Field::ProtocolVersion, &["params", "protocolVersion"]),
    (Field::ClientInfo, &["params", "clientInfo"]),
    (Field::ClientName, &["params", "clientInfo", "name"]),
    (Field::ClientVersion, &["params", "clientInfo", "version"]),
    (Field::RequestId, &["params", "requestId"]),
    (Field::Reason, &["params", "reason"]),
    (Field::ProgressToken, &["params", "progressToken"]),
    (Field::TaskId, &["params", "taskId"]),
    (Field::Meta, &["params", "_meta"]),
    (Field::MetaProgressToken, &["params", "_meta", "progressToken"]),
    (Field::Traceparent, &["params", "_meta", "traceparent"]),
    (Field::Tracestate, &["params", "_meta", "tracestate"]),
    (Field::Baggage, &["params", "_meta", "baggage"]),
    (Field::MetaProtocolVersion, &["params", "_meta", VERSION]),
    (Field::MetaClientInfo, &["params", "_meta", CLIENT]),
    (Field::MetaClientName, &["params", "_meta", CLIENT, "name"]),
    (Field::MetaClientVersion, &["params", "_meta", CLIENT, "version"]),
    (Field::IsError, &["result", "isError"]),
    (Field::ResultType, &["result", "resultType"]),
    (Field::ResultProtocolVersion, &["result", "protocolVersion"]),
    (Field::ServerInfo, &["result", "serverInfo"]),
    (Field::ServerName, &["result", "serverInfo", "name"]),
    (Field::ServerVersion, &["result", "serverInfo", "version"]),
    (Field::Usage, &["result", "usage"]),
    (Field::ResultMeta, &["result", "_meta"]),
    (Field::MetaServerInfo, &["result", "_meta", SERVER]),
    (Field::MetaServerName, &["result", "_meta", SERVER, "name"]),
    (Field::MetaUsage, &["result", "_meta", "usage"]),
    (Field::ErrorCode, &["error", "code"]),
    (Field::ErrorMessage, &["error", "message"]),
    (Field::ErrorData, &["error", "data"]),
];

fn follow<'a>(json: &'a Json, path: &[&str]) -> Option<&'a Json> {
    path.iter().try_fold(json, |json, key| json.get(key))
}

/// A message's description, and the range and text of each field of [`PATHS`].
type Facts = (String, Vec<Option<Range<u64>>>, Vec<Option<String>>);

/// What a stream reported, in a form that can be compared.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    messages: Vec<Facts>,
    payloads: Vec<(Payload, Vec<u8>)>,
}

impl MessageSink for Seen {
    fn message(&mut self, message: &Message<'_>) {
        let fields = || PATHS.iter().map(|(field, _)| *field);
        self.messages.push((
            format!("{message:?} {} {}", message.is_ambiguous(), message.is_too_deep()),
            fields().map(|field| message.range_of(field)).collect(),
            fields().map(|field| message.text(field).map(String::from)).collect(),
        ));
    }

    fn payload(&mut self, payload: Payload, bytes: &[u8]) {
        assert!(!bytes.is_empty());
        match self.payloads.last_mut() {
            Some((last, so_far)) if *last == payload => so_far.extend(bytes),
            _ => self.payloads.push((payload, bytes.to_vec())),
        }
    }
}

fn stream<'c>(chunks: impl IntoIterator<Item = &'c [u8]>) -> (Seen, Result<(), gate_wire::Error>) {
    let mut seen = Seen::default();
    let mut reader = MessageReader::new(Limits::default());
    for chunk in chunks {
        reader.push(chunk, &mut seen);
    }
    let end = reader.finish();
    (seen, end)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_body_says_what_serde_json_reads(json in common::message(), seed in any::<u64>()) {
        let body = common::write(&json, seed);
        let messages = read(&body, Limits::default().max_id(usize::MAX)).unwrap();
        let message = messages.first();
        for (field, path) in PATHS {
            let ours = message.value(*field);
            let ours_parsed = ours.map(|value| serde_json::from_slice(value.raw()).unwrap());
            prop_assert_eq!(ours_parsed.as_ref(), follow(&json, path), "{}", field);
            let text = ours.and_then(|value| value.as_str());
            prop_assert_eq!(text.as_deref(), follow(&json, path).and_then(Json::as_str));
        }
        let expected = match (json.get("method"), json.get("id"), json.get("result")) {
            (Some(_), Some(_), _) => MessageKind::Request,
            (Some(_), None, _) => MessageKind::Notification,
            (_, _, Some(_)) => MessageKind::Response,
            _ => MessageKind::ErrorResponse,
        };
        prop_assert_eq!(message.kind(), expected);
    }

    #[test]
    fn a_stream_says_what_a_body_says(
        list in prop::collection::vec(common::message(), 1..4),
        is_batch in any::<bool>(),
        seed in any::<u64>(),
        most in prop_oneof![Just(1_usize), 2..9_usize, 10..200_usize],
    ) {
        let json = if is_batch { Json::from(list) } else { list[0].clone() };
        let body = common::write(&json, seed);
        let whole = stream([body.as_slice()]);
        prop_assert_eq!(whole.1, Ok(()));
        prop_assert_eq!(&stream(common::chunks(&body, seed, most)), &whole);

        let limits = Limits::default().max_id(usize::MAX);
        let messages = read(&body, limits).unwrap();
        prop_assert_eq!(messages.len(), whole.0.messages.len());
        for (ours, (_, ranges, texts)) in messages.iter().zip(&whole.0.messages) {
            for (((field, _), range), text) in PATHS.iter().zip(ranges).zip(texts) {
                prop_assert_eq!(&ours.range_of(*field), range);
                if let Some(text) = text {
                    let full = ours.text(*field).unwrap();
                    prop_assert!(full == *text || text.len() > 150 && full.starts_with(text.as_str()));
                }
            }
        }
        for (payload, bytes) in &whole.0.payloads {
            let range = messages.get(payload.index).unwrap().range_of(payload.field).unwrap();
            prop_assert_eq!(&body[range.start as usize..range.end as usize], bytes.as_slice());
        }
    }

    #[test]
    fn ids_are_equal_when_their_values_are(
        one in common::json(), other in common::json(), seeds in any::<(u64, u64)>(),
    ) {
        let write = |id: &Json, seed| {
            let message = serde_json::json!({"method": "ping", "id": id});
            common::write(&message, seed)
        };
        let limits = Limits::default().max_id(usize::MAX);
        let (a, b) = (write(&one, seeds.0), write(&one, seeds.1));
        let (a, b) = (read(&a, limits).unwrap(), read(&b, limits).unwrap());
        prop_assert_eq!(a.first().id(), b.first().id());
        prop_assert_eq!(a.first().id().unwrap().key(), b.first().id().unwrap().key());
        if one != other {
            let c = write(&other, seeds.1);
            let c = read(&c, limits).unwrap();
            // `-0.0` and `0`, or `1.0` and `1`, are the same number to us but not to serde_json.
            if one.as_f64().is_none() || one.as_f64() != other.as_f64() {
                prop_assert_ne!(a.first().id(), c.first().id());
            }
        }
    }

    #[test]
    fn damage_never_panics_and_chunks_make_no_difference(
        json in common::message(),
        seed in any::<u64>(),
        hits in prop::collection::vec((any::<prop::sample::Index>(), prop_oneof![
            prop::sample::select(b"\"\\{}[]:, \n0e-tn\xff".as_slice()), any::<u8>(),
        ]), 0..4),
        keep in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let mut body = common::write(&json, seed);
        for (place, byte) in hits {
            let place = place.index(body.len());
            body[place] = byte;
        }
        if is_cut {
            body.truncate(keep.index(body.len()));
        }
        if let Ok(messages) = read(&body, Limits::default()) {
            for message in messages.iter() {
                for (field, _) in PATHS {
                    message.text(*field);
                    let values = message.value(*field).into_iter();
                    values.for_each(|value| value.entries().for_each(drop));
                }
            }
        }
        prop_assert_eq!(stream(common::chunks(&body, seed, 7)), stream([body.as_slice()]));
    }

    #[test]
    fn noise_never_panics(bytes in prop::collection::vec(prop_oneof![
        prop::sample::select(b"\"\\{}[]:, \n0e-tn".as_slice()), any::<u8>(),
    ], 0..200)) {
        let _ = read(&bytes, Limits::default());
        prop_assert_eq!(stream(common::chunks(&bytes, 1, 3)), stream([bytes.as_slice()]));
        if let Ok(value) = Value::read(&bytes) {
            value.entries().for_each(|entry| drop(entry.key()));
            value.elements().for_each(|element| drop(element.as_str()));
        }
    }

    #[test]
    fn a_value_says_what_serde_json_reads(json in common::json(), seed in any::<u64>()) {
        let body = common::write(&json, seed);
        prop_assert_eq!(rebuild(Value::read(&body).unwrap()), json);
    }
}

/// Reads everything there is in a value, through the cursor.
fn rebuild(value: Value<'_>) -> Json {
    use gate_wire::Kind;
    match value.kind() {
        Kind::Object => {
            value.entries().map(|entry| (entry.key().into_owned(), rebuild(entry.value()))).collect()
        }
        Kind::Array => value.elements().map(rebuild).collect(),
        Kind::String => value.as_str().unwrap().into(),
        Kind::Bool => value.as_bool().unwrap().into(),
        Kind::Null => Json::Null,
        Kind::Number => match value.as_i64() {
            Some(integer) => integer.into(),
            None => value.as_f64().unwrap().into(),
        },
    }
}

fn refusal(body: &str) -> ErrorKind {
    read(body.as_bytes(), Limits::default()).unwrap_err().kind()
}

#[test]
fn what_two_parsers_could_read_differently_is_refused() {
    for (body, field) in [
        (r#"{"method":"a","method":"b"}"#, Field::Method),
        (r#"{"method":"a","\u006dethod":"b"}"#, Field::Method),
        (r#"{"method":"a","Method":"b"}"#, Field::Method),
        (r#"{"METHOD":"a","method":"b"}"#, Field::Method),
        (r#"{"method":"a","id":1,"id":1}"#, Field::Id),
        (r#"{"method":"a","params":{},"params":{}}"#, Field::Params),
        (r#"{"method":"a","params":{},"param\u017f":{}}"#, Field::Params),
        (r#"{"method":"a","params":{"name":"x","name":"y"}}"#, Field::Name),
        (r#"{"method":"a","params":{"name":"x","Name":"y"}}"#, Field::Name),
        (r#"{"method":"a","params":{"uri":"x","uri":"y"}}"#, Field::Uri),
        (r#"{"method":"a","params":{"_meta":{},"_meta":{}}}"#, Field::Meta),
        (r#"{"method":"a","params":{"_meta":{"traceparent":"","traceparent":""}}}"#, Field::Traceparent),
        (r#"{"method":"a","result":1}"#, Field::Result),
        (r#"{"id":1,"result":1,"error":{}}"#, Field::Result),
        (r#"{"id":1,"result":1,"result":1}"#, Field::Result),
        (r#"{"id":1,"error":{},"error":{}}"#, Field::Error),
    ] {
        assert_eq!(refusal(body), ErrorKind::Ambiguous(field), "{body}");
        let (seen, end) = stream([body.as_bytes()]);
        assert_eq!(end, Ok(()), "{body}");
        assert!(seen.messages[0].0.contains("true false"), "{body} is flagged");
    }
}

#[test]
fn what_is_no_message_is_refused() {
    for (body, kind) in [
        ("", ErrorKind::Incomplete),
        ("  ", ErrorKind::Incomplete),
        ("\u{feff}{\"method\":\"a\"}", ErrorKind::Syntax),
        ("{\"method\":\"a\"", ErrorKind::Incomplete),
        ("{\"method\":\"a\",}", ErrorKind::Syntax),
        ("{\"method\":01}", ErrorKind::Syntax),
        ("{\"method\":tru}", ErrorKind::Syntax),
        ("{method:1}", ErrorKind::Syntax),
        ("{\"method\":\"a\"}]", ErrorKind::Trailing),
        ("{\"method\":\"a\"} {}", ErrorKind::Trailing),
        ("{\"method\":1}", ErrorKind::NotAMessage),
        ("{\"id\":1}", ErrorKind::NotAMessage),
        ("7", ErrorKind::NotAMessage),
        ("[7]", ErrorKind::NotAMessage),
        ("[[7]]", ErrorKind::NotAMessage),
        ("\"text\"", ErrorKind::NotAMessage),
        ("no JSON", ErrorKind::Syntax),
        ("[no JSON]", ErrorKind::Syntax),
        ("nul", ErrorKind::Incomplete),
        ("[]", ErrorKind::EmptyBatch),
        ("[{\"method\":\"a\"},]", ErrorKind::Syntax),
    ] {
        assert_eq!(refusal(body), kind, "{body}");
        let (_, end) = stream([body.as_bytes()]);
        assert_eq!(end.unwrap_err().kind(), kind, "{body}");
    }
}

#[test]
fn a_null_error_beside_a_result_is_none() {
    for (body, kind) in [
        (r#"{"id":1,"result":{},"error":null}"#, MessageKind::Response),
        (r#"{"id":1,"result":null,"error":{"code":1}}"#, MessageKind::ErrorResponse),
        (r#"{"id":1,"result":null}"#, MessageKind::Response),
        (r#"{"id":null,"error":null}"#, MessageKind::ErrorResponse),
    ] {
        let messages = read(body.as_bytes(), Limits::default()).unwrap();
        assert_eq!(messages.first().kind(), kind, "{body}");
    }
}

#[test]
fn bounds_hold() {
    let many = format!("[{}]", vec![r#"{"method":"a"}"#; 257].join(","));
    assert_eq!(refusal(&many), ErrorKind::TooMany);
    let long = format!(r#"{{"method":"a","id":"{}"}}"#, "x".repeat(2000));
    assert_eq!(refusal(&long), ErrorKind::IdTooLong);

    let deep = format!(r#"{{"id":1,"result":{}{}}}"#, "[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(refusal(&deep), ErrorKind::TooDeep);
    let (seen, end) = stream([deep.as_bytes()]);
    assert_eq!(end, Ok(()));
    assert!(seen.messages[0].0.contains("false true"), "flagged, not refused");

    let text = "é".repeat(5000);
    let error = format!(r#"{{"id":1,"error":{{"code":-7,"message":"{text}"}}}}"#);
    let mut reader = MessageReader::new(Limits::default());
    let mut count = 0;
    reader.push(error.as_bytes(), &mut |message: &Message<'_>| {
        let kept = message.error_message().unwrap();
        assert!(kept.len() > 1000 && kept.len() < 1024 && text.starts_with(&*kept));
        assert!(message.is_cut(Field::ErrorMessage));
        assert_eq!(message.error_code(), Some(-7));
        count += 1;
    });
    assert_eq!((reader.finish(), count), (Ok(()), 1));
}

#[test]
fn what_is_no_message_takes_no_room_from_those_that_follow() {
    let noise = format!(r#"{{"id":"{}"}},"#, "x".repeat(900)).repeat(200);
    let body = format!(r#"[{noise}{{"id":1,"method":"ping"}}]"#);
    let mut methods = Vec::new();
    let mut reader = MessageReader::new(Limits::default());
    reader.push(body.as_bytes(), &mut |message: &Message<'_>| {
        methods.push((message.index(), message.method().map(String::from)));
    });
    assert_eq!(methods, [(200, Some("ping".into()))]);
    assert_eq!(reader.finish().unwrap_err().kind(), ErrorKind::NotAMessage);
}

#[test]
fn usage_is_found_in_each_documented_shape() {
    for (names, place) in [
        (["input_tokens", "output_tokens"], "usage"),
        (["prompt_tokens", "completion_tokens"], "usage"),
        (["inputTokens", "outputTokens"], "usage"),
    ] {
        let usage = format!(r#""{place}":{{"{}":12,"{}":3,"total":15}}"#, names[0], names[1]);
        for result in [usage.clone(), format!(r#""_meta":{{{usage}}}"#)] {
            let body = format!(r#"{{"id":1,"result":{{{result}}}}}"#);
            let messages = read(body.as_bytes(), Limits::default()).unwrap();
            let usage = messages.first().usage().unwrap();
            assert_eq!((usage.input, usage.output), (Some(12), Some(3)), "{body}");
        }
    }
}

#[test]
fn the_first_number_under_any_name_counts() {
    for (usage, input) in
        [(r#"{"input_tokens":5,"prompt_tokens":7}"#, 5), (r#"{"input_tokens":null,"prompt_tokens":7}"#, 7)]
    {
        let body = format!(r#"{{"id":1,"result":{{"usage":{usage}}}}}"#);
        let messages = read(body.as_bytes(), Limits::default()).unwrap();
        assert_eq!(messages.first().usage().unwrap().input, Some(input));
    }
}

#[test]
fn the_last_of_equal_names_counts() {
    let value = Value::read(br#"{"a":1,"b":2,"\u0061":3}"#).unwrap();
    assert_eq!(value.get("a").unwrap().as_i64(), Some(3));
}

#[test]
fn a_member_that_comes_again_and_again_does_not_fill_the_memory() {
    let name = format!(r#""name":"{}","#, "x".repeat(1000));
    let again = |times| {
        let body = format!(r#"{{"method":"m","params":{{{}"uri":""}}}}"#, name.repeat(times));
        let mut kept = Vec::new();
        let mut reader = MessageReader::new(Limits::default());
        reader.push(body.as_bytes(), &mut |message: &Message<'_>| {
            kept.push((message.is_ambiguous(), message.is_cut(Field::Name)));
        });
        assert_eq!(reader.finish(), Ok(()));
        kept
    };
    assert_eq!(again(1), [(false, false)]);
    assert_eq!(again(2), [(true, false)]);
    assert_eq!(again(100), [(true, true)]);
}

/// Twice the input may take twice the time, not four times; a wide margin, because the machine
/// may be busy. Quadratic reading of 2 MB would take minutes.
#[test]
fn adversarial_bodies_take_linear_time() {
    let member = |value: String| format!(r#"{{"id":1,"result":{{"a":{value},"b":1}}}}"#);
    let shapes: [fn(usize) -> String; 7] = [
        |n| format!("{}{}", "[".repeat(n / 2), "]".repeat(n / 2)),
        |n| "{\"a\":".repeat(n / 6) + "1" + &"}".repeat(n / 6),
        |n| format!("\"{}\"", "\\\\".repeat(n / 2)),
        |n| format!("\"{}\"", "\\\"".repeat(n / 2)),
        |n| format!("[{}1]", "\"\",".repeat(n / 3)),
        |n| format!("1{}", " ".repeat(n)),
        |n| format!("1{}", ",\"isError\":true".repeat(n / 15)),
    ];
    for shape in shapes {
        let body = member(shape(2 << 20));
        let start = Instant::now();
        for chunk in [body.len(), 4096, 100] {
            let mut reader = MessageReader::new(Limits::default());
            let mut count = 0;
            for chunk in body.as_bytes().chunks(chunk) {
                reader.push(chunk, &mut |_: &Message<'_>| count += 1);
            }
            assert_eq!((reader.finish(), count), (Ok(()), 1));
        }
        assert!(start.elapsed() < Duration::from_secs(20), "{:.60}", body);
    }
}
