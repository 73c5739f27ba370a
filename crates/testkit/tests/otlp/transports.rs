//! What was sent is what was received, whatever it was sent over.

use http::Version;
use opentelemetry_sdk::{
    logs::{LogBatch, LogExporter as _},
    metrics::{Temporality as Sent, exporter::PushMetricExporter as _},
    trace::SpanExporter as _,
};
use testkit::otlp::{
    MetricKind, OtlpReceiver, PointValue, Received, Signal, SpanKind, Status, Temporality, Transport, Value,
    Verdict,
};

use crate::{
    exporter::{Exporters, How, Over},
    telemetry::{REMOTE_TRACE, logs, metrics, spans},
};

#[tokio::test]
async fn grpc() -> anyhow::Result<()> {
    all_arrives(&OtlpReceiver::start().await?, Over::Grpc, false).await
}

#[tokio::test]
async fn grpc_gzip() -> anyhow::Result<()> {
    all_arrives(&OtlpReceiver::start().await?, Over::Grpc, true).await
}

#[tokio::test]
async fn http_protobuf() -> anyhow::Result<()> {
    all_arrives(&OtlpReceiver::start().await?, Over::Protobuf, false).await
}

#[tokio::test]
async fn http_protobuf_gzip() -> anyhow::Result<()> {
    all_arrives(&OtlpReceiver::start().await?, Over::Protobuf, true).await
}

#[tokio::test]
async fn http_json() -> anyhow::Result<()> {
    all_arrives(&OtlpReceiver::start().await?, Over::Json, false).await
}

#[tokio::test]
async fn http_json_gzip() -> anyhow::Result<()> {
    all_arrives(&OtlpReceiver::start().await?, Over::Json, true).await
}

#[tokio::test]
async fn tls_with_its_own_ca() -> anyhow::Result<()> {
    for over in [Over::Grpc, Over::Protobuf, Over::Json] {
        let receiver = OtlpReceiver::builder().tls().start().await?;
        all_arrives(&receiver, over, true).await?;
        assert!(receiver.requests().iter().all(|received| received.tls && !received.client_certificate));
    }
    Ok(())
}

#[tokio::test]
async fn mutual_tls() -> anyhow::Result<()> {
    for over in [Over::Grpc, Over::Protobuf] {
        let receiver = OtlpReceiver::builder().mutual_tls().start().await?;
        let bare = How::new(over, &receiver).build()?;
        assert!(bare.spans.export(spans()?).await.is_err(), "taken without a certificate over {over:?}");
        assert!(receiver.requests().is_empty());

        let how = How { show_certificate: true, ..How::new(over, &receiver) };
        how.build()?.spans.export(spans()?).await?;
        assert!(receiver.requests().iter().all(|received| received.tls && received.client_certificate));
        assert_eq!(receiver.count(Signal::Traces), 3);
    }
    Ok(())
}

async fn all_arrives(receiver: &OtlpReceiver, over: Over, gzip: bool) -> anyhow::Result<()> {
    let exporters = How { gzip, ..How::new(over, receiver) }.build()?;
    send(&exporters).await?;

    requests_are(receiver, over, gzip);
    spans_are_there(receiver)?;
    logs_are_there(receiver);
    metrics_are_there(receiver);
    Ok(())
}

async fn send(exporters: &Exporters) -> anyhow::Result<()> {
    exporters.spans.export(spans()?).await?;
    let logs = logs()?;
    let logs: Vec<_> = logs.iter().map(|(record, scope)| (record, scope)).collect();
    exporters.logs.export(LogBatch::new(&logs)).await?;
    for metrics in metrics(Sent::Delta)? {
        exporters.metrics.export(&metrics).await?;
    }
    Ok(())
}

fn requests_are(receiver: &OtlpReceiver, over: Over, gzip: bool) {
    let requests = receiver.requests();
    let paths: Vec<_> = requests.iter().map(|received| received.path()).collect();
    let (transport, content_type) = match over {
        Over::Grpc => (Transport::Grpc, "application/grpc"),
        Over::Protobuf => (Transport::Http, "application/x-protobuf"),
        Over::Json => (Transport::Http, "application/json"),
    };
    if over == Over::Grpc {
        let service = |signal| format!("/opentelemetry.proto.collector.{signal}Service/Export");
        assert_eq!(paths, ["trace.v1.Trace", "logs.v1.Logs", "metrics.v1.Metrics"].map(service));
    } else {
        assert_eq!(paths, ["/v1/traces", "/v1/logs", "/v1/metrics"]);
    }
    for received in &requests {
        assert_eq!(received.verdict, Verdict::Accepted, "{received}");
        assert_eq!(received.transport, transport);
        assert_eq!(received.version == Version::HTTP_2, over == Over::Grpc);
        assert_eq!(received.method, "POST");
        assert_eq!(received.content_type(), Some(content_type));
        assert_eq!(received.encoding(), gzip.then_some("gzip"));
        assert_eq!(received.header("x-tenant"), Some("blue"));
        let sender = received.header("user-agent").unwrap_or_default();
        let expected =
            if received.tls && transport == Transport::Http { "" } else { "OTel-OTLP-Exporter-Rust/" };
        assert!(sender.starts_with(expected), "{sender}");
        body_is(received, gzip);
    }
}

fn body_is(received: &Received, gzip: bool) {
    let plain = received.plain().expect("the body is what its headers say");
    let needle = b"the-scope".as_slice();
    let is_in = |haystack: &[u8]| haystack.windows(needle.len()).any(|window| window == needle);
    assert!(is_in(&plain), "{received}: {}", plain.escape_ascii());
    assert_eq!(is_in(&received.body), !gzip, "the body is kept as sent");
}

fn spans_are_there(receiver: &OtlpReceiver) -> anyhow::Result<()> {
    let sent = spans()?;
    let spans = receiver.spans();
    assert_eq!(receiver.count(Signal::Traces), 3);
    let names: Vec<_> = spans.iter().map(|span| span.name.as_str()).collect();
    assert_eq!(names, sent.iter().map(|span| span.name.as_ref()).collect::<Vec<_>>());

    let [query, call, http] = &spans[..] else { anyhow::bail!("{} spans", spans.len()) };
    for span in &spans {
        assert_eq!(span.trace_id, format!("{REMOTE_TRACE:032x}"));
        assert_eq!(span.resource["service.name"], "the-service");
        assert_eq!(span.scope, "the-scope");
        assert!(span.start > 0 && span.end >= span.start && span.is_sampled());
    }
    assert_eq!(http.parent.as_deref(), Some("b7ad6b7169203331"));
    assert_eq!(call.parent.as_ref(), Some(&http.span_id));
    assert_eq!(query.parent.as_ref(), Some(&call.span_id));
    assert_eq!((http.kind, call.kind, query.kind), (SpanKind::Server, SpanKind::Server, SpanKind::Client));
    assert_eq!(http.status, Status::Unset);
    assert_eq!(call.status, Status::Error("it broke".to_owned()));
    assert_eq!(query.status, Status::Ok);

    assert_eq!(http.attributes["http.request.method"], "POST");
    assert_eq!(http.attributes["server.port"], 4318);
    assert_eq!(http.attributes["ratio"], Value::Double(0.5));
    assert_eq!(http.attributes["cached"], false);
    assert_eq!(http.events[0].name, "first byte");
    assert_eq!(http.events[0].attributes["bytes"], 17);
    assert!(http.events[0].time >= http.start);
    assert_eq!(call.links[0].span_id, http.span_id);
    assert_eq!(call.links[0].attributes["why"], "ambient");
    assert_eq!(call.links[1].trace_id, format!("{:032x}", 1));
    Ok(())
}

fn logs_are_there(receiver: &OtlpReceiver) {
    let logs = receiver.logs();
    assert_eq!(receiver.count(Signal::Logs), 2);
    assert_eq!((&logs[0].body, &logs[1].body), (&"started".into(), &"called".into()));
    assert_eq!((logs[1].severity.as_str(), logs[1].severity_number), ("INFO", 9));
    assert_eq!((&logs[0].trace_id, &logs[0].span_id), (&None, &None));
    assert_eq!(logs[1].trace_id, Some(format!("{REMOTE_TRACE:032x}")));
    assert_eq!(logs[1].span_id, Some(format!("{:016x}", 7)));
    assert_eq!(logs[1].attributes["tool"], "echo");
    assert_eq!(logs[1].attributes["tries"], 3);
    assert_eq!(logs[1].attributes["list"], Value::List(vec!["a".into(), 1.into()]));
    assert_eq!(logs[1].resource["service.name"], "the-service");
    assert_eq!(logs[1].scope, "the-scope");
}

fn metrics_are_there(receiver: &OtlpReceiver) {
    let mut points = receiver.metrics();
    assert_eq!(receiver.count(Signal::Metrics), 3);
    points.sort_by(|a, b| a.name.cmp(&b.name));
    let [calls, duration, load] = &points[..] else { panic!("{}", receiver.dump()) };

    assert_eq!((calls.name.as_str(), calls.unit.as_str()), ("calls", "{call}"));
    assert_eq!((calls.kind, calls.temporality), (MetricKind::Counter, Some(Temporality::Delta)));
    assert_eq!(calls.value, PointValue::Int(3));
    assert_eq!(calls.attributes["tool"], "echo");
    assert_eq!((load.kind, load.temporality), (MetricKind::Gauge, None));
    assert_eq!(load.value, PointValue::Double(0.25));

    assert_eq!((duration.kind, duration.unit.as_str()), (MetricKind::Histogram, "s"));
    let PointValue::Histogram(histogram) = &duration.value else { panic!("{:?}", duration.value) };
    assert_eq!((histogram.count, histogram.sum), (2, Some(0.55)));
    assert_eq!((&histogram.bounds[..], &histogram.counts[..]), (&[0.1, 1.0][..], &[1, 1, 0][..]));
    assert_eq!((histogram.min, histogram.max), (Some(0.05), Some(0.5)));
    assert!(points.iter().all(|point| point.resource["service.name"] == "the-service"));
}
