//! Answers of APIs, as JSON documents of any length.

mod github;
mod kubernetes;
mod llm;
mod mcp;

use serde_json::Value;

use super::{corpus::Corpus, rng::Rng};

/// A list in its envelope: what stands before the items, one item, what stands after.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    pub(crate) before: fn(&mut Rng) -> String,
    pub(crate) item: fn(&mut Rng, &mut Corpus) -> Value,
    pub(crate) after: &'static str,
}

const KINDS: &[Kind] = &[
    Kind { before: github::page, item: github::issue, after: "]" },
    Kind { before: github::page, item: github::commit, after: "]" },
    Kind { before: github::search, item: github::repository, after: "]}" },
    Kind { before: kubernetes::pods, item: kubernetes::pod, after: "]}" },
    Kind { before: kubernetes::events, item: kubernetes::event, after: "]}" },
    Kind {
        before: llm::completion,
        item: llm::choice,
        after: "],\"usage\":{\"prompt_tokens\":1931,\"completion_tokens\":412,\"total_tokens\":2343}}",
    },
    Kind { before: llm::embeddings, item: llm::embedding, after: "]}" },
    Kind { before: mcp::tools_list, item: mcp::tool, after: "]}}" },
    Kind { before: mcp::tools_call, item: mcp::content, after: "],\"isError\":false}}" },
];

pub(crate) fn any_kind(rng: &mut Rng) -> Kind {
    KINDS[rng.below(KINDS.len())]
}

/// One item; now and then laid out for people, as some APIs do.
pub(crate) fn item(kind: Kind, rng: &mut Rng, prose: &mut Corpus) -> String {
    let value = (kind.item)(rng, prose);
    if rng.percent(20) { format!("{value:#}") } else { value.to_string() }
}
