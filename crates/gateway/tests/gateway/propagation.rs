//! One trace, from a client to a tool.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex},
    time::Duration,
};

use gate_trace::semconv as name;
use serde_json::{Value, json};
use testkit::{Recorded, Reply};
use tracing::{
    Dispatch, Subscriber,
    field::{Field, Visit},
    span,
    subscriber::NoSubscriber,
};
use tracing_subscriber::{
    Layer,
    layer::{Context, SubscriberExt},
    registry::LookupSpan,
};

use crate::{
    common::{PATIENCE, Running, Scripted, stateless_tool_call, tool_call},
    wire::Ask,
};

const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const OTHER: &str = "00-11111111111111111111111111111111-2222222222222222-01";

type Fields = BTreeMap<&'static str, String>;

/// The fields of each span of the gateway's, and whether it has closed.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<Vec<Seen>>>);

/// Its id, while it is open.
type Seen = (Option<span::Id>, Fields);

struct Fill<'a>(&'a mut Fields);

impl Visit for Fill<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Spans {
    fn on_new_span(&self, attrs: &span::Attributes<'_>, id: &span::Id, _: Context<'_, S>) {
        if attrs.metadata().target() == gate_trace::SPAN_TARGET {
            let mut fields = Fields::new();
            attrs.record(&mut Fill(&mut fields));
            self.0.lock().unwrap().push((Some(id.clone()), fields));
        }
    }

    fn on_record(&self, id: &span::Id, values: &span::Record<'_>, _: Context<'_, S>) {
        let mut spans = self.0.lock().unwrap();
        if let Some((_, fields)) = spans.iter_mut().find(|(of, _)| of.as_ref() == Some(id)) {
            values.record(&mut Fill(fields));
        }
    }

    fn on_close(&self, id: span::Id, _: Context<'_, S>) {
        let mut spans = self.0.lock().unwrap();
        spans.iter_mut().filter(|(of, _)| of.as_ref() == Some(&id)).for_each(|(of, _)| *of = None);
    }
}

impl Spans {
    fn listen() -> (Self, tracing::subscriber::DefaultGuard) {
        let spans = Self::default();
        let guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(spans.clone()));
        // While there is one subscriber, `tracing` asks that of the thread it is on, which other tests have not,
        // and goes by the answer everywhere. Having seen a second one makes it ask all that there are.
        drop(Dispatch::new(NoSubscriber::default()));
        (spans, guard)
    }

    /// The spans of a trace, once so many have closed.
    async fn of(&self, trace_id: &str, count: usize) -> Vec<Fields> {
        let is_of = |fields: &Fields| fields.get(name::TRACE_ID).is_some_and(|id| id == trace_id);
        let waiting = async {
            loop {
                let spans = self.0.lock().unwrap().clone();
                let closed = spans.into_iter().filter(|(open, fields)| open.is_none() && is_of(fields));
                let closed: Vec<_> = closed.map(|(_, fields)| fields).collect();
                if closed.len() >= count {
                    return closed;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let spans = tokio::time::timeout(PATIENCE, waiting).await;
        spans.unwrap_or_else(|_| panic!("{count} of {trace_id} in {:#?}", self.0.lock().unwrap()))
    }
}

async fn before(upstream: &Scripted, upstream_settings: &str, more: &str) -> Running {
    let url = upstream.0.url("/mcp");
    let gateway =
        Running::start(&format!("{more}\n[upstreams.u]\nurl = \"{url}\"\n{upstream_settings}\n")).await;
    // A span that another test came to first, at the moment when this one began to listen, is off for good. Only
    // whoever listens needs this, and nobody is harmed by it: see there.
    tracing::callsite::rebuild_interest_cache();
    gateway
}

/// An answer as an event, with its end some time after.
fn answer() -> Reply {
    let event = "data: {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[]}}\n\n";
    Reply::new(200)
        .header("content-type", "text/event-stream")
        .frames([event, ": bye\n\n"], Duration::from_millis(20))
}

fn header(request: &Recorded, name: &str) -> String {
    let values: Vec<_> =
        request.header(name).map(|value| String::from_utf8_lossy(value).into_owned()).collect();
    values.join(" and ")
}

/// A body with this context inside its message.
fn with_meta(body: &str, key: &str, text: &str) -> String {
    let mut body: Value = serde_json::from_str(body).unwrap();
    body["params"]["_meta"][key] = text.into();
    body.to_string()
}

#[tokio::test]
async fn one_trace_from_the_client_to_the_tool_in_both_eras() {
    let (spans, _guard) = Spans::listen();
    let upstream = Scripted::always(answer()).await;
    let gateway = before(&upstream, "", "").await;
    for (at, body) in [tool_call("echo"), stateless_tool_call("echo")].into_iter().enumerate() {
        let trace_id = format!("{:032x}", 0xabc + at);
        let parent = format!("00-{trace_id}-b7ad6b7169203331-01");
        let ask = Ask::call("u", &format!("era-{at}"), &body);
        ask.header("traceparent", &parent).header("tracestate", "rojo=1").send(gateway.addr).await;
        let got = upstream.request().await;

        let spans = spans.of(&trace_id, 3).await;
        let of = |kind: &str, name: &str| {
            let is =
                |span: &&Fields| span[name::OTEL_KIND] == kind && span[name::OTEL_NAME].starts_with(name);
            spans.iter().find(is).unwrap_or_else(|| panic!("{name} in {spans:#?}")).clone()
        };
        let (http, mcp) = (of("server", "POST"), of("server", "tools/call echo"));
        let hop = of("client", "tools/call echo");
        assert_eq!(spans.len(), 3, "{spans:#?}");
        assert_eq!(http[name::PARENT_SPAN_ID], "b7ad6b7169203331");
        assert_eq!(mcp[name::PARENT_SPAN_ID], http[name::SPAN_ID]);
        assert_eq!(hop[name::PARENT_SPAN_ID], mcp[name::SPAN_ID]);
        assert_eq!(hop[name::MCP_SERVER], "u");
        assert_eq!(hop[name::URL_FULL], upstream.0.url("/mcp"));
        assert_eq!(http[name::CLIENT_ADDRESS], "127.0.0.1");
        for field in spans.iter().flat_map(BTreeMap::keys) {
            assert!(name::ATTRIBUTES.contains(field) || name::MARKS.contains(field), "{field}");
        }

        let expected = format!("00-{trace_id}-{}-01", hop[name::SPAN_ID]);
        assert_eq!(header(&got, "traceparent"), expected);
        assert_eq!(header(&got, "tracestate"), "rojo=1");
        let sent: Value = serde_json::from_slice(&got.body).unwrap();
        let mut asked: Value = serde_json::from_str(&with_meta(&body, "traceparent", &expected)).unwrap();
        asked["params"]["_meta"]["tracestate"] = "rojo=1".into();
        assert_eq!(sent, asked, "the context, and nothing else");
        assert_eq!(header(&got, "content-length"), got.body.len().to_string());
        assert_eq!(gateway.row(&format!("request_id=era-{at}")).await["trace_id"], trace_id);
    }
}

#[tokio::test]
async fn what_a_message_names_is_the_parent_of_its_call() {
    let (spans, _guard) = Spans::listen();
    let upstream = Scripted::always(answer()).await;
    let gateway = before(&upstream, "baggage = true", "").await;
    let body = with_meta(&tool_call("echo"), "traceparent", OTHER);
    let body = with_meta(&body, "baggage", "user=ada");
    let ask = Ask::call("u", "named", &body).header("traceparent", PARENT).header("tracestate", "rojo=1");
    ask.send(gateway.addr).await;
    let got = upstream.request().await;
    let spans = spans.of(&OTHER[3..35], 2).await;
    let (hop, mcp) = match spans[0][name::OTEL_KIND].as_str() {
        "client" => (&spans[0], &spans[1]),
        _ => (&spans[1], &spans[0]),
    };
    assert_eq!(mcp[name::PARENT_SPAN_ID], OTHER[36..52]);
    assert_eq!(hop[name::PARENT_SPAN_ID], mcp[name::SPAN_ID]);
    assert_eq!(header(&got, "traceparent"), format!("{}{}-01", &OTHER[..36], hop[name::SPAN_ID]));
    assert_eq!(header(&got, "tracestate"), "", "that was of the other trace");
    assert_eq!(header(&got, "baggage"), "user=ada");
    let sent: Value = serde_json::from_slice(&got.body).unwrap();
    let meta = json!({"traceparent": header(&got, "traceparent"), "baggage": "user=ada"});
    assert_eq!(sent["params"]["_meta"], meta);
    assert_eq!(gateway.row("request_id=named").await["trace_id"], OTHER[3..35]);
}

#[tokio::test]
async fn where_it_goes_is_a_setting() {
    let upstream = Scripted::always(answer()).await;
    let body = with_meta(&tool_call("echo"), "baggage", "user=ada");
    let ask =
        |id: &str| Ask::call("u", id, &body).header("traceparent", PARENT).header("baggage", "user=ada");
    let gateway = before(&upstream, "propagate = \"header\"", "").await;
    ask("header").send(gateway.addr).await;
    let got = upstream.request().await;
    assert_eq!(got.body, body.as_bytes(), "messages are left alone");
    let traceparent = header(&got, "traceparent");
    assert!(traceparent.starts_with(&PARENT[..36]) && traceparent != PARENT, "{traceparent}");
    assert_eq!(header(&got, "baggage"), "");

    let gateway = before(&upstream, "propagate = \"off\"", "").await;
    ask("off").send(gateway.addr).await;
    let got = upstream.request().await;
    assert_eq!(got.body, body.as_bytes());
    assert_eq!(
        (header(&got, "traceparent").as_str(), header(&got, "baggage").as_str()),
        (PARENT, "user=ada")
    );
    assert_eq!(gateway.row("request_id=off").await["trace_id"], PARENT[3..35]);

    let gateway = before(&upstream, "", "").await;
    ask("both").send(gateway.addr).await;
    let got = upstream.request().await;
    let sent: Value = serde_json::from_slice(&got.body).unwrap();
    assert_eq!(sent["params"]["_meta"], json!({"traceparent": header(&got, "traceparent")}), "no baggage");
}

#[tokio::test]
async fn strangers_do_not_choose_the_trace() {
    let upstream = Scripted::always(answer()).await;
    let gateway = before(&upstream, "baggage = true", "[access]\ntrust_trace_context = false").await;
    let body = with_meta(&tool_call("echo"), "traceparent", OTHER);
    let ask = Ask::call("u", "stranger", &body).header("traceparent", PARENT).header("tracestate", "rojo=1");
    ask.header("baggage", "user=ada").send(gateway.addr).await;
    let got = upstream.request().await;
    let row = gateway.row("request_id=stranger").await;
    let trace_id = row["trace_id"].as_str().unwrap();
    assert!(!PARENT.contains(trace_id) && !OTHER.contains(trace_id), "{trace_id}");
    let sent: Value = serde_json::from_slice(&got.body).unwrap();
    assert_eq!(sent["params"]["_meta"], json!({"traceparent": header(&got, "traceparent")}));
    assert!(header(&got, "traceparent").contains(trace_id));
    assert_eq!([header(&got, "tracestate"), header(&got, "baggage")], ["", ""]);
}

#[tokio::test]
async fn a_client_that_leaves_ends_the_hop_as_cancelled() {
    let (spans, _guard) = Spans::listen();
    let upstream = Scripted::always(
        Reply::new(200).header("content-type", "text/event-stream").chunk(": hi\n\n").then_hang(),
    )
    .await;
    let gateway = before(&upstream, "", "").await;
    let stream =
        Ask::call("u", "left", &tool_call("echo")).header("traceparent", PARENT).open(gateway.addr).await;
    upstream.request().await;
    // The head has come by then, or has not: it is the same.
    drop(stream);
    for span in spans.of(&PARENT[3..35], 3).await {
        assert_eq!(span[name::ERROR_TYPE], "cancelled");
        assert!(!span.contains_key(name::OTEL_STATUS_CODE), "nothing is wrong with anybody: {span:?}");
    }
}
