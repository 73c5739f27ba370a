//! Events as servers send them: a model's deltas, and what an MCP server tells while it works.

use serde_json::json;

use super::{corpus::Corpus, rng::Rng};

/// A few events in a row of one stream.
pub(crate) fn events(rng: &mut Rng, prose: &mut Corpus) -> String {
    match rng.below(20) {
        0..8 => chat_chunks(rng, prose),
        8..14 => content_blocks(rng, prose),
        14..18 => progress(rng, prose),
        18 => result(rng, prose),
        _ => ": ping\n\n".to_owned(),
    }
}

/// The words of a text, each with the space before it, as tokenizers cut.
fn words(rng: &mut Rng, prose: &mut Corpus) -> Vec<String> {
    let len = rng.between(20, 120);
    prose.sentence(len).split(' ').map(|word| format!(" {word}")).collect()
}

fn chat_chunks(rng: &mut Rng, prose: &mut Corpus) -> String {
    let (id, created) = (rng.alnum(29), 1_760_000_000 + rng.below(9_000_000));
    let chunk = |word: &String| {
        let chunk = json!({
            "id": format!("chatcmpl-{id}"), "object": "chat.completion.chunk", "created": created,
            "model": "gpt-5.1-mini", "service_tier": "default", "system_fingerprint": "fp_44709d6fcb",
            "choices": [{"index": 0, "delta": {"content": word}, "logprobs": null, "finish_reason": null}],
        });
        format!("data: {chunk}\n\n")
    };
    words(rng, prose).iter().map(chunk).collect()
}

fn content_blocks(rng: &mut Rng, prose: &mut Corpus) -> String {
    let block = |word: &String| {
        let delta = json!({
            "type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": word},
        });
        format!("event: content_block_delta\ndata: {delta}\n\n")
    };
    words(rng, prose).iter().map(block).collect()
}

fn progress(rng: &mut Rng, prose: &mut Corpus) -> String {
    let (len, total, id) = (rng.between(20, 100), rng.between(10, 900), rng.uuid());
    let message = json!({
        "jsonrpc": "2.0", "method": "notifications/progress",
        "params": {"progressToken": id, "progress": rng.below(total), "total": total, "message": prose.sentence(len)},
    });
    format!("event: message\nid: {}_{}\ndata: {message}\n\n", rng.hex(12), rng.below(400))
}

fn result(rng: &mut Rng, prose: &mut Corpus) -> String {
    let len = rng.between(200, 900);
    let message = json!({
        "jsonrpc": "2.0", "id": rng.below(999),
        "result": {"content": [{"type": "text", "text": prose.piece(len)}], "isError": false},
    });
    format!("event: message\ndata: {message}\n\n")
}
