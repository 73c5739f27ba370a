//! JSON stays JSON: documents of any shape, JSON in strings of JSON, and whatever may be written as an escape.
//!
//! `PROPTEST_CASES=1000000 cargo test --release -p gate-mask --test any_json` looks longer.

use gate_mask::Masker;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

/// What strings are made of: names and secrets, and whatever begins or ends something.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "password", "token", "secret", "api_key", "hunter2", "kR3vX9mQ2zLp", "user", "ok", "12345", "null", "é",
    "\"", "'", "`", "\\", "\\\\", "\n", "\r\n", "\t", " ", "=", ":", ": ", ",", "&", "#", "--", "/", "{", "}", "[", "]",
    "<", ">", "</password>", "<password>", "&quot;", "%3D", "%22", "***", "$(x)", "${X}", "export ", "const x = ",
    "Bearer ", "Authorization: ", "Cookie: a=b; c=", "DB_PASSWORD", "--password ", "-u a:b", "data: ",
    "-----BEGIN RSA PRIVATE", " KEY-----", "-----END RSA PRIVATE", "postgres://u:pw@h/db", "eyJhbGci", "cGFzc3dvcmQ=",
];

const NAMES: &[&str] = &[
    "password",
    "token",
    "secret",
    "clientSecret",
    "private_key",
    "credentials",
    "session",
    "cookie",
    "auth",
    "otp",
    "pin",
    "name",
    "key",
    "value",
    "text",
    "env",
    "headers",
    "args",
    "data",
    "note",
];

fn text() -> impl Strategy<Value = String> {
    let run = (select(&['a', 'A', ' ', '=', '"', '\\'][..]), 1_usize..1_400);
    let piece = prop_oneof![
        12 => select(PIECES).prop_map(str::to_owned),
        1 => run.prop_map(|(letter, count)| letter.to_string().repeat(count)),
        1 => "[A-Za-z0-9+/]{1,1200}",
    ];
    vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn value() -> impl Strategy<Value = Value> {
    let plain = select(vec![json!(null), json!(true), json!(0), json!(-1.5e3), json!(48_293_712)]);
    let leaf = prop_oneof![4 => text().prop_map(Value::String), 1 => plain];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let nested = (object(inner.clone()), writing());
        prop_oneof![
            1 => vec(inner.clone(), 0..4).prop_map(Value::Array),
            2 => object(inner),
            1 => nested.prop_map(|(object, writing)| Value::String(writing.write(&object))),
        ]
    })
}

fn object(member: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    let name = prop_oneof![9 => select(NAMES).prop_map(str::to_owned), 1 => text()];
    vec((name, member), 0..5).prop_map(|members| Value::Object(Map::from_iter(members)))
}

/// How a document is written.
#[derive(Debug, Clone)]
struct Writing {
    pretty: bool,
    /// One in so many letters of strings is an escape; none, if that is nothing.
    escapes: u32,
    seed: u32,
}

fn writing() -> impl Strategy<Value = Writing> {
    let escapes = prop_oneof![2 => Just(0), 1 => 1_u32..60];
    (any::<bool>(), escapes, any::<u32>()).prop_map(|(pretty, escapes, seed)| Writing {
        pretty,
        escapes,
        seed,
    })
}

impl Writing {
    fn write(&self, value: &Value) -> String {
        let json = if self.pretty { format!("{value:#}") } else { value.to_string() };
        if self.escapes == 0 {
            return json;
        }
        let mut state = self.seed;
        let mut chosen = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16).is_multiple_of(self.escapes)
        };
        let (mut written, mut in_string, mut escaped) = (String::new(), false, false);
        for letter in json.chars() {
            if in_string && !escaped && !matches!(letter, '"' | '\\') && chosen() {
                written.push_str(&as_escape(letter));
                continue;
            }
            written.push(letter);
            in_string ^= letter == '"' && !escaped;
            escaped = letter == '\\' && in_string && !escaped;
        }
        written
    }
}

fn as_escape(letter: char) -> String {
    if letter == '/' {
        return "\\/".to_owned();
    }
    letter.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect()
}

fn masked(document: &str) -> Vec<u8> {
    Masker::default().mask_bytes(document.as_bytes()).into_inner().into_owned()
}

fn streamed(document: &str, size: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut stream = Masker::default().stream();
    document.as_bytes().chunks(size).for_each(|chunk| stream.push(chunk, &mut out));
    stream.finish(&mut out);
    out
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_json_stays_json(value in value(), writing in writing(), size in 1_usize..300) {
        let document = writing.write(&value);
        prop_assert_eq!(serde_json::from_str::<Value>(&document).ok(), Some(value));
        let masked = masked(&document);
        let is_json = serde_json::from_slice::<Value>(&masked).is_ok();
        prop_assert!(is_json, "{} became {}", document, String::from_utf8_lossy(&masked));
        prop_assert!(streamed(&document, size) == masked, "in chunks of {}: {}", size, document);
    }
}
