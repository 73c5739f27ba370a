//! Secrets in event streams: in the JSON of an event, over its `data:` lines, over many events.

use super::{Made, Row};
use crate::carrier::Shape::{self, Document};
use crate::fill::fill;
use crate::rng::Rng;
use crate::text::{Spacing, Text};

pub(super) const TEMPLATES: &[Row] = &[
    (
        "sse-text",
        Document,
        &[
            "event: log\ndata: DB_PASSWORD=⟦‹word›⟧\n\ndata: done\n\n",
            ": comment\nid: 4\ndata: the key is ⟦ghp_‹w36›⟧\nretry: 100\n\n",
            "data: postgres://‹user›:⟦‹url›⟧@‹host›/‹db›\r\n\r\ndata: [DONE]\r\n\r\n",
        ],
    ),
    (
        "sse-without-blanks",
        Document,
        &[
            "data:{\"user\":\"ada\",\"‹snake›\":\"⟦‹look›⟧\"}\n\n",
            "event:x\ndata:{\"out\":\"⟦ghp_‹w36›⟧\"}\n\n",
        ],
    ),
    (
        "sse-key-and-value-on-two-lines",
        Document,
        &[
            "event: message\ndata: {\"user\": \"ada\",\ndata:  \"password\":\ndata:   \"⟦‹w16›⟧\"}\n\n",
            "data: {\ndata: \"‹snake›\"\ndata: :\ndata: \"⟦‹look›⟧\",\ndata: \"n\": 1\ndata: }\n\n",
        ],
    ),
    (
        "sse-pair-on-two-lines",
        Document,
        &["data: {\"name\": \"DB_PASSWORD\",\ndata:  \"value\": \"⟦‹look›⟧\"}\n\n"],
    ),
    (
        "sse-pem-lines",
        Document,
        &[
            "event: file\ndata: ‹begin:RSA PRIVATE KEY›\ndata: ⟦‹b64›⟧\ndata: ⟦‹b64›⟧\ndata: ⟦‹b40›==⟧\ndata: ‹end:RSA PRIVATE KEY›\n\n",
            "data: ‹begin:OPENSSH PRIVATE KEY›\ndata: ⟦b3BlbnNzaC1rZXktdjEA‹b50›⟧\ndata: ⟦‹b70›⟧\ndata: ⟦‹b30›==⟧\ndata: ‹end:OPENSSH PRIVATE KEY›\n\n",
        ],
    ),
    (
        "sse-env-lines",
        Document,
        &["data: PORT=80\ndata: DB_PASSWORD=⟦‹word›⟧\ndata: API_KEY=⟦‹opaque›⟧\ndata: TZ=UTC\n\n"],
    ),
];

pub(super) const MADE: &[Made] = &[
    ("sse-pretty-json", Document, pretty),
    ("sse-json-in-json-in-json", Document, nested),
    ("sse-many-events", Document, many_events),
];

/// A row for the parts of one secret.
type Parts = (&'static str, Shape, fn(&mut Rng) -> Text);

pub(super) const PARTS: &[Parts] = &[
    ("delta-openai", Document, |rng| {
        let event = "data: {\"id\":\"chatcmpl-17\",\"object\":\"chat.completion.chunk\",\"created\":1790000000,\"model\":\"gpt-5\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"{}\"},\"finish_reason\":null}]}\n\n";
        deltas(rng, PROSE, event, "data: [DONE]\n\n")
    }),
    ("delta-anthropic", Document, |rng| {
        let event = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"{}\"}}\n\n";
        deltas(rng, PROSE, event, "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n")
    }),
    ("delta-anthropic-tool-input", Document, |rng| {
        let event = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}}\n\n";
        deltas(
            rng,
            ARGUMENTS,
            event,
            "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":1}\n\n",
        )
    }),
    ("delta-openai-arguments", Document, |rng| {
        let event = "data: {\"id\":\"chatcmpl-17\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]}}]}\n\n";
        deltas(rng, ARGUMENTS, event, "data: [DONE]\n\n")
    }),
    ("delta-openai-responses", Document, |rng| {
        let event = "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\"{}\"}\n\n";
        deltas(rng, PROSE, event, "event: response.completed\ndata: {\"type\":\"response.completed\"}\n\n")
    }),
    ("delta-mcp-progress", Document, |rng| {
        let event = "event: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":7,\"progress\":3,\"message\":\"{}\"}}\n\n";
        deltas(
            rng,
            LINES,
            event,
            "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[]}}\n\n",
        )
    }),
];

const PROSE: &[&str] = &[
    "You can log in with ⟦ghp_‹w36›⟧ from now on, it is valid until friday.",
    "Set DB_PASSWORD=⟦‹w16›⟧ in the environment\nand restart the service.",
    "Connect to postgres://‹user›:⟦‹w16›⟧@‹host›:5432/‹db› to see.",
    "```yaml\nuser: ada\npassword: ⟦‹w16›⟧\nport: 80\n```\nThat is all.",
    "Use the header Authorization: ⟨Bearer ⟩⟦‹w40›⟧ with it.",
];
const ARGUMENTS: &[&str] = &[
    r#"{"path":".env","user":"ada","password":"⟦‹w16›⟧","mode":420}"#,
    r#"{"command":"deploy","api_key":"⟦‹opaque›⟧","max_tokens":4096}"#,
    r#"{"url":"https://‹user›:⟦‹w16›⟧@‹host›/v1","n":1}"#,
];
const LINES: &[&str] = &[
    "connecting to redis://:⟦‹w16›⟧@‹host›:6379 now",
    "export API_TOKEN=⟦‹w32›⟧\nok",
    "token ⟦ghp_‹w36›⟧ accepted, going on",
];

/// A text in pieces of a few characters, one an event, as models stream it.
fn deltas(rng: &mut Rng, templates: &[&str], event: &str, last: &str) -> Text {
    let template = rng.pick(templates);
    let text = Text::parse(&fill(rng, template));
    let mut stream = Text::default();
    let mut start = 0;
    while start < text.bytes.len() {
        let end = text.bytes.len().min(start + rng.between(2, 9));
        stream.push(&text.slice(start..end).json().within(event));
        start = end;
    }
    stream.push_str(last);
    stream
}

/// An event whose JSON has a line for each member.
fn pretty(rng: &mut Rng) -> Text {
    let value = Text::parse(&fill(
        rng,
        r#"{"jsonrpc":"2.0","id":‹n›,"result":{"structuredContent":{"user":"ada","‹any›":"⟦‹look›⟧","n":1}}}"#,
    ));
    let lines = value.respaced(Spacing::Lines("  ")).replaced(b'\n', "\ndata: ");
    lines.within("event: message\ndata: {}\n\n")
}

fn nested(rng: &mut Rng) -> Text {
    let value = Text::parse(&fill(rng, r#"{"user":"ada","‹any›":"⟦‹look›⟧"}"#));
    let body = value.json().within(r#"{"status":200,"body":"{}"}"#);
    let message =
        body.json().within(r#"{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"{}"}]}}"#);
    message.within("event: message\ndata: {}\n\n")
}

fn many_events(rng: &mut Rng) -> Text {
    let mut stream = Text::default();
    for n in 0..rng.between(5, 30) {
        stream.push_str(&format!("id: {n}\nevent: message\ndata: {{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{{\"progressToken\":\"p1\",\"progress\":{n}}}}}\n\n"));
    }
    let value = Text::parse(&fill(
        rng,
        r#"{"jsonrpc":"2.0","id":1,"result":{"structuredContent":{"‹any›":"⟦‹look›⟧"}}}"#,
    ));
    stream.push(&value.within("id: 99\nevent: message\ndata: {}\n\n"));
    stream
}
