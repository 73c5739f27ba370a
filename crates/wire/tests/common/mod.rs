//! Random JSON-RPC, and random ways to write the same JSON.

#![allow(dead_code, reason = "each test file uses its part")]

use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Any JSON, not too deep.
pub(crate) fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<i32>().prop_map(|eighths| Value::from(f64::from(eighths) / 8.0)),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Text with what makes trouble in JSON and in SSE.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{0,12}",
        any::<String>(),
        "[\\\\\"/{}\\[\\]:,\n\r\t\u{0}\u{feff}é😀]{0,20}",
        "[x\"]{60,140}",
    ]
}

/// Member names, known and unknown.
fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(NAMES).prop_map(String::from),
        1 => text(),
    ]
}

const NAMES: &[&str] = &[
    "name",
    "uri",
    "arguments",
    "_meta",
    "protocolVersion",
    "clientInfo",
    "version",
    "requestId",
    "reason",
    "progressToken",
    "taskId",
    "traceparent",
    "tracestate",
    "baggage",
    "isError",
    "resultType",
    "serverInfo",
    "usage",
    "input_tokens",
    "completion_tokens",
    "outputTokens",
    "code",
    "message",
    "data",
    "io.modelcontextprotocol/protocolVersion",
    "io.modelcontextprotocol/clientInfo",
    "io.modelcontextprotocol/clientCapabilities",
    "io.modelcontextprotocol/serverInfo",
    "io.modelcontextprotocol/subscriptionId",
];

/// An object with members that are likely to be known.
fn object(depth: u32) -> BoxedStrategy<Value> {
    let value =
        if depth == 0 { json().boxed() } else { prop_oneof![2 => json(), 1 => object(depth - 1)].boxed() };
    prop::collection::vec((key(), value), 0..7)
        .prop_map(|members| Value::Object(members.into_iter().collect()))
        .boxed()
}

/// Requests, notifications, responses and error responses.
pub(crate) fn message() -> impl Strategy<Value = Value> {
    let content = prop_oneof![4 => object(2), 1 => json()];
    let what = prop::sample::select(["request", "notification", "response", "error"].as_slice());
    (what, json(), text(), prop::option::of(content), key(), json()).prop_map(
        |(what, id, method, content, extra, value)| {
            let mut message = Map::new();
            message.insert(format!("x-{extra}"), value);
            if what != "notification" {
                message.insert("id".into(), id);
            }
            match what {
                "response" => message.insert("result".into(), content.unwrap_or_default()),
                "error" => message.insert("error".into(), content.unwrap_or(json!({"code": -1}))),
                _ => {
                    content.map(|params| message.insert("params".into(), params));
                    message.insert("method".into(), method.into())
                }
            };
            Value::Object(message)
        },
    )
}

/// Writes JSON with random whitespace and escapes.
pub(crate) fn write(value: &Value, seed: u64) -> Vec<u8> {
    let mut writer = Writer { seed: seed | 1, out: String::new() };
    writer.value(value);
    writer.space();
    writer.out.into_bytes()
}

struct Writer {
    seed: u64,
    out: String,
}

impl Writer {
    fn dice(&mut self, sides: u64) -> u64 {
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        self.seed % sides
    }

    fn space(&mut self) {
        while self.dice(4) == 0 {
            let space = [" ", "\n", "\t", "\r\n"][self.dice(4) as usize];
            self.out.push_str(space);
        }
    }

    fn value(&mut self, value: &Value) {
        self.space();
        match value {
            Value::String(text) => self.text(text),
            Value::Array(elements) => {
                self.out.push('[');
                for (index, element) in elements.iter().enumerate() {
                    self.separate(index);
                    self.value(element);
                }
                self.space();
                self.out.push(']');
            }
            Value::Object(members) => {
                self.out.push('{');
                for (index, (key, member)) in members.iter().enumerate() {
                    self.separate(index);
                    self.text(key);
                    self.space();
                    self.out.push(':');
                    self.value(member);
                }
                self.space();
                self.out.push('}');
            }
            scalar => self.out.push_str(&scalar.to_string()),
        }
    }

    fn separate(&mut self, index: usize) {
        self.space();
        if index > 0 {
            self.out.push(',');
            self.space();
        }
    }

    fn text(&mut self, text: &str) {
        self.out.push('"');
        for letter in text.chars() {
            if self.dice(9) == 0 {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    self.out.push_str(&format!("\\u{unit:04x}"));
                }
            } else {
                let quoted = Value::from(letter.to_string()).to_string();
                self.out.push_str(&quoted[1..quoted.len() - 1]);
            }
        }
        self.out.push('"');
    }
}

/// Splits bytes at random places.
pub(crate) fn chunks(bytes: &[u8], mut seed: u64, most: usize) -> Vec<&[u8]> {
    let mut chunks = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let (chunk, after) = rest.split_at(((seed >> 33) as usize % most + 1).min(rest.len()));
        chunks.push(chunk);
        rest = after;
    }
    chunks
}
