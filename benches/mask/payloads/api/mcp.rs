//! What a server of MCP answers.

use serde_json::{Value, json};

use crate::payloads::{base64, corpus::Corpus, rng::Rng};

const VERBS: &[&str] = &["list", "get", "create", "search", "update", "delete", "run", "describe"];
const NOUNS: &[&str] = &["files", "issues", "tables", "pages", "branches", "dashboards", "messages", "jobs"];
const PROPERTIES: &[&str] = &["path", "query", "owner", "limit", "cursor", "since", "format", "recursive"];

pub(crate) fn tools_list(rng: &mut Rng) -> String {
    let cursor = base64::encode(rng.lower(18).as_bytes());
    format!(
        "{{\"jsonrpc\":\"2.0\",\"id\":{},\"result\":{{\"nextCursor\":\"{cursor}\",\"tools\":[",
        rng.below(999)
    )
}

pub(crate) fn tools_call(rng: &mut Rng) -> String {
    format!("{{\"jsonrpc\":\"2.0\",\"id\":{},\"result\":{{\"content\":[", rng.below(999))
}

pub(crate) fn tool(rng: &mut Rng, prose: &mut Corpus) -> Value {
    let (verb, noun, len) = (rng.pick(VERBS), rng.pick(NOUNS), rng.between(60, 500));
    let properties: serde_json::Map<String, Value> = (0..rng.between(1, 5))
        .map(|_| {
            let kind = rng.pick(&["string", "integer", "boolean"]);
            let about = prose.sentence(60);
            (rng.pick(PROPERTIES).to_owned(), json!({"type": kind, "description": about}))
        })
        .collect();
    json!({
        "name": format!("{verb}_{noun}"), "title": format!("{verb} {noun}"), "description": prose.sentence(len),
        "inputSchema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
            "required": [properties.keys().next()], "properties": properties, "additionalProperties": false,
        },
        "annotations": {"readOnlyHint": rng.percent(60), "idempotentHint": true, "openWorldHint": false},
    })
}

/// Text, a JSON document in a string, or a picture.
pub(crate) fn content(rng: &mut Rng, prose: &mut Corpus) -> Value {
    let len = rng.between(80, 1_200);
    match rng.below(10) {
        0 => json!({"type": "image", "mimeType": "image/png", "data": base64::of_bytes(rng, len)}),
        1..4 => {
            let inner = json!({
                "path": format!("src/{}.rs", rng.pick(NOUNS)), "sha": rng.hex(40), "size": len,
                "modified": rng.time(), "lines": prose.piece(len).lines().collect::<Vec<_>>(),
            });
            json!({"type": "text", "text": inner.to_string()})
        }
        _ => json!({"type": "text", "text": prose.piece(len)}),
    }
}
