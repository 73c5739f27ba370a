//! The surroundings in which a secret comes by: MCP messages, API answers, logs, files, chat, SSE.
//!
//! None names a secret, and all hold what looks a little like one and is none: ids, digests, times.

use crate::fill::fill;
use crate::rng::Rng;
use crate::text::{Spacing, Text};

/// What a template is, and so where it may stand.
#[derive(Clone, Copy)]
pub(crate) enum Shape {
    /// One word, which may stand in the middle of prose or between quotes.
    Token,
    /// A line of its own.
    Line,
    /// Some lines: a file, a log, the output of a command.
    Block,
    /// A JSON value, without white space between its tokens.
    Json,
    /// A whole document.
    Document,
}

/// Puts a text of some shape into a document; each `turn` takes the next surroundings.
pub(crate) fn carry(rng: &mut Rng, shape: Shape, text: &Text, turn: usize) -> Text {
    match shape {
        Shape::Token => {
            let text = beside(rng, text, TOKENS[turn % TOKENS.len()]);
            finish(rng, &text, turn)
        }
        Shape::Line => {
            let text = beside(rng, text, LINES[turn % LINES.len()]);
            finish(rng, &text, turn)
        }
        Shape::Block | Shape::Json => finish(rng, text, turn),
        Shape::Document => text.clone(),
    }
}

/// The text in a line or two of others, or in a JSON string.
fn beside(rng: &mut Rng, text: &Text, template: &str) -> Text {
    let others = fill(rng, template);
    if others.starts_with(['{', '[']) && others != "{}" && !others.starts_with("{}\n") {
        return text.json().within(&others);
    }
    text.within(&others)
}

fn finish(rng: &mut Rng, text: &Text, turn: usize) -> Text {
    if text.is_json() { json(rng, text, turn) } else { block(rng, text, turn) }
}

const TOKENS: &[&str] = &[
    "{}",
    "2026-03-14T09:26:53Z INFO  worker-3 connecting with {} attempt=1 trace=4bf92f3577b34da6a3ce929d0e0e4736\n",
    "Sure, I used {} for the request and got 200 back.\n",
    "The call with `{}` failed, can you rotate it? See https://status.example.com/incidents/481\n",
    r#"["{}","eu-west-1",3]"#,
    "import requests\n\nclient = Client(\"{}\", region=\"eu-west-1\")\nprint(client.get(\"/v1/items\").json())\n",
    r#"{"id":17,"value":"{}","etag":"‹h40›"}"#,
    "| env  | value | owner |\n|------|-------|-------|\n| prod | {} | ada |\n",
    "const c = new Client('{}', { retries: 3, maxTokens: 4096 });\n",
    "It is {}.",
    "name: probe\nargs:\n  - serve\n  - {}\nreplicas: 2\n",
    r#"{"kind":"note","text":"use {} until friday","tags":["ops","v1.2.3"]}"#,
    "region,item,count\neu,{},12\nus,none,4\n",
    "$ run-probe {} > out.json\nok 200 in 31ms\n",
    "<item><id>481</id><data>{}</data></item>\n",
    "retrying ({}): connection reset\nretrying (2): connection reset\n",
];

const LINES: &[&str] = &[
    "{}",
    "{}\n",
    "# notes of ‹date›\n\n{}\n\nThat was all, build 0f4c1e2 is fine.\n",
    "‹ts› INFO start pid=4312\n{}\n‹ts› INFO done in 31ms status=200\n",
    r#"{"id":481,"line":"{}","level":"info"}"#,
    "The steps were:\n\n```\n{}\n```\n\nLet me know if that works.\n",
];

/// Into a document of any kind, by way of a JSON string or as it is.
fn block(rng: &mut Rng, text: &Text, turn: usize) -> Text {
    let string = if rng.chance(20) { text.json_ascii() } else { text.json() };
    match (turn + turn / 9) % 9 {
        0 | 4 => text.clone(),
        1 => message(rng, &string.within(TEXT_RESULT)),
        2 => message(rng, &string.within(WRITE_FILE)),
        3 => {
            let answer = string.within(OUTPUT);
            message(rng, &answer.json().within(TEXT_RESULT))
        }
        5 => sse(rng, &string.within(TEXT_RESULT)),
        6 => spaced(rng, &string.within(CHAT)),
        7 => {
            let answer = string.within(&fill(rng, FILE));
            spaced(rng, &answer)
        }
        _ => {
            let mut lines = string.within(&fill(rng, LOG));
            lines.push_str(&fill(rng, "\n{\"time\":\"‹ts›\",\"level\":\"info\",\"message\":\"done\"}\n"));
            lines
        }
    }
}

fn json(rng: &mut Rng, value: &Text, turn: usize) -> Text {
    match (turn + turn / 8) % 8 {
        0 => spaced(rng, value),
        1 => value.respaced(Spacing::Lines("  ")),
        2 => {
            let string = spaced(rng, value).json();
            message(rng, &string.within(TEXT_RESULT))
        }
        3 => message(rng, &value.within(STRUCTURED)),
        4 => message(rng, &value.within(CALL)),
        5 => spaced(rng, &value.within(PAGE)),
        6 => {
            let inner = spaced(rng, value).json().within(ANSWER);
            message(rng, &inner.json().within(TEXT_RESULT))
        }
        _ => sse(rng, &value.within(STRUCTURED)),
    }
}

const TEXT_RESULT: &str =
    r#"{"jsonrpc":"2.0","id":7,"result":{"content":[{"type":"text","text":"{}"}],"isError":false}}"#;
const STRUCTURED: &str =
    r#"{"jsonrpc":"2.0","id":8,"result":{"structuredContent":{"total":1,"item":{}},"isError":false}}"#;
const WRITE_FILE: &str = r#"{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"write_file","arguments":{"path":"/srv/app/notes","content":"{}"},"_meta":{"progressToken":7}}}"#;
const CALL: &str = r#"{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"apply","arguments":{"max_tokens":4096,"input":{}}}}"#;

const OUTPUT: &str = r#"{"exitCode":0,"stdout":"{}","stderr":"","durationMs":31}"#;
const CHAT: &str = r#"{"role":"user","content":"Here is the file:\n\n```\n{}\n```\nWhat is wrong?"}"#;
const FILE: &str = r#"{"name":"notes.txt","sha":"‹h40›","size":412,"encoding":"utf-8","content":"{}"}"#;
const LOG: &str = r#"{"time":"‹ts›","level":"info","message":"{}","span":"00f067aa0ba902b7"}"#;
const PAGE: &str =
    r#"{"data":[{"id":"item_1","object":{}},{"id":"item_2","object":null}],"nextPageToken":"CAUQAA"}"#;
const ANSWER: &str = r#"{"status":200,"body":"{}","requestId":"7c9e6679"}"#;
const STARTED: &str = "event: message\nid: ‹n›\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":\"started\"}}\n\n";

fn message(rng: &mut Rng, message: &Text) -> Text {
    if rng.chance(25) { spaced(rng, message) } else { message.clone() }
}

fn spaced(rng: &mut Rng, value: &Text) -> Text {
    match rng.below(4) {
        0 => value.respaced(Spacing::Blanks),
        1 => value.respaced(Spacing::Lines("  ")),
        2 if rng.chance(50) => value.respaced(Spacing::Lines("\t")),
        _ => value.clone(),
    }
}

/// One event of a stream, after one without a secret.
fn sse(rng: &mut Rng, message: &Text) -> Text {
    let mut stream = Text::parse(&fill(rng, STARTED));
    stream.push_str("event: message\ndata: ");
    stream.push(message);
    stream.push_str("\n\n");
    stream
}
