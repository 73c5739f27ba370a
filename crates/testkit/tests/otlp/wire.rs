//! Requests that no exporter makes, and what only shows on the wire.

use std::io::{ErrorKind, Read, Write};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use testkit::otlp::{Behaviour, Failure, OtlpReceiver, Part, Received, Signal, Verdict, sigv4};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const SPAN: &str = r#"{"resourceSpans": [{"scopeSpans": [{"spans": [
    {"traceId": "0af7651916cd43dd8448eb211c80319c", "spanId": "b7ad6b7169203331", "name": "a \"quoted\" name",
     "attributes": [{"key": "k", "value": {"stringValue": "1"}}, {"key": "k", "value": {"intValue": "2"}}]}
]}]}]}"#;

async fn post(
    receiver: &OtlpReceiver,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> anyhow::Result<Response<Bytes>> {
    let mut request = Request::post(receiver.url(path));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let client = Client::builder(TokioExecutor::new()).build_http();
    let response = client.request(request.body(Full::<Bytes>::from(body.to_owned()))?).await?;
    let (parts, body) = response.into_parts();
    Ok(Response::from_parts(parts, body.collect().await?.to_bytes()))
}

const JSON: (&str, &str) = ("content-type", "application/json; charset=utf-8");

#[tokio::test]
async fn the_path_says_the_signal_whatever_is_before_it() -> anyhow::Result<()> {
    let receiver = OtlpReceiver::start().await?;
    let paths = [
        ("/v1/traces", Signal::Traces),
        ("/otlp/v1/traces", Signal::Traces),
        ("/v2/trace/otlp", Signal::Traces),
        ("/v2/datapoint/otlp", Signal::Metrics),
        ("/datacollectionRules/dcr-1/streams/Microsoft-OTLP-Logs/otlp/v1/logs", Signal::Logs),
        ("/logs-collector/v1/metrics", Signal::Metrics),
    ];
    for (path, _) in paths {
        assert_eq!(post(&receiver, path, &[JSON], "{}").await?.status(), StatusCode::OK, "{path}");
    }
    for ((path, signal), received) in paths.iter().zip(receiver.requests()) {
        assert_eq!(received.path(), *path);
        assert_eq!(received.export.as_ref().map(|export| export.signal()), Ok(*signal), "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_and_kept() -> anyhow::Result<()> {
    let receiver = OtlpReceiver::start().await?;
    let protobuf = ("content-type", "application/x-protobuf");
    let gzip = ("content-encoding", "gzip");
    for (path, headers, body) in [
        ("/v1/traces", &[JSON][..], "not JSON"),
        ("/v1/traces", &[protobuf], "\u{ff}\u{ff}\u{ff}"),
        ("/v1/traces", &[JSON, gzip], SPAN),
        ("/v1/traces", &[JSON, ("content-encoding", "br")], SPAN),
        ("/v1/traces", &[("content-type", "text/plain")], SPAN),
        ("/elsewhere", &[JSON], SPAN),
        ("/v1/traces", &[("content-type", "application/grpc")], SPAN),
    ] {
        let response = post(&receiver, path, headers, body).await?;
        let grpc_status = response.headers().get("grpc-status");
        let refused = grpc_status.map_or(response.status() == StatusCode::BAD_REQUEST, |code| code != "0");
        assert!(refused, "{path} {headers:?}: {response:?}");
        let received = receiver.requests().pop().expect("it was kept");
        assert_eq!((received.verdict, received.body.as_ref()), (Verdict::Refused, body.as_bytes()));
        assert!(received.export.is_err());
    }
    assert_eq!(receiver.spans(), []);
    Ok(())
}

#[tokio::test]
async fn answers_are_of_the_encoding_of_the_request() -> anyhow::Result<()> {
    let receiver = OtlpReceiver::start().await?;
    let response = post(&receiver, "/v1/traces", &[JSON], SPAN).await?;
    assert_eq!(
        (response.headers()["content-type"].to_str()?, response.body().as_ref()),
        ("application/json", &b"{}"[..])
    );

    receiver.behave(Behaviour::Partial { rejected: 1, message: "no".to_owned() }).await?;
    let response = post(&receiver, "/v1/logs", &[JSON], "{}").await?;
    let expected = r#"{"partialSuccess":{"errorMessage":"no","rejectedLogRecords":"1"}}"#;
    assert_eq!(response.body(), expected);

    let retry_after = Some(std::time::Duration::from_millis(1500));
    receiver.behave(Behaviour::Fail(Failure::Throttled { retry_after })).await?;
    let response = post(&receiver, "/v1/traces", &[JSON], SPAN).await?;
    assert_eq!(
        (response.status(), response.headers()["retry-after"].to_str()?),
        (StatusCode::TOO_MANY_REQUESTS, "2")
    );
    Ok(())
}

#[tokio::test]
async fn it_answers_while_the_thread_of_the_test_is_blocked() -> anyhow::Result<()> {
    let receiver = OtlpReceiver::start().await?;
    let mut stream = std::net::TcpStream::connect(receiver.addr())?;
    stream.set_read_timeout(Some(std::time::Duration::from_secs(10)))?;
    let head = "POST /v1/traces HTTP/1.1\r\nhost: h\r\ncontent-type: application/json\r\ncontent-length: 2";
    stream.write_all(format!("{head}\r\n\r\n{{}}").as_bytes())?;
    let mut answer = [0; 15];
    stream.read_exact(&mut answer)?;
    assert_eq!(&answer, b"HTTP/1.1 200 OK");

    let addr = receiver.addr();
    drop(receiver);
    assert!(std::net::TcpStream::connect(addr).is_err(), "it listens after its end");
    // Its end, or a reset, but not the time-out: the connection is gone too.
    let ended = stream.read_to_end(&mut Vec::new()).map_err(|error| error.kind());
    assert!(!matches!(ended, Err(ErrorKind::WouldBlock | ErrorKind::TimedOut)), "{ended:?}");
    Ok(())
}

#[tokio::test]
async fn a_reset_comes_before_the_request_is_complete() -> anyhow::Result<()> {
    let receiver = OtlpReceiver::start().await?;
    receiver.behave(Behaviour::Reset).await?;
    let mut stream = TcpStream::connect(receiver.addr()).await?;
    let head = "POST /v1/traces HTTP/1.1\r\nhost: h\r\ncontent-length: 100\r\n\r\n";
    stream.write_all(format!("{head}a part").as_bytes()).await?;
    let error = stream.read_u8().await.expect_err("nothing is answered");
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);

    let received = receiver.requests().pop().expect("it was kept");
    assert_eq!((received.verdict, received.body.as_ref()), (Verdict::CutOff, &b"a part"[..]));
    assert_eq!(receiver.grep("a part", &[]).len(), 1);
    Ok(())
}

#[tokio::test]
async fn attributes_sent_twice_and_escaped_strings_are_seen() -> anyhow::Result<()> {
    let receiver = OtlpReceiver::start().await?;
    post(&receiver, "/v1/traces?key=canary", &[JSON], SPAN).await?;
    let spans = receiver.spans();
    assert_eq!(spans[0].repeated, ["k"]);
    assert_eq!(spans[0].attributes["k"], 2);
    assert_eq!(receiver.grep("a \"quoted\" name", &[])[0].part, Part::JsonString);
    assert_eq!(receiver.grep("canary", &[])[0].part, Part::Uri);
    Ok(())
}

#[tokio::test]
async fn an_aws_signature_is_checked_against_what_was_sent() -> anyhow::Result<()> {
    let receiver = OtlpReceiver::start().await?;
    let day = "20150830";
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential=me/{day}/eu-west-1/xray/aws4_request, SignedHeaders=host;x-amz-date, Signature=00"
    );
    let headers = [JSON, ("x-amz-date", "20150830T123600Z"), ("authorization", authorization.as_str())];
    post(&receiver, "/v1/traces?b=2&a=1", &headers, SPAN).await?;

    let mut received = receiver.requests()[0].as_ref().clone();
    let hash = sigv4::hash(SPAN.as_bytes());
    let verify = |received: &Received| sigv4::verify(received, "me", "secret", "eu-west-1", "xray", &hash);
    assert!(verify(&received).is_err_and(|reason| reason.contains("seconds away from now")));
    received.at = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_440_938_160);
    let canonical = format!(
        "the signature does not fit the canonical request:\nPOST\n/v1/traces\na=1&b=2\nhost:{}\nx-amz-date:20150830T123600Z\n\nhost;x-amz-date\n{hash}",
        receiver.addr(),
    );
    assert_eq!(verify(&received), Err(canonical));
    Ok(())
}
