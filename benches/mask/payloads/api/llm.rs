//! What a model's API answers.

use serde_json::{Value, json};

use crate::payloads::{corpus::Corpus, rng::Rng};

pub(crate) fn completion(rng: &mut Rng) -> String {
    format!(
        "{{\"id\":\"chatcmpl-{}\",\"object\":\"chat.completion\",\"created\":{},\"model\":\"{}\",\"choices\":[",
        rng.alnum(29),
        1_760_000_000 + rng.below(9_000_000),
        rng.pick(&["gpt-5.1-mini", "claude-sonnet-4-5", "mistral-large-latest"]),
    )
}

pub(crate) fn choice(rng: &mut Rng, prose: &mut Corpus) -> Value {
    let len = rng.between(120, 1_500);
    let calls = json!([{"id": format!("call_{}", rng.alnum(24)), "type": "function", "function": {
        "name": "search_files", "arguments": json!({"path": "src", "limit": rng.below(90)}).to_string(),
    }}]);
    json!({
        "index": rng.below(4), "finish_reason": rng.pick(&["stop", "length", "tool_calls"]), "logprobs": null,
        "message": {
            "role": "assistant", "content": prose.piece(len), "refusal": null,
            "tool_calls": if rng.percent(30) { calls } else { Value::Null },
        },
    })
}

pub(crate) fn embeddings(_: &mut Rng) -> String {
    "{\"object\":\"list\",\"model\":\"text-embedding-3-small\",\"data\":[".to_owned()
}

pub(crate) fn embedding(rng: &mut Rng, _: &mut Corpus) -> Value {
    let places = rng.between(16, 64);
    let numbers = (0..places).map(|_| rng.below(2_000_000) as f64 / 1e6 - 1.0);
    let embedding: Vec<f64> = numbers.collect();
    json!({"object": "embedding", "index": rng.below(100), "embedding": embedding})
}
