//! What tests ask of what was received.

use opentelemetry_sdk::trace::SpanExporter as _;
use testkit::otlp::{OtlpReceiver, Part, assert_catalogued};

use crate::{
    exporter::{How, Over},
    telemetry::{REMOTE_TRACE, spans},
};

const CATALOGUE: [&str; 6] =
    ["bytes", "cached", "http.request.method", "mcp.method.name", "ratio", "server.port"];

async fn with_spans(over: Over, gzip: bool) -> anyhow::Result<OtlpReceiver> {
    let receiver = OtlpReceiver::start().await?;
    let exporters = How { gzip, ..How::new(over, &receiver) }.build()?;
    exporters.spans.export(spans()?).await?;
    Ok(receiver)
}

#[tokio::test]
async fn a_trace_is_written_out_as_a_tree() -> anyhow::Result<()> {
    let receiver = with_spans(Over::Grpc, false).await?;
    let tree = receiver.tree(&format!("{REMOTE_TRACE:032x}")).any(&["server.port"]);
    let expected = r#"
- POST /mcp [server] (parent is elsewhere)
    cached = false
    http.request.method = "POST"
    ratio = 0.5
    server.port = <any>
    ! first byte {bytes = 17}
  - tools/call echo [server, error: it broke]
      mcp.method.name = "tools/call"
      > link to "POST /mcp" {why = "ambient"}
      > link to another trace
    - SELECT [client, ok]
"#;
    assert_eq!(format!("\n{tree}"), expected);

    let expected = "
- POST /mcp [server] (parent is elsewhere)
    http.request.method = \"POST\"
    ! first byte
  - tools/call echo [server, error: it broke]
      > link to \"POST /mcp\"
      > link to another trace
    - SELECT [client, ok]
";
    assert_eq!(format!("\n{}", tree.attributes(&["http.request.method"])), expected);
    assert_eq!(receiver.tree("no such trace").to_string(), "");
    Ok(())
}

#[tokio::test]
async fn text_is_found_wherever_it_is() -> anyhow::Result<()> {
    for (over, gzip) in [(Over::Grpc, true), (Over::Grpc, false), (Over::Protobuf, true), (Over::Json, true)]
    {
        let receiver = with_spans(over, gzip).await?;
        for sent in ["tools/call echo", "it broke", "mcp.method.name", "the-service"] {
            let places = receiver.grep(sent, &[]);
            assert!(!places.is_empty(), "{sent:?} over {over:?}");
            assert!(places.iter().all(|place| matches!(place.part, Part::Body(_))), "{places:?}");
            assert!(places[0].excerpt.contains(sent), "{}", places[0]);
        }
        assert_eq!(receiver.grep("blue", &[])[0].part, Part::Header("x-tenant".to_owned()));
        assert_eq!(receiver.grep("blue", &["X-Tenant"]), []);
        assert_eq!(receiver.grep("hunter2", &[]), []);
        receiver.clear();
        assert_eq!(receiver.grep("the-service", &[]), []);
    }
    Ok(())
}

#[tokio::test]
async fn attributes_are_held_against_the_catalogue() -> anyhow::Result<()> {
    let spans = with_spans(Over::Json, false).await?.spans();
    let all = [&CATALOGUE[..], &["why"]].concat();
    assert_catalogued(&spans, &all);
    for missing in &all {
        let rest: Vec<_> = all.iter().copied().filter(|name| name != missing).collect();
        let caught = std::panic::catch_unwind(|| assert_catalogued(&spans, &rest));
        let message = caught.expect_err("one is missing").downcast::<String>().expect("assert! formats");
        assert!(message.contains(missing), "{message}");
    }
    Ok(())
}

#[tokio::test]
async fn an_attribute_sent_twice_is_no_catalogue_entry() -> anyhow::Result<()> {
    let receiver = with_spans(Over::Grpc, false).await?;
    let mut spans = receiver.spans();
    spans[0].repeated.push("ratio".to_owned());
    let all = [&CATALOGUE[..], &["why"]].concat();
    assert!(std::panic::catch_unwind(|| assert_catalogued(&spans, &all)).is_err());
    Ok(())
}
