//! A real rmcp client over a real socket, in both eras, against everything the demo server offers.

use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use rmcp::{
    ServiceError,
    model::{CallToolResult, ErrorCode, GetPromptRequestParams, ReadResourceRequestParams},
};
use serde_json::{Value, json};
use testkit::{Lifecycle, McpClient, Server, demo_upstream};

async fn connected(lifecycle: Lifecycle) -> anyhow::Result<(Server, McpClient)> {
    let server = demo_upstream().await?;
    let headers = [("x-request-id", "from-the-test")];
    let client = McpClient::connect(&server.url("/mcp"), lifecycle, &headers).await?;
    Ok((server, client))
}

/// Asks until the server says that it runs this many slow calls.
async fn until_running(client: &McpClient, expected: u64) -> anyhow::Result<()> {
    let given_up = Instant::now() + Duration::from_secs(5);
    loop {
        let me = client.call("whoami", json!({})).await?;
        let running = me.structured_content.context("not structured")?["running"].clone();
        if running == expected {
            return Ok(());
        }
        ensure!(Instant::now() < given_up, "{running} running");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn text(result: &CallToolResult) -> anyhow::Result<&str> {
    let [block] = result.content.as_slice() else {
        bail!("one block expected: {:?}", result.content);
    };
    Ok(&block.as_text().context("no text")?.text)
}

#[tokio::test]
async fn the_lists_and_what_they_name() -> anyhow::Result<()> {
    for lifecycle in Lifecycle::BOTH {
        let (_server, client) = connected(lifecycle).await?;
        let peer = client.peer();

        let tools = peer.list_all_tools().await?;
        let names: Vec<_> = tools.iter().map(|tool| tool.name.as_ref()).collect();
        assert_eq!(names, ["boom", "countdown", "echo", "fail", "leak", "slow", "summarize", "whoami"]);

        let prompts = peer.list_all_prompts().await?;
        let ask = GetPromptRequestParams::new(&prompts[0].name)
            .with_arguments(json!({"name": "Ada"}).as_object().cloned().unwrap());
        let prompt = peer.get_prompt(ask).await?;
        let said = prompt.messages[0].content.as_text().context("no text")?;
        assert_eq!(said.text, "Greet Ada in one sentence.");

        let resources = peer.list_all_resources().await?;
        let read = ReadResourceRequestParams::new(&resources[0].uri);
        assert_eq!(peer.read_resource(read).await?.contents.len(), 1);
        client.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn tools_that_answer_at_once() -> anyhow::Result<()> {
    for lifecycle in Lifecycle::BOTH {
        let (_server, client) = connected(lifecycle).await?;

        let echoed = client.call("echo", json!({"message": "héllo"})).await?;
        assert_eq!(text(&echoed)?, "héllo");
        assert_ne!(echoed.is_error, Some(true));

        let leaked = client.call("leak", json!({})).await?;
        assert!(text(&leaked)?.contains(&gate_demo::planted_token()));
        assert!(text(&leaked)?.contains(&gate_demo::planted_password()));

        let summary = client.call("summarize", json!({"text": "One two three. Four."})).await?;
        assert_eq!(text(&summary)?, "One two three.");
        let usage = &summary.meta.context("no _meta")?.0["usage"];
        assert_eq!(*usage, json!({"input_tokens": 4, "output_tokens": 3}));
        client.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_server_sees_the_headers_and_the_era() -> anyhow::Result<()> {
    for lifecycle in Lifecycle::BOTH {
        let (_server, client) = connected(lifecycle).await?;
        let me = client.call("whoami", json!({})).await?;
        let me = me.structured_content.context("not structured")?;
        assert_eq!(me["request_id"], "from-the-test");
        let stateless = lifecycle == Lifecycle::Stateless;
        assert_eq!(me["in_session"], Value::Bool(!stateless));
        assert_eq!(me["protocol_version"] == "2026-07-28", stateless);
        client.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn tools_that_fail() -> anyhow::Result<()> {
    for lifecycle in Lifecycle::BOTH {
        let (_server, client) = connected(lifecycle).await?;
        // Arguments that do not fit are the tool's error too, so that a model can mend them.
        for tool in ["fail", "echo"] {
            let failed = client.call(tool, json!({})).await?;
            assert_eq!(failed.is_error, Some(true), "{tool} in {lifecycle:?}");
        }

        for (tool, arguments, code) in [
            ("boom", json!({}), ErrorCode::INTERNAL_ERROR),
            ("slow", json!({"seconds": -1}), ErrorCode::INVALID_PARAMS),
            ("slow", json!({"seconds": 1e300}), ErrorCode::INVALID_PARAMS),
            ("countdown", json!({"from": 60_000, "interval_ms": 60_000}), ErrorCode::INVALID_PARAMS),
            ("no-such-tool", json!({}), ErrorCode::INVALID_PARAMS),
        ] {
            let Err(ServiceError::McpError(error)) = client.call(tool, arguments).await else {
                bail!("{tool} in {lifecycle:?}: a JSON-RPC error expected");
            };
            assert_eq!(error.code, code, "{tool} in {lifecycle:?}: {error}");
        }
        client.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn progress_arrives_as_it_is_made() -> anyhow::Result<()> {
    for lifecycle in Lifecycle::BOTH {
        let (_server, client) = connected(lifecycle).await?;
        let counting = client.start("countdown", json!({"from": 4})).await?;
        let result = counting.result().await?;
        assert_eq!(text(&result)?, "lift-off");

        let progress = client.progress();
        let steps: Vec<_> = progress.iter().map(|step| step.value.progress).collect();
        assert_eq!(steps, [1.0, 2.0, 3.0, 4.0], "{lifecycle:?}");
        let spread = progress[3].at - progress[0].at;
        ensure!(spread > Duration::from_millis(200), "all at once in {lifecycle:?}: {spread:?}");
        client.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_cancelled_call_stops() -> anyhow::Result<()> {
    for lifecycle in Lifecycle::BOTH {
        let (_server, client) = connected(lifecycle).await?;
        let slow = client.start("slow", json!({"seconds": 60})).await?;
        until_running(&client, 1).await?;

        // Later calls on the same connection show that it has stopped, long before its minute is up.
        slow.cancel().await?;
        until_running(&client, 0).await?;
        client.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn shutdown_does_not_wait_for_open_streams() -> anyhow::Result<()> {
    for lifecycle in Lifecycle::BOTH {
        let (server, client) = connected(lifecycle).await?;
        let slow = client.start("slow", json!({"seconds": 60})).await?;
        until_running(&client, 1).await?;

        let asked = Instant::now();
        server.shutdown().await;
        assert!(asked.elapsed() < Duration::from_secs(1));
        drop((slow, client));
    }
    Ok(())
}
