//! A service that runs skills and sandboxes, and knows nothing of MCP. It states what it does on the
//! [`Call`]; whichever layer is around it sees that.

use axum::{Extension, Json, Router, extract::Path, routing::post};
use gate_audit::Kind;
use gate_call::{Call, Exchange, Outcome, Payload, RpcFault, TokenUsage};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The service, without any layer.
pub fn app() -> Router {
    Router::new().route("/skills/{name}", post(run_skill)).route("/sandbox", post(run_sandbox))
}

/// What a skill is asked.
#[derive(Deserialize, Serialize)]
struct Task {
    text: String,
    /// What this is a step of.
    workflow: Option<String>,
}

/// What is run in a sandbox.
#[derive(Deserialize, Serialize)]
struct Program {
    program: String,
}

async fn run_skill(
    Path(name): Path<String>,
    Extension(exchange): Extension<Exchange>,
    Json(task): Json<Task>,
) -> Json<Value> {
    // In a service without MCP the request itself is the call.
    let call = exchange.call();
    call.set_kind(Kind::Skill);
    call.set_name(name);
    if let Some(workflow) = &task.workflow {
        call.set_workflow(workflow.as_str());
    }
    call.set_arguments(payload(&task));

    let words: Vec<_> = task.text.split_whitespace().collect();
    let answer = json!({ "summary": words.iter().take(5).copied().collect::<Vec<_>>().join(" ") });
    call.set_tokens(TokenUsage { input: Some(words.len() as u64), output: Some(5) });
    call.set_result(payload(&answer));
    Json(answer)
}

async fn run_sandbox(Extension(exchange): Extension<Exchange>, Json(program): Json<Program>) -> Json<Value> {
    let call = exchange.call();
    call.set_kind(Kind::Sandbox);
    call.set_name("python");
    call.set_arguments(payload(&program));
    Json(if program.program == "fail" { failed(&call) } else { json!({ "exit": 0 }) })
}

/// The HTTP status is 200 all the same: what came of it is stated, not guessed.
fn failed(call: &Call) -> Value {
    call.set_fault(RpcFault { code: Some(1), message: "the program exited with 1".into() });
    call.set_outcome(Outcome::ToolError);
    json!({ "exit": 1 })
}

/// Unmasked and whole: the layer's pipeline masks it, and keeps as much as it was told to.
fn payload(value: &impl Serialize) -> Payload {
    let bytes = serde_json::to_vec(value).unwrap_or_default();
    let total = bytes.len() as u64;
    Payload::new(bytes.into(), total)
}
