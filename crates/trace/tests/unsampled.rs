//! What is left of the span of an unsampled trace where nobody wants more than its ids.
//!
//! Alone in its process, as whatever any subscriber in it wants is said.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use axum::{Extension, Router, body::Body, routing::get};
use common::Kept;
use gate_call::{Exchange, Kind, Outcome};
use gate_trace::{SPAN_TARGET, TraceContext, TraceLayer, UNSAMPLED_TARGET, semconv as name};
use http::Request;
use tower::ServiceExt as _;
use tracing_subscriber::{Layer as _, filter::Targets, layer::SubscriberExt as _};

async fn call(Extension(exchange): Extension<Exchange>) -> String {
    tracing::info!("at work");
    let call =
        exchange.start_call(|call| _ = call.set_kind(Kind::Mcp) && call.set_method("tools/call")).unwrap();
    let ids = *call.trace().unwrap();
    call.end(Outcome::ToolError);
    format!("{} {ids}", exchange.trace().unwrap())
}

async fn ask(flags: &str) -> Vec<TraceContext> {
    let app = Router::new().route("/", get(call)).layer(TraceLayer::new());
    let parent = format!("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-{flags}");
    let request = Request::get("/").header("traceparent", parent).body(Body::empty()).unwrap();
    let response = app.oneshot(request).await.unwrap();
    let body = axum::body::to_bytes(response.into_body(), 1000).await.unwrap();
    String::from_utf8(body.to_vec()).unwrap().split(' ').map(|text| text.parse().unwrap()).collect()
}

#[tokio::test]
async fn only_ids_are_stated_where_nobody_wants_more() {
    let kept = Kept::default();
    let wants = Targets::new().with_default(tracing::Level::TRACE);
    let bare = wants.clone().with_target(UNSAMPLED_TARGET, tracing::level_filters::LevelFilter::OFF);
    let subscriber = tracing_subscriber::registry().with(kept.clone().with_filter(bare));
    let guard = tracing::subscriber::set_default(subscriber);

    let told = ask("00").await;
    let spans = kept.spans();
    let [http, mcp] = &spans[..] else { panic!("two spans, not {spans:#?}") };
    for (span, told) in [http, mcp].into_iter().zip(&told) {
        assert_eq!((span.target, span.closed), (SPAN_TARGET, true));
        assert_eq!(
            span.fields.keys().copied().collect::<Vec<_>>(),
            [name::PARENT_SPAN_ID, name::SAMPLED, name::SPAN_ID, name::TRACE_ID,]
        );
        assert_eq!(span.field(name::SAMPLED), "false");
        assert_eq!(span.field(name::SPAN_ID), told.ids().span_id_hex().to_string());
        assert_eq!(span.field(name::TRACE_ID), "0af7651916cd43dd8448eb211c80319c");
    }
    assert_eq!(http.field(name::PARENT_SPAN_ID), "b7ad6b7169203331");
    assert_eq!(mcp.field(name::PARENT_SPAN_ID), http.field(name::SPAN_ID));
    assert_eq!((http.parent, mcp.parent), (None, Some(0)), "what is inside is still inside");
    let events = kept.events();
    let parent_of = |message: &str| {
        events
            .iter()
            .find(|event| event.field("message") == message)
            .unwrap_or_else(|| panic!("{message}"))
            .parent
    };
    assert_eq!(parent_of("at work"), Some(0));
    assert_eq!(parent_of("tools/call: tool_error"), Some(1), "lines have their ids");
    assert_eq!(parent_of("first byte"), Some(0));

    ask("01").await;
    assert_eq!(kept.spans()[2].field(name::HTTP_RESPONSE_STATUS_CODE), "200", "a sampled one says all");
    assert!(kept.spans()[2].fields.contains_key(name::FIRST_BYTE));

    drop(guard);
    let kept = Kept::default();
    let subscriber = tracing_subscriber::registry().with(kept.clone().with_filter(wants));
    let _guard = tracing::subscriber::set_default(subscriber);
    ask("00").await;
    assert_eq!(
        kept.spans()[0].field(name::HTTP_RESPONSE_STATUS_CODE),
        "200",
        "and so does one that is wanted"
    );
}
